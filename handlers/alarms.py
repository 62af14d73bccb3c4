"""Danger and disputes: what is said at once, and what is never said in a group."""

from __future__ import annotations

from handlers import (
    clocks,
    dispatch,
    holders,
    say,
    texts,
)
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.model import Urgency
from storage import requests
from storage.tables import Level, Person, Priority, ServiceRequest

SAFETY_LINE = "safety"
"""The group line that announces a danger."""


def safety(office: Office, request: ServiceRequest) -> str:
    """What to do now and whom to call."""
    return texts.SAFETY.get(request.hazard or "", texts.SAFETY["other"]).format_map(
        office.settings.emergency.model_dump()
    )


def alarm(turn: Turn, request: ServiceRequest) -> None:
    """Danger: the safety line at once where it was said, then private words to the worker on call and the head.

    Where it is no worker's own field the grid is on call too.
    """
    warn(turn, request)
    dispatch.assign_best(turn, request)
    call_head(turn, request)
    if not dispatch.is_somebodys_work(turn, request):
        _call(turn, request, holders.at_level(turn, Level.GRID, request.unit_id), "assign")


def warn(turn: Turn, request: ServiceRequest) -> None:
    """The safety line, where somebody has just told of the danger."""
    text = f"{_at(turn)}#{request.no} {safety(turn, request)}{turn.text('duty')}{_ask_where(turn, request)}"
    if turn.room is None:
        say.to_person(turn, turn.sender, text, "ack", about=request, priority=Priority.DANGER)
    else:
        say.to_group(
            turn, turn.room, text, "ack", about=request, line=SAFETY_LINE, mentions=[turn.sender],
            priority=Priority.DANGER,
        )  # fmt: skip


def is_news_here(turn: Turn, request: ServiceRequest) -> bool:
    """Whether this is a danger of which nobody has been warned where these words were said."""
    told = {one.room_id for one in requests.cosigners(turn.session, request.id or 0)}
    return request.urgency == Urgency.DANGER and (turn.room is None or turn.room.id not in told)


def _ask_where(turn: Turn, request: ServiceRequest) -> str:
    """Asked behind everything else, of somebody in private of whom no building is known."""
    unit = turn.directory.units.get(request.unit_id or 0)
    if turn.room is not None or request.spot or (unit is not None and unit.number):
        return ""
    ask(turn, turn.sender, "place", item_id=request.id)
    return turn.text("ask_building")


def call_head(turn: Turn, request: ServiceRequest) -> None:
    """The head of the building hears of the danger too."""
    _call(turn, request, holders.head_of(turn, request.unit_id), "escalate")


def _call(turn: Turn, request: ServiceRequest, person: Person | None, why: str) -> None:
    """Somebody who can come, beside the one it is assigned to."""
    if person is None or any(one.person_id == person.id for one in requests.offers(turn.session, request.id or 0)):
        return
    dispatch.note_offer(turn, request, person)
    text = dispatch.assignment(turn, request, door=False)
    say.to_person(turn, person, text, why, about=request, priority=Priority.DANGER)


def _at(turn: Turn) -> str:
    return say.at(turn, turn.sender) if turn.room else ""


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
