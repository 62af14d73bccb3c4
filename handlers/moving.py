"""A matter turns out to be in another community: there it gets a number of its own and goes its way anew."""

from __future__ import annotations

from handlers import dispatch, holders, say
from handlers.lifecycle import RULES, Act, transition
from handlers.office import Turn
from storage import requests
from storage.tables import ServiceRequest, Unit


def is_elsewhere(request: ServiceRequest, unit: Unit | None) -> bool:
    """Whether a building is another community's than the one that counts the matter."""
    return unit is not None and unit.community_id != request.community_id


def may_move(request: ServiceRequest) -> bool:
    """What somebody says is done, or put off, stays where it is."""
    return request.status in RULES[Act.RETURN].from_


def move(turn: Turn, request: ServiceRequest, unit: Unit) -> None:
    """Whoever was told of it where it was hears that others go; those of its community are told now."""
    _tell_those_before(turn, request, unit)
    transition(
        turn, Act.RETURN, request, None, message_id=turn.message.id, detail="moved",
        unit_id=unit.id, community_id=unit.community_id, no=requests.next_no(turn.session, unit.community_id),
        assignee_id=None, offer_until=None, accept_from=turn.now, accepted_at=None, heard_at=None, expected_at=None,
        cursor=turn.now,
    )  # fmt: skip
    dispatch.dispatch_new(turn, request)


def _tell_those_before(turn: Turn, request: ServiceRequest, unit: Unit) -> None:
    text = turn.text("moved_told", no=request.no, place=holders.full_name(turn, unit))
    for offer in requests.offers(turn.session, request.id or 0):
        person = turn.directory.people[offer.person_id]
        if not holders.is_in(turn, person, {unit.community_id}):
            say.to_person(turn, person, text, "status", about=request, step="moved")
        requests.withdraw_offer(turn.session, request.id or 0, offer.person_id)
