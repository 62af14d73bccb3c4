"""The real `louzhang run` as a process: chatted with through its WebSocket, killed with SIGKILL, started again."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

from bot.single import Lease
from scheduler.clock import SystemClock
from storage.engine import Store
from storage.migrate import upgrade
from tests.processes import Louzhang, finished, free_port, open_at

CONFIG = Path(__file__).parents[2] / "config.yaml"
READY_WITHIN = 30.0
KILLS = 5
FAULTS = ("楼道灯坏了", "水管漏水了", "门禁刷不开了", "门口的垃圾好几天没人清了", "楼道堆满了纸箱")


@contextmanager
def running(db: Path, port: int) -> Iterator[Louzhang]:
    """The service, ready to talk; killed at the end if it still lives."""
    service = open_at(port, "--config", CONFIG, "--db", db, "--port", str(port), log=db.with_suffix(".log"))
    try:
        yield service
    finally:
        service.kill()


async def say_and_wait(port: int, sayings: list[tuple[str, str, str, str]]) -> list[str]:
    """Say (id, who, chat, text) one after the other; returns the bot's texts heard until each was taken."""
    heard: list[str] = []
    page = f"http://127.0.0.1:{port}"
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{page}/talk", origin=page) as line:
        await line.send_json({"type": "hello"})
        for message_id, who, chat, text in sayings:
            await line.send_json({"type": "say", "id": message_id, "as": who, "chat": chat, "text": text})
            heard += await _until_taken(line, message_id)
    return heard


async def _until_taken(line: aiohttp.ClientWebSocketResponse, message_id: str) -> list[str]:
    heard = []
    while True:
        frame = json.loads((await line.receive(timeout=20)).data)
        message = frame.get("message") or {}
        if message.get("bot"):
            heard.append(message["text"])
        if message.get("id") == message_id or frame.get("id") == message_id:
            return heard


def rows(db: Path, query: str) -> list[tuple[object, ...]]:
    """What stands in the database."""
    with sqlite3.connect(db) as connection:
        return connection.execute(query).fetchall()


def wait_for(db: Path, query: str, wanted: int) -> list[tuple[object, ...]]:
    """Rows of a query, once there are that many."""
    until = time.monotonic() + READY_WITHIN
    while len(found := rows(db, query)) < wanted and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_killed_again_and_again_between_hearing_and_answering_it_loses_and_doubles_nothing(tmp_path: Path) -> None:
    db, port = tmp_path / "killed.db", free_port()
    for kill in range(KILLS):
        with running(db, port) as service:
            said = [(f"{kill:08x}{0:08x}", "小李", "3栋邻居群", f"3栋{kill + 1}单元{FAULTS[kill]}")]
            asyncio.run(say_and_wait(port, said))
            service.kill()
    with running(db, port):
        wait_for(db, "SELECT no FROM servicerequest", KILLS)
        acks = wait_for(db, "SELECT text FROM chatmessage WHERE from_bot AND text LIKE '%记下了%'", KILLS)
    numbers = [int(no) for (text,) in acks for no in re.findall(r"#(\d+)", str(text))]
    assert sorted(numbers) == sorted(set(numbers)) == list(range(1, KILLS + 1))
    assert len(rows(db, "SELECT no FROM servicerequest")) == KILLS
    assert rows(db, "PRAGMA integrity_check") == [("ok",)]


def test_asked_to_stop_it_finishes_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    db, port = tmp_path / "stopped.db", free_port()
    with running(db, port) as service:
        asyncio.run(say_and_wait(port, [(f"{1:016x}", "小李", "3栋邻居群", "3栋2单元楼道灯坏了")]))
        assert service.stop() == 0
    with running(db, port):
        assert wait_for(db, "SELECT key FROM outboxentry WHERE state = 'sent'", 2)
    assert rows(db, "SELECT count(*) FROM servicerequest") == [(1,)]


def refused(db: Path) -> str:
    """The last line with which `louzhang run` ends on this database."""
    done = finished("run", "--config", CONFIG, "--db", db, "--port", str(free_port()))
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_a_second_instance_on_the_same_database_refuses_with_one_sentence(tmp_path: Path) -> None:
    db = tmp_path / "one.db"
    with running(db, free_port()):
        assert "stop it first" in refused(db)


def test_where_another_machine_is_at_work_it_refuses_with_one_sentence(tmp_path: Path) -> None:
    db = tmp_path / "shared.db"
    store = Store(db)
    upgrade(store.writer)
    Lease(store, "the-old-server 1234", SystemClock()).take()
    store.close()
    said = refused(db)
    assert "a louzhang on the-old-server has been using this database since" in said
    assert "stop it there" in said
