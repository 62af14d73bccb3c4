"""Invitations to the live web chat and the sessions that they become. Codes and tokens are stored as hashes alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Invitation, WebSession


def invite(
    session: Session, account: str, code_hash: str, now: datetime, until: datetime, *, again: bool = False
) -> None:
    """Keep an invitation."""
    session.add(Invitation(account=account, code_hash=code_hash, created_at=now, until=until, again=again))


def use(session: Session, code_hash: str, now: datetime) -> str | None:
    """Use an invitation up; whose it was, or None when there is none that still holds."""
    found = session.exec(
        select(Invitation).where(
            col(Invitation.code_hash) == code_hash, col(Invitation.used_at).is_(None), col(Invitation.until) > now
        )
    ).first()
    if found is None:
        return None
    found.used_at = now
    session.add(found)
    return found.account


def open_session(session: Session, account: str, token_hash: str, now: datetime, until: datetime) -> None:
    """Begin a session, and forget those that have ended."""
    session.execute(delete(WebSession).where(col(WebSession.until) <= now))
    session.add(WebSession(account=account, token_hash=token_hash, created_at=now, seen_at=now, until=until))


def session_of(session: Session, token_hash: str, now: datetime) -> WebSession | None:
    """The session of a token, while it lasts."""
    query = select(WebSession).where(col(WebSession.token_hash) == token_hash, col(WebSession.until) > now)
    return session.exec(query).first()


def prolong(session: Session, token_hash: str, now: datetime, until: datetime) -> None:
    """Who keeps coming need not be invited again."""
    found = session_of(session, token_hash, now)
    if found:
        found.seen_at, found.until = now, until
        session.add(found)


def close_sessions(session: Session, account: str) -> None:
    """Show a person out everywhere."""
    session.execute(delete(WebSession).where(col(WebSession.account) == account))
    session.execute(delete(Invitation).where(col(Invitation.account) == account))
