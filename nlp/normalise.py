"""Cleaning at the door, and the plain form of a text that the rules are matched against."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LONGEST = 2_000
"""Characters of a message that are read; what follows is dropped before anything else is done."""

_TABLES = Path(__file__).parent / "tables"
_JOINER = "\u200d"
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufe0e\ufe0f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f]"
)
# Compatibility forms, without the Chinese punctuation and circled numbers, which mean something as they are.
_COMPATIBLE = re.compile(
    "[\u00a0\u00aa\u00b2-\u00be\u2000-\u200a\u202f\u205f\u2070-\u209c\u2100-\u218b\u2474-\u24ff"
    "\u2e80-\u2fd5\u3000\u3036-\u303a\u3131-\u318e\u3200-\u33ff\uf900-\ufad9\ufb00-\ufdfc\ufe30-\ufe6b"
    "\uff02-\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uffdc\uffe0-\uffee"
    "\U0001d400-\U0001d7ff\U0001f100-\U0001f2ff\U0002f800-\U0002fa1d]"
)
_DOUBLED = re.compile(r"([^\d\n])\1")
_REPEATED = re.compile(r"([^\d\n])\1{2,}")
_BASIC = 0xFFFF
_PICTURE = re.compile("[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]")
# What cleaning, plain writing or taking a message apart would look at; other text is as it is.
_PECULIAR = re.compile(_UNSEEN.pattern[:-1] + _COMPATIBLE.pattern[1:-1] + '\n@「“"<\\[\u20e3]')


def clean(text: str) -> str:
    """The first `LONGEST` characters without control, format and surrogate characters.

    A newline stays, and so does a zero-width joiner that holds an emoji together.
    """
    text = text[:LONGEST]
    if not _UNSEEN.search(text):
        return text
    return _UNSEEN.sub(_keep_joined, text.replace("\r\n", "\n").replace("\r", "\n"))


def whole(text: str) -> str:
    """A text that can be stored: half a character, as JSON may hold it, becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def ordinary(text: str) -> str | None:
    """The own words of a text without quotes, mentions, links, markup, lines and odd characters; None for any other.

    They are what cleaning, taking apart and `plain` would give, for a fraction of the time.
    """
    if len(text) > LONGEST or _PECULIAR.search(text) or _may_link(text):
        return None
    return _simple(text.strip())


def _may_link(text: str) -> bool:
    return "://" in text or "聊天记录" in text or ("." in text and "www." in text.lower())


def plain(text: str) -> str:
    """A cleaned text in one way of writing: compatible forms, simplified characters, no long repetitions.

    Chinese punctuation and circled numbers stay. What people see of their words comes from this form.
    """
    if _COMPATIBLE.search(text):
        text = _COMPATIBLE.sub(_compatible, text)
    return _simple(text.replace("\u20e3", ""))


def _simple(text: str) -> str:
    if _traditional().search(text):
        text = text.translate(_simplified())
    # most texts have no two of a kind side by side, which is found out sooner
    return _REPEATED.sub(_twice, text) if _DOUBLED.search(text) else text


def _twice(match: re.Match[str]) -> str:
    return match[1] * 2


def view(text: str) -> str:
    """The form that rules are matched against: as long as `text`, so that places in one are places in the other."""
    return text.translate(_levelled()) if _uneven().search(text) else text


def _keep_joined(match: re.Match[str]) -> str:
    if match[0] == _JOINER and _PICTURE.match(match.string, max(match.start() - 1, 0)):
        return _JOINER
    return " " if match[0] in "\t\u2028\u2029" else ""


def _compatible(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


@cache
def _simplified() -> dict[int, int]:
    return _pairs("t2s.txt") | {ord("➕"): ord("+")}


@cache
def _traditional() -> re.Pattern[str]:
    """What may have a simplified form; beyond the basic plane any ideograph, for searching single ones is slow."""
    basic = [character for character in _simplified() if character <= _BASIC]
    return re.compile(f"{_any_of(basic).pattern[:-1]}\U00020000-\U0002ffff]")


@cache
def _uneven() -> re.Pattern[str]:
    return _any_of(_levelled())


def _any_of(characters: Iterable[int]) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, characters)))}]")


@cache
def _levelled() -> dict[int, int]:
    capitals = {ord(a): ord(a.lower()) for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    marks = {ord(a): ord(b) for a, b in zip(",!?;:()", "，！？；：（）", strict=True)}
    return capitals | marks | _pairs("dialect.txt")


def _pairs(name: str) -> dict[int, int]:
    source, target = (_TABLES / name).read_text(encoding="utf-8").splitlines()[:2]
    return {ord(a): ord(b) for a, b in zip(source, target, strict=True)}
