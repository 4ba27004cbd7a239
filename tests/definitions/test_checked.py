from __future__ import annotations

from typing import Any

import pytest
from made import OPEN, definition, faults

from bus.definitions import normalised
from bus.faults import Fault, in_words, unknown
from bus.settings import Settings
from bus.workflow_errors import InvalidDefinition
from server.definitions.checked import checked

PYTHON = {"kind": "python", "module": "data_pipeline.steps.ddl_generation", "function": "run"}
PRIVATE = Settings(http_allow_private_text="1")


def test_checked__gives_the_normal_form_which_passes_again() -> None:
    given = definition(
        {"output_files": ["x.csv"], "on_failure": {"action": "goto", "step": "c"}, "dependencies": []},
        {"url": "https://example.org/${day}", "expected_status": 204, "body": {"a": [1, None]}},
        {"files": "x_${day}.*", "timeout_minutes": "${wait}", "when": [{"step": "a", "status": "completed"}]},
        {"workflow": "other", "workflow_parameters": {"day": "${day}"}, "enabled_by": "sure"},
        {"command": "echo $DAY", "shell": True, "env": {"DAY": "${day}"}},
        execution={"max_parallel": 2},
        parameters={
            "required": {"day": {"type": "text", "pattern": "[0-9]{6}"}},
            "optional": {
                "wait": {"type": "integer", "default": 25, "min": 1},
                "sure": {"type": "boolean", "default": True},
            },
        },
        notifications={"webhook": [{"url": "https://example.org"}], "email": [{"to": ["a@example.org"]}]},
        output={"log_file": "made.log"},
    )
    made = checked(given, OPEN)
    assert made == normalised(given)
    assert checked(made, OPEN) == made


@pytest.mark.parametrize(
    ("steps", "field", "words"),
    [
        ([{}, {"depends_on": ["aa"]}], "steps.1.depends_on.0", "no step aa; did you mean a?"),
        ([{}, {"dependencies": ["aa"]}], "steps.1.dependencies.0", "no step aa"),
        ([{"depends_on": ["b"]}, {}], "steps.0.depends_on", "a -> b -> a"),
        ([{"depends_on": ["a"]}], "steps.0.depends_on", "a -> a"),
        ([{}, {"id": "a"}], "steps.1.id", "another step a"),
        ([{"id": "complete"}], "steps.0.id", "whole workflow"),
        ([{"id": "a/b"}], "steps.0.id", "at most 50 letters"),
        ([{}, {"on_failure": {"action": "goto", "step": "a"}}], "steps.1.on_failure.step", "forward"),
        ([{"on_failure": {"action": "goto", "step": "z"}}], "steps.0.on_failure.step", "no step z"),
        ([{"on_failure": {"action": "goto"}}], "steps.0.on_failure.step", "needs a step"),
        ([{"on_failure": {"action": "stop", "step": "a"}}], "steps.0.on_failure.step", "only goto"),
        ([{"on_failure": {"action": "explode"}}], "steps.0.on_failure.action", "'goto'"),
        ([{"comand": 1}], "steps.0.comand", "did you mean command?"),
        ([{"output_files": [{"pattern": "x", "typ": "y"}]}], "steps.0.output_files.0.typ", "did you mean type?"),
        ([{"on_failure": {"action": "stop", "stepp": "a"}}], "steps.0.on_failure.stepp", "did you mean step?"),
        ([{"name": {"zh": "x"}}], "steps.0.name.en", "required"),
        ([{"kind": "sql"}], "steps.0", "python, command, http, wait_for_files, workflow"),
        ([{"kind": "python"}], "steps.0.module", "required"),
        ([{"retry_count": 1e9}], "steps.0.retry_count", "integer"),
        ([{"retry_count": 1_000_000}], "steps.0.retry_count", "100"),
        ([{"timeout_minutes": 0}], "steps.0.timeout_minutes", "greater than 0"),
        ([{"timeout_minutes": "25"}], "steps.0.timeout_minutes", "or ${name} of a parameter"),
        ([{"required_files": ["../x"]}], "steps.0.required_files.0", "'..'"),
        ([{"output_files": ["/etc/x"]}], "steps.0.output_files.0", "below"),
        ([{"output_files": [{"pattern": "a/../../x"}]}], "steps.0.output_files.0.pattern", "'..'"),
        ([{"output_files": ["x.csv", "a_result.json"]}], "steps.0.output_files.1", "written by the engine"),
        ([{}, {"output_files": ["task_config.json"]}], "steps.1.output_files.0", "written by the engine"),
        ([{"cleanup_patterns": ["~/x"]}], "steps.0.cleanup_patterns.0", "below"),
        ([{"files": ["..\\x"]}], "steps.0.files.0", "'..'"),
        ([{"workflow": "made"}], "steps.0.workflow", "of its own"),
        ([{"connections": {"business": "task"}}], "steps.0.connections", "only a python step"),
        ([{**PYTHON, "connections": {"records": "bus"}}], "steps.0.connections.records", "vector_store"),
        ([{"when": [{"parameter": "a", "step": "b", "value": 1}]}], "steps.0.when.0", "either"),
        ([{"when": [{"parameter": "a"}]}], "steps.0.when.0", "lacks a value"),
        ([{"when": [{"parameter": "a", "operator": "exists", "value": 1}]}], "steps.0.when.0", "no value"),
        ([{"when": [{"parameter": "a", "operator": "in", "value": 1}]}], "steps.0.when.0", "list"),
        ([{"when": [{"parameter": "a", "operator": "<", "value": "1"}]}], "steps.0.when.0", "numbers"),
        ([{"when": [{"step": "a", "status": "failed", "value": 1}]}], "steps.0.when.0", "without a value"),
        ([{"when": [{"step": "a"}]}], "steps.0.when.0", "status or result"),
        ([{"when": [{"step": "b", "status": "failed"}]}, {}], "steps.0.when.0.step", "does not depend on b"),
        ([{"when": [{"step": "z", "status": "failed"}]}], "steps.0.when.0.step", "no step z"),
        ([], "steps", "needs a step"),
        ([{"timeout_minutes": {}}], "steps.0.timeout_minutes", "not allowed here"),
        ([{"on_failure": "continue"}], "steps.0.on_failure", "JSON object"),
        ([{"env": []}], "steps.0.env", "JSON object"),
        ([{"id": "x" * 51}], "steps.0.id", "at most 50 letters"),
    ],
)
def test_checked__names_the_fault(steps: list[dict[str, Any]], field: str, words: str) -> None:
    assert words in faults(definition(*steps))[field]


