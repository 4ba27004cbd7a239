"""Names that are wrong, in wrong quotes, or key words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from sqlglot import exp

from benchmarks.faults.material import RESERVED, Fault, Material


def _one_name(material: Material, write: Callable[[str], str]) -> str | None:
    """One of the names, wherever it stands, written otherwise."""
    known = [token for token in material.known() if len(token.text) > 3]
    if not known:
        return None
    chosen = material.chance.choice(known).text
    return material.replaced([token for token in known if token.text == chosen], write)


def _typing_error(material: Material) -> str | None:
    def write(name: str) -> str:
        chance = random.Random(name)
        i = chance.randrange(1, len(name) - 1)
        swapped = name[:i] + name[i + 1] + name[i] + name[i + 2 :]
        return chance.choice((swapped, name[:i] + name[i + 1 :], name[:i] + name[i] + name[i:]))

    return _one_name(material, write)


def _camel_case(material: Material) -> str | None:
    return _one_name(material, lambda name: re.sub(r"_(\w)", lambda match: match[1].upper(), name))


def _other_number(material: Material) -> str | None:
    return _one_name(material, lambda name: name[:-1] if name.endswith("s") else name + "s")


def _renamed(material: Material) -> str | None:
    """A word more or less: ``name`` for ``customer_name``, ``customer_total`` for ``total``."""
    return _one_name(material, lambda name: name.split("_", 1)[1] if name.count("_") else f"the_{name}")


def _other_table(material: Material) -> str | None:
    """The qualifier of another table of the statement."""
    pairs = re.findall(r"\b(\w+)\.(\w+)\b", material.sql)
    qualifiers = sorted({one for one, _ in pairs})
    if len(qualifiers) < 2:
        return None
    one, column = material.chance.choice(pairs)
    other = material.chance.choice([name for name in qualifiers if name != one])
    return re.sub(rf"\b{one}\.{column}\b", f"{other}.{column}", material.sql)


def _other_schema(material: Material) -> str | None:
    return re.sub(r"\b(FROM|JOIN) (?=\w+\b(?!\.))", r"\1 dbo.", material.sql, count=1)


def _upper_quoted(material: Material) -> str | None:
    return _one_name(material, lambda name: f'"{name.upper()}"')


def _backticks(material: Material) -> str | None:
    return material.replaced(material.known(), lambda name: f"`{name}`")


def _brackets(material: Material) -> str | None:
    return material.replaced(material.known(), lambda name: f"[{name}]")


def _double_quoted_text(material: Material) -> str | None:
    return material.replaced(material.texts(), lambda text: f'"{text}"')


def _unquoted_case(material: Material) -> str | None:
    quoted = [
        token for token in material.known() if material.sql[token.start] == '"' and token.text != token.text.lower()
    ]
    return material.replaced(quoted, str)


def _reserved_alias(material: Material) -> str | None:
    word = material.chance.choice(RESERVED)
    for _, alias in material.aliases[:1]:
        return re.sub(rf"\b{alias}\b(?!['(])", word, material.sql)
    return None


def _reserved_output(material: Material) -> str | None:
    word = material.chance.choice(("order", "user", "group", "end", "desc", "all", "check"))
    outputs = [
        node.alias for node in material.tree.find_all(exp.Alias) if node.alias and not material.names.get(node.alias)
    ]
    if outputs:
        return re.sub(rf"\b{outputs[0]}\b", word, material.sql)
    return re.sub(r"^(SELECT [^()]*\bcount\([^()]*\))(?=,| FROM)", rf"\1 {word}", material.sql, flags=re.IGNORECASE)


def _reserved_table_alias(material: Material) -> str | None:
    """A table without an alias gets one that is a key word."""
    word = material.chance.choice(RESERVED)
    tables = [node for node in material.tree.find_all(exp.Table) if not node.alias]
    if len(tables) != 1 or material.sql.count(f"{tables[0].name}.") or " JOIN " in material.sql:
        return None
    return re.sub(rf'(FROM [\w.]*"?{tables[0].name}"?)', rf"\1 AS {word}", material.sql, count=1)


def _reserved_column(material: Material) -> str | None:
    """A column that must be quoted, without quotes."""
    quoted = [token for token in material.known() if material.sql[token.start] == '"' and token.text in RESERVED]
    return material.replaced(quoted, str) if quoted else None


IDENTIFIER: tuple[Fault, ...] = (_typing_error, _camel_case, _other_number, _renamed, _other_table, _other_schema)
QUOTING: tuple[Fault, ...] = (_upper_quoted, _backticks, _brackets, _double_quoted_text, _unquoted_case)
RESERVED_WORD: tuple[Fault, ...] = (_reserved_alias, _reserved_output, _reserved_table_alias, _reserved_column)
