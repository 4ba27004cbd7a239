"""Descriptions in English, composed from what is known of a column or table."""

from __future__ import annotations

from data_pipeline.catalog.model import Column, ForeignKey, Table
from data_pipeline.catalog.units import unit
from data_pipeline.documents.english_deeds import done
from data_pipeline.documents.english_flags import asked
from data_pipeline.documents.english_glosses import gloss, spelled_unit
from data_pipeline.documents.evidence import Evidence, evidence, ordered_values
from data_pipeline.documents.nature import TIME_WORDS, Nature, key_of, nature
from data_pipeline.documents.nouns import Nouns
from data_pipeline.documents.surroundings import Surroundings
from data_pipeline.documents.text import clipped, one_line
from data_pipeline.names import shown
from data_pipeline.pairs.identifiers import plural, spelled, words_of

_MOST_VALUES = 6
_PREPOSITIONS = ("to", "via", "for", "from", "in", "at", "of", "with")
_KEY_WORDS = ("id", "no", "code", "key", "number", "fk", "uuid", "ref")


class EnglishColumns:
    """Sentences about columns without a full stop."""

    def __init__(self, nouns: Nouns, around: Surroundings) -> None:
        self._nouns = nouns
        self._around = around

    def text(self, table: Table, column: Column, *, examples: bool) -> str:
        """What the column is, then what its values show, with or without some that occur."""
        kind, seen = nature(table, column), evidence(table, column, examples=examples)
        said = self._gist(table, column, kind)
        if column.generated:
            said += f"; computed as {clipped(column.generated, 80)}"
        return _capital("; ".join([said, *_shown(kind, column, seen)]))

    def _gist(self, table: Table, column: Column, kind: Nature) -> str:
        if key := key_of(table, column):
            return self._reference(table, column, key)
        match kind:
            case Nature.IDENTIFIER:
                return self._identifier(table, column)
            case Nature.FLAG:
                return asked(words_of(self._nouns.column(table, column, "en")), self._owner(table))
            case Nature.MOMENT:
                return self._moment(table, column)
            case Nature.LIST:
                return f"list of the {self._noun(table, column)} of {self._owner(table)}"
            case Nature.STRUCTURE:
                return f"structured data: {self._noun(table, column)} of {self._owner(table)}"
            case Nature.BINARY:
                return f"binary content: {self._noun(table, column)} of {self._owner(table)}"
            case Nature.SEARCH:
                return f"search index over the words of {self._owner(table)}, not for reading"
        return self._plain(table, column)

    def _reference(self, table: Table, column: Column, key: ForeignKey) -> str:
        parent = self._around.tables.get((key.ref_schema, key.ref_table))
        noun = self._nouns.table(parent, "en") if parent else one_line(key.ref_table)
        target = f"{shown(key.ref_schema, key.ref_table)}.{key.ref_columns[key.columns.index(column.name)]}"
        guess = f"probably (confidence {key.confidence:.2f}) " if key.source == "inferred" else ""
        if len(key.columns) > 1:
            others = " and ".join(one_line(name) for name in key.columns if name != column.name)
            whole = f"refers to {one_line(target)} together with {others}"
            return f"{self._bare(table, column)} of the {noun}; {guess}{whole}"
        return f"{self._role(table, column, key, noun)}; {guess}refers to {one_line(target)}"

    def _role(self, table: Table, column: Column, key: ForeignKey, parent: str) -> str:
        """ "the language of the film", "the employee that the employee reports to"."""
        noun = self._nouns.table(table, "en")
        other = f"another {parent}" if (key.ref_schema, key.ref_table) == table.key else f"the {parent}"
        words = words_of(self._nouns.column(table, column, "en"))
        while len(words) > 1 and words[-1] in _KEY_WORDS:
            words.pop()
        role = " ".join(words)
        if len(words) > 1 and words[-1] == "by":
            return f"{other} by whom the {noun} was {' '.join(words[:-1])}"
        if len(words) > 1 and words[-1] in _PREPOSITIONS:
            return f"{other} that the {noun} {role}"
        if role.endswith(parent) or parent.endswith(role) or role in _KEY_WORDS:
            return f"the {role if role.endswith(parent) else parent} of the {noun}"
        return f"the {role} of the {noun}, one of the {plural(parent)}"

    def _identifier(self, table: Table, column: Column) -> str:
        noun = self._nouns.table(table, "en")
        thing = "number" if column.category == "N" else "identifier" if column.type == "uuid" else "code"
        if table.primary_key == (column.name,):
            counted = ", counted up by the database" if column.identity or "nextval(" in (column.default or "") else ""
            return f"unique {thing} that identifies the {noun}{counted}"
        return f"unique {self._bare(table, column)} of the {noun}"

    def _moment(self, table: Table, column: Column) -> str:
        owner, words, named = self._owner(table), self._words(table, column), words_of(column.name)
        if named[-1:] == ["until"] and len(named) > 1:
            return f"until when {owner} is {' '.join(named[:-1])}"
        kept = [word for word in words if word not in TIME_WORDS]
        if said := done(kept, owner):
            return said
        dated = column.category == "D" and not column.type.startswith(("time ", "time("))
        what = "date" if column.type == "date" else "date and time" if dated else "time"
        about = " ".join(kept)
        return f"{what} of the {about} of {owner}" if about else f"{what} of {owner}"

    def _plain(self, table: Table, column: Column) -> str:
        owner, words = self._owner(table), self._words(table, column)
        plain = "en" not in column.titles and " ".join(words) != self._nouns.table(table, "en")
        said = gloss(words, owner) if plain else ""
        if said and not (column.is_enum and said.startswith("free text")):  # what is one of a few values is not free
            return said
        return self._measured(self._noun(table, column), column, owner)

    def _measured(self, noun: str, column: Column, owner: str) -> str:
        """ "weight of the pet, in kilograms" of ``weight_kg``: the unit once, and in full."""
        sign, words = unit(column), noun.split(" ")
        if not sign or words[-1] == spelled_unit(sign):
            return f"{noun} of {owner}"
        if len(words) > 1 and words[-1] in (sign, spelled(words_of(column.name)[-1])):
            words.pop()
            words = words[:-1] if words[-1] == "in" else words
        return f"{' '.join(words)} of {owner}, in {spelled_unit(sign)}"

    def _noun(self, table: Table, column: Column) -> str:
        bare = self._bare(table, column)
        return bare if bare != self._nouns.table(table, "en") else "name"

    def _bare(self, table: Table, column: Column) -> str:
        return " ".join(self._words(table, column))

    def _words(self, table: Table, column: Column) -> list[str]:
        """The column's words, without the table's noun before them: ``film_title`` of a film is its title."""
        words, owner = self._nouns.column(table, column, "en").split(), self._nouns.table(table, "en").split()
        return words[len(owner) :] if words[: len(owner)] == owner and len(words) > len(owner) else words

    def _owner(self, table: Table) -> str:
        """What has the column; a view's row has no name of its own."""
        return "the row" if table.is_view else f"the {self._nouns.table(table, 'en')}"


