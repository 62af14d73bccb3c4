"""Named queries on what was asked and is not answered yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import OpenQuestion


def add(session: Session, question: OpenQuestion) -> None:
    """Store a question."""
    session.add(question)
    session.flush()


def forget(session: Session, person_id: int, topic: str, item_id: int | None) -> None:
    """Drop what was asked of a person about an item."""
    session.execute(
        delete(OpenQuestion).where(
            col(OpenQuestion.person_id) == person_id,
            col(OpenQuestion.topic) == topic,
            col(OpenQuestion.item_id) == item_id,
        )
    )


def last(session: Session, person_id: int, now: datetime, topic: str | None = None) -> OpenQuestion | None:
    """The newest question to a person that still stands."""
    query = select(OpenQuestion).where(col(OpenQuestion.person_id) == person_id, col(OpenQuestion.until) > now)
    if topic is not None:
        query = query.where(col(OpenQuestion.topic) == topic)
    return session.exec(query.order_by(col(OpenQuestion.id).desc())).first()


def asked_people(session: Session, now: datetime) -> set[int]:
    """Everybody who was asked something that still stands."""
    return set(session.exec(select(OpenQuestion.person_id).where(col(OpenQuestion.until) > now)))


def about(session: Session, topic: str, item_id: int, now: datetime) -> OpenQuestion | None:
    """The newest question of a topic about an item that still stands, whoever was asked."""
    query = select(OpenQuestion).where(
        col(OpenQuestion.topic) == topic, col(OpenQuestion.item_id) == item_id, col(OpenQuestion.until) > now
    )
    return session.exec(query.order_by(col(OpenQuestion.id).desc())).first()
