from __future__ import annotations

from pathlib import Path

import pytest

from bus.settings import ROOT, SettingError, Settings, read_settings


def test_read_settings__nothing_need_be_set() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert settings.home == ROOT / ".trainyard"
    assert settings.training_data == ROOT / "training_data"
    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 8084, "")


def test_read_settings__empty_counts_as_unset() -> None:
    assert read_settings({"PORT": "", "HOST": ""}) == Settings()


def test_read_settings__takes_what_is_given(tmp_path: Path) -> None:
    given = {
        "PORT": "9000",
        "TRAINYARD_HOME": str(tmp_path),
        "CORS_ORIGINS": "http://a, ,http://b",
        "UPLOAD_LIMIT_MB": "2",
    }
    settings = read_settings(given)
    assert (settings.port, settings.home, settings.upload_limit_bytes) == (9000, tmp_path, 2 * 1024 * 1024)
    assert settings.cors_origins == ["http://a", "http://b"]


def test_training_data__absolute_or_below_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Settings(training_data_text="x/y").training_data == ROOT / "x" / "y"
    assert Settings(training_data_text=str(tmp_path / "z")).training_data == tmp_path / "z"


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "٨", "9" * 20])
def test_numbers__a_wrong_one_is_named(value: str) -> None:
    with pytest.raises(SettingError, match="RETENTION_DAYS"):
        _ = read_settings({"RETENTION_DAYS": value}).retention_days


def test_repr__tells_no_secret() -> None:
    secret = "hunter2"
    url = f"postgresql://a:{secret}@b/c"
    settings = Settings(database_url=url, vector_database_url=url, jwt_secret=secret, secret_key=secret)
    assert secret not in repr(settings)


def test_python_step_modules__always_those_that_come_along() -> None:
    assert Settings().python_step_modules == ["data_pipeline.steps", "examples"]
    assert Settings(python_step_modules_text="a.b, ,c").python_step_modules[2:] == ["a.b", "c"]
