"""What keeps strangers' pages and strangers' words from doing harm: headers, origins, hosts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from bot.loopback import is_loopback
from bot.web.page import Handler
from bot.web.texts import TEXTS

_HOST = re.compile(r"[\w.\-]+(?::\d{1,5})?|\[[0-9a-fA-F:]+\](?::\d{1,5})?")
A_YEAR = 31_536_000
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_POLICY = (
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """The same headers on every answer, errors included."""
    response.headers.update(_HEADERS)
    response.headers["Content-Security-Policy"] = _POLICY + _socket_source(request)
    response.headers.setdefault("Cache-Control", "no-cache")
    if is_https(request):
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"


def _socket_source(request: web.Request) -> str:
    """Older phones do not count WebSockets as 'self', so the page's own host is named."""
    if not _HOST.fullmatch(request.host):
        return ""
    return f"; connect-src 'self' ws://{request.host} wss://{request.host}"


def is_https(request: web.BaseRequest) -> bool:
    """Whether the browser's own line is encrypted, here or at a proxy on this machine."""
    forwarded = request.headers.get("X-Forwarded-Proto", "") if is_loopback(request.remote or "") else ""
    return (forwarded or request.scheme) == "https"


@web.middleware
async def refuse_foreign(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only this page may change anything or open the WebSocket: another site's request is refused."""
    if _changes(request) and not _own_origin(request):
        return web.json_response({"sentence": TEXTS["foreign"]}, status=403)
    return await handler(request)


@web.middleware
async def refuse_foreign_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """In the demo the page answers to this machine's own names alone: no other name may be bent to it."""
    if not is_loopback(urlsplit(f"//{request.host}").hostname or ""):
        return web.json_response({"sentence": TEXTS["foreign"]}, status=403)
    return await handler(request)


def _changes(request: web.Request) -> bool:
    opens_socket = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
    return opens_socket or request.method not in (hdrs.METH_GET, hdrs.METH_HEAD, hdrs.METH_OPTIONS)


def _own_origin(request: web.Request) -> bool:
    origin = urlsplit(request.headers.get(hdrs.ORIGIN, ""))
    return origin.scheme in ("http", "https") and origin.netloc == request.host
