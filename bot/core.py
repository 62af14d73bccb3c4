"""The core that can be stepped: receive a batch, wake what is due, send what may go — and when anything is next due.

The live service drives it from its loops; replay and tests call it directly and jump the clock from due time to due
time. So what is tested and replayed is what runs.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from pydantic import TypeAdapter

from bot import sender
from handlers import binding, enrol, erasing, people, returning, router, say
from handlers.messages import IncomingMessage, MessageType, OutgoingMessage, SendError
from handlers.office import LocalUnderstanding, Office, Turn, Understanding
from handlers.settings import Settings
from handlers.worktime import WorkCalendar
from nlp.model import Parse
from nlp.normalise import clean
from scheduler import sweep
from storage import directory, inbox, outbox, questions
from storage.engine import Store
from storage.tables import InboxState, Role, Room

Deliver = Callable[[OutgoingMessage], str | None]
Log = Callable[..., None]
T = TypeVar("T")
LONGEST_TEXT = 2000
CLAIM = 50
"""So many messages are taken for sending at once."""
WHOLE = TypeAdapter(IncomingMessage)
"""A message as JSON and back."""


def _silent(_action: str, **_fields: object) -> None:
    """Nobody listens to the log."""


class Core:
    """Everything between intake and outbox, synchronous, for one thread."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        calendar: WorkCalendar,
        reader: Understanding,
        transport: str,
        log: Log = _silent,
    ) -> None:
        self.store = store
        self.settings = settings
        self.calendar = calendar
        self.reader: Understanding = LocalUnderstanding(reader, calendar)
        self.transport = transport
        self.log = log
        self._directory: directory.Directory | None = None
        self._due: datetime | None = None
        self._due_is_known = False

    def start(self, now: datetime) -> None:
        """Bring the directory in line with the configuration and plan the day."""
        with self.store.write() as session:
            dismissed = enrol.enrol(session, self.settings.directory, self.transport)
        with self._office(now) as office:
            for person_id in dismissed:
                returning.hand_on(office, office.directory.people[person_id], office.text("why_left"))
            # an account is served by one process at a time: whoever was sending is no more
            outbox.release_leases(office.session, office.transport, now, over_at=None)
            if gone := erasing.erase_again(office):
                self.log("erased_again", people=gone)
            sweep.plan_routines(office)

    # --- receive ---------------------------------------------------------------------------------------------------

    def receive(self, messages: Sequence[IncomingMessage], now: datetime) -> None:
        """Handle all that waits in one durable transaction; a message seen before is skipped."""
        read = [(message, self._read(message)) for message in map(_cleaned, messages)]
        with self._office(now, moves=False) as office:
            office.asked = questions.asked_people(office.session, now)
            for message, parse in self._unseen(office, read):
                self._take(office, message, parse)

    def _read(self, message: IncomingMessage) -> Parse | Exception:
        """What a message says; the error where reading it failed."""
        try:
            return self._parse(message)
        except Exception as error:  # noqa: BLE001 — the loop must take the next message
            return error

    def _take(self, office: Office, message: IncomingMessage, parse: Parse | Exception) -> None:
        """One message; what fails is quarantined and the others go on."""
        if isinstance(parse, Exception):
            self._quarantine(office, message, parse)
            return
        try:
            if self._concerns(office, message, parse):
                self._handle(office, message, parse)
        except Exception as error:  # noqa: BLE001 — the loop must take the next message
            self._quarantine(office, message, error)

    def _parse(self, message: IncomingMessage) -> Parse:
        if message.type is not MessageType.TEXT:
            return Parse(text=message.text)
        return self.reader.read(
            message.text,
            at=message.at,
            chat="group" if message.group else "private",
            role=self._role_of(message),
            mentions=message.mentions,
            bot_name=self.settings.bot_name,
            quote=message.quote,
        )

    def _role_of(self, message: IncomingMessage) -> str:
        """The sender's first post, as the directory last stood."""
        known = self._directory
        person = known.person_of(message.transport, message.sender) if known else None
        posts = known.posts_of[person.id or 0] if known and person else []
        return posts[0].role if posts else Role.RESIDENT

    def _unseen(
        self, office: Office, read: Sequence[tuple[IncomingMessage, Parse | Exception]]
    ) -> list[tuple[IncomingMessage, Parse | Exception]]:
        """Those not known yet, noted down at once."""
        known = inbox.seen(office.session, [_key(message) for message, _ in read])
        fresh: dict[inbox.Key, tuple[IncomingMessage, Parse | Exception]] = {}
        for message, parse in read:
            if _key(message) not in known:
                fresh.setdefault(_key(message), (message, parse))
        inbox.add_all(office.session, [_entry(message) for message, _ in fresh.values()])
        return list(fresh.values())

    def _concerns(self, office: Office, message: IncomingMessage, parse: Parse) -> bool:
        """Chatter in a group needs no handler; neither does a group nobody bound, another bot, or the bot itself."""
        if {message.nickname, message.sender} & {*self.settings.known_bots} or message.sender == self.settings.bot_name:
            return False
        if not message.group:
            return True
        room = office.directory.room(message.transport, message.chat)
        if room is None:
            self.log("unknown_room", chat=message.chat)
            binding.hear_unbound(office, message, parse)
            return False
        return router.concerns(message, parse) or router.is_awaited(office, message)

    def _handle(self, office: Office, message: IncomingMessage, parse: Parse) -> None:
        """In a savepoint of its own, which is the router's."""
        self._due_is_known = False
        room: Room | None = office.directory.room(message.transport, message.chat) if message.group else None
        person = people.sender_of(office, message, room)
        router.route(_turn(office, message, parse, person, room))

    def _quarantine(self, office: Office, message: IncomingMessage, error: Exception) -> None:
        """Kept whole with its error, unless it comes from a group nobody bound: of those nothing is kept."""
        self.log("message_quarantined", message=message.id, error=type(error).__name__)
        if message.group and office.directory.room(message.transport, message.chat) is None:
            return
        told = "".join(traceback.format_exception(error))
        inbox.quarantine(office.session, _key(message), message=WHOLE.dump_python(message, mode="json"), error=told)
        self._directory = None
        office.reload_directory()
        person = office.directory.person_of(message.transport, message.sender)
        if person is not None and not message.group:
            say.to_person(office, person, office.text("broken"), "error", step=message.id, at_night=True)

    def try_again(self, entry_id: int, now: datetime) -> bool:
        """Handle a quarantined message once more; tells whether it is out of quarantine now."""
        with self._office(now) as office:
            entry = inbox.by_id(office.session, entry_id)
            if entry is None or entry.message is None:
                return False
            message = WHOLE.validate_python(entry.message)
            inbox.release(office.session, _key(message))
            office.asked = questions.asked_people(office.session, now)
            self._take(office, message, self._read(message))
            office.session.refresh(entry)
            return entry.state is not InboxState.QUARANTINED

    # --- what happens beside messages ------------------------------------------------------------------------------

    def do(self, act: Callable[[Office], T], now: datetime) -> T:
        """Something that is no message, in one transaction: a room entered, a friend, the night's tidying up."""
        with self._office(now) as office:
            return act(office)

    # --- wake ------------------------------------------------------------------------------------------------------

    def wake(self, now: datetime) -> int:
        """Do what is due, a batch at a time; tells how much was due."""
        done = 0
        while True:
            with self._office(now) as office:
                count = sweep.wake(office, self.log)
            done += count
            if count < sweep.BATCH:
                return done

    @property
    def has_moved(self) -> bool:
        """Whether anything but chatter has come or gone since it was last asked what is next due."""
        return not self._due_is_known

    def next_due(self) -> datetime | None:
        """When anything is next due: a step, a list or a message that may be sent. Chatter does not change it."""
        if not self._due_is_known:
            with self.store.read() as session:
                moments = [sweep.next_due_at(session), sender.next_attempt_at(session, self.transport)]
            self._due = min((moment for moment in moments if moment), default=None)
            self._due_is_known = True
        return self._due

    # --- send ------------------------------------------------------------------------------------------------------

    def claim(self, now: datetime, limit: int = CLAIM) -> list[sender.Claimed]:
        """Take what may be sent now; each is reported back with `sent` or `not_sent`."""
        with self._office(now) as office:
            return sender.claim(office, limit)

    def sent(self, claimed: sender.Claimed, sent_as: str | None, now: datetime) -> None:
        """It is out."""
        with self._office(now) as office:
            sender.succeeded(office, claimed, sent_as)

    def not_sent(self, claimed: sender.Claimed, error: SendError, now: datetime) -> None:
        """It failed: later again, or the next way."""
        with self._office(now) as office:
            sender.failed(office, claimed, error)

    def send(self, now: datetime, deliver: Deliver) -> int:
        """Claim and deliver one after the other (replay and tests); tells how many went out."""
        count = 0
        while True:
            claimed = self.claim(now)
            for one in claimed:
                self._deliver(one, now, deliver)
            count += len(claimed)
            if len(claimed) < CLAIM:
                return count

    def _deliver(self, claimed: sender.Claimed, now: datetime, deliver: Deliver) -> None:
        try:
            sent_as = deliver(claimed.message)
        except SendError as error:
            self.not_sent(claimed, error, now)
        else:
            self.sent(claimed, sent_as, now)

    # --- the office ------------------------------------------------------------------------------------------------

    @contextmanager
    def _office(self, now: datetime, *, moves: bool = True) -> Iterator[Office]:
        """A transaction with everything a handler needs; the directory snapshot is kept between them."""
        if moves:
            self._due_is_known = False
        with self.store.write() as session:
            if self._directory is None:
                self._directory = directory.load(session)
            office = Office(session, self._directory, self.settings, self.calendar, self.reader, self.transport, now)
            try:
                yield office
                self._due_is_known &= not office.outgoing
                office.post()
            except BaseException:
                self._directory = None
                raise


def _key(message: IncomingMessage) -> inbox.Key:
    return (message.transport, message.chat, message.id)


def _entry(message: IncomingMessage) -> dict[str, object]:
    return {
        "transport": message.transport,
        "chat": message.chat,
        "message_id": message.id,
        "sender": message.sender,
        "at": message.at,
    }


def _cleaned(message: IncomingMessage) -> IncomingMessage:
    """Odd characters out and cut to a sane length, before anything else sees it."""
    text = clean(message.text[:LONGEST_TEXT])
    return message if text == message.text else replace(message, text=text)


def _turn(office: Office, message: IncomingMessage, parse: Parse, person: object, room: Room | None) -> Turn:
    return Turn(
        office.session, office.directory, office.settings, office.calendar, office.reader, office.transport, office.now,
        asked=office.asked, message=message, parse=parse, sender=person, room=room,  # type: ignore[arg-type]
    )  # fmt: skip
