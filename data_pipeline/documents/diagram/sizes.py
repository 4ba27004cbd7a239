"""How large a box is drawn, and how high in it each row stands. All in pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

from data_pipeline.documents.diagram.content import Box
from data_pipeline.documents.diagram.text_width import text_width

TEXT = 12.0
SMALL = 10.0
HEAD = 26.0
TITLE = 15.0
ROW = 19.0
MARK = 32.0  # room for PK, FK before a column's name
PADDING = 10.0
_NARROWEST = 110.0


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float
    head: float  # height of name and title


def size_of(box: Box) -> Size:
    """Wide enough for its texts, high enough for its rows."""
    texts = [text_width(box.name, TEXT) * 1.16, text_width(box.title, SMALL)]  # the name is bold
    texts += [MARK + text_width(row.name, TEXT) + 14 + text_width(row.type, SMALL) for row in box.rows]
    head = HEAD + (TITLE if box.title else 0)
    rows = len(box.rows) + (1 if box.more else 0)
    return Size(math.ceil(max(_NARROWEST, *texts)) + 2 * PADDING, head + rows * ROW + (6 if rows else 0), head)


def row_middle(size: Size, row: int) -> float:
    """Pixels from the box's top to the middle of a row; -1 is the head."""
    return HEAD / 2 if row < 0 else size.head + 3 + (row + 0.5) * ROW
