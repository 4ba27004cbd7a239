"""The words of names, as far as they say which table a column refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from data_pipeline.catalog.key_vocabulary import (
    IRREGULAR,
    KEY_KINDS,
    KEY_MARKS,
    LINKING,
    NOT_COMPOUND,
    TABLE_ENDS,
    TABLE_STARTS,
)
from data_pipeline.catalog.model import Table
from data_pipeline.word_split import marked_words

Words = tuple[str, ...]

_CASELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENDINGS = ("uuid", "cod", "key", "num", "id", "no", "cd")  # of words that were run together
_LONGEST_MODULE = 4  # letters of a first word that stands for a part of the system (oms_, crm_)


class KeyName(NamedTuple):
    """A column's name taken apart: ``billing_address_id`` is (billing, address) and an "id"."""

    stem: Words
    kind: str  # id, no, code; "" when the name says nothing of a key
    link: str = ""  # the word that was taken off its end: via, by, of

    @property
    def generic(self) -> bool:
        """Whether the name tells a kind of key and nothing else."""
        return not self.stem


@lru_cache(maxsize=10_000)  # the same names stand in table after table
def words(name: str) -> Words:
    """Lower-case words of a snake or camel case name, each in the singular: "OrderItems" is ("order", "item")."""
    return tuple(_singular(word.lower()) for word in marked_words(name))


@lru_cache(maxsize=10_000)
def stems(name: str) -> Words:
    """The words as they are compared: no ending that singular and plural differ in, and Chinese letter by letter."""
    return tuple(part for word in words(name) for part in (word if _CASELESS.search(word) else [_stem(word)]))


@lru_cache(maxsize=10_000)
def key_name(parts: Words) -> KeyName:
    """Take apart the stems of a column's name."""
    if parts[:1] and parts[0] in KEY_MARKS and len(parts) > 1:
        inner = key_name(parts[1:])
        return inner._replace(kind=inner.kind or "id")
    for length in (2, 1):
        kind = KEY_KINDS.get("".join(parts[-length:]), "")
        if kind and (length == 1 or not parts[-1].isascii()):  # 编, 号; but s_id is the id of an s
            return KeyName(parts[:-length], kind)
    if parts[-1:] and parts[-1] in LINKING and len(parts) > 1:
        return KeyName(parts[:-1], "", parts[-1])
    return KeyName(parts, "")


def unnumbered(parts: Words) -> Words:
    """Less the numbers that tell columns of one kind apart: address2_id, home_player_1."""
    return tuple(bare for part in parts if (bare := part.rstrip("0123456789")))


def split_compound(parts: Words, known: Collection[str]) -> Words:
    """Part words that were run together: "stuid", "orderkey" and "owneruserid", where known words stand in them."""
    last = parts[-1] if parts else ""
    for ending in _ENDINGS:
        head = last.removesuffix(ending)
        if head != last and last not in NOT_COMPOUND:
            if before := _known_ending(_stem(head), known):
                return (*parts[:-1], *before, ending)
            if len(head) >= 3 and any(word.startswith(head) for word in known):
                return (*parts[:-1], _stem(head), ending)
    return (*parts[:-1], *(_known_ending(last, known) or parts[-1:]))


def _known_ending(text: str, known: Collection[str]) -> Words:
    """The text as words of which the last is a known one; () when it ends in none."""
    if text in known:
        return (text,)
    starts = range(2 if text.startswith("to") else 3, len(text) - 3)
    return next(((text[:start], text[start:]) for start in starts if text[start:] in known), ())


def column_stems(table: Table) -> dict[str, tuple[Words, ...]]:
    """What each column's name may mean: as it stands, and less a prefix that most columns share (sbTxDate, l_tax)."""
    plain = {column.name: stems(column.name) for column in table.columns}
    prefix = _shared_prefix(list(plain.values()))
    return {
        name: (parts, parts[len(prefix) :]) if prefix and parts[: len(prefix)] == prefix else (parts,)
        for name, parts in plain.items()
    }


def table_aliases(tables: Sequence[Table]) -> dict[tuple[str, str], Mapping[Words, float]]:
    """What every table may be called in another's column, and how sure that is, 0..1."""
    plain = {table.key: stems(table.name) for table in tables}
    modules = _modules(list(plain.values()))
    return {table.key: _aliases(table, plain[table.key], modules) for table in tables}


def heading(comment: str | None) -> str:
    """The name that a comment begins with: 客户编号 of 客户编号（关联客户表）."""
    return re.split(r"[\s,，。.;；:：(（\[【/|]", comment.strip(), maxsplit=1)[0] if comment else ""


def _aliases(table: Table, plain: Words, modules: set[str]) -> Mapping[Words, float]:
    short = plain[1:] if len(plain) > 1 and plain[0] in modules else plain
    names = {plain: 1.0, short: 1.0}
    if len(short) > 1 and short[-1] in TABLE_ENDS:
        names.setdefault(short[:-1], 0.95)
    if (inner := key_name(short)).kind and inner.stem:
        names.setdefault(inner.stem, 0.95)
    spoken = heading(table.comment)
    if _CASELESS.search(spoken):
        names.setdefault(stems(_without_table_word(spoken)), 0.95)
    elif _CASELESS.search(table.name):
        names.setdefault(stems(_without_table_word(table.name)), 0.97)
    if len(short) > 1 and not _CASELESS.search(short[-1]):
        names.setdefault(short[-1:], 0.75)
    return {name: weight for name, weight in names.items() if name}


def _without_table_word(name: str) -> str:
    return re.sub(r"(基本|基础)?(信息|资料|档案|主|字典)?(数据)?表?$", "", name) or name


def _modules(names: Sequence[Words]) -> set[str]:
    """First words that stand for a part of the system: known ones, of half of the tables, or short ones of several."""
    firsts = Counter(name[0] for name in names if len(name) > 1)
    alone = {name[0] for name in names if len(name) == 1}
    return {
        first
        for first, count in firsts.items()
        if first in TABLE_STARTS
        or count >= max(3, len(names) / 2)
        or (count >= 3 and len(first) <= _LONGEST_MODULE and first not in alone)
    }


def _shared_prefix(names: Sequence[Words]) -> Words:
    """The leading words of at least four fifths of three or more names; one word of each always stays."""
    longest: Words = ()
    for length in (1, 2, 3):
        starts = Counter(name[:length] for name in names if len(name) > length)
        prefix, count = starts.most_common(1)[0] if starts else ((), 0)
        if len(names) < 3 or count < 0.8 * len(names):
            break
        longest = prefix
    return longest


def _stem(word: str) -> str:
    word = IRREGULAR.get(word, word)
    if len(word) > 3 and word.endswith("ie"):
        return word[:-2] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
