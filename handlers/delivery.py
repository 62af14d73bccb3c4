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
    _tell_admin(office, person or office.directory.room(entry.transport, entry.chat), entry.no, f"{entry.id}")


def next_way(office: Office, request: ServiceRequest, person: Person) -> None:
    """Who cannot be written to in private is called in the group, the head hears of it, the admin once a day."""
    _another_way(office, request, person)
    _tell_admin(office, person, request.no, f"p{person.id}:{office.today}")


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


def _tell_admin(office: Office, missed: Person | Room | None, no: int | None, step: str) -> None:
    admin = holders.admin_for(office, _unit_of(office, missed))
    if admin is None or (isinstance(missed, Person) and missed.id == admin.id):
        return
    name = holders.spoken_name(office, missed) if isinstance(missed, Person) else (missed.name if missed else "一个群")
    say.to_person(
        office, admin, office.text("undelivered_admin", no=no or "", name=name), "error", step=f"undelivered:{step}"
    )
