"""@: read from a text and written into one, by plain comparison of names — people call themselves `老王(物业`."""

from __future__ import annotations

import re
from collections.abc import Sequence

AT_END = "\u2005"
"""What WeChat puts after a mentioned name."""
EVERYBODY = ("announcement@all", "notify@all", "@all")
"""Ids that stand for all members; the bot is not meant by them."""
_WRITTEN = re.compile(r"@([^\s@]{1,40})[ \u2005]?")


def rename(text: str, name: str, new: str) -> str:
    """The text with `@name` called `@new`; only a whole name counts."""
    if not name or name == new:
        return text
    whole = re.compile(f"@{re.escape(name)}(?=[\\s{AT_END}]|$)")
    return whole.sub(lambda _: f"@{new}", text)


def is_named(text: str, name: str) -> bool:
    """Whether `@name` stands in the text as a whole."""
    return bool(name) and re.search(f"@{re.escape(name)}(?=[\\s{AT_END}]|$)", text) is not None


def longest_first(names: Sequence[str]) -> tuple[str, ...]:
    """Each name once, 老王(物业 before 老王: who takes them out of a text one by one must not tear one apart."""
    return tuple(sorted(dict.fromkeys(name for name in names if name), key=len, reverse=True))


def write(text: str, shown: Sequence[str], spoken: Sequence[str]) -> str:
    """A text whose @words become `@name` + U+2005, so that WeChat marks them.

    `shown` are the names the mentioned go by in the room, `spoken` the names they may be called in the text (same
    order). An @word belongs to who is called so, else to the next one mentioned; who is not called at all comes first.
    """
    words = list(dict.fromkeys(_WRITTEN.findall(text)))
    belongs = _assign(words, shown, spoken)
    for word in sorted(belongs, key=len, reverse=True):
        text = _marked(text, word, belongs[word])
    missing = [name for name in dict.fromkeys(shown) if name and name not in belongs.values()]
    return "".join(f"@{name}{AT_END}" for name in missing) + text.replace("\0", "")


def _marked(text: str, word: str, name: str) -> str:
    """The NUL keeps a name that is written already from being taken for another @word."""
    return re.sub(f"@{re.escape(word)}[ {AT_END}]?", lambda _: f"@\0{name}{AT_END}", text)


def _assign(words: Sequence[str], shown: Sequence[str], spoken: Sequence[str]) -> dict[str, str]:
    """@word → the name to write for it."""
    belongs: dict[str, str] = {}
    left = [index for index, name in enumerate(shown) if name]
    for alike in (_same, _contained, _any):
        for word in (word for word in words if word not in belongs):
            found = next((index for index in left if alike(word, shown[index], spoken[index])), None)
            if found is not None:
                belongs[word] = shown[found]
                left.remove(found)
    return belongs


def _same(word: str, shown: str, spoken: str) -> bool:
    return word in (shown, spoken)


def _contained(word: str, shown: str, spoken: str) -> bool:
    return any(name and (word in name or name in word) for name in (shown, spoken))


def _any(_word: str, _shown: str, _spoken: str) -> bool:
    return True
