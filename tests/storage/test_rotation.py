"""Daily backups: seven days and four Mondays stay, other people's files are not touched."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from storage import migrate
from storage.backup import prove
from storage.engine import Store
from storage.errors import StorageError
from storage.rotation import back_up_daily, stays

TODAY = date(2026, 7, 15)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    store = Store(tmp_path / "louzhang.db")
    migrate.upgrade(store.writer)
    store.close()
    return store.path


def test_seven_days_and_the_mondays_of_four_weeks_stay() -> None:
    kept = [TODAY - timedelta(days=age) for age in range(60) if stays(TODAY - timedelta(days=age), TODAY)]
    week = [TODAY - timedelta(days=age) for age in range(7)]
    assert kept == [*week, date(2026, 7, 6), date(2026, 6, 29), date(2026, 6, 22)]


def test_a_month_of_backups_leaves_what_stays(database: Path) -> None:
    for age in reversed(range(30)):
        copy = back_up_daily(database, TODAY - timedelta(days=age))
    assert copy.name == "louzhang-2026-07-15.db"
    prove(copy)
    assert len(list(copy.parent.iterdir())) == 10


def test_other_files_in_the_folder_are_not_touched(database: Path) -> None:
    folder = back_up_daily(database, TODAY).parent
    others = [folder / "notes.txt", folder / "louzhang-2020-99-99.db", folder / "louzhang-old.db"]
    for other in others:
        other.touch()
    back_up_daily(database, TODAY + timedelta(days=60))
    assert all(other.exists() for other in others)


def test_when_today_fails_the_older_ones_stay(database: Path) -> None:
    first = back_up_daily(database, TODAY)
    database.unlink()
    with pytest.raises(StorageError):
        back_up_daily(database, TODAY + timedelta(days=60))
    assert first.exists()
