"""A query as text that is the same for the same query: constants masked, aliases dropped, names by their table."""

from __future__ import annotations

from sqlglot import exp

from data_pipeline.shape.names import Names, folded
from data_pipeline.shape.outputs import meant

_CONSTANT = "?"
_DROPPED = {"alias", "db", "catalog", "nulls_first", "quoted", "_type", "copy"}


class Name(str):
    """A word of the text that names something of the schema or of the query."""

    __slots__ = ()


def masked(root: exp.Query, names: Names) -> tuple[str, str]:
    """(the text, the text with every name masked too). Only good for comparing; it is no SQL."""
    words: list[str] = []
    _add(words, root, names, None)
    return " ".join(words), " ".join("_" if type(word) is Name else word for word in words)


def _add(words: list[str], node: exp.Expr, names: Names, select: exp.Expr | None) -> None:
    """Add the words of a node; ``select`` is the query that it stands in."""
    if isinstance(node, exp.Alias) or _is_for_rounding(node):
        node = node.this
    if _is_constant(node):
        words.append(_CONSTANT)
    elif isinstance(node, exp.Column) and isinstance(node.this, exp.Identifier):
        meaning = names.columns.get(id(node))
        words.append(Name(meaning.partition(".")[2] if meaning else folded(node.this)))
    elif isinstance(node, exp.Identifier):
        words.append(Name(folded(node)))
    else:
        words += (node.key, "(")
        _add_arguments(words, node, names, node if isinstance(node, exp.Query) else select)
        words.append(")")


def _add_arguments(words: list[str], node: exp.Expr, names: Names, select: exp.Expr | None) -> None:
    keys = isinstance(node, exp.Ordered | exp.Group)
    for key, value in node.args.items():
        if value is None or value is False or (key in _DROPPED and not isinstance(node, exp.CTE)):
            continue
        words.append(key)
        for child in _shortened(node, value) if isinstance(value, list) else (value,):
            if isinstance(child, exp.Expr):
                _add(words, meant(child, select) if keys else child, names, select)
            else:
                words.append(str(child))


def _shortened(node: exp.Expr, values: list[exp.Expr]) -> list[exp.Expr]:
    """A list of nothing but constants is one, whatever its length."""
    lists = isinstance(node, exp.In | exp.Array | exp.Tuple)
    return values[:1] if lists and all(map(_is_constant, values)) else values


def _is_for_rounding(node: exp.Expr) -> bool:
    """A cast that is there because ROUND takes no other type; the next query does without, if its column is one."""
    return isinstance(node, exp.Cast) and isinstance(node.parent, exp.Round) and node.to.this == exp.DType.DECIMAL


def _is_constant(node: exp.Expr) -> bool:
    while isinstance(node, exp.Neg):
        node = node.this
    return isinstance(node, exp.Literal | exp.Boolean | exp.Placeholder)
