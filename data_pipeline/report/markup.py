"""HTML that is well-formed and escaped by the way it is made."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_VOID = {"rect", "line", "circle", "meta", "br"}


class Markup(str):
    """Text that is HTML already; everything else is escaped when it becomes the child of an element."""

    __slots__ = ()


def el(name: str, *children: str | Markup | Iterable[str] | None, **attributes: object) -> Markup:
    """An element. ``class_`` is class, ``aria_label`` aria-label; attributes that are None are left out."""
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    inner = joined(children)
    return Markup(f"<{name}{given}>{inner}</{name}>" if inner or name not in _VOID else f"<{name}{given}/>")


def joined(children: Iterable[str | Markup | Iterable[str] | None]) -> Markup:
    """The children one after the other; None is nothing."""
    return Markup("".join(_text(child) for child in children))


def _text(child: str | Markup | Iterable[str] | None) -> str:
    if child is None:
        return ""
    if isinstance(child, Markup):
        return child
    return escape(_printable(child)) if isinstance(child, str) else joined(child)


def _attribute(key: str, value: object) -> str:
    return f' {key.rstrip("_").replace("_", "-")}="{escape(_printable(str(value)))}"'


def _printable(text: str) -> str:
    """Without the characters that no HTML may hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t").replace("\x7f", "")
