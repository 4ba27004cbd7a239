"""What is absurdly large is refused after a bounded look at it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from made import OPEN, definition, faults

from server.definitions import bounds, graph
from server.definitions.bounds import MOST_STEPS, MOST_VALUES, out_of_bounds
from server.definitions.checked import checked


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"a": value}
    return value


class Counted(list[Any]):
    """A list that counts how many of its entries were looked at."""

    looked_at = 0

    def __iter__(self) -> Any:
        for one in super().__iter__():
            Counted.looked_at += 1
            yield one


def wide(steps: int, fields: int) -> list[dict[str, Any]]:
    return [{"id": f"s{n}", "command": ["ls"], **{f"f{k}": 1 for k in range(fields)}} for n in range(steps)]


ABSURD: dict[str, dict[str, Any]] = {
    "millions of steps": {"name": "x", "steps": [{"id": "a"}] * 3_000_000},
    "too many steps": {"name": "x", "steps": wide(MOST_STEPS + 1, 0)},
    "too deep": {"name": "x", "steps": [], "output": nested(100_000)},
    "too deep in a body": definition({"url": "https://example.org", "body": nested(200)}),
    "a text of 20 MB": {"name": "x" * 20_000_000, "steps": []},
    "a key of 20 MB": {"name": "x", "steps": [], "y" * 20_000_000: 1},
    "a million fields": {"name": "x", "steps": [], **{f"f{n}": n for n in range(1_000_000)}},
    "a large number": definition({"weight": 10**400}),
    "no number": definition({"weight": float("nan")}),
    "an endless number": definition({"weight": float("inf")}),
    "wrong everywhere": {"name": "x", "steps": wide(MOST_STEPS, 50)},
    "a long circle": {
        "name": "x",
        "steps": [{"id": f"s{n}", "command": ["ls"], "depends_on": [f"s{(n + 1) % 500}"]} for n in range(500)],
    },
    "needs of nothing": {
        "name": "x",
        "steps": [{"id": f"s{n}", "command": ["ls"], "depends_on": [f"z{k}" for k in range(50)]} for n in range(500)],
    },
}


@pytest.mark.parametrize("case", ABSURD)
def test_checked__refuses_soon(case: str) -> None:
    """Measured in time of the processor, of which a busy machine takes some more."""
    begun = time.process_time()
    found = faults(ABSURD[case])
    assert time.process_time() - begun < 0.5
    assert 1 <= len(found) <= 20
    assert all(len(field) + len(error) < 3000 for field, error in found.items())


def test_out_of_bounds__looks_at_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    plain = bounds._fault
    monkeypatch.setattr(bounds, "_fault", lambda value: looked.append(1) or plain(value))
    crowd = [[[0] * 900] * 900] * 900
    (fault,) = out_of_bounds(crowd)
    assert fault.en == "the definition is too large"
    assert len(looked) <= MOST_VALUES


def test_form__a_list_that_is_too_long_is_not_walked() -> None:
    Counted.looked_at = 0
    assert "steps" in faults({"name": "x", "steps": Counted([{"id": "a"}] * 100_000)})
    assert Counted.looked_at == 0


def test_ancestors__of_a_full_graph_take_a_look_each() -> None:
    """500 steps, each waiting for the 40 before it and looking at the first: a set of bits per step, not a walk."""
    steps = [
        {
            "id": f"s{n}",
            "command": ["ls"],
            "depends_on": [f"s{k}" for k in range(max(0, n - 40), n)],
            "when": [{"step": "s0", "status": "completed"}] if n else [],
        }
        for n in range(480)
    ]
    checked({"name": "x", "steps": steps}, OPEN)
    ancestors = graph._ancestors(steps, {step["id"]: place for place, step in enumerate(steps)})
    assert ancestors["s479"] == (1 << 479) - 1
