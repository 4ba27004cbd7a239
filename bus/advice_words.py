"""The sentences of ``bus.advice``, English and Chinese; in braces the fields of a Failure."""

from __future__ import annotations

Words = tuple[str, str]

REFUSED: Words = (
    "The connection was refused by {connection}: is it running? Check it with `trainyard connections test"
    " {connection}`.",
    "{connection} 拒绝连接：数据库是否正在运行？可用 `trainyard connections test {connection}` 检查",
)
DATABASE: Words = (
    "Check {connection} with `trainyard connections test {connection}`; when it answers, resume the task.",
    "请用 `trainyard connections test {connection}` 检查 {connection}，连接正常后恢复任务即可",
)
UNNAMED_DATABASE: Words = (
    "Is the database running, and are address, user and password right? Under a name (`trainyard connections add`) it"
    " can be tried by `trainyard connections test NAME`.",
    "数据库是否正在运行，地址、用户和密码是否正确？用 `trainyard connections add` 命名后，可用 `trainyard connections"
    " test 名称` 检查",
)
SIGNALLED: Words = (
    "Something outside ended the process by signal {signal}: see the log of the machine.",
    "进程被外部以信号 {signal} 终止，请查看系统日志",
)

# By what the error's own sentence says, whatever its code.
BY_MESSAGE: list[tuple[str, Words]] = [
    (
        r"no space left on device|ENOSPC|disk quota exceeded|设备上没有空间",
        (
            "The disk is full: make room below TRAINING_DATA_DIR (`trainyard cleanup` removes old tasks), then resume"
            " the task.",
            "磁盘已满：请清理 TRAINING_DATA_DIR 所在的磁盘（`trainyard cleanup` 可删除旧任务），然后恢复任务",
        ),
    ),
    (
        r"\bMemoryError\b|cannot allocate memory|out of memory",
        (
            "There was not enough memory (the step's peak: {memory}): give the machine more, or the step less to do"
            " at once.",
            "内存不足（步骤峰值 {memory}）：请增加内存，或减少步骤一次处理的数据量",
        ),
    ),
    (
        r"ModuleNotFoundError|No module named",
        (
            "A package is missing where the executors run: install it in the server's own environment.",
            "执行环境中缺少 Python 包，请在服务器所用的环境中安装",
        ),
    ),
]

# By how the process ended; below 0 by a signal.
BY_EXIT: dict[int, Words] = {
    126: (
        "The program is there but may not be executed: check its permissions (chmod +x) and its first line (#!).",
        "程序存在但无法执行，请检查其权限（chmod +x）和首行（#!）",
    ),
    127: (
        "The program was not found: is it installed where the executors run, and in their PATH?",
        "找不到程序：执行环境中是否已安装，且在 PATH 中？",
    ),
    -6: (
        "The program gave up by itself (abort): the lines before that in the log say why.",
        "程序自行中止（abort），原因见日志中此前的内容",
    ),
    -9: (
        "It was killed, most likely for want of memory (its peak: {memory}): see `dmesg`, give the machine more"
        " memory, or the step less to do at once.",
        "进程被强制终止，很可能是内存不足（峰值 {memory}）：请查看 `dmesg`，增加内存或减少步骤一次处理的数据量",
    ),
    -11: (
        "The program broke in native code (segmentation fault): update the library that it uses, and try again.",
        "程序在本地代码中崩溃（段错误），请更新所用的库后重试",
    ),
    -15: (
        "Somebody or something outside asked the process to end (SIGTERM): a shutdown of the machine or a kill."
        " Resume the task.",
        "进程被外部要求结束（SIGTERM），例如关机或 kill，恢复任务即可",
    ),
}

