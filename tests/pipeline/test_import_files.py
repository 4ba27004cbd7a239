"""Pairs out of the files that people have: every kind, every encoding, and what is wrong with them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from data_pipeline.imports.files import content_of, import_paths
from data_pipeline.step import PipelineError

ROME = ("Which orders went to Rome?", "SELECT * FROM orders WHERE city = 'Rome';")
OSLO = ("订单有多少？", "SELECT count(*) FROM orders")


def found(tmp_path: Path, name: str, content: str | bytes) -> list[tuple[str, str]]:
    """The pairs of a file with this content."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [(pair.question, pair.sql) for pair in content_of(path).pairs]


def refusal(tmp_path: Path, name: str, content: str | bytes) -> str:
    with pytest.raises(PipelineError) as caught:
        found(tmp_path, name, content)
    assert caught.value.code == "import_file_invalid"
    assert name in caught.value.sentence and name in caught.value.zh
    return caught.value.sentence


def as_json(*pairs: tuple[str, str], names: tuple[str, str] = ("question", "sql")) -> str:
    return json.dumps([dict(zip(names, pair, strict=True)) for pair in pairs], ensure_ascii=False, indent=2)


@pytest.mark.parametrize(
    "names",
    [("question", "sql"), ("input", "output"), ("instruction", "output"), ("Question", "SQL"), ("问题", "SQL语句")],
)
def test_json__names_of_others(tmp_path: Path, names: tuple[str, str]) -> None:
    assert found(tmp_path, "a_pair.json", as_json(ROME, OSLO, names=names)) == [ROME, OSLO]


def test_json__instruction_with_an_input_is_the_task_not_the_question(tmp_path: Path) -> None:
    item = {"instruction": "Write SQL.", "input": ROME[0], "output": ROME[1]}
    assert found(tmp_path, "a.json", json.dumps([item])) == [ROME]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_json__encodings(tmp_path: Path, encoding: str) -> None:
    assert found(tmp_path, "a.json", as_json(OSLO).encode(encoding)) == [OSLO]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_csv__accents_of_a_western_excel(tmp_path: Path, encoding: str) -> None:
    content = "question;sql\r\nWie viele Stück je Café?;SELECT a, b FROM t\r\nÜber 5?;SELECT 'ß'\r\n"
    assert found(tmp_path, "a.csv", content.encode(encoding)) == [
        ("Wie viele Stück je Café?", "SELECT a, b FROM t"), ("Über 5?", "SELECT 'ß'")
    ]  # fmt: skip


@pytest.mark.parametrize("other", ["有幾個？".encode("big5"), "有几个？".encode() + "多少？".encode("gbk")])
def test_csv__no_text_of_ours_is_no_gibberish(tmp_path: Path, other: bytes) -> None:
    assert "save it as UTF-8" in refusal(tmp_path, "a.csv", b"question,sql\n" + other + b",SELECT 1\n")


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
@pytest.mark.parametrize("fence", ["```sql\n{}\n```", "```\n{}\n```", "```SQL {}```", "```postgresql\n{}```"])
def test_content_of__sql_as_a_chat_shows_it(tmp_path: Path, name: str, fence: str) -> None:
    sql = fence.format(OSLO[1])
    content = as_json((OSLO[0], sql)) if name == "a.json" else f'question,sql\n{OSLO[0]},"{sql}"\n'
    assert found(tmp_path, name, content) == [OSLO]


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\n\n"])
def test_json__lines(tmp_path: Path, separator: str) -> None:
    lines = separator.join(json.dumps({"question": q, "sql": s}) for q, s in (ROME, OSLO))
    assert found(tmp_path, "a.jsonl", lines) == [ROME, OSLO]
    assert found(tmp_path, "a.json", lines) == [ROME, OSLO]


def test_json__our_own_export(tmp_path: Path) -> None:
    messages = [("system", "..."), ("user", ROME[0]), ("assistant", ROME[1])]
    line = {"messages": [{"role": role, "content": content} for role, content in messages]}
    assert found(tmp_path, "a.jsonl", json.dumps(line)) == [ROME]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('[{"question": "a", "sql": "b"},\n {"question": "c"}]', "line 2: the object has no text named 'sql'"),
        ('[{"question": "a", "sql": "b"},\n\n 7]', "line 3: an object"),
        ('[{"question": "a", "sql": "b"},\n {"question": ]', "line 2: it is not JSON"),
        ('[{"question": "a", "sql": "b"}', "the list does not end"),
        ("[" * 100_000, "not JSON"),
        ('{"question": "a", "sql": "\\ud800"}', "line 1: the SQL holds half a character"),
        ("[]", "there is no pair in it"),
        ("", "there is no pair in it"),
    ],
)
def test_json__refusals_name_the_line(tmp_path: Path, content: str, line: str) -> None:
    assert line in refusal(tmp_path, "a.json", content)


