"""Which tables a question is about: a table alone, or with tables that its keys lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from data_pipeline.pairs.identifiers import singular, words_of
from data_pipeline.pairs.owners import named_after
from data_pipeline.pairs.subjects import Link, Subject, Subjects

Path = tuple[Link, ...]  # from the subject upward, child to parent
_OF_THE_SYSTEM = {"dict", "dictionary", "config", "configuration", "param", "params", "setting", "settings", "log",
                  "logs", "migrations"}  # fmt: skip  # words of tables that serve the programs, not the business
_SYSTEM = 0.4
_THROUGH_A_ROLE = 0.3
_MOST_PATHS = 24  # longer ways from one subject, nearest first


@dataclass(frozen=True, slots=True)
class Scope:
    """A subject, and the paths along which further tables are joined; every last table is to be spoken of."""

    subject: Subject
    paths: tuple[Path, ...] = ()
    weight: float = 1.0
    links: tuple[tuple[int, Link], ...] = field(init=False)  # the joins in order, each with the table where it starts

    def __post_init__(self) -> None:
        object.__setattr__(self, "links", _joins(self.paths))

    @property
    def size(self) -> int:
        """How many tables are read."""
        return 1 + len(self.links)

    @property
    def is_tie(self) -> bool:
        """A link table with two tables that it ties."""
        return self.subject.is_link and len(self.links) == len(self.paths) == 2

    @property
    def told(self) -> int:
        """How many tables people have in mind: of a tie nobody speaks."""
        return self.size - self.is_tie

    @property
    def tables(self) -> frozenset[tuple[str, str]]:
        """(schema, name) of every table that is read."""
        return frozenset((self.subject.table.key, *(link.parent.key for _, link in self.links)))


def scopes(subjects: Subjects) -> list[Scope]:
    """Every table alone, with each table that it refers to, and some of three to five tables; heavier ones matter more.

    A table weighs by what it holds: many columns and rows that others refer to make it likelier to be asked about.
    """
    found: list[Scope] = []
    for subject in subjects.values():
        found.append(Scope(subject, (), _weight(subject)))
        found += _near(subject, subjects)
        found += _near(subject.bare, subjects) if subject.bare else []
        ups = [(link,) for link in subject.parents]
        far = list(_far(subject, subjects))[:_MOST_PATHS]
        found += [Scope(subject, (path,), _far_weight(path)) for path in far]
        found += [Scope(subject, (far_path, up), 0.7) for far_path in far[:6] for up in ups if up[0] != far_path[0]][:8]
    return found


def _near(subject: Subject, subjects: Subjects) -> list[Scope]:
    """With each table that it refers to, and with two of them; a link table's rows say something by both their ends."""
    ups = [(link,) for link in subject.parents]
    both = 2.5 if subject.is_link else 0.8
    found = [Scope(subject, (path,), _joined_weight(subject, subjects, path)) for path in ups]
    return found + [Scope(subject, paths, both) for paths in combinations(ups, 2) if _apart(*paths)][:_MOST_PATHS]


def _joins(paths: Sequence[Path]) -> tuple[tuple[int, Link], ...]:
    found: dict[tuple[int, int], int] = {}
    joins: list[tuple[int, Link]] = []
    for path in paths:
        source = 0
        for link in path:
            if (source, id(link.key)) not in found:
                joins.append((source, link))
                found[source, id(link.key)] = len(joins)
            source = found[source, id(link.key)]
    return tuple(joins)


def _weight(subject: Subject) -> float:
    if subject.table.is_view:
        return 0.08
    if subject.is_link:
        return 0.3
    if not _OF_THE_SYSTEM.isdisjoint(words_of(subject.table.name)):
        return _SYSTEM
    told = 1 if subject.is_entity or subject.main_date else 0.7
    return told * (0.6 + min(len(subject.table.columns), 16) / 12 + min(len(subject.children), 4) / 8)


def _joined_weight(subject: Subject, subjects: Subjects, path: Path) -> float:
    parent = subjects[path[-1].parent.key]
    if parent is subject:
        return 0.4
    known = 0.3 if subject.is_entity or subject.is_link else 0.1 if subject.main_date else -0.2
    return 0.5 + 0.6 * parent.is_entity + known + 0.2 * bool(parent.children)


def _far_weight(path: Path) -> float:
    """The company of the approver is seldom asked about."""
    weight = 0.9 if len(path) == 2 else 0.6
    return weight if all(named_after(link.key) for link in path[:-1]) else _THROUGH_A_ROLE * weight


def _apart(first: Path, second: Path) -> bool:
    """The two keys do not lead to the same table: that would need two names for one noun."""
    return first[-1].parent.key != second[-1].parent.key


def _far(subject: Subject, subjects: Subjects) -> Iterator[Path]:
    """Two, then three joins upward, never back to a table that was passed, nor to one that is nearer by another way.

    The branch of a rental is the one that it refers to, not that of the employee who handled it.
    """
    ups = [link for link in subject.parents if link.parent.key != subject.table.key]
    two = _plainest(
        [(link, up) for link in ups for up in subjects[link.parent.key].parents if _new((link,), subject, up)]
    )
    yield from two
    three = [(*path, up) for path in two for up in subjects[path[-1].parent.key].parents if _new(path, subject, up)]
    yield from _plainest(three)


def _plainest(paths: Sequence[Path]) -> list[Path]:
    """Without those that go by a role where another leads to the same table by what its keys are called.

    The area of a contract is that of its branch, not that of the employee who signed it.
    """
    plain = {path[-1].parent.key for path in paths if not _goes_by_role(path)}
    return [path for path in paths if path[-1].parent.key not in plain or not _goes_by_role(path)]


def _goes_by_role(path: Path) -> bool:
    """One of the keys is not called after the table that it refers to: ``signed_by``, ``manager_id``."""
    return any(
        {singular(word) for word in words_of(link.parent.name)}.isdisjoint(
            singular(word) for name in link.key.columns for word in words_of(name)
        )
        for link in path
    )


def _new(path: Path, subject: Subject, up: Link) -> bool:
    near = {link.parent.key for link in subject.parents}
    return up.parent.key not in {subject.table.key, *near, *(link.parent.key for link in path)}
