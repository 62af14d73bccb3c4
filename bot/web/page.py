"""What every request handler of the page needs at hand."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from bot.web.cast import Persona
from bot.web.demo import Advance
from bot.web.texts import TEXTS, Refused
from bot.web.transport import WebTransport
from bot.web.viewers import Door, Viewer
from handlers.settings import Settings
from scheduler.clock import Clock


@dataclass(frozen=True, kw_only=True)
class Page:
    """The parts behind the page, given once when the application is made."""

    transport: WebTransport
    settings: Settings
    clock: Clock
    advance: Advance
    door: Door
    moving: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One button at a time."""


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PAGE = web.AppKey("page", Page)
_STATUS = {"photo_size": 413, "photo_kind": 415, "slow_down": 429, "come_in": 401, "bad_code": 403, "gone": 404}


async def viewer_of(request: web.Request) -> Viewer:
    """Who asks; raises `Refused` when nobody known."""
    viewer = await request.app[PAGE].door.who(request)
    if viewer is None:
        raise Refused("come_in")
    return viewer


def speaker_of(request: web.Request, viewer: Viewer) -> tuple[Persona, str]:
    """The persona and the chat that a request names in its query; raises `Refused` when they don't go together."""
    chat = request.query.get("chat", "")
    return viewer.speak(request.query.get("as", ""), chat), chat


@web.middleware
async def say_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A refusal becomes its sentence; an address that does not exist too."""
    try:
        return await handler(request)
    except Refused as refused:
        return web.json_response({"sentence": str(refused)}, status=_STATUS.get(refused.code, 400))
    except web.HTTPNotFound:
        return web.json_response({"sentence": TEXTS["no_page"]}, status=404)
    except web.HTTPRequestEntityTooLarge:
        return web.json_response({"sentence": TEXTS["photo_size"]}, status=413)
