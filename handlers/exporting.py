"""A copy of everything about a person, for that person: the own words whole, phones and doors of others masked."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from handlers.texts import timed
from nlp.masking import mask
from storage import personal, persons
from storage.tables import Person

WHOLE = frozenset({"Account.person_id"})
"""What is the person's own number or address and stays as it is."""


def everything_about(session: Session, person: Person) -> dict[str, Any]:
    """Table by table what is stored about somebody, as plain values."""
    accounts = persons.accounts_of(session, person.id or 0)
    said = [
        (f"{account.transport}: {table}", rows)
        for account in accounts
        for table, rows in personal.said_by(session, account.transport, account.account_id)
    ]
    tables = dict([*personal.rows_of(session, person.id or 0), *said])
    return {
        "person": person.model_dump(mode="json"),
        **{name: rows if name in WHOLE else _for_others(rows) for name, rows in tables.items()},
    }


def _for_others(value: Any) -> Any:
    """Every text inside as somebody else may read it: what belongs to others masked, moments in figures."""
    if isinstance(value, str):
        return mask(timed(value))
    if isinstance(value, list):
        return [_for_others(one) for one in value]
    if isinstance(value, dict):
        return {key: _for_others(one) for key, one in value.items()}
    return value
