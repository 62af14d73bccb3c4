"""A real building: a neighbour comes in with the link on a phone and reports a lamp."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.house import House, Street
from tests.processes import ROOT, finished


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("live")
    config = folder / "config.yaml"
    demo = (ROOT / "config.yaml").read_text(encoding="utf-8")
    assert "\nmode: demo" in demo
    config.write_text(demo.replace("\nmode: demo", "\nmode: live"), encoding="utf-8")
    shutil.copy(ROOT / "faq.yaml", folder)
    running = House(folder, config)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def browsers_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 375, "height": 740}, is_mobile=True, has_touch=True, locale="zh-CN")
    yield page
    page.context.close()


def invite(house: House, name: str) -> tuple[str, str]:
    """The code and the link that `louzhang invite` prints while the service runs."""
    done = finished("invite", name, "--page", house.address, "--db", house.database, "--config", house.config)
    assert done.returncode == 0, done.stderr
    _, said, link = done.stdout.strip().split("\t")
    return said.removeprefix("报到 "), link


def test_a_neighbour_comes_in_with_the_link_and_reports_a_broken_lamp(house: House, browsers_page: Page) -> None:
    page, street = browsers_page, Street(browsers_page, house)
    page.goto(invite(house, "小李")[1])
    expect(page.locator(".chats button")).to_have_count(2)
    assert "#" not in page.url
    expect(page.locator("#bar")).to_be_hidden()
    expect(page.locator("button.who")).to_be_disabled()
    street.enter("小楼")
    street.say("3栋2单元楼道灯不亮了")
    street.expect_heard("#1")
    page.reload()
    expect(street.said("楼道灯不亮了")).to_have_count(1)


def test_a_code_is_typed_at_the_door_and_a_wrong_one_is_said_so(house: House, browsers_page: Page) -> None:
    page = browsers_page
    page.goto(house.address)
    page.get_by_label("邀请码").fill("AAAA-BBBB-CCCC")
    page.get_by_role("button", name="进来").click()
    expect(page.get_by_role("alert")).to_contain_text("邀请码不对")
    page.get_by_label("邀请码").fill(invite(house, "王师傅")[0].lower())
    page.get_by_role("button", name="进来").click()
    expect(page.locator("button.who")).to_contain_text("王师傅")
