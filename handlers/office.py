"""What every handler works with: the transaction, the directory, the settings, the calendar and the moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from sqlmodel import Session

from handlers import texts
from handlers.messages import IncomingMessage
from handlers.settings import Settings
from handlers.worktime import WorkCalendar
from nlp.masking import mask
from nlp.model import Parse, Place, Quote, When
from nlp.times import read_when
from storage import outbox
from storage.directory import Directory, reload
from storage.outbox import Words
from storage.tables import Person, Room


class Understanding(Protocol):
    """What handlers need of `nlp.reader.Reader`."""

    def read(
        self,
        text: str,
        *,
        at: datetime,
        chat: Literal["group", "private"] = "group",
        role: str = "resident",
        mentions: Sequence[str] = (),
        bot_name: str = "小楼",
        quote: Quote | None = None,
    ) -> Parse:
        """Read one text."""
        ...

    def locate(self, text: str) -> Place | None:
        """The place in a text that may want nothing."""
        ...


@dataclass(frozen=True, slots=True)
class LocalUnderstanding:
    """Reads every text by the community's wall clock: 今天 and 明早 are meant as it shows them."""

    reader: Understanding
    calendar: WorkCalendar

    def read(self, text: str, *, at: datetime, **more: Any) -> Parse:
        """Read one text."""
        return self.reader.read(text, at=self.calendar.local(at), **more)

    def locate(self, text: str) -> Place | None:
        """The place in a text that may want nothing."""
        return self.reader.locate(text)


@dataclass(slots=True)
class Office:
    """One moment of work inside one transaction."""

    session: Session
    directory: Directory
    settings: Settings
    calendar: WorkCalendar
    reader: Understanding
    transport: str
    now: datetime
    outgoing: list[Words] = field(default_factory=list)
    """Words decided on and not in the outbox yet: they are put there together."""
    asked: set[int] | None = None
    """Everybody who was asked something that still stands, looked up once for a whole batch; None = not looked up."""

    def post(self) -> None:
        """Put the words decided on into the outbox; what was said before is not said again."""
        if self.outgoing:
            outbox.add_all(self.session, self.outgoing)
            self.outgoing.clear()

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A savepoint: what an act that fails had begun is taken back, its words too."""
        self.post()
        try:
            with self.session.begin_nested():
                yield
                self.post()
        except Exception:
            self.outgoing.clear()
            raise

    def reload_directory(self) -> None:
        """Read the directory again after a change that the snapshot cannot follow."""
        reload(self.session, self.directory)

    def time_in(self, words: str, at: datetime | None = None) -> When | None:
        """The time that some words name, said now or `at`, by the community's wall clock."""
        return read_when(words, self.calendar.local(at or self.now), words=self.settings.words.local.hours)

    @property
    def today(self) -> date:
        """The local day."""
        return self.calendar.local(self.now).date()

    def text(self, key: str, /, **values: object) -> str:
        """A text by its name, as the community words it."""
        return texts.fill(self.settings.texts.get(key), key, {"bot": self.settings.bot_name, **values})

    @staticmethod
    def when(moment: datetime) -> str:
        """A moment as people say it (今天11:30, 周四17:30, 7月20日17:30), put into words when it is sent."""
        return texts.mark(moment)

    def dated(self, text: str) -> str:
        """A text with its moments in words, as seen from now."""
        return texts.dated(text, self.calendar.local, self.now)

    @staticmethod
    def masked(words: str) -> str:
        """Words as they may be repeated: without phones, id numbers and plates."""
        return mask(words)

    def is_quiet(self, moment: datetime | None = None) -> bool:
        """Whether it is night: the bot starts nothing."""
        clock = self.calendar.local(moment or self.now).time()
        quiet = self.settings.quiet
        return clock >= quiet.start or clock < quiet.end

    def is_still(self, room: Room) -> bool:
        """Whether nothing but danger is said in a group now: at night, or while its head asked for quiet."""
        return self.is_quiet() or bool(room.quiet_until and self.now < room.quiet_until)


@dataclass(slots=True)
class Turn(Office):
    """One message being handled. `key` names it in the inbox."""

    message: IncomingMessage = field(kw_only=True)
    parse: Parse = field(kw_only=True)
    sender: Person = field(kw_only=True)
    room: Room | None = field(kw_only=True)
    kept: list[str] | None = field(default=None, kw_only=True)
    """Of a part of a batch: its own private answers, kept back because the batch gets one reply."""
    community_id: int | None = field(default=None, kw_only=True)
    """Whose number the words hold, once that is known."""
    answers: int = field(default=0, kw_only=True)
    """How often this message was answered in private."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Where the message stands in the inbox."""
        return (self.message.transport, self.message.chat, self.message.id)

    @property
    def place(self) -> Place | None:
        """The place the words name, whatever they want."""
        return self.parse.place or self.reader.locate(self.parse.own)

    @property
    def mentions(self) -> tuple[str, ...]:
        """Who is called by an @, as the transport says or as it stands in the words."""
        return (*self.message.mentions, *self.parse.mentions)

    @property
    def sender_id(self) -> int:
        """The sender's row."""
        return self.sender.id or 0
