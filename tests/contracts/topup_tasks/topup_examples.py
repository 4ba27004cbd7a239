"""The examples of the topup specification about tasks, word by word; ``1`` is the task's id there."""

from __future__ import annotations

from typing import Any

CREATE: dict[str, Any] = {
    "user_id": "user123",
    "workflow_name": "topup_standard_workflow",
    "task_name": "处理250624日期数据",
    "parameters": {"date_param": "250624", "submit_job": True, "max_wait_minutes": 25},
}
CREATED: dict[str, Any] = {"success": True, "task_id": 1, "status": "pending", "message": "任务创建成功"}

LIST = "/api/tasks?user_id=user123&status=running&limit=10&offset=0"
LISTED: dict[str, Any] = {"success": True, "tasks": [], "total": 100, "page": 1}

DETAIL = "/api/tasks/{task_id}"
DETAILED: dict[str, Any] = {
    "success": True,
    "task": {
        "id": 1,
        "user_id": "user123",
        "workflow_name": "topup_standard_workflow",
        "task_name": "处理250624日期数据",
        "status": "running",
        "progress_percentage": 45,
        "current_step": "step3_1",
        "created_at": "2025-02-23T10:00:00Z",
        "started_at": "2025-02-23T10:01:00Z",
        "estimated_completion_time": "2025-02-23T12:30:00Z",
    },
}

EXECUTIONS = "/api/tasks/{task_id}/executions"
EXECUTED: dict[str, Any] = {
    "success": True,
    "executions": [
        {
            "step_name": "step1_1",
            "step_display_name": "第一次作业提交并检查结果文件",
            "status": "success",
            "start_time": "2025-02-23T10:01:00Z",
            "end_time": "2025-02-23T10:25:30Z",
            "duration_seconds": 1470,
        }
    ],
}

OUTPUTS = "/api/tasks/{task_id}/executions/{execution_id}/outputs"
LEFT: dict[str, Any] = {
    "success": True,
    "outputs": [
        {
            "output_type": "root_file",
            "output_path": "/path/to/file.root",
            "file_size_bytes": 1024000,
            "content_type": "root",
        }
    ],
}

PAUSE = "/api/tasks/{task_id}/pause"
PAUSED: dict[str, Any] = {"success": True, "message": "任务已暂停"}
RESUME = "/api/tasks/{task_id}/resume"
RESUMED: dict[str, Any] = {"success": True, "message": "任务已恢复"}
CANCEL = "/api/tasks/{task_id}/cancel"
CANCELLED: dict[str, Any] = {"success": True, "message": "任务已取消"}

LOGS = "/api/tasks/{task_id}/logs?level=error&limit=100"
LOGGED: dict[str, Any] = {"success": True, "logs": []}

# What the tables of the specification say of a step's record, an output and a log line.
EXECUTION_FIELDS = {
    "id", "step_name", "step_display_name", "step_order", "status", "start_time", "end_time", "duration_seconds",
    "retry_count", "output_summary", "error_details",
}  # fmt: skip
OUTPUT_FIELDS = {
    "id", "execution_id", "output_type", "output_path", "file_size_bytes", "file_hash", "content_type", "metadata",
    "created_at",
}  # fmt: skip
LOG_FIELDS = {"id", "level", "message", "timestamp", "source"}
LEVELS = {"info", "warning", "error", "debug"}

ADDRESSES = [
    ("post", "/api/tasks"),
    ("get", "/api/tasks"),
    *[("get", f"/api/tasks/{{task_id}}{end}") for end in ("", "/executions", "/logs", "/progress", "/outputs")],
    ("get", OUTPUTS),
    *[("post", f"/api/tasks/{{task_id}}/{end}") for end in ("start", "pause", "resume", "retry", "cancel", "stop")],
    *[("get", "/api/users/{user_id}/preferences"), ("put", "/api/users/{user_id}/preferences")],
]
