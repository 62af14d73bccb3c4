"""The operator's page as a web application: this machine alone may ask, and nothing changes on a GET."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from bot.loopback import is_loopback
from bot.operator.facts import Watch
from bot.operator.sheet import Sheet
from bot.operator.texts import TEXTS, words
from bot.service import Service
from bot.web.security import add_headers, refuse_foreign, refuse_foreign_host
from bot.web.server import STATIC as WEB_STATIC
from bot.web.server import serve
from handlers import binding
from handlers.errors import LouzhangError, Refusal

STATIC = Path(__file__).parent / "static"
SAID = "said"
DEAF_TOO_LONG = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Duty:
    """What the page's handlers need at hand."""

    watch: Watch
    service: Service


DUTY = web.AppKey("duty", Duty)


async def show(request: web.Request) -> web.StreamResponse:
    """How it stands."""
    said = f"said_{request.query.get(SAID, '')}"
    return await _sheet(request, TEXTS.get(said, ""))


async def bind(request: web.Request) -> web.StreamResponse:
    """绑定, by hand: a group that waits becomes a unit's."""
    form = await request.post()
    chat, unit = str(form.get("chat", "")), _number(form.get("unit"))
    try:
        await request.app[DUTY].service.do(lambda office: binding.bind_waiting(office, chat, unit))
    except Refusal as refusal:
        return await _sheet(request, str(refusal), status=409)
    raise web.HTTPSeeOther(f"/?{SAID}=bound")


async def again(request: web.Request) -> web.StreamResponse:
    """A quarantined message is handled once more."""
    form = await request.post()
    handled = await request.app[DUTY].service.try_again(_number(form.get("message")))
    raise web.HTTPSeeOther(f"/?{SAID}={'again' if handled else 'still'}")


async def healthz(request: web.Request) -> web.StreamResponse:
    """200 while the loops go round, else 503; one line for each loop."""
    pulse = request.app[DUTY].watch.pulse
    stopped = pulse.stopped()
    lines = [f"{loop} {'stopped' if loop in stopped else 'ok'} {age:.0f}s" for loop, age in pulse.ages().items()]
    return web.Response(text="\n".join(lines) + "\n", status=503 if stopped else 200)


async def hears(request: web.Request) -> web.StreamResponse:
    """200 while WeChat is heard, 503 once it was not for ten minutes: for whoever watches from outside."""
    watch = request.app[DUTY].watch
    link = watch.link()
    deaf_since = link.deaf_since if link is not None and not link.hears else None
    deaf = deaf_since is not None and watch.clock.now() - deaf_since >= DEAF_TOO_LONG
    return web.Response(text="deaf\n" if deaf else "ok\n", status=503 if deaf else 200)


async def show_icon(_request: web.Request) -> web.StreamResponse:
    """The chat page's."""
    return web.FileResponse(WEB_STATIC / "icon.svg")


ROUTES = (
    web.get("/", show),
    web.get("/icon.svg", show_icon),
    web.get("/healthz", healthz),
    web.get("/healthz/wechat", hears),
    web.post("/bind", bind),
    web.post("/again", again),
)


def make_app(watch: Watch, service: Service) -> web.Application:
    """The page."""
    app = web.Application(middlewares=(refuse_foreign, refuse_foreign_host), client_max_size=16 * 1024)
    app[DUTY] = Duty(watch, service)
    app.add_routes(ROUTES)
    app.router.add_static("/static", STATIC)
    app.on_response_prepare.append(add_headers)
    return app


async def listen(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve on this machine until the returned runner is cleaned up. Raises LouzhangError for any other address."""
    if not is_loopback(host):
        raise LouzhangError("the operator's page opens on this machine alone: write operator_page: 127.0.0.1:8081.")
    return await serve(app, host, port)


async def _sheet(request: web.Request, notice: str, status: int = 200) -> web.Response:
    watch = request.app[DUTY].watch
    facts = await asyncio.to_thread(watch.look)
    page = Sheet(facts, watch.settings.time_zone).html(notice)
    return web.Response(text=page, content_type="text/html", status=status, headers={"Cache-Control": "no-store"})


def _number(given: object) -> int:
    """A row's number out of a form. What is none is no form of ours."""
    text = str(given)
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise web.HTTPBadRequest(text=words("unreadable"))
    return int(text)
