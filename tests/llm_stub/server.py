"""An OpenAI-compatible endpoint on loopback that answers from the prompt's data block, and fails as it is told to."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.llm_stub.answers import answer_to, mistaken

# What the transport gets wrong, and what the answer gets wrong (tests.llm_stub.answers has the rest).
TRANSPORT = (
    "429", "429_date", "500", "503", "408", "slow", "trickle", "reset", "cut_off", "prose", "fenced", "think", "empty",
    "not_json", "no_schema", "no_json_object", "no_temperature", "401", "404", "giant", "invalid_utf8", "no_usage",
    "list_answer", "302",
)  # fmt: skip
CONTENT = (
    "wrong_names", "shuffled", "duplicates", "missing", "unknown_fields", "injected", "wrong_slots", "markup",
    "foreign_sql",
)  # fmt: skip
KEY = "sk-stub-0f1e2d3c4b5a"


@dataclass
class Stub:
    """What it is told to do, and what it was asked. Each request meets at most one of the ``faults``."""

    url: str = ""
    faults: tuple[str, ...] = ()
    share: float = 1.0  # of the requests that meet a fault
    most: int = 10**9  # requests that do, at all
    slow_seconds: float = 1.0
    delay_seconds: float = 0.0  # before each answer
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    requests: list[dict[str, Any]] = field(default_factory=list)  # the payloads, in the order they came
    keys: set[str | None] = field(default_factory=set)  # of the Authorization headers
    met: dict[str, int] = field(default_factory=dict)  # how often each fault struck
    lock: threading.Lock = field(default_factory=threading.Lock)

    def environment(self, **more: str) -> dict[str, str]:
        """What makes a run ask this endpoint."""
        return {"LLM_BASE_URL": self.url, "LLM_MODEL": "stub", "LLM_API_KEY": KEY, **more}

    def next_fault(self) -> str:
        with self.lock:
            struck = sum(self.met.values()) < self.most and self.faults and self.chance.random() < self.share
            fault = self.chance.choice(self.faults) if struck else ""
            if fault:
                self.met[fault] = self.met.get(fault, 0) + 1
            return fault


@contextmanager
def serving() -> Iterator[Stub]:
    """A running stub; gone at the end of the block."""
    stub = Stub()

    class Serve(_Serve):
        told = stub

    server = _Server(("127.0.0.1", 0), Serve)
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """Clients that break off are what is being tested."""


class _Serve(BaseHTTPRequestHandler):
    told: Stub
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Nothing on the terminal."""

    def do_POST(self) -> None:
        payload = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.told.lock:
            self.told.requests.append(payload)
            self.told.keys.add(self.headers.get("Authorization"))
        fault = self.told.next_fault()
        time.sleep(self.told.delay_seconds)
        if self.path != "/v1/chat/completions":
            self._send(404, b"{}")
        elif fault not in TRANSPORT or not self._fail(fault, payload):
            content = answer_to(payload)
            read = len(json.dumps(payload["messages"])) // 4
            self._complete(mistaken(content, fault) if fault in CONTENT else content, fault, read)

    def _fail(self, fault: str, payload: dict[str, Any]) -> bool:
        """Answer wrongly as a whole; False where the answer is only dressed otherwise."""
        kind = payload.get("response_format", {}).get("type", "text")
        refused = {"no_schema": kind == "json_schema", "no_json_object": kind != "text",
                   "no_temperature": "temperature" in payload}  # fmt: skip
        if fault in refused:
            if refused[fault]:
                what = "temperature" if fault == "no_temperature" else "response_format"
                self._send(400, json.dumps({"error": {"message": f"{what} is not supported; key {KEY}"}}).encode())
            return refused[fault]
        if fault in ("slow", "trickle"):
            self._dawdle(fault)
        elif fault == "reset":
            self.connection.shutdown(2)
            self.close_connection = True
        elif fault in ("429", "429_date"):
            self._send(429, b"{}", {"Retry-After": "0.05" if fault == "429" else formatdate(time.time(), usegmt=True)})
        elif fault in ("500", "503", "408", "401", "404"):
            self._send(int(fault), json.dumps({"error": {"message": f"Incorrect API key: {KEY}"}}).encode())
        elif fault == "302":
            self._send(302, b"", {"Location": self.told.url + "/chat/completions"})
        elif fault == "giant":
            self._send(200, b" " * 6_000_000 + b"{}")
        elif fault == "invalid_utf8":
            self._send(200, b'{"choices": [{"message": {"content": "\xff\xfe"}}]}')
        elif fault == "list_answer":
            self._send(200, b'["no", {"chat": "completion"}]')
        else:
            return False
        return True

    def _dawdle(self, fault: str) -> None:
        """Too late, or byte by byte for ever."""
        self.close_connection = True
        try:
            if fault == "slow":
                time.sleep(self.told.slow_seconds)
                return
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            for _ in range(int(self.told.slow_seconds / 0.02)):
                self.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            return

    def _complete(self, content: Any, fault: str, read: int = 1) -> None:
        text, reason = json.dumps(content, ensure_ascii=False), "stop"
        if fault == "cut_off":
            text, reason = text[: len(text) // 2], "length"
        dressed = {
            "prose": f"Sure! Here is what {{you}} asked for:\n{text}\nI hope that helps {{a lot}}.",
            "fenced": f"```json\n{text}\n```",
            "think": f'<think>Perhaps {{"sql": "DROP TABLE x"}}? No: {{"tables": [], "columns": []}}</think>\n{text}',
            "empty": "",
            "not_json": "I cannot do that.",
        }
        text = dressed.get(fault, text)
        body: dict[str, Any] = {
            "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": reason}],
            "usage": {"prompt_tokens": read, "completion_tokens": len(text) // 4},
        }
        if fault == "no_usage":
            del body["usage"]
        self._send(200, json.dumps(body).encode())

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # whoever asked has gone
