"""A payload of the wire becomes an `IncomingMessage`; what cannot be named becomes OTHER and is never lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from bot.wechaty import appmsg, mentions
from bot.wechaty.names import Names
from handlers.messages import IncomingMessage, MessageType

NAME = "wechaty"
TYPES: dict[int, MessageType] = {
    2: MessageType.VOICE,
    5: MessageType.IMAGE,
    7: MessageType.TEXT,
    10: MessageType.TEXT,
    13: MessageType.RECALL,
}
"""The numbers of the TypeScript enum, which is what servers put on the wire (10 is a 接龙)."""
_MILLISECONDS = 10**11
_EARLIEST = 1_295_000_000
"""WeChat's first days, in seconds."""
_AHEAD = 86_400
_UNDELIVERED = re.compile(r".{0,40}开启了(?:朋友|好友)验证.{0,20}还不是|消息已发出.{0,3}被对方拒收")


class Payload(Protocol):
    """What the wire says of a message."""

    id: str
    text: str
    timestamp: int
    type: int
    from_id: str
    room_id: str
    to_id: str
    mention_ids: list[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads payloads for one logged-in account."""

    names: Names
    bot_name: str

    async def read(self, payload: Payload, account: str, now: datetime) -> IncomingMessage:
        """The message, with the names that can be had. `account` is the bot's own id."""
        spoken = appmsg.spoken_in(payload.text) or appmsg.Spoken(payload.text)
        kind = MessageType.TEXT if spoken.text and spoken.text != payload.text else type_of(payload)
        own = await self._own_names(payload, account, spoken.text)
        named = await self._named(payload, account)
        return IncomingMessage(
            transport=NAME,
            id=_id(payload, kind),
            chat=payload.room_id or payload.from_id,
            sender=payload.from_id,
            at=moment(payload.timestamp, now),
            group=bool(payload.room_id),
            nickname=await self.names.shown(payload.room_id, payload.from_id),
            text=self._called(spoken.text, own) if kind is MessageType.TEXT else _words(spoken.text, kind),
            type=kind,
            of=appmsg.recalled_in(payload.text) if kind is MessageType.RECALL else None,
            quote=spoken.quote,
            quote_id=spoken.quote_id,
            mentions=named,
            mentions_bot=account in payload.mention_ids or any(mentions.is_named(spoken.text, name) for name in own),
        )

    async def _own_names(self, payload: Payload, account: str, text: str) -> tuple[str, ...]:
        """What the bot may be called where the message was said; looked up only when somebody is called."""
        if not payload.room_id or "@" not in text:
            return ()
        names = (await self.names.alias(payload.room_id, account), await self.names.own(account), self.bot_name)
        return mentions.longest_first(names)

    def _called(self, text: str, own: tuple[str, ...]) -> str:
        """The bot is called by its one name, whatever it is called in this room."""
        for name in own:
            text = mentions.rename(text, name, self.bot_name)
        return text

    async def _named(self, payload: Payload, account: str) -> tuple[str, ...]:
        ids = [one for one in payload.mention_ids if one != account and one not in mentions.EVERYBODY]
        return mentions.longest_first([await self._as_written(payload, one) for one in ids])

    async def _as_written(self, payload: Payload, contact: str) -> str:
        """The one of somebody's names that stands in the text, else the one shown in the room."""
        shown = await self.names.shown(payload.room_id, contact)
        if f"@{shown}" in payload.text:
            return shown
        own = await self.names.own(contact)
        return own if f"@{own}" in payload.text else shown


def type_of(payload: Payload) -> MessageType:
    """The kind the wire names."""
    return TYPES.get(int(payload.type), MessageType.OTHER)


def moment(timestamp: float, now: datetime) -> datetime:
    """When it was said, in UTC: puppets count milliseconds or seconds; without a sensible time it was now."""
    seconds = timestamp / 1000 if timestamp > _MILLISECONDS else timestamp
    if not _EARLIEST <= seconds <= now.timestamp() + _AHEAD:
        return now
    return datetime.fromtimestamp(seconds, UTC)


def says_undelivered(payload: Payload) -> bool:
    """Whether WeChat itself tells in a private chat that what the bot wrote there did not arrive."""
    return not payload.room_id and _UNDELIVERED.match(payload.text) is not None


def _id(payload: Payload, kind: MessageType) -> str:
    """Some puppets announce a recall under the recalled message's own id: it must not look seen before."""
    own = kind is MessageType.RECALL and appmsg.recalled_in(payload.text) == payload.id
    return f"{payload.id}:recall" if own else payload.id


def _words(text: str, kind: MessageType) -> str:
    """A picture's or a card's markup is nobody's words; a recall's text is an id."""
    return "" if kind is MessageType.RECALL or appmsg.is_markup(text) else text
