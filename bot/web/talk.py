"""The WebSocket of an open page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from bot.web.hub import Line
from bot.web.page import PAGE, Page, viewer_of
from bot.web.texts import Refused
from bot.web.wire import Frame, Hello, Older, Ping, Recall, Say, as_json, frame_id, read_frame

BEATS = 25.0
"""Seconds between two signs of life on a quiet line."""
LARGEST_FRAME = 1024 * 1024
FIRST_LOOK = 80
"""Messages of each chat that a page gets at first; what is older comes when it is asked for."""
CATCH_UP = 1_000
"""A page that missed more than so many messages begins anew."""


async def talk(request: web.Request) -> web.StreamResponse:
    """One page's line, from its hello until it goes away."""
    page, viewer = request.app[PAGE], await viewer_of(request)
    socket = web.WebSocketResponse(heartbeat=BEATS, max_msg_size=LARGEST_FRAME)
    await socket.prepare(request)
    line = Line(socket, viewer, lambda account: page.door.pace(request, account))
    sending = asyncio.create_task(line.run())
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await _answer(page, line, message.data)
    finally:
        page.transport.hub.remove(line)
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await sending
    return socket


async def _answer(page: Page, line: Line, text: str) -> None:
    """Do what a frame asks; a refusal is told to the page. After a failure the line breaks and the page tries again."""
    try:
        frame = read_frame(text)
        await _ACTS[type(frame)](page, line, frame)
    except Refused as refused:
        line.tell("refused", id=frame_id(text), sentence=str(refused))


async def _hello(page: Page, line: Line, frame: Hello) -> None:
    """Say who is who, give what was missed, and from then on everything, without a gap and nothing twice."""
    transport = page.transport
    line.tell("welcome", **_welcome(page, line))
    async with transport.order:
        last = await transport.history.last_number()
        missed = await _missed(page, line, frame.since, last)
        anew = missed is None
        messages = await transport.history.latest(line.viewer.chats, FIRST_LOOK) if missed is None else missed
        quoted = await transport.history.quoted(messages)
        line.tell(
            "history",
            anew=anew,
            look=FIRST_LOOK,
            last=last,
            messages=[as_json(message, quoted) for message in messages],
        )
        transport.hub.add(line)


async def _missed(page: Page, line: Line, since: int | None, last: int) -> list[Any] | None:
    """What came after `since`; None when the page has to begin anew."""
    if since is None or since > last:
        return None
    missed = await page.transport.history.since(since, line.viewer.chats, CATCH_UP + 1)
    return missed if len(missed) <= CATCH_UP else None


def _welcome(page: Page, line: Line) -> dict[str, Any]:
    people = [
        {"account": one.account, "name": one.name, "role": one.role.value, "unit": one.unit, "place": one.place,
         "rooms": one.rooms}
        for one in line.viewer.personas.values()
    ]  # fmt: skip
    rooms = [
        {"name": room, "members": page.transport.cast.members[room]}
        for room in page.transport.cast.rooms
        if room in line.viewer.chats
    ]
    return {
        "mode": page.settings.mode,
        "bot": page.settings.bot_name,
        "zone": str(page.settings.time_zone),
        "now": page.clock.now().isoformat(),
        "people": people,
        "rooms": rooms,
    }


async def _say(page: Page, line: Line, frame: Say) -> None:
    persona = line.viewer.speak(frame.speaker, frame.chat)
    line.pace(persona.account)
    said = await page.transport.say(persona, message_id=frame.id, chat=frame.chat, text=frame.text, quote=frame.quote)
    line.tell("accepted", id=frame.id, seq=said.id)


async def _recall(page: Page, line: Line, frame: Recall) -> None:
    persona = line.viewer.speak(frame.speaker, frame.chat)
    line.pace(persona.account)
    note = await page.transport.recall(persona, chat=frame.chat, of=frame.of)
    line.tell("accepted", id=frame.id, seq=note.id)


async def _older(page: Page, line: Line, frame: Older) -> None:
    if frame.chat not in line.viewer.chats:
        raise Refused("not_here")
    history = page.transport.history
    messages = await history.before(frame.chat, frame.before, FIRST_LOOK)
    quoted = await history.quoted(messages)
    line.tell("older", chat=frame.chat, end=len(messages) < FIRST_LOOK,
              messages=[as_json(message, quoted) for message in messages])  # fmt: skip


async def _ping(page: Page, line: Line, _frame: Ping) -> None:
    line.tell("clock", now=page.clock.now().isoformat())


_ACTS: dict[type[Frame], Callable[[Page, Line, Any], Awaitable[None]]] = {
    Hello: _hello,
    Say: _say,
    Recall: _recall,
    Older: _older,
    Ping: _ping,
}
