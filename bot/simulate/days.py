"""A day before anybody answers: reports, chatter, calls and notices, at the hours at which people write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from math import exp
from random import Random

from bot.simulate import sentences
from bot.simulate.seasons import HOURS, NIGHT_TOO, WEEKDAYS, weights
from bot.simulate.town import Building, Town

REPORTS, CHATTER, CALLS, NOTICES = 0.1, 0.9, 0.008, 0.012
"""Of a building on an ordinary day: 3 reports a month, nine times as much talk, a call in four months."""


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """Somebody writes something; a private word to the bot has no room."""

    at: datetime
    order: int
    sender: str = field(compare=False)
    text: str = field(compare=False)
    room: str | None = field(compare=False, default=None)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How people of this town write at this time of the year."""

    town: Town
    season: str
    zone: tzinfo

    def day(self, chance: Random, day: date) -> Iterator[tuple[datetime, str, str, str | None]]:
        """(when, who, words, room) of a day, in no order; the last three of `Said`."""
        rate = WEEKDAYS[day.weekday()]
        for building in self.town.buildings:
            for _ in range(_poisson(chance, REPORTS * rate)):
                yield from self._report(chance, day, building)
            for _ in range(_poisson(chance, CHATTER * rate)):
                who = chance.choice((*building.residents, building.head))
                yield self._at(chance, day), who, sentences.one(chance, "chatter"), building.room
            if chance.random() < CALLS:
                yield self._at(chance, day, 8, 18), building.head, _call(chance), building.room
            if chance.random() < NOTICES:
                yield self._at(chance, day, 9, 18), building.head, sentences.one(chance, "notices"), None

    def _report(self, chance: Random, day: date, building: Building) -> Iterator[tuple[datetime, str, str, str | None]]:
        """A report; sometimes a neighbour has it too, the reporter presses, or it settles itself."""
        table = weights(self.season)
        category = chance.choices(list(table), list(table.values()))[0]
        at = self._at(chance, day) if category in NIGHT_TOO else self._at(chance, day, 6, 22)
        who, *others = chance.sample(building.residents, 3)
        yield at, who, sentences.report(chance, category, building.number), building.room
        if chance.random() < ALSO[category in NIGHT_TOO]:
            yield at + timedelta(minutes=chance.uniform(1, 9)), others[0], sentences.one(chance, "also"), building.room
        if chance.random() < 0.03:
            later = self._at(chance, day + timedelta(days=2), 8, 20)
            yield later, who, sentences.one(chance, "urges"), building.room
        if chance.random() < 0.02:
            later = self._at(chance, day + timedelta(days=1), 8, 20)
            yield later, who, sentences.one(chance, "withdrawals"), building.room

    def _at(self, chance: Random, day: date, first: int = 0, last: int = 24) -> datetime:
        hour = chance.choices(range(first, last), HOURS[first:last])[0]
        return datetime.combine(day, time(hour, chance.randrange(60), chance.randrange(60)), self.zone)


ALSO: Mapping[bool, float] = {False: 0.1, True: 0.4}
"""How often a neighbour says +1; more often where it is the whole house."""


def _call(chance: Random) -> str:
    words = {one: sentences.one(chance, many) for one, many in (("when", "when"), ("spot", "spots"), ("task", "tasks"))}
    return sentences.one(chance, "calls", **words)


def _poisson(chance: Random, mean: float) -> int:
    """How many of something rare happen (Knuth)."""
    limit, product, count = exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
