"""Named queries on what was asked and is not answered yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from storage.tables import OpenQuestion

_of_person = col(OpenQuestion.person_id) == bindparam("person")
_stands = col(OpenQuestion.until) > bindparam("now")
_newest_first = col(OpenQuestion.id).desc()
LAST = select(OpenQuestion).where(_of_person, _stands).order_by(_newest_first).limit(1)
LAST_OF_TOPIC = LAST.where(col(OpenQuestion.topic) == bindparam("topic"))
ASKED = select(OpenQuestion.person_id).where(_stands)
FORGET = delete(OpenQuestion).where(
    _of_person,
    col(OpenQuestion.topic) == bindparam("topic"),
    col(OpenQuestion.item_id).is_not_distinct_from(bindparam("item")),
)


def add(session: Session, question: OpenQuestion) -> None:
    """Store a question."""
    session.add(question)
    session.flush()


def forget(session: Session, person_id: int, topic: str, item_id: int | None) -> None:
    """Drop what was asked of a person about an item."""
    session.execute(FORGET, {"person": person_id, "topic": topic, "item": item_id})


def last(session: Session, person_id: int, now: datetime, topic: str | None = None) -> OpenQuestion | None:
    """The newest question to a person that still stands."""
    query = LAST if topic is None else LAST_OF_TOPIC
    return session.scalars(query, {"person": person_id, "now": now, "topic": topic}).first()


def asked_people(session: Session, now: datetime) -> set[int]:
    """Everybody who was asked something that still stands."""
    return set(session.scalars(ASKED, {"now": now}))


def about(session: Session, topic: str, item_id: int, now: datetime) -> OpenQuestion | None:
    """The newest question of a topic about an item that still stands, whoever was asked."""
    query = select(OpenQuestion).where(
        col(OpenQuestion.topic) == topic, col(OpenQuestion.item_id) == item_id, col(OpenQuestion.until) > now
    )
    return session.exec(query.order_by(col(OpenQuestion.id).desc())).first()
