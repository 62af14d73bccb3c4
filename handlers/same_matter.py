"""The same matter again: it joins instead of getting a number, and many households weigh."""

from __future__ import annotations

from datetime import timedelta

from handlers import (
    circles,
    describe,
    dispatch,
    drafting,
    holders,
    raising,
    report_back,
    resolve,
    say,
)
from handlers.lifecycle import Who, level_above, standing
from handlers.office import Turn
from nlp.model import Parse, Urgency
from storage import outbox, requests
from storage.tables import (
    ENDED,
    Kind,
    Level,
    ServiceRequest,
    Status,
)

SAME_MATTER = timedelta(hours=24)
BURST, BURST_HOUSEHOLDS = timedelta(minutes=20), 4
ACK_AGAIN = timedelta(minutes=10)
AGREES_WITHIN = timedelta(minutes=10)
RAISE_HOUSEHOLDS = 5
ALSO = "也"
AREA = "area"
"""The one line of what many households have."""


def find(turn: Turn, matter: Parse) -> ServiceRequest | None:
    """An open request of the last day with the same building and category, unit and spot equal or absent."""
    if matter.urgency in (Urgency.DISPUTE, None) or matter.category is None:
        return None
    unit = drafting.unit_of(turn, matter)
    known = requests.like(turn.session, unit.id if unit else None, matter.category, turn.now - SAME_MATTER)
    return next((one for one in known if _is_same(turn, one, matter)), None)


def perhaps(turn: Turn, request: ServiceRequest) -> ServiceRequest | None:
    """An older one, still open, that a new one with a number of its own may be all the same."""
    if request.urgency in (Urgency.DISPUTE, Urgency.DANGER) or request.recurs_of_id is not None:
        return None
    known = requests.like(turn.session, request.unit_id, request.category, turn.now - drafting.RECURS)
    return next((one for one in known if one.id != request.id and _may_be(one, request)), None)


def _may_be(older: ServiceRequest, request: ServiceRequest) -> bool:
    told_of = older.no is not None and older.status not in ENDED | {Status.TO_CONFIRM} and not older.private
    common = told_of and not (circles.is_at_home(older) or circles.is_at_home(request))
    return common and _fits(older.entrance, request.entrance) and _fits(circles.spot(older), circles.spot(request))


def _is_same(turn: Turn, request: ServiceRequest, matter: Parse) -> bool:
    done = {Status.TO_CONFIRM} if request.urgency == Urgency.DANGER else set()
    is_open = request.status not in ENDED | {Status.UNCONFIRMED} | done
    as_grave = matter.urgency is not Urgency.DANGER or request.urgency == Urgency.DANGER
    return is_open and as_grave and _of_one_circle(turn, request, matter) and at_one_place(turn, request, matter)


def _of_one_circle(turn: Turn, request: ServiceRequest, matter: Parse) -> bool:
    """What was told in private, or happens in one home, is only its own household's matter; 我家也 makes it common."""
    too = turn.parse.agree or ALSO in circles.words(matter)
    apart = request.private or (not too and (circles.is_at_home(request) or circles.is_at_home(matter)))
    return not apart or Who.REPORTER in standing(turn, request, turn.sender)


def at_one_place(turn: Turn, request: ServiceRequest, matter: Parse) -> bool:
    """Unit and spot equal or absent; an outage is not parted by a unit that was only assumed from the household."""
    place = matter.place
    outage = circles.is_outage(request) and circles.is_outage(matter)
    entrance = _stated_entrance(turn, request) if outage else request.entrance
    near = _fits(entrance, place.unit if place else None) and _fits(circles.spot(request), circles.spot(matter))
    return near and (request.category in circles.HOUSE_WIDE or _fits(request.door, place.room if place else None))


def _stated_entrance(turn: Turn, request: ServiceRequest) -> str | None:
    place = turn.reader.locate(request.text or "")
    return place.unit if place else None


