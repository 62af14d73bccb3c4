"""From how probable each intent is to the one that is meant: the guards, and how sure the answer is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Final

from nlp.features import Facts
from nlp.matter import Matter
from nlp.model import Intent, Urgency
from nlp.weigh import Shares

CERTAIN = 0.8
"""From this score on the bot opens a request by itself."""
DOUBTFUL = 0.5
"""From this score on a message may be a request."""
DANGER_ENOUGH = 0.3
"""So much of a chance is enough where somebody may be hurt,"""
DANGER_UNDOUBTED = 0.1
"""and so little where it is said to be here and nothing speaks of jokes, the past or another place."""
PLAINLY_SAID = 0.3
"""What is enough where a thing and its fault are named and nothing speaks against it."""
FAR = 0.8
"""What a fault needs of which nothing says that it is here."""
NAMELESS = 0.8
"""What a wish needs that names neither a known matter nor this neighbourhood."""
_HERE: Final = frozenset(
    ("has.placed", "has.spotted", "context.common_place", "context.officials", "context.quick", "has.to_bot",
     "chat.private", "has.exclamation", "has.mentions")
)  # fmt: skip
_CLOSE: Final = frozenset(("has.placed", "has.to_bot", "chat.private", "has.mentions", "context.officials"))
_NOT_BARE: Final = frozenset(("against.1", "against.2", "ends.asking", "has.question_mark", "context.hypothetical"))
_OTHER_INTENTS: Final = (
    "accept.", "join.", "leave.", "done.", "not_fixed.", "withdraw.", "thanks.", "decline.", "urge.", "notice.",
    "question.", "call.",
)  # fmt: skip
_CALLING: Final = frozenset(("call.everyone", "call.together", "call.quota", "call.hands", "call.who"))
_ANNOUNCING: Final = frozenset(
    f"notice.{kind}" for kind in ("formal", "outage", "offer", "deadline", "warn", "rules", "result")
)
_HOME: Final = re.compile(
    "(?:我|我们|俺|咱|咱们|家)?(?:家|屋)里?的?(?:厨房|卫生间|洗手间|厕所|客厅|卧室|阳台)?里?的?[又也还]?"
)
"""Whose fault it is, which takes nothing from its being one: 我家停电了."""
_STOP: Final = re.compile(r"[，,。！!；;\s]")
_BARE: Final = 0.7
_LEAD: Final = 4
"""So much of a message is the fault, and so many characters may stand before it, where it is nothing else."""


def decide(own: str, matter: Matter, facts: Iterable[Facts], shares: Shares) -> tuple[Intent, float]:
    """The intent that is meant, and how sure that is."""
    likely = shares.best()
    if likely is Intent.NOTICE and _calls(frozenset(chain.from_iterable(facts))):
        return Intent.CALL, max(shares.of(Intent.CALL), DOUBTFUL)
    if not matter.strong and likely is not Intent.REQUEST:
        return likely, shares.of(likely)
    said = frozenset(chain.from_iterable(facts))
    share = shares.of(Intent.REQUEST)
    undoubted = _is_undoubted(matter, said, share)
    probable = undoubted or likely is Intent.REQUEST
    if _is_bare_fault(own, matter, said) or (probable and _has_bare_fault(own, matter, said)):
        return Intent.REQUEST, max(share, CERTAIN)
    if undoubted or (probable and share >= _enough(matter, said)):
        return Intent.REQUEST, max(share, CERTAIN if matter.urgency is Urgency.DANGER else DOUBTFUL)
    other = shares.without(Intent.REQUEST).best()
    return other, shares.of(other)


def tells_as_a_neighbour(
    matter: Matter, facts: Iterable[Facts], share: float, neighbours: tuple[Intent, float]
) -> bool:
    """Whether somebody with a post tells of a fault in the words in which any neighbour would.

    What heads and workers say is mostly about what they have in hand. Where that is not certain, and nothing but the
    post speaks for it, they live or work here like everybody else.
    """
    meant, certainty = neighbours
    plain = matter.strong and _is_quiet(frozenset(chain.from_iterable(facts)))
    return meant is Intent.REQUEST and certainty >= CERTAIN and share < (CERTAIN if plain else DOUBTFUL)


def _calls(said: AbstractSet[str]) -> bool:
    """Whether words like those of a notice call neighbours to work, and announce nothing."""
    return said.isdisjoint(_ANNOUNCING) and not said.isdisjoint(_CALLING)


def _is_undoubted(matter: Matter, said: AbstractSet[str], share: float) -> bool:
    """Whether this is a request though another intent may be more probable."""
    if matter.urgency is Urgency.DANGER and (share >= _enough_for_danger(said) or _is_an_officials(said)):
        return True
    return matter.doubled and share >= PLAINLY_SAID and _is_quiet(said)


def _is_an_officials(said: AbstractSet[str]) -> bool:
    """What heads and workers say is mostly about what they have in hand; where nothing speaks of that, it is not."""
    return "official" in said and _is_quiet(said)


def _enough_for_danger(said: AbstractSet[str]) -> float:
    return DANGER_UNDOUBTED if "against.0" in said and not _HERE.isdisjoint(said) else DANGER_ENOUGH


def _enough(matter: Matter, said: AbstractSet[str]) -> float:
    if matter.strong:
        return FAR if _HERE.isdisjoint(said) else DOUBTFUL
    return NAMELESS if _CLOSE.isdisjoint(said) else DOUBTFUL


def _is_bare_fault(text: str, matter: Matter, said: AbstractSet[str]) -> bool:
    """Whether the message is nothing but a thing and its fault: 监控看不了."""
    if matter.span is None or matter.level not in ("danger", "sure", "strong") or not _is_quiet(said):
        return False
    lead = len(found[0]) if (found := _HOME.match(text)) else 0
    start, end = matter.span
    return start - lead <= _LEAD and end - start >= _BARE * (len(text.strip("。.!！ 了啊呀")) - lead)


def _has_bare_fault(text: str, matter: Matter, said: AbstractSet[str]) -> bool:
    """Whether a clause of the message is nothing else: 下水道堵了，水都漫出来了."""
    if matter.span is None:
        return False
    start, end = matter.span
    opening = max((stop.end() for stop in _STOP.finditer(text, 0, start)), default=0)
    stop = _STOP.search(text, end)
    clause = text[opening : stop.start() if stop else len(text)]
    return _is_bare_fault(clause, matter._replace(span=(start - opening, end - opening)), said)


def _is_quiet(said: AbstractSet[str]) -> bool:
    """Whether no other intent, no question and no doubtful context speaks."""
    return _NOT_BARE.isdisjoint(said) and not any(fact.startswith(_OTHER_INTENTS) for fact in said)
