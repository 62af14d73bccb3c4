"""The page's web application: one literal table of routes, and the way to listen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.loopback import is_loopback
from bot.web.demo import Advance, target
from bot.web.live import LiveDoor
from bot.web.page import PAGE, Handler, Page, say_refusals, viewer_of
from bot.web.security import add_headers, refuse_foreign, refuse_foreign_host
from bot.web.talk import talk
from bot.web.texts import TEXTS, Refused
from bot.web.transport import WebTransport
from bot.web.uploads import show_photo, take_photo
from bot.web.viewers import DemoDoor
from handlers.errors import LouzhangError
from handlers.settings import Settings
from scheduler.clock import Clock

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Route:
    """An address, what answers it, and whether anybody may ask or only a known viewer."""

    method: str
    path: str
    handler: Handler
    anybody: bool = False


async def show_page(_request: web.Request) -> web.StreamResponse:
    """The one page; everything on it comes over the WebSocket."""
    return web.FileResponse(STATIC / "index.html")


async def show_door(request: web.Request) -> web.StreamResponse:
    """Whether this browser may come in as it is."""
    page = request.app[PAGE]
    return web.json_response({"mode": page.settings.mode, "known": await page.door.who(request) is not None})


async def move_clock(request: web.Request) -> web.StreamResponse:
    """A demo button: the product goes on to that time, and every open page shows it."""
    page = request.app[PAGE]
    await viewer_of(request)
    async with page.moving:
        try:
            to = target(request.query.get("step", ""), page.clock.now(), page.settings.time_zone)
        except KeyError as wrong:
            raise Refused("clock_step") from wrong
        await page.advance(to)
    now = page.clock.now().isoformat()
    page.transport.hub.tell("clock", now=now)
    return web.json_response({"now": now})


ROUTES = (
    Route("GET", "/", show_page, anybody=True),
    Route("GET", "/door", show_door, anybody=True),
    Route("GET", "/talk", talk),
    Route("POST", "/photo", take_photo),
    Route("GET", "/photo/{name}", show_photo),
)
DEMO_ROUTES = (Route("POST", "/clock", move_clock),)


def live_routes(door: LiveDoor) -> tuple[Route, ...]:
    """What a real building has besides."""
    return (Route("POST", "/come-in", door.come_in, anybody=True),)


def make_app(transport: WebTransport, settings: Settings, clock: Clock, advance: Advance) -> web.Application:
    """The page of `transport`: in the demo one plays everybody, in a real building each comes in by invitation."""
    if settings.mode == "demo":
        return _app(
            Page(transport=transport, settings=settings, clock=clock, advance=advance, door=DemoDoor(transport.cast)),
            routes=(*ROUTES, *DEMO_ROUTES),
            middlewares=(say_refusals, refuse_foreign_host, refuse_foreign),
        )
    door = LiveDoor(transport.history.desk, transport.cast, clock)
    return _app(
        Page(transport=transport, settings=settings, clock=clock, advance=advance, door=door),
        routes=(*ROUTES, *live_routes(door)),
        middlewares=(say_refusals, refuse_foreign),
    )


def _app(page: Page, *, routes: tuple[Route, ...], middlewares: tuple[Middleware, ...]) -> web.Application:
    app = web.Application(middlewares=middlewares)
    app[PAGE] = page
    for route in routes:
        app.router.add_route(route.method, route.path, route.handler)
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(_hang_up)
    return app


async def listen(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve on that address until the returned runner is cleaned up. The demo opens on this machine alone."""
    if app[PAGE].settings.mode == "demo" and not is_loopback(host):
        raise LouzhangError(TEXTS["demo_loopback"])
    return await serve(app, host, port)


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve until the returned runner is cleaned up. Raises LouzhangError when the address is taken."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as wrong:
        await runner.cleanup()
        raise LouzhangError(f"{host}:{port} 打不开（{wrong.strerror}）：换一个端口，或先关掉占着它的程序。") from wrong
    return runner


async def _hang_up(app: web.Application) -> None:
    await app[PAGE].transport.hub.close()
