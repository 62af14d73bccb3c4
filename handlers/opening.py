"""From a sentence to a request: opened, joined, doubted or an alarms.alarm; one line answers all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from handlers import (
    alarms,
    buildings,
    clocks,
    describe,
    dispatch,
    doubting,
    drafting,
    holders,
    merging,
    moving,
    report_back,
    same_matter,
    say,
    talk,
    texts,
)
from handlers.lifecycle import Act, note, settle
from handlers.office import Turn
from handlers.questions import ask
from nlp.model import Category, Intent, Parse, Place, Urgency
from storage import requests
from storage.tables import (
    Person,
    Role,
    Room,
    ServiceRequest,
)

CERTAIN, DOUBTFUL = 0.8, 0.5
STILL_TELLING = timedelta(minutes=10)
LONGEST_BESIDES = 6
LONGEST_CORRECTION = 20
CORRECTS = re.compile("不对|不是|[说打写搞弄]错|更正|纠正")
NOT_THERE = re.compile("不是[^，,。是]*(?=$|[，,。是])")


def report(turn: Turn) -> None:
    """A message that holds one or several requests: each opens, joins or is doubted; one line answers all."""
    opened, joined = _take_all(turn, turn.parse.parts or (turn.parse,))
    also = "".join(text for _, text in joined)
    if opened:
        acknowledge(turn, opened, also=also)
        _propose(turn, opened[0])
    elif also:
        say.answer(turn, also, "ack", about=joined[0][0])
    for request in opened:
        if not _assign_mentioned(turn, request):
            dispatch.dispatch_new(turn, request)


def _take_all(turn: Turn, matters: Sequence[Parse]) -> tuple[list[ServiceRequest], list[tuple[ServiceRequest, str]]]:
    """What opened and is owed an ack, and what joined an older one, with the words about that."""
    opened: list[ServiceRequest] = []
    joined: list[tuple[ServiceRequest, str]] = []
    for matter in matters:
        if (same := same_matter.find(turn, matter)) is not None and same not in opened:
            unwarned = alarms.is_news_here(turn, same)
            joined.append((same, same_matter.cosign(turn, same)))
            if unwarned:
                alarms.warn(turn, joined.pop()[0])
        elif (request := _take(turn, matter, turn.sender)) is not None:
            opened.append(request)
    return opened, joined


def _take(turn: Turn, matter: Parse, reporter: Person) -> ServiceRequest | None:
    """Handle one new matter; the request when a routine ack is still owed."""
    if not _is_certain(turn, matter):
        _perhaps(turn, matter)
        return None
    request = drafting.open_request(turn, matter, reporter)
    if request.urgency == Urgency.DANGER:
        alarms.alarm(turn, request)
        return None
    if request.urgency == Urgency.DISPUTE:
        alarms.hush(turn, request)
        return None
    return request


def _perhaps(turn: Turn, matter: Parse) -> None:
    """Half sure among neighbours: the head is asked. To the bot one is sure, or understands nothing."""
    if turn.room is None:
        if not turn.answers:
            talk.not_understood(turn)
    elif matter.score >= DOUBTFUL or matter.intent is not Intent.REQUEST:
        doubting.doubt(turn, matter)


def _is_certain(turn: Turn, matter: Parse) -> bool:
    """Certain by score; addressed to the bot, in private, or by a head or worker from half on."""
    if matter.urgency is Urgency.DANGER or (turn.room is None and matter.intent is not Intent.REQUEST):
        return True
    direct = turn.parse.to_bot or turn.room is None or holders.is_official(turn, turn.sender)
    return matter.score >= (DOUBTFUL if direct else CERTAIN)


def acknowledge(turn: Turn, opened: list[ServiceRequest], *, also: str = "") -> None:
    """One line with every number and the first promise, where it was said.

    By night in private alone where that is possible; while the group was asked for quiet, in private first.
    """
    soonest = min(clocks.accept_by(turn, request) for request in opened)
    question = _missing_place(turn, opened[0])
    at = say.at(turn, turn.sender) if turn.room else ""
    for called in (describe.item, describe.shortly):
        items = "、".join(called(turn, request) + dispatch.recurrence(turn, request) for request in opened)
        text = turn.text("ack", at=at, items=items, when=turn.when(soonest), question=question + also)
        if len(turn.dated(text)) <= texts.LINE:
            break
    if turn.room is None:
        older = "" if question else merging.propose(turn, opened[0])
        say.answer_privately(turn, text + older, "ack", about=opened[0])
    else:
        line = say.ACK if len(opened) == 1 and not also else say.ACKS
        _acknowledge_in(turn, turn.room, text, opened[0], line)
    if question:
        ask(turn, turn.sender, "place", item_id=opened[0].id, room=turn.room)


def _acknowledge_in(turn: Turn, room: Room, text: str, first: ServiceRequest, line: str) -> None:
    plain = text.removeprefix(say.at(turn, turn.sender))
    told = turn.is_still(room) and say.answer_privately(turn, plain, "ack", about=first)
    if not (told and turn.is_quiet()):
        say.to_group(turn, room, text, "ack", about=first, line=line, step="ack", mentions=[turn.sender])


def _propose(turn: Turn, request: ServiceRequest) -> None:
    """Whether it is an older one: asked in private, where the ack holds it already."""
    question = merging.propose(turn, request) if turn.room is not None else ""
    if question:
        say.to_person(turn, turn.sender, question, "ask", about=request, step="merge")


def _missing_place(turn: Turn, request: ServiceRequest) -> str:
    """The question stands in the same line and nothing waits for the answer."""
    if request.spot and not drafting.is_indoors(request.spot):
        return ""
    unit = turn.directory.units.get(request.unit_id or 0)
    if unit is None or not unit.number:
        return turn.text("ask_building")
    return "" if request.entrance or _is_undivided(turn, request) else turn.text("ask_unit")


def _is_undivided(turn: Turn, request: ServiceRequest) -> bool:
    """A house whose doors are known without an entrance (12-301) has one."""
    _building, entrance, door = drafting.door_parts(turn.sender)
    return door is not None and entrance is None and turn.sender.unit_id == request.unit_id


def add_place(turn: Turn) -> bool:
    """A place and nothing else, in private and unasked: where the matter is that was just reported."""
    return _is_noted(turn, bare_place(turn))


def corrects(parse: Parse) -> bool:
    """不对，是2单元: perhaps the place of what was just reported was another."""
    return len(parse.own) <= LONGEST_CORRECTION and CORRECTS.search(parse.own) is not None


def correct_place(turn: Turn) -> bool:
    """The place was not the one that was said, or that was taken for granted."""
    said = NOT_THERE.sub("", turn.parse.own)
    place = turn.reader.locate(said) if corrects(turn.parse) else None
    return _is_noted(turn, place if place is not None and (place.building or place.unit) else None)


def _is_noted(turn: Turn, place: Place | None) -> bool:
    """The place, if there is one, is that of what the sender has just reported, if anything."""
    request = _just_reported(turn) if place is not None else None
    if place is None or request is None:
        return False
    note_place(turn, request, place)
    say.answer_privately(turn, turn.text("place_noted", no=request.no, place=place.text), "answer", about=request)
    return True


def _just_reported(turn: Turn) -> ServiceRequest | None:
    reported = requests.open_of_reporter(turn.session, [turn.sender_id])
    fresh = (one for one in reported if one.no is not None and turn.now - one.requested_at <= STILL_TELLING)
    return next(fresh, None)


def bare_place(turn: Turn) -> Place | None:
    """The place that some words are hardly more than."""
    place = turn.place
    return place if place is not None and len(turn.parse.own) <= len(place.text) + LONGEST_BESIDES else None


def note_place(turn: Turn, request: ServiceRequest, place: Place) -> None:
    """Where it is, said after it was reported."""
    unit = buildings.of_place(turn, place, turn.parse.own, request.unit_id, turn.sender.unit_id)
    elsewhere = moving.is_elsewhere(request, unit)
    if elsewhere and not moving.may_move(request):
        return
    moved = unit is not None and unit.id != request.unit_id
    if unit is not None and not elsewhere:
        request.unit_id = unit.id
    request.entrance = place.unit or request.entrance
    request.door = place.room or request.door
    request.spot = place.spot or request.spot
    note(turn, Act.NOTE, request, turn.sender, before=request.status, message_id=turn.message.id, detail="place")
    settle(turn, request)
    if unit is not None and elsewhere:
        moving.move(turn, request, unit)
    else:
        _tell_whoever_goes(turn, request)
    if moved and request.urgency == Urgency.DANGER:
        alarms.call_head(turn, request)


def _tell_whoever_goes(turn: Turn, request: ServiceRequest) -> None:
    """The place was not known when it was assigned."""
    person = turn.directory.people.get(request.assignee_id or 0)
    if person is not None and person.id != turn.sender_id:
        text = turn.text("place_told", no=request.no, where=describe.where(turn, request))
        say.to_person(
            turn, person, text, "status", about=request, step=f"place{turn.message.id}", guarded=True,
            priority=report_back.priority_of(request),
        )  # fmt: skip


def _assign_mentioned(turn: Turn, request: ServiceRequest) -> bool:
    """A head's own request that @s a worker assigns that worker."""
    if not holders.holds(turn, turn.sender, (Role.HEAD, Role.DEPUTY), request.unit_id):
        return False
    for name in turn.mentions:
        person = holders.find_person(turn, name, request.unit_id)
        if person and Role.WORKER in holders.roles(turn, person):
            dispatch.assign(turn, request, person, turn.sender)
            return True
    return False


def report_recurrence(turn: Turn, before: ServiceRequest) -> None:
    """Later than seven days after closing: a new number, with 又犯 for whoever goes."""
    matter = replace(
        turn.parse,
        category=Category(before.category),
        urgency=Urgency(before.urgency),
        subject=before.subject,
        place=turn.parse.place,
    )
    request = drafting.open_request(
        turn, matter, turn.sender, unit_id=before.unit_id, entrance=before.entrance, floor=before.floor,
        door=before.door, spot=before.spot, recurs_of_id=before.id,
    )  # fmt: skip
    dispatch.dispatch_new(turn, request)
    acknowledge(turn, [request])
