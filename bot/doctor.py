"""`louzhang doctor`: a look at everything the service leans on, and for what is wrong, what to do."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bot.config import ConfigError, load_settings
from bot.loopback import loopback_address
from handlers.errors import LouzhangError
from handlers.settings import Settings
from scheduler.calendar import unknown_years, warning
from storage.errors import StorageError

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""No machine that runs this code can rightly show an earlier time."""
LIVE = ("wechaty",)
"""Transports whose messages come at the machine's own time: the demo's clock is moved by hand."""
ROOM_NEEDED = 500 * 1024 * 1024


class Verdict(StrEnum):
    """What became of a look: fine, fine with something to know, or something to mend."""

    OK = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What is looked at."""

    config: Path
    transport: str
    database: Path
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    name: str
    verdict: Verdict
    text: str


Seen = tuple[Verdict, str]
Look = Callable[[Patient, Settings | None, datetime], Seen]


def examine(patient: Patient, now: datetime) -> Iterator[Finding]:
    """Look at each thing of LOOKS; a look that finds nothing to look at still answers."""
    settings, config = _config(patient.config)
    yield Finding("config", *config)
    for name, look in LOOKS.items():
        yield Finding(name, *look(patient, settings, now))


def _config(path: Path) -> tuple[Settings | None, Seen]:
    try:
        settings = load_settings(path)
    except ConfigError as wrong:
        return None, (Verdict.WRONG, str(wrong))
    directory = settings.directory
    counted = f"{len(directory.units)} units, {len(directory.rooms)} rooms, {len(directory.people)} people"
    return settings, (Verdict.OK, f"{path}: {settings.mode}, {counted}")


def _database(patient: Patient, _settings: Settings | None, _now: datetime) -> Seen:
    path = patient.database
    if not path.exists():
        return _new_database(path)
    from storage.engine import Store
    from storage.migrate import check, head

    store = Store(path)
    try:
        check(store.reader)
        with store.reader.connect() as connection:
            sound = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    except StorageError as wrong:
        return Verdict.WRONG, str(wrong)
    finally:
        store.close()
    if sound != "ok":
        return (
            Verdict.WRONG,
            f"{path} is damaged: stop the service and put the last backup back with `louzhang restore`.",
        )
    return Verdict.OK, f"{path}: schema {head()}, SQLite {sqlite3.sqlite_version}"


def _new_database(path: Path) -> Seen:
    folder = path.resolve().parent
    if not os.access(folder, os.W_OK | os.X_OK):
        return Verdict.WRONG, f"{folder} cannot be written to: name a database elsewhere with --db."
    return Verdict.OK, f"{path}: not there yet, `louzhang run` makes it"


def _transport(patient: Patient, settings: Settings | None, now: datetime) -> Seen:
    return TRANSPORTS[patient.transport](patient, settings, now)


def _web(patient: Patient, _settings: Settings | None, _now: datetime) -> Seen:
    verdict, said = _place(patient.host, patient.port, "choose another port with --port")
    return verdict, f"web: {said}"


def _page(patient: Patient, settings: Settings | None, _now: datetime) -> Seen:
    """The operator's page, which the demo does not have."""
    if settings is None or not settings.operator_page or (settings.mode == "demo" and patient.transport == "web"):
        return Verdict.OK, "no operator's page"
    host, port = loopback_address(settings.operator_page)
    return _place(host, port, "name another operator_page in the configuration")


def _place(host: str, port: int, otherwise: str) -> Seen:
    """Whether a page can be opened there, or louzhang has opened it already."""
    place = f"{host}:{port}"
    try:
        with socket.create_server((host, port)):
            return Verdict.OK, f"{place} is free"
    except OSError as wrong:
        if _louzhang_answers(host, port):
            return Verdict.NOTE, f"louzhang runs at {place} already"
        return Verdict.WRONG, f"{place} cannot be used ({wrong.strerror}): stop the other program or {otherwise}."


def _louzhang_answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/")
        return "楼长" in connection.getresponse().read(64 * 1024).decode("utf-8", errors="replace")
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _wechaty(_patient: Patient, _settings: Settings | None, _now: datetime) -> Seen:
    from bot.wechaty.address import read_gateway

    try:
        gateway = read_gateway(os.environ)
        socket.create_connection((gateway.host, gateway.port), timeout=5).close()
    except LouzhangError as wrong:
        return Verdict.WRONG, f"wechaty: {wrong}"
    except OSError as wrong:
        said = f"wechaty: the gateway does not answer ({wrong.strerror or wrong})"
        return Verdict.WRONG, f"{said}: start it, and check its address in the environment."
    return Verdict.OK, f"wechaty: the gateway answers at {gateway.host}:{gateway.port}"


def _clock(patient: Patient, settings: Settings | None, now: datetime) -> Seen:
    if now < BUILT:
        return Verdict.WRONG, f"the machine shows {now:%Y-%m-%d %H:%M} UTC, which is past: set its clock (NTP)."
    last = _last_heard(patient.database)
    if last is not None and last > now + timedelta(hours=1):
        ahead = f"the last message in the database came at {last:%Y-%m-%d %H:%M} UTC"
        return Verdict.WRONG, f"the machine shows {now:%Y-%m-%d %H:%M} UTC, but {ahead}: set its clock (NTP)."
    zone = settings.time_zone if settings else UTC
    return Verdict.OK, f"{now.astimezone(zone):%Y-%m-%d %H:%M} in {zone}"


def _last_heard(database: Path) -> datetime | None:
    """When the newest live message came; None where there is none or the database cannot be read."""
    if not database.is_file():
        return None
    from sqlalchemy.exc import DBAPIError

    from storage import inbox
    from storage.engine import Store

    store = Store(database)
    try:
        with store.read() as session:
            return inbox.newest_at(session, LIVE)
    except DBAPIError:
        return None
    finally:
        store.close()


def _calendar(_patient: Patient, settings: Settings | None, now: datetime) -> Seen:
    years = unknown_years(now, settings.holidays if settings else ())
    said = warning(years)
    if said is None:
        return Verdict.OK, f"the holidays of {now.year} are known"
    return (Verdict.WRONG if now.year in years else Verdict.NOTE), said


def _disk(patient: Patient, _settings: Settings | None, _now: datetime) -> Seen:
    folder = patient.database.resolve().parent
    if not folder.is_dir():
        return Verdict.WRONG, f"{folder} is not there: make it, or name a database elsewhere with --db."
    free = shutil.disk_usage(folder).free
    if free < ROOM_NEEDED:
        return Verdict.WRONG, f"only {free // 2**20} MB are free in {folder}: make room, 500 MB at least."
    return Verdict.OK, f"{free // 2**30} GB free in {folder}"


TRANSPORTS: dict[str, Look] = {"web": _web, "wechaty": _wechaty}
LOOKS: dict[str, Look] = {
    "database": _database,
    "transport": _transport,
    "page": _page,
    "clock": _clock,
    "calendar": _calendar,
    "disk": _disk,
}
