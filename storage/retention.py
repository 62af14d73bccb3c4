"""What is deleted or blanked when its time is over. Each query says how many rows it touched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, CursorResult, delete, or_, select, update
from sqlmodel import Session, SQLModel, col

from storage.tables import (
    Account,
    CallEvent,
    ChatMessage,
    Enquiry,
    InboxEntry,
    InboxState,
    Invitation,
    Kind,
    OpenQuestion,
    OutboxEntry,
    OutboxState,
    PendingRoom,
    Phrase,
    RequestEvent,
    ServiceRequest,
    SignUp,
    VolunteerCall,
    WebSession,
    WrongCode,
)

OUT = (OutboxState.SENT, OutboxState.FAILED, OutboxState.STALE)


def seen_messages(session: Session, before: datetime) -> int:
    """Keys of messages that became nothing."""
    return _delete(session, InboxEntry, col(InboxEntry.state) == InboxState.SEEN, col(InboxEntry.at) < before)


def quarantined(session: Session, before: datetime) -> int:
    """Messages that a handler failed on."""
    return _delete(session, InboxEntry, col(InboxEntry.state) == InboxState.QUARANTINED, col(InboxEntry.at) < before)


def worded_requests(session: Session, closed_before: datetime) -> list[ServiceRequest]:
    """Ended requests whose words are still there though their time is over."""
    query = select(ServiceRequest).where(
        col(ServiceRequest.closed_at) < closed_before, col(ServiceRequest.text).is_not(None)
    )
    return list(session.scalars(query))


def words_of_item(session: Session, kind: Kind, item_id: int) -> int:
    """Everything said to and by the bot about an item; the kept messages go with their texts."""
    inbox = (col(InboxEntry.kind) == kind, col(InboxEntry.item_id) == item_id)
    said = (col(OutboxEntry.kind) == kind, col(OutboxEntry.guard_id) == item_id, col(OutboxEntry.state).in_(OUT))
    return _delete(session, InboxEntry, *inbox) + _delete(session, OutboxEntry, *said)


def details_of_request(session: Session, request_id: int) -> None:
    """What people wrote on the way: reasons, questions, answers."""
    session.execute(update(RequestEvent).where(col(RequestEvent.request_id) == request_id).values(detail=None))


def worded_calls(session: Session, ended_before: datetime) -> list[VolunteerCall]:
    """Ended calls whose words are still there though their time is over."""
    query = select(VolunteerCall).where(
        col(VolunteerCall.ended_at) < ended_before, col(VolunteerCall.text).is_not(None)
    )
    return list(session.scalars(query))


def names_of_call(session: Session, call_id: int, name: str) -> None:
    """Who came is a number from now on."""
    here = col(SignUp.call_id) == call_id
    session.execute(update(SignUp).where(here).values(name=name, note=None))
    session.execute(update(CallEvent).where(col(CallEvent.call_id) == call_id).values(detail=None))


def enquiries(session: Session, before: datetime) -> int:
    """Questions of residents, except answers kept for others."""
    return _delete(session, Enquiry, col(Enquiry.asked_at) < before, col(Enquiry.kept).is_(False))


def phrases(session: Session, before: datetime) -> int:
    """Words kept for the rules."""
    return _delete(session, Phrase, col(Phrase.at) < before)


def said(session: Session, before: datetime) -> int:
    """What the bot said about nothing in particular: lists, help, answers."""
    done = (col(OutboxEntry.state).in_(OUT), col(OutboxEntry.created_at) < before)
    return _delete(
        session, OutboxEntry, *done, or_(col(OutboxEntry.kind).is_(None), col(OutboxEntry.guard_id).is_(None))
    )


def history(session: Session, before: datetime) -> tuple[int, list[str]]:
    """The web chat's history: how many messages went, and the file names of their pictures."""
    old = col(ChatMessage.at) < before
    images = session.scalars(select(col(ChatMessage.image)).where(old, col(ChatMessage.image).is_not(None)))
    pictures = [image for image in images if image]
    return _delete(session, ChatMessage, old), pictures


def events(session: Session, before: datetime) -> int:
    """The steps of requests and calls."""
    return _delete(session, RequestEvent, col(RequestEvent.at) < before) + _delete(
        session, CallEvent, col(CallEvent.at) < before
    )


def questions(session: Session, now: datetime) -> int:
    """Questions of the bot's that nobody will answer any more."""
    return _delete(session, OpenQuestion, col(OpenQuestion.until) < now)


def ways_in(session: Session, before: datetime) -> int:
    """Codes, sessions and wrong tries whose end is past."""
    return (
        _delete(session, Invitation, col(Invitation.until) < before)
        + _delete(session, WebSession, col(WebSession.until) < before)
        + _delete(session, WrongCode, col(WrongCode.at) < before)
    )


def waiting_rooms(session: Session, before: datetime) -> int:
    """Groups nobody bound and nobody speaks in."""
    return _delete(session, PendingRoom, col(PendingRoom.seen_at) < before)


def private_chats(session: Session, before: datetime) -> Sequence[tuple[str, str]]:
    """(transport, chat) of what was said in private, before a moment, to accounts that are nobody's."""
    query = (
        select(col(OutboxEntry.transport), col(OutboxEntry.chat))
        .outerjoin(
            Account,
            (col(Account.transport) == col(OutboxEntry.transport)) & (col(Account.account_id) == col(OutboxEntry.chat)),
        )
        .where(col(OutboxEntry.group).is_(False), col(OutboxEntry.created_at) < before, col(Account.id).is_(None))
        .distinct()
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def forget_chat(session: Session, transport: str, chat: str) -> int:
    """What was said to an account that is nobody's."""
    here = (col(OutboxEntry.transport) == transport, col(OutboxEntry.chat) == chat, col(OutboxEntry.group).is_(False))
    return _delete(session, OutboxEntry, *here) + _delete(session, ChatMessage, col(ChatMessage.chat) == chat)


def _delete(session: Session, table: type[SQLModel], *conditions: ColumnElement[bool]) -> int:
    result = session.execute(delete(table).where(*conditions))
    return result.rowcount if isinstance(result, CursorResult) else 0
