"""What happens when a step of a call's clock falls due: one short function for each kind of step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from handlers import call_clocks, call_results, holders, putting_up, roster, say, seats, series
from handlers.call_clocks import CallStep, Step
from handlers.call_lifecycle import CallAct, note, settle, transition
from handlers.office import Office
from handlers.questions import ask
from storage import calls
from storage.tables import CALL_ENDED, CallStatus, Priority, VolunteerCall

STALE = timedelta(minutes=30)
"""After a pause a reminder this late is not said any more."""
REMINDERS = frozenset({
    CallStep.EVENING_BEFORE, CallStep.SECOND_CALL, CallStep.PROPOSE_CANCEL, CallStep.HOUR_BEFORE, CallStep.ASK_AGAIN,
})  # fmt: skip
MOST_AT_ONCE = 64


def wake(office: Office, call: VolunteerCall) -> None:
    """Do everything of a call's clocks that is due, then note when it is next due."""
    for _ in range(MOST_AT_ONCE):
        if call.status in CALL_ENDED:
            break
        step = call_clocks.next_step(office, call)
        if step is None or step.at > office.now:
            break
        _perform_together(office, call, step)
    settle(office, call)


def _perform_together(office: Office, call: VolunteerCall, first: Step) -> None:
    """All steps of one moment; a change of state leaves out what no longer belongs to it."""
    together = [step for step in call_clocks.steps(office, call) if step.at == first.at]
    call.cursor = first.at
    for step in together:
        still = any(step == other for other in call_clocks.steps(office, call))
        overtaken = step.name in REMINDERS and office.now - step.at > STALE
        if still and not overtaken and call.status not in CALL_ENDED:
            STEPS[step.name](office, call)


def _no_consent(office: Office, call: VolunteerCall) -> None:
    transition(office, CallAct.DROP, call, None, detail="no answer")


def _no_hour(office: Office, call: VolunteerCall) -> None:
    call.wants = None
    putting_up.put_up_by_day(office, call)


def _morning(office: Office, call: VolunteerCall) -> None:
    putting_up.put_up_by_day(office, call)


def _next_date(office: Office, call: VolunteerCall) -> None:
    series.next_date(office, call)


def _second_call(office: Office, call: VolunteerCall) -> None:
    """Once, gently, and only when somebody is still missing."""
    missing = (call.need or 0) - call_clocks.heads(office, call)
    if missing <= 0 or call.second_call_at is not None or call.status is not CallStatus.RECRUITING:
        return
    transition(office, CallAct.SECOND_CALL, call, None, second_call_at=office.now)
    text = office.text(
        "call_second", no=call.no, what=roster.what(office, call), missing=missing, when=roster.when(office, call)
    )
    say.to_group(
        office, roster.room_of(office, call), text, "call", about=call, step="second", guarded=True,
        expires_at=call.starts_at,
    )  # fmt: skip


def _evening_before(office: Office, call: VolunteerCall) -> None:
    roster.reminder(office, call, "call_evening")
    _ask_who_missed(office, call)


def _ask_who_missed(office: Office, call: VolunteerCall) -> None:
    """还来吗, in private, to whoever joined the last time and did not come."""
    for row in call_clocks.joined(office, call):
        person = office.directory.people.get(row.person_id or 0)
        if person is not None and calls.missed_before(office.session, person.id or 0):
            text = office.text(
                "call_missed", no=call.no, when=roster.when(office, call), what=roster.what(office, call)
            )
            say.to_person(
                office, person, text, "ask", about=call, step="missed", guarded=True, expires_at=call.starts_at
            )


def _propose_cancel(office: Office, call: VolunteerCall) -> None:
    """Under half of those wanted: the leader decides."""
    count = call_clocks.heads(office, call)
    if call.need is None or count * 2 >= call.need:
        return
    leader = office.directory.people[call.leader_id]
    text = office.text("call_propose", no=call.no, count=count, need=call.need, when=roster.when(office, call))
    say.to_person(
        office, leader, text, "ask", about=call, step="propose", guarded=True, priority=Priority.URGENT,
        expires_at=call.starts_at,
    )  # fmt: skip
    ask(office, holders.reached(office, leader), "call_propose", item_id=call.id)


def _hour_before(office: Office, call: VolunteerCall) -> None:
    transition(office, CallAct.GO, call, None)
    roster.reminder(office, call, "call_hour_before")


def _start(office: Office, call: VolunteerCall) -> None:
    transition(office, CallAct.START, call, None)


def _end(office: Office, call: VolunteerCall) -> None:
    transition(office, CallAct.FINISH, call, None)
    call_results.ask_result(office, call, "call_ask_result")


def _ask_again(office: Office, call: VolunteerCall) -> None:
    if not call.came:
        note(office, CallAct.NOTE, call, None, detail="asked again")
        call_results.ask_result(office, call, "call_ask_again")


def _close(office: Office, call: VolunteerCall) -> None:
    call_results.close_unreported(office, call)


STEPS: dict[CallStep, Callable[[Office, VolunteerCall], None]] = {
    CallStep.NO_CONSENT: _no_consent,
    CallStep.NO_HOUR: _no_hour,
    CallStep.MORNING: _morning,
    CallStep.NEXT_DATE: _next_date,
    CallStep.OFFER_ENDS: seats.offer_ends,
    CallStep.ROSTER: roster.report,
    CallStep.EVENING_BEFORE: _evening_before,
    CallStep.SECOND_CALL: _second_call,
    CallStep.PROPOSE_CANCEL: _propose_cancel,
    CallStep.HOUR_BEFORE: _hour_before,
    CallStep.START: _start,
    CallStep.END: _end,
    CallStep.ASK_AGAIN: _ask_again,
    CallStep.CLOSE: _close,
}
"""Step → what it does."""
