"""Who asks, and what they may do. Without JWT_SECRET the server listens on loopback only and everybody is an admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from bus.errors import Forbidden, Unauthenticated
from bus.settings import Settings
from bus.users import Role

ALGORITHM = "HS256"


@dataclass(frozen=True, slots=True)
class Caller:
    """``name`` is None where nobody needs to log in, and on the command line."""

    name: str | None
    role: Role

    def require(self, role: Role) -> None:
        """Forbidden unless the caller has that role or a higher one."""
        if self.role < role:
            raise Forbidden(
                f"This needs the role {role.name}; yours is {self.role.name}.",
                f"需要 {role.name} 角色，当前角色为 {self.role.name}",
            )

    def require_self(self, user_id: str | None) -> None:
        """Forbidden for the name of somebody else, but for admins; None = whoever asks."""
        if user_id not in (None, self.name) and self.role < Role.admin:
            raise Forbidden(
                f"You are {self.name}; only an admin may speak for {user_id}.",
                f"当前用户为 {self.name}，只有管理员可以代表 {user_id} 操作",
            )


ANYBODY = Caller(None, Role.admin)


def issue(settings: Settings, username: str, role: str) -> tuple[str, datetime]:
    """A signed token with the claims sub, role and exp, and the moment (UTC) at which it expires."""
    expires_at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=settings.token_hours)
    claims = {"sub": username, "role": role, "exp": expires_at}
    return jwt.encode(claims, settings.jwt_secret, algorithm=ALGORITHM), expires_at


def caller_of(settings: Settings, authorization: str | None) -> Caller:
    """Whoever sent that Authorization header; Unauthenticated."""
    if not settings.jwt_secret:
        return ANYBODY
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated(
            "Log in at POST /api/auth/login and send the token as Authorization: Bearer <token>.",
            "请先通过 POST /api/auth/login 登录，并以 Authorization: Bearer <token> 发送令牌",
        )
    try:
        claims = jwt.decode(
            token.strip(), settings.jwt_secret, algorithms=[ALGORITHM], options={"require": ["sub", "role", "exp"]}
        )
        return Caller(claims["sub"], Role[claims["role"]])
    except jwt.ExpiredSignatureError:
        raise Unauthenticated("The token has expired; log in again.", "令牌已过期，请重新登录") from None
    except (jwt.InvalidTokenError, KeyError, TypeError):
        raise Unauthenticated("The token is not valid; log in again.", "令牌无效，请重新登录") from None
