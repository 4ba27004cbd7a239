"""What to do when a run has failed, by the code of its error: (Chinese, English). docs/errors.md says more."""

from __future__ import annotations

from server.answers import Sentence

ELSE: Sentence = (
    "请查看该步骤的日志，排除原因后从失败步骤恢复",
    "Look at the log of the step; when the reason is gone, resume from there.",
)
_ADVICE: dict[str, Sentence] = {
    "step_timeout": (
        "步骤用时超过限制：请增大该步骤的 timeout_minutes，或减少数据量后恢复",
        "The step took longer than it may: raise its timeout_minutes, or give it less to do, then resume.",
    ),
    "required_file_missing": (
        "请检查前面的步骤是否生成了所需文件，或将文件上传到任务目录后恢复",
        "See whether an earlier step left the file, or upload it into the task's directory, then resume.",
    ),
    "output_file_missing": (
        "步骤已结束但没有生成应有的文件：请检查命令及 output_files 的文件名模式",
        "The step ended without its files: check what it runs, and the patterns of its output_files.",
    ),
    "connection_refused": (
        "对方没有响应：请确认该服务已启动，且地址和端口正确",
        "Nothing listens there: is the service running, are address and port right?",
    ),
    "http_status": (
        "对方返回了意外的状态码：请查看日志中的响应内容，检查请求或 expected_status",
        "The other side answered with another status: see its answer in the log, check the request or expected_status.",
    ),
    "step_crashed": (
        "步骤进程异常结束（可能内存不足）：请查看日志末尾",
        "The process of the step ended by itself (out of memory?): see the end of the log.",
    ),
    "executor_died": (
        "执行进程已不存在：恢复后从未完成的步骤继续",
        "The executor is gone: resume, what was completed stays.",
    ),
    "executor_stopped": (
        "执行进程被停止（例如关机）：恢复即可继续",
        "The executor was stopped (a shutdown?): resume and it goes on.",
    ),
    "never_started": (
        "执行进程未能启动：请查看任务目录中的 .executor.out",
        "No executor came up: .executor.out in the task's directory says why.",
    ),
}


def suggestion(code: str | None) -> Sentence:
    """What helps with an error of that code, as far as anybody can say."""
    return _ADVICE.get(code or "", ELSE)
