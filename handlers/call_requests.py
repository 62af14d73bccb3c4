"""A request that becomes a call (招呼 12): it waits for the call's result and then for its reporter's word."""

from __future__ import annotations

from handlers import closing, holders, resolve, say
from handlers.call_lifecycle import MAY_CALL
from handlers.call_resolve import answer
from handlers.drafts import go_on
from handlers.errors import Forbidden, Missing, Refusal
from handlers.gathering import end_of, start_of
from handlers.lifecycle import Act, transition
from handlers.office import Office, Turn
from nlp.calls import read_bring, read_need
from nlp.model import Urgency
from storage import calls, requests
from storage.tables import CALL_ENDED, ENDED, CallStatus, ServiceRequest, Status, VolunteerCall


def call_from(turn: Turn) -> None:
    """招呼 12, 招呼 12 周六9点: a call of its own number; the request waits for its result, then for the resident."""
    if turn.parse.no is None:
        raise Missing(turn.text("which", choices="例如: 招呼 12"))
    request = resolve.numbered(turn, turn.parse.no)
    if not holders.holds(turn, turn.sender, MAY_CALL, request.unit_id):
        raise Forbidden(turn.text("not_yours", no=request.no))
    _check_request(turn, request)
    room = turn.room or holders.room_for(turn, request.unit_id)
    if room is None:
        raise Refusal(turn.text("call_no_room"))
    call = calls.add(turn.session, _from_request(turn, request, room.unit_id, room.id or 0))
    before = {"status": request.status} if request.status is not Status.POSTPONED else request.before
    transition(
        turn, Act.CALL_OUT, request, turn.sender, detail="招呼", before=before, postponed_to=None, offer_until=None
    )
    _tell_assignee(turn, request)
    go_on(turn, call)
    if call.status in CALL_ENDED:
        give_back(turn, call)
    if turn.room is None and call.no is not None:
        answer(turn, turn.text("call_up_you", no=call.no), "status", call)


VERBS = {
    "clutter": "清理",
    "sanitation": "打扫",
    "greening": "整理",
    "fabric": "一起修",
    "care": "搭把手",
    "lighting": "换灯",
}
"""Category → what neighbours are called for; what was reported stands behind it."""


def _task(request: ServiceRequest) -> str:
    return f"{VERBS.get(request.category, '搭把手')}({request.subject})"


def _tell_assignee(turn: Turn, request: ServiceRequest) -> None:
    """Whoever had it need not go for now."""
    assignee = turn.directory.people.get(request.assignee_id or 0)
    if assignee is not None and assignee.id != turn.sender_id:
        text = turn.text("call_from_told", no=request.no, name=holders.spoken_name(turn, turn.sender))
        say.to_person(turn, assignee, text, "status", about=request, step="call_out")


def _check_request(turn: Turn, request: ServiceRequest) -> None:
    why = None
    if (
        request.status in ENDED
        or request.status is Status.TO_CONFIRM
        or calls.of_request(turn.session, request.id or 0)
    ):
        why = turn.text("call_from_ended", status="有结果了" if request.status in ENDED else "在招呼或等回话了")
    elif request.urgency in (Urgency.DANGER, Urgency.DISPUTE):
        why = turn.text("call_from_danger" if request.urgency == Urgency.DANGER else "call_from_private")
    elif request.private:
        why = turn.text("call_from_private")
    if why:
        raise Refusal(turn.text("call_from_not", no=request.no, why=why))


def _from_request(turn: Turn, request: ServiceRequest, unit_id: int, room_id: int) -> VolunteerCall:
    when = turn.time_in(turn.parse.args)
    starts_at, day = start_of(turn, when)
    return VolunteerCall(
        community_id=request.community_id, status=CallStatus.DRAFT, task=_task(request), spot=request.spot,
        text=request.text, unit_id=unit_id, room_id=room_id, leader_id=turn.sender_id, request_id=request.id,
        starts_at=starts_at, ends_at=end_of(when, starts_at), day=day, need=read_need(turn.parse.args),
        bring=read_bring(turn.parse.args), created_at=turn.now, cursor=turn.now,
    )  # fmt: skip


def finish_request(office: Office, call: VolunteerCall) -> None:
    """The result is there: the request it came from waits for its reporter's word."""
    request = requests.by_id(office.session, call.request_id)
    if request is not None and request.status is Status.POSTPONED:
        transition(office, Act.FINISH, request, None, done_at=office.now, before=None)
        closing.tell_done(office, request, office.directory.people[call.leader_id])


def give_back(office: Office, call: VolunteerCall) -> None:
    """Nothing came of the call: the request goes on where it was."""
    request = requests.by_id(office.session, call.request_id)
    if request is not None and request.status is Status.POSTPONED:
        before = Status((request.before or {}).get("status", Status.TO_ASSIGN))
        transition(office, Act.RESUME, request, None, to=before, before=None)
