"""The values that understanding works with: what was said, in a form handlers can act on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self


class Intent(StrEnum):
    """What a message wants; `COMMAND` carries its verb in `Parse.command`."""

    REQUEST = "request"
    CALL = "call"
    JOIN = "join"
    LEAVE = "leave"
    DONE = "done"
    NOT_FIXED = "not_fixed"
    ACCEPT = "accept"
    DECLINE = "decline"
    URGE = "urge"
    WITHDRAW = "withdraw"
    THANKS = "thanks"
    QUESTION = "question"
    NOTICE = "notice"
    CHAT = "chat"
    COMMAND = "command"


class Category(StrEnum):
    """What a request is about."""

    WATER = "water"
    POWER = "power"
    LIGHTING = "lighting"
    GAS = "gas"
    HEATING = "heating"
    LIFT = "lift"
    FIRE = "fire"
    SECURITY = "security"
    SANITATION = "sanitation"
    CLUTTER = "clutter"
    GREENING = "greening"
    PARKING = "parking"
    NOISE = "noise"
    PETS = "pets"
    DISPUTE = "dispute"
    ILLEGAL_BUILDING = "illegal_building"
    FABRIC = "fabric"
    ROAD = "road"
    PROPERTY = "property"
    CARE = "care"
    POLICY = "policy"
    ENVIRONMENT = "environment"
    OTHER = "other"


class Urgency(StrEnum):
    """The class of a request: which clocks it runs on (急-险, 急-用, 小, 难, 大, 诉)."""

    DANGER = "danger"
    URGENT = "urgent"
    SMALL = "small"
    HARD = "hard"
    BIG = "big"
    DISPUTE = "dispute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where: numbers as plain digits or capital letters, `spot` a public place in the words of the text."""

    text: str
    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None
    spot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A time meant. Both ends aware; an end the text does not give is None.

    `day_only` is set when the text names a day and no hour; `every` when it recurs ("每周六9点").
    """

    text: str
    start: datetime | None = None
    end: datetime | None = None
    day_only: bool = False
    every: str | None = None
    """"day", "week" or "month" for a recurring time, of which `start` is the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One line of a sign-up; `name` None means the sender; `count` includes those who come along."""

    name: str | None = None
    count: int = 1
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A quoted message found inside the text: context, never the sender's own words."""

    text: str
    sender: str | None = None


@dataclass(frozen=True, kw_only=True)
class Parse:
    """What one message means. `why` lists the rules and words that decided, in order.

    Without slots, so that what is not said stays with the class: nearly all messages are chat and set two fields of thirty.
    """

    text: str
    """The text as it was given, cleaned and cut to a sane length."""
    own: str = ""
    """The sender's own words: without quote, mentions of the bot and decoration."""
    intent: Intent = Intent.CHAT
    category: Category | None = None
    urgency: Urgency | None = None
    place: Place | None = None
    when: When | None = None
    score: float = 0.0
    why: tuple[str, ...] = ()
    subject: str | None = None
    """For a request: the matter in a few of its own words, at most 16 characters, no door, phone or name."""
    hazard: str | None = None
    """For danger: which safety line to say: gas, fire, lift, power, manhole, fall, fight, falling, co, flood, tree,
    stranger, missing, dog."""
    fault_word: bool = False
    """Whether a fault word was found (used to open a doubtful request later)."""
    heights_or_wires: bool = False
    """The matter touches power lines, gas, lifts or heights: never for neighbours."""
    to_bot: bool = False
    """The words are addressed to the bot (@小楼)."""
    agree: bool = False
    """Co-signing words: 同求, 我家也是, 我们也是, +1 (which is also a join)."""
    works: bool = False
    """The words say that it works now (灯亮了, 好了, 可以了), beyond thanks."""
    quote: Quote | None = None
    command: str | None = None
    no: int | None = None
    args: str = ""
    """What follows a command's verb and number, in own words."""
    items: tuple[Parse, ...] = ()
    """The parts of a batch (`1接 2完 3转小陈`)."""
    parts: tuple[Parse, ...] = ()
    """Each matter of a message that holds several requests; empty for one."""
    task: str | None = None
    need: int | None = None
    bring: str | None = None
    people: tuple[Attendee, ...] = ()
    jielong: bool = False
    """A whole 接龙 list: it repeats what earlier ones said."""
    title: str | None = None
    """The 接龙 list's heading, where it has one."""
    mentions: tuple[str, ...] = field(default=())
    """Names after @, in order, without the bot's."""

    @classmethod
    def talk(cls, text: str, own: str) -> Self:
        """Chat that holds nothing else; the same as `Parse(text=text, own=own)`, ten times as fast."""
        parse = object.__new__(cls)
        parse.__dict__.update(text=text, own=own)
        return parse

    def but(self, **changes: object) -> Self:
        """A copy with `changes`: `dataclasses.replace` without setting every field again."""
        parse = object.__new__(type(self))
        parse.__dict__.update(self.__dict__, **changes)
        return parse
