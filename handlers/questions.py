"""What the bot asked a person last: the meaning of their next bare number, 是 or 好."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from handlers.errors import Missing, Refusal, Several
from handlers.office import Office
from storage import questions
from storage.tables import OpenQuestion, Person, Room

STANDS = timedelta(hours=48)


def ask(
    office: Office,
    person: Person,
    topic: str,
    *,
    item_id: int | None = None,
    options: Sequence[Any] = (),
    room: Room | None = None,
    stands: timedelta = STANDS,
) -> None:
    """Remember what a person was asked; a newer question about the same replaces the older."""
    questions.forget(office.session, person.id or 0, topic, item_id)
    if office.asked is not None:
        office.asked.add(person.id or 0)
    questions.add(
        office.session,
        OpenQuestion(
            person_id=person.id or 0,
            room_id=room.id if room else None,
            topic=topic,
            item_id=item_id,
            options=list(options),
            asked_at=office.now,
            until=office.now + stands,
        ),
    )


def await_the_rest(office: Office, person: Person, refusal: Refusal, *, room: Room | None = None) -> None:
    """What was missing in somebody's command may be said in their next words."""
    if isinstance(refusal, Several):
        ask(office, person, "whose", options=[refusal.said], room=room)
    if isinstance(refusal, Missing) and refusal.act is not None:
        ask(office, person, "rest", item_id=refusal.item_id, options=[refusal.act, refusal.said], room=room)


def pending(office: Office, person: Person, topic: str | None = None) -> OpenQuestion | None:
    """The last question to a person that still stands."""
    if office.asked is not None and person.id not in office.asked:
        return None
    return questions.last(office.session, person.id or 0, office.now, topic)


def answered(office: Office, question: OpenQuestion) -> None:
    """The question is settled."""
    if question in office.session:
        office.session.delete(question)
        office.session.flush()
