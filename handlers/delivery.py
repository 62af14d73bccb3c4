"""Words that cannot be delivered go the next way: called in the group, told to deputy and head, shown to the admin."""

from __future__ import annotations

from datetime import datetime

from handlers import holders, report_back, say
from handlers.office import Office
from storage import requests
from storage.tables import Kind, OutboxEntry, Person, Priority, Room, ServiceRequest


def overdue_at(office: Office, entry: OutboxEntry) -> datetime:
    """From when on a failing message goes the next way."""
    ways = office.settings.next_way
    wait = {Priority.DANGER: ways.danger, Priority.URGENT: ways.urgent}.get(entry.priority, ways.other)
    return office.calendar.add(entry.created_at, wait)


def undelivered(office: Office, entry: OutboxEntry) -> None:
    """A message did not get through: said another way, once, and the admin sees it."""
    person = office.directory.people.get(entry.person_id or 0)
    request = requests.by_id(office.session, entry.guard_id) if entry.kind is Kind.REQUEST else None
    if person is not None and request is not None and entry.priority is not Priority.ANSWER:
        _another_way(office, request, person)
    missed = person or office.directory.room(entry.transport, entry.chat)
    unit_id = request.unit_id if request else _unit_of(office, missed)
    _tell_admin(office, missed, unit_id, (entry.community_id, entry.no), f"{entry.id}")


def next_way(office: Office, request: ServiceRequest, person: Person) -> None:
    """Who cannot be written to in private is called in the group, the head hears of it, the admin once a day."""
    _another_way(office, request, person)
    about = (request.community_id, request.no)
    _tell_admin(office, person, request.unit_id, about, f"p{person.id}:{office.today}")


def _another_way(office: Office, request: ServiceRequest, person: Person) -> None:
    room = report_back.room_of(office, request)
    name = holders.spoken_name(office, person)
    if room is not None:
        say.to_group(
            office, room, office.text("undelivered_group", name=name, no=request.no), "assign",
            about=request, step=f"p{person.id}", mentions=[person], priority=report_back.priority_of(request),
        )  # fmt: skip
    text = office.text("undelivered" if room else "undelivered_alone", no=request.no, name=name)
    for near in (holders.named_deputy(office, person), holders.head_of(office, request.unit_id)):
        if near is not None and near.id != person.id:
            say.to_person(
                office, near, text, "status", about=request, step=f"undelivered:{person.id}",
                priority=report_back.priority_of(request),
            )  # fmt: skip


def _unit_of(office: Office, missed: Person | Room | None) -> int | None:
    """Where a group or a person belongs: to the home, else to the post."""
    if missed is None or missed.unit_id is not None:
        return missed.unit_id if missed else None
    posts = office.directory.posts(missed.id or 0, office.today)
    return posts[0].unit_id if posts else None


def _tell_admin(
    office: Office, missed: Person | Room | None, unit_id: int | None, about: tuple[int, int | None], step: str
) -> None:
    """Whoever looks after the bot where it is about; `about` is a number with its community."""
    admin = holders.admin_for(office, unit_id)
    if admin is None or (isinstance(missed, Person) and missed.id == admin.id):
        return
    name = (
        holders.spoken_name(office, missed)
        if isinstance(missed, Person)
        else (missed.name if missed else office.text("some_group"))
    )
    community_id, no = about
    label = f"({holders.whose(office, admin, community_id)}#{no})" if no else ""
    text = office.text("undelivered_admin", no=label, name=name)
    say.to_person(office, admin, text, "error", step=f"undelivered:{step}")
