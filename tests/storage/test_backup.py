"""A backup is a proved copy, made while the service writes; putting it back loses nothing."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from storage import migrate, tombstones
from storage.backup import back_up, prove, restore
from storage.engine import Store
from storage.errors import StorageError
from storage.tables import Community


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "louzhang.db")
    migrate.upgrade(opened.writer)
    add(opened, "cuihu")
    yield opened
    opened.close()


def add(store: Store, key: str) -> None:
    with store.write() as session:
        session.add(Community(key=key, name=key))


def keys(path: Path) -> list[str]:
    store = Store(path)
    try:
        with store.read() as session:
            return list(session.exec(select(Community.key).order_by(col(Community.id))))
    finally:
        store.close()


def test_a_backup_holds_what_the_database_held(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    add(store, "later")
    assert keys(tmp_path / "copy.db") == ["cuihu"]


def test_a_backup_is_one_file(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("louzhang.db")} == {"copy.db"}


def test_a_backup_ends_while_the_service_goes_on_writing(store: Store, tmp_path: Path) -> None:
    over = threading.Event()

    def write() -> None:
        for number in range(10_000):
            if over.is_set():
                return
            add(store, f"c{number}")

    writing = threading.Thread(target=write)
    writing.start()
    try:
        for _ in range(3):
            back_up(store.path, tmp_path / "copy.db")
    finally:
        over.set()
        writing.join()
    held = keys(tmp_path / "copy.db")
    assert held == ["cuihu", *(f"c{number}" for number in range(len(held) - 1))]


def test_an_older_backup_of_the_same_name_is_replaced_at_the_end(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(store.path, copy)
    add(store, "later")
    back_up(store.path, copy)
    assert keys(copy) == ["cuihu", "later"]


def test_no_database_no_backup(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="--db"):
        back_up(tmp_path / "none.db", tmp_path / "copy.db")


def test_a_copy_that_cannot_be_written_says_so_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        back_up(store.path, tmp_path / "none" / "copy.db")


def test_a_foreign_database_is_no_backup(tmp_path: Path) -> None:
    foreign = tmp_path / "songs.db"
    with closing(sqlite3.connect(foreign)) as songs:
        songs.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StorageError, match="no sound database"):
        prove(foreign)


def test_a_damaged_backup_is_refused_and_the_database_stays(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(store.path, copy)
    with copy.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 16384)
    store.close()
    with pytest.raises(StorageError, match="another backup"):
        restore(copy, store.path)
    assert keys(store.path) == ["cuihu"]


def test_a_backup_is_put_back_and_the_old_database_kept_beside(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    add(store, "later")
    store.close()
    restore(tmp_path / "copy.db", store.path)
    assert keys(store.path) == ["cuihu"]
    assert keys(tmp_path / "louzhang.db.before-restore") == ["cuihu", "later"]


def test_a_damaged_database_is_replaced_and_kept_as_it_is(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    store.close()
    store.path.write_bytes(b"no database any more" * 1000)
    restore(tmp_path / "copy.db", store.path)
    assert keys(store.path) == ["cuihu"]
    assert (tmp_path / "louzhang.db.before-restore").read_bytes().startswith(b"no database")


def test_who_was_erased_since_stays_erased(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    with store.write() as session:
        tombstones.put(session, "wechaty", "wxid_1", datetime(2026, 7, 13, tzinfo=UTC))
    store.close()
    restore(tmp_path / "copy.db", store.path)
    restored = Store(store.path)
    with restored.read() as session:
        assert tombstones.erased_at(session, "wechaty", "wxid_1") == datetime(2026, 7, 13, tzinfo=UTC)
    restored.close()


def test_a_backup_is_put_where_no_database_was(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", tmp_path / "new.db")
    assert keys(tmp_path / "new.db") == ["cuihu"]


def test_nothing_is_put_back_under_a_running_service(store: Store, tmp_path: Path) -> None:
    back_up(store.path, tmp_path / "copy.db")
    with store.read() as session:
        session.exec(select(func.count()).select_from(Community)).one()
        with pytest.raises(StorageError, match="stop louzhang first"):
            restore(tmp_path / "copy.db", store.path)
    assert keys(store.path) == ["cuihu"]
