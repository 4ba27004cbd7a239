"""How well the name of a column points at a key of another table."""

from __future__ import annotations

from collections.abc import Iterator

from data_pipeline.catalog.abbreviation import likeness
from data_pipeline.catalog.key_names import KeyName, Words, key_name
from data_pipeline.catalog.key_parents import Parent, Parents
from data_pipeline.catalog.key_vocabulary import (
    ACT_PHRASES,
    ACT_TABLES,
    PERSON_ACTS,
    PERSON_NAMES,
    PERSON_PHRASES,
    PERSON_ROLES,
    PERSON_TABLES,
)

_OTHER_KIND = 0.2  # off, where the column says "no" and the key "id"
_ROLE = 0.1  # off, for words before the table's
_BORROWED = 0.97  # of a key that belongs to another table's rows first
_WITHOUT_KIND = 0.24  # off, for a column that does not say that it holds a key


def fits(whole: Words, parents: Parents, *, spoken: bool = False) -> Iterator[tuple[Parent, float]]:
    """Every parent that the stems of a column's name may mean, and how surely, 0..1; the same one may come twice.

    ``spoken`` is a name taken from a comment, where 编号 may stand for any kind of key.
    """
    name = key_name(whole)
    if name.generic:
        yield from _by_letter(whole, parents)
    else:
        yield from _by_key(whole, parents)
        yield from _by_table(name, parents, spoken=spoken)
        yield from _by_initials(name, parents)
        yield from _by_part(whole, name, parents)
        yield from _by_person(name, parents)


def _by_key(whole: Words, parents: Parents) -> Iterator[tuple[Parent, float]]:
    for start in range(len(whole)):
        for parent in parents.by_key.get(whole[start:], ()):
            sure = 0.95 if parent.owner else 0.85 if parent.akin else 0.75
            certain = parent.name.kind or start == 0
            yield parent, sure - (_ROLE if start else 0) - (0 if certain else _WITHOUT_KIND)


def _by_table(name: KeyName, parents: Parents, *, spoken: bool) -> Iterator[tuple[Parent, float]]:
    for parent, alias, weight in parents.named(name.stem[-1]):
        alike = _alike(name.stem[:-1], alias[:-1]) * weight
        if alike and (parent.owner or parent.primary):
            sure = 0.95 if len(name.stem) == len(alias) else 0.95 - _ROLE
            sure = (sure - _kind_differs(name, parent, spoken=spoken)) * alike
            yield parent, sure if parent.owner else sure * _BORROWED


def _alike(stem: Words, alias: Words) -> float:
    """How alike the end of a column's stem and a table's name are."""
    if len(stem) < len(alias):
        return 0.0
    pairs = zip(stem[len(stem) - len(alias) :], alias, strict=True)
    return min((likeness(part, word) for part, word in pairs), default=1.0)


def _kind_differs(name: KeyName, parent: Parent, *, spoken: bool) -> float:
    if not name.kind:
        return _WITHOUT_KIND + (0.05 if name.link else 0)
    if name.kind == "num" and parent.name.kind != "num":
        return 1.0  # product_num counts products
    if not parent.name.kind:
        return _OTHER_KIND / 2
    return 0.0 if spoken or name.kind == parent.name.kind else _OTHER_KIND


def _by_initials(name: KeyName, parents: Parents) -> Iterator[tuple[Parent, float]]:
    if name.kind and len(name.stem) == 1:
        for parent in parents.by_initials.get(name.stem[0], ()):
            if parent.owner and parent.name.kind == name.kind:
                yield parent, 0.7


def _by_letter(whole: Words, parents: Parents) -> Iterator[tuple[Parent, float]]:
    """The rid of a rating, where a reviewer has one, too: "id" after the letter that the table's name begins with."""
    if len(whole) == 1 and len(whole[0]) == len("rid") and whole[0].endswith("id"):
        for parent in parents.every:
            if parent.primary and parent.whole == whole and any(alias[0][0] == whole[0][0] for alias in parent.aliases):
                yield parent, 0.75


def _by_part(whole: Words, name: KeyName, parents: Parents) -> Iterator[tuple[Parent, float]]:
    """The key's name with words left out in the middle: service_no of service_area_no."""
    if not name.kind or not whole[0].isascii() or len(whole) < 2:
        return
    for parent, alias in parents.by_start.get(whole[0], ()):
        full = parent.whole if parent.whole[:1] == alias[:1] else (*alias, *parent.whole)
        rest = iter(full)
        if len(full) == len(whole) + 1 and parent.name.kind == name.kind and all(part in rest for part in whole):
            yield parent, 0.68


def _by_person(name: KeyName, parents: Parents) -> Iterator[tuple[Parent, float]]:
    """Whoever is meant by created_by, support_rep_id or 负责人, in the likeliest table of people there is."""
    stem = name.stem
    joined = "".join(stem)
    done_by = name.link == "by" and (stem[-1] in PERSON_ACTS or stem[-1].endswith("ed"))
    acts = done_by or joined.startswith(ACT_PHRASES)
    role = acts or stem[-1] in PERSON_ROLES or (name.link == "to" and stem[-1] == "report")
    if not role and not any(phrase in joined for phrase in PERSON_PHRASES):
        return
    for rank, word in enumerate(ACT_TABLES if acts else PERSON_TABLES):
        for parent, alias, weight in parents.named(word):
            if alias == (word,) and weight == 1.0 and parent.owner and parent.primary:
                yield parent, 0.72 - 0.005 * rank
        for parent in parents.by_key.get((word, "id"), ()):  # the employee_id of a table of physicians
            if parent.owner and parent.primary:
                yield parent, 0.67 - 0.005 * rank
    for rank, phrase in enumerate(PERSON_NAMES):
        for parent, alias, weight in parents.named(phrase[-1]):
            if "".join(alias) == phrase and weight > 0.9 and parent.owner and parent.primary:
                yield parent, 0.72 - 0.005 * rank
