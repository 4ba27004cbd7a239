"""A workflow definition as a whole: the six parts, and three names that may stand at the top."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from bus.settings import WEBHOOK_SECRETS
from server.definitions.bounds import MOST_STEPS
from server.definitions.fields import Label, Minutes, Part, Scalar, Sentence, Word, WorkflowName
from server.definitions.steps import AnyStep

Event = Literal["started", "completed", "failed", "paused", "resumed", "cancelled"]
Events = Annotated[list[Event], Field(min_length=1, max_length=6)]
MailAddress = Annotated[str, Field(pattern=r"^[^\s@,;<>]+@[^\s@,;<>]+$", max_length=254)]

SecretVariable = Annotated[str, Field(pattern=f"^{WEBHOOK_SECRETS}[A-Za-z0-9_]{{0,86}}$")]


class Workflow(Part):
    """Which workflow it is."""

    name: WorkflowName | None = Field(None, description="what tasks are made by; must be given here or at the top")
    version: Label = Field("1.0.0", description="a label of your own; each version of a workflow has another")
    description: Sentence = Field("", description="what it is for")


class Execution(Part):
    """How its tasks are run."""

    max_running: Annotated[int, Field(ge=0, le=10_000)] = Field(
        0, description="tasks of it at the same time; 0 = no limit"
    )
    max_parallel: Annotated[int, Field(ge=1, le=100)] = Field(
        4, description="steps of one task at the same time, where `depends_on` lets them"
    )
    timeout_minutes: Minutes | None = Field(None, description="longest time of a run, fractions allowed")


class Parameter(Part):
    """A parameter that every task must give."""

    type: Literal["text", "integer", "boolean"] = Field(description="what its value is")
    description: Sentence = Field("", description="what it is for")
    min: Annotated[int, Field()] | None = Field(None, description="the smallest integer")
    max: Annotated[int, Field()] | None = Field(None, description="the largest integer")
    pattern: Annotated[str, Field(max_length=100)] | None = Field(
        None, description="regular expression that the whole text must match"
    )
    choices: Annotated[list[Scalar], Field(min_length=1, max_length=200)] | None = Field(
        None, description="the only values that are allowed"
    )


class OptionalParameter(Parameter):
    """A parameter that a task may give."""

    default: Scalar = Field(None, description="its value when the task does not give it; null = none")


class Parameters(Part):
    """What a task is given; without this part a task may have any parameters, and no step may name one."""

    required: Annotated[dict[Word, Parameter], Field(max_length=100)] = Field({}, description="by name")
    optional: Annotated[dict[Word, OptionalParameter], Field(max_length=100)] = Field({}, description="by name")


class Webhook(Part):
    """Whom to call."""

    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$", max_length=2000)] = Field(description="gets a POST")
    events: Events = Field(["completed", "failed"], description="of what it hears")
    secret_env: SecretVariable | None = Field(
        None, description="environment variable of the server that signs the message; it begins with `WEBHOOK_SECRET`"
    )


class Email(Part):
    """Whom to write to."""

    to: Annotated[list[MailAddress], Field(min_length=1, max_length=50)] = Field(description="addresses")
    events: Events = Field(["completed", "failed"], description="of what they hear")


class Notifications(Part):
    """Who hears of its tasks."""

    webhook: Annotated[list[Webhook], Field(max_length=20)] = Field([], description="by HTTP")
    email: Annotated[list[Email], Field(max_length=20)] = Field([], description="by mail")


class Output(Part):
    """What its tasks leave behind besides the files of their steps."""

    log_file: Annotated[str, Field(pattern=r"^\w[\w.-]{0,90}\.log$")] = Field(
        "task.log", description="the log of a task"
    )


class Definition(Part):
    """A workflow: steps with what they need, parameters and policies. docs/workflows.md explains it with examples."""

    workflow: Workflow | None = Field(None, description="which one it is")
    execution: Execution | None = Field(None, description="how its tasks are run")
    steps: Annotated[list[AnyStep], Field(max_length=MOST_STEPS, json_schema_extra={"minItems": 1})] = Field(
        description="what is done"
    )
    parameters: Parameters | None = Field(None, description="what a task is given")
    notifications: Notifications | None = Field(None, description="who hears of it")
    output: Output | None = Field(None, description="what it leaves behind")
    name: WorkflowName | None = Field(None, description="the same as `workflow.name`")
    version: Label | None = Field(None, description="the same as `workflow.version`")
    description: Sentence | None = Field(None, description="the same as `workflow.description`")
