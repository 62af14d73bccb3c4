"""Named queries on skills, things and what was lent."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col, select

from storage.tables import Loan, Skill


def add(session: Session, loan: Loan) -> Loan:
    """Store what somebody asked for."""
    session.add(loan)
    session.flush()
    return loan


def by_id(session: Session, loan_id: int | None) -> Loan | None:
    """The loan of an id."""
    return session.get(Loan, loan_id) if loan_id is not None else None


def add_skill(session: Session, skill: Skill) -> None:
    """Store what somebody can do or lend."""
    session.add(skill)
    session.flush()


def forget_skills(session: Session, person_id: int, word: str | None) -> int:
    """Take back one word, or all; tells how many there were."""
    query = select(Skill).where(col(Skill.person_id) == person_id)
    gone = [skill.id for skill in session.exec(query) if word is None or word in skill.word or skill.word in word]
    session.execute(delete(Skill).where(col(Skill.id).in_(gone)))
    session.flush()
    return len(gone)
