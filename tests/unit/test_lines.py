from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from executor.step_process import Lines

LONGEST = 8


@given(st.lists(st.text("ab\n", min_size=1, max_size=30).map(str.encode), max_size=8))
def test_lines__nothing_lost_in_whatever_pieces_it_comes(pieces: list[bytes]) -> None:
    reading, writing = os.pipe()
    taken: list[bytes] = []
    lines = Lines(reading, taken.append, LONGEST)
    for piece in pieces:
        os.write(writing, piece)
        assert lines.read()
    os.close(writing)
    assert not lines.read() and lines.fd is None
    said = b"".join(pieces)
    assert b"".join(taken) == said.replace(b"\n", b"")
    if max(map(len, said.split(b"\n")), default=0) <= LONGEST:  # else a line is handed on before it ends
        assert taken == (said.removesuffix(b"\n").split(b"\n") if said else [])
