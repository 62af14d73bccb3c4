"""Photos in and out."""

from __future__ import annotations

import asyncio
import re

from aiohttp import web

from bot.web.page import PAGE, speaker_of, viewer_of
from bot.web.pictures import CONTENT_TYPES, LARGEST
from bot.web.texts import Refused

_ID = re.compile(r"[0-9a-f]{16,40}")


async def take_photo(request: web.Request) -> web.StreamResponse:
    """A photo said into a chat: the body is the file, the query says who (`as`), where (`chat`) and its `id`."""
    page = request.app[PAGE]
    persona, chat = speaker_of(request, await viewer_of(request))
    message_id = request.query.get("id", "")
    if not _ID.fullmatch(message_id):
        raise Refused("unreadable")
    page.door.pace(request, persona.account)
    content = await _body(request)
    known = await page.transport.history.find(message_id)
    image = known.image if known else await asyncio.to_thread(page.transport.album.save, content)
    said = await page.transport.say(persona, message_id=message_id, chat=chat, text="", image=image)
    return web.json_response({"id": said.message_id, "seq": said.id})


async def show_photo(request: web.Request) -> web.StreamResponse:
    """A photo, to those who see the chat it stands in."""
    page, name = request.app[PAGE], request.match_info["name"]
    viewer = await viewer_of(request)
    path = page.transport.album.path(name)
    if await page.transport.history.chat_of_image(name) not in viewer.chats or not path.is_file():
        raise Refused("gone")
    headers = {"Content-Type": CONTENT_TYPES[path.suffix], "Cache-Control": "private, max-age=86400, immutable"}
    return web.FileResponse(path, headers=headers)


async def _body(request: web.Request) -> bytes:
    """The file, but never more of it than a photo may have."""
    content = bytearray()
    async for piece in request.content.iter_chunked(65_536):
        content += piece
        if len(content) > LARGEST:
            raise Refused("photo_size")
    return bytes(content)
