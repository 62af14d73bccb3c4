"""A leader's own words about the one call they lead: 今天下雨改到周日9点, 取消吧, 收工啦, 一共来了8个人."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from handlers import call_changes, call_resolve, call_results, holders, numbers
from handlers.office import Turn
from handlers.replies import word
from nlp.commands import reads_as_result
from nlp.model import Parse
from storage import calls
from storage.calls import LIVE
from storage.tables import CallStatus, OpenQuestion, VolunteerCall

LONGEST = 40
_WHY = r"(?P<reason>[^,，。;；]{0,12}?)[,，。;；\s]*"
MOVED = re.compile(
    rf"{_WHY}[^,，。;；改推延]{{0,10}}(?:改期?[到成在]?|(?:推迟|延|顺延|挪|换)到)(?P<said>[^,，。;；]{{2,20}})(?:[,，。;；].*)?"
)
SHIFTED = re.compile(
    r"[^我]{0,16}(?:推迟|延后|提前)(?:半|[\d一二两三四五六七八九十]{1,3})个?(?:小时|钟头|分钟|天|周)[^我]{0,12}"
)
A_TIME = re.compile(r"[点时:：]|[今明后]天|周|星期|礼拜|[号日]")
CALLED_OFF = re.compile(
    rf"{_WHY}[^,，。;；取]{{0,10}}?(?:取消[了吧掉]*|(?:不|先不|这次不)(?:办|搞|弄)了?|办不成了?|改天再说)[。.!！~]*"
)
ENDED = re.compile(
    r"(?:[^,，。;；]{0,8}[,，。;；!！\s]+)?(?:大家|今天)?(?:收工|完工)[了啦吧咯哈]*(?P<said>[\s,，。;；!！~].*)?|"
    r"(?:活儿?)?(?:都|全)?(?:干|忙|弄|做)完[了啦咯]+(?P<more>[\s,，。;；!！~].*)?"
)


@dataclass(frozen=True, slots=True)
class Meant:
    """What the words do, to a call in which states, and with what behind the verb."""

    act: Callable[[Turn], None]
    states: tuple[CallStatus, ...]
    args: str


def may_be(parse: Parse) -> bool:
    """Words in which a leader may move, call off or end a call."""
    return parse.command is None and _meant(parse.own) is not None


def in_own_words(turn: Turn) -> bool:
    """By the leader of the one call that is meant; tells whether it was one."""
    found = _meant(turn.parse.own) if turn.parse.command is None else None
    call = _only(turn, found.states) if found else None
    return found is not None and call is not None and _do(turn, found, call)


def proposed(turn: Turn, question: OpenQuestion) -> bool:
    """The answer to 只有1位, 不办就回 取消 — for the call that was asked about, however many there are."""
    call = calls.by_id(turn.session, question.item_id)
    if call is None or turn.room is not None or call.status not in LIVE or turn.parse.command not in (None, "answer"):
        return False
    if word(turn) in AS_PLANNED:
        call_resolve.answer(turn, turn.text("call_as_planned", no=call.no), "status", call)
        return True
    found = _meant(turn.parse.own)
    return found is not None and call.status in found.states and _do(turn, found, call)


AS_PLANNED = frozenset({"照常", "照办", "照样", "照旧", "不改", "不取消", "还办", "办", "照常办"})


def _do(turn: Turn, found: Meant, call: VolunteerCall) -> bool:
    numbers.mean(turn, call, args=found.args)
    found.act(turn)
    return True


def _meant(own: str) -> Meant | None:
    return None if len(own) > LONGEST else _moved(own) or _called_off(own) or _ended(own)


def _moved(own: str) -> Meant | None:
    if SHIFTED.fullmatch(own):
        return Meant(call_changes.reschedule, LIVE, own)
    found = MOVED.fullmatch(own)
    if found is None or not A_TIME.search(found["said"]):
        return None
    return Meant(call_changes.reschedule, LIVE, f"{found['said']} {found['reason']}".strip())


def _called_off(own: str) -> Meant | None:
    found = CALLED_OFF.fullmatch(own)
    return Meant(call_changes.cancel, (*LIVE, CallStatus.DRAFT), found["reason"]) if found else None


def _ended(own: str) -> Meant | None:
    if found := ENDED.fullmatch(own):
        return Meant(call_results.finish, OVER, found["said"] or found["more"] or "")
    return Meant(call_results.result, (CallStatus.AWAITING_RESULT,), own) if reads_as_result(own) else None


OVER = (CallStatus.UNDER_WAY, CallStatus.AWAITING_RESULT)


def _only(turn: Turn, states: tuple[CallStatus, ...]) -> VolunteerCall | None:
    """The only call in these states that the sender leads here, in private anywhere; drafts only where none is up."""
    led = calls.led_by(turn.session, holders.stands_for(turn, turn.sender))
    here = [call for call in led if call.status in states and (turn.room is None or call.room_id == turn.room.id)]
    found = [call for call in here if call.status is not CallStatus.DRAFT] or here
    return found[0] if len(found) == 1 else None
