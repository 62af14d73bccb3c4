"""Levels: when a matter goes up to the grid, the community and the street, and who hears what."""

from __future__ import annotations

from handlers import describe, holders, report_back, say, vacancies
from handlers.lifecycle import WAITING, Act, transition
from handlers.office import Office
from handlers.worktime import Offset
from nlp.model import Urgency
from storage.tables import Level, Person, ServiceRequest, Status

ANSWER_WITHIN = Offset.read("3wd")
QUICK = {Urgency.DANGER: Offset.read("2h"), Urgency.URGENT: Offset.read("24h")}


def raise_to(office: Office, request: ServiceRequest, level: Level, actor: Person | None, reason: str) -> None:
    """One level up: its holder hears in private all that happened; whoever reported it from the community on.

    If nobody has accepted, it is the holder's to assign; whoever was told may still take it.
    """
    if request.status in WAITING:
        transition(
            office, Act.RAISE, request, actor, to=Status.TO_ASSIGN, level=level, assignee_id=None, offer_until=None,
            detail=reason,
        )  # fmt: skip
    else:
        transition(office, Act.RAISE, request, actor, level=level, detail=reason)
    _tell_holder(office, request, level, actor, reason)
    if level >= Level.COMMUNITY and request.urgency != Urgency.DISPUTE:
        _tell_where_reported(office, request, level)


def _tell_holder(office: Office, request: ServiceRequest, level: Level, actor: Person | None, reason: str) -> None:
    holder = holders.at_level(office, level, request.unit_id)
    if holder is None or (actor is not None and holder.id == actor.id):
        return
    vacancies.report(office, level, request.unit_id)
    text = office.text(
        "raised_to", no=request.no, where=describe.place(office, request), subject=request.subject,
        reason=reason, story=describe.story(office, request), hint=hint(office, request),
    )  # fmt: skip
    say.to_person(
        office, holder, text, "escalate", about=request, step=f"L{level}", guarded=True,
        priority=report_back.priority_of(request),
    )  # fmt: skip


def hint(office: Office, request: ServiceRequest) -> str:
    """What the holder of its level is asked to do about it."""
    if request.status in WAITING and request.urgency == Urgency.DANGER:
        return office.text("raised_hint_danger")
    if request.level is Level.STREET and request.urgency != Urgency.DANGER:
        return office.text("raised_hint_street", no=request.no)
    if request.status in WAITING:
        return office.text("raised_hint_assign", no=request.no)
    return office.text("raised_hint_follow", name=describe.assignee_name(office, request))


def _tell_where_reported(office: Office, request: ServiceRequest, level: Level) -> None:
    """The street has no seat of its own in the house: the community carries it there."""
    within = QUICK.get(Urgency(request.urgency), ANSWER_WITHIN)
    until = office.calendar.add(office.now, within)
    name = "raised_group_street" if level is Level.STREET else "raised_group"
    text = office.text(name, no=request.no, level=describe.level_name(office, level), when=office.when(until))
    report_back.tell(office, request, f"raised{level}", text, "escalate", expires_at=until)
