"""The same matter again: it joins instead of getting a number, and many households weigh."""

from __future__ import annotations

from datetime import timedelta

from handlers import (
    describe,
    dispatch,
    drafting,
    raising,
    report_back,
    resolve,
    say,
)
from handlers.lifecycle import level_above
from handlers.office import Turn
from nlp.model import Category, Parse, Urgency
from storage import requests
from storage.tables import (
    ENDED,
    Level,
    ServiceRequest,
    Status,
)

SAME_MATTER = timedelta(hours=24)
BURST, BURST_HOUSEHOLDS = timedelta(minutes=20), 4
ACK_AGAIN = timedelta(minutes=10)
AGREES_WITHIN = timedelta(minutes=10)
RAISE_HOUSEHOLDS = 5
HOUSE_WIDE = frozenset({Category.WATER, Category.POWER, Category.GAS, Category.HEATING, Category.LIFT})


def find(turn: Turn, matter: Parse) -> ServiceRequest | None:
    """An open request of the last day with the same building and category, unit and spot equal or absent."""
    if matter.urgency in (Urgency.DISPUTE, None) or matter.category is None or turn.room is None:
        return None
    unit = drafting.unit_of(turn, matter)
    known = requests.like(turn.session, unit.id if unit else None, matter.category, turn.now - SAME_MATTER)
    return next((one for one in known if _is_same(one, matter)), None)


def _is_same(request: ServiceRequest, matter: Parse) -> bool:
    place = matter.place
    open_and_public = request.status not in ENDED | {Status.UNCONFIRMED} and not request.private
    as_grave = matter.urgency is not Urgency.DANGER or request.urgency == Urgency.DANGER
    if not (open_and_public and as_grave):
        return False
    near = _fits(request.entrance, place.unit if place else None) and _fits(request.spot, place.spot if place else None)
    return near and (request.category in HOUSE_WIDE or _fits(request.door, place.room if place else None))


def _fits(known: str | None, said: str | None) -> bool:
    return known is None or said is None or known == said


def cosign(turn: Turn, request: ServiceRequest) -> None:
    """One more household has it: counted, told once in ten minutes, and weighed at four and five households."""
    new = drafting.sign(turn, request, turn.sender)
    drafting.keep(turn, request)
    if new:
        dispatch.record_cosigner(turn, request, turn.sender)
    count = requests.households(turn.session, request.id or 0)
    if new and not request.area_event and _is_burst(turn, request):
        _area_event(turn, request, count)
    elif not request.area_event:
        _say_known(turn, request, new)
    if new and count == RAISE_HOUSEHOLDS and request.level < Level.STREET:
        reason = turn.text("why_households", count=count)
        raising.raise_to(turn, request, level_above(request), None, reason)


def _is_burst(turn: Turn, request: ServiceRequest) -> bool:
    return requests.households_since(turn.session, request.id or 0, turn.now - BURST) >= BURST_HOUSEHOLDS


def agree(turn: Turn) -> bool:
    """我家也是, +1: to the report quoted, or to the newest one talked of in the last ten minutes in this group."""
    if turn.room is None:
        return False
    no = resolve.quoted_no(turn)
    if no is not None:
        request: ServiceRequest | None = resolve.numbered(turn, no)
    else:
        recent = requests.in_room_since(turn.session, turn.room.id or 0, turn.now - SAME_MATTER)
        request = next((one for one in recent if _is_talked_of(turn, one)), None)
    if request is None or request.status in ENDED:
        return False
    cosign(turn, request)
    return True


def _is_talked_of(turn: Turn, request: ServiceRequest) -> bool:
    """Reported, or signed by somebody, within the last ten minutes; never what a group may not hear of."""
    if request.status is Status.UNCONFIRMED or request.private:
        return False
    last = requests.last_signed_at(turn.session, request.id or 0) or request.requested_at
    return max(request.requested_at, last) >= turn.now - AGREES_WITHIN


def _say_known(turn: Turn, request: ServiceRequest, new: bool) -> None:
    if request.ack_at and turn.now - request.ack_at < ACK_AGAIN:
        return
    request.ack_at = turn.now
    turn.session.add(request)
    name = "cosigned" if new else "known"
    text = turn.text(name, at=_at(turn), no=request.no, state=describe.state(turn, request))
    say.answer(turn, text, "ack", about=request)


def _at(turn: Turn) -> str:
    return say.at(turn, turn.sender) if turn.room else ""


def _area_event(turn: Turn, request: ServiceRequest, count: int) -> None:
    request.area_event = True
    if request.category in HOUSE_WIDE:
        request.entrance = request.floor = request.door = None
    turn.session.add(request)
    text = turn.text(
        "area_event", no=request.no, place=describe.place(turn, request), subject=request.subject,
        count=count, state=describe.state(turn, request),
    )  # fmt: skip
    report_back.tell(turn, request, "area", text, "status")
