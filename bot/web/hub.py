"""The open pages, and how what happens reaches them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.web.viewers import Viewer

WAITING_LIMIT = 2_000
"""Frames that may wait for a slow page; then it is dropped and comes back by itself for what it missed."""


def _unhurried(_account: str) -> None:
    """No limit."""


class Line:
    """One open page. What is put in is sent in order by its own task, so a slow page holds up nobody."""

    def __init__(self, socket: web.WebSocketResponse, viewer: Viewer, pace: Callable[[str], None] = _unhurried) -> None:
        self.viewer = viewer
        self.pace = pace
        """Counts what an account says on this line; raises `Refused` when it is too much."""
        self._socket = socket
        self._waiting: asyncio.Queue[str] = asyncio.Queue(WAITING_LIMIT)

    def put(self, text: str) -> bool:
        """Queue a frame; False when the page is too slow to take more."""
        try:
            self._waiting.put_nowait(text)
        except asyncio.QueueFull:
            return False
        return True

    def tell(self, kind: str, **values: Any) -> bool:
        """Queue a frame of that type for this page alone."""
        return self.put(encode(kind, **values))

    async def run(self) -> None:
        """Send what waits until the page is gone."""
        while not self._socket.closed:
            await self._socket.send_str(await self._waiting.get())

    async def drop(self) -> None:
        """Hang up; the page calls again."""
        await self._socket.close(code=1013)


class Hub:
    """All open pages. Nothing is kept for those that are not there: they ask the history."""

    def __init__(self) -> None:
        self._lines: set[Line] = set()
        self._dropping: set[asyncio.Task[None]] = set()

    def add(self, line: Line) -> None:
        """From now on the page hears."""
        self._lines.add(line)

    def remove(self, line: Line) -> None:
        """The page is gone."""
        self._lines.discard(line)

    def push(self, text: str, chat: str | None = None) -> None:
        """Send to every page that sees the chat; None = to all."""
        for line in [line for line in self._lines if chat is None or chat in line.viewer.chats]:
            if not line.put(text):
                self._drop(line)

    def tell(self, kind: str, **values: Any) -> None:
        """Send a frame of that type to every page."""
        self.push(encode(kind, **values))

    async def close(self) -> None:
        """Hang up on everybody."""
        lines, self._lines = self._lines, set()
        await asyncio.gather(*(line.drop() for line in lines))

    def _drop(self, line: Line) -> None:
        self.remove(line)
        task = asyncio.create_task(line.drop())
        self._dropping.add(task)
        task.add_done_callback(self._dropping.discard)


def encode(kind: str, **values: Any) -> str:
    """A frame for the page."""
    return json.dumps({"type": kind, **values}, ensure_ascii=False, separators=(",", ":"))
