"""The report as a page: well-formed, self-contained, escaped, in the language of the run."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from data_pipeline.report.charts import bar, stack
from data_pipeline.report.markup import Markup, el
from data_pipeline.report.page import page
from data_pipeline.report.refresh import refresh
from tests.pipeline.plain_step import write_pairs
from tests.pipeline.report_run import COUNT, JOIN, PAIRS, SHOPS, codes, write_profile, write_validation

EVIL = "<script>alert('x')</script>&\"$body\x00"
COLOURS = re.compile(r"var\(--(\w+)\)")


class Tags(HTMLParser):
    """The tags and the attributes that a browser would see."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def html_of(directory: Path, language: str = "en", first_table: str = "nothing") -> str:
    write_profile(directory, first_table)
    write_pairs(directory, PAIRS)
    write_validation(directory)
    refresh(directory, language=language, step="training_load", figures={"seconds": 1})
    return (directory / "quality_report.html").read_text(encoding="utf-8")


def words(html: str) -> str:
    return " ".join("".join(ElementTree.fromstring(html.partition("\n")[2]).itertext()).split())


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_page__is_well_formed_and_needs_nothing_else(tmp_path: Path, language: str) -> None:
    html = html_of(tmp_path, language)
    ElementTree.fromstring(html.partition("\n")[2])
    seen = Tags(html)
    assert not {"script", "img", "link", "iframe", "object", "base"} & seen.tags
    assert not {"src", "href", "style"} & seen.attributes and not [name for name in seen.attributes if name[:2] == "on"]
    assert "://" not in html and "@import" not in html and "url(" not in html


def test_page__language(tmp_path: Path) -> None:
    english, chinese = html_of(tmp_path, "en"), html_of(tmp_path, "zh")
    assert 'lang="en"' in english and "Quality report: shop_db" in words(english)
    assert not re.search(r"[\u4e00-\u9fff]", words(english))
    assert 'lang="zh-CN"' in chinese and "质量报告: shop_db" in words(chinese) and "改进建议" in words(chinese)
    assert html_of(tmp_path, "both").count("质量报告") == chinese.count("质量报告")


def test_page__names_and_questions_are_escaped(tmp_path: Path) -> None:
    write_profile(tmp_path, EVIL)
    write_pairs(tmp_path, [(EVIL, f"SELECT '{EVIL}'")] * 2)
    refused = {(EVIL, f"SELECT '{EVIL}' FROM x"): ("invalid", EVIL)}
    write_validation(tmp_path, refused)
    refresh(tmp_path, language=EVIL, step="qa_generation", figures={"seconds": EVIL, "skipped": EVIL})
    html = (tmp_path / "quality_report.html").read_text(encoding="utf-8")
    ElementTree.fromstring(html.partition("\n")[2].replace("quality_report", ""))
    assert "script" not in Tags(html).tags and "alert('x')" in words(html)


def test_page__sensitive_columns_by_kind(tmp_path: Path) -> None:
    assert "orders.email mail address" in re.sub(
        r"\s+", " ", html_of(tmp_path).replace("</td><td>", " ").replace("</code>", "")
    )


def test_page__bad_figures_look_bad(tmp_path: Path) -> None:
    html = html_of(tmp_path)
    assert '<div class="tile poor"><span class="label">Tables used</span>' in html
    assert '<li class="poor">Tables with data but without pairs: 1 (ops.log).' in html


def test_page__valid_is_one_figure(tmp_path: Path) -> None:
    """What the log calls valid, the bar does and the card; ties run and say something, and are not valid."""
    tied = {COUNT: ("valid", ""), JOIN: ("tied", "More than 1 rows share the first 1 places."), SHOPS: ("valid", "")}
    write_profile(tmp_path)
    write_pairs(tmp_path, list(tied))
    write_validation(tmp_path, tied)
    report = refresh(tmp_path, language="en", step="sql_validation", figures={})
    before = report["validity"]["before"]
    (card,) = (one for one in report["headlines"] if one["id"] == "valid_before")
    assert (card["count"], card["of"]) == (before["by_status"]["valid"], 3) == (2, 3)
    assert before["non_trivial"]["count"] == 3
    assert "many_refused" not in codes(report["advice"])  # nothing is wrong with the data
    assert "Valid: no tie for a place66.7\N{NO-BREAK SPACE}%" in page(report).replace('</td><td class="number">', "")


def test_page__figures_break_before_their_bracket_only(tmp_path: Path) -> None:
    cells = re.findall(r'<td class="number">([\d.]+[^<]*\([^<]*)</td>', html_of(tmp_path))
    assert cells and all(cell.split(" ")[1:] == [cell[cell.index("(") :]] for cell in cells)


def test_page__bars_of_shares_are_of_a_hundred_percent(tmp_path: Path) -> None:
    constructs = html_of(tmp_path).partition("<h2>Constructs</h2>")[2].partition("</section>")[0]
    shares = re.findall(r'class="series" width="([\d.]+)%".*?class="number">([\d.]+)', constructs)
    assert shares and all(float(width) == float(figure) for width, figure in shares)


def test_page__yes_and_no_are_no_enum(tmp_path: Path) -> None:
    write_profile(tmp_path)
    path = tmp_path / "schema_profile.json"
    profile = json.loads(path.read_text(encoding="utf-8"))
    profile["tables"][3]["columns"][1] |= {"type": "boolean", "enum_values": ["true", "false"]}
    path.write_text(json.dumps(profile))
    report = refresh(tmp_path, language="en", step="ddl_generation", figures={})
    assert [one["column"] for one in report["enums"]] == ["state"]


def test_page__of_nothing(tmp_path: Path) -> None:
    report = refresh(tmp_path, language="en", step="ddl_generation", figures={})
    assert "Nothing needs attention." in words(page(report))


def test_page__every_colour_is_defined_for_light_dark_and_print(tmp_path: Path) -> None:
    html = html_of(tmp_path)
    themes = re.findall(r":root \{(.*?)\}", html, re.DOTALL)
    assert len(themes) == 3
    for theme in themes:
        assert set(COLOURS.findall(html)) <= set(re.findall(r"--(\w+):", theme))


def test_page__same_report_from_its_json(tmp_path: Path) -> None:
    html = html_of(tmp_path)
    assert page(json.loads((tmp_path / "quality_report.json").read_text(encoding="utf-8"))) == html


def test_el__escapes_all_but_markup() -> None:
    assert el("p", "<&>", Markup("<b/>"), None, ["a", el("i")], class_='"', data_x=None) == (
        '<p class="&quot;">&lt;&amp;&gt;<b/>a<i></i></p>'
    )


@pytest.mark.parametrize(("value", "scale", "width"), [(50, 100, "50.0%"), (200, 100, "100%"), (1, 4, "25.0%")])
def test_bar(value: float, scale: float, width: str) -> None:
    assert f'class="series" width="{width}"' in bar(value, scale=scale)


@pytest.mark.parametrize("value", [0, -1])
def test_bar__of_nothing_is_a_track(value: float) -> None:
    assert "series" not in bar(value) and "series" not in bar(value, scale=0)


def test_stack__parts_fill_the_whole() -> None:
    bars = stack([("a", 1, "good"), ("b", 0, "fair"), ("c", 3, "poor")])
    places = re.findall(r'class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"', bars)
    assert places == [("good", "0.000", "25.000"), ("poor", "25.000", "75.000")]
    assert "good" not in stack([("a", 0, "good")])
