"""The `web` transport: what is said on the page goes to the core, what the core says goes to the pages."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.transport import Intake
from bot.web.cast import Cast, Persona
from bot.web.history import StoredHistory
from bot.web.hub import Hub, encode
from bot.web.pictures import Album
from bot.web.texts import Refused
from bot.web.wire import as_json, mentioned
from handlers.messages import IncomingMessage, MessageType, OutgoingMessage
from nlp.model import Quote
from scheduler.clock import Clock
from storage.history import RECALL
from storage.tables import ChatMessage

RECALL_WITHIN = timedelta(minutes=2)
HAND_IN_AGAIN = timedelta(hours=24)
"""How far back messages are handed in again at start; the inbox knows the ids of the last seven days."""
_TYPES = {"text": MessageType.TEXT, "image": MessageType.IMAGE}


class WebTransport:
    """The chat in the browser as a transport.

    A message is on disk before the page hears that it was taken, and after a restart the last day's messages are
    handed in again: the inbox skips what it has seen, so none is lost and none counts twice.
    """

    name = "web"
    ready = True

    def __init__(
        self, *, history: StoredHistory, cast: Cast, clock: Clock, album: Album, bot_name: str = "小楼"
    ) -> None:
        self.history = history
        self.cast = cast
        self.hub = Hub()
        self.album = album
        self.bot_name = bot_name
        self.clock = clock
        self.order = asyncio.Lock()
        """Held from storing a message to pushing it: pages get the numbers in order, without a gap."""
        self._intake: Intake | None = None
        self._listening = asyncio.Event()

    async def receive(self, intake: Intake) -> None:
        """Run until cancelled, handing in what people say on their pages."""
        for message in await self.history.people_said_since(self.clock.now() - HAND_IN_AGAIN):
            if not message.recalled:
                await intake(await self._incoming(message))
        self._intake = intake
        self._listening.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._listening.clear()

    async def send(self, message: OutgoingMessage) -> str | None:
        """Store what the bot says and push it to the pages that see the chat; the same key is said once."""
        stored = await self._publish(self._spoken(message, f"b{message.key}"))
        if (stored.chat, stored.text) != (message.chat, message.text):
            stored = await self._publish(self._spoken(message, f"b{message.key}-{secrets.token_hex(4)}"))
        return stored.message_id

    async def say(
        self,
        persona: Persona,
        *,
        message_id: str,
        chat: str,
        text: str,
        quote: str | None = None,
        image: str | None = None,
    ) -> ChatMessage:
        """A person says something: stored, pushed, handed in. The same id again is the same message."""
        if not (text.strip() or image):
            raise Refused("empty")
        known = await self.history.find(message_id)
        if known is None:
            said = self._said(persona, message_id=message_id, chat=chat, text=text, quote=quote, image=image)
            known = await self._publish(said)
        elif (known.sender, known.chat) != (persona.account, chat):
            raise Refused("unreadable")
        await self._hand_in(known)
        return known

    async def recall(self, persona: Persona, *, chat: str, of: str) -> ChatMessage:
        """A person takes back a message of theirs, within two minutes; its words are erased."""
        message = await self.history.find(of)
        if message is None or message.chat != chat:
            raise Refused("gone")
        if message.from_bot or message.sender != persona.account:
            raise Refused("not_yours")
        if not message.recalled and self.clock.now() - message.at > RECALL_WITHIN:
            raise Refused("too_late")
        return await self._take_back(message)

    async def purge(self, older_than: datetime) -> int:
        """Forget what is older, pictures included; returns how many pictures went."""
        images = await self.history.purge(older_than)
        for image in images:
            self.album.remove(image)
        return len(images)

    async def encode_all(self, kind: str, messages: Sequence[ChatMessage]) -> list[str]:
        """Each message as a frame of that type, quotes filled in."""
        quoted = await self.history.quoted(messages)
        return [encode(kind, message=as_json(message, quoted)) for message in messages]

    async def _publish(self, message: ChatMessage) -> ChatMessage:
        async with self.order:
            stored = await self.history.append(message)
            if stored is message:
                await self._push(stored)
        return stored

    async def _push(self, message: ChatMessage) -> None:
        (frame,) = await self.encode_all("message", [message])
        self.hub.push(frame, message.chat)

    async def _take_back(self, message: ChatMessage) -> ChatMessage:
        async with self.order:
            note = await self.history.recall(message.message_id, self.clock.now())
            if note is None:
                raise Refused("gone")
            await self._push(note)
        if message.image:
            self.album.remove(message.image)
        await self._hand_in(note)
        return note

    async def _hand_in(self, message: ChatMessage) -> None:
        await self._listening.wait()
        if self._intake:
            await self._intake(await self._incoming(message))

    def _said(
        self, persona: Persona, *, message_id: str, chat: str, text: str, quote: str | None, image: str | None
    ) -> ChatMessage:
        return ChatMessage(
            chat=chat,
            message_id=message_id,
            sender=persona.account,
            at=self.clock.now(),
            text=text.strip(),
            type="image" if image else "text",
            quote_id=quote,
            mentions=list(mentioned(text, (self.bot_name, *self.cast.members.get(chat, ())))),
            image=image,
        )

    async def _incoming(self, message: ChatMessage) -> IncomingMessage:
        quoted = (await self.history.quoted([message])).get(message.quote_id or "")
        recall = message.type == RECALL
        return IncomingMessage(
            transport=self.name,
            id=message.message_id,
            chat=message.chat,
            sender=message.sender,
            at=message.at,
            group=message.chat in self.cast.rooms,
            nickname=self._name(message.sender),
            text=message.text,
            type=MessageType.RECALL if recall else _TYPES.get(message.type, MessageType.OTHER),
            of=message.quote_id if recall else None,
            quote=self._quote(quoted, message.chat),
            quote_id=quoted.message_id if quoted and not quoted.recalled else None,
            mentions=tuple(name for name in message.mentions if name != self.bot_name),
            mentions_bot=self.bot_name in message.mentions,
        )

    def _quote(self, quoted: ChatMessage | None, chat: str) -> Quote | None:
        if quoted is None or quoted.recalled or quoted.chat != chat:
            return None
        return Quote(text=quoted.text, sender=self._name(quoted.sender))

    def _spoken(self, message: OutgoingMessage, message_id: str) -> ChatMessage:
        return ChatMessage(
            chat=message.chat,
            message_id=message_id,
            sender=self.bot_name,
            at=message.at,
            text=message.text,
            mentions=[self._name(account) for account in message.mentions],
            from_bot=True,
        )

    def _name(self, account: str) -> str:
        persona = self.cast.people.get(account)
        return persona.name if persona else account
