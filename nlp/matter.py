"""What a request is about: the category, the class and the hazard that the cues speak for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nlp.model import Category, Urgency
from nlp.rulebook import RuleBook
from nlp.scan import Signs, Span
from nlp.wording import Hearing

_POINTS = {
    "decisive": 5.0, "phrase": 3.0, "broken": 2.8, "vaguely": 1.5, "thing": 1.2, "fault": 0.5, "hint": 0.6,
}  # fmt: skip
_LEVELS = {"decisive": "sure", "phrase": "strong", "broken": "strong", "vaguely": "vague", "thing": "weak"}
_TELLING = ("broken", "decisive", "phrase", "vaguely", "thing", "fault")
_PER_CHARACTER = 0.12
"""Longer words say more: 消防通道 outweighs 堵."""
_LONG = 6
_MORE = 0.5
"""What a second, different cue of the same kind adds."""
_DANGER = 9.0
_HEAD = 0.4
"""What standing at the head of the message adds, falling to nothing within `_EARLY` characters."""
_EARLY = 40
_HARMLESS = -4.0
"""A scene of danger in a message that sounds so much like none is a joke or a tale;"""
_ALARMING = 0.5
"""and what sounds so much like one is a danger, though no rule knows the scene. See `nlp.wording.Hearing.danger`."""
_SAFETY_LINE = {"faint": "fall", "harm": "missing"}
"""Scenes that need the same call for help as another: the ambulance for who is unconscious, the police for who may jump."""


_THIRD = "context.third"
"""Somebody is to come between: 调解, 评理, 说和."""


class Matter(NamedTuple):
    """The best reading of what a text is about."""

    likely: Category
    """What it is about if it is a request."""
    urgency: Urgency
    """Of which class it is then."""
    category: Category | None = None
    """None where no rule of any category finds anything."""
    level: str = "none"
    """How clearly it is said: none, weak (a thing alone), named (a word that settles it alone), vague, strong, sure, danger."""
    hazard: str | None = None
    """The scene of danger that the rules know."""
    span: Span | None = None
    """Where the deciding words stand in the view."""
    doubled: bool = False
    """Whether a deciding word and a fault or a phrase of its category say the same."""

    @property
    def strong(self) -> bool:
        """Whether a fault or a whole phrase speaks for it, not a thing alone."""
        return self.level not in ("none", "weak", "named")


def read_matter(signs: Signs, book: RuleBook, hearing: Hearing) -> Matter:
    """Weigh the categories, the rules first. Without any cue of a category only the likely one is known."""
    points = read_points(signs, book)
    hazard = _hazard(signs) if hearing.danger > _HARMLESS else None
    if hazard:
        key = book.hazards[hazard]
        points[key] = points.get(key, 0) + _DANGER
    likely = Category(book.hazards[hazard] if hazard else hearing.category(points))
    urgency = Urgency.DANGER if hazard or hearing.danger > _ALARMING else _urgency(signs, likely, book)
    if not points:
        return Matter(likely, urgency)
    best = _best(signs, points)
    return Matter(
        likely,
        urgency,
        category=likely,
        level="danger" if hazard else _level(signs, best),
        hazard=_SAFETY_LINE.get(hazard, hazard) if hazard else None,
        span=_deciding(signs, best, hazard),
        doubled=f"{best}.decisive" in signs and (f"{best}.broken" in signs or f"{best}.phrase" in signs),
    )


def read_points(signs: Signs, book: RuleBook) -> dict[str, float]:
    """How much the rules of each category find in a text; danger apart."""
    kinds = _kinds(signs, book.matters)
    return {key: _points(signs, kinds[key]) for key in book.categories if key in kinds}


_Kinds = dict[str, list[Span]]


def _kinds(signs: Signs, matters: Mapping[str, tuple[str, str]]) -> dict[str, _Kinds]:
    """The cues of each category and of danger, by the second part of their names."""
    kinds: dict[str, _Kinds] = {}
    for name, spans in signs.spans.items():
        if name in matters:
            key, kind = matters[name]
            kinds.setdefault(key, {})[kind] = spans
    return kinds


def _best(signs: Signs, points: dict[str, float]) -> str:
    if len(points) == 1:
        return next(iter(points))
    rounded = {key: round(each, 2) for key, each in points.items()}
    most = max(rounded.values())
    best = [key for key, each in rounded.items() if each == most]
    return best[0] if len(best) == 1 else max(best, key=lambda key: -_first(signs, key))


def _level(signs: Signs, key: str) -> str:
    level = next((level for kind, level in _LEVELS.items() if f"{key}.{kind}" in signs), "none")
    alone = not any(f"{key}.{kind}" in signs for kind in ("broken", "phrase", "vaguely"))
    return "named" if level == "sure" and alone else level


def _points(signs: Signs, kinds: _Kinds) -> float:
    return sum(_worth(signs, kinds[kind], worth) for kind, worth in _POINTS.items() if kind in kinds)


def _worth(signs: Signs, spans: Sequence[Span], worth: float) -> float:
    if len(spans) == 1:
        ((start, end),) = spans
        return _said_once(start, end - start, worth)
    said = {signs.text[start:end]: start for start, end in spans}
    once = _said_once(min(said.values()), max(map(len, said)), worth)
    return once + min(len(said) - 1, 2) * _MORE * min(worth, 1)


def _said_once(start: int, length: int, worth: float) -> float:
    early = max(0.0, 1 - start / _EARLY)
    return worth * (1 + _PER_CHARACTER * (min(length, _LONG) - 1) + _HEAD * early)


def reasons(signs: Signs, matter: Matter) -> tuple[str, ...]:
    """The cues and words that speak for the category of `matter`, which was read from `signs`."""
    if not matter.category:
        return ()
    hazard = _hazard(signs)
    names = ([f"danger.{hazard}"] if hazard else []) + [f"{matter.category}.{kind}" for kind in _POINTS]
    return tuple(f"{name}: {signs.words(name)[0]}" for name in names if name in signs)


def _hazard(signs: Signs) -> str | None:
    found = [
        (min(spans), name.removeprefix("danger.")) for name, spans in signs.spans.items() if name.startswith("danger.")
    ]
    return min(found)[1] if found else None


def _first(signs: Signs, key: str) -> int:
    starts = [start for kind in _POINTS for start, _ in signs.spans.get(f"{key}.{kind}", ())]
    return min(starts, default=0)


def _urgency(signs: Signs, key: str, book: RuleBook) -> Urgency:
    """The class of its category and words; two sides that call for a third have a dispute, whatever it is about."""
    if _THIRD in signs:
        return Urgency.DISPUTE
    rules = book.categories[key]
    return Urgency(next((name for name in rules.classes if f"{key}.as.{name}" in signs), rules.urgency))


def _deciding(signs: Signs, key: str, hazard: str | None) -> Span | None:
    names = [f"danger.{hazard}"] if hazard else [f"{key}.{kind}" for kind in _TELLING]
    for name in names:
        spans = signs.spans.get(name)
        if spans:
            start = min(start for start, _ in spans)
            return _whole_thing(signs, key, start), min(end for begin, end in spans if begin == start)
    return None


def _whole_thing(signs: Signs, key: str, start: int) -> int:
    """Where the thing begins of which the words at `start` are only the end: 楼道灯, not 灯."""
    things = (*signs.spans.get(f"{key}.thing", ()), *signs.spans.get(f"{key}.decisive", ()))
    return min((begin for begin, end in things if begin <= start < end), default=start)