def test_in_words__a_question_needs_no_stop() -> None:
    faults_of = [unknown("steps.0.comand", ["command"]), Fault("steps.0.x", "is no step", "不是步骤")]
    assert in_words("有误", faults_of[:1])[0] == "steps.0.comand: there is no such field; did you mean command?"
    assert in_words("有误", faults_of)[0].endswith("did you mean command?; steps.0.x: is no step.")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"steps": []}, "workflow.name"),
        ({"name": "x", "workflow": {"name": "y"}, "steps": []}, "name"),
        ({"name": "x"}, "steps"),
        ({"name": "x", "steps": {}}, "steps"),
        ({"name": "x", "steps": [3]}, "steps.0"),
        ({"name": "x" * 101, "steps": []}, "name"),
        ({"name": "a/b", "steps": []}, "name"),
        ({"name": "x", "steps": [], "exeuction": {}}, "exeuction"),
        ({"name": "x", "steps": [], "execution": {"max_runing": 1}}, "execution.max_runing"),
        ({"name": "x", "steps": [], "notifications": {"webhook": [{"url": "ftp://x"}]}}, "notifications.webhook.0.url"),
        ({"name": "x", "steps": [], "notifications": {"email": [{"to": ["x"]}]}}, "notifications.email.0.to.0"),
        (
            {"name": "x", "steps": [], "notifications": {"webhook": [{"url": "https://h", "secret_env": "PATH"}]}},
            "notifications.webhook.0.secret_env",
        ),
        ({"name": "x", "steps": [], "output": {"log_file": "../x.log"}}, "output.log_file"),
        ({"name": "\x00", "steps": []}, "name"),
        ({"name": "\ud800", "steps": []}, "name"),
        (
            {"name": "x", "steps": [], "parameters": {"required": {"a": {"type": "text", "x": 1}}}},
            "parameters.required.a.x",
        ),
        ([], "body"),
        (None, "body"),
    ],
)
def test_checked__names_the_fault_of_the_whole(given: object, field: str) -> None:
    assert field in faults(given)


