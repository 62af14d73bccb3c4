"""`louzhang replay`: the whole product on a recorded chat, with a clock that jumps from due time to due time."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.core import Core, Log
from handlers.messages import IncomingMessage, MessageType, OutgoingMessage
from handlers.settings import Settings
from nlp.model import Quote
from nlp.reader import load_reader
from scheduler.calendar import work_calendar
from storage.engine import Store
from storage.migrate import upgrade

TRANSPORT = "replay"
PROGRESS_EVERY = 500


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

    @property
    def rooms(self) -> set[str]:
        """The groups of the directory."""
        return {room.name for room in self.settings.directory.rooms}


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
    """Play a file of JSON lines; returns the exit code. The same input gives the same output."""
    with tempfile.TemporaryDirectory() as folder:
        file = db or Path(folder) / "replay.db"

        store = Store(file, durable=db is not None)
        upgrade(store.writer)
        try:
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
    reader = load_reader(spots=settings.words.spots)
    core = Core(store, settings, work_calendar(settings), reader, TRANSPORT, log=_teller(stderr))
    stage = Stage(core, settings, stdout, stderr)
    with path.open("rb") as source:
        for number, raw in enumerate(source, start=1):
            try:
                _line(stage, raw, number)
            except BrokenLine as broken:
                stderr.write(f"第{number}行 (line {number}): {broken}\n")
                if strict:
                    return 1
            if progress and number % PROGRESS_EVERY == 0:
                stderr.write(f"\r{number}")
                stderr.flush()
    if until is not None:
        _begin(stage, until)
        advance(stage, until)
    if progress:
        stderr.write("\n")
    return 0


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
        raise BrokenLine("it is earlier than the line before, and is skipped")
    _begin(stage, at)
    advance(stage, at)
    if line.get("tick"):
        return
    message = _message(stage, line, at, number)
    if message is not None:
        stage.core.receive([message], at)
        settle(stage, at)


def _begin(stage: Stage, at: datetime) -> None:
    """The clock starts at the first line, or where an earlier play on this database left something due."""
    if stage.now is None:
        due = stage.core.next_due()
        stage.now = min(at, due) if due else at
        stage.core.start(stage.now)


def advance(stage: Stage, to: datetime) -> None:
    """Do everything due up to `to`, each at its own time; at one instant due work comes first."""
    while (due := stage.core.next_due()) is not None and due <= to:
        stage.now = max(due, stage.now or due)
        settle(stage, stage.now)
    stage.now = max(to, stage.now or to)


def settle(stage: Stage, now: datetime) -> None:
    """Wake and send until nothing more can happen at this instant."""
    while _is_due(stage, now) and stage.core.wake(now) + stage.core.send(now, lambda message: _say(stage, message)):
        pass


def _is_due(stage: Stage, now: datetime) -> bool:
    due = stage.core.next_due()
    return due is not None and due <= now


def _say(stage: Stage, message: OutgoingMessage) -> None:
    where = {"room": message.chat} if message.group else {"to": message.chat}
    about = {"kind": message.kind.value, "no": message.no} if message.kind else None
    spoken: dict[str, Any] = {
        "at": message.at.astimezone(stage.settings.time_zone).isoformat(timespec="seconds"),
        **where,
        "text": message.text,
        **({"mentions": list(message.mentions)} if message.group else {}),
        "about": about,
        "why": message.why,
    }
    stage.out.write(json.dumps(spoken, ensure_ascii=False) + "\n")


def _read(raw: bytes) -> dict[str, Any]:
    try:
        line = json.loads(raw)
    except ValueError:
        raise BrokenLine("this is no JSON, and is skipped") from None
    if not isinstance(line, dict):
        raise BrokenLine("this is no JSON object, and is skipped")
    return line


def _moment(line: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(line["at"])
    except (KeyError, TypeError, ValueError):
        raise BrokenLine('it has no "at" like 2026-07-13T16:00:00+08:00, and is skipped') from None
    if at.tzinfo is None:
        raise BrokenLine('its "at" has no offset like +08:00, and is skipped')
    return at.astimezone(UTC)


def _message(stage: Stage, line: dict[str, Any], at: datetime, number: int) -> IncomingMessage | None:
    sender, room, text = line.get("sender"), line.get("room"), line.get("text", "")
    if not isinstance(sender, str) or not sender:
        raise BrokenLine('it has no "sender", and is skipped')
    if not isinstance(text, str) or not isinstance(room, str | None):
        raise BrokenLine('its "text" or "room" is no text, and is skipped')
    if room is not None and room not in stage.rooms:
        if room not in stage.unknown_rooms:
            stage.err.write(f"第{number}行 (line {number}): room {room} is not in the directory; it gets silence\n")
            stage.unknown_rooms.add(room)
        return None
    mentions = tuple(name for name in line.get("mentions") or () if isinstance(name, str))
    bot = stage.settings.bot_name
    return IncomingMessage(
        transport=TRANSPORT,
        id=str(line.get("id") or f"line-{number}-{at:%Y%m%d%H%M%S}"),
        chat=room or sender,
        sender=sender,
        nickname=sender,
        at=at,
        group=room is not None,
        text=text,
        type=_type(line),
        of=line.get("of"),
        quote=_quote(line),
        mentions=tuple(name for name in mentions if name != bot),
        mentions_bot=bot in mentions or f"@{bot}" in text,
    )


def _type(line: dict[str, Any]) -> MessageType:
    try:
        return MessageType(line.get("type", "text"))
    except ValueError:
        return MessageType.OTHER


def _quote(line: dict[str, Any]) -> Quote | None:
    quote = line.get("quote")
    if not isinstance(quote, dict) or not isinstance(quote.get("text"), str):
        return None
    return Quote(text=quote["text"], sender=quote.get("sender"))
