"""Perhaps a matter: the head is asked in private before anything gets a number."""

from __future__ import annotations

from handlers import (
    clocks,
    describe,
    dispatch,
    drafting,
    holders,
    report_back,
    say,
    vacancies,
)
from handlers.lifecycle import Act, note, settle, transition
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.model import Parse, Urgency
from storage import requests
from storage.tables import (
    Level,
    Person,
    ServiceRequest,
    Status,
)


def doubt(turn: Turn, matter: Parse) -> None:
    """Perhaps a matter: nothing in the group, the head is asked in private."""
    request = drafting.draft(turn, matter, turn.sender)
    request.status = Status.UNCONFIRMED
    requests.add(turn.session, request)
    drafting.keep(turn, request)
    note(turn, Act.DOUBT, request, turn.sender, message_id=turn.message.id)
    settle(turn, request)
    head = holders.at_level(turn, Level.BUILDING, request.unit_id)
    if head is not None:
        vacancies.report(turn, Level.BUILDING, request.unit_id)
        words = turn.masked(request.text or "")[:40]
        place = describe.place(turn, request) or describe.unit_name(turn.directory.units.get(request.unit_id or 0))
        say.to_person(turn, head, turn.text("doubt", words=words, place=place), "ask", about=request, guarded=True)
        ask(turn, head, "doubt", item_id=request.id)


def describe_voice(turn: Turn, request: ServiceRequest, words: str) -> None:
    """What somebody heard in a voice message becomes the request's words, place and kind."""
    matter = turn.reader.read(words, at=turn.now, chat="private", role="head")
    request.text = words
    request.subject = matter.subject or words[:LONGEST_SUBJECT]
    request.category = matter.category or request.category
    request.urgency = matter.urgency or request.urgency
    request.private = request.private or request.urgency == Urgency.DISPUTE
    request.fault_word, request.heights_or_wires = matter.fault_word, matter.heights_or_wires
    if matter.place is not None:
        request.entrance, request.door, request.spot = matter.place.unit, matter.place.room, matter.place.spot


LONGEST_SUBJECT = 12


def admit(office: Office, request: ServiceRequest, actor: Person | None) -> None:
    """The doubtful one is a matter: it gets its number and goes its way."""
    request.no = requests.next_no(office.session, request.community_id)
    transition(office, Act.ADMIT, request, actor, accept_from=office.now, cursor=office.now)
    reporter = office.directory.people[request.reporter_id]
    requests.add_cosigner(
        office.session,
        request_id=request.id or 0,
        person_id=request.reporter_id,
        household=holders.household_of(reporter),
        room_id=request.room_id,
        at=office.now,
    )
    when = office.when(clocks.accept_by(office, request))
    dispatch.dispatch_new(office, request)
    text = office.text("ack", at="{at}", items=describe.item(office, request), when=when)
    report_back.tell(office, request, say.ACK, text, "ack", mention=True)
