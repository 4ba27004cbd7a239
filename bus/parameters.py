"""The parameters of a task against what its workflow declares, and the declarations themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bus.faults import Fault, in_words, unknown
from bus.values import pattern_fault, read_value, scalar
from bus.workflow_errors import InvalidParameters

PARAMETER = "parameter", "参数"
MOST_PARAMETERS = 200
LONGEST_NAME = 100
MOST_PATTERNS = 20  # of a definition: each takes time to compile


def checked_parameters(definition: Mapping[str, Any], given: object) -> dict[str, Any]:
    """What a task of that (normalised) definition is given: its parameters as their types have them, and defaults.

    InvalidParameters names every one that is wrong, missing or unknown. A workflow that declares no parameters takes
    any texts, numbers and truth values.
    """
    given = {} if given is None else given
    faults: list[Fault] = []
    read: dict[str, Any] = {}
    if not isinstance(given, dict) or len(given) > MOST_PARAMETERS:
        en, zh = f"a JSON object of at most {MOST_PARAMETERS} values", f"应为至多 {MOST_PARAMETERS} 项的 JSON 对象"
        faults.append(Fault("parameters", en, zh))
    elif definition.get("parameters") is None:
        read, faults = dict(given), [*_undeclared_faults(given)]
    else:
        read, faults = _declared(definition["parameters"], given)
    if faults:
        raise InvalidParameters(*in_words("参数错误", faults))
    return read


def _undeclared_faults(given: Mapping[object, object]) -> Iterator[Fault]:
    for name, value in given.items():
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or scalar(name):
            yield Fault("parameters", "a name is a text of at most 100 characters", "参数名应为不超过 100 个字符的文本")
        elif wrong := scalar(value):
            yield Fault(f"parameters.{name}", *wrong)


def _declared(parts: Mapping[str, Any], given: Mapping[str, object]) -> tuple[dict[str, Any], list[Fault]]:
    required, optional = parts["required"], parts["optional"]
    read: dict[str, Any] = {name: one["default"] for name, one in optional.items()}
    faults = []
    for name, declared in (required | optional).items():
        if given.get(name) is not None:
            read[name], wrong = read_value(declared, given[name])
            if wrong:
                faults.append(Fault(f"parameters.{name}", *wrong))
        elif name in required:
            faults.append(Fault(f"parameters.{name}", "it is missing", "缺少该参数"))
    known = [*required, *optional]
    faults += [_unknown(name, known) for name in given if name not in known]
    return read, faults


def _unknown(name: object, known: list[str]) -> Fault:
    return unknown(f"parameters.{str(name)[:LONGEST_NAME]}", known, PARAMETER)


def declaration_faults(parts: Mapping[str, Any]) -> Iterator[Fault]:
    """Names that are declared twice, bounds of the wrong type, patterns that are none, defaults that break rules."""
    for name in sorted(parts["required"].keys() & parts["optional"].keys()):
        yield Fault(f"parameters.optional.{name}", "it is required, too", "同时声明为必需参数")
    patterns = 0
    for kind in ("required", "optional"):
        for name, declared in parts[kind].items():
            field = f"parameters.{kind}.{name}"
            patterns += declared.get("pattern") is not None
            if patterns > MOST_PATTERNS:
                yield Fault(field, f"more than {MOST_PATTERNS} patterns", f"pattern 超过 {MOST_PATTERNS} 个")
                return
            faults = [*_rule_faults(field, declared)]
            yield from faults or _value_faults(field, declared)


def _rule_faults(field: str, declared: Mapping[str, Any]) -> Iterator[Fault]:
    least, most, pattern = (declared.get(key) for key in ("min", "max", "pattern"))
    if declared["type"] != "integer" and (least is not None or most is not None):
        yield Fault(field, "only an integer has min and max", "只有 integer 可以有 min 和 max")
    elif least is not None and most is not None and least > most:
        yield Fault(field, "min is larger than max", "min 大于 max")
    if pattern is not None and declared["type"] != "text":
        yield Fault(f"{field}.pattern", "only a text has a pattern", "只有 text 可以有 pattern")
    elif pattern is not None and (wrong := pattern_fault(pattern)):
        yield Fault(f"{field}.pattern", *wrong)


def _value_faults(field: str, declared: Mapping[str, Any]) -> Iterator[Fault]:
    """Defaults and choices are values of the parameter, as JSON has them."""
    rules = {**declared, "choices": None}
    for place, choice in enumerate(declared.get("choices") or []):
        yield from _value_fault(f"{field}.choices.{place}", rules, choice)
    if declared.get("default") is not None:
        yield from _value_fault(f"{field}.default", declared, declared["default"])


def _value_fault(field: str, declared: Mapping[str, Any], value: object) -> Iterator[Fault]:
    read, wrong = read_value(dict(declared), value)
    if wrong is None and type(read) is not type(value):
        wrong = f"it must be of type {declared['type']}", f"应为 {declared['type']} 类型"
    if wrong:
        yield Fault(field, *wrong)
