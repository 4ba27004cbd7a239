"""One class per case: a sentence for a person (Chinese and English), a stable code, an HTTP status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class TrainyardError(Exception):
    """Base of every error that a user may see. ``str(error)`` is the English sentence, ``zh`` the Chinese one."""

    status = 500
    code = "internal_error"

    def __init__(self, en: str, zh: str | None = None) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh or en

    def sentence(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class BadRequest(TrainyardError):
    status, code = 400, "bad_request"


class MalformedJson(BadRequest):
    code = "malformed_json"


class UnsafeName(BadRequest):
    code = "unsafe_name"


class Unauthenticated(TrainyardError):
    status, code = 401, "unauthenticated"


class Forbidden(TrainyardError):
    status, code = 403, "forbidden"


class NotFound(TrainyardError):
    status, code = 404, "not_found"


class TaskNotFound(NotFound):
    code = "task_not_found"

    def __init__(self, task_id: str) -> None:
        super().__init__(f"There is no task {task_id!r}.", f"任务不存在: {task_id}")


class FileNotFound(NotFound):
    code = "file_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no file {name!r}.", f"文件不存在: {name}")


class ConnectionNotFound(NotFound):
    code = "connection_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no connection named {name!r}; add one with: trainyard connections add {name} -"
            " (it asks for the postgresql:// URL).",
            f"没有名为 {name!r} 的数据库连接，请先执行: trainyard connections add {name} -"
            "（会询问 postgresql:// 连接串）",
        )


class ExecutionNotFound(NotFound):
    code = "execution_not_found"

    def __init__(self, execution_id: object) -> None:
        super().__init__(f"There is no execution {execution_id!r}.", f"执行记录不存在: {execution_id}")


class Conflict(TrainyardError):
    status, code = 409, "conflict"


class TaskBusy(Conflict):
    code = "task_busy"

    def __init__(self, task_id: str) -> None:
        super().__init__(
            f"Task {task_id} is already being executed; wait for it or cancel it.",
            f"任务 {task_id} 正在执行，请等待其结束或先取消",
        )


class LimitReached(Conflict):
    code = "limit_reached"

    def __init__(self) -> None:
        super().__init__(
            'Another task is being executed, please try again later (or send "queue": true).',
            "已有任务正在执行，请稍后再试",
        )


class StepNotReady(Conflict):
    code = "step_not_ready"

    def __init__(self, step: str, missing: str) -> None:
        super().__init__(
            f'Step {step} needs step {missing} to be completed first (or send "force_execute": true).',
            f"步骤 {step} 依赖的步骤 {missing} 尚未成功完成（可用 force_execute 强制执行）",
        )


class InvalidTransition(Conflict):
    """What was asked for cannot be done in the present state; ``allowed`` is what can."""

    code = "invalid_transition"

    def __init__(self, en: str, zh: str | None = None, allowed: Sequence[str] | None = None) -> None:
        super().__init__(en, zh)
        self.allowed = allowed


class TooLarge(TrainyardError):
    status, code = 413, "too_large"


class UnsupportedEncoding(TrainyardError):
    """A compressed body: how large it becomes is only known when it has become so."""

    status, code = 415, "unsupported_encoding"

    def __init__(self, encoding: str) -> None:
        super().__init__(
            f"Bodies are read as they stand; send it without Content-Encoding: {encoding[:50]}.",
            f"不接受压缩的请求体，请去掉 Content-Encoding: {encoding[:50]}",
        )


class InvalidInput(TrainyardError):
    """Well-formed JSON with values that cannot be used; ``details`` names each field.

    ``zh_details`` are the same in Chinese; those that have none are told in English.
    """

    status, code = 422, "invalid_input"

    def __init__(
        self,
        en: str,
        zh: str | None = None,
        details: list[dict[str, str]] | None = None,
        zh_details: list[dict[str, str]] | None = None,
    ) -> None:
        super().__init__(en, zh)
        self.details = details or []
        self.zh_details = zh_details or self.details

    def told(self, language: str) -> list[dict[str, str]]:
        """The details in that language."""
        return self.details if language == "en" else self.zh_details


class UnknownParameter(InvalidInput):
    """A name that no step of the data pipeline knows: what it was to say would be done without a word otherwise."""

    status, code = 400, "unknown_parameter"


class UrlNotEncoded(InvalidInput):
    """A connection URL with an @ too many: a part of its password would pass for the host, and be shown."""

    code = "connection_url_not_encoded"

    def __init__(self) -> None:
        super().__init__(
            "The connection URL has an @ that must be percent-encoded: in its user name and password write @ as %40,"
            " / as %2F, ? as %3F, # as %23, % as %25 (elsewhere @ as %40, too).",
            "连接串中有未经百分号编码的 @：用户名和密码中的 @ 应写作 %40，/ 写作 %2F，? 写作 %3F，# 写作 %23，"
            "% 写作 %25（其他位置的 @ 也应写作 %40）",
            [{"field": "db_connection", "error": "an @ that is not percent-encoded (%40)"}],
            [{"field": "db_connection", "error": "有未经百分号编码的 @（应写作 %40）"}],
        )


class TooManyAttempts(TrainyardError):
    status, code = 429, "too_many_attempts"

    def __init__(self) -> None:
        super().__init__(
            "Too many wrong passwords for this user; wait a minute.", "该用户密码错误次数过多，请一分钟后再试"
        )


class QueueFull(TrainyardError):
    """As many executions wait as MAX_QUEUED_TASKS lets."""

    status, code = 429, "queue_full"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} tasks wait already; try again when some of them have started.",
            f"等待队列已满（{most} 个任务），请稍后再试",
        )


class TooManyLiveClients(TrainyardError):
    """As many clients hold a live connection as MAX_LIVE_CLIENTS lets."""

    status, code = 503, "too_many_live_clients"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} clients follow tasks live already (MAX_LIVE_CLIENTS); try again later, or poll.",
            f"实时连接数已达上限（{most}，见 MAX_LIVE_CLIENTS），请稍后再试，或改用轮询",
        )


class IdempotencyKeyReused(TrainyardError):
    status, code = 422, "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key came with another request before; take a new key for a new request.",
            "该 Idempotency-Key 已用于另一个请求，请为新请求使用新的键",
        )


class DatabaseUnreachable(TrainyardError):
    """A business database that does not answer; the sentence names it without its password."""

    status, code = 422, "database_unreachable"


class DirectoryUnavailable(TrainyardError):
    """``TRAINING_DATA_DIR`` cannot be written."""

    status, code = 503, "directory_unavailable"


class StoreUnavailable(TrainyardError):
    """The vector store cannot be made where it is to be."""

    status, code = 503, "store_unavailable"


class BusUnavailable(TrainyardError):
    status, code = 503, "bus_unavailable"

    def __init__(
        self, en: str = "The database of Trainyard does not answer; try again in a moment.", zh: str | None = None
    ) -> None:
        super().__init__(en, zh or "Trainyard 的数据库暂时没有响应，请稍后再试")
