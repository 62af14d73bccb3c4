"""A real building: people come in by invitation, and each is who they are."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta

from aiohttp import web

from bot.loopback import is_loopback
from bot.web.cast import Cast
from bot.web.desk import Desk
from bot.web.invitations import hashed, plain_code
from bot.web.pace import Pace
from bot.web.security import is_https
from bot.web.texts import Refused
from bot.web.viewers import Viewer
from scheduler.clock import Clock
from storage import invitations as queries

COOKIE, COOKIE_BEHIND_TLS = "louzhang", "__Host-louzhang"
"""The second can be set by nobody but this very host over TLS."""
TOKEN_BYTES = 32
SESSION = timedelta(days=90)
PROLONG_AFTER = timedelta(days=1)


class LiveDoor:
    """Knows people by the cookie of their session. Nobody without one gets further than the door."""

    def __init__(self, desk: Desk, cast: Cast, clock: Clock) -> None:
        self._desk = desk
        self._cast = cast
        self._clock = clock
        self._tries = Pace(10, 600)
        self._words_of = Pace(20, 60)
        self._words_from = Pace(120, 60)

    async def who(self, request: web.BaseRequest) -> Viewer | None:
        """Whose session the cookie is; the session of somebody who left the directory opens nothing."""
        token = request.cookies.get(cookie_name(request))
        if not token:
            return None
        now, token_hash = self._clock.now(), hashed(token)
        session = await self._desk.read(lambda tx: queries.session_of(tx, token_hash, now))
        persona = self._cast.people.get(session.account) if session else None
        if session is None or persona is None:
            return None
        if now - session.seen_at > PROLONG_AFTER:
            await self._desk.write(lambda tx: queries.prolong(tx, token_hash, now, now + SESSION))
        return Viewer({persona.account: persona}, persona.chats)

    def pace(self, request: web.BaseRequest, account: str) -> None:
        """Count something said; raises `Refused` when it is too much."""
        self._words_of.take(account)
        self._words_from.take(peer(request))

    async def come_in(self, request: web.Request) -> web.StreamResponse:
        """Use a code up and begin a session; raises `Refused` for a wrong one, and after too many of them.

        Right ones are not counted: a whole building may come in from behind one address.
        """
        self._tries.check(peer(request))
        code_hash, now = hashed(plain_code(await _code(request))), self._clock.now()
        account = await self._desk.write(lambda tx: queries.use(tx, code_hash, now))
        if account is None or account not in self._cast.people:
            self._tries.take(peer(request))
            raise Refused("bad_code")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        await self._desk.write(lambda tx: queries.open_session(tx, account, hashed(token), now, now + SESSION))
        answer = web.json_response({"known": True})
        answer.set_cookie(
            cookie_name(request), token, max_age=int(SESSION.total_seconds()), httponly=True, samesite="Lax",
            secure=is_https(request),
        )  # fmt: skip
        return answer


def cookie_name(request: web.BaseRequest) -> str:
    """What the session's cookie is called on this line."""
    return COOKIE_BEHIND_TLS if is_https(request) else COOKIE


def peer(request: web.BaseRequest) -> str:
    """The address that asks. Behind a proxy on this machine, the one that the proxy saw."""
    remote = request.remote or ""
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return seen if seen and is_loopback(remote) else remote


async def _code(request: web.Request) -> str:
    try:
        code = json.loads(await request.text())["code"]
    except (ValueError, TypeError, KeyError) as wrong:
        raise Refused("bad_code") from wrong
    return code if isinstance(code, str) else ""
