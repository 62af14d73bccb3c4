"""What the operator's page tells, read in one look that changes nothing. No words of residents, phones masked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.pulse import Pulse
from bot.wechaty import LinkState
from handlers import holders
from handlers.settings import Settings
from nlp.masking import mask
from scheduler.calendar import unknown_years
from scheduler.clock import Clock
from storage import gaps, inbox, outbox, pending_rooms, persons, rooms, rotation, units
from storage.engine import Store
from storage.tables import InboxEntry, OutboxEntry, OutboxState, PendingRoom, Person

DAYS_BACK = timedelta(days=7)
MOST = 20
"""Rows of a list; who has more than that has one reason for all of them."""
FACES = 3
LONGEST_NAME = 40
LONGEST_ERROR = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A group that nobody has bound yet; `known` are people of the directory seen there."""

    chat: str
    name: str
    seen_at: datetime
    known: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Words that did not go out: to whom, about which number, and whether they will be tried again."""

    to: str
    no: str | None
    """#12, where there are several communities 乙社区#12."""
    since: datetime
    tries: int
    given_up: bool
    error: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A message that a handler failed on: from whom, and the error; `whole` when it can be tried again."""

    id: int
    at: datetime
    who: str
    where: str
    error: str
    trace: str
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything on the page."""

    now: datetime
    link: LinkState | None
    """None where there is no WeChat."""
    gaps: tuple[tuple[datetime, datetime | None], ...]
    waiting: tuple[Waiting, ...]
    units: tuple[tuple[int, str], ...]
    undelivered: tuple[Undelivered, ...]
    broken: tuple[Broken, ...]
    outbox: Mapping[OutboxState, int]
    database_bytes: int
    free_bytes: int
    backup: date | None
    unknown_years: tuple[int, ...]
    ages: Mapping[str, float]
    stopped: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Where the facts come from."""

    store: Store
    settings: Settings
    clock: Clock
    transport: str
    pulse: Pulse
    link: Callable[[], LinkState | None] = field(default=lambda: None)

    def look(self) -> Facts:
        """One look at everything; takes a moment, so not for the loop's own thread."""
        now = self.clock.now()
        with self.store.read() as session:
            return Facts(
                now=now,
                link=self.link(),
                gaps=tuple((gap.since, gap.until) for gap in gaps.latest(session, self.transport, 5)),
                waiting=tuple(self._waiting(session)),
                units=tuple(_unit_names(session)),
                undelivered=tuple(self._undelivered(session, now - DAYS_BACK)),
                broken=tuple(_broken(session, self.transport)),
                outbox=outbox.counts(session, self.transport),
                database_bytes=self.store.path.stat().st_size,
                free_bytes=shutil.disk_usage(self.store.path.parent).free,
                backup=rotation.newest(self.store.path),
                unknown_years=tuple(unknown_years(now, self.settings.holidays)),
                ages=self.pulse.ages(),
                stopped=tuple(self.pulse.stopped()),
            )

    def _waiting(self, session: Session) -> Iterator[Waiting]:
        for room in pending_rooms.newest_first(session, self.transport)[:MOST]:
            yield Waiting(room.chat, _plain(room.name), room.seen_at, self._faces(session, room))

    def _faces(self, session: Session, room: PendingRoom) -> tuple[str, ...]:
        """Some people of the directory who are in a group: by them it is told from a stranger's."""
        people = persons.behind(session, self.transport, room.members).values()
        return tuple(person.name for person in people if person.listed)[:FACES]

    def _undelivered(self, session: Session, since: datetime) -> Iterator[Undelivered]:
        for entry in outbox.undelivered(session, self.transport, since, MOST):
            given_up = entry.state is OutboxState.FAILED
            yield Undelivered(
                self._addressee(session, entry), _no(session, entry), entry.created_at, entry.attempts, given_up,
                mask(entry.error or "")[:LONGEST_ERROR],
            )  # fmt: skip

    def _addressee(self, session: Session, entry: OutboxEntry) -> str:
        if entry.group:
            return _room_name(session, entry.transport, entry.chat)
        return _spoken(session.get(Person, entry.person_id) if entry.person_id else None)


def _no(session: Session, entry: OutboxEntry) -> str | None:
    if entry.no is None:
        return None
    names = units.communities(session)
    return f"{names[entry.community_id]}#{entry.no}" if len(names) > 1 else f"#{entry.no}"


def _broken(session: Session, transport: str) -> Iterator[Broken]:
    for entry in inbox.quarantined(session, transport, MOST):
        people = persons.behind(session, entry.transport, [entry.sender])
        trace = mask(entry.error or "").strip()
        yield Broken(
            entry.id or 0, entry.at, _spoken(people.get(entry.sender)), _place(session, entry),
            trace.rpartition("\n")[2][:LONGEST_ERROR], trace, entry.message is not None,
        )  # fmt: skip


def _place(session: Session, entry: InboxEntry) -> str:
    return "" if entry.chat == entry.sender else _room_name(session, entry.transport, entry.chat)


def _room_name(session: Session, transport: str, chat: str) -> str:
    room = rooms.find(session, transport, chat)
    return _plain(room.name if room else "")


def _unit_names(session: Session) -> Iterator[tuple[int, str]]:
    """Every unit with the one above it, which tells one 3栋 from another."""
    found = units.all_of(session)
    names = {unit.id: unit.name for unit in found}
    for unit in found:
        yield unit.id or 0, f"{names.get(unit.parent_id, '')} {unit.name}".strip()


def _spoken(person: Person | None) -> str:
    if person is None:
        return holders.NEIGHBOUR
    return person.name if person.listed else holders.tidy_name(person.name)


def _plain(name: str) -> str:
    """A group's name on one line."""
    return mask(" ".join(name.split()))[:LONGEST_NAME]
