"""A street to test on: people speak, the clock moves, and every message must have been expected.

The database is a real SQLite file, the transport a scripted one, the clock moved by hand. `crash()` throws away
whatever is not on disk and starts again.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlmodel import col, select

from bot.config import load_settings
from bot.core import Core
from handlers import enrol
from handlers.messages import IncomingMessage, MessageType, OutgoingMessage, SendError
from handlers.office import Understanding
from handlers.settings import Settings
from nlp.local import Local
from nlp.model import Quote
from nlp.reader import Reader, load_reader
from scheduler import sweep
from scheduler.calendar import work_calendar
from storage import requests
from storage.engine import Store
from storage.migrate import upgrade
from storage.tables import Community, Kind, OutboxEntry, Person, Priority, ServiceRequest
from tests import watch

CONFIG = Path(__file__).parent.parent / "config.yaml"
ZONE = ZoneInfo("Asia/Shanghai")
START = "2026-07-13 09:30"
"""A Monday in working hours."""

_houses: dict[str, Path] = {}
_idle: list[Store] = []
"""Stores that no street lives on: each has put its statements into SQL already, which takes long."""
_readers: dict[tuple[str, ...], Reader] = {}


def shipped_reader(spots: tuple[str, ...] = ()) -> Reader:
    """The shipped rules, read once for all tests."""
    if spots not in _readers:
        _readers[spots] = load_reader(Local(spots))
    return _readers[spots]


def moved_in(settings: Settings, transport: str) -> Path:
    """A database in which the directory's people live already, made once for all tests."""
    name = f"{transport}:{settings.directory!r}"
    if name not in _houses:
        _houses[name] = Path(tempfile.mkdtemp(prefix="louzhang-")) / "house.db"
        store = Store(_houses[name], durable=False)
        upgrade(store.writer)
        with store.write() as session:
            enrol.enrol(session, settings.directory, transport)
        store.close()
    return _houses[name]


def store_with(house: Path) -> Store:
    """A store of one's own, with a copy of a house in it."""
    store = _idle.pop() if _idle else Store(Path(tempfile.mkdtemp(prefix="louzhang-")) / "world.db", durable=False)
    shutil.copy(house, store.path)
    return store


def local(text: str) -> datetime:
    """ "07-13 09:30" (2026) or "2026-07-13 09:30" as an aware moment."""
    full = text if text.count("-") > 1 else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=ZONE).astimezone(UTC)


def demo_settings(**changes: Any) -> Settings:
    """The shipped configuration, with changes."""
    return _shipped_settings().model_copy(update=changes)


_shipped_settings = cache(partial(load_settings, CONFIG))


@dataclass(slots=True)
class Heard:
    """A message the bot sent."""

    at: datetime
    chat: str
    group: bool
    text: str
    why: str
    kind: str | None
    no: int | None
    mentions: tuple[str, ...]
    key: int
    priority: Priority
    at_night: bool
    expected: bool = False

    def __str__(self) -> str:
        where = self.chat if self.group else f"→{self.chat}"
        return f"{self.at.astimezone(ZONE):%m-%d %H:%M:%S} {where} [{self.why}] {self.text}"


