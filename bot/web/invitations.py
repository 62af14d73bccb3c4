"""Invitations as links to the page."""

from __future__ import annotations

from handlers.invitations import LENGTH, LETTERS, VALID, hashed, make_invitation, plain_code

__all__ = ["LENGTH", "LETTERS", "VALID", "hashed", "invitation_link", "make_invitation", "plain_code"]


def invitation_link(address: str, code: str) -> str:
    """The code as a link to the page at `address`. It stands behind the #, which no log on the way ever sees."""
    return f"{address.rstrip('/')}/#in={code}"
