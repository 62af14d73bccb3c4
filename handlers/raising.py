"""Levels: when a matter goes up to the grid, the community and the street, and who hears what."""

from __future__ import annotations

from handlers import describe, holders, report_back, say
from handlers.lifecycle import Act, transition
from handlers.office import Office
from handlers.worktime import Offset
from storage.tables import Level, Person, ServiceRequest, Status

ANSWER_WITHIN = Offset.read("3wd")
UNTAKEN = frozenset({Status.TO_ASSIGN, Status.TO_ACCEPT})


def raise_to(office: Office, request: ServiceRequest, level: Level, actor: Person | None, reason: str) -> None:
    """One level up: its holder hears in private all that happened; the group from the community on.

    If nobody has accepted, it is the holder's to assign; whoever was told may still take it.
    """
    if request.status in UNTAKEN:
        transition(
            office, Act.RAISE, request, actor, to=Status.TO_ASSIGN, level=level, assignee_id=None, offer_until=None,
            detail=reason,
        )  # fmt: skip
    else:
        transition(office, Act.RAISE, request, actor, level=level, detail=reason)
    _tell_holder(office, request, level, reason)
    if level >= Level.COMMUNITY and not report_back.is_private(request):
        _tell_group(office, request, level)


def _tell_holder(office: Office, request: ServiceRequest, level: Level, reason: str) -> None:
    holder = holders.at_level(office, level, request.unit_id)
    if holder is None:
        return
    untaken = request.status in UNTAKEN
    hint = (
        office.text("raised_hint_assign", no=request.no)
        if untaken
        else office.text("raised_hint_follow", name=describe.assignee_name(office, request))
    )
    text = office.text(
        "raised_to", no=request.no, where=describe.place(office, request), subject=request.subject,
        reason=reason, story=describe.story(office, request), hint=hint,
    )  # fmt: skip
    say.to_person(
        office, holder, text, "escalate", about=request, step=f"L{level}", priority=report_back.priority_of(request)
    )


def _tell_group(office: Office, request: ServiceRequest, level: Level) -> None:
    until = office.calendar.add(office.now, ANSWER_WITHIN)
    text = office.text("raised_group", no=request.no, level=describe.level_name(office, level), when=office.when(until))
    report_back.tell(office, request, f"raised{level}", text, "escalate")
