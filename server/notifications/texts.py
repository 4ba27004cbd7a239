"""What an e-mail says, in Chinese or English by the task's language."""

from __future__ import annotations

from bus.log_file import clean
from bus.notifications import Notification

_EVENTS = {
    "started": ("已开始", "has started"),
    "completed": ("已完成", "has completed"),
    "failed": ("失败", "has failed"),
    "paused": ("已暂停", "is paused"),
    "resumed": ("已继续", "goes on"),
    "cancelled": ("已取消", "was cancelled"),
}
_SUBJECT = ("[Trainyard] 任务 {task_id} {event}（{workflow}）", "[Trainyard] Task {task_id} {event} ({workflow})")
_TEXT = (
    "任务 {task_id} {event}。\n\n工作流: {workflow} {version}\n进度: {progress}%\n时间: {timestamp}\n",
    "Task {task_id} {event}.\n\nWorkflow: {workflow} {version}\nProgress: {progress} %\nTime: {timestamp}\n",
)
_ERROR = ("错误: {message}（{code}）\n", "Error: {message} ({code})\n")
_LONGEST_SUBJECT = 200  # characters


def subject(one: Notification) -> str:
    """One line without control characters, whatever the workflow is called."""
    return clean(_said(_SUBJECT, one)).replace("\t", " ")[:_LONGEST_SUBJECT]


def text(one: Notification) -> str:
    """The message itself."""
    code, message = one.content["error_code"], one.content["error_message"]
    error = _ERROR[one.language == "en"].format(message=message or "", code=code or "-") if code or message else ""
    return _said(_TEXT, one) + error


def _said(sentence: tuple[str, str], one: Notification) -> str:
    english = one.language == "en"
    return sentence[english].format(
        task_id=one.task_id,
        event=_EVENTS[one.event][english],
        workflow=one.content["workflow"],
        version=one.content["workflow_version"],
        progress=one.content["progress"],
        timestamp=one.content["timestamp"],
    )
