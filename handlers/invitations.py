"""Personal ways in: a code that is usable once and has an end, said to the bot (报到) or inside a link to the page."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from storage import invitations as queries

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without those that are mistaken for each other on paper."""
LENGTH = 12
VALID = timedelta(days=7)


def make_invitation(
    session: Session, account: str, now: datetime, valid: timedelta = VALID, *, again: bool = False
) -> str:
    """A code for that account (a person's name, or the account given in the directory), such as 7KQM-2WXA-PB9D.

    `again` lets it take the place of an account that the person has already: a new phone.
    """
    code = _new_code()
    queries.invite(session, account, hashed(plain_code(code)), now, now + valid, again=again)
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def _new_code() -> str:
    """No letter twice in a row: people miscount them, and long runs of one letter are shortened when a text is read."""
    code = secrets.choice(LETTERS)
    while len(code) < LENGTH:
        code += secrets.choice(LETTERS.replace(code[-1], ""))
    return code


def plain_code(typed: str) -> str:
    """A code as people type it, without dashes, spaces and small letters."""
    return "".join(letter for letter in typed.upper() if letter in LETTERS)


def hashed(secret: str) -> str:
    """What is stored of a code or a token; both are random enough for a plain hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
