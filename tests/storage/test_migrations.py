"""The schema: made at once or step by step it is the same, and a database from elsewhere is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, create_mock_engine, inspect
from sqlalchemy.schema import ExecutableDDLElement
from sqlmodel import SQLModel, select

from storage import migrate
from storage.backup import prove
from storage.engine import Store
from storage.errors import StorageError
from storage.tables import Community, InboxEntry

Schema = dict[str, object]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "louzhang.db")
    yield opened
    opened.close()


def schema(connection: Connection) -> Schema:
    """What a database is made of, whatever the order in which it was made."""
    seen = inspect(connection)
    return {
        name: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(name)],
            sorted((str(index["name"]), index["column_names"]) for index in seen.get_indexes(name)),
            sorted(unique["column_names"] for unique in seen.get_unique_constraints(name)),
            sorted(str(rule["sqltext"]) for rule in seen.get_check_constraints(name)),
            sorted((key["constrained_columns"], key["referred_table"]) for key in seen.get_foreign_keys(name)),
        )
        for name in seen.get_table_names()
    }


def stepped(connection: Connection) -> Schema:
    migrate.migrate(connection)
    return schema(connection)


def test_made_at_once_and_step_by_step_the_schema_is_the_same() -> None:
    with create_engine("sqlite://").connect() as at_once, create_engine("sqlite://").connect() as by_steps:
        migrate.create(at_once)
        assert schema(at_once) == stepped(by_steps)


def test_the_migrations_lead_to_the_tables_of_the_code() -> None:
    with create_engine("sqlite://").connect() as connection:
        migrate.migrate(connection)
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_every_step_can_be_taken_back() -> None:
    with create_engine("sqlite://").connect() as connection:
        before = stepped(connection)
        command.downgrade(migrate.config(connection), "base")
        assert set(schema(connection)) == {migrate.VERSION.name}
        assert stepped(connection) == before


def test_an_upgrade_twice_changes_nothing(store: Store) -> None:
    migrate.upgrade(store.writer)
    with store.write() as session:
        session.add(Community(key="cuihu", name="翠湖社区"))
    migrate.upgrade(store.writer)
    migrate.check(store.reader)
    with store.read() as session:
        assert session.get_one(Community, 1).name == "翠湖社区"


def test_an_older_database_is_brought_up_by_steps_and_a_copy_is_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate.upgrade(store.writer)
    ran: list[str] = []
    known = migrate.head()
    monkeypatch.setattr(migrate, "versions", lambda: (known, "9999"))
    monkeypatch.setattr(migrate, "migrate", lambda _connection: ran.append("9999"))
    migrate.upgrade(store.writer)
    assert ran == ["9999"]
    prove(store.path.with_name(f"louzhang.db.schema-{known}"))


@pytest.mark.parametrize("version", migrate.versions())
def test_a_filled_database_of_every_version_comes_up_with_all_its_rows(store: Store, version: str) -> None:
    with store.writer.connect() as connection, connection.begin():
        command.upgrade(migrate.config(connection), version)
        connection.exec_driver_sql("INSERT INTO community VALUES (1, 'cuihu', '翠湖社区', 7, 0, 0)")
        for number in range(3):
            row = (number, "web", "3栋邻居群", f"m{number}", "小李", "2026-07-13 01:30:00", "kept", "灯坏了")
            columns = "id, transport, chat, message_id, sender, at, state, text"
            connection.exec_driver_sql(f"INSERT INTO inboxentry ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
    migrate.upgrade(store.writer)
    migrate.check(store.reader)
    with store.read() as session:
        assert session.get_one(Community, 1).last_no == 7
        kept = session.exec(select(InboxEntry)).all()
        assert [(one.message_id, one.text) for one in kept] == [(f"m{number}", "灯坏了") for number in range(3)]


def test_foreign_keys_are_watched_again_after_an_upgrade(store: Store) -> None:
    migrate.upgrade(store.writer)
    with store.writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_newer_database_is_refused_with_one_sentence(store: Store) -> None:
    migrate.upgrade(store.writer)
    with store.writer.begin() as connection:
        connection.execute(migrate.VERSION.update().values(version_num="9999"))
    for refused in (migrate.upgrade, migrate.check):
        with pytest.raises(StorageError, match=r"newer louzhang .*update louzhang"):
            refused(store.writer)


def test_an_empty_database_is_told_to_be_made(store: Store) -> None:
    with pytest.raises(StorageError, match="louzhang run"):
        migrate.check(store.reader)


def test_another_programs_database_is_left_alone(store: Store) -> None:
    with sqlite3.connect(store.path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(StorageError, match=r"songs.*--db"):
        migrate.upgrade(store.writer)


def test_a_file_that_is_no_database_is_refused(store: Store) -> None:
    store.path.write_text("今天天气不错" * 200)
    with pytest.raises(StorageError, match="cannot be used"):
        migrate.upgrade(store.writer)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="check the path"):
        migrate.upgrade(Store(tmp_path / "none" / "louzhang.db").writer)


def test_the_tables_and_indexes_can_be_made_on_postgresql() -> None:
    steps: list[ExecutableDDLElement] = []
    engine = create_mock_engine("postgresql://", lambda step, *_: steps.append(step))
    SQLModel.metadata.create_all(engine, checkfirst=False)
    made = [str(step.compile(dialect=engine.dialect)) for step in steps]
    assert len([step for step in made if "CREATE TABLE" in step]) == len(SQLModel.metadata.tables)
