"""Taken back by recalling the message: a call by its leader, a place in one by whoever signed up."""

from __future__ import annotations

from handlers import call_changes, numbers, say, seats
from handlers.call_clocks import heads
from handlers.call_lifecycle import CallAct, transition
from handlers.office import Turn
from storage import calls, inbox
from storage.tables import CALL_ENDED, CallStatus, Kind, VolunteerCall


def recalled(turn: Turn) -> bool:
    """Whether the recalled message was about a call; then it is taken back as far as nobody counts on it."""
    key = (turn.message.transport, turn.message.chat, turn.message.of or "")
    entry = inbox.item_of(turn.session, key)
    if entry is None or entry.kind is not Kind.CALL or entry.sender != turn.message.sender:
        return False
    inbox.erase_text(turn.session, key)
    call = calls.by_id(turn.session, entry.item_id)
    if call is None or call.status in CALL_ENDED:
        return True
    if call.leader_id == turn.sender_id:
        _take_back(turn, call)
    else:
        _sign_off(turn, call)
    return True


def _take_back(turn: Turn, call: VolunteerCall) -> None:
    """Off, unless neighbours have signed up: then the leader is asked first."""
    call.text = None
    if call.status is CallStatus.DRAFT:
        transition(turn, CallAct.CANCEL, call, turn.sender, detail="recall")
    elif heads(turn, call):
        text = turn.text("call_recall_ask", no=call.no, count=heads(turn, call))
        say.answer_privately(turn, text, "ask", about=call)
    else:
        numbers.mean(turn, call, args="")
        call_changes.cancel(turn)


def _sign_off(turn: Turn, call: VolunteerCall) -> None:
    row = seats.row_of(turn, call, turn.sender)
    if row is not None and row.status in calls.IN:
        seats.take_off(turn, call, turn.sender)
