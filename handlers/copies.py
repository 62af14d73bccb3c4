"""抄送我女儿: what the bot tells somebody in private is told to one of the family as well."""

from __future__ import annotations

from handlers import holders, say
from handlers.call_resolve import answer
from handlers.errors import Refusal
from handlers.office import Turn
from handlers.questions import ask
from storage import directory
from storage.tables import OpenQuestion, Person

NOBODY = ("取消", "不用", "不抄送", "停")


def copy_to(turn: Turn) -> None:
    """抄送 小李: from now on; 抄送 取消 ends it."""
    words = f"{turn.parse.args} {' '.join(turn.message.mentions)}".strip()
    if any(word in words for word in NOBODY):
        directory.change(turn.session, turn.sender, copy_to_id=None)
        answer(turn, turn.text("copy_ended"), "status")
        return
    person = _named(turn, words)
    if person is None:
        kin = words.removeprefix("给").removeprefix("我") or "家人"
        answer(turn, turn.text("copy_who", kin=kin), "ask")
        ask(turn, turn.sender, "cc")
        return
    _set(turn, person)


def named(turn: Turn, _question: OpenQuestion) -> bool:
    """The answer to 您女儿叫什么名字?"""
    person = _named(turn, turn.parse.own) if turn.room is None and len(turn.parse.own) <= LONGEST_NAME else None
    if person is not None:
        _set(turn, person)
    return person is not None


LONGEST_NAME = 12


def _named(turn: Turn, words: str) -> Person | None:
    person = holders.find_person(turn, words, *holders.around(turn))
    return person if person is not None and person.id != turn.sender_id else None


def _set(turn: Turn, person: Person) -> None:
    if not holders.can_reach(turn, person):
        raise Refusal(turn.text("copy_unreached", name=holders.spoken_name(turn, person)))
    directory.change(turn.session, turn.sender, copy_to_id=person.id)
    answer(turn, turn.text("copy_set", name=holders.spoken_name(turn, person)), "status")
    text = turn.text("copy_told", name=holders.spoken_name(turn, turn.sender))
    say.to_person(turn, person, text, "status", step=turn.message.id)
