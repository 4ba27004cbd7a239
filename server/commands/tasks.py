"""``trainyard tasks``: the same words as the API, without a server."""

from __future__ import annotations

from server.commands.lazy import LazyGroup

tasks = LazyGroup(
    "tasks",
    {
        "create": ("task_start:create", "Create a task."),
        "execute": ("task_start:execute", "Execute a task, or one step of it."),
        "start": ("task_control:start", "Start a task, all of it."),
        "pause": ("task_control:pause", "Let the running steps of a task end, and nothing new start."),
        "resume": ("task_control:resume", "Go on with what is not done of a task."),
        "retry": ("task_control:retry", "Run a failed task anew."),
        "list": ("task_show:list_tasks", "List tasks, the newest first."),
        "show": ("task_show:show", "Show a task."),
        "logs": ("task_show:show_logs", "Show the log of a task."),
        "files": ("task_files:files", "List the files of a task, or fetch them."),
        "notifications": ("task_notifications:show_notifications", "Show who was told of a task."),
        "cancel": ("task_end:cancel", "Cancel a task: what runs is ended within seconds."),
        "delete": ("task_end:delete", "Delete a task with its files."),
    },
    help="Create, execute and watch tasks. No server is needed for it.",
)
