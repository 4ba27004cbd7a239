from __future__ import annotations

import pytest

from bus import errors
from bus.errors import TrainyardError


def test_sentence__chinese_unless_english_is_asked_for() -> None:
    error = errors.TaskNotFound("task_1")
    assert error.sentence("en") == str(error) == "There is no task 'task_1'."
    assert error.sentence("zh") == error.sentence("") == "任务不存在: task_1"


def test_sentence__english_where_there_is_no_other() -> None:
    assert TrainyardError("Only this.").sentence("zh") == "Only this."


@pytest.mark.parametrize("known", [error for error in vars(errors).values() if isinstance(error, type)])
def test_status__is_one_of_those_we_answer_with(known: type[TrainyardError]) -> None:
    assert known.status in {400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 500, 503}
