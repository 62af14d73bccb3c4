"""The town lives: people write, the bot answers, people read what it says and go on — and every line is handed out.

The bot itself runs beside, on a database of its own that is thrown away: so the numbers in people's words are right.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from typing import Any

from bot.core import Core
from bot.replay import TRANSPORT
from bot.simulate.answers import Answers
from bot.simulate.days import Pattern, Said
from bot.simulate.town import Town
from handlers.messages import IncomingMessage, OutgoingMessage
from handlers.settings import Settings
from nlp.reader import load_reader
from scheduler.calendar import work_calendar
from storage.engine import Store
from storage.migrate import upgrade


def live(town: Town, settings: Settings, *, start: date, days: int, seed: int, season: str) -> Iterator[dict[str, Any]]:
    """The town's lines for `replay`, in time order, as they are written. The same seed gives the same lines."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "town.db", durable=False)
        try:
            upgrade(store.writer)
            core = Core(store, settings, work_calendar(settings), load_reader(), TRANSPORT)
            yield from _Life(town, settings, core, Random(seed), season).days(start, days)  # noqa: S311
        finally:
            store.close()


@dataclass(slots=True)
class _Life:
    town: Town
    settings: Settings
    core: Core
    chance: Random
    season: str
    now: datetime | None = None
    waiting: list[Said] = field(default_factory=list)
    count: int = 0
    answers: Answers = field(init=False)

    def __post_init__(self) -> None:
        self.answers = Answers(self.town, self.chance, self.settings.time_zone)

    def days(self, start: date, days: int) -> Iterator[dict[str, Any]]:
        """Day after day; the last line is a tick at the end."""
        zone = self.settings.time_zone
        pattern = Pattern(self.town, self.season, zone)
        for day in (start + timedelta(days=number) for number in range(days)):
            for planned in pattern.day(self.chance, day):
                self._plan(*planned)
            yield from self._until(datetime.combine(day + timedelta(days=1), datetime.min.time(), zone))
        yield {
            "at": datetime.combine(start + timedelta(days=days), datetime.min.time(), zone).isoformat(),
            "tick": True,
        }

    def _plan(self, at: datetime, sender: str, text: str, room: str | None) -> None:
        self.count += 1
        heappush(self.waiting, Said(at.replace(microsecond=0), self.count, sender, text, room))

    def _until(self, end: datetime) -> Iterator[dict[str, Any]]:
        while self.waiting and self.waiting[0].at < end:
            if not self._did_due_work(self.waiting[0].at):
                said = heappop(self.waiting)
                yield self._write(said)

    def _did_due_work(self, to: datetime) -> bool:
        """One moment at which the bot had something to do; what people do then may come first."""
        if self.now is None:
            self.now = to
            self.core.start(to.astimezone(UTC))
        due = self.core.next_due()
        if due is None or due > to:
            return False
        self.now = max(due, self.now)
        self._settle(self.now)
        return True

    def _write(self, said: Said) -> dict[str, Any]:
        at = max(said.at, self.now or said.at)
        self.now = at
        line = {
            "at": at.astimezone(self.settings.time_zone).isoformat(),
            "id": f"s{said.order}",
            **({"room": said.room} if said.room else {}),
            "sender": said.sender,
            "text": said.text,
        }
        self.core.receive([self._message(said, at)], at.astimezone(UTC))
        self._settle(at)
        return line

    def _message(self, said: Said, at: datetime) -> IncomingMessage:
        return IncomingMessage(
            transport=TRANSPORT, id=f"s{said.order}", chat=said.room or said.sender, sender=said.sender,
            nickname=said.sender, at=at.astimezone(UTC), group=said.room is not None, text=said.text,
            mentions_bot=f"@{self.settings.bot_name}" in said.text,
        )  # fmt: skip

    def _settle(self, now: datetime) -> None:
        moment = now.astimezone(UTC)
        while (due := self.core.next_due()) is not None and due <= moment:
            if not self.core.wake(moment) + self.core.send(moment, self._hear):
                break

    def _hear(self, message: OutgoingMessage) -> None:
        for at, sender, text, room in self.answers.to(message):
            self._plan(max(at, message.at + timedelta(seconds=5)), sender, text, room)
