"""Every place where a person leaves a trace, as one literal table: what an export shows and what erasing takes away."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from storage.tables import (
    Absence,
    Account,
    Authorisation,
    CallEvent,
    ChatMessage,
    CoSigner,
    Enquiry,
    InboxEntry,
    Invitation,
    Loan,
    Notice,
    Offer,
    OpenQuestion,
    OutboxEntry,
    PendingRoom,
    Person,
    Phrase,
    Post,
    RequestEvent,
    ServiceRequest,
    SignUp,
    Skill,
    Visit,
    VolunteerCall,
    WebSession,
    WrongCode,
)

Values = Mapping[str, Any]
GONE: Values | None = None
"""The whole row goes when its person is erased."""
STAYS: Values = {}


@dataclass(frozen=True, slots=True)
class Trace:
    """A column that points to a person; `left` is what is blanked on erasing ({id} and {name} are filled in)."""

    table: type[SQLModel]
    column: str
    left: Values | None
    own: bool = True
    """Whether the row is about that person; else it is about somebody else and only refers to them."""


TRACES: tuple[Trace, ...] = (
    Trace(Account, "person_id", GONE),
    Trace(Post, "person_id", GONE),
    Trace(Post, "deputy_id", {"deputy_id": None}, own=False),
    Trace(Absence, "person_id", GONE),
    Trace(Absence, "deputy_id", {"deputy_id": None}, own=False),
    Trace(Skill, "person_id", GONE),
    Trace(Authorisation, "person_id", GONE),
    Trace(Person, "copy_to_id", {"copy_to_id": None}, own=False),
    Trace(OutboxEntry, "person_id", GONE),
    Trace(ServiceRequest, "reporter_id", {"text": None, "door": None, "floor": None}),
    Trace(ServiceRequest, "told_by_id", {"told_by_id": None}, own=False),
    Trace(ServiceRequest, "owner_id", STAYS, own=False),
    Trace(ServiceRequest, "assignee_id", STAYS, own=False),
    Trace(RequestEvent, "actor_id", {"detail": None}),
    Trace(CoSigner, "person_id", {"household": "person:{id}"}),
    Trace(Offer, "person_id", GONE),
    Trace(OpenQuestion, "person_id", GONE),
    Trace(VolunteerCall, "leader_id", {"text": None}),
    Trace(VolunteerCall, "owner_id", STAYS, own=False),
    Trace(SignUp, "person_id", {"name": "{name}", "note": None}),
    Trace(CallEvent, "actor_id", {"detail": None}),
    Trace(Notice, "sender_id", STAYS),
    Trace(Visit, "by_id", STAYS),
    Trace(Enquiry, "asker_id", {"text": ""}),
    Trace(Enquiry, "answered_by_id", STAYS, own=False),
    Trace(Loan, "asker_id", GONE),
    Trace(Loan, "owner_id", GONE),
)
"""One row for each column; a test fails when a new table points to a person and has none here."""

SPOKEN_ABOUT = (
    (OutboxEntry, "text"), (ChatMessage, "text"), (RequestEvent, "detail"), (CallEvent, "detail"),
    (SignUp, "name"), (VolunteerCall, "result"), (ServiceRequest, "reason"), (ServiceRequest, "subject"),
)  # fmt: skip
"""Texts of the bot's own making that may hold a name."""


# --- export --------------------------------------------------------------------------------------------------------


