"""How long things are kept: every night what has had its time is deleted, blanked or counted only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from handlers.erasing import plain_subject
from handlers.office import Office
from storage import retention
from storage.tables import Kind

SOON = timedelta(days=1)
"""A last word to somebody who was erased; ways in that have ended; tries with a wrong code."""


@dataclass(slots=True)
class Tidied:
    """What a night did: how many rows by kind, and the pictures to throw away."""

    counts: dict[str, int] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)


def tidy(office: Office) -> Tidied:
    """Do a night's work. Of a request stay number, category, building, class and times; of a call the figures."""
    keeping, session = office.settings.keeping, office.session
    week, months, history_end, years = (
        office.now - timedelta(days=days)
        for days in (keeping.seen_days, keeping.text_days, keeping.history_days, keeping.events_days)
    )
    messages, pictures = retention.history(session, history_end)
    counts = {
        "requests": _forget_requests(office),
        "calls": _forget_calls(office),
        "seen": retention.seen_messages(session, week),
        "quarantined": retention.quarantined(session, history_end),
        "said": retention.said(session, history_end),
        "history": messages,
        "enquiries": retention.enquiries(session, months),
        "phrases": retention.phrases(session, months),
        "events": retention.events(session, years),
        "questions": retention.questions(session, office.now),
        "ways_in": retention.ways_in(session, office.now - SOON),
        "rooms": retention.waiting_rooms(session, history_end),
        "goodbyes": _forget_goodbyes(office),
    }
    return Tidied(counts, pictures)


def _forget_requests(office: Office) -> int:
    """The words of what has long been closed, and what was said about it."""
    before = office.now - timedelta(days=office.settings.keeping.text_days)
    closed = retention.worded_requests(office.session, before)
    for request in closed:
        request.text, request.door, request.floor, request.reason, request.before = None, None, None, None, None
        request.subject = plain_subject(request)
        office.session.add(request)
        retention.details_of_request(office.session, request.id or 0)
        retention.words_of_item(office.session, Kind.REQUEST, request.id or 0)
    office.session.flush()
    return len(closed)


def _forget_calls(office: Office) -> int:
    before = office.now - timedelta(days=office.settings.keeping.text_days)
    ended = retention.worded_calls(office.session, before)
    for call in ended:
        call.text, call.jielong_seen = None, []
        office.session.add(call)
        retention.names_of_call(office.session, call.id or 0, office.text("nobody_named"))
        retention.words_of_item(office.session, Kind.CALL, call.id or 0)
    office.session.flush()
    return len(ended)


def _forget_goodbyes(office: Office) -> int:
    """What was said last to accounts that are nobody's any more."""
    chats = retention.private_chats(office.session, office.now - SOON)
    return sum(retention.forget_chat(office.session, transport, chat) for transport, chat in chats)
