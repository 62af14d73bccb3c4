"""Finding the known question that a new one asks: BM25 over the dictionary's words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlp.segment import cut

SATURATION: Final = 1.2
LENGTH: Final = 0.5
ENOUGH: Final = 0.5
"""So much of a question's weight must be found in an answer's question, or nothing is answered."""
_EMPTY: Final = frozenset(
    (
        "我们",
        "咱们",
        "大家",
        "请问",
        "一下",
        "知道",
        "什么",
        "怎么",
        "哪里",
        "哪儿",
        "多少",
        "几点",
        "什么时候",
        "时候",
        "几时",
        "可以",
        "小楼",
    )
) | frozenset("的了吗呢啊吧呀哦是在有我你您他她请问谁哪几个这那要能想到去咱就都也还不给找号,，。?？!！、")
"""Words that every question has."""


def best(question: str, known: Sequence[str]) -> int | None:
    """The place of the known question that `question` asks; None where none is near enough."""
    asked = words(question)
    texts = [words(text) for text in known]
    if not asked or not texts:
        return None
    weights = _weights(tuple(map(tuple, texts)))
    whole = sum(weights.get(word, _rare(len(texts))) for word in set(asked))
    scored = [(_score(asked, text, weights, texts), _share(asked, text, weights, whole, len(texts))) for text in texts]
    place = max(range(len(texts)), key=lambda at: scored[at])
    return place if scored[place][1] >= ENOUGH else None


def words(text: str) -> list[str]:
    """The words of a question that mean something."""
    return [word for word in cut(text) if word.strip() and word not in _EMPTY]


def _rare(count: int) -> float:
    return math.log(1 + count / 0.5)


@lru_cache(maxsize=8)
def _weights(texts: tuple[tuple[str, ...], ...]) -> dict[str, float]:
    counted = Counter(word for text in texts for word in set(text))
    return {word: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in counted.items()}


def _score(
    asked: Sequence[str], text: Sequence[str], weights: dict[str, float], texts: Sequence[Sequence[str]]
) -> float:
    usual = sum(map(len, texts)) / len(texts) or 1
    spread = SATURATION * (1 - LENGTH + LENGTH * len(text) / usual)
    found = Counter(text)
    return sum(
        weights[word] * found[word] * (SATURATION + 1) / (found[word] + spread) for word in set(asked) if found[word]
    )


def _share(asked: Sequence[str], text: Sequence[str], weights: dict[str, float], whole: float, count: int) -> float:
    held = sum(weights.get(word, _rare(count)) for word in set(asked) & set(text))
    return held / whole if whole else 0.0