@dataclass
class World:
    """One community, its database file and its clock."""

    start: str = START
    settings: Settings = field(default_factory=demo_settings)
    transport: str = "replay"
    heard: list[Heard] = field(default_factory=list)
    reader: Understanding | None = None
    """Who understands the words; the shipped rules unless a test wants them heard otherwise."""
    failing: dict[str, SendError] = field(default_factory=dict)
    """Chat → the error that a message to it meets."""
    holds_its_tongue: bool = False
    """Nothing is sent for a while."""
    _next_doors: str = ""
    """Whom to ask instead, with a phone: officials give it to be passed on (不受理 12 归燃气公司 电话…)."""

    def __post_init__(self) -> None:
        self.now = local(self.start)
        self._count = 0
        self.store = store_with(moved_in(self.settings, self.transport))
        self._open()
        with self.core._office(self.now) as office:
            sweep.plan_routines(office)

    def _open(self) -> None:
        reader = self.reader or shipped_reader(self.settings.words.spots)
        calendar = work_calendar(self.settings)
        self.core = Core(self.store, self.settings, calendar, reader, self.transport, log=self._logged)

    # --- people speak ------------------------------------------------------------------------------------------------

    def says(self, who: str, text: str, *, room: str | None = None, **more: Any) -> str:
        """Somebody speaks in a group: their own building's unless named ("3栋" or a full name). Returns the id."""
        return self._hear(who, text, room=self.room_name(room or self.home(who)), **more)

    def whispers(self, who: str, text: str, **more: Any) -> str:
        """Somebody writes to the bot in private. Returns the message's id."""
        return self._hear(who, text, room=None, **more)

    def recalls(self, who: str, message_id: str, *, room: str | None = None) -> None:
        """Somebody takes back a message of theirs in their group."""
        self.says(who, "", room=room, type=MessageType.RECALL, of=message_id)

    def _hear(
        self,
        who: str,
        text: str,
        *,
        room: str | None,
        message_id: str | None = None,
        quote: str | None = None,
        **more: Any,
    ) -> str:
        self._count += 1
        message_id = message_id or f"m{self._count}"
        bot = self.settings.bot_name
        self._next_doors += text if "不受理" in text else ""
        message = IncomingMessage(
            transport=self.transport,
            id=message_id,
            chat=room or who,
            sender=who,
            nickname=who,
            at=self.now,
            group=room is not None,
            text=text,
            quote=Quote(text=quote, sender=bot) if quote else None,
            mentions_bot=f"@{bot}" in text,
            **more,
        )
        self.core.receive([message], self.now)
        self._settle()
        return message_id

    def home(self, who: str) -> str:
        """The building somebody lives in or heads."""
        for person in self.settings.directory.people:
            if person.name == who:
                units = [post.unit for post in person.posts if post.unit.startswith("b")]
                return f"{(person.household or units[0].lstrip('b')).partition('-')[0]}栋"
        raise AssertionError(f"{who} is in no directory: name a room")

    @staticmethod
    def room_name(room: str) -> str:
        """3栋 → 3栋邻居群."""
        return f"{room}邻居群" if room.endswith("栋") else room

    # --- time passes -------------------------------------------------------------------------------------------------

    def advance(self, **by: float) -> None:
        """Let time pass: hours=2, minutes=5, days=1."""
        self.until(self.now + timedelta(**by))

    def until(self, moment: str | datetime) -> None:
        """Let time pass until a moment, everything due on the way done at its own time."""
        to = local(moment) if isinstance(moment, str) else moment
        while (due := self.core.next_due()) is not None and due <= to:
            self.now = max(due, self.now)
            self._settle()
        self.now = to

    def _settle(self) -> None:
        while self._is_due() and self._do_what_is_due():
            pass
        self.check_invariant()

    def _is_due(self) -> bool:
        due = self.core.next_due()
        return due is not None and due <= self.now

    def _do_what_is_due(self) -> int:
        return self.core.wake(self.now) + (0 if self.holds_its_tongue else self.core.send(self.now, self._deliver))

    def _deliver(self, message: OutgoingMessage) -> str:
        if message.chat in self.failing:
            raise self.failing[message.chat]
        self._watch(message)
        kind = message.kind.value if message.kind else None
        with self.store.read() as session:
            entry = session.get(OutboxEntry, message.key)
            at_night = entry is not None and entry.at_night
        self.heard.append(
            Heard(
                message.at, message.chat, message.group, message.text, message.why, kind, message.no, message.mentions,
                message.key, message.priority, at_night,
            )
        )  # fmt: skip
        return f"s{len(self.heard)}"

    @staticmethod
    def _logged(action: str, **fields: object) -> None:
        """The log holds nobody's number."""
        assert not list(watch.personal_in(f"{action} {fields}")), f"{action} {fields}"

    def _watch(self, message: OutgoingMessage) -> None:
        """Nobody's number is said anywhere, nobody's door and no reporter's name in a group."""
        found = list(watch.personal_in(message.text, self._next_doors))
        if message.group:
            found += watch.too_much_for_a_group(message.text, self._doors, self._reporter(message))
        assert not found, f"{message.chat} hears {found}: {message.text}"

    def _reporter(self, message: OutgoingMessage) -> str | None:
        if message.kind is not Kind.REQUEST or message.no is None:
            return None
        return self._name(self.request(message.no).reporter_id)

    @cached_property
    def _doors(self) -> list[str]:
        return [one.household for one in self.settings.directory.people if one.household]

    def dies_sending(self, who: str, text: str) -> None:
        """Somebody speaks; the process dies with its answers handed over, or not: nobody knows."""
        self.holds_its_tongue = True
        self.says(who, text)
        self.holds_its_tongue = False
        assert self.core.claim(self.now)
        self.crash()

    def crash(self) -> None:
        """The process dies; what is on disk is all there is."""
        self.store.close()
        self._open()
        self.core.start(self.now)

    def twin(self) -> Self:
        """The same street once more, as it stands on disk."""
        twin = type(self)(start=self.start, settings=self.settings, transport=self.transport)
        for street in (self, twin):
            street.store.close()
        shutil.copy(self.store.path, twin.store.path)
        twin.now, twin._count = self.now, self._count
        twin.crash()
        return twin

    def close(self) -> None:
        """Everybody moves out."""
        self.store.close()
        shutil.rmtree(self.store.path.parent)
        self.store.path.parent.mkdir()
        _idle.append(self.store)

    # --- what was heard ----------------------------------------------------------------------------------------------

    def expect(self, who: str, *words: str, why: str | None = None, no: int | None = None) -> Heard:
        """A message not expected before: to a person in private, or to a group ("3栋"), holding all the words."""
        chat = self.room_name(who)
        for one in self.heard:
            fits = not one.expected and one.chat == chat and all(word in one.text for word in words)
            if fits and (why is None or one.why == why) and (no is None or one.no == no):
                one.expected = True
                return one
        raise AssertionError(f"nothing to {who} with {words} why={why} no={no}; heard:\n{self.story()}")

    def expect_nothing(self, *, besides: str | None = None) -> None:
        """Nobody heard anything that was not expected (`besides` one chat)."""
        left = [one for one in self.heard if not one.expected and one.chat != besides]
        assert not left, "unexpected:\n" + "\n".join(map(str, left))

    def forget(self) -> None:
        """What was heard so far is not what this test is about."""
        for one in self.heard:
            one.expected = True

    def story(self) -> str:
        """Everything that was heard, for a failing test's message."""
        return "\n".join(f"{'✓' if one.expected else ' '} {one}" for one in self.heard)

    # --- what is on disk ---------------------------------------------------------------------------------------------

    def request(self, no: int) -> ServiceRequest:
        """The request of a number, as it stands on disk: the first community's that has one."""
        with self.store.read() as session:
            communities = session.exec(select(Community.id).order_by(col(Community.id)))
            found = next((one for which in communities if (one := requests.by_no(session, no, which or 0))), None)
            assert found is not None, f"no request #{no}"
            session.expunge(found)
            return found

    def due(self, no: int) -> str:
        """When a request is next due, on the wall: "07-13 10:30"."""
        moment = self.request(no).next_due_at
        assert moment is not None, f"#{no} is never due"
        return f"{moment.astimezone(ZONE):%m-%d %H:%M}"

    def told(self, who: str, *words: str) -> list[Heard]:
        """Everything a person or group was told that holds all the words, expected or not."""
        chat = self.room_name(who)
        return [one for one in self.heard if one.chat == chat and all(word in one.text for word in words)]

    def events(self, no: int) -> list[str]:
        """The acts that were done to a request, in order."""
        with self.store.read() as session:
            return [event.act for event in requests.events(session, self.request(no).id or 0)]

    def owner(self, no: int) -> str | None:
        """Whose turn it is."""
        return self._name(self.request(no).owner_id)

    def assignee(self, no: int) -> str | None:
        """Who has it in hand."""
        return self._name(self.request(no).assignee_id)

    def _name(self, person_id: int | None) -> str | None:
        with self.store.read() as session:
            person = session.get(Person, person_id) if person_id else None
            return person.name if person else None

    def check_invariant(self) -> None:
        """Open: one owner and one next due time. Ended: neither."""
        with self.store.read() as session:
            forgotten = [one.no for one in requests.forgotten(session)]
        assert not forgotten, f"open and forgotten, or ended and still due: {forgotten}"
