"""What a community may set: pure values, read from `config.yaml` by `bot.config`, given to every handler."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from handlers.worktime import Offset
from nlp.local import HOURS, Local
from nlp.model import Category, Urgency
from storage.tables import Role


def _read_clock(value: Any) -> Any:
    """Only "HH:MM" is a time: YAML 1.1 habits such as 22:00 = 1320 must not slip through."""
    if isinstance(value, time):
        return value
    if not (isinstance(value, str) and len(value) == 5 and value[2] == ":"):
        raise ValueError('a time is written "HH:MM", for example "22:00"')
    return time.fromisoformat(value)


def _read_offset(value: Any) -> Any:
    if isinstance(value, Offset):
        return value
    if not isinstance(value, str):
        raise ValueError("a length of time is written as 30min, 24h, 2wh, 3wd, 7d or 4wh+1wd")
    return Offset.read(value)


def _takes_time(value: Offset) -> Offset:
    if not value:
        raise ValueError("what comes again and again needs some time between, for example 10min")
    return value


def _read_zone(value: Any) -> Any:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError) as wrong:
        raise ValueError("a time zone is written as Asia/Shanghai") from wrong


Clock = Annotated[time, BeforeValidator(_read_clock)]
Length = Annotated[Offset, BeforeValidator(_read_offset), PlainSerializer(str, return_type=str)]
Interval = Annotated[Length, AfterValidator(_takes_time)]
Raised = Annotated[int, Field(ge=1, le=3)]
"""A level that something may rise to."""
Name = Annotated[str, Field(min_length=1)]
Zone = Annotated[ZoneInfo, BeforeValidator(_read_zone), PlainSerializer(str, return_type=str)]


class Values(BaseModel):
    """Frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class ClassClock(Values):
    """The clocks of one class of request (LIFECYCLE: accept, remind, raise, done, silence)."""

    accept: Length
    remind: tuple[Length, ...]
    """Single reminders before acceptance, from the start of the accept clock; the last one also tells the head."""
    remind_head: bool = True
    repeat: Interval | None = None
    """After the last reminder, again every so long, to all who were told, until somebody accepts."""
    raise_unaccepted: dict[Raised, Length] = {}
    """Level → when nobody has accepted."""
    done: Length
    ask_before_due: Length | None = None
    """How long before the due time the assignee is asked whether it will be in time."""
    late_head: bool = False
    """At the due time the head is told and no level rises."""
    late: dict[Raised, Length] = {}
    """Level → how long after the due time it rises when not done; `0min` is at the due time."""
    repeat_late: Interval | None = None
    ask_silent: Length | None = None
    """No sign of life after accepting: the assignee is asked."""
    back_silent: Length | None = None
    """… and, so long after accepting, it goes back to be assigned anew."""
    extensions: int = Field(default=2, ge=0)
    """How often the assignee may put it off; the head is free to agree to more."""
    longest: Length | None = None
    """The latest day it may be put off to, from its opening."""
    tell_admin: Length | None = None
    """Nobody has accepted: from then on it stands in the admin's list."""
    look_in: Length | None = None
    """So long after it was closed the mediator looks in."""
    confirm: Length = Offset.read("48h")
    """How long a resident's silence after 完 is waited for; then it closes (danger, dispute: the head is asked)."""


class NextWay(Values):
    """How long words may fail to be delivered before they go the next way."""

    danger: Length = Offset.read("2min")
    urgent: Length = Offset.read("10min")
    other: Length = Offset.read("2h")


class Quiet(Values):
    """Hours in which the bot starts nothing but danger."""

    start: Clock = time(22, 0)
    end: Clock = time(7, 30)


class Rates(Values):
    """How much may be sent: (messages, seconds) pairs for each chat, person and the whole account."""

    group: tuple[tuple[int, int], ...] = ()
    person: tuple[tuple[int, int], ...] = ()
    account: tuple[tuple[int, int], ...] = ()
    fan_out_seconds: int = 0
    """Between two rooms of one notice."""
    jitter_seconds: tuple[float, float] = (0.0, 0.0)


