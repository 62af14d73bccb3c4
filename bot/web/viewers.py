"""Who looks at the page: whose voice they have and which chats they see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.web.cast import Cast, Persona
from bot.web.texts import Refused


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at a browser. In the demo one viewer speaks as everybody; in a real building as oneself."""

    personas: Mapping[str, Persona]
    chats: frozenset[str]

    def speak(self, account: str, chat: str) -> Persona:
        """The persona who speaks there; raises `Refused` when that is not theirs to do."""
        persona = self.personas.get(account)
        if persona is None or chat not in persona.chats:
            raise Refused("not_here")
        return persona


class Door(Protocol):
    """Decides who a request comes from."""

    async def who(self, request: web.BaseRequest) -> Viewer | None:
        """The viewer; None when nobody known."""
        ...

    def pace(self, request: web.BaseRequest, account: str) -> None:
        """Count something said; raises `Refused` when it is too much at once."""
        ...


class DemoDoor:
    """Open to whoever sits at this machine: they play everybody."""

    def __init__(self, cast: Cast) -> None:
        self._everybody = Viewer(cast.people, cast.chats)

    async def who(self, request: web.BaseRequest) -> Viewer | None:
        """Everybody at once."""
        return self._everybody

    def pace(self, request: web.BaseRequest, account: str) -> None:
        """One person plays many: no limit."""
