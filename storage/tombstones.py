"""Who was erased: hashes alone. They outlive the database's older copies, so that erased stays erased."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, select

from storage.tables import Tombstone

DIRECTORY = "directory"
"""Stands for a transport: the person of that name in the configuration."""


def hash_of(transport: str, account_id: str) -> str:
    """What is kept of an account."""
    return hashlib.sha256(f"{transport}\0{account_id}".encode()).hexdigest()


def put(session: Session, transport: str, account_id: str, now: datetime) -> None:
    """Note that an account was erased now."""
    session.merge(Tombstone(hash=hash_of(transport, account_id), at=now))
    session.flush()


def erased_at(session: Session, transport: str, account_id: str) -> datetime | None:
    """When this account was erased; None for one that was not."""
    found = session.get(Tombstone, hash_of(transport, account_id))
    return found.at if found else None


def all_of(session: Session) -> dict[str, datetime]:
    """Hash → when it was erased."""
    return {stone.hash: stone.at for stone in session.exec(select(Tombstone))}


def carry(old: Path, new: Path) -> None:
    """Copy the tombstones of a database that is being replaced into the one that takes its place."""
    stones = _read(old)
    if stones:
        with closing(sqlite3.connect(new)) as target, target:
            _write(target, stones)


def _read(path: Path) -> list[tuple[str, str]]:
    """What can be read of them; a damaged or older database has none to give."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as source:
            return source.execute("SELECT hash, at FROM tombstone").fetchall()
    except sqlite3.Error:
        return []


def _write(target: sqlite3.Connection, stones: Iterable[tuple[str, str]]) -> None:
    target.executemany(
        "INSERT INTO tombstone (hash, at) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at)",
        stones,
    )
