"""Bringing a database to the schema of this code: made at once when empty, by steps (and a copy kept) when older."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, insert, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from storage import tables as _tables  # noqa: F401 - fills the metadata
from storage.backup import back_up
from storage.engine import unguarded
from storage.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))
"""Alembic's own."""


def upgrade(engine: Engine) -> None:
    """Bring the database to this code's schema. Raises StorageError when it is newer, foreign or cannot be opened.

    An empty database is made at once from the tables, the same schema as all migrations give one after the other.
    """
    try:
        with engine.connect() as connection, unguarded(connection), connection.begin():
            _bring_up(connection)
    except DBAPIError as wrong:
        raise StorageError(_cannot_open(engine, wrong)) from wrong


def check(engine: Engine) -> None:
    """Change nothing; raise StorageError unless the database has exactly this code's schema."""
    try:
        with engine.connect() as connection:
            version = _version(connection)
    except DBAPIError as wrong:
        raise StorageError(_cannot_open(engine, wrong)) from wrong
    _refuse_newer(engine, version)
    if version != head():
        raise StorageError(f"{_name(engine)} has an older schema: `louzhang run` brings it up to date.")


def create(connection: Connection) -> None:
    """Make all tables in an empty database and mark it as up to date; fast, without Alembic."""
    SQLModel.metadata.create_all(connection, checkfirst=False)
    VERSION.create(connection, checkfirst=False)
    connection.execute(insert(VERSION).values(version_num=head()))


def migrate(connection: Connection) -> None:
    """Run every migration that the database has not seen."""
    from alembic import command

    command.upgrade(config(connection), "head")


def head() -> str:
    """The newest schema version that this code knows."""
    return versions()[-1]


@cache
def versions() -> tuple[str, ...]:
    """All schema versions, oldest first: the beginnings of the migrations' file names."""
    return tuple(sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


def config(connection: Connection) -> Config:
    """Alembic's configuration for one connection."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def _bring_up(connection: Connection) -> None:
    version = _version(connection)
    _refuse_newer(connection.engine, version)
    if version is None:
        _refuse_foreign(connection)
        create(connection)
    elif version != head():
        _keep_a_copy(connection.engine, version)
        migrate(connection)


def _keep_a_copy(engine: Engine, version: str) -> None:
    """A step may go wrong on somebody's rows: the file as it was stays beside the new one."""
    if engine.dialect.name == "sqlite" and engine.url.database:
        path = Path(engine.url.database)
        back_up(path, path.with_name(f"{path.name}.schema-{version}"))


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION.name):
        return None
    return connection.execute(select(VERSION.c.version_num)).scalar()


def _refuse_newer(engine: Engine, version: str | None) -> None:
    if version is not None and version not in versions():
        raise StorageError(
            f"{_name(engine)} was made by a newer louzhang (schema {version}, this one knows {head()}): "
            "update louzhang, or restore a backup of this version."
        )


def _refuse_foreign(connection: Connection) -> None:
    strange = inspect(connection).get_table_names()
    if strange:
        file = _name(connection.engine)
        raise StorageError(f"{file} holds another program's tables ({strange[0]}): name a file of its own with --db.")


def _cannot_open(engine: Engine, wrong: DBAPIError) -> str:
    return (
        f"{_name(engine)} cannot be used ({wrong.orig}): check the path, the folder's rights and the space on the disk."
    )


def _name(engine: Engine) -> str:
    return engine.url.database or engine.url.render_as_string()
