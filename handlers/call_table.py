"""Calls in the routing tables: intents, commands, short and free answers — and numbers that may be a call's."""

from __future__ import annotations

import re
from collections.abc import Callable

from handlers import (
    asking,
    attending,
    call_changes,
    call_recall,
    call_requests,
    call_resolve,
    call_results,
    closing,
    consent,
    copies,
    drafts,
    drill,
    enquiries,
    gathering,
    joining,
    leading,
    ledger,
    notices,
    roster,
    say,
    seats,
    series,
    skills,
    visits,
    voices,
    withdrawing,
)
from handlers.call_clocks import heads
from handlers.hours import reads_as_hour
from handlers.office import Turn
from handlers.replies import NO, YES, word
from nlp.attendance import reads_as_leave, stated_no
from nlp.attendees import count_people
from nlp.model import Intent, Parse
from nlp.signup import read_signup
from storage import calls
from storage.tables import CALL_ENDED, OpenQuestion, VolunteerCall

Handler = Callable[[Turn], None]
Answer = Callable[[Turn, OpenQuestion], bool]
CLAUSE = re.compile(r"[,，。;；\s]+")
UNSURE = 0.85
"""Up to this score chatter may still be a sign-up in other words."""


def may_concern(parse: Parse) -> bool:
    """Words that the rules take for chatter and that may be about coming to a call."""
    if parse.intent is not Intent.CHAT or not parse.own:
        return False
    return reads_as_leave(parse.own) or _may_sign_up(parse) or leading.may_be(parse)


def _may_sign_up(parse: Parse) -> bool:
    unsure = parse.score <= UNSURE and len(parse.own) <= 24
    return unsure and (stated_no(parse.own) is not None or any(map(read_signup, CLAUSE.split(parse.own))))


def in_other_words(turn: Turn) -> bool:
    """我们家两个, 有事去不了了: taken where a call is meant; tells whether it was."""
    if not may_concern(turn.parse):
        return False
    leaves = reads_as_leave(turn.parse.own)
    if not (leaves or _may_sign_up(turn.parse)) or not _call_is_meant(turn, leaves=leaves):
        return False
    (_leave if leaves else joining.join)(turn)
    return True


def _leave(turn: Turn) -> None:
    """不去了 — but 少一个, 我们家两个 is a smaller party."""
    smaller = not reads_as_leave(turn.parse.own) and count_people(turn.parse.own)[0] > 1
    (joining.join if smaller else seats.leave)(turn)


def _call_is_meant(turn: Turn, *, leaves: bool) -> bool:
    """Where a call recruits or is named; leaving also in private, and by whoever is in one."""
    if call_resolve.live_here(turn) or call_resolve.named(turn) is not None:
        return True
    return leaves and (turn.room is None or bool(calls.joined_by(turn.session, turn.sender_id)))


# --- numbers that may be a call's --------------------------------------------------------------------------------


def _query(turn: Turn) -> None:
    """查 3: a call's own state, or the request's."""
    call = call_resolve.by_number(turn, call_resolve.stated(turn))
    if call is None:
        asking.query(turn)
    else:
        say.answer(turn, status_line(turn, call), "answer", about=call)


def status_line(turn: Turn, call: VolunteerCall) -> str:
    """What it is, when, and how many come."""
    state, what = seats.state_name(call), roster.what(turn, call)
    if call.status in CALL_ENDED:
        result = f"{call.came}位, {call.area or ''}".rstrip(", ") + "。" if call.came else ""
        return turn.text("call_status_ended", no=call.no, what=what, state=state, result=result)
    need = f"(要{call.need}位)" if call.need else ""
    when, count = roster.when(turn, call), heads(turn, call)
    return turn.text("call_status", no=call.no, what=what, state=state, when=when, count=count, need=need)


def _done(turn: Turn) -> None:
    """完 3 for a call is 收工 3."""
    if call_resolve.by_number(turn, turn.parse.no) is not None:
        call_results.finish(turn)
    else:
        closing.done(turn)


def _withdraw(turn: Turn) -> None:
    """不用了 3 for a call is 取消 3."""
    if call_resolve.by_number(turn, turn.parse.no) is not None:
        call_changes.cancel(turn)
    else:
        withdrawing.withdraw(turn)


# --- answers to what was asked -----------------------------------------------------------------------------------


