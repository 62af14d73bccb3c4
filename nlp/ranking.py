"""Finding the known question that a new one asks: BM25 over the dictionary's words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from nlp.segment import cut

SATURATION: Final = 1.2
LENGTH: Final = 0.5
ENOUGH: Final = 0.6
"""So much of a question's weight must be found in an answer's question, or nothing is answered."""
_EMPTY: Final = frozenset(
    ["我们", "咱们", "大家", "请问", "一下", "知道", "什么", "怎么", "多少", "时候", "可以", "规定", "小楼"]
) | frozenset("的了吗呢啊吧呀哦是在有我你您他她请问谁哪几个这那要能想到去咱就都也还不给找号里说讲,，。?？!！、")
"""Words that every question has."""
ALIKE: Final = {
    word: first
    for first, *others in (
        ["上班", "下班", "开门", "关门", "办公", "营业", "开放"],
        ["居委会", "居委", "社区"],
        ["物业", "物业公司", "物业处", "物业办"],
        ["电动车", "电瓶车", "电动自行车", "电单车"],
        ["充电", "充", "充电桩"],
        ["扔", "丢", "放", "丢弃", "处理", "处置", "清运"],
        ["装修", "施工", "动工"],
    )
    for word in others
}
"""Words of a community that ask for the same."""
KINDS: Final[dict[str, re.Pattern[str]]] = {
    "when": re.compile(r"几点|几时|什么时[候间]|啥时候|时间|多久|哪[一几]?天|[周星期礼拜]几"),
    "where": re.compile(r"哪里|哪儿|在哪|去哪|到哪|往哪|地址|位置|地方|怎么[走去]"),
    "phone": re.compile(r"电话|号码|手机号|怎么联系|联系方式"),
    "cost": re.compile(r"多少钱|怎么收费|收费|价格|费用|几块"),
}
"""What a question wants to know; two questions that want different things are two questions."""
_OR_NOT: Final = re.compile(r"(.)[不没]\1")
"""开不开门 asks whether it is open, like 开门吗."""
_KIND: Final = re.compile("|".join(pattern.pattern for pattern in KINDS.values()))


def best(question: str, known: Sequence[str]) -> int | None:
    """The place of the known question that `question` asks; None where none is near enough."""
    asked = words(question)
    texts = [words(text) for text in known]
    if not asked or not texts:
        return None
    weights = _weights(tuple(map(tuple, texts)))
    wanted = kinds(question)
    enough = ENOUGH * sum(weights.get(word, _rare(len(texts))) for word in set(asked))
    near = [
        (_score(asked, text, weights, texts), -at)
        for at, text in enumerate(texts)
        if _wants_the_same(wanted, kinds(known[at])) and _held(asked, text, weights) >= enough
    ]
    return -max(near)[1] if near else None


def _wants_the_same(wanted: set[str], given: set[str]) -> bool:
    return not wanted or not given or not wanted.isdisjoint(given)


def kinds(text: str) -> set[str]:
    """What a question wants to know: when, where, by which number, at what price."""
    return {kind for kind, words_of in KINDS.items() if words_of.search(text)}


def words(text: str) -> list[str]:
    """The words of a question that mean something, beside what it wants to know."""
    said = cut(_KIND.sub(" ", _OR_NOT.sub(r"\1", text)))
    return [ALIKE.get(word, word) for word in said if word.strip() and word not in _EMPTY]


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


def _held(asked: Sequence[str], text: Sequence[str], weights: dict[str, float]) -> float:
    """How much of what is asked stands in `text`."""
    return sum(weights[word] for word in set(asked) & set(text))
