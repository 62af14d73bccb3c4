"""Photos are told by their content, lose what the camera wrote into them, and are seen by those in the chat alone."""

from __future__ import annotations

import base64
import secrets
import struct
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.web.pictures import LARGEST, without_traces
from bot.web.texts import Refused
from handlers.messages import MessageType
from tests.bot.webhouse import ROOM, WebHouse, web_house

PLACE = b"GPS 28.2N 112.9E"


def png(width: int = 2, height: int = 2, *extra: bytes) -> bytes:
    rows = b"".join(b"\x00" + b"\x40\x80\xc0" * min(width, 2) for _ in range(min(height, 2)))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(*extra: bytes) -> bytes:
    frame = segment(0xC0, b"\x08" + struct.pack(">HH", 2, 2) + b"\x01\x01\x11\x00")
    return (
        b"\xff\xd8" + segment(0xE0, b"JFIF\x00" + bytes(9)) + b"".join(extra) + frame + b"\xff\xda\x00\x02scan\xff\xd9"
    )


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(orientation: int) -> bytes:
    entry = struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    return segment(0xE1, b"Exif\x00\x00II\x2a\x00" + struct.pack("<IH", 8, 1) + entry + PLACE)


def webp(*extra: bytes) -> bytes:
    plain = base64.b64decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
    body = plain[12:] + b"".join(extra)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


GOOD = {"png": png(), "jpg": jpeg(), "webp": webp()}
BAD = {
    "text": (b"hello", 415),
    "nothing": (b"", 415),
    "gif": (b"GIF89a" + bytes(20), 415),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", 415),
    "html": (b"<html><script>alert(1)</script>", 415),
    "cut png": (png()[:-20], 400),
    "cut jpeg": (jpeg()[:12], 400),
    "cut webp": (webp()[:-8], 400),
    "jpeg in name": (b"\xff\xd8\xff<script>", 400),
    "unfolds hugely": (png(60_000, 60_000), 400),
    "too large": (png() + bytes(LARGEST), 413),
}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WebHouse]:
    async with web_house(tmp_path) as opened:
        yield opened


async def send(house: WebHouse, content: bytes, sender: str = "小李", chat: str = ROOM) -> int:
    return (await house.post("/photo", content, chat=chat, id=secrets.token_hex(16), **{"as": sender}))[0]


@pytest.mark.parametrize("suffix", GOOD)
async def test_a_photo_is_shown_in_the_chat_and_handed_to_the_core(house: WebHouse, suffix: str) -> None:
    async with house.page() as page:
        assert await send(house, GOOD[suffix]) == 200
        shown = (await page.next("message"))["message"]
    answer = await house.client.get(shown["photo"])
    assert answer.content_type == f"image/{suffix.replace('jpg', 'jpeg')}"
    assert await answer.read() == GOOD[suffix]
    assert [heard.type for heard in house.heard] == [MessageType.IMAGE]


@pytest.mark.parametrize("case", BAD)
async def test_what_is_no_photo_is_refused_with_a_sentence_and_not_kept(house: WebHouse, case: str) -> None:
    content, expected = BAD[case]
    message_id = secrets.token_hex(16)
    status, answer = await house.post("/photo", content, chat=ROOM, id=message_id, **{"as": "小李"})
    assert (status, answer["sentence"].endswith("。")) == (expected, True)
    assert house.heard == []
    assert not list(house.folder.glob("photos/*"))


@pytest.mark.parametrize(
    "content",
    [
        jpeg(exif(6), segment(0xFE, PLACE), segment(0xED, PLACE)),
        png(2, 2, chunk(b"eXIf", PLACE), chunk(b"tEXt", PLACE)),
        webp(b"EXIF" + struct.pack("<I", len(PLACE)) + PLACE),
    ],
)
def test_a_photo_does_not_tell_where_it_was_taken(content: bytes) -> None:
    assert PLACE in content
    assert PLACE not in without_traces(content)[1]


def test_a_photo_still_stands_upright_without_the_cameras_notes() -> None:
    _, plain = without_traces(jpeg(exif(6)))
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in plain


@pytest.mark.parametrize("cut", range(4, jpeg(exif(3)).index(b"\xff\xda"), 3))
def test_a_photo_cut_anywhere_before_its_picture_is_refused(cut: int) -> None:
    with pytest.raises(Refused):
        without_traces(jpeg(exif(3))[:cut])


async def test_a_photo_sent_again_after_a_broken_line_is_one_photo(house: WebHouse) -> None:
    message_id = secrets.token_hex(16)
    for _ in range(2):
        status, _answer = await house.post("/photo", png(), chat=ROOM, id=message_id, **{"as": "小李"})
        assert status == 200
    assert len(list(house.folder.glob("photos/*"))) == 1
    assert {heard.id for heard in house.heard} == {message_id}


async def test_nobody_sends_a_photo_where_they_are_not(house: WebHouse) -> None:
    assert await send(house, png(), chat="1栋邻居群") == 400


async def test_a_photo_taken_back_or_forgotten_is_gone_from_the_disk(house: WebHouse) -> None:
    async with house.page() as page:
        await send(house, png())
        shown = (await page.next("message"))["message"]
        await send(house, png())
        await page.next("message")
        await page.send(type="recall", id=secrets.token_hex(16), chat=ROOM, of=shown["id"], **{"as": "小李"})
        await page.next("message")
        await page.next("accepted")
    assert (await house.client.get(shown["photo"])).status == 404
    assert len(list(house.folder.glob("photos/*"))) == 1
    house.wait(days=31)
    assert await house.transport.purge(house.clock.now() - timedelta(days=30)) == 1
    assert not list(house.folder.glob("photos/*"))


@pytest.mark.parametrize("name", ["..%2Flouzhang.db", "%2e%2e/louzhang.db", "louzhang.db", ".png"])
async def test_nothing_but_photos_can_be_fetched(house: WebHouse, name: str) -> None:
    assert (await house.client.get(f"/photo/{name}")).status == 404
