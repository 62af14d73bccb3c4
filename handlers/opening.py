"""From a sentence to a request: opened, doubted, joined to the same matter, or an alarm at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers import clocks, describe, dispatch, holders, raising, report_back, resolve, say, texts
from handlers.lifecycle import Act, note, settle, transition
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.model import Category, Parse, Urgency
from storage import inbox, requests
from storage.tables import (
    ENDED, CoSigner, Kind, Level, OpenQuestion, Person, Priority, Role, ServiceRequest, Status, Unit,
)  # fmt: skip

CERTAIN, DOUBTFUL = 0.8, 0.5
SAME_MATTER = timedelta(hours=24)
BURST, BURST_HOUSEHOLDS = timedelta(minutes=20), 4
ACK_AGAIN = timedelta(minutes=10)
RAISE_HOUSEHOLDS = 5
RECURS = timedelta(days=60)
HOUSE_WIDE = frozenset({Category.WATER, Category.POWER, Category.GAS, Category.HEATING, Category.LIFT})


def report(turn: Turn) -> None:
    """A message that holds one or several requests: each opens, joins or is doubted; one line answers all."""
    matters = turn.parse.parts or (turn.parse,)
    opened = [request for matter in matters if (request := _take(turn, matter, turn.sender))]
    if opened:
        acknowledge(turn, opened)
    for request in opened:
        dispatch.dispatch_new(turn, request)
        _assign_mentioned(turn, request)


def _take(turn: Turn, matter: Parse, reporter: Person) -> ServiceRequest | None:
    """Handle one matter; the request when a routine ack is still owed."""
    same = _same_matter(turn, matter)
    if same is not None:
        cosign(turn, same)
        return None
    if not _is_certain(turn, matter):
        doubt(turn, matter)
        return None
    request = open_request(turn, matter, reporter)
    if request.urgency == Urgency.DANGER:
        alarm(turn, request)
        return None
    if request.urgency == Urgency.DISPUTE:
        hush(turn, request)
        return None
    return request


def _is_certain(turn: Turn, matter: Parse) -> bool:
    """Certain by score; addressed to the bot, in private, or by a head or worker from half on."""
    if matter.urgency is Urgency.DANGER:
        return True
    direct = turn.parse.to_bot or turn.room is None or holders.is_official(turn, turn.sender)
    return matter.score >= (DOUBTFUL if direct else CERTAIN)


def open_request(turn: Turn, matter: Parse, reporter: Person, **more: object) -> ServiceRequest:
    """Give a matter its number and its row; the message's words are kept with it."""
    request = _draft(turn, matter, reporter)
    request.no = requests.next_no(turn.session, request.community_id)
    for name, value in more.items():
        setattr(request, name, value)
    if request.recurs_of_id is None:
        before = _recurs_of(turn, request)
        request.recurs_of_id = before.id if before else None
    requests.add(turn.session, request)
    _keep(turn, request)
    note(turn, Act.OPEN, request, turn.sender, message_id=turn.message.id, detail=",".join(matter.why)[:200])
    settle(turn, request)
    _sign(turn, request, reporter)
    return request


def _draft(turn: Turn, matter: Parse, reporter: Person) -> ServiceRequest:
    unit = _unit_of(turn, matter)
    urgency = matter.urgency or Urgency.SMALL
    own = unit is not None and unit.id == reporter.unit_id
    _building, entrance, door = _door_parts(reporter) if own else (None, None, None)
    place = matter.place
    stated_unit = place.unit if place else None
    return ServiceRequest(
        community_id=turn.directory.community_of(unit.id if unit else None).id or 0,
        status=Status.TO_ASSIGN,
        category=matter.category or Category.OTHER,
        urgency=urgency,
        subject=matter.subject or texts.CATEGORIES[matter.category or Category.OTHER],
        text=matter.own or matter.text,
        hazard=matter.hazard,
        heights_or_wires=matter.heights_or_wires,
        fault_word=matter.fault_word,
        private=turn.room is None or urgency == Urgency.DISPUTE,
        source="group" if turn.room else "private",
        unit_id=unit.id if unit else None,
        entrance=stated_unit or (None if place and place.spot else entrance),
        floor=place.floor if place else None,
        door=(place.room if place else None) or _own_door(stated_unit, entrance, door),
        spot=place.spot if place else None,
        room_id=turn.room.id if turn.room else None,
        reporter_id=reporter.id or 0,
        requested_at=turn.message.at,
        accept_from=turn.now,
        cursor=turn.now,
    )


