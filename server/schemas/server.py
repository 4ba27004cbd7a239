"""The server itself: logging in, and how it is."""

from __future__ import annotations

from pydantic import Field
from typing_extensions import TypedDict

from server.schemas.fields import Name, Request


class Login(Request):
    username: Name
    password: str = Field(max_length=1000)


class Token(TypedDict):
    success: bool
    token: str
    expires_at: str


class Health(TypedDict):
    status: str
    version: str
    database: str
    dispatcher: str
    running: int
    queued: int