def _hour(turn: Turn, question: OpenQuestion) -> bool:
    call = calls.by_id(turn.session, question.item_id)
    if turn.parse.command not in (None, "answer"):
        return False
    if call is None or call.status in CALL_ENDED or call.starts_at is not None:
        return False
    if turn.room is not None and not reads_as_hour(turn.parse.own):
        return False
    return drafts.set_hour(turn, call)


def _allow(turn: Turn, question: OpenQuestion) -> bool:
    call = calls.by_id(turn.session, question.item_id)
    said = word(turn)
    if call is None or said not in YES | NO:
        return False
    consent.decide(turn, call, yes=said in YES)
    return True


def _seat(turn: Turn, question: OpenQuestion) -> bool:
    said = word(turn)
    yes, no = said in YES | COMES, said in NO | {"算了", "不去", "不来"}
    return (yes or no) and seats.seat_answer(turn, question, yes=yes)


def _result(turn: Turn, question: OpenQuestion) -> bool:
    """In private any words; in a group, where there is chatter, only what holds a number of people."""
    people, _area = call_results.read_result(turn.parse.own)
    if (
        turn.parse.command not in (None, "answer")
        or turn.parse.intent in OTHER_MATTERS
        or (turn.room is not None and people is None)
    ):
        return False
    return call_results.result_answer(turn, question)


def photo(turn: Turn) -> None:
    """A picture of a call's result, else one of a request."""
    if not call_results.photo(turn):
        voices.photo(turn)


def recalled(turn: Turn) -> None:
    """A call or a place in one that is taken back, else a report."""
    if not call_recall.recalled(turn):
        withdrawing.recalled(turn)


COMES = frozenset({"能来", "能去", "可以来", "可以去", "我要", "要的", "没问题", "来的", "去的"})
OTHER_MATTERS = frozenset({Intent.THANKS, Intent.REQUEST, Intent.CALL, Intent.JOIN, Intent.LEAVE})
CALL_INTENTS: dict[Intent, Handler] = {
    Intent.CALL: gathering.call,
    Intent.JOIN: joining.join,
    Intent.LEAVE: _leave,
    Intent.QUESTION: enquiries.question,
    Intent.DONE: _done,
    Intent.WITHDRAW: _withdraw,
}
CALL_COMMANDS: dict[str, Handler] = {
    "query": _query,
    "cancel": call_changes.cancel,
    "reschedule": call_changes.reschedule,
    "finish": call_results.finish,
    "result": call_results.result,
    "attended": attending.attended,
    "stop_series": series.stop,
    "authorise": consent.authorise,
    "allow": consent.allow_command,
    "call_from": call_requests.call_from,
    "notify": notices.notify,
    "correct_notice": notices.correct,
    "retract_notice": notices.retract,
    "safety_tip": notices.safety_tip,
    "answer_question": enquiries.reply,
    "keep": enquiries.keep,
    "skill": skills.can_do,
    "have": skills.have,
    "no_skill": skills.no_more,
    "who_has": skills.who_has,
    "month": ledger.month,
    "drill": drill.drill,
    "cc": copies.copy_to,
    "knock": visits.knock,
    "patrol": visits.patrol,
}


def _notice(turn: Turn, question: OpenQuestion) -> bool:
    said = word(turn)
    if said in YES | {"发", "发吧"}:
        return notices.preview_answer(turn, question, yes=True)
    return said in NO | {"不发", "不发了"} and notices.preview_answer(turn, question, yes=False)


CALL_TOPICS: dict[str, Answer] = {
    "notice": _notice,
    "lend": skills.lend,
    "returned": skills.returned,
    "drill": drill.answer,
    "call_hour": _hour,
    "call_allow": _allow,
    "call_seat": _seat,
    "call_propose": leading.proposed,
    "call_result": _result,
    "cc": copies.named,
}
CALL_FREE: dict[str, Answer] = {
    "notice": _notice,
    "lend": skills.lend,
    "returned": skills.returned,
    "drill": drill.answer,
    "call_hour": _hour,
    "call_propose": leading.proposed,
    "call_result": _result,
    "call_seat": _seat,
    "cc": copies.named,
}
CALL_EAGER: frozenset[str] = frozenset({"call_hour", "call_propose", "call_result", "call_seat", "drill"})
"""Topics whose answer (9点) the rules may take for something else."""
