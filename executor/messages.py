"""The engine's own lines in a task's log, and the reasons it gives for an end, in the language of the task."""

from __future__ import annotations

from typing import Any

_LINES = {
    "start": ("开始执行: {what}", "execution started: {what}"),
    "step": ("[{step}] 开始执行步骤", "[{step}] step started"),
    "cleaned": ("[{step}] 已清理旧文件 {count} 个", "[{step}] removed {count} files of an earlier run"),
    "skipped": ("[{step}] 已跳过", "[{step}] skipped"),
    "retry": (
        "[{step}] {reason}；{seconds} 秒后重试（第 {number}/{most} 次）",
        "[{step}] {reason} Trying again in {seconds} s ({number}/{most})",
    ),
    "completed": ("[{step}] 步骤完成", "[{step}] step completed"),
    "failed": ("[{step}] 步骤失败: {reason}", "[{step}] step failed: {reason}"),
    "cancelled": ("[{step}] {reason}", "[{step}] {reason}"),
    "timeout": ("[{step}] {reason}", "[{step}] {reason}"),
    "stopped_cancel": ("已取消", "Cancelled."),
    "stopped_timeout": ("步骤超时，已终止", "The step ran out of time and was ended."),
    "stopped_timeout_at": ("步骤超时，已终止（{last}）", "The step ran out of time and was ended ({last})."),
    "stopped_deadline": ("任务超过时限，已终止", "The task ran out of time and was ended."),
    "stopped_shutdown": ("执行进程被要求停止", "The executor was told to stop."),
    "engine_failed": (
        "执行进程自身出错: {reason}",
        "The executor itself failed: {reason}",
    ),
    "event_too_large": (
        "步骤 {step} 的结果过大，请改为写入文件",
        "The result of step {step} is too large; write it to a file.",
    ),
    "crashed_exit": (
        "步骤 {step} 的进程异常结束，退出码 {code}",
        "The process of step {step} ended with exit code {code}.",
    ),
    "crashed_signal": (
        "步骤 {step} 的进程被信号 {code} 终止",
        "The process of step {step} was ended by signal {code}.",
    ),
    "awaiting": ("仍在等待: {files}", "still waiting for: {files}"),
    "answered": ("{status}，用时 {seconds:.3f} 秒", "{status} in {seconds:.3f} s"),
    "end_paused": ("执行已暂停", "execution paused"),
    "going_on": ("继续执行", "execution goes on"),
    "frozen": ("已立即暂停，步骤进程已冻结", "paused at once: the processes of the steps stand still"),
    "condition": ("[{step}] 条件不满足，已跳过", "[{step}] skipped: its conditions do not hold"),
    "jumped": ("[{step}] 已跳过", "[{step}] skipped: the run goes on behind it"),
    "changed": ("参数已修改: {names}", "changed parameters: {names}"),
    "required_missing": (
        "步骤 {step} 需要的文件不存在: {names}",
        "Step {step} needs files that are not there: {names}.",
    ),
    "output_missing": (
        "步骤 {step} 没有生成应有的文件: {names}",
        "Step {step} did not leave the files that it must: {names}.",
    ),
    "cannot_start": ("步骤 {step} 无法启动: {reason}", "Step {step} cannot be started: {reason}."),
    "removed": ("[{step}] 已清理临时文件 {count} 个", "[{step}] removed {count} temporary files"),
    "end_completed": ("执行完成", "execution completed"),
    "end_failed": ("执行失败: {reason}", "execution failed: {reason}"),
    "end_cancelled": ("执行已取消", "execution cancelled"),
    "end_timeout": ("执行超时", "execution timed out"),
}


def as_sentence(reason: str, language: str | None) -> str:
    """A reason as another sentence may follow it: what it ends with is often a program's last line."""
    plain = reason.rstrip()
    if language != "en":
        return plain.rstrip("。.；;，,")
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def say(key: str, language: str | None, **values: Any) -> str:
    """The sentence ``key`` in Chinese, or in English for the language ``en``."""
    return _LINES[key][language == "en"].format(**values)
