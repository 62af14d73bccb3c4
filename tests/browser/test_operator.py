"""The operator's first day: the code is scanned on the page, the group is bound on it. They leave the pictures."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.wechaty.address import ENDPOINT, TOKEN
from tests.bot.wechat import TOKEN as RIGHT
from tests.bot.wechat import GatewayProcess, running, world_of
from tests.browser.house import House
from tests.processes import ROOT, free_port

PICTURES = ROOT / "docs" / "pictures"
GROUP = "b3@chatroom"
WORLD = world_of({"wx-su": "苏玲", "wx-li": "小李"}, {GROUP: "3栋老邻居"})
CHANGES = {
    '"127.0.0.1:8081"': '"127.0.0.1:{port}"',
    'quiet: {start: "22:00", end: "07:30"}': 'quiet: {start: "23:59", end: "00:00"}',
}


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayProcess]:
    """A gateway in which nobody has logged in yet."""
    with running(tmp_path, "--no-login", world=WORLD) as process:
        yield process


@pytest.fixture
def house(gateway: GatewayProcess, tmp_path: Path) -> Iterator[House]:
    port = free_port()
    shutil.copy(ROOT / "faq.yaml", tmp_path)
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new.replace("{port}", str(port)))
    config = tmp_path / "config.yaml"
    config.write_text(text, encoding="utf-8")
    environment = {TOKEN: RIGHT, ENDPOINT: f"127.0.0.1:{gateway.port}"}
    running_house = House(tmp_path, config, transport="wechaty", port=port, environment=environment)
    running_house.start()
    yield running_house
    running_house.stop()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 760, "height": 900}, locale="zh-CN")
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(house.address)
    yield opened
    opened.context.close()
    assert [url for url in asked if not url.startswith(house.address)] == []


def tell(gateway: GatewayProcess, what: str, **body: object) -> None:
    gateway._ask(what, json.dumps(body).encode())


def until(page: Page, done: Callable[[], bool]) -> None:
    """Look again until it is so."""
    end = time.monotonic() + 40
    while not done():
        assert time.monotonic() < end, page.locator("body").inner_text()
        page.wait_for_timeout(200)
        page.reload()


def picture(page: Page, name: str) -> None:
    """The page; taken where it is missing, or anew with PICTURES=1."""
    path = PICTURES / f"{name}.png"
    if os.environ.get("PICTURES") or not path.exists():
        page.screenshot(path=path, full_page=True)


def introductions(gateway: GatewayProcess) -> list[str]:
    return [one["text"] for one in gateway._ask("sent", None) if one.get("conversationId") == GROUP]


@pytest.mark.timeout(180)
def test_the_code_is_scanned_and_the_group_is_bound_on_the_page(page: Page, gateway: GatewayProcess) -> None:
    def wants_login() -> bool:
        tell(gateway, "scan", qrcode="http://weixin.qq.com/x/oA3RkWm5qLt2")
        return page.locator("#link svg.code").count() == 1

    until(page, wants_login)
    expect(page.locator("#link")).to_contain_text("扫一扫")
    picture(page, "operator-login")

    tell(gateway, "login")
    until(page, lambda: "已登录" in page.locator("#link").inner_text())
    until(page, lambda: "3栋老邻居" in page.locator("#rooms").inner_text())
    picture(page, "operator-rooms")

    page.get_by_label("绑到哪里").select_option(label="翠湖社区 3栋")
    page.get_by_role("button", name="绑定").click()
    expect(page.get_by_role("status")).to_have_text("绑定好了。")
    expect(page.locator("#rooms")).to_contain_text("没有")
    until(page, lambda: any("删除我的信息" in text for text in introductions(gateway)))


@pytest.mark.timeout(180)
def test_on_a_phone_nothing_stands_beyond_the_edge(page: Page, gateway: GatewayProcess) -> None:
    tell(gateway, "login")
    until(page, lambda: "3栋老邻居" in page.locator("#rooms").inner_text())
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