def _shown(kind: Nature, column: Column, seen: Evidence) -> list[str]:
    """What the values show, the most telling first."""
    parts = []
    if column.is_enum and kind is not Nature.FLAG:
        parts.append(_values(column))
    elif seen.only and kind not in (Nature.SEARCH, Nature.BINARY):
        parts.append(f"{seen.only} in every row" if not seen.empty else f"where filled always {seen.only}")
    elif seen.low and kind in (Nature.MEASURE, Nature.MOMENT):
        parts.append(f"from {seen.low} to {seen.high}")
    elif seen.examples and kind in (Nature.NAME, Nature.OTHER, Nature.LIST):
        parts.append(f"for example {' or '.join(seen.examples)}")
    if kind is Nature.FLAG and not seen.only and (share := _share_true(column)):
        parts.append(f"true for {_percent(share)}")
    if seen.empty:
        parts.append("empty in every row" if seen.empty > 0.9999 else f"empty in {_percent(seen.empty)} of the rows")
    return parts


def _values(column: Column) -> str:
    labels = column.value_labels
    shown_values = [
        f"{clipped(value)} = {clipped(labels[value])}" if value in labels else clipped(value)
        for value in ordered_values(column)[:_MOST_VALUES]
    ]
    more = len(column.enum_values) - len(shown_values)
    return f"one of {', '.join(shown_values)}" + (f" and {more} more" if more else "")


def _share_true(column: Column) -> float:
    known = zip(column.statistics.common_values, column.statistics.common_fractions, strict=False)
    return sum(share for value, share in known if value in ("t", "true", "1"))


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %") if 0.01 <= share < 0.995 else "under 1 %" if share < 0.01 else "nearly all"


def _capital(text: str) -> str:
    line = one_line(text)
    return line[:1].upper() + line[1:]