def rows_of(session: Session, person_id: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Table by table every row about a person."""
    for trace in TRACES:
        if trace.own:
            column = getattr(trace.table, trace.column)
            found = session.scalars(select(trace.table).where(column == person_id)).all()
            if found:
                yield f"{trace.table.__name__}.{trace.column}", [row.model_dump(mode="json") for row in found]


def said_by(session: Session, transport: str, account_id: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What an account wrote, as far as it is kept."""
    messages = select(ChatMessage).where(col(ChatMessage.sender) == account_id)
    entries = select(InboxEntry).where(col(InboxEntry.transport) == transport, col(InboxEntry.sender) == account_id)
    for query in (entries, messages):
        found = session.scalars(query).all()
        if found:
            yield type(found[0]).__name__, [row.model_dump(mode="json") for row in found]


# --- erase ---------------------------------------------------------------------------------------------------------


def blank(session: Session, person_id: int, name: str, but_question: int | None = None) -> None:
    """Take away or blank every row that points to a person, as the table says; one question may stay open."""
    filled = {"id": person_id, "name": name}
    for trace in TRACES:
        here = getattr(trace.table, trace.column) == person_id
        if trace.table is OpenQuestion:
            session.execute(delete(OpenQuestion).where(here, col(OpenQuestion.id).is_distinct_from(but_question)))
        elif trace.left is None:
            session.execute(delete(trace.table).where(here))
        elif trace.left:
            session.execute(update(trace.table).where(here).values(_filled(trace.left, filled)))


def _filled(values: Values, filled: Values) -> dict[str, Any]:
    return {key: value.format_map(filled) if isinstance(value, str) else value for key, value in values.items()}


def forget_phrases(session: Session, person_id: int) -> None:
    """Words of theirs that were kept for the rules; to be called while their requests still have their texts."""
    own = select(col(ServiceRequest.text)).where(
        col(ServiceRequest.reporter_id) == person_id, col(ServiceRequest.text).is_not(None)
    )
    session.execute(delete(Phrase).where(col(Phrase.text).in_(own)))


def forget_account(session: Session, transport: str, account_id: str) -> list[str]:
    """Nothing an account wrote or was told is left; returns the file names of its pictures."""
    inbox = (col(InboxEntry.transport) == transport, col(InboxEntry.sender) == account_id)
    session.execute(delete(InboxEntry).where(*inbox, col(InboxEntry.chat) == account_id))
    session.execute(update(InboxEntry).where(*inbox).values(sender="", text=None, message=None, error=None))
    private = (col(OutboxEntry.transport) == transport, col(OutboxEntry.chat) == account_id)
    session.execute(delete(OutboxEntry).where(*private, col(OutboxEntry.group).is_(False)))
    for table in (Invitation, WebSession):
        session.execute(delete(table).where(col(table.account) == account_id))
    session.execute(delete(WrongCode).where(col(WrongCode.account_id) == account_id))
    _unlist(session, account_id)
    return _forget_chat(session, account_id) if transport == "web" else []


def _forget_chat(session: Session, account_id: str) -> list[str]:
    own = or_(col(ChatMessage.sender) == account_id, col(ChatMessage.chat) == account_id)
    images = session.scalars(select(col(ChatMessage.image)).where(own, col(ChatMessage.image).is_not(None))).all()
    session.execute(delete(ChatMessage).where(own))
    return [image for image in images if image]


def _unlist(session: Session, account_id: str) -> None:
    """Lists of account ids lose this one."""
    for table, name in ((OutboxEntry, "mentions"), (ChatMessage, "mentions"), (PendingRoom, "members")):
        column = getattr(table, name)
        for row in session.scalars(select(table).where(_holds(column, account_id))):
            setattr(row, name, [one for one in getattr(row, name) if one != account_id])
            session.add(row)
    session.flush()


def _holds(column: Any, text: str) -> ColumnElement[bool]:
    """Whether a JSON list may hold a text, which stands escaped there; the caller looks closely."""
    escaped = text if text.isascii() else text.encode("unicode_escape").decode()
    written = cast(column, Text)
    return or_(written.contains(text, autoescape=True), written.contains(escaped, autoescape=True))


def rename(session: Session, old_names: Collection[str], new: str) -> None:
    """In what the bot said or noted a name is replaced wherever it stands."""
    for old in sorted(old_names, key=len, reverse=True):
        for table, name in SPOKEN_ABOUT:
            column = getattr(table, name)
            here = column.contains(old, autoescape=True)
            session.execute(update(table).where(here).values({name: func.replace(column, old, new)}))
