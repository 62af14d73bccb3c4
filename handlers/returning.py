"""What comes back: 退, or accepted and nothing heard. It goes to somebody else at once, the second time a level up."""

from __future__ import annotations

from handlers import describe, dispatch, holders, raising, report_back, say
from handlers.lifecycle import RULES, Act, level_above, settle, transition
from handlers.office import Office
from storage import requests
from storage.tables import Level, Person, ServiceRequest

RETURNS_RAISE = 2


def give_back(office: Office, request: ServiceRequest, actor: Person | None, reason: str) -> Person | None:
    """Back to be assigned, and at once to somebody else; the second time the level rises instead.

    From the first level up the bot does not assign by itself: whoever is responsible there is asked to.
    """
    former = request.assignee_id
    transition(
        office, Act.RETURN, request, actor, detail=reason,
        assignee_id=None, accept_from=office.now, accepted_at=None, heard_at=None, expected_at=None,
        returns=request.returns + 1, cursor=office.now,
    )  # fmt: skip
    if raise_if_often(office, request):
        return None
    if request.level > Level.BUILDING:
        settle(office, request)
        _ask_holder(office, request, reason)
        return None
    return dispatch.assign_best(office, request, exclude=_returned_by(office, request, former))


def raise_if_often(office: Office, request: ServiceRequest) -> bool:
    """The second time it is given back, or on, the level above looks at it."""
    if request.returns < RETURNS_RAISE or request.level >= Level.STREET:
        return False
    raising.raise_to(office, request, level_above(request), None, office.text("why_returned"))
    return True


def hand_on(office: Office, person: Person, reason: str) -> None:
    """Somebody else is asked to do what they had in hand; what waits for a resident's word goes on waiting."""
    for request in requests.open_of_assignee(office.session, [person.id or 0]):
        if request.status in RULES[Act.RETURN].from_:
            give_back(office, request, None, reason)


def _returned_by(office: Office, request: ServiceRequest, former: int | None) -> set[int]:
    """Those who had it and gave it back: not asked again."""
    gave = {event.actor_id for event in requests.events(office.session, request.id or 0) if event.act == Act.RETURN}
    return {person_id for person_id in gave | {former} if person_id}


def _ask_holder(office: Office, request: ServiceRequest, reason: str) -> None:
    holder = holders.at_level(office, Level(request.level), request.unit_id)
    if holder is not None:
        text = office.text(
            "returned_up", no=request.no, where=describe.place(office, request), subject=request.subject,
            reason=reason, hint=raising.hint(office, request),
        )  # fmt: skip
        say.to_person(
            office, holder, text, "escalate", about=request, step="returned", guarded=True,
            priority=report_back.priority_of(request),
        )  # fmt: skip


def tell_head(
    office: Office, request: ServiceRequest, told: str, next_one: Person | None, *besides: int | None
) -> None:
    """The head hears what happened (`told`) and who has it now; not somebody who knows already (`besides`)."""
    head = holders.head_of(office, request.unit_id)
    if head is None or head.id in besides:
        return
    text = told + _what_follows(office, request, head, next_one)
    say.to_person(
        office, head, text, "status", about=request, step="returned", priority=report_back.priority_of(request)
    )


def _what_follows(office: Office, request: ServiceRequest, head: Person, next_one: Person | None) -> str:
    if next_one is not None and next_one.id == head.id:
        return office.text("next_you", no=request.no)
    if next_one is not None:
        return office.text("next_is", name=holders.spoken_name(office, next_one))
    if request.level > Level.BUILDING:
        return office.text("next_up", level=describe.level_name(office, Level(request.level)))
    return office.text("next_none", no=request.no)
