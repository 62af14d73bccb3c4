"""A short title for a matter, in the message's own words."""

from __future__ import annotations

import re

from nlp.masking import mask
from nlp.model import Place
from nlp.scan import Span
from nlp.segment import cut

LONGEST = 16
_STOPS = '，。！？；：、,.!?;:\n ~～…（）()「」"“”'
_STOP = re.compile(f"[{re.escape(_STOPS)}]")
_OPENING = re.compile(
    r"^(?:(?:大家好|你好|您好|各位|请问|麻烦|帮忙|请|那个|就是|我们|我家|咱们|俺们|俺|我|你们|的|是|在|和|跟|把|被(?!困)|有人|现在|刚才|今天|昨晚|昨天|又|啊|呀|呢|吧|哎|喂|师傅|物业(?![费公管不])|楼长|小楼|群主)[的啊呀哈]?)+"
)
_CLOSING = re.compile(r"(?:吗|呢|吧|啊|呀|哦|哈|嘛|的|和|跟|在|就|都|也|又|请|麻烦)+$")
_DIGITS = re.compile(r"\d{3,}|[A-Za-z]\d{3,}|\d+(?:[-#－]\d+)+")
_TAIL = "了啦着"


def title(text: str, span: Span | None, place: Place | None) -> str | None:
    """At most 16 characters around `span`, without door, phone or number; None where nothing is left."""
    start, end = _clause(text, span or (0, 0))
    if span:
        start, end = span[0], _rounded(text, span[1])
        end = _widened(text, start, end) if end - start < 4 else _rounded(text, _word_end(text, start, end))
    said = _without_place(text[start:end], place)
    said = _CLOSING.sub("", _OPENING.sub("", _DIGITS.sub("", said).strip(_STOPS)).strip(_STOPS))
    if len(said) < 2 and span:
        said = text[span[0] : span[1]]
    said = re.sub(r"\s+", " ", _DIGITS.sub("", mask(said))).strip(_STOPS)
    return said[:LONGEST] or None


def _clause(text: str, span: Span) -> Span:
    start = span[0]
    while start and text[start - 1] not in _STOPS:
        start -= 1
    stop = _STOP.search(text, max(span[1], start))
    return start, stop.start() if stop else len(text)


def _word_end(text: str, start: int, end: int) -> int:
    """`end`, or the end of the word that it stands in; words are cut from `start` on."""
    stop = start
    for word in cut(text[start : end + LONGEST]):
        stop += len(word)
        if stop >= end:
            break
    return stop


def _rounded(text: str, end: int) -> int:
    return end + 1 if end < len(text) and text[end] in _TAIL else end


def _widened(text: str, start: int, end: int) -> int:
    stop = _clause(text, (start, end))[1]
    return stop if stop - start <= LONGEST else end


def _without_place(said: str, place: Place | None) -> str:
    if place is None:
        return said
    kept = said.replace(place.text, "") if place.spot is None else said
    return kept if len(kept) >= 2 else said
