"""The order of the steps: ids, what depends on what, where a failure may lead."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Any

from bus.executions import COMPLETE
from server.definitions.faults import Fault, unknown

Steps = list[dict[str, Any]]
Places = dict[str, int]  # of the steps in what was given, by id


def id_faults(given: Steps) -> Iterator[Fault]:
    """Ids that two steps have, and the one word that is no step's."""
    seen: set[str] = set()
    for place, step in enumerate(given):
        if step["id"] in seen:
            yield Fault(f"steps.{place}.id", f"there is another step {step['id']}", f"步骤 id {step['id']} 重复")
        if step["id"] == COMPLETE:
            yield Fault(
                f"steps.{place}.id", f"{COMPLETE} means the whole workflow", f"{COMPLETE} 表示整个工作流，不能作步骤 id"
            )
        seen.add(step["id"])


def order_faults(steps: Steps, places: Places) -> Iterator[Fault]:
    """Dependencies on nothing, or in a circle; failures that lead nowhere, or back."""
    yield from _need_faults(steps, places)
    yield from _circle_fault(steps, places)
    yield from _goto_faults(steps, places)


def _need_faults(steps: Steps, places: Places) -> Iterator[Fault]:
    for step in steps:
        for place, need in enumerate(step["depends_on"]):
            if need not in places:
                yield _no_step(f"steps.{places[step['id']]}.depends_on.{place}", need, places)


def _no_step(field: str, name: str, places: Places) -> Fault:
    near = unknown(f"x.{name}", places)
    en, zh = near.en.removeprefix("there is no such field"), near.zh.removeprefix("没有该字段")
    return Fault(field, f"there is no step {name}{en}", f"没有步骤 {name}{zh}")


def _circle_fault(steps: Steps, places: Places) -> Iterator[Fault]:
    sorter = TopologicalSorter({step["id"]: [n for n in step["depends_on"] if n in places] for step in steps})
    try:
        sorter.prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        shown = " -> ".join(circle if len(circle) <= 20 else [*circle[:10], "...", *circle[-10:]])
        field = f"steps.{places[circle[0]]}.depends_on"
        yield Fault(field, f"the steps wait for each other: {shown}", f"步骤相互依赖: {shown}")


def _goto_faults(steps: Steps, places: Places) -> Iterator[Fault]:
    rank = {step["id"]: place for place, step in enumerate(steps)}
    for place, step in enumerate(steps):
        action, target = step["on_failure"]["action"], step["on_failure"].get("step")
        field = f"steps.{places[step['id']]}.on_failure.step"
        if action != "goto":
            if target is not None:
                yield Fault(field, "only goto has a step", "只有 goto 可以指定步骤")
        elif target is None:
            yield Fault(field, "goto needs a step", "goto 缺少目标步骤")
        elif target not in rank:
            yield _no_step(field, target, places)
        elif rank[target] <= place:
            yield Fault(
                field, f"goto only leads forward, and {target} comes earlier", f"goto 只能向后跳转，{target} 在其之前"
            )


def condition_faults(steps: Steps, places: Places, parameters: set[str] | None) -> Iterator[Fault]:
    """Conditions on parameters that are not declared, and on steps that this one does not wait for."""
    before = _ancestors(steps, places)
    for step in steps:
        for place, condition in enumerate(step["when"]):
            field = f"steps.{places[step['id']]}.when.{place}"
            name, needed = condition.get("parameter"), condition.get("step")
            if name is not None and parameters is not None and name not in parameters:
                yield Fault(f"{field}.parameter", f"the parameter {name} is not declared", f"参数 {name} 未声明")
            if needed is not None and needed not in places:
                yield _no_step(f"{field}.step", needed, places)
            elif needed is not None and not before[step["id"]] >> places[needed] & 1:
                yield Fault(
                    f"{field}.step",
                    f"{step['id']} does not depend on {needed}, so it may not have ended",
                    f"{step['id']} 不依赖 {needed}，届时后者可能尚未结束",
                )


def _ancestors(steps: Steps, places: Places) -> dict[str, int]:
    """For each step the set of those that it waits for, however far back: a bit for each place."""
    needs = {step["id"]: [one for one in step["depends_on"] if one in places] for step in steps}
    before: dict[str, int] = {}
    for name in TopologicalSorter(needs).static_order():
        before[name] = 0
        for need in needs[name]:
            before[name] |= before[need] | 1 << places[need]
    return before
