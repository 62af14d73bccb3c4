"""`louzhang rules suggest`: what people's 是 and 不是 teach, as lines for a rule file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.opened import opened
from nlp.masking import mask
from nlp.reader import load_reader
from nlp.suggest import Feedback, Suggestion, Verdict, suggest
from storage import phrases

VERDICTS = {"missed": Verdict.MISSED, "right": Verdict.MISSED, "wrong": Verdict.WRONG}
"""What was said of a phrase → what it teaches: 是 to a doubt means that the rules were not sure enough."""
KEYS = {Verdict.MISSED: "phrases", Verdict.WRONG: "hide"}
"""Where it goes in a rule file."""


def suggestions(db: Path) -> Iterator[str]:
    """`phrases: [晾衣绳]  # other, 3 ×: “晾衣绳又断了”`, the most frequent first."""
    with opened(db) as store, store.read() as session:
        said = [
            Feedback(text=one.text, verdict=VERDICTS[one.verdict], category=one.category)
            for one in phrases.all_phrases(session)
        ]
    yield from map(_line, suggest(said, load_reader()))


def _line(found: Suggestion) -> str:
    example = " ".join(mask(found.example).split())[:40]
    return f"{KEYS[found.verdict]}: [{found.phrase}]  # {found.category or 'other'}, {found.count} ×: “{example}”"
