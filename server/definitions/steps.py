"""What a step may say: the fields of all steps, and of each kind."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from bus.definition_steps import KINDS, kind_of
from server.definitions.conditions import Condition
from server.definitions.fields import (
    BY_FORM,
    LIST,
    NUMBER,
    OBJECT,
    TEXT,
    Code,
    DottedName,
    Label,
    Line,
    MinutesOrPlaceholder,
    Name,
    Part,
    Pattern,
    Patterns,
    Scalar,
    Seconds,
    Sentence,
    StepId,
    StepIds,
    Text,
    WaitPattern,
    Word,
    WorkflowName,
)

Status = Annotated[int, Field(ge=100, le=599)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
Address = Annotated[str, Field(pattern=r"^(https?://[^\s]+|\$\{[A-Za-z_]\w*\}[^\s]*)$", max_length=4000)]


class OutputFile(Part):
    """Files that a step leaves, and what they are."""

    pattern: Pattern = Field(description="glob below the task's directory")
    type: Annotated[str, Field(pattern=r"^\w[\w.+-]{0,49}$")] | None = Field(
        None, description="a word; the file's extension unless given"
    )
    description: Sentence | None = Field(None, description="what is in it")
    primary: bool = Field(False, description="one of those that the work was done for")
    required: bool = Field(True, description="missing after the step = failed, `output_file_missing`")


class OnFailure(Part):
    """What follows when a step has failed for good."""

    action: Literal["stop", "continue", "retry", "goto"] = Field(
        description="`stop` the run; `continue` as if it had been done; `retry` = stop, with 3 retries unless"
        " `retry_count` says otherwise; `goto` a later step, what lies between is skipped"
    )
    step: StepId | None = Field(None, description="where `goto` leads")


OutputFiles = Annotated[
    list[Annotated[Annotated[Pattern, Tag(TEXT)] | Annotated[OutputFile, Tag(OBJECT)], BY_FORM]], Field(max_length=100)
]


class Step(Part):
    """The fields that a step of any kind may have."""

    id: StepId = Field(description="unique in the workflow; a word, not `complete`")
    name: Name | None = Field(
        None, description="for people: text, or an object with `zh` and `en`; the id unless given"
    )
    description: Sentence = Field("", description="what the step does")
    order: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] | None = Field(
        None, description="sorts the steps; the place in the list unless given"
    )
    depends_on: StepIds | None = Field(
        None, description="steps that must be done first; the one before unless given, `[]` = none"
    )
    dependencies: StepIds | None = Field(None, description="another word for `depends_on`")
    weight: Annotated[float, Field(ge=0, le=1_000_000)] = Field(1, description="its share of the progress")
    timeout_minutes: MinutesOrPlaceholder | None = Field(
        None, description='longest time of an attempt, fractions allowed; also `"${name}"` of an integer parameter'
    )
    retry_count: Annotated[int, Field(ge=0, le=100)] = Field(0, description="further attempts after one that failed")
    retry_delay_seconds: Seconds = Field(1, description="before the first of them; doubles each time, with jitter")
    retry_max_delay_seconds: Seconds = Field(300, description="the longest such delay")
    retry_on: Annotated[list[Code], Field(max_length=50)] = Field(
        ["any"],
        description="codes of failures (docs/errors.md), or classes of exceptions (`ConnectionError`), after which it"
        " is tried again; `any`, or `transient`"
        " = the failure itself says that it may pass; so for http with POST or PATCH unless given",
    )
    required_files: Patterns = Field(
        [], description="globs; one without a file before the step = failed, `required_file_missing`"
    )
    output_files: OutputFiles = Field([], description="globs, or objects (below), of the files that it leaves")
    on_failure: OnFailure | None = Field(None, description="what follows when it has failed for good")
    cleanup_patterns: Patterns = Field([], description="globs of files that are removed when the step has ended")
    when: Annotated[list[Condition], Field(max_length=50)] = Field(
        [], description="conditions (below) that must all hold, else it is skipped, which counts as done"
    )
    enabled_by: Word | None = Field(None, description="a parameter: the step is skipped when it is `false`")
    connections: dict[Word, Literal["task", "vector_store"]] = Field(
        {},
        description="databases that a python step gets, by its names for them: `task` = the task's business database, "
        "`vector_store`",
    )


class PythonStep(Step):
    """A function that takes the step's context."""

    kind: Literal["python"] = Field("python", description="may be left out")
    module: DottedName = Field(description="below one of `PYTHON_STEP_MODULES`")
    function: Word = Field(description="its name in the module")


