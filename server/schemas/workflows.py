"""Workflows, as the face of the 000 specification has them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, RootModel
from typing_extensions import TypedDict

from server.definitions.models import Definition
from server.schemas.fields import Name, Query, Request

Status = Literal["active", "inactive", "deprecated"]


class WorkflowQuery(Query):
    status: Status | None = None
    limit: int = Field(50, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=2**53)


class VersionQuery(Query):
    version: Name | None = Field(None, description="a label; the active version unless given")


class VersionsQuery(Query):
    limit: int = Field(100, ge=1, le=1000)
    offset: int = Field(0, ge=0, le=2**53)


class ImportQuery(Query):
    update: bool = Field(False, description="a workflow of that name gets a new version; else that is refused")


class ActivateVersion(Request):
    version: Name | None = Field(None, description="a label; the version that it has unless given")


class Definitions(RootModel[Definition | list[Definition]]):
    """One definition, or a list of them."""


class WorkflowRow(TypedDict):
    id: int
    name: str
    version: str
    description: str
    status: str
    steps_count: int
    created_at: str
    updated_at: str


class WorkflowList(TypedDict):
    success: bool
    workflows: list[WorkflowRow]
    total: int
    limit: int
    offset: int


class VersionRow(TypedDict):
    version: str
    number: int
    active: bool
    created_at: str


class VersionList(TypedDict):
    success: bool
    versions: list[VersionRow]
    total: int
    limit: int
    offset: int


class WorkflowFields(TypedDict):
    id: int
    name: str
    version: str
    status: str
    description: str
    created_at: str
    updated_at: str
    execution: dict[str, Any]
    steps: list[dict[str, Any]]
    parameters: dict[str, Any] | None
    notifications: dict[str, Any]
    output: dict[str, Any]
    versions: list[VersionRow]


class WorkflowDetail(TypedDict):
    success: bool
    workflow: WorkflowFields


class ChangedWorkflow(TypedDict):
    success: bool
    workflow_id: int
    id: int
    name: str
    version: str
    status: str
    message: str


class ImportedWorkflow(TypedDict):
    workflow_id: int
    id: int
    name: str
    version: str
    status: str


class ImportedWorkflows(TypedDict):
    success: bool
    workflows: list[ImportedWorkflow]
    total: int
    message: str


class DefinitionFault(TypedDict):
    path: str
    error: str


class ValidatedDefinition(TypedDict):
    success: bool
    valid: bool
    errors: list[DefinitionFault]
