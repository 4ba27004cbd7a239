"""The log lines of a task: tail, following, filters, pages."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from house import V0, data_of, refusal

from bus import logs
from bus.db import Connection
from bus.log_file import LogLine

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


@pytest.fixture
def lines(bus: Connection, task_id: str) -> None:
    """Twenty lines: every fifth of each level, two steps in turn, one a second."""
    made = [
        LogLine(
            number * 100,
            datetime(2025, 6, 27, 14, 30, number),
            LEVELS[number % 5],
            "ddl_generation" if number % 2 else "qa_generation.draft",
            f"开始处理表 {number} 100% 'quoted'",
        )
        for number in range(20)
    ]
    logs.copy(bus, task_id, [(None, line) for line in made])


def numbers(data: dict[str, list[dict[str, str]]]) -> list[int]:
    return [int(row["message"].split()[1]) for row in data["logs"]]


@pytest.mark.usefixtures("lines")
class TestLogs:
    def test_list__newest_in_reading_order(self, client: FlaskClient, task_id: str) -> None:
        data = data_of(client.get(f"{V0}/tasks/{task_id}/logs?limit=3"))
        assert numbers(data) == [17, 18, 19]
        assert data["total"] == 20
        row = data["logs"][0]
        assert (row["timestamp"], row["level"]) == ("2025-06-27T14:30:17", "WARNING")
        assert (row["step_name"], row["message"]) == ("ddl_generation", "开始处理表 17 100% 'quoted'")

    def test_list__level_is_a_lower_bound_and_comes_before_the_limit(self, client: FlaskClient, task_id: str) -> None:
        data = data_of(client.get(f"{V0}/tasks/{task_id}/logs?level=error&limit=3"))
        assert numbers(data) == [14, 18, 19]
        assert data["total"] == 8

    def test_list__following(self, client: FlaskClient, task_id: str) -> None:
        first = data_of(client.get(f"{V0}/tasks/{task_id}/logs?after_id=0&limit=15"))
        assert numbers(first) == list(range(15))
        rest = data_of(client.get(f"{V0}/tasks/{task_id}/logs?after_id={first['logs'][-1]['id']}"))
        assert numbers(rest) == list(range(15, 20))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("step=qa_generation", list(range(0, 20, 2))),
            ("step_name=ddl_generation&level=CRITICAL", [9, 19]),
            ("search=表 1 ", [1]),
            ("search=QUOTED&level=critical", [4, 9, 14, 19]),
            ("search=100%25", list(range(20))),
            ("search=' OR 1=1 --", []),
        ],
    )
    def test_list__filters(self, client: FlaskClient, task_id: str, query: str, found: list[int]) -> None:
        data = data_of(client.get(f"{V0}/tasks/{task_id}/logs?{query}"))
        assert (numbers(data), data["total"]) == (found, len(found))

    def test_query__page(self, client: FlaskClient, task_id: str) -> None:
        body = {"page": 2, "page_size": 3, "level": "ERROR", "sort_order": "asc"}
        data = data_of(client.post(f"{V0}/tasks/{task_id}/logs/query", json=body))
        assert numbers(data) == [9, 13, 14]
        assert data["pagination"] == {"page": 2, "page_size": 3, "total": 8, "total_pages": 3}

    def test_query__newest_first_by_default(self, client: FlaskClient, task_id: str) -> None:
        data = data_of(client.post(f"{V0}/tasks/{task_id}/logs/query", json={"page_size": 2, "keyword": "QUOTED"}))
        assert numbers(data) == [19, 18]

    def test_query__time_range(self, client: FlaskClient, task_id: str) -> None:
        body = {"start_time": "2025-06-27T14:30:05", "end_time": "2025-06-27 14:30:07", "sort_order": "asc"}
        assert numbers(data_of(client.post(f"{V0}/tasks/{task_id}/logs/query", json=body))) == [5, 6, 7]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("level=LOUD", "level"),
        ("limit=0", "limit"),
        ("limit=10001", "limit"),
        ("limit=ten", "limit"),
        ("after_id=-1", "after_id"),
    ],
)
def test_list__wrong(client: FlaskClient, task_id: str, query: str, field: str) -> None:
    response = client.get(f"{V0}/tasks/{task_id}/logs?{query}")
    assert refusal(response) == (422, "invalid_input")
    assert response.get_json()["details"][0]["field"] == field


def test_list__unknown_task(client: FlaskClient) -> None:
    assert refusal(client.get(f"{V0}/tasks/task_20200101_000000/logs")) == (404, "task_not_found")
    assert refusal(client.post(f"{V0}/tasks/task_20200101_000000/logs/query")) == (404, "task_not_found")
