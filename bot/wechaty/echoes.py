"""The bot hears itself: its own messages come back, and settle a send that was never answered."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

_REMEMBERED = 500


@dataclass(eq=False, slots=True)
class Sending:
    """One message on its way; `echoed` holds the id under which it came back."""

    chat: str
    text: str
    echoed: asyncio.Future[str] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Echoes:
    """Matches own messages with sends, the oldest first where the same words went to the same chat twice."""

    def __init__(self) -> None:
        self._waiting: list[Sending] = []
        self._unsettled: OrderedDict[int, Sending] = OrderedDict()

    def expect(self, key: int, chat: str, text: str) -> Sending:
        """A send begins, or begins again: then what came back meanwhile belongs to it."""
        before = self._unsettled.pop(key, None)
        if before is not None and (before.chat, before.text) == (chat, _bare(text)):
            return before
        sending = Sending(chat, _bare(text))
        self._waiting.append(sending)
        return sending

    def heard(self, chat: str, text: str, message_id: str) -> bool:
        """An own message came in; False when nobody waits for it (somebody writes with the bot's account)."""
        found = next((one for one in self._waiting if (one.chat, one.text) == (chat, _bare(text))), None)
        if found is None:
            return False
        self._waiting.remove(found)
        if not found.echoed.done():
            found.echoed.set_result(message_id)
        return True

    async def settle(self, sending: Sending, within: float) -> str | None:
        """The id under which an unanswered send comes back, or None when it does not in so many seconds."""
        await asyncio.wait({sending.echoed}, timeout=within)
        return sending.echoed.result() if sending.echoed.done() else None

    def remember(self, key: int, sending: Sending) -> None:
        """Still open: should it come back later, the next try with this key is answered by it."""
        self._unsettled[key] = sending
        while len(self._unsettled) > _REMEMBERED:
            self._forget(self._unsettled.popitem(last=False)[1])

    def done(self, sending: Sending) -> None:
        """Answered or refused: its echo, when it comes, means nothing any more."""
        self._forget(sending)

    def _forget(self, sending: Sending) -> None:
        if sending in self._waiting:
            self._waiting.remove(sending)


def _bare(text: str) -> str:
    """Without white space, which gateways change on the way."""
    return "".join(text.split())
