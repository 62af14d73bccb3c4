"""The row of a new request: which building, whose door, which number."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers import buildings, circles, describe, holders, texts
from handlers.lifecycle import Act, note, settle
from handlers.office import Turn
from nlp.model import Category, Parse, Urgency
from storage import inbox, requests
from storage.tables import (
    Kind,
    Person,
    ServiceRequest,
    Status,
    Unit,
)

RECURS = timedelta(days=60)
INDOORS = re.compile("单元门|楼道|楼梯|后楼梯|走廊|走道|过道|电梯|轿厢|门厅")
WITHIN = re.compile("^(?:里[面头]?|内)")
"""What is left of 楼道里 where the place has been said."""
PHOTO_BELONGS = timedelta(minutes=2)
"""Before and after a report."""
HOUSEHOLD_PARTS = 3


def open_request(turn: Turn, matter: Parse, reporter: Person, **more: object) -> ServiceRequest:
    """Give a matter its number and its row; the message's words are kept with it."""
    request = draft(turn, matter, reporter)
    for name, value in more.items():
        setattr(request, name, value)
    request.community_id = turn.directory.community_of(request.unit_id).id or 0
    request.no = requests.next_no(turn.session, request.community_id)
    if request.recurs_of_id is None:
        before = _recurs_of(turn, request)
        request.recurs_of_id = before.id if before else None
    requests.add(turn.session, request)
    keep(turn, request)
    _take_photos(turn, request)
    note(turn, Act.OPEN, request, turn.sender, message_id=turn.message.id, detail=",".join(matter.why)[:200])
    settle(turn, request)
    sign(turn, request, reporter)
    return request


def _take_photos(turn: Turn, request: ServiceRequest) -> None:
    """A photo shortly before belongs to the report."""
    since = turn.now - PHOTO_BELONGS
    request.photos = inbox.take_photos(turn.session, turn.key, turn.message.sender, since, request.id or 0)


def draft(turn: Turn, matter: Parse, reporter: Person) -> ServiceRequest:
    """The row of a matter before it has a number."""
    unit = unit_of(turn, matter)
    urgency = matter.urgency or Urgency.SMALL
    own = unit is not None and unit.id == reporter.unit_id
    _building, entrance, door = door_parts(reporter) if own else (None, None, None)
    place = matter.place
    stated_unit = place.unit if place else None
    outside = place is not None and place.spot is not None and not is_indoors(place.spot)
    return ServiceRequest(
        community_id=turn.directory.community_of(unit.id if unit else None).id or 0,
        status=Status.TO_ASSIGN,
        category=matter.category or Category.OTHER,
        urgency=urgency,
        subject=_subject(matter),
        text=matter.own or matter.text,
        hazard=matter.hazard,
        heights_or_wires=matter.heights_or_wires,
        fault_word=matter.fault_word,
        private=turn.room is None or urgency == Urgency.DISPUTE,
        source="group" if turn.room else "private",
        unit_id=unit.id if unit else None,
        entrance=stated_unit or (None if outside else entrance),
        floor=place.floor if place else None,
        door=(place.room if place else None)
        or (None if place and place.spot else _own_door(stated_unit, entrance, door)),
        spot=place.spot if place else None,
        room_id=turn.room.id if turn.room else None,
        reporter_id=reporter.id or 0,
        requested_at=turn.message.at,
        accept_from=turn.now,
        cursor=turn.now,
    )


def is_indoors(spot: str) -> bool:
    """Whether every entrance of a building has such a place: without its unit nobody finds it."""
    return INDOORS.match(spot) is not None


def _subject(matter: Parse) -> str:
    """The matter in its own words, without the words that the place already ends with."""
    if not matter.subject:
        return texts.CATEGORIES[matter.category or Category.OTHER]
    place = matter.place
    if place is None:
        return matter.subject
    told = place.spot or (describe.BUILDING_NUMBERED if place.unit else "")
    ends = (told[start:] for start in range(len(told) - 1))
    said = next((end for end in ends if matter.subject.startswith(end)), "")
    return (WITHIN.sub("", matter.subject.removeprefix(said)) if said else "") or matter.subject


