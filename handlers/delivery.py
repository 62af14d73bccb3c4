"""When words cannot be delivered they go the next way: called in the group, told to the head, shown to the admin."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import dispatch, holders, say
from handlers.office import Office
from storage import requests
from storage.tables import Kind, OutboxEntry, Priority

NEXT_WAY_AFTER: dict[Priority, timedelta] = {
    Priority.DANGER: timedelta(minutes=2),
    Priority.ANSWER: timedelta(hours=2),
    Priority.URGENT: timedelta(minutes=10),
    Priority.NORMAL: timedelta(hours=2),
}
"""How long a message may fail before it goes the next way."""


def overdue_at(entry: OutboxEntry) -> datetime:
    """From when on a failing message goes the next way."""
    return entry.created_at + NEXT_WAY_AFTER[entry.priority]


def undelivered(office: Office, entry: OutboxEntry) -> None:
    """A message did not get through: said another way, once, and the admin sees it."""
    person = office.directory.people.get(entry.person_id or 0)
    request = requests.by_id(office.session, entry.guard_id) if entry.kind is Kind.REQUEST else None
    if person is not None and request is not None and entry.priority is not Priority.ANSWER:
        dispatch.next_way(office, request, person)
    _tell_admin(office, entry)


def _tell_admin(office: Office, entry: OutboxEntry) -> None:
    unit_id = next(iter(office.directory.units), None)
    admin = holders.admin_of(office, unit_id)
    if admin is None or admin.id == entry.person_id:
        return
    person = office.directory.people.get(entry.person_id or 0)
    room = office.directory.room(entry.transport, entry.chat)
    name = holders.spoken_name(office, person) if person else (room.name if room else "一个群")
    text = office.text("undelivered_admin", no=entry.no or "", name=name)
    say.to_person(office, admin, text, "error", step=f"undelivered:{entry.id}")
