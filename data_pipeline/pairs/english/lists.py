"""Questions that list rows."""

from __future__ import annotations

from data_pipeline.pairs.conditions import Equals
from data_pipeline.pairs.english.dates import participle
from data_pipeline.pairs.english.degrees import asking
from data_pipeline.pairs.english.flags import alone, also, shown_flags, without
from data_pipeline.pairs.english.grammar import be, listed, possessive
from data_pipeline.pairs.english.names import is_named
from data_pipeline.pairs.english.orders import order_of_rows
from data_pipeline.pairs.english.phrases import EnglishPhrases
from data_pipeline.pairs.english.ranks import first_rows, windowed
from data_pipeline.pairs.identifiers import plural
from data_pipeline.pairs.numbered import is_unique
from data_pipeline.pairs.owners import OWNING, owner
from data_pipeline.pairs.subjects import linking_keys
from data_pipeline.pairs.values import Field, Value, fields_of

_NOT_PASSIVE = {"ended", "started", "expired", "arrived", "departed", "due", "born", "responded", "deceased",
                "required"}  # fmt: skip


def listing(say: EnglishPhrases) -> str:
    """A question for rows, ordered and limited as the query is."""
    flags = () if say.query.distinct or say.query.windows else shown_flags(say)
    if not flags:
        return _listing(say)
    rest = without(say, flags)
    return (asked := _listing(rest)) + also(rest, flags, asked) if rest.query.shown else alone(say, flags)


def _listing(say: EnglishPhrases) -> str:
    query = say.query
    if query.orders and query.limit:
        return first_rows(say, query.orders[0], query.limit)
    if query.windows:
        return windowed(say, query.windows[0])
    if query.distinct:
        return _different(say) + order_of_rows(say)
    special = "" if query.orders else _of_one(say) or _which(say)
    return special or _all_rows(say) + order_of_rows(say)


def _all_rows(say: EnglishPhrases) -> str:
    query, rows, restricted = say.query, say.rows(), bool(say.query.conditions)
    shown = say.shown(query.shown)
    if not restricted and {field.source for value in query.shown for field in fields_of(value)} != {0}:
        one = say.shown(query.shown, many=False)
        what = f"What {be(one, say.number_told(query.shown))} the {one}"
        return say.pick(f"Show the {one} of each {say.noun}", f"{what} of each {say.noun}",
                        f"List the {one} for every {say.noun}", f"Find the {shown} of all {say.nouns}")  # fmt: skip
    if restricted and not query.orders and (_of_others(say) or is_unique(say.query)):
        one, row = say.shown(query.shown, many=False), say.rows(single=True)
        of = f"{one} of {'the' if is_unique(say.query) else 'each'} {row}"  # twenty wines of one grape
        return say.pick(f"What {be(one, say.number_told(query.shown))} the {of}", f"Show the {of}", f"Find the {of}",
                        f"List the {of}")  # fmt: skip
    every = say.pick("the ", "") if restricted else say.pick("all ", "the ", "all the ")
    return say.pick(f"What are the {shown} of {every}{rows}", f"What are the {shown} of {every}{rows}",
                    f"List the {shown} of {every}{rows}", f"Find the {shown} of {every}{rows}",
                    f"Show the {shown} of {every}{rows}", f"Give the {shown} of {every}{rows}",
                    f"Return the {shown} of {every}{rows}")  # fmt: skip


def _of_others(say: EnglishPhrases) -> bool:
    """All that is shown is of what the rows refer to, once for each of them; not of a link table's other end."""
    sources = {field.source for value in say.query.shown for field in fields_of(value)}
    return 0 not in sources and not linking_keys(say.query.tables[0])


def _different(say: EnglishPhrases) -> str:
    one = owner(say.query)
    if one and say.noun_of(one.source) != say.noun and say.rng.random() < OWNING:
        return _owners(say, say.noun_of(one.source))
    shown, rows = say.shown(say.query.shown), say.rows()
    different = say.pick("different", "distinct", "unique", "different")
    the = say.pick("the ", "") if say.query.conditions else say.pick("the ", "all the ")
    what = f"What are the {different} {shown} of {the}{rows}"
    own = all(not field.source for value in say.query.shown for field in fields_of(value))
    return say.pick(what, f"List the {different} {shown} of {the}{rows}",
                    f"Find the {different} {shown} of {the}{rows}", f"Show all the {different} {shown} of {the}{rows}",
                    f"What {different} {shown} do the {rows} have" if own else what)  # fmt: skip


