"""Whatever comes in, what comes out is a definition or a refusal that names the fault."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import OPEN

from bus.parameters import checked_parameters
from bus.workflow_errors import ForbiddenModule, InvalidDefinition, InvalidParameters
from server.definitions import models
from server.definitions.checked import checked
from server.definitions.conditions import Condition
from server.definitions.steps import MODELS, OnFailure, OutputFile

KNOWN = [
    models.Definition,
    models.Execution,
    models.Webhook,
    models.OptionalParameter,
    Condition,
    OnFailure,
    OutputFile,
]
FIELDS = sorted({name for model in [*KNOWN, *MODELS.values()] for name in model.model_fields} - {"module"})
WORDS = [
    "a",
    "b",
    "${a}",
    "stop",
    "goto",
    "retry",
    "text",
    "integer",
    "GET",
    "sh",
    "-c",
    "http://127.1",
    "../x",
    ">",
    "in",
]
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(WORDS), st.text(max_size=5), st.just([])
)
NAMES = st.one_of(st.sampled_from(FIELDS), st.sampled_from(["a", "b", "required", "optional", "zh", "", "<text>"]))
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)
STEPS = st.lists(
    st.one_of(
        VALUES,
        st.builds(
            lambda base, more: {**base, **more},
            st.fixed_dictionaries({"id": st.sampled_from(["a", "b", "c", "d"])}),
            st.one_of(
                st.fixed_dictionaries({"command": st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)}),
                st.fixed_dictionaries({"url": st.sampled_from(["http://a/${a}", "http://10.0.0.1"])}),
                st.fixed_dictionaries({"files": st.sampled_from(["a", ["b", "${a}"], "/x"])}),
                st.dictionaries(NAMES, VALUES, max_size=4),
            ).flatmap(lambda kind: st.dictionaries(NAMES, VALUES, max_size=2).map(lambda more: {**more, **kind})),
        ),
    ),
    max_size=4,
)
DEFINITIONS = st.one_of(
    VALUES,
    st.fixed_dictionaries(
        {"name": st.sampled_from(["x", "a"]), "steps": STEPS},
        optional={"parameters": VALUES, "execution": VALUES, "notifications": VALUES, "output": VALUES},
    ),
)
MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@given(DEFINITIONS)
@MANY
def test_checked__anything(definition: Any) -> None:
    try:
        made = checked(definition, OPEN)
    except InvalidDefinition as error:
        assert error.details
        assert len(error.details) == len(error.zh_details)
        assert all(one["field"] and one["error"] for one in error.details)
    except ForbiddenModule:
        assert "module" in str(definition)
    else:
        assert checked(made, OPEN) == made


@given(st.one_of(VALUES, st.dictionaries(st.sampled_from(["a", "b", "c"]), LEAVES)))
@MANY
def test_parameters__anything(given_parameters: Any) -> None:
    declared = {
        "required": {"a": {"type": "text", "pattern": "[ab]+"}},
        "optional": {"b": {"type": "integer", "default": 3, "min": 1}, "c": {"type": "boolean", "default": None}},
    }
    for parts in ({"parameters": declared}, {}):
        try:
            made = checked_parameters(parts, given_parameters)
        except InvalidParameters as error:
            assert error.details
        else:
            assert checked_parameters(parts, made) == made
