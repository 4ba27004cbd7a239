"""What ORDER BY and GROUP BY mean by a position or by the name of an output."""

from __future__ import annotations

from sqlglot import exp

from data_pipeline.shape.names import folded


def meant(key: exp.Expr, select: exp.Expr | None) -> exp.Expr:
    """The expression behind a key: ``2`` is the second output, ``total`` the output of that name, else the key."""
    if not isinstance(select, exp.Select):
        return key
    if isinstance(key, exp.Literal) and not key.is_string and key.name.isdecimal():
        place = int(key.name) - 1
        return select.selects[place].unalias() if 0 <= place < len(select.selects) else key
    if isinstance(key, exp.Column) and not key.args.get("table") and isinstance(key.this, exp.Identifier):
        name = folded(key.this)
        for output in select.selects:
            if isinstance(output, exp.Alias) and folded(output.args["alias"]) == name:
                return output.this  # type: ignore[no-any-return]
    return key


def order_keys(query: exp.Query) -> list[exp.Expr]:
    """What a query orders by, positions and names replaced by what they mean."""
    clause = query.args.get("order")
    keys = clause.expressions if clause else ()
    return [meant(key.this if isinstance(key, exp.Ordered) else key, query) for key in keys]
