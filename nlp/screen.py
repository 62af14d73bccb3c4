"""The first look at a message: nearly all chat holds nothing that any reader could use, and goes no further."""

from __future__ import annotations

from typing import Final

import ahocorasick

from nlp.commands import may_begin, read_command
from nlp.jielong import HEADINGS
from nlp.normalise import ordinary, view
from nlp.rulebook import RuleBook
from nlp.signup import LONGEST_ALONE, may_sign, read_signup

_LINKS: Final = ("：//", "ww.", "聊天记录")
"""What makes a text without quotes or lines more than its own words, as a view shows it: of three w it keeps two."""


class Screen:
    """Tells chat that no reader could take for anything else. Built once, never changed, shared by threads.

    Contexts, and things without a fault, only colour what another rule found; alone they are chat.
    """

    def __init__(self, book: RuleBook) -> None:
        """Collect the words of all deciding cues; of a row only its least common part, without which it cannot stand."""
        self._signs = ahocorasick.Automaton()
        for mark in (*_LINKS, *HEADINGS):
            self._signs.add_word(mark.lower(), False)
        for word in _deciding(book):
            self._signs.add_word(word, True)
        self._signs.make_automaton()

    def touches(self, seen: str) -> bool:
        """Whether the view `seen` may mean anything: it holds a word of a rule that can decide."""
        return any(decides for _, decides in self._signs.iter(seen))

    def talk(self, text: str, *, chat: str, bot_name: str) -> str | None:
        """The own words of `text`, written alone, if it is chat whoever says it; None where a reader has to look."""
        own = ordinary(text)
        if own is None or own.startswith(bot_name) or next(self._signs.iter(view(own)), None) is not None:
            return None
        if may_begin(own) and read_command(own, chat=chat):
            return None
        if len(own) <= LONGEST_ALONE and may_sign(own) and read_signup(own):
            return None
        return own


def _deciding(book: RuleBook) -> set[str]:
    words: set[str] = set()
    common = [_commonness(each) for each in book.lists]
    for cue in book.cues:
        rarest = min(cue.lists, key=common.__getitem__)
        if _decides(cue.name) and (len(cue.lists) == 1 or common[rarest] < _TOO_COMMON):
            words.update(book.lists[rarest])
    return words


def _decides(name: str) -> bool:
    family, _, kind = name.partition(".")
    if name in _COMPLAINTS:
        return True
    return family not in ("context", "hide") and kind not in ("thing", "fault", "hint") and not kind.startswith("as.")


def _commonness(words: tuple[str, ...]) -> float:
    """How often one of `words` is met, roughly: single characters all the time, long words hardly ever."""
    return sum(_MET[min(len(word), 4)] * (10 if word in _EVERYWHERE else 1) for word in words)


_COMPLAINTS = ("context.report", "context.official_wish")
"""Contexts that are a matter even where no rule knows the thing."""
_TOO_COMMON = 250.0
"""A row of nothing but such words decides nothing by itself: 在…吗."""
_MET = {1: 30.0, 2: 2.0, 3: 0.3, 4: 0.05}
_EVERYWHERE = frozenset(
    "在来要能给出发等早电车带过上下大小人家有水门没还又不去到说看我你他好谁哪吗么呢吧是的了就都也很个晚长报位约差油路养球卡米代"
) | {"可以", "知道", "还是", "我也", "我在", "晚上", "我去", "今天", "昨天", "明天", "现在", "那个", "好了", "来了"}
