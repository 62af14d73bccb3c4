"""What the web chat asks of its history, and the one that is kept in the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol, TypeVar

from sqlmodel import Session

from storage import history as queries
from storage.engine import Store
from storage.tables import ChatMessage

T = TypeVar("T")


class History(Protocol):
    """Everything said, in one sequence of numbers. What it has taken is on disk."""

    async def append(self, message: ChatMessage) -> ChatMessage:
        """Store a message; the one already known by its id is given back unchanged."""
        ...

    async def find(self, message_id: str) -> ChatMessage | None:
        """The message of that id."""
        ...

    async def quoted(self, messages: Sequence[ChatMessage]) -> dict[str, ChatMessage]:
        """Those that these messages quote, by their ids."""
        ...

    async def since(self, seq: int, chats: Collection[str] | None, limit: int) -> list[ChatMessage]:
        """What came after number `seq`, oldest first."""
        ...

    async def latest(self, chats: Collection[str] | None, count: int) -> list[ChatMessage]:
        """The last messages of each chat, oldest first."""
        ...

    async def before(self, chat: str, seq: int, limit: int) -> list[ChatMessage]:
        """What came just before number `seq` in a chat, oldest first."""
        ...

    async def last_number(self) -> int:
        """The newest number."""
        ...

    async def people_said_since(self, moment: datetime) -> list[ChatMessage]:
        """What people, not the bot, said since then."""
        ...

    async def recall(self, message_id: str, at: datetime) -> ChatMessage | None:
        """Erase a message's words; returns the row that says so, None when there is no such message."""
        ...

    async def chat_of_image(self, image: str) -> str | None:
        """In which chat a picture stands."""
        ...

    async def purge(self, older_than: datetime) -> list[str]:
        """Delete what is older; returns the pictures that went with it."""
        ...


class StoredHistory:
    """The history in the database. Needs a `Store` of its own: its transactions are short and wait for the core's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="web-history")

    async def append(self, message: ChatMessage) -> ChatMessage:
        return await self._write(lambda session: queries.add(session, message))

    async def find(self, message_id: str) -> ChatMessage | None:
        return await self._read(lambda session: queries.find(session, message_id))

    async def quoted(self, messages: Sequence[ChatMessage]) -> dict[str, ChatMessage]:
        wanted = {message.quote_id for message in messages if message.quote_id and message.type != queries.RECALL}
        if not wanted:
            return {}
        found = await self._read(lambda session: queries.by_ids(session, wanted))
        return {message.message_id: message for message in found}

    async def since(self, seq: int, chats: Collection[str] | None, limit: int) -> list[ChatMessage]:
        return await self._read(lambda session: queries.after(session, seq, chats, limit))

    async def latest(self, chats: Collection[str] | None, count: int) -> list[ChatMessage]:
        return await self._read(lambda session: queries.latest(session, chats, count))

    async def before(self, chat: str, seq: int, limit: int) -> list[ChatMessage]:
        return await self._read(lambda session: queries.before(session, chat, seq, limit))

    async def last_number(self) -> int:
        return await self._read(queries.last_number)

    async def people_said_since(self, moment: datetime) -> list[ChatMessage]:
        return await self._read(lambda session: queries.people_said_since(session, moment))

    async def recall(self, message_id: str, at: datetime) -> ChatMessage | None:
        return await self._write(lambda session: queries.recall(session, message_id, at))

    async def chat_of_image(self, image: str) -> str | None:
        return await self._read(lambda session: queries.chat_of_image(session, image))

    async def purge(self, older_than: datetime) -> list[str]:
        return await self._write(lambda session: queries.purge(session, older_than))

    def close(self) -> None:
        """Finish what is being written and let go of the file."""
        self._writer.shutdown()
        self._store.close()

    async def _write(self, act: Callable[[Session], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._written, act)

    def _written(self, act: Callable[[Session], T]) -> T:
        with self._store.write() as session:
            return act(session)

    async def _read(self, look: Callable[[Session], T]) -> T:
        return await asyncio.to_thread(self._seen, look)

    def _seen(self, look: Callable[[Session], T]) -> T:
        with self._store.read() as session:
            return look(session)
