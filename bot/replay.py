"""`louzhang replay`: the whole product on a recorded chat, with a clock that jumps from due time to due time."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.core import Core, Log
from bot.single import hold_alone
from bot.understanding import CommunityReader
from handlers.errors import LouzhangError
from handlers.messages import IncomingMessage, MessageType, OutgoingMessage
from handlers.settings import DirectoryEntry, Settings
from nlp.jsonlines import read_object
from nlp.model import Quote
from nlp.normalise import whole
from scheduler.calendar import work_calendar
from storage import requests
from storage.engine import Store
from storage.migrate import upgrade

TRANSPORT = "replay"
PROGRESS_EVERY = 500
YEARS = range(2000, 2100)
"""What a recorded chat can be from; anything else is a slip of the pen, and the clock is not sent there."""


class BrokenLine(Exception):
    """A line that cannot be played; the reason is one sentence."""


@dataclass(slots=True)
class Stage:
    """Where the play takes place: the core, the time, and the output."""

    core: Core
    settings: Settings
    out: TextIO
    err: TextIO
    now: datetime | None = None
    unknown_rooms: set[str] = field(default_factory=set)
    forgotten: set[int | None] = field(default_factory=set)
    """Requests for which the invariant did not hold at some step."""
    rooms: frozenset[str] = field(init=False)
    """The groups of the directory."""
    accounts: dict[str, str] = field(init=False)
    """Name → account, for those who carry an account and share their name with nobody."""
    names: dict[str, str] = field(init=False)
    """The same the other way round: people are named as in the directory."""

    def __post_init__(self) -> None:
        directory = self.settings.directory
        self.rooms = frozenset(room.name for room in directory.rooms)
        self.accounts = _accounts(directory)
        self.names = {account: name for name, account in self.accounts.items()}


def _accounts(directory: DirectoryEntry) -> dict[str, str]:
    shared = Counter(person.name for person in directory.people)
    return {one.name: one.account for one in directory.people if one.account and shared[one.name] == 1}


def replay(
    path: Path,
    settings: Settings,
    db: Path | None,
    until: datetime | None,
    strict: bool = False,
    stdout: TextIO = sys.stdout,
    stderr: TextIO = sys.stderr,
    progress: bool = False,
) -> int:
    """Play a file of JSON lines; returns the exit code. The same input gives the same output.

    Raises LouzhangError at a broken line where it is `strict`, and when a service runs on the database.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = db or Path(folder) / "replay.db"
        store = Store(file, durable=db is not None)
        try:
            upgrade(store.writer)
            with hold_alone(file):
                return _play(path, settings, store, until, strict, stdout, stderr, progress)
        finally:
            store.close()


def _play(
    path: Path,
    settings: Settings,
    store: Store,
    until: datetime | None,
    strict: bool,
    stdout: TextIO,
    stderr: TextIO,
    progress: bool,
) -> int:
    core = Core(store, settings, work_calendar(settings), CommunityReader(settings), TRANSPORT, log=_teller(stderr))
    stage = Stage(core, settings, stdout, stderr)
    with path.open("rb") as source:
        for number, raw in enumerate(source, start=1):
            try:
                _line(stage, raw, number)
            except BrokenLine as broken:
                said = f"第{number}行 (line {number}): {broken}"
                if strict:
                    raise LouzhangError(f"{path}, {said}; mend it, or leave --strict out.") from None
                stderr.write(f"{said}; it is skipped\n")
            if progress and number % PROGRESS_EVERY == 0:
                stderr.write(f"\r{number}")
                stderr.flush()
    if until is not None:
        _begin(stage, until)
        advance(stage, until)
    if progress:
        stderr.write("\n")
    return 1 if stage.forgotten else 0


def _teller(stderr: TextIO) -> Log:
    """What the core logs, in a line each: never silence for the operator."""

    def log(action: str, **fields: object) -> None:
        stderr.write(f"{action} " + " ".join(f"{name}={value}" for name, value in fields.items()) + "\n")

    return log


def _line(stage: Stage, raw: bytes, number: int) -> None:
    """Play one line: first everything due up to its time, then the line itself."""
    if not raw.strip():
        return
    line = _read(raw)
    at = _moment(line)
    if stage.now is not None and at < stage.now:
        raise BrokenLine("it is earlier than the line before")
    message = None if line.get("tick") else _message(stage, line, at, number)
    _begin(stage, at)
    advance(stage, at)
    if message is not None:
        stage.core.receive([message], at)
        settle(stage, at)


def _begin(stage: Stage, at: datetime) -> None:
    """The clock starts at the first line, or where an earlier play on this database left something due."""
    if stage.now is None:
        due = stage.core.next_due()
        stage.now = min(at, due) if due else at
        stage.core.start(stage.now)
        _look_for_forgotten(stage, stage.now)


def advance(stage: Stage, to: datetime) -> None:
    """Do everything due up to `to`, each at its own time; at one instant due work comes first."""
    while (due := stage.core.next_due()) is not None and due <= to:
        stage.now = max(due, stage.now or due)
        settle(stage, stage.now)
    stage.now = max(to, stage.now or to)