WECHAT_RATES = Rates(
    group=((1, 8), (6, 600), (40, 86400)),
    person=((1, 60), (5, 900), (11, 3600), (12, 86400)),
    account=((20, 60),),
    fan_out_seconds=5,
)


LIVE_WECHAT_RATES = WECHAT_RATES.model_copy(update={"jitter_seconds": (1.5, 4.0)})
"""As people type: a replay needs no jitter, a real account does."""


class Keeping(Values):
    """How long personal words are kept (PIPL art. 6, 19), in days."""

    seen_days: int = Field(default=7, ge=7)
    text_days: int = Field(default=180, ge=1)
    history_days: int = Field(default=30, ge=1)
    events_days: int = Field(default=1095, ge=30)


class UnitEntry(Values):
    """A node of the tree street → community → grid → building."""

    id: Name
    kind: Name
    name: Name
    parent: str | None = None


class RoomEntry(Values):
    name: Name
    unit: str


class PostEntry(Values):
    """A role held at a unit, perhaps for some categories and between two days."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    role: Role
    unit: str
    categories: tuple[Category, ...] = Field(default=(), alias="for")
    since: date | None = None
    until: date | None = None
    deputy: str | None = None


class PersonEntry(Values):
    name: Name
    account: Name | None = None
    household: str | None = None
    unit: str | None = None
    """Where the household is: needed where several buildings of the street have its number."""
    posts: tuple[PostEntry, ...] = ()
    skills: tuple[str, ...] = ()
    birth_year: int | None = None
    lives_alone: bool = False
    alias: tuple[str, ...] = ()
    """Other names people use for the person: 李师傅, 陈书记."""


class DirectoryEntry(Values):
    units: tuple[UnitEntry, ...] = Field(min_length=1)
    rooms: tuple[RoomEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()


class LocalWords(Values):
    """Words of one community: its public spots, nicknames, hours that have names here."""

    spots: tuple[str, ...] = ()
    nicknames: dict[str, str] = {}
    """Nickname of a building → its number: 东边那栋: "3"."""
    hours: dict[str, Clock] = {}
    """放学后, 饭后 … → the hour meant, beside the usual ones."""

    @property
    def local(self) -> Local:
        """The same for the reader; what is named by an hour takes two."""
        begins = {name: clock.hour + clock.minute / 60 for name, clock in self.hours.items()}
        return Local(self.spots, self.nicknames, {**HOURS, **{name: (hour, hour + 2) for name, hour in begins.items()}})


class FaqEntry(Values):
    """A question of residents with its answer, where that comes from, and until when it holds."""

    question: str
    answer: str
    source: str = ""
    valid_until: date | None = None


class Emergency(Values):
    """Numbers to call; a community may put its own duty numbers here."""

    fire: str = "119"
    police: str = "110"
    medical: str = "120"
    gas: str = "燃气公司抢修电话"
    property: str = "物业值班电话"


def _class(**clocks: Any) -> ClassClock:
    return ClassClock.model_validate(clocks)


DEFAULT_CLOCKS: dict[Urgency, ClassClock] = {
    Urgency.DANGER: _class(
        accept="5min", remind=["3min", "5min"], repeat="10min", raise_unaccepted={1: "5min", 2: "10min", 3: "20min"},
        done="2h", late={2: "0min"}, repeat_late="30min", ask_silent="10min", back_silent="15min", confirm="12h",
    ),
    Urgency.URGENT: _class(
        accept="1dh", remind=["30min", "1dh"], raise_unaccepted={1: "1dh", 2: "2dh", 3: "24h"},
        done="24h", ask_before_due="1h", late={2: "0min", 3: "24h"}, ask_silent="2dh", back_silent="3dh", confirm="12h",
    ),
    Urgency.SMALL: _class(
        accept="2wh", remind=["1wh", "2wh"], raise_unaccepted={1: "4wh", 2: "4wh+1wd"},
        done="3wd", ask_before_due="4wh", late_head=True, late={1: "1wd", 2: "3wd"},
        ask_silent="1wd", back_silent="1wd+4wh",
    ),
    Urgency.HARD: _class(
        accept="8wh", remind=["4wh", "8wh"], raise_unaccepted={2: "2wd"},
        done="7wd", ask_before_due="4wh", late={2: "0min", 3: "3wd"}, repeat_late="7d",
        ask_silent="2wd", back_silent="3wd", extensions=1, longest="15wd",
    ),
    Urgency.BIG: _class(accept="8wh", remind=["4wh", "8wh"], remind_head=False, tell_admin="3wd", done="30d"),
    Urgency.DISPUTE: _class(
        accept="4wh", remind=["2wh", "4wh"], raise_unaccepted={2: "1wd"},
        done="7wd", ask_before_due="4wh", late={2: "0min"}, ask_silent="2wd", confirm="12h",
        look_in="30d",
    ),
}  # fmt: skip


class Settings(Values):
    """Everything a community may set. Only `directory` is required."""

    directory: DirectoryEntry
    mode: Literal["demo", "live"] = "demo"
    bot_name: Name = "小楼"
    time_zone: Zone = ZoneInfo("Asia/Shanghai")
    working_hours: tuple[tuple[Clock, Clock], ...] = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
    day_hours: tuple[tuple[Clock, Clock], ...] = ((time(7), time(22)),)
    quiet: Quiet = Quiet()
    lists: tuple[Clock, Clock] = (time(8, 30), time(13, 30))
    clocks: dict[Urgency, ClassClock] = DEFAULT_CLOCKS
    next_way: NextWay = NextWay()
    ask_referred: Interval = Offset.read("7d")
    """What was referred upwards is asked about so often."""
    mondays_after: Length = Offset.read("30d")
    """What is open for longer stands in Monday's list alone."""
    assign: Literal["auto", "head"] = "auto"
    offer_minutes: int = Field(default=15, ge=0)
    open_limit: int = Field(default=8, ge=1)
    """So many open requests; then the next one goes to the next worker."""
    doubt_wait: Length = Offset.read("2wh")
    levels: tuple[str, ...] = ()
    """What the four levels are called; empty: as the directory calls the units where their posts are held."""
    rates: dict[str, Rates] = {"wechaty": LIVE_WECHAT_RATES, "replay": WECHAT_RATES, "web": Rates()}
    holidays: dict[date, Literal["休", "班"]] = {}
    emergency: Emergency = Emergency()
    words: LocalWords = LocalWords()
    keeping: Keeping = Keeping()
    texts: dict[str, str] = {}
    """Texts that a community rewrites, by their name in `handlers/texts.py`."""
    known_bots: tuple[str, ...] = ("微信团队", "服务通知", "文件传输助手", "腾讯新闻")
    """Names or accounts of programs, which are never answered."""
    inviters: tuple[str, ...] = ()
    """Account ids whose invitations into a group are accepted besides those of people with a post."""
    admin_contact: str = "社区居委会"
    operator_page: str = "127.0.0.1:8081"
    """Where the operator's page opens on this machine; empty = nowhere."""
    faq: tuple[FaqEntry, ...] = ()
    """Questions and answers; the configuration names a file beside it."""
    rules: tuple[Path, ...] = ()
    """Rule files of the community's own; the configuration names files beside it."""

    @cached_property
    def level_names(self) -> tuple[str, ...]:
        """What the four levels are called here."""
        return self.levels or tuple(_level_names(self.directory))


LEVELS: dict[Role | None, str] = {Role.HEAD: "楼栋", Role.GRID: "网格", Role.COMMUNITY: "社区", None: "街道"}
"""Whose level it is → what it is called where the directory does not say."""


def _level_names(directory: DirectoryEntry) -> Iterator[str]:
    """The kind of unit at which each role is held; two levels that would be called the same keep their usual names."""
    kinds = {unit.id: unit.kind for unit in directory.units}
    held = {post.role: kinds.get(post.unit) for person in reversed(directory.people) for post in person.posts}
    shared = Counter(held.get(role) for role in LEVELS if role)
    for role, usual in LEVELS.items():
        kind = held.get(role) if role else None
        yield kind if kind and shared[kind] == 1 else usual