class CommandStep(Step):
    """A program in a process of its own, in the task's directory."""

    kind: Literal["command"] = Field("command", description="may be left out")
    command: Annotated[
        Annotated[list[Text], Field(min_length=1, max_length=1000), Tag(LIST)] | Annotated[Text, Tag(TEXT)], BY_FORM
    ] = Field(description="the program and its arguments, a list; with `shell` one text")
    env: Annotated[dict[Word, Text], Field(max_length=100)] = Field({}, description="environment variables")
    shell: bool = Field(False, description="`command` is a text for the shell; parameters come by `env` only")


class HttpStep(Step):
    """One request; the answer is the step's result."""

    kind: Literal["http"] = Field("http", description="may be left out")
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] = Field(
        "GET", description="in capitals"
    )
    url: Address = Field(description="http:// or https://; private addresses only with `HTTP_ALLOW_PRIVATE`")
    headers: Annotated[dict[HeaderName, Line], Field(max_length=100)] = Field({}, description="sent with it")
    body: Any = Field(None, description="a text is sent as it stands, anything else as JSON")
    expected_status: (
        Annotated[
            Annotated[list[Status], Field(min_length=1, max_length=100), Tag(LIST)] | Annotated[Status, Tag(NUMBER)],
            BY_FORM,
        ]
        | None
    ) = Field(None, description="a number or a list of them; any of 200 to 299 unless given")
    timeout_seconds: Annotated[float, Field(gt=0, le=86_400)] = Field(30, description="for the whole answer")
    follow_redirects: bool = Field(False, description="go where an answer 3xx leads")


class WaitStep(Step):
    """Waits until every pattern has a file that is old and large enough."""

    kind: Literal["wait_for_files"] = Field("wait_for_files", description="may be left out")
    files: Annotated[
        Annotated[list[WaitPattern], Field(min_length=1, max_length=100), Tag(LIST)]
        | Annotated[WaitPattern, Tag(TEXT)],
        BY_FORM,
    ] = Field(description="globs below the task's directory, or absolute ones below `WAIT_DIRECTORIES`")
    minimum_age_seconds: Seconds = Field(0, description="so long nobody has written to it")
    minimum_size_bytes: Annotated[int, Field(ge=0)] = Field(0, description="what is smaller does not count")
    poll_seconds: Annotated[float, Field(ge=0.05, le=3600)] = Field(1, description="between two looks")


class WorkflowStep(Step):
    """A task of another workflow, as one step of this one."""

    kind: Literal["workflow"] = Field("workflow", description="may be left out")
    workflow: WorkflowName = Field(description="its name")
    workflow_version: Label | None = Field(None, description="its version; the active one unless given")
    workflow_parameters: Annotated[dict[Word, Scalar], Field(max_length=100)] = Field(
        {}, description="the parameters of its task"
    )


MODELS: dict[str, type[Step]] = dict(
    zip(KINDS, (PythonStep, CommandStep, HttpStep, WaitStep, WorkflowStep), strict=True)
)
TAGS = {kind: f"<{kind}>" for kind in KINDS}


def _kind(given: Any) -> str | None:
    """The tag of the model; None (an unknown kind) is a fault of its own."""
    if isinstance(given, Step):
        return TAGS[given.kind]  # type: ignore[attr-defined]  # every kind has it
    kind = given.get("kind") if isinstance(given, dict) else None
    if kind is None and isinstance(given, dict):
        kind = kind_of(given)
    return TAGS.get(kind) if isinstance(kind, str) else None


AnyStep = Annotated[
    Annotated[PythonStep, Tag(TAGS["python"])]
    | Annotated[CommandStep, Tag(TAGS["command"])]
    | Annotated[HttpStep, Tag(TAGS["http"])]
    | Annotated[WaitStep, Tag(TAGS["wait_for_files"])]
    | Annotated[WorkflowStep, Tag(TAGS["workflow"])],
    Discriminator(
        _kind,
        custom_error_type="in_words",
        custom_error_message="{en}",
        custom_error_context={
            "en": f"a step is an object, and its kind one of {', '.join(KINDS)}",
            "zh": f"步骤应为对象，kind 为 {'、'.join(KINDS)} 之一",
        },
    ),
]
