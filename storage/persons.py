"""Whatever points to a person: moved to another when two rows turn out to be one human being."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, delete, exists, or_, select, update
from sqlmodel import Session, SQLModel, col

from storage.tables import Account, CoSigner, Person, Post


def called(session: Session, name: str) -> list[Person]:
    """Everybody alive of that name; whoever has it as their own key alone comes first and alone."""
    found = session.scalars(select(Person).where(or_(col(Person.key) == name, col(Person.name) == name))).all()
    alive = [person for person in found if person.erased_at is None]
    return [person for person in alive if person.key == name] or alive


def posts_of(session: Session, person_id: int) -> list[Post]:
    """Every post of a person."""
    return list(session.scalars(select(Post).where(col(Post.person_id) == person_id)))


def accounts_of(session: Session, person_id: int) -> list[Account]:
    """Every account of a person."""
    return list(session.scalars(select(Account).where(col(Account.person_id) == person_id)))


def behind(session: Session, transport: str, account_ids: Collection[str]) -> dict[str, Person]:
    """Account id → the person whose it is, for those that are somebody's."""
    query = select(Account, Person).where(
        col(Account.person_id) == col(Person.id),
        col(Account.transport) == transport,
        col(Account.account_id).in_(account_ids),
    )
    return {account.account_id: person for account, person in session.execute(query)}


def references() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column of every table that points to a person."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "person" for key in column.foreign_keys):
                yield table, column


def merge(session: Session, old_id: int, new_id: int, household: str) -> None:
    """All that was `old_id`'s is `new_id`'s, whose household counts; the old row is gone."""
    _move_household(session, old_id, household)
    for table, column in references():
        _drop_doubles(session, table, column, old_id, new_id)
        session.execute(update(table).where(column == old_id).values({column.name: new_id}))
    session.execute(delete(Person).where(col(Person.id) == old_id))
    session.expire_all()


def _move_household(session: Session, old_id: int, household: str) -> None:
    """What the newcomer signed counts for the household from now on, once."""
    signed = select(col(CoSigner.request_id)).where(col(CoSigner.household) == household)
    mine = col(CoSigner.household) == f"person:{old_id}"
    session.execute(delete(CoSigner).where(mine, col(CoSigner.request_id).in_(signed)))
    session.execute(update(CoSigner).where(mine).values(household=household))


def _drop_doubles(session: Session, table: Table, column: Column[Any], old_id: int, new_id: int) -> None:
    """Where both stand in one list that holds each person once, the newcomer's row goes."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and column.name in constraint.columns:
            other = table.alias()
            same = [table.c[one.name] == other.c[one.name] for one in constraint.columns if one.name != column.name]
            double = exists().where(other.c[column.name] == new_id, *same)
            session.execute(delete(table).where(column == old_id, double))
