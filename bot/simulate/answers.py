"""How people answer the bot: workers take, do and forget, residents say whether it is good, neighbours join."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from random import Random

from bot.simulate import sentences
from bot.simulate.town import Town
from handlers.messages import OutgoingMessage
from storage.tables import Priority

NUMBER = re.compile(r"#(\d+)")
MENTIONED = re.compile(r"@(\S+) ")
DAY_BEGINS, DAY_ENDS = 8, 20
ALARM = "急!"
"""How a line about a danger begins: it wakes people."""

Reaction = tuple[datetime, str, str, str | None]
"""When, who, words, room (None: in private)."""


@dataclass(slots=True)
class Answers:
    """The people of a town, reading what the bot says."""

    town: Town
    chance: Random
    zone: tzinfo
    taken: set[tuple[str, int]] = field(default_factory=set)
    """(worker, number) that somebody has said they take."""
    unsaid: set[tuple[str, int]] = field(default_factory=set)
    """Those of them that are done without a word, until somebody asks."""
    rooms: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rooms = {building.room: (*building.residents,) for building in self.town.buildings}

    def to(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """What follows from one message of the bot's; nothing, mostly."""
        where = "room" if message.group else "worker" if message.chat in self.town.workers else "other"
        react = REACTIONS.get((where, message.why))
        if react is not None:
            yield from react(self, message)

    # --- workers -----------------------------------------------------------------------------------------------------

    def assigned(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """Taken mostly; given back or handed on now and then; forgotten once in eight times."""
        no, worker = message.no, message.chat
        if no is None or (worker, no) in self.taken:
            return
        dice = self.chance.random()
        soon = message.at + timedelta(minutes=2 if ALARM in message.text else self.chance.gammavariate(2, 15))
        if dice < 0.05:
            yield self._awake(soon), worker, sentences.one(self.chance, "declines", no=no), None
        elif dice < 0.08:
            others = [name for name, where in self.town.workers.items() if where == self.town.workers[worker]]
            yield self._awake(soon), worker, f"转 {no} {self.chance.choice(others)}", None
        elif dice < 0.88:
            yield from self._takes(worker, no, soon, danger=ALARM in message.text)

    def _takes(self, worker: str, no: int, at: datetime, *, danger: bool = False) -> Iterator[Reaction]:
        self.taken.add((worker, no))
        taken = at if danger else self._awake(at)
        yield taken, worker, sentences.one(self.chance, "accepts", no=no), None
        hours = 1.0 if danger else self.chance.lognormvariate(2.3, 0.9)
        done = self._awake(taken + timedelta(hours=hours))
        dice = self.chance.random()
        if dice < 0.3:
            yield self._awake(taken + (done - taken) / 2), worker, sentences.one(self.chance, "starts", no=no), None
        if 0.3 <= dice < 0.38:
            day = done.astimezone(self.zone) + timedelta(days=3)
            words = sentences.one(self.chance, "postpones", no=no, day=f"{day.month}月{day.day}日")
            yield done, worker, words, None
            done += timedelta(days=3)
        if dice < 0.9:
            yield done, worker, sentences.one(self.chance, "dones", no=no), None
        else:
            self.unsaid.add((worker, no))

    def reminded(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """Who forgot to take it, or to say that it is done, remembers, mostly."""
        if message.no is None or self.chance.random() > 0.7:
            return
        mine = (message.chat, message.no)
        if mine in self.unsaid:
            self.unsaid.remove(mine)
            yield self._soon(message), message.chat, sentences.one(self.chance, "dones", no=message.no), None
        elif mine not in self.taken or ALARM in message.text:
            yield from self._takes(message.chat, message.no, self._soon(message), danger=ALARM in message.text)

    def asked_how_far(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """Whoever is at it says so, mostly."""
        mine = (message.chat, message.no or 0)
        if mine in self.taken - self.unsaid and self.chance.random() < 0.8:
            yield self._soon(message), message.chat, sentences.one(self.chance, "starts", no=message.no), None
        else:
            yield from self.reminded(message)

    def _soon(self, message: OutgoingMessage) -> datetime:
        """Within the hour; within minutes what does not wait."""
        if message.priority <= Priority.URGENT:
            return message.at + timedelta(minutes=self.chance.uniform(1, 4))
        return self._awake(message.at + timedelta(minutes=self.chance.uniform(5, 50)))

    def listed(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """The morning's list is answered in one line, by some."""
        mine = [int(no) for no in NUMBER.findall(message.text) if (message.chat, int(no)) in self.unsaid]
        chosen = [no for no in mine if self.chance.random() < 0.25]
        self.unsaid -= {(message.chat, no) for no in chosen}
        if chosen:
            words = " ".join(f"{no}完" for no in chosen)
            yield self._awake(message.at + timedelta(minutes=self.chance.uniform(10, 400))), message.chat, words, None

    # --- residents ---------------------------------------------------------------------------------------------------

    def done(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """Is it good? Half of the reporters say so, one in twenty says no."""
        who, dice = self._mentioned(message), self.chance.random()
        if who is None or dice > 0.6:
            return
        kind = "bad" if dice < 0.05 else "good"
        later = self._awake(message.at + timedelta(hours=self.chance.gammavariate(1.5, 4)))
        yield later, who, sentences.one(self.chance, kind), message.chat

    def asked_place(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """是哪个单元? is answered by most."""
        who = self._mentioned(message)
        if who is not None and "单元?" in message.text and self.chance.random() < 0.6:
            later = message.at + timedelta(minutes=self.chance.uniform(0.5, 8))
            yield later, who, f"{self.chance.randint(1, 4)}单元", message.chat

    def called(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """A call is answered within minutes by some of the house."""
        for who in self.rooms.get(message.chat, ()):
            if self.chance.random() < 0.4:
                later = message.at + timedelta(minutes=self.chance.gammavariate(1.5, 6))
                yield self._awake(later), who, sentences.one(self.chance, "joins"), message.chat

    def _mentioned(self, message: OutgoingMessage) -> str | None:
        found = MENTIONED.search(message.text)
        return found[1] if found and found[1] in self.rooms.get(message.chat, ()) else None

    # --- heads and officials -----------------------------------------------------------------------------------------

    def decides(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """是 / 不是, or how many came."""
        later = self._awake(message.at + timedelta(minutes=self.chance.gammavariate(2, 20)))
        if "是 / 不是" in message.text and self.chance.random() < 0.8:
            yield later, message.chat, self.chance.choice(("是", "是", "不是")), None
        elif "几位" in message.text and self.chance.random() < 0.7:
            values = {"people": self.chance.randint(4, 18), "area": self.chance.randrange(50, 500, 50)}
            yield later, message.chat, sentences.one(self.chance, "results", **values), None
        elif "办结" in message.text and message.no is not None and self.chance.random() < 0.7:
            yield later, message.chat, f"办结 {message.no}", None

    def names_somebody(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """What has come up to them and nobody has is given to somebody; to a danger some go themselves."""
        community = self._community_of(message.chat)
        if message.no is None or community is None or self.chance.random() > 0.6:
            return
        urgent = message.priority <= Priority.URGENT
        later = message.at + timedelta(minutes=self.chance.gammavariate(2, 2 if urgent else 30))
        later = later if urgent else self._awake(later)
        if "派人" in message.text or "找人去" in message.text:
            worker = self.chance.choice([name for name, where in self.town.workers.items() if where == community])
            yield later, message.chat, f"派 {message.no} {worker}", None
        elif ALARM in message.text and self.chance.random() < 0.2:
            yield later, message.chat, f"接 {message.no}", None
            yield later + timedelta(hours=1), message.chat, f"完 {message.no}", None

    def takes_case(self, message: OutgoingMessage) -> Iterator[Reaction]:
        """Mediators and officials take what is theirs, and settle it within days."""
        if message.no is None or self.chance.random() > 0.85:
            return
        later = self._awake(message.at + timedelta(minutes=self.chance.gammavariate(2, 40)))
        yield later, message.chat, f"接 {message.no}", None
        done = self._awake(later + timedelta(days=self.chance.uniform(1, 5)))
        yield done, message.chat, f"完 {message.no}", None

    def _community_of(self, name: str) -> int | None:
        building = self.town.heads.get(name)
        return building.community if building else self.town.officials.get(name)

    def _awake(self, moment: datetime) -> datetime:
        """People sleep: what would fall in the night is said in the morning."""
        wall = moment.astimezone(self.zone)
        if DAY_BEGINS <= wall.hour < DAY_ENDS:
            return moment
        morning = wall.replace(hour=DAY_BEGINS, minute=self.chance.randrange(60), second=self.chance.randrange(60))
        return morning if wall.hour < DAY_BEGINS else morning + timedelta(days=1)


REACTIONS: dict[tuple[str, str], Callable[[Answers, OutgoingMessage], Iterator[Reaction]]] = {
    ("worker", "assign"): Answers.assigned,
    ("worker", "remind"): Answers.reminded,
    ("worker", "ask"): Answers.asked_how_far,
    ("worker", "digest"): Answers.listed,
    ("room", "done"): Answers.done,
    ("room", "ack"): Answers.asked_place,
    ("room", "call"): Answers.called,
    ("other", "ask"): Answers.decides,
    ("other", "confirm"): Answers.decides,
    ("other", "escalate"): Answers.names_somebody,
    ("other", "remind"): Answers.names_somebody,
    ("other", "assign"): Answers.takes_case,
}
"""(who reads it, why it was said) → what people do then."""
