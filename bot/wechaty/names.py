"""The names people go by: fetched once, forgotten when the gateway says they changed. For echoing, never for rights."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.wechaty.calls import Calls
from bot.wechaty.errors import CallFailed

_MOST = 20_000
_ASK_AGAIN = 60.0
"""So many seconds after a name could not be had: a puppet that never answers must not slow every message."""
_CONTACT, _ROOM, _MEMBER = 2, 3, 4
Key = tuple[str, str]
"""(room, contact): a member's alias; ("", contact): a name; (room, ""): a topic."""


class Names:
    """A cache of names, aliases and topics. What cannot be fetched in time is an empty name and no error."""

    def __init__(self, calls: Calls, within: float) -> None:
        self._calls = calls
        self._within = within
        self._known: OrderedDict[Key, str] = OrderedDict()
        self._silent_until: dict[Key, float] = {}

    async def own(self, contact: str) -> str:
        """The name a person gave themselves."""
        return await self._get(("", contact), lambda: self._contact(contact))

    async def shown(self, room: str, contact: str) -> str:
        """The name a person goes by in a room: its alias there, else their own; in private (room "") their own."""
        return await self.alias(room, contact) or await self.own(contact)

    async def alias(self, room: str, contact: str) -> str:
        """What a member calls themselves in a room, empty when nothing special."""
        return await self._get((room, contact), lambda: self._calls.room_alias(room, contact)) if room else ""

    async def topic(self, room: str) -> str:
        """A room's name."""
        return await self._get((room, ""), lambda: self._topic(room))

    def set_topic(self, room: str, topic: str) -> None:
        """The topic has just been told."""
        self._keep((room, ""), topic)

    def forget(self, kind: int, what: str) -> None:
        """The gateway says that this payload is dirty: the names in it are fetched again when needed."""
        if kind == _CONTACT:
            self._drop(lambda key: key[1] == what)
        elif kind == _ROOM:
            self._drop(lambda key: key[0] == what)
        elif kind == _MEMBER:
            self._drop(lambda key: bool(key[0] and key[1]) and (key[0] in what or key[1] in what))

    def forget_all(self) -> None:
        """After a lost link nobody knows what changed."""
        self._known.clear()
        self._silent_until.clear()

    async def _get(self, key: Key, fetch: Callable[[], Awaitable[str]]) -> str:
        known = self._known.get(key)
        if known is not None or self._silent_until.get(key, 0) > time.monotonic():
            return known or ""
        try:
            async with asyncio.timeout(self._within):
                name = await fetch()
        except (CallFailed, TimeoutError):
            self._silent_until[key] = time.monotonic() + _ASK_AGAIN
            return ""
        self._silent_until.pop(key, None)
        self._keep(key, name)
        return name

    def _keep(self, key: Key, name: str) -> None:
        self._known[key] = name
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def _drop(self, wanted: Callable[[Key], bool]) -> None:
        for key in [key for key in (*self._known, *self._silent_until) if wanted(key)]:
            self._known.pop(key, None)
            self._silent_until.pop(key, None)

    async def _contact(self, contact: str) -> str:
        name, _ = await self._calls.contact(contact)
        return name

    async def _topic(self, room: str) -> str:
        return str((await self._calls.room(room)).topic)
