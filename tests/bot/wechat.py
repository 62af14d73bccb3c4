"""A real Wechaty gateway on loopback and a transport linked to it, for tests."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pytest

from bot.wechaty import Gateway, Happening, Pace, WechatyTransport, What
from handlers.messages import IncomingMessage, OutgoingMessage
from scheduler.clock import SystemClock
from storage.tables import Priority
from tests.processes import free_port

HOME = Path(__file__).parent.parent / "gateway"
TOKEN = "a-token-nobody-may-read"
BOT = "bot-wxid"
QUICK = Pace(
    first_wait=0.02,
    longest_wait=0.2,
    deadline=1.0,
    ding_after=0.3,
    dong_within=0.8,
    echo_within=0.4,
    names_within=0.5,
    straggler=0.1,
    retries=(0.05, 0.1, 0.2),
)


class GatewayProcess:
    """The Node process: its own port, a world file that survives restarts, and the control port as methods."""

    def __init__(self, home: Path, *flags: str) -> None:
        self.port = free_port()
        self._flags = flags
        self._world = home / "world.json"
        self._log = home / "gateway.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._control = 0

    def start(self) -> Self:
        """Start it and wait until it listens."""
        command = ["node", str(HOME / "gateway.mjs"), "--grpc", f"127.0.0.1:{self.port}", "--control", "127.0.0.1:0"]
        command += ["--token", TOKEN, "--world", str(self._world), "--parent-pid", str(os.getpid()), *self._flags]
        quiet = {**os.environ, "WECHATY_LOG": "silent", "NODE_NO_WARNINGS": "1"}
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=quiet, cwd=HOME)
        self._control = self._read_port(self._process)
        return self

    def _read_port(self, process: subprocess.Popen[bytes]) -> int:
        while process.poll() is None:
            for line in self._log.read_text().splitlines():
                if line.startswith("READY "):
                    return int(json.loads(line[6:])["control"])
            time.sleep(0.02)
        raise AssertionError(f"the gateway did not start: {self._log.read_text()[-2000:]}")

    def kill(self) -> None:
        """As when the machine loses power."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def set_world(self, world: Mapping[str, Any]) -> None:
        """Other people and rooms at the next start."""
        self._world.write_text(json.dumps(world), encoding="utf-8")

    def freeze(self) -> None:
        """It keeps its sockets and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def address(self, token: str = TOKEN, **more: str) -> Gateway:
        """How a transport finds it."""
        return Gateway(host="127.0.0.1", port=self.port, token=token, **more)

    async def do(self, what: str, **body: Any) -> Any:
        """POST to the control port."""
        return await asyncio.to_thread(self._ask, what, json.dumps(body).encode())

    async def get(self, what: str) -> Any:
        """GET from the control port."""
        return await asyncio.to_thread(self._ask, what, None)

    def _ask(self, what: str, body: bytes | None) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._control}/{what}", body, timeout=30) as answer:
            return json.load(answer)

    async def says(self, who: str, text: str, room: str = "", **more: Any) -> str:
        """Somebody says something in a room, or to the bot in private."""
        where = {"room": room} if room else {"to": BOT}
        return str((await self.do("say", **{"from": who}, text=text, **where, **more))["id"])

    async def sent(self) -> list[dict[str, Any]]:
        """The texts the bot sent."""
        return [one for one in await self.get("sent") if one["method"] == "messageSendText"]


def need_node() -> None:
    """Without Node there is no gateway: skipped at a desk, failed in CI."""
    if shutil.which("node") and (HOME / "node_modules").is_dir():
        return
    if os.environ.get("CI"):
        pytest.fail("Node and tests/gateway are missing: run make test, which installs them")
    pytest.skip("needs Node 18 and npm ci --ignore-scripts in tests/gateway")


def world_of(people: Mapping[str, str], rooms: Mapping[str, str]) -> dict[str, Any]:
    """People and rooms (id → name) where everybody and the bot are in every room."""
    ids = [BOT, *people]
    return {
        "contacts": [{"id": BOT, "name": "楼管家"}, *({"id": one, "name": name} for one, name in people.items())],
        "rooms": [{"id": room, "topic": topic, "memberIdList": ids} for room, topic in rooms.items()],
    }


@contextmanager
def running(home: Path, *flags: str, world: Mapping[str, Any] | None = None) -> Iterator[GatewayProcess]:
    """A gateway for a while, with people and rooms as `world_of` makes them."""
    need_node()
    if world is not None:
        (home / "world.json").write_text(json.dumps(world), encoding="utf-8")
    gateway = GatewayProcess(home, *flags)
    try:
        yield gateway.start()
    finally:
        with suppress(AssertionError, ProcessLookupError):
            gateway.thaw()
        gateway.kill()


@dataclass
class Phone:
    """A linked transport and all that came out of it."""

    transport: WechatyTransport
    messages: asyncio.Queue[IncomingMessage] = field(default_factory=lambda: asyncio.Queue(20))
    happenings: list[Happening] = field(default_factory=list)
    gaps: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    async def message(self) -> IncomingMessage:
        """The next message."""
        return await asyncio.wait_for(self.messages.get(), 20)

    async def until(self, true: Callable[[], bool], seconds: float = 20) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not true():
                await asyncio.sleep(0.005)

    async def happening(self, what: What) -> Happening:
        """The next happening of a kind; it is taken."""
        await self.until(lambda: any(one.what is what for one in self.happenings))
        found = next(one for one in self.happenings if one.what is what)
        self.happenings.remove(found)
        return found

    async def linked(self) -> None:
        """Wait until it hears."""
        await self.until(lambda: self.transport.hearing.hears)

    async def deaf(self) -> None:
        """Wait until it hears nothing."""
        await self.until(lambda: not self.transport.hearing.hears)


def make_phone(address: Gateway, pace: Pace = QUICK, **more: Any) -> Phone:
    """A transport whose every output is kept."""
    phone: Phone

    async def on_happening(happening: Happening) -> None:
        phone.happenings.append(happening)

    async def on_gap(since: datetime, until: datetime | None) -> None:
        phone.gaps.append((since, until))

    listeners = {"on_happening": on_happening, "on_gap": on_gap, **more}
    transport = WechatyTransport(address, clock=SystemClock(), pace=pace, **listeners)
    phone = Phone(transport)
    return phone


@asynccontextmanager
async def phone_at(address: Gateway, pace: Pace = QUICK, **more: Any) -> AsyncIterator[Phone]:
    """A linked transport for a while; what ended it is raised at the end."""
    phone = make_phone(address, pace, **more)
    task = asyncio.create_task(phone.transport.receive(phone.messages.put))
    try:
        await phone.linked()
        yield phone
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


_keys = iter(range(1, 1_000_000))


def line(chat: str, text: str, *, mentions: tuple[str, ...] = (), key: int | None = None) -> OutgoingMessage:
    """A message for `send`."""
    return OutgoingMessage(
        key=key or next(_keys),
        transport="wechaty",
        chat=chat,
        group=chat.endswith("@chatroom"),
        text=text,
        mentions=mentions,
        kind=None,
        no=None,
        why="test",
        priority=Priority.NORMAL,
        at=datetime.now(UTC),
    )