def _fits(known: str | None, said: str | None) -> bool:
    return known is None or said is None or known == said


def cosign(turn: Turn, request: ServiceRequest) -> str:
    """One more household has it: counted, and weighed at four and five; returns what its member is to hear."""
    new = drafting.sign(turn, request, turn.sender)
    drafting.keep(turn, request)
    if new:
        dispatch.record_cosigner(turn, request, turn.sender)
    count = requests.households(turn.session, request.id or 0)
    if new and count == RAISE_HOUSEHOLDS and request.level < Level.STREET:
        reason = turn.text("why_households", count=count)
        raising.raise_to(turn, request, level_above(request), None, reason)
    if new and request.area_event:
        _keep_current(turn, request, count)
    elif new and _is_burst(turn, request):
        _area_event(turn, request, count)
    return _told(turn, request, new)


def _told(turn: Turn, request: ServiceRequest, new: bool) -> str:
    """What the one who signed hears: in a group once in ten minutes, and nothing more once it is an area event.

    Whoever says it again at night and cannot be written to is told by the morning's ack alone.
    """
    text = turn.text("cosigned" if new else "known", no=request.no, state=describe.state(turn, request))
    if turn.room is None:
        return text
    if request.area_event or (request.ack_at and turn.now - request.ack_at < ACK_AGAIN):
        return ""
    if not new and turn.is_still(turn.room) and not holders.can_reach(turn, turn.sender):
        return ""
    request.ack_at = turn.now
    turn.session.add(request)
    return text


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
        request = talked_of(turn)
    if request is None or request.status in ENDED:
        return False
    told = cosign(turn, request)
    if told:
        say.answer(turn, told, "ack", about=request)
    return True


def talked_of(turn: Turn) -> ServiceRequest | None:
    """The newest report that this group has talked of in the last ten minutes."""
    room_id = turn.room.id or 0 if turn.room else 0
    recent = requests.in_room_since(turn.session, room_id, turn.now - SAME_MATTER)
    return next((one for one in recent if _is_talked_of(turn, one)), None)


def _is_talked_of(turn: Turn, request: ServiceRequest) -> bool:
    """Reported, or signed by somebody, within the last ten minutes; never what a group may not hear of."""
    if request.status is Status.UNCONFIRMED or request.private or not _may_be_meant(turn, request):
        return False
    last = requests.last_signed_at(turn.session, request.id or 0) or request.requested_at
    return max(request.requested_at, last) >= turn.now - AGREES_WITHIN


def _may_be_meant(turn: Turn, request: ServiceRequest) -> bool:
    """没电 means no lift, and 2单元也是 no lamp of another entrance."""
    place = turn.place
    near = request.category in circles.MAINS or _fits(request.entrance, place.unit if place else None)
    return near and not resolve.of_another_kind(turn.parse, request)


def _area_event(turn: Turn, request: ServiceRequest, count: int) -> None:
    request.area_event = True
    if request.category in circles.MAINS:
        request.entrance = request.floor = request.door = None
    turn.session.add(request)
    report_back.tell(turn, request, AREA, _area_text(turn, request, count), "status")


def _keep_current(turn: Turn, request: ServiceRequest, count: int) -> None:
    """The line that still waits for the morning, or for the group's quiet to end, tells of everybody."""
    room = report_back.room_of(turn, request)
    turn.post()
    waiting = outbox.waiting_about(turn.session, Kind.REQUEST, request.id or 0)
    if room is not None and any(entry.line == AREA for entry in waiting):
        text = _area_text(turn, request, count)
        say.to_group(turn, room, text, "status", about=request, line=AREA, step=f"{AREA}{count}")


def _area_text(turn: Turn, request: ServiceRequest, count: int) -> str:
    return turn.text(
        "area_event", no=request.no, place=describe.place(turn, request), subject=request.subject,
        count=count, state=describe.state(turn, request),
    )  # fmt: skip