def _own_door(stated_unit: str | None, entrance: str | None, door: str | None) -> str | None:
    """The reporter's own door, unless the words speak of another entrance."""
    return door if stated_unit in (None, entrance) else None


def _door_parts(person: Person) -> tuple[str | None, str | None, str | None]:
    """3-2-502 → building, entrance, door; 3-502 → building, None, door."""
    parts = (person.household or "").split("-")
    if len(parts) == HOUSEHOLD_PARTS:
        return parts[0], parts[1], parts[2]
    if len(parts) == HOUSEHOLD_PARTS - 1:
        return parts[0], None, parts[1]
    return None, None, None


HOUSEHOLD_PARTS = 3


def _unit_of(turn: Turn, matter: Parse) -> Unit | None:
    """The building named in the words, else the group's, else the sender's own."""
    home = turn.sender.unit_id
    around = turn.room.unit_id if turn.room else home
    number = matter.place.building if matter.place else None
    named = turn.directory.building(number, around) if number else None
    if named is not None:
        return named
    room_unit = turn.directory.units.get(around or 0)
    if room_unit is not None and room_unit.number:
        return room_unit
    return turn.directory.units.get(home or 0) or room_unit


def _keep(turn: Turn, request: ServiceRequest) -> None:
    inbox.keep(turn.session, turn.key, text=turn.parse.text, kind=Kind.REQUEST, item_id=request.id or 0)


def _sign(turn: Turn, request: ServiceRequest, person: Person) -> bool:
    return requests.add_cosigner(
        turn.session,
        CoSigner(
            request_id=request.id or 0,
            person_id=person.id or 0,
            household=holders.household_of(person),
            room_id=turn.room.id if turn.room else None,
            at=turn.now,
        ),
    )


def _recurs_of(turn: Turn, request: ServiceRequest) -> ServiceRequest | None:
    """The same matter that was closed more than a week ago: it came back."""
    if request.unit_id is None:
        return None
    older = requests.like(turn.session, request.unit_id, request.category, turn.now - RECURS)
    return next(
        (one for one in older if one.status is Status.CLOSED and one.entrance == request.entrance and one.spot == request.spot),
        None,
    )


# --- the ack -----------------------------------------------------------------------------------------------------


def acknowledge(turn: Turn, opened: list[ServiceRequest]) -> None:
    """One line with every number and the first promise, where it was said; at night to the reporter in private."""
    soonest = min(clocks.accept_by(turn, request) for request in opened)
    items = "、".join(describe.item(turn, request) for request in opened)
    question = _missing_place(turn, opened[0])
    values = {"items": items, "when": turn.when(soonest), "question": question}
    if turn.room is None:
        say.answer_privately(turn, turn.text("ack", **values), "ack", about=opened[0])
    elif not (turn.is_quiet() and say.answer_privately(turn, turn.text("ack", **values), "ack", about=opened[0])):
        at = say.at(turn, turn.sender)
        say.to_group(
            turn, turn.room, turn.text("ack", at=at, **values), "ack",
            about=opened[0], line=say.ACK if len(opened) == 1 else "", step="ack", mentions=[turn.sender],
        )  # fmt: skip
    if question:
        ask(turn, turn.sender, "place", item_id=opened[0].id, room=turn.room)


def _missing_place(turn: Turn, request: ServiceRequest) -> str:
    """The question stands in the same line and nothing waits for the answer."""
    if request.spot and not request.entrance and request.unit_id:
        return ""
    unit = turn.directory.units.get(request.unit_id or 0)
    if unit is None or not unit.number:
        return "" if request.spot else turn.text("ask_building")
    return "" if request.entrance else turn.text("ask_unit")


def note_place(turn: Turn, question: OpenQuestion) -> bool:
    """The answer to 是哪个单元?; False when the words hold no place."""
    request = requests.by_id(turn.session, question.item_id)
    place = turn.parse.place
    if request is None or request.status in ENDED or place is None:
        return False
    unit = turn.directory.building(place.building, request.unit_id) if place.building else None
    if unit is not None:
        request.unit_id = unit.id
    request.entrance = place.unit or request.entrance
    request.door = place.room or request.door
    request.spot = place.spot or request.spot
    note(turn, Act.NOTE, request, turn.sender, before=request.status, message_id=turn.message.id, detail="place")
    settle(turn, request)
    return True


# --- the same matter ---------------------------------------------------------------------------------------------


