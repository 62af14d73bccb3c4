"""Telling those who reported: in the group where it was said, or in private; in private first while it is still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers import holders, say
from handlers.office import Office, Turn
from nlp.model import Urgency
from storage import requests
from storage.tables import Person, Priority, Room, ServiceRequest


def is_private(request: ServiceRequest) -> bool:
    """Whether nothing of it may be said in a group."""
    return request.private or request.room_id is None or request.urgency == Urgency.DISPUTE


def room_of(office: Office, request: ServiceRequest) -> Room | None:
    """The group in which it may be spoken of."""
    return None if is_private(request) else office.directory.room_by_id.get(request.room_id or 0)


def tell(
    office: Office,
    request: ServiceRequest,
    line: str,
    text: str,
    why: str,
    *,
    mention: bool = False,
    actor: Person | None = None,
    expires_at: datetime | None = None,
) -> None:
    """One line for all who reported, where each of them reported; not to whoever just did it.

    `text` may hold {at}, filled with the mention in a group and left out in private. A promise that has passed by
    then (`expires_at`) is not said any more.
    """
    room = room_of(office, request)
    loud = request.urgency == Urgency.DANGER and not office.is_quiet()
    speaker = office.directory.people[request.told_by_id or request.reporter_id]
    if room is not None:
        text_here = _without_name(office, request, text)
        at = say.at(office, speaker) if mention else ""
        mentions = [speaker] if mention else []
        priority = Priority.DANGER if loud else Priority.NORMAL
        say.to_group(
            office, room, text_here.replace("{at}", at), why, about=request, line=line, mentions=mentions, priority=priority,
            expires_at=expires_at,
        )  # fmt: skip
    if room is None or (office.is_still(room) and not loud and _may_wake(office, request)):
        _tell_privately(office, request, [speaker], line, text, why, actor)
    _tell_privately(office, request, _elsewhere(office, request, speaker), line, text, why, actor)


def _without_name(office: Office, request: ServiceRequest, text: str) -> str:
    """Whoever reported is called in a group and never named, not even in somebody's own words (小李家没人)."""
    reporter = office.directory.people[request.reporter_id]
    if not reporter.listed or len(reporter.name) < holders.SHORTEST_NAME or reporter.id == request.assignee_id:
        return text
    return text.replace(reporter.name, office.text("reporter_unnamed"))


def _tell_privately(
    office: Office,
    request: ServiceRequest,
    people: Sequence[Person],
    line: str,
    text: str,
    why: str,
    actor: Person | None,
) -> None:
    for person in people:
        if actor is None or person.id != actor.id:
            plain = text.replace("{at}", "")
            say.to_person(
                office, person, plain, why, about=request, step=line, at_night=_may_wake(office, request),
                priority=priority_of(request),
            )  # fmt: skip


def _may_wake(office: Office, request: ServiceRequest) -> bool:
    """At night people hear of what somebody does, and of danger; what a clock brings waits for the morning."""
    return isinstance(office, Turn) or request.urgency == Urgency.DANGER


def _elsewhere(office: Office, request: ServiceRequest, speaker: Person) -> list[Person]:
    """Whom it was reported for, and co-signers who spoke somewhere else."""
    signed = requests.cosigners(office.session, request.id or 0)
    people = [one.person_id for one in signed if one.room_id != request.room_id]
    wanted = dict.fromkeys([request.reporter_id, *people])
    return [office.directory.people[person_id] for person_id in wanted if person_id != speaker.id]


def priority_of(request: ServiceRequest) -> Priority:
    """How urgently words about it go out."""
    return {Urgency.DANGER: Priority.DANGER, Urgency.URGENT: Priority.URGENT}.get(
        Urgency(request.urgency), Priority.NORMAL
    )
