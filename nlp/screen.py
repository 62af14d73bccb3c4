"""The first look at a message: nearly all chat holds nothing that any reader could use, and goes no further."""

from __future__ import annotations

from nlp.commands import read_command
from nlp.finder import spotter
from nlp.jielong import may_list
from nlp.normalise import view
from nlp.rulebook import RuleBook
from nlp.signup import LONGEST_ALONE, may_sign, read_signup


class Screen:
    """Tells chat that no reader could take for anything else. Built once, never changed, shared by threads.

    Contexts, and things without a fault, only colour what another rule found; alone they are chat.
    """

    def __init__(self, book: RuleBook) -> None:
        """Collect the words of all deciding cues; of a row only its least common part, without which it cannot stand."""
        self._decides = spotter(sorted(_deciding(book)))

    def touches(self, seen: str) -> bool:
        """Whether the view `seen` may mean anything: it holds a word of a rule that can decide."""
        return self._decides(seen)

    def is_talk(self, own: str, *, chat: str, bot_name: str) -> bool:
        """Whether own words, written alone, are chat whoever says them. Elsewhere a reader has to look."""
        if own.startswith(bot_name) or may_list(own) or self._decides(view(own)):
            return False
        if read_command(own, chat=chat):
            return False
        return not (len(own) <= LONGEST_ALONE and may_sign(own) and read_signup(own))


def _deciding(book: RuleBook) -> set[str]:
    words: set[str] = set()
    for cue in book.cues:
        if _decides(cue.name):
            rarest = min(map(book.words, cue.parts), key=_commonness)
            if len(cue.parts) == 1 or _commonness(rarest) < _TOO_COMMON:
                words.update(rarest)
    return words


def _decides(name: str) -> bool:
    family, _, kind = name.partition(".")
    if name in _COMPLAINTS:
        return True
    return (
        family not in ("context", "word", "hide")
        and kind not in ("thing", "fault", "hint")
        and not kind.startswith("as.")
    )


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
