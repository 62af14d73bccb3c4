"""The paced sender: state, night, rates and staleness are looked at in the moment of sending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from handlers import delivery
from handlers.messages import OutgoingMessage, SendError
from handlers.office import Office
from handlers.settings import Rates
from storage import calls, outbox, requests
from storage.tables import Kind, OutboxEntry, OutboxState, Priority

LEASE = timedelta(seconds=60)
BACK_OFF = (5, 30, 120, 600, 3600)
TRIES = len(BACK_OFF) + 1
JOIN = "\n"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message to be sent, with the rows it stands for."""

    message: OutgoingMessage
    rows: tuple[int, ...]


def claim(office: Office, limit: int = 50) -> list[Claimed]:
    """Take what may be sent at `office.now`; what may not is moved to when it may."""
    outbox.release_leases(office.session, office.transport, office.now, over_at=office.now)
    limits = Limits(office)
    claimed: list[Claimed] = []
    failing = outbox.failing_chats(office.session, office.transport, office.now)
    for entry in outbox.ready(office.session, office.transport, office.now):
        if len(claimed) >= limit:
            break
        if entry.state is not OutboxState.PENDING:
            continue
        if is_stale(office, entry):
            outbox.drop(office.session, entry)
            continue
        later = held_until(office, entry) or limits.next_free(entry) or failing.get(entry.chat)
        if later is not None:
            entry.next_attempt_at = later
            office.session.add(entry)
            continue
        claimed.append(_take(office, entry, limits))
    office.session.flush()
    return claimed


def _take(office: Office, entry: OutboxEntry, limits: Limits) -> Claimed:
    rows = [entry, *_joined(office, entry, limits)]
    for row in rows:
        outbox.claim(office.session, row, office.now, LEASE)
        row.sent_at = office.now
    limits.count(entry)
    mentions = list(dict.fromkeys(one for row in rows for one in row.mentions))
    message = OutgoingMessage(
        key=entry.id or 0,
        transport=entry.transport,
        chat=entry.chat,
        group=entry.group,
        text=office.dated(JOIN.join(row.text for row in rows)),
        mentions=tuple(mentions),
        kind=entry.kind,
        no=entry.no,
        why=entry.why,
        priority=entry.priority,
        at=office.now,
    )
    return Claimed(message, tuple(row.id or 0 for row in rows))


def _joined(office: Office, entry: OutboxEntry, limits: Limits) -> list[OutboxEntry]:
    """Over a limit lines are merged, never dropped: whatever else waits for the chat goes along.

    A few lines follow one another; more than the limits have room for are said in one.
    """
    if not limits.of(entry) or entry.priority in ALONE:
        return []
    waiting = outbox.waiting_in(office.session, entry.transport, entry.chat)
    others = [row for row in waiting if row.id != entry.id and row.priority not in ALONE]
    ready = [row for row in others if row.created_at <= office.now and held_until(office, row) is None]
    fresh = [row for row in ready if not is_stale(office, row) and _is_due(row, office.now)]
    return fresh if limits.are_tight(entry, len(fresh)) else []


def _is_due(row: OutboxEntry, now: datetime) -> bool:
    """Waits for a rate alone, not for an hour of its own."""
    return row.next_attempt_at <= now or (row.attempts == 0 and row.error == WAITS_FOR_RATE)


WAITS_FOR_RATE = "rate"
ALONE = (Priority.DANGER, Priority.ANSWER)
"""Said by itself and at once."""
KEPT_FREE = 3
"""Of a chat's limits, so many lines are kept for what comes next."""
DAY = 24 * 60 * 60


def is_stale(office: Office, entry: OutboxEntry) -> bool:
    """Its time is over, or its item moved on since it was written."""
    if entry.expires_at is not None and entry.expires_at <= office.now:
        return True
    if entry.guard_version is None or entry.kind not in GUARDED:
        return False
    item = GUARDED[entry.kind](office.session, entry.guard_id)
    return item is None or item.version != entry.guard_version


GUARDED = {Kind.REQUEST: requests.by_id, Kind.CALL: calls.by_id}
"""Kinds of items whose words fall away with their state, and how such an item is found."""


def held_until(office: Office, entry: OutboxEntry) -> datetime | None:
    """The end of the night or of a group's asked-for quiet, for what may not break it."""
    if entry.priority is Priority.DANGER:
        return None
    room = office.directory.room(entry.transport, entry.chat) if entry.group else None
    if room is not None and room.quiet_until and office.now < room.quiet_until:
        return room.quiet_until
    if entry.at_night or not office.is_quiet():
        return _until_opening(office, entry)
    return _morning(office, entry)


def _morning(office: Office, entry: OutboxEntry) -> datetime:
    """07:30 for groups and what is urgent, 08:30 for all else."""
    early = entry.group or entry.priority is Priority.URGENT
    clock = office.settings.quiet.end if early else office.calendar.opening
    wall = office.calendar.local(office.now)
    day = wall.date() if wall.time() < clock else wall.date() + timedelta(days=1)
    return office.calendar.at(day, clock)


