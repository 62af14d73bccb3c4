"""What the recorded answers to the bot teach: phrases it missed, and phrases it caught wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from nlp.normalise import clean, plain, view
from nlp.reader import Reader
from nlp.segment import cut


class Verdict(StrEnum):
    """What a person said about the bot's reading of a message."""

    MISSED = "missed"
    """It was a request and the bot did not see it."""
    WRONG = "wrong"
    """It was none and the bot opened one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One recorded answer; `category` is what the person changed it to, where he did."""

    text: str
    verdict: Verdict
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A phrase to put into a rule file, with how often it came."""

    phrase: str
    verdict: Verdict
    count: int
    category: str | None = None
    example: str = ""


_STOP = frozenset("的了是在有和就不都也还又我你他她它们这那个吗呢吧啊呀哦一来去到把被让给跟没很")
_SHORTEST, _LONGEST = 2, 6
_MOST = 40


def suggest(feedback: Iterable[Feedback], reader: Reader, *, least: int = 1) -> list[Suggestion]:
    """Phrases of at least `least` messages, the most frequent first; longer ones before their parts.

    Of missed messages the phrases that no rule knows; of wrongly caught ones the words that decided.
    """
    counts: Counter[tuple[Verdict, str | None, str]] = Counter()
    examples: dict[tuple[Verdict, str | None, str], str] = {}
    for said in feedback:
        for phrase in _phrases(said, reader):
            key = (said.verdict, said.category, phrase)
            counts[key] += 1
            examples.setdefault(key, said.text)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], -len(item[0][2]), item[0][2]))
    return [
        Suggestion(phrase=key[2], verdict=key[0], category=key[1], count=count, example=examples[key])
        for key, count in _without_parts(ranked)
        if count >= least
    ][:_MOST]


def _phrases(said: Feedback, reader: Reader) -> set[str]:
    own = plain(clean(said.text))
    if said.verdict is Verdict.WRONG:
        return {reason.partition(": ")[2] for reason in reader.reasons(own) if ": " in reason}
    known = reader.known(own)
    return {phrase for phrase in _neighbours(view(own)) if not any(phrase in word for word in known)}


def _neighbours(text: str) -> set[str]:
    """Words and pairs of words that stand together and are not all grammar."""
    words = [word for word in cut(text) if word.strip()]
    pairs = ["".join(pair) for pair in pairwise(words)]
    return {phrase for phrase in (*words, *pairs) if _tells(phrase)}


def _tells(phrase: str) -> bool:
    if not _SHORTEST <= len(phrase) <= _LONGEST or not all("\u4e00" <= char <= "\u9fff" for char in phrase):
        return False
    return phrase[0] not in _STOP and phrase[-1] not in _STOP


def _without_parts(
    ranked: list[tuple[tuple[Verdict, str | None, str], int]],
) -> list[tuple[tuple[Verdict, str | None, str], int]]:
    kept: list[tuple[tuple[Verdict, str | None, str], int]] = []
    for key, count in ranked:
        if not any(key[2] in other[0][2] and count <= other[1] and key[0] is other[0][0] for other in kept):
            kept.append((key, count))
    return kept
