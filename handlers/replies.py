"""Short answers: what counts as yes and no, and the bare word that was said."""

from __future__ import annotations

import re

from handlers.office import Turn

YES = frozenset({"是", "是的", "对", "对的", "好", "好的", "行", "可以", "嗯", "准", "准了", "同意", "要", "记"})
SO_IT_IS = frozenset({"是", "是的", "对", "对的", "对对", "嗯", "嗯嗯"})
"""Yes to whether something is so; 好的 may only mean that it was heard."""
NO = frozenset(
    {"不是", "不是的", "不对", "否", "不", "不用", "不行", "不准", "不要", "不记", "不删", "算了", "没有", "还没"}
)
NOT_SO = frozenset({"不是", "不是的"})
"""No to whether something is so; 不用 and 算了 say that it is not wanted."""


def word(turn: Turn) -> str:
    """The short answer itself."""
    return (turn.parse.args or turn.parse.own).strip(EDGES)


def first(turn: Turn) -> str:
    """The answer with which a longer one begins: 对，就是那个."""
    return re.split(r"[,，。!！;；\s]", turn.parse.own.strip(EDGES), maxsplit=1)[0].rstrip(SOFTENERS)


EDGES = " 。.!！,，~"
SOFTENERS = "吧啊呀哦啦"
