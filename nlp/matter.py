"""What a request is about: the category, the class and the hazard that the cues speak for."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.model import Category, Urgency
from nlp.rulebook import RuleBook
from nlp.scan import Signs, Span

_POINTS = {"phrase": 3.0, "broken": 3.0, "thing": 1.0, "fault": 0.6, "hint": 0.6}
_PER_CHARACTER = 0.25
"""Longer words say more: 消防通道 outweighs 堵."""
_MORE = 0.5
"""What a second, different cue of the same kind adds."""
_DANGER = 6.0
_STRONG = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """The best reading of what a text is about."""

    category: Category | None
    urgency: Urgency | None
    points: float
    strong: bool
    """Whether a fault or a whole phrase speaks for it, not a thing alone."""
    hazard: str | None
    why: tuple[str, ...]
    span: Span | None
    """Where the deciding words stand in the view."""


def read_matter(signs: Signs, book: RuleBook) -> Matter:
    """Weigh the categories. Without any cue of a category everything is None."""
    hazard = _hazard(signs)
    points = {key: _points(signs, key) for key in book.categories if key in signs.families}
    if hazard and hazard in book.hazards:
        key = book.hazards[hazard]
        points[key] = points.get(key, 0) + _DANGER
    if not points:
        return Matter(category=None, urgency=None, points=0, strong=False, hazard=None, why=(), span=None)
    best = max(points, key=lambda key: (round(points[key], 2), -_first(signs, key)))
    span = _deciding(signs, best, hazard)
    return Matter(
        category=Category(best),
        urgency=Urgency.DANGER if hazard else _urgency(signs, best, book),
        points=points[best],
        strong=hazard is not None or f"{best}.phrase" in signs or f"{best}.broken" in signs,
        hazard=hazard,
        why=_why(signs, best, hazard),
        span=span,
    )


def _points(signs: Signs, key: str) -> float:
    total = 0.0
    for kind, worth in _POINTS.items():
        spans = signs.spans.get(f"{key}.{kind}")
        if spans:
            longest = max(min(end - start, 6) for start, end in spans)
            others = len({signs.text[start:end] for start, end in spans}) - 1
            total += worth * (1 + _PER_CHARACTER * (longest - 1) / 2) + min(others, 2) * _MORE * min(worth, 1)
    return total


def _hazard(signs: Signs) -> str | None:
    found = [
        (min(spans), name.removeprefix("danger."))
        for name, spans in signs.spans.items()
        if name.startswith("danger.")
    ]
    return min(found)[1] if found else None


def _first(signs: Signs, key: str) -> int:
    starts = [
        start
        for kind in _POINTS
        for start, _ in signs.spans.get(f"{key}.{kind}", ())
    ]
    return min(starts, default=0)


def _urgency(signs: Signs, key: str, book: RuleBook) -> Urgency:
    rules = book.categories[key]
    named = next((name for name in rules.classes if f"{key}.as.{name}" in signs), rules.urgency)
    return Urgency(named)


def _deciding(signs: Signs, key: str, hazard: str | None) -> Span | None:
    names = [f"danger.{hazard}"] if hazard else [f"{key}.broken", f"{key}.phrase", f"{key}.thing", f"{key}.fault"]
    for name in names:
        spans = signs.spans.get(name)
        if spans:
            start = min(start for start, _ in spans)
            return start, min(end for begin, end in spans if begin == start)
    return None


def _why(signs: Signs, key: str, hazard: str | None) -> tuple[str, ...]:
    names = ([f"danger.{hazard}"] if hazard else []) + [f"{key}.{kind}" for kind in _POINTS]
    return tuple(f"{name}: {signs.words(name)[0]}" for name in names if name in signs)
