from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest

from bus import tasks, workflows
from bus.db import Connection, connect
from bus.errors import BusUnavailable
from bus.new_tasks import CONFIG_FILE, new_task
from bus.settings import Settings
from tests.cutting_proxy import CuttingProxy


@pytest.mark.parametrize("answered", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("at", range(1, 9))
def test_new_task__a_session_that_breaks_leaves_no_row_without_its_directory(
    bus: Connection, settings: Settings, at: int, answered: bool
) -> None:
    """The last statement is COMMIT: where only its answer is lost, the task is there, and whole."""
    new = tasks.NewTask(workflows.active(bus, "data_pipeline").version_id, "data_workflow", {})
    assert settings.database_url
    with closing(CuttingProxy(settings.database_url, at, answered=answered)) as proxy:
        try:
            with closing(connect(proxy.url)) as session:
                with new_task(session, settings, new):
                    pass
                assert not proxy.cut  # before the session is closed, which the proxy may cut as well
        except (psycopg2.OperationalError, psycopg2.InterfaceError, BusUnavailable):
            assert proxy.cut
    for task in tasks.page(bus, tasks.Filter(), limit=10, offset=0)[0]:
        assert (settings.training_data / task.task_id / CONFIG_FILE).exists()
