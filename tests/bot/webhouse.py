"""A building on the page for tests: a real database, a real server, a clock that stands, and a core that listens."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from aiohttp import ClientWebSocketResponse, ClientWSTimeout
from aiohttp.test_utils import TestClient, TestServer

from bot.config import load_settings
from bot.web.cast import cast_of
from bot.web.history import StoredHistory
from bot.web.invitations import make_invitation
from bot.web.pictures import Album
from bot.web.server import make_app
from bot.web.transport import WebTransport
from handlers.messages import IncomingMessage, OutgoingMessage
from handlers.settings import Settings
from scheduler.clock import FixedClock
from storage.engine import Store
from storage.migrate import upgrade
from storage.tables import Priority

SETTINGS = load_settings(Path(__file__).parents[2] / "config.yaml")
LIVE = SETTINGS.model_copy(update={"mode": "live"})
START = datetime(2026, 7, 13, 8, 0, tzinfo=UTC)
"""Monday, 16:00 in the building."""
ROOM = "3栋邻居群"
CLOSING = ClientWSTimeout(ws_close=0.1)
"""Who leaves does not wait for the page's goodbye: it may be handing in what was said."""


@dataclass(kw_only=True)
class WebHouse:
    """The page of one building."""

    transport: WebTransport
    client: TestClient[Any, Any]
    clock: FixedClock
    folder: Path
    heard: list[IncomingMessage] = field(default_factory=list)
    moved: list[datetime] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    @asynccontextmanager
    async def page(self, since: int | None = None) -> AsyncIterator[PageLine]:
        """A browser that opens the page, or comes back having everything up to `since`."""
        headers = {"Origin": self.origin}
        async with self.client.ws_connect("/talk", headers=headers, timeout=CLOSING) as socket:
            line = PageLine(socket)
            await line.send(type="hello", since=since)
            line.welcome = await line.next("welcome")
            line.history = await line.next("history")
            yield line

    async def post(self, path: str, body: bytes = b"", **query: str) -> tuple[int, dict[str, Any]]:
        """POST as the page does."""
        answer = await self.client.post(path, params=query, data=BytesIO(body), headers={"Origin": self.origin})
        return answer.status, await answer.json()

    async def bot_says(
        self, text: str, chat: str = ROOM, *, key: int = 1, mentions: tuple[str, ...] = ()
    ) -> str | None:
        """The core sends a message."""
        return await self.transport.send(
            OutgoingMessage(
                key=key, transport="web", chat=chat, group=chat == ROOM, text=text, mentions=mentions,
                kind=None, no=None, why="ack", priority=Priority.NORMAL, at=self.clock.now(),
            )
        )  # fmt: skip

    async def invitation(self, account: str) -> str:
        """A code for somebody."""
        now = self.clock.now()
        return await self.transport.history.desk.write(lambda tx: make_invitation(tx, account, now))

    async def come_in(self, code: str) -> int:
        """Type a code at the door; the status of the answer."""
        return (await self.post("/come-in", json.dumps({"code": code}).encode()))[0]

    def wait(self, **span: float) -> None:
        """Time passes."""
        self.clock.set(self.clock.now() + timedelta(**span))


@dataclass
class PageLine:
    """The WebSocket of an open page."""

    socket: ClientWebSocketResponse
    welcome: dict[str, Any] = field(default_factory=dict)
    history: dict[str, Any] = field(default_factory=dict)

    async def send(self, **frame: Any) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def next(self, kind: str) -> dict[str, Any]:
        """The next frame, which must be of that type."""
        frame: dict[str, Any] = json.loads(await self.socket.receive_str(timeout=20))
        assert frame["type"] == kind, frame
        return frame

    async def say(self, sender: str, text: str, chat: str = ROOM, **more: Any) -> dict[str, Any]:
        """Somebody says something; returns the message as the page shows it."""
        message_id = more.pop("id", None) or secrets.token_hex(16)
        await self.send(type="say", id=message_id, chat=chat, text=text, **{"as": sender}, **more)
        shown: dict[str, Any] = (await self.next("message"))["message"]
        assert (await self.next("accepted"))["id"] == message_id
        return shown

    async def refusal(self, **frame: Any) -> str:
        """Send what cannot be done; returns the sentence."""
        await self.send(**frame)
        return str((await self.next("refused"))["sentence"])


@asynccontextmanager
async def web_house(folder: Path, settings: Settings = SETTINGS, *, listening: bool = True) -> AsyncIterator[WebHouse]:
    """Open the page on the database in `folder`; the core's ears can be left closed."""
    path = folder / "louzhang.db"
    store = Store(path)
    upgrade(store.writer)
    store.close()
    clock, history, cast = FixedClock(START), StoredHistory(Store(path)), cast_of(settings.directory)
    transport = WebTransport(history=history, cast=cast, clock=clock, album=Album(folder / "photos"))
    moved: list[datetime] = []

    async def advance(to: datetime) -> None:
        moved.append(to)
        clock.set(to)

    client = TestClient(TestServer(make_app(transport, settings, clock, advance)))
    house = WebHouse(transport=transport, client=client, clock=clock, folder=folder, moved=moved)
    ears = asyncio.create_task(_listen(house)) if listening else None
    async with client:
        if ears:
            await transport._listening.wait()
        yield house
    if ears:
        ears.cancel()
        with suppress(asyncio.CancelledError):
            await ears
    history.close()


async def _listen(house: WebHouse) -> None:
    async def intake(message: IncomingMessage) -> None:
        house.heard.append(message)

    await house.transport.receive(intake)
