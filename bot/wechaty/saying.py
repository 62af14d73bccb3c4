"""Sending: the names WeChat wants in the text, one try, and certainty about what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import structlog

from bot.wechaty import mentions
from bot.wechaty.calls import Calls
from bot.wechaty.echoes import Echoes, Sending
from bot.wechaty.errors import CallFailed, Refused, TokenRefused, Unanswered, is_permanent
from bot.wechaty.names import Names
from handlers.messages import OutgoingMessage, SendError

_log = structlog.get_logger()


class Mouth:
    """Says things; `can_speak` tells whether the link is up and an account logged in."""

    def __init__(
        self, calls: Calls, names: Names, echoes: Echoes, can_speak: Callable[[], bool], echo_within: float
    ) -> None:
        self._calls = calls
        self._names = names
        self._echoes = echoes
        self._can_speak = can_speak
        self._echo_within = echo_within

    async def say(self, message: OutgoingMessage) -> str | None:
        """Send one message; its id where it is known. Raises `SendError`."""
        if not self._can_speak():
            raise SendError("not connected to WeChat")
        text = await self._written(message)
        sending = self._echoes.expect(message.key, message.chat, text)
        if sending.echoed.done():
            return sending.echoed.result()
        return await self._try(message, text, sending)

    async def _try(self, message: OutgoingMessage, text: str, sending: Sending) -> str | None:
        try:
            sent_as = await self._calls.say(message.chat, text, message.mentions if message.group else ())
        except Unanswered as failure:
            return await self._settle(message, sending, failure)
        except asyncio.CancelledError:
            self._echoes.done(sending)
            raise
        except (CallFailed, TokenRefused) as failure:
            self._echoes.done(sending)
            permanent = isinstance(failure, Refused) and is_permanent(str(failure))
            raise SendError(str(failure), permanent=permanent) from None
        self._echoes.done(sending)
        return sent_as

    async def _settle(self, message: OutgoingMessage, sending: Sending, failure: CallFailed) -> str:
        """It may have arrived: if it did, it comes back."""
        sent_as = await self._echoes.settle(sending, self._echo_within)
        if sent_as is None:
            self._echoes.remember(message.key, sending)
            raise SendError(f"{failure}, and it did not come back")
        _log.info("send_settled_by_echo", key=message.key)
        return sent_as

    async def _written(self, message: OutgoingMessage) -> str:
        if not (message.group and message.mentions):
            return message.text
        shown = [await self._names.shown(message.chat, one) for one in message.mentions]
        own = [await self._names.own(one) for one in message.mentions]
        return mentions.write(message.text, shown, own)