def _until_opening(office: Office, entry: OutboxEntry) -> datetime | None:
    """Between the end of the night and opening: what was held for opening still waits."""
    if entry.group or entry.at_night or entry.priority is not Priority.NORMAL:
        return None
    wall = office.calendar.local(office.now)
    opening = office.calendar.at(wall.date(), office.calendar.opening)
    return opening if office.now < opening and office.is_quiet(entry.created_at) else None


class Limits:
    """How much may still be sent: sliding windows over what the outbox says was sent."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.rates = office.settings.rates.get(office.transport, Rates())
        self._account: list[datetime] | None = None
        self._chats: dict[str, list[datetime]] = {}

    def of(self, entry: OutboxEntry) -> tuple[tuple[int, int], ...]:
        """The limits of a group, or of a person."""
        return self.rates.group if entry.group else self.rates.person

    def next_free(self, entry: OutboxEntry) -> datetime | None:
        """None when it may go now, else the first moment at which it may."""
        if entry.priority is Priority.DANGER:
            return None
        moments = [*self._in_chat(entry), *_waits(self.account(), self.rates.account, self.office.now)]
        if moments:
            entry.error = WAITS_FOR_RATE
        return max(moments, default=None)

    def are_tight(self, entry: OutboxEntry, waiting: int) -> bool:
        """Whether a chat's limits have no room for so many more lines, with some kept for what comes next."""
        limits = self.of(entry)
        sent = self.chat(entry.chat, limits)
        room = [count - len(_inside(sent, seconds, self.office.now)) for count, seconds in limits if count > 1]
        return waiting > min(room, default=0) - KEPT_FREE

    def _in_chat(self, entry: OutboxEntry) -> Iterator[datetime]:
        if entry.priority is Priority.ANSWER and not entry.group:
            return iter(())
        limits = self.of(entry) if entry.group or _goes_first(entry) else _sparing(self.of(entry))
        return _waits(self.chat(entry.chat, limits), limits, self.office.now)

    def account(self) -> list[datetime]:
        """When anything was sent lately."""
        if self._account is None:
            since = self.office.now - _longest(self.rates.account)
            self._account = outbox.sent_since(self.office.session, self.office.transport, since)
        return self._account

    def chat(self, chat: str, limits: tuple[tuple[int, int], ...]) -> list[datetime]:
        """When something that counts was sent to a chat lately."""
        if chat not in self._chats:
            since = self.office.now - _longest(limits)
            self._chats[chat] = outbox.sent_since(self.office.session, self.office.transport, since, chat)
        return self._chats[chat]

    def count(self, entry: OutboxEntry) -> None:
        """One more was sent now."""
        self.account().append(self.office.now)
        if entry.priority >= Priority.URGENT and entry.chat in self._chats:
            self._chats[entry.chat].append(self.office.now)


def _goes_first(entry: OutboxEntry) -> bool:
    """What is urgent, and the lists, in which everything else stands as well."""
    return entry.priority is Priority.URGENT or entry.why == "digest"


def _sparing(limits: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """A person's limits with the last words of a day kept for what goes first."""
    return tuple((count - KEPT_FREE if seconds >= DAY else count, seconds) for count, seconds in limits)


def _waits(sent: list[datetime], limits: Iterable[tuple[int, int]], now: datetime) -> Iterator[datetime]:
    for count, seconds in limits:
        inside = _inside(sent, seconds, now)
        if len(inside) >= count:
            yield inside[-count] + timedelta(seconds=seconds)


def _inside(sent: list[datetime], seconds: int, now: datetime) -> list[datetime]:
    return [moment for moment in sent if moment > now - timedelta(seconds=seconds)]


def _longest(limits: Iterable[tuple[int, int]]) -> timedelta:
    return timedelta(seconds=max((seconds for _, seconds in limits), default=0))


def succeeded(office: Office, claimed: Claimed, sent_as: str | None) -> None:
    """It is out."""
    outbox.out(office.session, claimed.rows, office.now, sent_as)


def failed(office: Office, claimed: Claimed, error: SendError) -> None:
    """Tried again later, or given up; what fails for long goes the next way."""
    for entry in _rows(office, claimed):
        entry.sent_at, entry.lease_until, entry.error = None, None, str(error)[:500]
        given_up = error.permanent or entry.attempts >= TRIES
        entry.state = OutboxState.FAILED if given_up else OutboxState.PENDING
        if not given_up:
            entry.next_attempt_at = _again_at(office, entry)
        office.session.add(entry)
        if given_up or office.now >= delivery.overdue_at(office, entry):
            delivery.undelivered(office, entry)


def _again_at(office: Office, entry: OutboxEntry) -> datetime:
    """After the back-off, but not later than when it has to go the next way."""
    wait = timedelta(seconds=BACK_OFF[min(entry.attempts, len(BACK_OFF)) - 1])
    limit = delivery.overdue_at(office, entry)
    return min(office.now + wait, limit) if office.now < limit else office.now + wait


def _rows(office: Office, claimed: Claimed) -> list[OutboxEntry]:
    rows = (office.session.get(OutboxEntry, row) for row in claimed.rows)
    return [row for row in rows if row is not None]


def next_attempt_at(session: Session, transport: str) -> datetime | None:
    """When the next waiting message may be tried."""
    return outbox.next_attempt_at(session, transport)