def settle(stage: Stage, now: datetime) -> None:
    """Wake and send until nothing more can happen at this instant."""
    moved = stage.core.has_moved
    while _is_due(stage, now) and stage.core.wake(now) + stage.core.send(now, lambda message: _say(stage, message)):
        moved = True
    if moved:
        _look_for_forgotten(stage, now)


def _look_for_forgotten(stage: Stage, now: datetime) -> None:
    """The invariant, after every step but chatter: what is open has one owner and one next due time, what has ended neither."""
    with stage.core.store.read() as session:
        forgotten = [one for one in requests.forgotten(session) if one.id not in stage.forgotten]
    for one in forgotten:
        stage.forgotten.add(one.id)
        moment = now.astimezone(stage.settings.time_zone).isoformat(timespec="seconds")
        stage.err.write(
            f"{moment}: #{one.no} is {one.status} with owner {one.owner_id} and next due time {one.next_due_at}; "
            "an open request needs both, so its building needs a head, a grid lead or a community worker in the "
            "directory; one that has ended has neither\n"
        )


def _is_due(stage: Stage, now: datetime) -> bool:
    due = stage.core.next_due()
    return due is not None and due <= now


def _say(stage: Stage, message: OutgoingMessage) -> None:
    where = {"room": message.chat} if message.group else {"to": stage.names.get(message.chat, message.chat)}
    about = {"kind": message.kind.value, "no": message.no} if message.kind else None
    spoken: dict[str, Any] = {
        "at": message.at.astimezone(stage.settings.time_zone).isoformat(timespec="seconds"),
        **where,
        "text": message.text,
        **({"mentions": [stage.names.get(one, one) for one in message.mentions]} if message.group else {}),
        "about": about,
        "why": message.why,
    }
    stage.out.write(json.dumps(spoken, ensure_ascii=False) + "\n")


def _read(raw: bytes) -> dict[str, Any]:
    try:
        return read_object(raw)
    except ValueError as wrong:
        raise BrokenLine(str(wrong)) from None


def _moment(line: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(line["at"])
    except (KeyError, TypeError, ValueError):
        raise BrokenLine('it has no "at" like 2026-07-13T16:00:00+08:00') from None
    if at.tzinfo is None:
        raise BrokenLine('its "at" has no offset like +08:00')
    if at.year not in YEARS:
        raise BrokenLine(f'its "at" is in the year {at.year}')
    return at.astimezone(UTC)


def _message(stage: Stage, line: dict[str, Any], at: datetime, number: int) -> IncomingMessage | None:
    """The message of a line; None for a room that gets silence."""
    name, room, text = _text(line, "sender"), _text(line, "room"), _text(line, "text")
    if name is None or not name.strip():
        raise BrokenLine('it has no "sender"')
    mentions, bot = _mentions(line), stage.settings.bot_name
    sender = stage.accounts.get(name, name)
    message = IncomingMessage(
        transport=TRANSPORT,
        id=_id(line, "id") or f"line-{number}-{at:%Y%m%d%H%M%S}",
        chat=sender if room is None else room,
        sender=sender,
        nickname=name,
        at=at,
        group=room is not None,
        text=text or "",
        type=_type(line),
        of=_id(line, "of"),
        quote=_quote(line),
        mentions=tuple(name for name in mentions if name != bot),
        mentions_bot=bot in mentions or f"@{bot}" in (text or ""),
    )
    return message if room is None or _is_known(stage, room, number) else None


def _is_known(stage: Stage, room: str, number: int) -> bool:
    """Whether the directory has this room; one that it has not is told of once."""
    if room not in stage.rooms and room not in stage.unknown_rooms:
        stage.err.write(f"第{number}行 (line {number}): room “{room}” is not in the directory; it gets silence\n")
        stage.unknown_rooms.add(room)
    return room in stage.rooms


def _text(line: dict[str, Any], key: str) -> str | None:
    """A text of the line."""
    value = line.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BrokenLine(f'its "{key}" is no text')
    return whole(value)


def _id(line: dict[str, Any], key: str) -> str | None:
    """An id: a text, or a number that stands for one."""
    value = line.get(key)
    return str(value) if isinstance(value, int) else _text(line, key)


def _mentions(line: dict[str, Any]) -> list[str]:
    names = line.get("mentions") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BrokenLine('its "mentions" are no list of names')
    return [whole(name) for name in names]


def _type(line: dict[str, Any]) -> MessageType:
    """What kind of message; one of a kind unknown here is not lost."""
    name = _text(line, "type") or MessageType.TEXT
    return MessageType(name) if name in list(MessageType) else MessageType.OTHER


def _quote(line: dict[str, Any]) -> Quote | None:
    quote = line.get("quote")
    if quote is None:
        return None
    if not isinstance(quote, dict):
        raise BrokenLine('its "quote" is no object with a "text"')
    text = _text(quote, "text")
    return Quote(text=text, sender=_text(quote, "sender")) if text else None
