"""Clauses and aliases that are missing, and other dialects."""

from __future__ import annotations

import re

from sqlglot import exp

from benchmarks.faults.material import Fault, Material


def _one_key_less(material: Material) -> str | None:
    tree = material.tree
    groups = [group for group in tree.find_all(exp.Group) if len(group.expressions) > 1]
    if not groups:
        return None
    group = groups[0]
    dropped = material.chance.randrange(len(group.expressions))
    group.set("expressions", [one for i, one in enumerate(group.expressions) if i != dropped])
    return tree.sql("postgres")


def _no_group_by(material: Material) -> str | None:
    tree = material.tree
    for group in list(tree.find_all(exp.Group))[:1]:
        group.pop()
    return tree.sql("postgres")


def _written_as(dialect: str) -> Fault:
    def fault(material: Material) -> str | None:
        return material.tree.sql(dialect)

    fault.__name__ = dialect
    return fault


def _foreign_limit(material: Material) -> str | None:
    return re.sub(r"\bLIMIT (\d+)\b(?! OFFSET)", r"LIMIT 0, \1", material.sql)


def _foreign_coalesce(material: Material) -> str | None:
    name = material.chance.choice(("IFNULL", "NVL", "ISNULL"))
    return re.sub(r"\bcoalesce\(", f"{name}(", material.sql, flags=re.IGNORECASE)


def _foreign_year(material: Material) -> str | None:
    return re.sub(r"\bextract\((year|month|day) FROM ([\w.]+)\)", r"\1(\2)", material.sql, flags=re.IGNORECASE)


def _foreign_month(material: Material) -> str | None:
    return re.sub(r"\bto_char\(([\w.]+), 'YYYY-MM'\)", r"DATE_FORMAT(\1, '%Y-%m')", material.sql, flags=re.IGNORECASE)


def _foreign_top(material: Material) -> str | None:
    limit = re.search(r" LIMIT (\d+)\s*;?$", material.sql)
    if not limit or not material.sql.startswith("SELECT "):
        return None
    return f"SELECT TOP {limit[1]} {material.sql[7 : limit.start()]}"


def _foreign_plus(material: Material) -> str | None:
    return material.sql.replace("||", "+")


def _double_equals(material: Material) -> str | None:
    return re.sub(r"(?<![<>!])=", "==", material.sql)


def _wrapped_count(material: Material) -> str | None:
    name = material.chance.choice(("IFNULL", "NVL", "ISNULL"))
    aggregate = re.compile(r"\b(count|sum|max)\(([\w.*]+)\)(?! FILTER| OVER)", re.IGNORECASE)
    return aggregate.sub(rf"{name}(\1(\2), 0)", material.sql)


def _rownum(material: Material) -> str | None:
    limit = re.search(r" LIMIT (\d+)\s*;?$", material.sql)
    return limit and f"SELECT * FROM ({material.sql[: limit.start()]}) ranked WHERE ROWNUM <= {limit[1]}"


def _unqualified(material: Material) -> str | None:
    pairs = list(re.finditer(r"\b\w+\.(?=\w)", material.sql))
    owners: dict[str, int] = {}
    for table in material.catalog.tables:
        for column in table.columns:
            owners[column.name] = owners.get(column.name, 0) + 1
    shared = [match for match in pairs if owners.get(re.match(r"\w+", material.sql[match.end() :])[0], 0) > 1]  # type: ignore[index]
    if not shared:
        return None
    chosen = material.chance.choice(shared)
    return material.sql[: chosen.start()] + material.sql[chosen.end() :]


def _table_for_alias(material: Material) -> str | None:
    for table, alias in material.aliases[:1]:
        return re.sub(rf"\b{alias}\.(?=[\w\"])", f"{table}.", material.sql)
    return None


def _undeclared_alias(material: Material) -> str | None:
    for table, alias in material.aliases[:1]:
        return re.sub(rf'(\b{table}"?)(?: AS)? {alias}\b', r"\1", material.sql)
    return None


def _mistyped_alias(material: Material) -> str | None:
    pairs = list(re.finditer(r"\b(\w+)\.(?=[\w\"])", material.sql))
    if not pairs:
        return None
    chosen = material.chance.choice(pairs)
    wrong = chosen[1] + material.chance.choice("xyz")
    return material.sql[: chosen.start()] + wrong + "." + material.sql[chosen.end() :]


GROUP_BY: tuple[Fault, ...] = (_one_key_less, _no_group_by)
DIALECT: tuple[Fault, ...] = (
    *map(_written_as, ("mysql", "sqlite", "tsql", "oracle", "bigquery")),
    *(_foreign_limit, _foreign_coalesce, _foreign_year, _foreign_month, _foreign_top),
    *(_foreign_plus, _double_equals, _wrapped_count, _rownum),
)
ALIAS: tuple[Fault, ...] = (_unqualified, _table_for_alias, _undeclared_alias, _mistyped_alias)
