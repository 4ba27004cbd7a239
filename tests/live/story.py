"""A task whose story the test tells, as an executor would: through the tables, whose triggers make the events."""

from __future__ import annotations

from bus import events, tasks, workflows
from bus.db import Connection, execute, transaction
from bus.rows import Event

CHANGE = "UPDATE tasks SET status = %(status)s WHERE task_id = %(task_id)s"
BEGIN_STEP = """
INSERT INTO executions (execution_id, task_id, step, first_step, status, started_at, host, heartbeat_at)
VALUES (%(task_id)s || '_' || %(step)s, %(task_id)s, %(step)s, %(step)s, 'running', now(), 'elsewhere', now())"""
ADVANCE = """
UPDATE executions SET progress = %(progress)s, progress_message = %(message)s
WHERE task_id = %(task_id)s AND step = %(step)s"""
END_STEP = """
UPDATE executions SET status = 'completed', completed_at = now() WHERE task_id = %(task_id)s AND step = %(step)s"""
LOG = """
INSERT INTO logs (task_id, position, logged_at, level, logger, message)
SELECT %(task_id)s, (SELECT count(*) FROM logs WHERE task_id = %(task_id)s) + number, now(), %(level)s, 'engine',
       %(message)s || ' ' || number
FROM generate_series(1, %(lines)s) AS number"""


class Story:
    """One task, pending at first."""

    def __init__(self, bus: Connection) -> None:
        self._bus = bus
        workflow = workflows.active(bus, "data_pipeline")
        with transaction(bus):
            self.task_id = tasks.free_id(bus, "task_20250627_143052")
            new = tasks.NewTask(workflow.version_id, "data_workflow", {})
            tasks.create(bus, self.task_id, new, f"./training_data/{self.task_id}")

    def status(self, status: str) -> None:
        """In the words of the bus."""
        self._do(CHANGE, status=status)

    def step(self, step: str, advances: int = 1) -> None:
        """A step from beginning to end: an event each, and one for every advance."""
        self._do(BEGIN_STEP, step=step)
        for number in range(advances):
            self._do(ADVANCE, step=step, progress=(number + 1) / (advances + 1), message=f"part {number}")
        self._do(END_STEP, step=step)

    def log(self, message: str, level: str = "INFO", lines: int = 1) -> None:
        self._do(LOG, message=message, level=level, lines=lines)

    def whole(self) -> None:
        """From the start to the end: ten events."""
        self.status("running")
        self.step("ddl_generation", 3)
        self.step("qa_generation", 1)
        self.status("completed")

    @property
    def events(self) -> list[Event]:
        """What the table says."""
        return events.after(self._bus, self.task_id, 0, 100_000)

    @property
    def ids(self) -> list[int]:
        return [event.id for event in self.events]

    def path(self, rest: str) -> str:
        return f"/api/tasks/{self.task_id}/{rest}"

    def _do(self, statement: str, **values: object) -> None:
        execute(self._bus, statement, values | {"task_id": self.task_id})
