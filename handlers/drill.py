"""演练: a made-up day in the head's private chat, to practise without disturbing anybody. Nothing real is touched."""

from __future__ import annotations

from datetime import timedelta

from handlers import holders, say
from handlers.call_lifecycle import MAY_CALL
from handlers.errors import Forbidden
from handlers.office import Turn
from handlers.questions import ask, pending
from storage.tables import OpenQuestion

STEPS = ("drill_1", "drill_2", "drill_3", "drill_4", "drill_5")
"""What is shown one after the other; each waits for one word of hers."""
GOOD: tuple[tuple[str, ...], ...] = (("派",), ("招呼", "扯", "打扫", "清", "来"), ("收工",), ("人",), ("通知",))
"""Words that do what a step asks for."""
OVER = frozenset({"结束", "不练了", "演练结束", "演练 结束", "停", "不用了"})
LASTS = timedelta(hours=2)


def drill(turn: Turn) -> None:
    """Begin, or end with 演练 结束."""
    if not holders.holds(turn, turn.sender, MAY_CALL, None):
        raise Forbidden(turn.text("not_allowed"))
    standing = pending(turn, turn.sender, "drill")
    if "结束" in turn.parse.args:
        if standing is not None:
            turn.session.delete(standing)
        say.answer_privately(turn, turn.text("drill_over"), "answer")
        return
    say.answer_privately(turn, turn.text("drill_begin") + "\n" + turn.text(STEPS[0]), "answer")
    ask(turn, turn.sender, "drill", options=[0], stands=LASTS)


def answer(turn: Turn, question: OpenQuestion) -> bool:
    """Every word of hers belongs to the drill until it is over."""
    if turn.room is not None:
        return False
    said = turn.parse.own.strip(" 。")
    if said in OVER:
        say.answer_privately(turn, turn.text("drill_over"), "answer")
        return True
    step = int(question.options[0])
    if not any(word in said for word in GOOD[step]):
        say.answer_privately(turn, turn.text("drill_again") + "\n" + turn.text(STEPS[step]), "answer")
        _stand_at(turn, step)
        return True
    if step + 1 == len(STEPS):
        say.answer_privately(turn, turn.text("drill_done"), "answer")
        return True
    say.answer_privately(turn, turn.text("drill_good") + "\n" + turn.text(STEPS[step + 1]), "answer")
    _stand_at(turn, step + 1)
    return True


def _stand_at(turn: Turn, step: int) -> None:
    """The question that was answered goes; a new one stands for the next word."""
    ask(turn, turn.sender, "drill", item_id=step + 1, options=[step], stands=LASTS)