def _same_matter(turn: Turn, matter: Parse) -> ServiceRequest | None:
    """An open request of the last day with the same building and category, unit and spot equal or absent."""
    if matter.urgency in (Urgency.DISPUTE, None) or matter.category is None or turn.room is None:
        return None
    unit = _unit_of(turn, matter)
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
    new = _sign(turn, request, turn.sender)
    _keep(turn, request)
    if new:
        dispatch.record_cosigner(turn, request, turn.sender)
    signed = requests.cosigners(turn.session, request.id or 0)
    in_burst = [one for one in signed if one.at >= turn.now - BURST]
    if new and len(in_burst) >= BURST_HOUSEHOLDS and not request.area_event:
        _area_event(turn, request, len(signed))
    elif not request.area_event:
        _say_known(turn, request, new)
    if new and len(signed) == RAISE_HOUSEHOLDS and request.level < Level.STREET:
        reason = turn.text("why_households", count=len(signed))
        raising.raise_to(turn, request, Level(request.level + 1), None, reason)


def agree(turn: Turn) -> bool:
    """我家也是, +1: to the report quoted, or to the newest one of the last ten minutes in this group."""
    if turn.room is None:
        return False
    no = resolve.quoted_no(turn)
    if no is not None:
        request: ServiceRequest | None = resolve.numbered(turn, no)
    else:
        recent = requests.in_room_since(turn.session, turn.room.id or 0, turn.now - AGREES_WITHIN)
        request = next((one for one in recent if one.status is not Status.UNCONFIRMED and not one.private), None)
    if request is None or request.status in ENDED:
        return False
    cosign(turn, request)
    return True


AGREES_WITHIN = timedelta(minutes=10)


def _say_known(turn: Turn, request: ServiceRequest, new: bool) -> None:
    if request.ack_at and turn.now - request.ack_at < ACK_AGAIN:
        return
    request.ack_at = turn.now
    turn.session.add(request)
    name = "cosigned" if new else "known"
    text = turn.text(name, at=_at(turn), no=request.no, state=describe.state(turn, request))
    _answer_report(turn, text, "ack", request)


def _answer_report(turn: Turn, text: str, why: str, request: ServiceRequest) -> None:
    if turn.room is not None and turn.is_quiet() and say.answer_privately(turn, text.removeprefix(_at(turn)), why, about=request):
        return
    say.answer(turn, text, why, about=request)


def _at(turn: Turn) -> str:
    return say.at(turn, turn.sender) if turn.room else ""


def _area_event(turn: Turn, request: ServiceRequest, count: int) -> None:
    request.area_event = True
    turn.session.add(request)
    text = turn.text(
        "area_event", no=request.no, place=describe.place(turn, request), subject=request.subject,
        count=count, state=describe.state(turn, request),
    )  # fmt: skip
    report_back.tell(turn, request, "area", text, "status")


# --- doubt -------------------------------------------------------------------------------------------------------


def doubt(turn: Turn, matter: Parse) -> None:
    """Perhaps a matter: nothing in the group, the head is asked in private."""
    request = _draft(turn, matter, turn.sender)
    request.status = Status.UNCONFIRMED
    requests.add(turn.session, request)
    _keep(turn, request)
    note(turn, Act.DOUBT, request, turn.sender, message_id=turn.message.id)
    settle(turn, request)
    head = holders.at_level(turn, Level.BUILDING, request.unit_id)
    if head is not None:
        words = (request.text or "")[:40]
        place = describe.place(turn, request) or describe.unit_name(turn.directory.units.get(request.unit_id or 0))
        say.to_person(turn, head, turn.text("doubt", words=words, place=place), "ask", about=request, guarded=True)
        ask(turn, head, "doubt", item_id=request.id)


def admit(office: Office, request: ServiceRequest, actor: Person | None) -> None:
    """The doubtful one is a matter: it gets its number and goes its way."""
    request.no = requests.next_no(office.session, request.community_id)
    transition(office, Act.ADMIT, request, actor, accept_from=office.now, cursor=office.now)
    reporter = office.directory.people[request.reporter_id]
    requests.add_cosigner(
        office.session,
        CoSigner(
            request_id=request.id or 0, person_id=request.reporter_id, household=holders.household_of(reporter),
            room_id=request.room_id, at=office.now,
        ),
    )  # fmt: skip
    when = office.when(clocks.accept_by(office, request))
    dispatch.dispatch_new(office, request)
    text = office.text("ack", at="{at}", items=describe.item(office, request), when=when)
    report_back.tell(office, request, say.ACK, text, "ack", mention=True)


# --- danger and dispute ------------------------------------------------------------------------------------------