def test_checked__tells_all_faults_at_once_in_both_languages() -> None:
    given = definition({"depends_on": ["z"], "url": "http://10.0.0.1/"}, {"command": ["ls", "${x}"]})
    assert set(faults(given)) == {"steps.0.depends_on.0", "steps.0.url", "steps.1.command"}
    with pytest.raises(InvalidDefinition) as caught:
        checked(given, OPEN)
    assert "没有步骤 z" in caught.value.zh
    assert caught.value.en.endswith(".")


def test_checked__every_fault_of_the_form_is_said_in_chinese() -> None:
    given = definition({"kind": "x"}, {"required_files": ["/x"], "when": [{}]}, {"timeout_minutes": -1, "nmae": ""})
    with pytest.raises(InvalidDefinition) as caught:
        checked(given, OPEN)
    for part in caught.value.zh.split("；"):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in part), part


def test_checked__paths_are_places_in_what_was_given() -> None:
    """The order of the steps is another than that of the list."""
    given = definition({"order": 3}, {"order": 1, "depends_on": ["z"]})
    assert list(faults(given)) == ["steps.1.depends_on.0"]


def test_checked__steps_may_come_later() -> None:
    assert checked(definition(), OPEN, may_be_empty=True)["steps"] == []


@pytest.mark.parametrize("name", ["schema", "validate", "import"])
def test_checked__names_that_are_addresses_of_something_else(name: str) -> None:
    assert "another name" in faults(definition({}) | {"name": name})["workflow.name"]


def test_checked__a_python_step_may_have_connections() -> None:
    wanted = {"business": "task", "store": "vector_store"}
    assert checked(definition({**PYTHON, "connections": wanted}), OPEN)["steps"][0]["connections"] == wanted


def test_checked__conditions_on_what_comes_before_by_any_way() -> None:
    when = [{"step": "a", "result": "json.items.0", "operator": ">", "value": 1}]
    checked(definition({}, {}, {"when": when}), OPEN)


def test_checked__without_declarations_conditions_may_name_any_parameter() -> None:
    checked(definition({"enabled_by": "x"}), OPEN)
    given = definition({"enabled_by": "x"}, parameters={})
    assert faults(given) == {"steps.0.enabled_by": "the parameter x is not declared"}
    given = definition({"when": [{"parameter": "y", "value": 1}]}, parameters={})
    assert faults(given) == {"steps.0.when.0.parameter": "the parameter y is not declared"}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1:8080/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://017700000001/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://a.localhost/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
    ],
)
def test_checked__private_addresses_only_when_allowed(url: str) -> None:
    given = definition({"url": url})
    assert "HTTP_ALLOW_PRIVATE" in faults(given)["steps.0.url"]
    checked(given, PRIVATE)


@pytest.mark.parametrize("settings", [OPEN, PRIVATE])
@pytest.mark.parametrize("url", ["http://169.254.169.254/latest", "http://[fe80::1]/"])
def test_checked__metadata_addresses_never(url: str, settings: Settings) -> None:
    assert "HTTP_ALLOW_PRIVATE" not in faults(definition({"url": url}), settings)["steps.0.url"]


@pytest.mark.parametrize("url", ["https://example.org/x?y=${d}", "${base}/x", "http://8.8.8.8/", "http://${host}/"])
def test_checked__public_addresses_and_those_of_parameters(url: str) -> None:
    declared = {"required": {name: {"type": "text"} for name in ("d", "base", "host")}}
    checked(definition({"url": url}, parameters=declared), OPEN)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://user:pw@example.org", "http://", "http://[::1", "http://a:99999/"]
)
def test_checked__what_is_no_address(url: str) -> None:
    assert "steps.0.url" in faults(definition({"url": url}))


def test_checked__absolute_patterns_only_below_the_directories_to_wait_in() -> None:
    given = definition({"files": "/data/in/*.csv"})
    assert "WAIT_DIRECTORIES" in faults(given)["steps.0.files"]
    assert "steps.0.files" in faults(given, Settings(wait_directories_text="/data/i,/other"))
    checked(given, Settings(wait_directories_text="/other,/data"))


def test_checked__webhooks_are_addresses_too() -> None:
    given = definition({}, notifications={"webhook": [{"url": "http://127.0.0.1"}]})
    assert "private" in faults(given)["notifications.webhook.0.url"]
