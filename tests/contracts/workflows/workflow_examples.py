"""The examples of the specifications about workflows, word by word; ``1`` is the workflow's id there."""

from __future__ import annotations

from typing import Any

# The workflow service: what it says to verify with.
CREATE = """
curl -X POST http://localhost:8000/api/v1/workflows \\
  -H "Content-Type: application/json" \\
  -d '{"name": "test-workflow", "description": "测试工作流"}'
"""
ADD_TASK = """
curl -X POST http://localhost:8000/api/v1/workflows/1/tasks \\
  -H "Content-Type: application/json" \\
  -d '{"name": "http-task", "task_type": "HTTP", "config": {"url": "http://httpbin.org/get"}}'
"""
RUN = """
curl -X POST http://localhost:8000/api/v1/workflows/1/run
"""
RUNS = """
curl http://localhost:8000/api/v1/workflows/1/runs
"""

# Topup: its workflow interface.
LIST = "/api/workflows"
LISTED: dict[str, Any] = {"success": True, "workflows": []}
DETAIL = "/api/workflows/{workflow_id}"
DETAILED: dict[str, Any] = {
    "success": True,
    "workflow": {"id": 1, "name": "topup_standard_workflow", "version": "1.0.0", "steps": []},
}
CUSTOM: dict[str, Any] = {"name": "custom_workflow", "description": "自定义工作流", "steps": []}

# The run button.
EXECUTE: dict[str, Any] = {"parameters": {}}
EXECUTING: dict[str, Any] = {
    "success": True,
    "execution_id": "task_20250223_100000",
    "status": "running",
    "message": "",
}
STATE: dict[str, Any] = {"success": True, "execution_id": "", "status": "", "progress": 100, "logs": []}
STOPPED: dict[str, Any] = {"success": True, "execution_id": "", "status": "", "message": ""}
