"""Who may call neighbours together: by post, for a day (授权), or with the head's 准."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import holders, roster, say
from handlers.call_lifecycle import MAY_CALL, CallAct, settle, transition
from handlers.call_resolve import answer
from handlers.drafts import go_on
from handlers.errors import Forbidden, Missing, Refusal
from handlers.office import Office, Turn
from handlers.questions import ask
from storage import calls
from storage.tables import Authorisation, CallStatus, Person, Priority, VolunteerCall


def unit_called(turn: Turn) -> int | None:
    """The unit called: the room's, in private the building of the post, else the own one."""
    if turn.room is not None:
        return turn.room.unit_id
    posts = [post.unit_id for post in turn.directory.posts(turn.sender_id, turn.today) if post.role in MAY_CALL]
    return next(iter(posts), turn.sender.unit_id)


def may_call(office: Office, person: Person, unit_id: int | None) -> bool:
    """By post, or because a head said so for today."""
    if holders.holds(office, person, MAY_CALL, unit_id):
        return True
    return any(
        given.person_id == person.id and office.now < given.until and office.directory.is_within(unit_id, given.unit_id)
        for given in office.directory.authorisations
    )


def ask_head(turn: Turn, draft: VolunteerCall) -> None:
    """The head has half an hour to say 准; else it is left alone."""
    draft.wants = "consent"
    settle(turn, draft)
    head = _who_decides(turn, draft)
    if head is None:
        return
    text = turn.text("call_allow_ask", name=roster.leader_name(turn, draft), words=turn.masked(draft.text or "")[:60])
    say.to_person(turn, head, text, "ask", about=draft, step="consent", guarded=True, priority=Priority.URGENT)
    ask(turn, head, "call_allow", item_id=draft.id, stands=timedelta(days=1))


def _who_decides(office: Office, draft: VolunteerCall) -> Person | None:
    """The head; where there is none, whoever may call by right."""
    found = (person for role in MAY_CALL for person, _ in office.directory.holders(role, draft.unit_id, office.today))
    return holders.head_of(office, draft.unit_id) or next(found, None)


def decide(turn: Turn, draft: VolunteerCall, *, yes: bool) -> None:
    """准 or 不准."""
    if draft.status is not CallStatus.DRAFT or draft.wants != "consent":
        raise Refusal(turn.text("call_allow_late"))
    if not yes:
        transition(turn, CallAct.DROP, draft, turn.sender, detail="refused")
        answer(turn, turn.text("call_refused"), "status", draft)
        leader = turn.directory.people[draft.leader_id]
        words = turn.masked(draft.text or "")[:24]
        say.to_person(turn, leader, turn.text("call_refused_told", words=words), "status", about=draft, step="refused")
        return
    transition(turn, CallAct.ALLOW, draft, turn.sender, wants=None)
    go_on(turn, draft)
    answer(turn, turn.text("call_allowed" if draft.no else "call_allowed_later"), "status", draft)


def allow_command(turn: Turn) -> None:
    """准 in the group or with a number, which is only that of what was asked: the newest call that waits for it."""
    units = {
        unit.id
        for post in turn.directory.posts(turn.sender_id, turn.today)
        for unit in turn.directory.below(post.unit_id)
    }
    rooms = {turn.room.id} if turn.room else set(turn.directory.room_by_id)
    drafts = calls.drafts(turn.session, "consent")
    waiting = [draft for draft in drafts if draft.unit_id in units and draft.room_id in rooms]
    if not waiting and turn.room is not None and turn.parse.no is None:
        return
    if not waiting:
        raise Refusal(turn.text("call_none_waits"))
    decide(turn, waiting[0], yes=True)


def authorise(turn: Turn) -> None:
    """授权 @张姐 今天: until the end of today she calls like a head."""
    unit_id = unit_called(turn)
    if not holders.holds(turn, turn.sender, MAY_CALL, unit_id) or unit_id is None:
        raise Forbidden(turn.text("not_allowed"))
    words = " ".join([*turn.mentions, turn.parse.args, turn.parse.text])
    person = holders.find_person(turn, words, unit_id)
    if person is None or person.id == turn.sender_id:
        raise Missing(turn.text("call_authorise_who"))
    midnight = turn.calendar.at(turn.today + timedelta(days=1), datetime.min.time())
    turn.session.add(Authorisation(person_id=person.id or 0, unit_id=unit_id, until=midnight))
    turn.session.flush()
    turn.reload_directory()
    answer(turn, turn.text("call_authorised", name=holders.spoken_name(turn, person)), "status")
    text = turn.text("call_authorised_told", by=holders.spoken_name(turn, turn.sender))
    say.to_person(turn, person, text, "status", step=turn.message.id)
