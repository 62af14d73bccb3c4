"""Named queries on personal ways in: only hashes of codes are kept, each is good once and until its end."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from storage.tables import Invitation, WrongCode

_SPELLING = re.compile(r"[\s-]")


def hash_of(code: str) -> str:
    """What is kept of a code: its hash, the same however the code is spelled (abcd-2345, ABCD2345)."""
    return hashlib.sha256(f"louzhang:{_SPELLING.sub('', code).upper()}".encode()).hexdigest()


def add(session: Session, account: str, code: str, now: datetime, until: datetime, *, again: bool = False) -> None:
    """Keep a new code for somebody; older ones that were not used stop being good."""
    session.execute(delete(Invitation).where(col(Invitation.account) == account, col(Invitation.used_at).is_(None)))
    invitation = Invitation(account=account, code_hash=hash_of(code), created_at=now, until=until, again=again)
    session.add(invitation)
    session.flush()


def find(session: Session, code: str, now: datetime) -> Invitation | None:
    """The invitation of a code that is still good."""
    invitation = session.exec(select(Invitation).where(Invitation.code_hash == hash_of(code))).first()
    return invitation if invitation and invitation.used_at is None and now < invitation.until else None


def use(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Use it up; False when somebody else was faster."""
    used = session.execute(
        update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.used_at).is_(None))
        .values(used_at=now)
        .returning(col(Invitation.id))
    )
    return used.first() is not None


def forget_account(session: Session, account: str) -> None:
    """Nothing of these invitations is left."""
    session.execute(delete(Invitation).where(col(Invitation.account) == account))


def note_wrong(session: Session, transport: str, account_id: str, now: datetime) -> None:
    """Somebody tried a code that is none."""
    session.add(WrongCode(transport=transport, account_id=account_id, at=now))
    session.flush()


def wrong_since(session: Session, transport: str, account_id: str, since: datetime) -> int:
    """How often an account tried a code that is none, after `since`."""
    query = select(func.count()).where(
        col(WrongCode.transport) == transport, col(WrongCode.account_id) == account_id, col(WrongCode.at) > since
    )
    return session.exec(query).one()
