"""When a step is done at all: conditions on parameters and on what came of earlier steps."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from server.definitions.fields import Part, Scalar, StepId, Word
from server.schemas.fault_words import wrong

Values = Annotated[list[Scalar], Field(max_length=1000)]
NUMERIC = (">", ">=", "<", "<=")


class Condition(Part):
    """One of the conditions that must hold."""

    parameter: Word | None = Field(None, description="a parameter whose value is looked at; or")
    step: StepId | None = Field(None, description="a step on which this one depends, with one of the next two")
    status: Literal["completed", "failed", "skipped"] | None = Field(None, description="how that step ended")
    result: Annotated[str, Field(pattern=r"^[^.\s]+(\.[^.\s]+)*$", max_length=200)] | None = Field(
        None, description="a value in what that step gave back, as `json.items.0`"
    )
    operator: Literal["=", "!=", ">", ">=", "<", "<=", "in", "exists"] = Field("=", description="how it is compared")
    value: Scalar | Values = Field(None, description="with what; for `in` a list")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.parameter is None) == (self.step is None):
            raise wrong("it names either a parameter or a step", "应指定 parameter 或 step 之一")
        if self.step is None and (self.status or self.result):
            raise wrong("status and result are a step's", "status 和 result 属于步骤")
        if self.step is not None and bool(self.status) == bool(self.result):
            raise wrong("of a step it names either status or result", "步骤条件应指定 status 或 result 之一")
        self._check_value()
        return self

    def _check_value(self) -> None:
        valued = "value" in self.model_fields_set
        if self.status and (valued or self.operator not in ("=", "!=")):
            raise wrong("a status is compared by = or !=, without a value", "status 只能用 = 或 != 比较，且没有 value")
        if not self.status and valued == (self.operator == "exists"):
            raise (
                wrong("exists has no value", "exists 没有 value") if valued else wrong("it lacks a value", "缺少 value")
            )
        if (self.operator == "in") != isinstance(self.value, list):
            raise wrong("a list is the value of in, and only of in", "value 为数组时应使用 in，反之亦然")
        if self.operator in NUMERIC and (isinstance(self.value, bool) or not isinstance(self.value, int | float)):
            raise wrong("only numbers are larger or smaller", "大小比较的 value 应为数字")
