"""Taken back: 不用了, 误报, recall, 不是."""

from __future__ import annotations

from datetime import timedelta

from handlers import describe, holders, report_back, resolve, say
from handlers.alarms import SAFETY_LINE
from handlers.errors import Missing, Refusal
from handlers.lifecycle import Act, Who, standing, transition
from handlers.office import Turn
from handlers.questions import ask
from handlers.taking import nothing_to_do
from nlp.model import Urgency
from storage import inbox, outbox, phrases, requests
from storage.tables import ENDED, InboxState, Kind, Person, ServiceRequest, Status

WRONG_ACK = timedelta(minutes=10)
STARTED = frozenset({Status.IN_PROGRESS, Status.TO_CONFIRM})


def withdraw(turn: Turn) -> None:
    """不用了, 误报: by the reporter; by the head with a reason."""
    candidates = resolve.mine_reported(turn)
    if turn.parse.no is not None:
        candidates = [*candidates, *resolve.in_my_care(turn)]
    request = resolve.item(turn, Act.WITHDRAW, candidates)
    if request is None:
        nothing_to_do(turn)
        return
    who = standing(turn, request, turn.sender)
    if Who.REPORTER not in who and Who.HEAD in who and not turn.parse.args.strip():
        raise Missing(turn.text("withdraw_reason", no=request.no), item_id=request.id, act=Act.WITHDRAW)
    take_back(turn, request, turn.parse.args.strip() or turn.parse.own)


def take_back(turn: Turn, request: ServiceRequest, reason: str) -> None:
    """Withdrawn: the group hears it only if it was announced there; in private those who would go for nothing."""
    announced = _was_announced(turn, request)
    on_the_way = _who_may_be_going(turn, request)
    transition(
        turn, Act.WITHDRAW, request, turn.sender, message_id=turn.message.id, detail=reason[:200], closed_at=turn.now
    )
    if not announced:
        _drop_lines(turn, request)
    text = turn.text("withdrawn", no=request.no)
    room = report_back.room_of(turn, request)
    if announced and room is not None:
        say.to_group(turn, room, text, "status", about=request, line="withdrawn")
    else:
        _tell_reporter(turn, request, reason)
    if turn.room is None or turn.is_still(turn.room) or report_back.is_private(request):
        say.answer_privately(turn, text, "status", about=request)
    for person in on_the_way:
        say.to_person(
            turn, person, turn.text("withdrawn_told", no=request.no), "status", about=request, step="withdrawn",
            priority=report_back.priority_of(request),
        )  # fmt: skip


def _tell_reporter(turn: Turn, request: ServiceRequest, reason: str) -> None:
    """Whom no group tells that it was taken back by somebody else."""
    reporter = turn.directory.people[request.reporter_id]
    if reporter.id != turn.sender_id and request.no is not None:
        text = turn.text("withdrawn_by", no=request.no, name=holders.spoken_name(turn, turn.sender), reason=reason)
        say.to_person(turn, reporter, text, "status", about=request, step="withdrawn")


def _who_may_be_going(turn: Turn, request: ServiceRequest) -> list[Person]:
    """The worker if he had accepted; of a danger everybody who was alarmed."""
    people = [request.assignee_id] if request.accepted_at else []
    if request.urgency == Urgency.DANGER:
        people += [offer.person_id for offer in requests.offers(turn.session, request.id or 0)]
    return [turn.directory.people[one] for one in dict.fromkeys(people) if one and one != turn.sender_id]


def _drop_lines(turn: Turn, request: ServiceRequest) -> None:
    """What the group was going to hear of it is not said any more."""
    for entry in outbox.waiting_about(turn.session, Kind.REQUEST, request.id or 0):
        if entry.group:
            outbox.drop(turn.session, entry)


def _was_announced(turn: Turn, request: ServiceRequest) -> bool:
    turn.post()
    own = [(request, say.ACK), (request, SAFETY_LINE)]
    shared = [(one, say.ACKS) for one in _told_with(turn, request)]
    lines = (outbox.last_line(turn.session, Kind.REQUEST, one.id or 0, name) for one, name in [*own, *shared])
    return any(line is not None and line.sent_at is not None for line in lines)


def _told_with(turn: Turn, request: ServiceRequest) -> list[ServiceRequest]:
    """Everything that was opened by the same message: one line answered it all."""
    events = requests.events(turn.session, request.id or 0)
    message_id = next((event.message_id for event in events if event.act == Act.OPEN), None)
    return requests.from_message(turn.session, message_id, request.id or 0) if message_id else []


def recalled(turn: Turn) -> None:
    """A recalled report is withdrawn; once somebody works on it the reporter is asked first."""
    key = (turn.message.transport, turn.message.chat, turn.message.of or "")
    entry = inbox.item_of(turn.session, key)
    if entry is None or entry.sender != turn.message.sender:
        return
    inbox.erase_text(turn.session, key)
    if entry.state is not InboxState.KEPT or entry.kind is not Kind.REQUEST:
        return
    for request in requests.from_message(turn.session, turn.message.of or "", entry.item_id or 0):
        _recall_one(turn, request)


def _recall_one(turn: Turn, request: ServiceRequest) -> None:
    if request.status in ENDED or turn.sender_id not in (request.reporter_id, request.told_by_id):
        return
    request.text = None
    if request.status in STARTED:
        say.answer_privately(turn, turn.text("recall_ask", no=request.no), "ask", about=request)
        ask(turn, turn.sender, "recall", item_id=request.id)
        return
    take_back(turn, request, "recall")


def not_a_request(turn: Turn) -> None:
    """不是: a wrong ack is withdrawn with one line, quoting it or within ten minutes."""
    was_wrong(turn)


def was_wrong(turn: Turn) -> bool:
    """Take back what 不是 is about; False when it is about nothing of ours."""
    no = resolve.quoted_no(turn)
    request = resolve.numbered(turn, no) if no is not None else _acked_lately(turn)
    if request is None:
        return False
    if request.status in ENDED:
        raise Refusal(turn.text("not_now", no=request.no, status=describe.state(turn, request)))
    keep_wrong_words(turn, request)
    take_back(turn, request, "wrong ack")
    return True


def _acked_lately(turn: Turn) -> ServiceRequest | None:
    """The newest ack of the last ten minutes: the sender's own, for a head any in this group."""
    since = turn.now - WRONG_ACK
    own = [one for one in resolve.mine_reported(turn) if Who.REPORTER in standing(turn, one, turn.sender)]
    here = requests.in_room_since(turn.session, turn.room.id or 0, since) if turn.room else []
    in_care = [one for one in here if Who.HEAD in standing(turn, one, turn.sender)]
    return next((one for one in [*own, *in_care] if one.no is not None and one.requested_at >= since), None)


def keep_wrong_words(turn: Turn, request: ServiceRequest) -> None:
    """Keep the words that were wrongly taken, for the rules."""
    phrases.add(turn.session, request.text or "", "wrong", "request", request.category, turn.now)
