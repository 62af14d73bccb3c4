"""Daily backups beside the database, and which of them stay: seven days and four Mondays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from storage.backup import back_up

DAYS = 7
WEEKS = 4
MONDAY = 0
DATED = re.compile(r".*-(\d{4}-\d{2}-\d{2})\.db")


def back_up_daily(database: Path, today: date) -> Path:
    """Make today's backup in the folder `…-backups` beside the database, then drop what need not stay.

    Raises StorageError, and drops nothing, when today's could not be made.
    """
    folder = _folder(database)
    folder.mkdir(exist_ok=True)
    copy = folder / f"{database.stem}-{today.isoformat()}.db"
    back_up(database, copy)
    for old in folder.iterdir():
        day = _day_of(old)
        if day is not None and not stays(day, today):
            old.unlink()
    return copy


def stays(day: date, today: date) -> bool:
    """Whether the backup of `day` is still kept on `today`."""
    age = today - day
    return age < timedelta(days=DAYS) or (day.weekday() == MONDAY and age < timedelta(weeks=WEEKS))


def newest(database: Path) -> date | None:
    """The day of the last backup; None when there is none."""
    days = (_day_of(path) for path in _folder(database).glob("*.db"))
    return max((day for day in days if day), default=None)


def _folder(database: Path) -> Path:
    return database.with_name(f"{database.stem}-backups")


def _day_of(path: Path) -> date | None:
    """The day in a backup's name; None for files that are not ours."""
    found = DATED.fullmatch(path.name)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