@pytest.mark.parametrize(
    "text",
    [
        f"Question: {ROME[0]}\nSQL: {ROME[1]}\n\nQuestion: {OSLO[0]}\nSQL:\n{OSLO[1]}\n",
        f"-- Question: {ROME[0]}\n{ROME[1]}\n-- 问题：{OSLO[0]}\n{OSLO[1]}\n",
        f"-- Question 1: {ROME[0]}\n-- SQL:\n{ROME[1]}\n\n/* 问题: {OSLO[0]} */\n{OSLO[1]}\n-- the end\n",
        f"-- Q: {ROME[0]}\n{ROME[1]}\n/*\n * Q2: {OSLO[0]}\n */\n{OSLO[1]}\n",
        f"Q: {ROME[0]}\nA: {ROME[1]}\nQ: {OSLO[0]}\nA:\n{OSLO[1]}\n",
        f"# questions of 2024\n\n1. Question: {ROME[0]}\n```sql\n{ROME[1]}\n```\n2. 问：{OSLO[0]}\n答案：{OSLO[1]}",
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_sql__blocks(tmp_path: Path, text: str, line_end: str) -> None:
    assert found(tmp_path, "a.sql", text.replace("\n", line_end)) == [ROME, OSLO]


def test_sql__question_over_two_lines_and_statement_with_semicolons_inside(tmp_path: Path) -> None:
    sql = "-- only open ones\nSELECT ';' AS \"a;b\",\n       'it''s'\nFROM t;"
    assert found(tmp_path, "a.sql", f"-- Question: Which ones\n--   are open?\n{sql.partition(chr(10))[2]}\n") == [
        ("Which ones are open?", sql.partition("\n")[2])
    ]


def test_sql__two_statements_are_left_to_validation(tmp_path: Path) -> None:
    assert found(tmp_path, "a.sql", "-- Question: a\nSELECT 1; DROP TABLE t;") == [("a", "SELECT 1; DROP TABLE t;")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("CREATE TABLE t (id int);\n", "no line begins with 'Question:', and there is no SELECT in it"),
        ("-- Question: a\nSELECT 1;\n\n-- Question: b\n\n-- Question: c\nSELECT 2;", "line 4: the question has no SQL"),
        ("-- Question:\nSELECT 1;\n", "line 1: the question is empty"),
        (b"-- Question: a\nSELECT '\xff\xfe';", "neither UTF-8 nor GBK"),
        ("-- Question: a\nSELECT '\0';", "line 2: it is no text"),
        ("-- Question: a\nSELECT " + "1" * 20_000, "line 1: the SQL is longer than 20000"),
    ],
)
def test_sql__refusals_name_the_line(tmp_path: Path, content: str | bytes, reason: str) -> None:
    assert reason in refusal(tmp_path, "a.sql", content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("header", [("question", "sql"), ("SQL语句", "问题"), ("No", "Question", "SQL"), None])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_csv__headers_delimiters_encodings(
    tmp_path: Path, delimiter: str, header: tuple[str, ...] | None, encoding: str
) -> None:
    sql = "SELECT a, b FROM \"t;x\"\nWHERE c = 'it''s, so';"
    cells = {"question": "谁，哪里？", "问题": "谁，哪里？", "sql": sql, "sql语句": sql, "no": "1"}
    rows = [[cells[name.lower()] for name in header or ("question", "sql")]]
    rows = [list(header), *rows] if header else rows
    quoted = ("\r\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)) + "\r\n"
    assert found(tmp_path, "a.csv", quoted.encode(encoding)) == [("谁，哪里？", sql)]


def test_csv__excel_says_its_separator(tmp_path: Path) -> None:
    assert found(tmp_path, "a.csv", "sep=;\r\nquestion;sql\r\na;SELECT 1, 2\r\n") == [("a", "SELECT 1, 2")]


@pytest.mark.parametrize("text", ["frage;abfrage\nHow many?;SELECT 1\n", "my pairs\nonly a question\n"])
def test_csv__header_that_nobody_understands_is_what_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(PipelineError) as caught:
        content_of(path)
    header = text.partition("\n")[0]
    assert caught.value.sentence.startswith(f"mine.csv, line 1: the header '{header}' is not understood")
    assert "question, 问题" in caught.value.sentence and "sql, sqlquery" in caught.value.zh


@pytest.mark.parametrize(
    "header",
    ["id,nl_question,gold_sql", "id,User Question,SQL Query", "id,用户问题,标准SQL", "ID,natural_language,sql_text"],
)
def test_csv__longer_names(tmp_path: Path, header: str) -> None:
    assert found(tmp_path, "a.csv", f"{header}\n1,a?,SELECT 1\n") == [("a?", "SELECT 1")]


def test_csv__empty_columns_and_rows_at_the_end(tmp_path: Path) -> None:
    assert found(tmp_path, "a.csv", "question,sql\na?,SELECT 1,,\n,,\n") == [("a?", "SELECT 1")]
    assert found(tmp_path, "a.csv", 'question,sql\na 5" one?,SELECT 1\n') == [('a 5" one?', "SELECT 1")]


def test_csv__unknown_header_is_no_pair(tmp_path: Path) -> None:
    assert found(tmp_path, "a.csv", "ask,answer\nhow many,SELECT 1\n") == [("how many", "SELECT 1")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("question,sql\na,SELECT 1\nb\n", "line 3: the row lacks a column (it has 1)"),
        ('question,sql\n"a\nb",\n', "line 2: the SQL is empty"),
        ("question,sql\na," + "x" * 10_000_000, "line 2: it cannot be read as CSV"),
        ("question,sql\n" + "q" * 5000 + ",SELECT 1", "line 2: the question is longer than 4000"),
        ("question,sql\n\n", "there is no pair in it"),
        ("question,sql\na?,SELECT a, b FROM t\n", "line 2: the row has 3 columns where 2 were expected: put texts"),
        ("a?,SELECT 1\nb?,SELECT a, b FROM t\n", "line 2: the row has 3 columns where 2 were expected"),
        ("a?,SELECT a, b FROM t\n", "line 1: the row has 3 columns where 2 were expected"),
        ("just,words\nwithout,sense\n", "line 2: the second column is no SELECT: name the columns"),
        ("question|sql\na?|SELECT 1\n", "line 1: the header 'question|sql' is not understood"),
        ('question,sql\na?,SELECT 1\nb?,"SELECT 2\nc?,SELECT 3\n', "line 3: it cannot be read as CSV (unexpected end"),
    ],
)
def test_csv__refusals_name_the_line(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in refusal(tmp_path, "a.csv", content)


def test_content_of__one_line_of_ten_megabytes(tmp_path: Path) -> None:
    line = json.dumps({"question": "a", "sql": "x" * 10_000_000})
    assert "line 1: the SQL is longer than 20000" in refusal(tmp_path, "a.jsonl", line)
    assert "no line begins" in refusal(tmp_path, "a.sql", "-- " + "x" * 10_000_000)


def test_content_of__many_lines_quickly(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"question": f"q{n}", "sql": "SELECT 1"}) for n in range(100_001))
    assert "line 100001: more than 100000 pairs" in refusal(tmp_path, "a.jsonl", lines)


def test_content_of__unknown_ending(tmp_path: Path) -> None:
    assert "its ending must be one of" in refusal(tmp_path, "a.xlsx", b"PK")


def test_import_paths__named_or_by_their_prefix(tmp_path: Path) -> None:
    for name in ("import_b.csv", "import_a.sql", "import_c.exe", "other.json", "import_list.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "import_link.csv").symlink_to(tmp_path / "other.json")
    assert [path.name for path in import_paths({}, tmp_path)] == ["import_a.sql", "import_b.csv"]
    assert import_paths({"import_files": []}, tmp_path) == []
    assert [path.name for path in import_paths({"import_files": ["other.json"]}, tmp_path)] == ["other.json"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gone.json", "import_file_missing"),
        ("../a.json", "import_file_invalid"),
        ("/etc/passwd", "import_file_invalid"),
        (".env", "import_file_invalid"),
        ("link.json", "import_file_missing"),
    ],
)
def test_import_paths__leads_nowhere_else(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "link.json").symlink_to("/etc/passwd")
    with pytest.raises(PipelineError) as caught:
        import_paths({"import_files": [name]}, tmp_path)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "sql", ["SELECT x,\n  a::date FROM t a;", "SELECT\n  q::date,\n  y FROM t q;", "SELECT 1\n  AS a;"]
)
def test_sql__an_alias_called_as_a_mark_is_none(tmp_path: Path, sql: str) -> None:
    assert found(tmp_path, "a.sql", f"-- Question: x\n{sql}\n") == [("x", sql.removesuffix(";") + ";")]


def test_sql__a_question_in_a_comment_of_several_lines(tmp_path: Path) -> None:
    assert found(tmp_path, "a.sql", "/* Question: of two\n   lines */\nSELECT 1;\n") == [("of two lines", "SELECT 1;")]


@pytest.mark.parametrize("line", [" " * 200_000, "-- Question: a" + " " * 200_000 + "b", "x" * 200_000])
def test_sql__long_lines_are_read_at_once(tmp_path: Path, line: str) -> None:
    content = f"-- Question: x\nSELECT 1;\n\n{line}\n"
    started = time.perf_counter()
    assert ("x", "SELECT 1;") in found(tmp_path, "a.sql", content)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize("word", ["Größe", "Fläche", "heißen die Größen", "Café"])
def test_csv__western_words_of_every_kind(tmp_path: Path, word: str) -> None:
    content = f"question;sql\n{word}?;SELECT 1\n".encode("cp1252")
    assert found(tmp_path, "a.csv", content) == [(f"{word}?", "SELECT 1")]


def test_csv__a_refused_header_shows_no_phone(tmp_path: Path) -> None:
    assert "13812345678" not in refusal(tmp_path, "a.csv", "张三电话 13812345678\nx\n")