def _own_door(stated_unit: str | None, entrance: str | None, door: str | None) -> str | None:
    """The reporter's own door, unless the words speak of another entrance."""
    return door if stated_unit in (None, entrance) else None


def door_parts(person: Person) -> tuple[str | None, str | None, str | None]:
    """3-2-502 → building, entrance, door; 3-502 → building, None, door; else what they said of their entrance."""
    parts = (person.household or "").split("-")
    if len(parts) == HOUSEHOLD_PARTS:
        return parts[0], parts[1], parts[2]
    if len(parts) == HOUSEHOLD_PARTS - 1:
        return parts[0], None, parts[1]
    return None, person.entrance, None


def unit_of(turn: Turn, matter: Parse) -> Unit | None:
    """The building named in the words, the community for one that is not known, else where the sender stands."""
    here = stands_at(turn)
    if matter.place is None or matter.place.building is None:
        return here
    near = holders.around(turn) if turn.room is None else [here.id if here else None]
    return buildings.of_place(turn, matter.place, matter.own or matter.text, *near) or _community(turn, here)


def stands_at(turn: Turn) -> Unit | None:
    """The building whose group this is, else the sender's own there, else the group's unit, else what the sender serves."""
    units = turn.directory.units
    if turn.room is None:
        return units.get(turn.sender.unit_id or 0) or _served(turn)
    at_home = turn.directory.is_within(turn.sender.unit_id, turn.room.unit_id)
    return units.get(turn.sender.unit_id or 0) if at_home else units.get(turn.room.unit_id)


def _served(turn: Turn) -> Unit | None:
    """The unit of the sender's post, else the topmost, so that every matter is somebody's."""
    posts = turn.directory.posts(turn.sender_id, turn.today)
    return turn.directory.units[posts[0].unit_id] if posts else next(iter(turn.directory.units.values()), None)


def _community(turn: Turn, unit: Unit | None) -> Unit | None:
    """The whole community that a unit is part of."""
    community = turn.directory.community_of(unit.id if unit else None)
    return next((one for one in turn.directory.units.values() if one.key == community.key), None)


def keep(turn: Turn, request: ServiceRequest) -> None:
    """The message is part of a request now: its words are kept with it."""
    inbox.keep(turn.session, turn.key, text=turn.parse.text, kind=Kind.REQUEST, item_id=request.id or 0)


def sign(turn: Turn, request: ServiceRequest, person: Person) -> bool:
    """Count a household for the request; tells whether it is new."""
    return requests.add_cosigner(
        turn.session,
        request_id=request.id or 0,
        person_id=person.id or 0,
        household=holders.household_of(person),
        room_id=turn.room.id if turn.room else None,
        at=turn.now,
    )


def _recurs_of(turn: Turn, request: ServiceRequest) -> ServiceRequest | None:
    """The same matter that was closed in the last two months: it came back."""
    if request.unit_id is None or request.urgency == Urgency.DISPUTE:
        return None
    older = requests.like(turn.session, request.unit_id, request.category, turn.now - RECURS)
    return next((one for one in older if one.status is Status.CLOSED and _is_the_same(turn, one, request)), None)


def _is_the_same(turn: Turn, before: ServiceRequest, request: ServiceRequest) -> bool:
    """At the same place, the mains failing or not; what happens in a home came back in that home alone."""
    near = before.entrance == request.entrance and circles.spot(before) == circles.spot(request)
    near = near and circles.is_outage(before) == circles.is_outage(request)
    apart = before.private or circles.is_at_home(before) or circles.is_at_home(request)
    people = turn.directory.people
    return near and (not apart or turn.directory.are_family(people[before.reporter_id], people[request.reporter_id]))
