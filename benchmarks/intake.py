"""Durable intake of a mixed stream: this bot, raw `sqlite3` writing the same rows, and the bot one would write first.

    python -m benchmarks.intake [--count 50000] [--batch 500]

All three write to files of their own in WAL mode with synchronous=FULL, one after the other in one run.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jieba
from sqlmodel import Field, Session, SQLModel, create_engine

from benchmarks.messages import stream
from benchmarks.parts import make_core
from handlers.messages import IncomingMessage

TABLES = ("inboxentry", "servicerequest", "requestevent", "outboxentry", "cosigner", "offer", "openquestion")
FIRST_RULES = ("坏", "漏", "堵", "没人清", "刷不开", "杂草", "堆", "不亮")


class FirstMessage(SQLModel, table=True):
    """What the bot one would write first keeps of a message."""

    id: int | None = Field(default=None, primary_key=True)
    chat: str
    sender: str
    text: str
    is_request: bool


def timed(act: Callable[[], None]) -> float:
    """Seconds that an act takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def ours(folder: Path, messages: Sequence[IncomingMessage], batch: int) -> float:
    """Through the core: parsed, de-duplicated, handled, committed a batch at a time."""
    core = make_core(folder / "ours.db")
    core.start(messages[0].at)

    def work() -> None:
        for first in range(0, len(messages), batch):
            waiting = messages[first : first + batch]
            core.receive(waiting, waiting[-1].at)

    return timed(work)


def raw(folder: Path, count: int, batch: int) -> float:
    """The same rows, copied by plain `sqlite3` in as many transactions."""
    source = sqlite3.connect(folder / "ours.db")
    schema = [row[0] for row in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    target = sqlite3.connect(folder / "raw.db", isolation_level=None)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("PRAGMA synchronous=FULL")
    for statement in schema:
        target.execute(statement)
    transactions = (count + batch - 1) // batch

    def work() -> None:
        for number in range(transactions):
            target.execute("BEGIN IMMEDIATE")
            for table, found in rows.items():
                _write(target, table, found[number::transactions])
            target.execute("COMMIT")

    return timed(work)


def _write(target: sqlite3.Connection, table: str, rows: list[Any]) -> None:
    if rows:
        marks = ",".join("?" * len(rows[0]))
        target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def first_bot(folder: Path, messages: Sequence[IncomingMessage]) -> float:
    """jieba on each message, one SQLModel commit each, and no more than that."""
    engine = create_engine(f"sqlite:///{folder / 'first.db'}")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        connection.exec_driver_sql("PRAGMA synchronous=FULL")
    SQLModel.metadata.create_all(engine, tables=[SQLModel.metadata.tables["firstmessage"]])
    jieba.lcut("热身")

    def work() -> None:
        for message in messages:
            words = jieba.lcut(message.text)
            wanted = any(rule in message.text for rule in FIRST_RULES) and len(words) > 1
            with Session(engine) as session:
                session.add(
                    FirstMessage(chat=message.chat, sender=message.sender, text=message.text, is_request=wanted)
                )
                session.commit()

    return timed(work)


def main() -> None:
    """Print messages a second and the two ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=50_000)
    arguments.add_argument("--batch", type=int, default=500)
    asked = arguments.parse_args()
    messages = list(stream(asked.count))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mine = ours(folder, messages, asked.batch)
        plain = raw(folder, asked.count, asked.batch)
        few = messages[: max(asked.count // 10, 1)]
        first = first_bot(folder, few) * asked.count / len(few)
    for label, seconds in (("louzhang", mine), ("raw sqlite3, same rows", plain), ("the first bot", first)):
        print(f"{label:24s} {asked.count / seconds:10.0f} messages/s")
    print(f"louzhang / raw           {plain / mine:10.3f}   (to reach: 0.25)")
    print(f"louzhang / the first bot {first / mine:10.1f}   (to reach: 10)")


if __name__ == "__main__":
    main()
