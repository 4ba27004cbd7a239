"""Where somebody lives, in any text: a street with a number, in Chinese with all that stands before it.

Bounded expressions, so that the time is linear in the text. A region alone (南昌市, New York) is no address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from data_pipeline.sensitive.masks import mask

_RUN = re.compile(
    r"(?:[\u4e00-\u9fff0-9A-Za-z#()（）\-－—·]| (?=[0-9]{1,5} ?号)|(?<=[0-9]) (?=号)){5,}"
)  # what a Chinese address is made of
_HAN = r"[\u4e00-\u9fff]"
_NUMBER = r"(?:[A-Za-z]{0,2}[0-9]{1,5}[A-Za-z]?(?:[-－—][0-9A-Za-z]{1,5}){0,3}|[A-Za-z](?=[座栋幢]))"
_COUNTED = rf"(?:{_NUMBER}|[一二三四五六七八九十百]{{1,4}})"
_NO_PLACE = r"(?![线口机桩泵文令码])"  # of a metro, a road, a rule
_ROAD = r"(?:(?<![公铁道线网电思马出回同])路|街道?|大道|巷|弄|胡同)"
_STREET = rf"{_HAN}{_ROAD}(?:{_HAN}?段|[东南西北中])? ?{_COUNTED} ?(?:号|弄|巷|栋|幢|座){_NO_PLACE}"
_REGION = re.compile(r"省|自治区|市|[^小地]区|县|旗|州")
_ESTATE = r"(?:村|镇|乡|屯|庄|里|园|苑|城|(?<![医学法])院|[小社属活新]区|公寓|大厦|广场)"
_SETTLED = rf"{_ESTATE}{_HAN}{{0,3}}?{_COUNTED}(?:栋|幢|座|号楼|单元|室|组|户|号){_NO_PLACE}"
_HOUSED = re.compile(rf"(?P<street>{_STREET})|{_SETTLED}")
_BUILDING = re.compile(rf"{_COUNTED}(?:栋|幢|座|号楼|单元|室|组|户)")
_UNIT = r"(?:号院|号楼|号|弄|栋|幢|座|单元|室|层|楼|户|组|队|巷)"
_HOUSE = rf"{_COUNTED}(?:附|之)?{_COUNTED}?{_UNIT}{_NO_PLACE}"
_BLOCK = rf"(?:大厦|广场|中心|公寓|花园|小区)(?:{_COUNTED}{_UNIT}?)?"
_GOES_ON = re.compile(rf"{_HAN}{{0,10}}?(?:{_HOUSE}|{_BLOCK})|[0-9]{{2,5}}(?![0-9年月日.])")
_LONGEST = 40  # signs before the street
_LEAD = re.compile(
    r".{0,12}?(?:家住|现住|住在|居住于|居住在|住址|地址|位于|送到|送至|寄到|寄往|寄至|搬到|搬至|前往|来自|住)[是为]?"
)
_WORD = r"(?:[A-Z][\w'’.-]{0,20}|[0-9]{1,3}(?:st|nd|rd|th))"
_KIND = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|(?<!Hard )(?<!Flash )(?<!Disk )(?<!Test )Drive|Dr|Terrace"
    r"|Crescent|Loop|Circle|Alley|Highway|Hwy|Parkway|Pkwy|Square|Court|Ct|Place|Pl|Close|Way)"
    r"\b(?! of\b|\.? [A-Z][a-z]+ [a-z])\.?"
)
_LATIN = re.compile(
    rf"(?<![\w.,])[0-9]{{1,6}}[A-Za-z]?(?:[-/][0-9]{{1,4}})? (?:{_WORD} ){{1,4}}{_KIND}"
    r"(?:,? (?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|#)\.? ?#?\w{1,6})?"
    r"(?:, [A-Z][a-z]+(?: [A-Z][a-z]+){0,2})?(?:,? [A-Z]{2}(?: [0-9]{5}(?:-[0-9]{4})?)?\b)?"
    r"|\b[A-ZÄÖÜ][^\W\d_]{2,30}(?:straße|strasse|str\.|gasse|weg|platz) [0-9]{1,4}[a-z]?\b"
)


def without_addresses(text: str) -> str:
    """The text with masks for the addresses in it; what may be one as well becomes part of the mask."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(_places(text)):
        if start >= done:
            parts += [text[done:start], mask("address", text[start:end])]
            done = end
    return "".join([*parts, text[done:]])


def looks_like_address(text: str) -> bool:
    """Whether an address stands in it, or at least a street or village of a city."""
    if next(_places(text), None):
        return True
    regions = _REGION.findall(text)
    return len(regions) >= 2 and bool(re.search(rf"{_HAN}(?:{_ROAD}|村|社区|小区|镇)$", text.strip()))


def _places(text: str) -> Iterator[tuple[int, int]]:
    for match in _LATIN.finditer(text):
        yield match.span()
    if not text.isascii():
        for run in _RUN.finditer(text):
            yield from _chinese(run[0], run.start())


def _chinese(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """From where the region or street may begin to the last number, for each address of a run without signs."""
    done = 0
    for found in _HOUSED.finditer(run):
        begin = max(done, found.start() - _LONGEST)
        if found.start() < done or not (found["street"] or _is_home(run, begin, found)):
            continue
        lead = _LEAD.match(run, begin, found.start() + 1)
        done = _end(run, found.end())
        yield offset + (lead.end() if lead else begin), offset + done


def _end(run: str, end: int) -> int:
    """Past the building, the floor and the room that follow."""
    while further := _GOES_ON.match(run, end):
        end = further.end()
    return end


def _is_home(run: str, begin: int, found: re.Match[str]) -> bool:
    """A village or an estate with a number: one has a building or a room, or the region stands before it."""
    return bool(_BUILDING.search(found[0]) or _REGION.search(run, begin, found.start()))