def safety(office: Office, request: ServiceRequest) -> str:
    """What to do now and whom to call."""
    return texts.SAFETY.get(request.hazard or "", texts.SAFETY["other"]).format_map(office.settings.emergency.model_dump())


def alarm(turn: Turn, request: ServiceRequest) -> None:
    """Danger: the safety line at once where it was said, then private words to the worker on call and the head."""
    text = f"{_at(turn)}#{request.no} {safety(turn, request)}{turn.text('duty')}"
    if turn.room is None:
        say.to_person(turn, turn.sender, text, "ack", about=request, priority=Priority.DANGER)
    else:
        say.to_group(
            turn, turn.room, text, "ack", about=request, step="safety", mentions=[turn.sender], priority=Priority.DANGER
        )
    assignee = dispatch.assign_best(turn, request)
    head = holders.head_of(turn, request.unit_id)
    if head is not None and (assignee is None or head.id != assignee.id):
        dispatch.note_offer(turn, request, head)
        say.to_person(turn, head, dispatch.assignment(turn, request), "escalate", about=request, priority=Priority.DANGER)


def hush(turn: Turn, request: ServiceRequest) -> None:
    """A dispute: nothing in the group, ever; the reporter in private, the mediator takes it."""
    mediator = dispatch.assign_best(turn, request)
    name = holders.spoken_name(turn, mediator) if mediator else turn.settings.emergency.property
    when = turn.when(clocks.accept_by(turn, request))
    told = say.answer_privately(
        turn, turn.text("dispute_reporter", no=request.no, mediator=name, when=when), "ack", about=request
    )
    head = holders.head_of(turn, request.unit_id)
    if not told and head is not None:
        text = turn.text("dispute_head", no=request.no, name=holders.spoken_name(turn, turn.sender), mediator=name)
        say.to_person(turn, head, text, "status", about=request)


def _assign_mentioned(turn: Turn, request: ServiceRequest) -> None:
    """A head's own request that @s a worker assigns that worker."""
    if not holders.holds(turn, turn.sender, (Role.HEAD, Role.DEPUTY), request.unit_id):
        return
    for name in turn.message.mentions or turn.parse.mentions:
        person = holders.find_person(turn, name, request.unit_id)
        if person and person.id != request.assignee_id and Role.WORKER in holders.roles(turn, person):
            dispatch.assign(turn, request, person, turn.sender)
            return


# --- for somebody else -------------------------------------------------------------------------------------------


def report_for(turn: Turn) -> None:
    """代报: a head, a worker or family reports for somebody; both hear the result."""
    matter = replace(turn.reader.read(turn.parse.args, at=turn.message.at, chat="private", role="head"), to_bot=True)
    person = holders.find_person(turn, turn.parse.args, turn.sender.unit_id)
    reporter = person or turn.sender
    request = open_request(turn, matter, reporter, told_by_id=turn.sender_id, source="behalf", private=True, room_id=None)
    if person and not (matter.place and matter.place.building):
        _place_at(turn, request, person)
    if request.urgency == Urgency.DANGER:
        alarm(turn, request)
    else:
        dispatch.dispatch_new(turn, request)
    _tell_both(turn, request, reporter)


def _place_at(turn: Turn, request: ServiceRequest, person: Person) -> None:
    _number, entrance, door = _door_parts(person)
    request.unit_id, request.entrance, request.door = person.unit_id, entrance, door
    settle(turn, request)


def _tell_both(turn: Turn, request: ServiceRequest, reporter: Person) -> None:
    when = turn.when(clocks.accept_by(turn, request))
    values = {"items": describe.item(turn, request), "when": when, "name": holders.spoken_name(turn, reporter)}
    say.answer_privately(turn, turn.text("behalf", **values), "ack", about=request)
    if reporter.id != turn.sender_id:
        told = turn.text(
            "behalf_told", by=holders.spoken_name(turn, turn.sender), no=request.no, subject=request.subject, when=when
        )
        say.to_person(turn, reporter, told, "status", about=request, at_night=False)


def report_recurrence(turn: Turn, before: ServiceRequest) -> None:
    """Later than seven days after closing: a new number, with 又犯 for whoever goes."""
    matter = replace(
        turn.parse,
        category=Category(before.category),
        urgency=Urgency(before.urgency),
        subject=before.subject,
        place=turn.parse.place,
    )
    request = open_request(
        turn, matter, turn.sender, unit_id=before.unit_id, entrance=before.entrance, floor=before.floor,
        door=before.door, spot=before.spot, recurs_of_id=before.id,
    )  # fmt: skip
    dispatch.dispatch_new(turn, request)
    acknowledge(turn, [request])
