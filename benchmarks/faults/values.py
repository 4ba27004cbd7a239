"""Text in wrong quotes, and columns of another type."""

from __future__ import annotations

from sqlglot import exp
from sqlglot.tokens import TokenType

from benchmarks.faults.material import Fault, Material


def _curly(material: Material) -> str | None:
    return material.replaced(material.texts(), lambda text: f"“{text}”")


def _curly_single(material: Material) -> str | None:
    return material.replaced(material.texts(), lambda text: f"‘{text}’")


def _full_width(material: Material) -> str | None:
    signs = {",": "，", "(": "（", ")": "）", "=": "＝", ";": "；"}
    tokens = [token for token in material.tokens if token.text in signs and token.token_type is not TokenType.STRING]
    return material.replaced(tokens, signs.__getitem__)


def _bare_text(material: Material) -> str | None:
    return material.replaced(material.texts()[:1], str)


def _bare_apostrophe(material: Material) -> str | None:
    texts = [token for token in material.texts() if "'" in token.text]
    return material.replaced(texts, lambda text: f"'{text}'") if texts else None


def _doubled_quotes(material: Material) -> str | None:
    return material.replaced(material.texts(), lambda text: f"''{text}''")


def _compared_as_text(material: Material) -> str | None:
    return _with_text(material, (exp.EQ, exp.GT, exp.LT, exp.GTE, exp.LTE, exp.Between))


def _summed_as_text(material: Material) -> str | None:
    return _with_text(material, (exp.Sum, exp.Avg))


def _computed_as_text(material: Material) -> str | None:
    return _with_text(material, (exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Round))


def _with_text(material: Material, kinds: tuple[type[exp.Expr], ...]) -> str | None:
    """A column of an operation as if it were stored as text."""
    tree = material.tree
    found = [node for node in tree.find_all(*kinds) if isinstance(node.this, exp.Column)]
    if not found:
        return None
    node = material.chance.choice(found)
    node.set("this", exp.cast(node.this.copy(), "text"))
    return tree.sql("postgres")


def _rounded_double(material: Material) -> str | None:
    tree = material.tree
    for node in tree.find_all(exp.Round):
        inner = node.this.this if isinstance(node.this, exp.Cast) else node.this
        node.set("this", exp.cast(inner.copy(), "double precision"))
    return tree.sql("postgres")


def _pattern_of_number(material: Material) -> str | None:
    tree = material.tree
    for node in tree.find_all(exp.Like, exp.ILike):
        if isinstance(node.this, exp.Cast):
            node.set("this", node.this.this.copy())
    return tree.sql("postgres")


LITERAL: tuple[Fault, ...] = (_curly, _curly_single, _full_width, _bare_text, _bare_apostrophe, _doubled_quotes)
CAST: tuple[Fault, ...] = (_compared_as_text, _summed_as_text, _computed_as_text, _rounded_double, _pattern_of_number)
