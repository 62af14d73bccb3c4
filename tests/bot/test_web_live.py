"""A real building: everybody comes in by their own invitation and is nobody else."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import WSServerHandshakeError

from bot.web.invitations import LENGTH, invitation_link, plain_code
from bot.web.live import COOKIE, COOKIE_BEHIND_TLS
from bot.web.pace import Pace
from bot.web.server import listen
from bot.web.texts import Refused
from storage.invitations import close_sessions
from tests.bot.test_web_photos import png
from tests.bot.webhouse import LIVE, ROOM, WebHouse, web_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WebHouse]:
    async with web_house(tmp_path, LIVE) as opened:
        yield opened


async def test_with_an_invitation_one_comes_in_and_is_oneself_alone(house: WebHouse) -> None:
    assert await house.come_in(await house.invitation("小李")) == 200
    await house.bot_says("给王师傅的私信", chat="王师傅", key=1)
    await house.bot_says("大家好", key=2)
    async with house.page() as page:
        assert [person["account"] for person in page.welcome["people"]] == ["小李"]
        assert [room["name"] for room in page.welcome["rooms"]] == [ROOM]
        assert [message["text"] for message in page.history["messages"]] == ["大家好"]
        await page.say("小李", "3栋2单元灯不亮了")
        await house.bot_says("又给王师傅", chat="王师傅", key=3)
        frame = {"type": "say", "id": secrets.token_hex(16), "chat": "王师傅", "text": "完 1", "as": "王师傅"}
        assert "不在这个聊天" in await page.refusal(**frame)
        assert "不在这个聊天" in await page.refusal(type="older", chat="王师傅", before=9)
    assert [heard.sender for heard in house.heard] == ["小李"]


async def test_the_cookie_is_out_of_reach_for_scripts_and_secure_behind_tls(house: WebHouse) -> None:
    code = await house.invitation("小李")
    headers = {"Origin": house.origin, "X-Forwarded-Proto": "https"}
    answer = await house.client.post("/come-in", json={"code": code}, headers=headers)
    cookie = answer.cookies[COOKIE_BEHIND_TLS]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", True, "/")
    assert len(cookie.value) >= 43


async def test_a_code_is_good_once_and_until_its_end(house: WebHouse) -> None:
    code, late = await house.invitation("小李"), await house.invitation("张姐")
    assert await house.come_in(f" {code.lower()} ") == 200
    assert await house.come_in(code) == 403
    house.wait(days=8)
    assert await house.come_in(late) == 403


async def test_who_has_no_session_sees_the_door_and_nothing_behind_it(house: WebHouse) -> None:
    assert (await house.client.get("/")).status == 200
    assert await (await house.client.get("/door")).json() == {"mode": "live", "known": False}
    assert (await house.client.get("/photo/x.png")).status == 401
    assert (await house.post("/photo", png(), chat=ROOM, id="0" * 32, **{"as": "小李"}))[0] == 401
    assert (await house.post("/clock", step="2h"))[0] == 404
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.client.ws_connect("/talk", headers={"Origin": house.origin})
    assert refused.value.status == 401


async def test_a_stolen_or_old_cookie_opens_nothing(house: WebHouse) -> None:
    await house.come_in(await house.invitation("小李"))
    house.wait(days=91)
    assert not (await (await house.client.get("/door")).json())["known"]
    house.client.session.cookie_jar.update_cookies({COOKIE: secrets.token_urlsafe(32)})
    assert not (await (await house.client.get("/door")).json())["known"]


async def test_who_keeps_coming_stays_and_who_is_shown_out_is_out(house: WebHouse) -> None:
    await house.come_in(await house.invitation("小李"))
    for _ in range(4):
        house.wait(days=60)
        assert (await (await house.client.get("/door")).json())["known"]
    await house.transport.history.desk.write(lambda tx: close_sessions(tx, "小李"))
    assert not (await (await house.client.get("/door")).json())["known"]


async def test_guessing_codes_is_stopped_after_ten(house: WebHouse) -> None:
    statuses = [await house.come_in("0000-0000-0000") for _ in range(12)]
    assert statuses == [403] * 10 + [429] * 2


async def test_a_whole_building_comes_in_from_behind_one_address(house: WebHouse) -> None:
    for _ in range(15):
        assert await house.come_in(await house.invitation("小李")) == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"code": 3}', b'{"code": null}', b"\xff"])
async def test_a_broken_code_gets_a_sentence(house: WebHouse, body: bytes) -> None:
    status, answer = await house.post("/come-in", body)
    assert (status, "邀请码" in answer["sentence"]) == (403, True)


async def test_a_flood_of_messages_is_asked_to_slow_down(house: WebHouse) -> None:
    await house.come_in(await house.invitation("小李"))
    async with house.page() as page:
        for number in range(20):
            await page.say("小李", f"第{number}句")
        frame = {"type": "say", "id": secrets.token_hex(16), "chat": ROOM, "text": "还有", "as": "小李"}
        assert "太快" in await page.refusal(**frame)
    assert len(house.heard) == 20


async def test_a_photo_is_seen_by_those_in_the_chat_alone(house: WebHouse) -> None:
    await house.come_in(await house.invitation("小李"))
    async with house.page() as page:
        status, _answer = await house.post("/photo", png(), chat="小李", id=secrets.token_hex(16), **{"as": "小李"})
        photo = (await page.next("message"))["message"]["photo"]
    assert (status, (await house.client.get(photo)).status) == (200, 200)
    await house.come_in(await house.invitation("张姐"))
    assert (await house.client.get(photo)).status == 404


async def test_a_real_building_may_listen_to_the_street(house: WebHouse) -> None:
    assert house.client.app
    runner = await listen(house.client.app, "0.0.0.0", 0)
    await runner.cleanup()


def test_a_code_can_be_read_aloud_and_a_link_carries_it_where_no_log_sees_it() -> None:
    assert plain_code("7kqm-2wxa pb9d") == "7KQM2WXAPB9D"
    assert len(plain_code("7kqm-2wxa-pb9d")) == LENGTH
    assert invitation_link("https://lou.example/", "7KQM-2WXA-PB9D") == "https://lou.example/#in=7KQM-2WXA-PB9D"


def test_a_bucket_fills_up_again_with_time() -> None:
    seconds = [0.0]
    pace = Pace(2, 60, ticks=lambda: seconds[0])
    pace.take("小李")
    pace.take("小李")
    with pytest.raises(Refused):
        pace.take("小李")
    pace.take("张姐")
    seconds[0] = 31
    pace.take("小李")
