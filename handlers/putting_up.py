"""The line that calls neighbours together: into the group now, or at the end of the quiet hours."""

from __future__ import annotations

from handlers import call_clocks, roster, say
from handlers.call_lifecycle import CallAct, settle, transition
from handlers.office import Office
from storage import requests
from storage.tables import VolunteerCall


def put_up_by_day(office: Office, call: VolunteerCall) -> None:
    """Into the group now, or at the end of the quiet hours: the leader is told so at once."""
    if not office.is_quiet():
        put_up(office, call)
        return
    morning = call_clocks.waking(office, office.now)
    leader = office.directory.people[call.leader_id]
    if call.starts_at is not None and office.now < call.starts_at <= morning:
        transition(office, CallAct.DROP, call, None)
        say.to_person(office, leader, office.text("call_held_late"), "refuse", about=call, step="late", at_night=True)
        return
    call.wants = "morning"
    settle(office, call)
    text = office.text("call_held", when=office.when(morning))
    say.to_person(office, leader, text, "status", about=call, step="held", at_night=True)


def put_up(office: Office, call: VolunteerCall) -> None:
    """The line in the group; only now the call has a number."""
    call.no = requests.next_no(office.session, call.community_id)
    at_once = call.starts_at is None and call.day is None
    if at_once:
        call.starts_at = office.now
    call.wants = None
    transition(office, CallAct.PUT_UP, call, None, put_up_at=office.now, cursor=office.now)
    say.to_group(office, roster.room_of(office, call), roster.headline(office, call), "call", about=call, step="put_up")
    if at_once:
        transition(office, CallAct.START, call, None)