def _owners(say: EnglishPhrases, noun: str) -> str:
    """ "Which departments have employees hired after 2020-01-01?"."""
    owners, having = plural(noun), f"that have {say.rows()}"
    least = having if say.query.conditions else f"with at least one {say.noun}"
    said = say.together([say.own(field) for value in say.query.shown for field in fields_of(value)])
    names = listed([plural(name) for name in said])
    return say.pick(f"Which {owners} {having.removeprefix('that ')}", f"List the {names} of the {owners} {having}",
                    f"What are the {names} of the {owners} {having}",
                    f"Find the {names} of the {owners} {least}")  # fmt: skip


def _of_one(say: EnglishPhrases) -> str:
    """About one named thing: "How long is the film 'X'?", "What are the titles of Jane Austen's books?"; or ""."""
    noun, name = say.one()
    if not name:
        return ""
    if noun != say.noun:
        own = all(not field.source for value in say.query.shown for field in fields_of(value))
        return _owned(say, name) if own else ""
    return _about(say, noun, name)


def _owned(say: EnglishPhrases, name: str) -> str:
    """ "What are the titles of Jane Austen's books?"; "" now and then, and for other owners than persons."""
    direct = [join for join in say.query.joins if not join.child and join.parent == join.source]
    if len(say.query.joins) > 1 or not direct or not say.is_person(direct[0].source) or say.rng.random() < 0.5:
        return ""
    if '"' in name:
        return ""  # no possessive behind a quotation mark
    person, table = say.query.tables[direct[0].source], say.query.tables[0]
    if person != table and sum((key.ref_schema, key.ref_table) == person.key for key in table.foreign_keys) > 1:
        return ""  # a player's matches: won or lost
    shown, things = say.shown(say.query.shown), f"{possessive(name.strip(chr(39)))} {say.nouns}"
    return say.pick(f"What are the {shown} of {things}", f"List the {shown} of {things}",
                    f"Find the {shown} of all of {things}")  # fmt: skip


def _about(say: EnglishPhrases, noun: str, name: str) -> str:
    shown = say.shown(say.query.shown, many=False)
    asked = _asking(say)
    if asked and say.rng.random() < 0.5:
        return asked.format(f"the {noun} {name}" if "'" in name else f"{noun} {name}")
    own = say.is_person(0) and "'" not in name and all(not f.source for v in say.query.shown for f in fields_of(v))
    what = f"What {be(shown, say.number_told(say.query.shown))}"
    whose = f"{what} {noun} {possessive(name)} {shown}" if own else f"{what} the {shown} of {noun} {name}"
    if isinstance(one := say.query.conditions[0], Equals) and one.by_number:
        return say.pick(*[f"{what} the {shown} of {noun} {name}"] * 2, f"Find the {shown} of {noun} {name}",
                        f"Show the {shown} of {noun} {name}")  # fmt: skip
    return say.pick(f"{what} the {shown} of the {noun} {name}", f"{what} the {shown} of {noun} {name}", whose,
                    f"Give the {shown} of the {noun} {name}", f"Find the {shown} of the {noun} named {name}",
                    f"Show the {shown} of the {noun} {name}")  # fmt: skip


def _asking(say: EnglishPhrases) -> str:
    """ "Where is {} located", when nothing else is asked for; or "". Of an invoice's customer nobody says it so."""
    first, *others = say.query.shown
    if others or not isinstance(first, Field) or say.words.is_doubled(say.query.table_of(first), first.column):
        return ""
    join = say.join_to(first.source)
    of_address = join is not None and not join.child and say.noun_of(first.source) == say.words.field(say.query, first)
    if join is None and (done := participle(first.column)) and done not in _NOT_PASSIVE:
        return f"When was {{}} {done}"
    return asking(first.column) if join is None or of_address else ""


def _which(say: EnglishPhrases) -> str:
    """ "Which customers are from Paris?", when only the names of restricted rows are asked for; or ""."""
    done = say.predicate()
    if not done or not names_rows(say, say.query.shown) or say.rng.random() < 0.5:
        return ""
    return say.pick(f"Which {say.nouns} {done}", f"Which {say.nouns} {done}", f"List all {say.rows()}")


def names_rows(say: EnglishPhrases, values: tuple[Value, ...]) -> bool:
    """Nothing but the rows' names is shown: a person's first and last name, else one name or title."""
    fields = [value for value in values if isinstance(value, Field) and not value.source and is_named(value)]
    if len(fields) < len(values) or not fields:
        return False
    if say.is_person(0):
        owns = {say.own(field) for field in fields}
        return owns in ({"first name", "last name"}, {"name"}, {"full name"})
    return len(fields) == 1 and say.own(fields[0]) in ("name", "title")
