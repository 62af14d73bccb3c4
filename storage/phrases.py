"""Words that were taken wrongly or missed: what `louzhang rules suggest` counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import Phrase


def add(session: Session, text: str, verdict: str, intent: str, category: str | None, now: datetime) -> None:
    """Keep a phrase with what people said of it: wrong, right or missed."""
    session.add(Phrase(text=text, verdict=verdict, intent=intent, category=category, at=now))


def all_phrases(session: Session) -> Iterator[Phrase]:
    """Every phrase, oldest first."""
    yield from session.exec(select(Phrase).order_by(col(Phrase.id)))