BY_CODE: dict[str, Words] = {
    "step_crashed": (
        "The last lines of the step in the log say more: `trainyard tasks logs {task_id} --step {step}`.",
        "步骤的最后几行日志会说明原因: `trainyard tasks logs {task_id} --step {step}`",
    ),
    "step_failed": (
        "The trace is in the log: `trainyard tasks logs {task_id} --step {step}`.",
        "错误堆栈见日志: `trainyard tasks logs {task_id} --step {step}`",
    ),
    "step_timeout": (
        "Raise `timeout_minutes` of step {step}, or see in the log what it waited for: `trainyard tasks logs"
        " {task_id} --step {step}`.",
        "请调大步骤 {step} 的 `timeout_minutes`，或在日志中查看它在等待什么: `trainyard tasks logs {task_id} --step"
        " {step}`",
    ),
    "task_timeout": (
        "Raise `execution.timeout_minutes` of the workflow, then resume: completed steps are not done again.",
        "请调大工作流的 `execution.timeout_minutes` 后恢复任务，已完成的步骤不会重做",
    ),
    "required_file_missing": (
        "See whether the step that makes the file ran, and whether the name in `required_files` is the one that it"
        " writes; files of your own are put into the task's directory.",
        "请检查生成该文件的步骤是否已执行，以及 `required_files` 中的文件名是否一致；自备的文件请放入任务目录",
    ),
    "output_file_missing": (
        "The step ended well without writing it: compare the pattern in `output_files` of step {step} with what lies"
        " in the task's directory, or set `required` to false there.",
        "步骤正常结束但没有写出该文件：请对照任务目录检查步骤 {step} 的 `output_files`，或将其 `required` 设为 false",
    ),
    "cannot_start": (
        "Is the program installed where the executors run, in their PATH and executable? A relative path counts from"
        " the task's directory.",
        "执行环境中是否已安装该程序、在 PATH 中且可执行？相对路径从任务目录算起",
    ),
    "subtask_failed": (
        "Look at the sub-task that the error names; when its cause is gone, resume this task.",
        "请查看错误中提到的子任务，排除原因后恢复本任务",
    ),
    "connection_refused": (
        "Is the service running, on that port, and may the machine of the executors reach it? Try it there with curl.",
        "服务是否正在该端口运行，执行进程所在的机器能否访问？可在该机器上用 curl 试一下",
    ),
    "connection_lost": (
        "If it happens again, see the log of the other side, and raise `retry_count` of step {step}.",
        "如再次发生，请查看对方的日志，并调大步骤 {step} 的 `retry_count`",
    ),
    "name_not_resolved": (
        "Try `getent hosts NAME` on the machine of the executors: another answer there than on yours is its name"
        " server's.",
        "请在执行进程所在的机器上运行 `getent hosts 主机名`；如与本机结果不同，请检查其 DNS 设置",
    ),
    "http_timeout": (
        "Raise `timeout_seconds` of step {step}, or let the service do the work later and ask for it with another"
        " step.",
        "请调大步骤 {step} 的 `timeout_seconds`，或改为异步处理并在后续步骤中查询结果",
    ),
    "http_status": (
        "If this status is a good answer, name it in `expected_status` of step {step}; if it passes by itself, give"
        " the step a `retry_count`.",
        "若该状态码属正常，请加入步骤 {step} 的 `expected_status`；若只是暂时的，请为步骤设置 `retry_count`",
    ),
    "executor_died": (
        "Resume the task: what was completed stays, and the run goes on from the failed step. If it happens again,"
        " see `dmesg` for want of memory.",
        "恢复任务即可：已完成的步骤保留，从失败的步骤继续；如再次发生，请在 `dmesg` 中查看是否内存不足",
    ),
    "executor_stopped": (
        "Resume the task: what was completed stays, and the run goes on from the step that was stopped.",
        "恢复任务即可：已完成的步骤保留，从被停止的步骤继续",
    ),
    "never_started": (
        "See `.executor.out` in the task's directory and the server's log: often there is no memory or no process"
        " left.",
        "请查看任务目录中的 `.executor.out` 和服务器日志，常见原因是内存或进程数不足",
    ),
    "engine_failed": (
        "The trace is in `.executor.out` in the task's directory; when its cause is gone, resume the task.",
        "错误堆栈见任务目录中的 `.executor.out`，排除原因后恢复任务",
    ),
    "bus_unavailable": (
        "See whether Trainyard's own database runs: `trainyard db status`.",
        "请检查 Trainyard 自身的数据库是否正在运行: `trainyard db status`",
    ),
    "connection_not_found": (
        "Name the database first: `trainyard connections add NAME -`; `trainyard connections list` shows those there"
        " are.",
        "请先用 `trainyard connections add 名称 -` 添加数据库连接，`trainyard connections list` 可查看已有的连接",
    ),
    "table_not_readable": (
        "As the owner of the table: GRANT SELECT ON it TO the user of the connection.",
        "请以表的所有者执行 GRANT SELECT，将权限授予该连接的用户",
    ),
    "database_busy": (
        "Wait until the other work on the database has ended, then resume the task.",
        "请等待数据库上的其他操作结束后恢复任务",
    ),
}
