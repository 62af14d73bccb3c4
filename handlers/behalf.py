"""代报: somebody reports for somebody, and both hear the result."""

from __future__ import annotations

import re
from dataclasses import replace

from handlers import (
    alarms,
    clocks,
    describe,
    dispatch,
    drafting,
    holders,
    say,
)
from handlers.lifecycle import settle
from handlers.office import Turn
from nlp.model import Urgency
from storage.tables import (
    Person,
    ServiceRequest,
)


def report_for(turn: Turn) -> None:
    """代报: a head, a worker or family reports for somebody; both hear the result."""
    person = holders.find_person(turn, turn.parse.args, turn.sender.unit_id)
    words = _without(turn.parse.args, person)
    matter = replace(turn.reader.read(words, at=turn.message.at, chat="private", role="resident"), to_bot=True)
    matter = replace(matter, subject=matter.subject or turn.masked(words)[:LONGEST_SUBJECT])
    reporter = person or turn.sender
    request = drafting.open_request(
        turn, matter, reporter, told_by_id=turn.sender_id, source="behalf", private=True, room_id=None
    )
    if person and not (matter.place and matter.place.building):
        _place_at(turn, request, person)
    if request.urgency == Urgency.DANGER:
        alarms.alarm(turn, request)
    else:
        dispatch.dispatch_new(turn, request)
    _tell_both(turn, request, reporter)


LONGEST_SUBJECT = 16


def _without(words: str, person: Person | None) -> str:
    """张姐家水管漏水 → 水管漏水."""
    if person is None:
        return words
    called = sorted((person.name, *person.aliases), key=len, reverse=True)
    name = next((one for one in called if one in words), "")
    return re.sub(rf"{re.escape(name)}(家里?|的)?", "", words, count=1).strip(" ,，:：") if name else words


def _place_at(turn: Turn, request: ServiceRequest, person: Person) -> None:
    _number, entrance, door = drafting.door_parts(person)
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
