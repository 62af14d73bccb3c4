"""What an operator does with people from the command line: invite, export, erase."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from bot.core import Core
from bot.opened import opened
from bot.single import hold_alone, hold_lease
from handlers.erasing import erase
from handlers.errors import LouzhangError
from handlers.exporting import everything_about
from handlers.holders import OFFICIAL
from handlers.invitations import make_invitation
from handlers.settings import Settings
from nlp.reader import load_reader
from scheduler.calendar import work_calendar
from storage import persons, tombstones
from storage.tables import Person


def invite(
    settings: Settings, db: Path, names: Sequence[str], now: datetime, *, again: bool = False
) -> list[tuple[str, str]]:
    """(name, code) for each name of the configuration. Works while the service runs. Raises LouzhangError."""
    known = {handle: entry.name for entry in settings.directory.people for handle in (entry.account or entry.name,)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise LouzhangError(f"{unknown[0]} is not in the configuration's people: add them to directory.people first.")
    with opened(db, may_be_new=True) as store, store.write() as session:
        for name in names:
            if tombstones.erased_at(session, tombstones.DIRECTORY, name):
                raise LouzhangError(
                    f"{name} was erased: to come back, give them another name or an account of its own."
                )
        return [(name, make_invitation(session, name, now, again=again)) for name in names]


def export(db: Path, name: str) -> dict[str, Any]:
    """Everything about a person. Raises LouzhangError when there is none or more than one of that name."""
    with opened(db) as store, store.read() as session:
        return everything_about(session, _the_one(session, name))


def remove(settings: Settings, db: Path, name: str, now: datetime, transport: str) -> list[str]:
    """Erase a person for ever; returns the file names of pictures to throw away. The service must be stopped."""
    with hold_alone(db), opened(db) as store, hold_lease(store):
        with store.read() as session:
            person = _the_one(session, name)
            _refuse_posts(session, person)
        core = Core(store, settings, work_calendar(settings), load_reader(), transport)
        return core.do(lambda office: erase(office, office.directory.people[person.id or 0]), now)


def _refuse_posts(session: Session, person: Person) -> None:
    if any(post.role in OFFICIAL for post in persons.posts_of(session, person.id or 0)):
        raise LouzhangError(f"{person.name} holds a post: take it out of the configuration and restart first.")


def _the_one(session: Session, name: str) -> Person:
    exact = persons.called(session, name)
    if not exact:
        raise LouzhangError(f"nobody here is called {name}: look for the name in the configuration.")
    if len(exact) > 1:
        raise LouzhangError(f"{len(exact)} people are called {name}: give each an account in the configuration.")
    return exact[0]
