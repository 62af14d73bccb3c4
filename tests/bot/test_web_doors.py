"""Strangers' pages can do nothing, every answer carries its headers, the demo stays on this machine."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import pytest
from aiohttp import WSServerHandshakeError

from bot.web.server import DEMO_ROUTES, ROUTES, listen
from handlers.errors import LouzhangError
from tests.bot.webhouse import SETTINGS, START, WebHouse, web_house

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
STATIC = ("/static/main.js", "/static/base.css", "/static/icon.svg", "/static/none.js")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WebHouse]:
    async with web_house(tmp_path) as opened:
        yield opened


async def test_every_answer_carries_the_headers_that_keep_strangers_out(house: WebHouse) -> None:
    paths = [*(route.path for route in (*ROUTES, *DEMO_ROUTES)), *STATIC, "/none"]
    for method, path in product(["GET", "POST", "HEAD", "OPTIONS", "DELETE"], paths):
        answer = await house.client.request(method, path.replace("{name}", "x.png"), headers={"Origin": house.origin})
        policy = answer.headers["Content-Security-Policy"]
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS, (method, path)
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy


async def test_the_table_of_routes_is_all_there_is(house: WebHouse) -> None:
    served = {resource.canonical for resource in house.client.app.router.resources()}
    assert served == {route.path for route in (*ROUTES, *DEMO_ROUTES)} | {"/static"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:1"])
async def test_another_sites_request_is_refused_with_a_sentence(house: WebHouse, origin: str) -> None:
    for route in (*ROUTES, *DEMO_ROUTES):
        if route.method != "GET":
            answer = await house.client.post(route.path, headers={"Origin": origin})
            assert answer.status == 403
            assert "拒绝" in (await answer.json())["sentence"]
    with pytest.raises(WSServerHandshakeError) as refused:
        await house.client.ws_connect("/talk", headers={"Origin": origin})
    assert refused.value.status == 403
    assert house.moved == []


async def test_a_foreign_name_bent_to_this_machine_is_refused_in_the_demo(house: WebHouse) -> None:
    answer = await house.client.get("/", headers={"Host": "evil.example:8080"})
    assert answer.status == 403


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org"])
async def test_the_demo_refuses_to_listen_beyond_this_machine(house: WebHouse, host: str) -> None:
    assert house.client.app
    with pytest.raises(LouzhangError, match="只在本机"):
        await listen(house.client.app, host, 0)


async def test_a_taken_port_is_said_in_one_sentence(house: WebHouse) -> None:
    assert house.client.app
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(LouzhangError, match="换一个端口"):
            await listen(house.client.app, "127.0.0.1", taken.getsockname()[1])


@pytest.mark.parametrize(
    ("waited", "step", "reached"),
    [
        (0, "10min", "07-13 16:10"),
        (0, "2h", "07-13 18:00"),
        (0, "morning", "07-14 08:30"),
        (9, "morning", "07-14 08:30"),
        (16.5, "morning", "07-15 08:30"),
    ],
)
async def test_the_buttons_really_move_the_products_time_and_every_page_shows_it(
    house: WebHouse, waited: float, step: str, reached: str
) -> None:
    house.wait(hours=waited)
    async with house.page() as page:
        status, answer = await house.post("/clock", step=step)
        shown = await page.next("clock")
    assert (status, shown["now"]) == (200, answer["now"])
    assert house.moved[0].astimezone(SETTINGS.time_zone).strftime("%m-%d %H:%M") == reached


async def test_a_button_that_does_not_exist_moves_nothing(house: WebHouse) -> None:
    assert (await house.post("/clock", step="year"))[0] == 400
    assert house.clock.now() == START


async def test_the_page_asks_nothing_of_anybody_else() -> None:
    static = Path(__file__).parents[2] / "bot" / "web" / "static"
    for path in static.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name
        assert "innerHTML" not in text, path.name
