"""Several commands in one message (1接 2完 3转小陈): each part in order, the good ones take effect, one reply for all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers import holders, say, talk, texts
from handlers.errors import Refusal
from handlers.office import Turn
from handlers.questions import await_the_rest
from nlp.model import Intent, Parse


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one part: done in a word, or what it was answered, or why it could not be done."""

    done: str = ""
    answer: str = ""
    refusal: Refusal | None = None
    no: int | None = None


def each(turn: Turn, act: Callable[[Turn], None]) -> None:
    """Do every part by itself, then say what was done, what was asked for, and what is still missing."""
    talk.understood(turn)
    outcomes = [_one(turn, item, act) for item in turn.parse.items]
    refused = [one for one in outcomes if one.refusal]
    lines = [
        _line(turn, "batch_done", "done", "、".join(one.done for one in outcomes if one.done)),
        *(one.answer for one in outcomes),
        _line(turn, "batch_rest", "rest", "; ".join(_why_not(one) for one in refused)),
    ]
    text = "\n".join(line for line in lines if line)
    if text:
        say.answer_privately(turn, text, "status")
    if len(refused) == 1 and refused[0].refusal:
        await_the_rest(turn, turn.sender, refused[0].refusal)


def _line(turn: Turn, name: str, value: str, said: str) -> str:
    return turn.text(name, **{value: said}) if said else ""


def _one(turn: Turn, item: Parse, act: Callable[[Turn], None]) -> Outcome:
    """Do one part with its own answers kept back."""
    single = replace(turn, parse=item, kept=[])
    try:
        with single.all_or_nothing():
            act(single)
    except Refusal as refusal:
        return Outcome(refusal=refusal, no=item.no)
    name = _name(turn, item)
    if name in texts.TEXTS:
        return Outcome(done=f"#{item.no} {turn.text(name)}")
    return Outcome(answer="\n".join(single.kept or ()))


def _name(turn: Turn, item: Parse) -> str:
    """The text that says in two characters what was done; of a resident's 好了 another than of a worker's 完."""
    if item.intent is Intent.DONE and not holders.is_official(turn, turn.sender):
        return "did_works"
    return f"did_{item.command or item.intent}"


def _why_not(outcome: Outcome) -> str:
    text = str(outcome.refusal).rstrip("。")
    return text if outcome.no is None or f"#{outcome.no}" in text else f"#{outcome.no} {text}"
