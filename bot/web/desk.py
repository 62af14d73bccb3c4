"""The page's own way to the database: one thread that writes, any thread that reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlmodel import Session

from storage.engine import Store

T = TypeVar("T")


class Desk:
    """Short transactions on a `Store` of its own, which wait for the core's and hold it up for a commit at most."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="web-desk")

    async def write(self, act: Callable[[Session], T]) -> T:
        """Do something in one durable transaction, after everything given before it."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._written, act)

    async def read(self, look: Callable[[Session], T]) -> T:
        """A look that changes nothing."""
        return await asyncio.to_thread(self._seen, look)

    def close(self) -> None:
        """Finish what is being written and let go of the file."""
        self._writer.shutdown()
        self._store.close()

    def _written(self, act: Callable[[Session], T]) -> T:
        with self._store.write() as session:
            return act(session)

    def _seen(self, look: Callable[[Session], T]) -> T:
        with self._store.read() as session:
            return look(session)
