"""The history as the page asks for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.web.desk import Desk
from storage import history as queries
from storage.engine import Store
from storage.tables import ChatMessage


class StoredHistory:
    """Everything said, in one sequence of numbers. What it has taken is on disk. Needs a `Store` of its own."""

    def __init__(self, store: Store) -> None:
        self.desk = Desk(store)

    async def append(self, message: ChatMessage) -> ChatMessage:
        """Store a message; the one already known by its id is given back instead."""
        return await self.desk.write(lambda session: queries.add(session, message))

    async def find(self, message_id: str) -> ChatMessage | None:
        """The message of that id."""
        return await self.desk.read(lambda session: queries.find(session, message_id))

    async def quoted(self, messages: Sequence[ChatMessage]) -> dict[str, ChatMessage]:
        """Those that these messages quote, by their ids."""
        wanted = {message.quote_id for message in messages if message.quote_id and message.type != queries.RECALL}
        if not wanted:
            return {}
        found = await self.desk.read(lambda session: queries.by_ids(session, wanted))
        return {message.message_id: message for message in found}

    async def since(self, seq: int, chats: Collection[str] | None, limit: int) -> list[ChatMessage]:
        """What came after number `seq`, oldest first."""
        return await self.desk.read(lambda session: queries.after(session, seq, chats, limit))

    async def latest(self, chats: Collection[str] | None, count: int) -> list[ChatMessage]:
        """The last messages of each chat, oldest first."""
        return await self.desk.read(lambda session: queries.latest(session, chats, count))

    async def before(self, chat: str, seq: int, limit: int) -> list[ChatMessage]:
        """What came just before number `seq` in a chat, oldest first."""
        return await self.desk.read(lambda session: queries.before(session, chat, seq, limit))

    async def last_number(self) -> int:
        """The newest number."""
        return await self.desk.read(queries.last_number)

    async def people_said_since(self, moment: datetime) -> list[ChatMessage]:
        """What people, not the bot, said since then."""
        return await self.desk.read(lambda session: queries.people_said_since(session, moment))

    async def recall(self, message_id: str, at: datetime) -> ChatMessage | None:
        """Erase a message's words; returns the row that says so, None when there is no such message."""
        return await self.desk.write(lambda session: queries.recall(session, message_id, at))

    async def chat_of_image(self, image: str) -> str | None:
        """In which chat a picture stands."""
        return await self.desk.read(lambda session: queries.chat_of_image(session, image))

    async def purge(self, older_than: datetime) -> list[str]:
        """Delete what is older; returns the pictures that went with it."""
        return await self.desk.write(lambda session: queries.purge(session, older_than))

    def close(self) -> None:
        """Let go of the database."""
        self.desk.close()
