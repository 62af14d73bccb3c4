"""What the manuals show: the chats of a resident, a worker and a head, played on a phone. They leave the pictures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.house import House, Street
from tests.processes import ROOT

PICTURES = ROOT / "docs" / "pictures"
GROUP = "3栋邻居群"
PHONE: ViewportSize = {"width": 375, "height": 740}
NEIGHBOURS = (
    ("张姐", "我来"),
    ("小李", "算我一个"),
    ("老马", "+1"),
    ("李大哥", "我来，带1个孩子"),
    ("李婶", "我也来"),
    ("何阿姨", "我来"),
    ("小陈", "我和爱人都来"),
    ("赵姐", "我来"),
    ("陈主任", "算我一个"),
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A fresh house for each story: its first matter is #1."""
    running = House(tmp_path)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def street(phone: Street) -> Street:
    phone.go_to_a_working_morning()
    return phone


def talk(street: Street, name: str, chat: str) -> None:
    """Become somebody and open a chat; on a phone the list comes first."""
    if street.page.locator("button.who").is_hidden():
        street.page.go_back()
        expect(street.page.locator("button.who")).to_be_visible()
    if name not in street.page.locator("button.who").inner_text():
        street.play(name)
    street.enter(chat)


def says(street: Street, name: str, chat: str, text: str) -> None:
    talk(street, name, chat)
    street.say(text)


def picture(street: Street, name: str, since: str = "") -> None:
    """The open chat, from the line with these words on; taken where it is missing, or anew with PICTURES=1."""
    path = PICTURES / f"{name}.png"
    if not os.environ.get("PICTURES") and path.exists():
        return
    page, talked = street.page, street.messages
    hidden = talked.evaluate("box => box.scrollHeight - box.clientHeight")
    page.set_viewport_size({**PHONE, "height": PHONE["height"] + hidden})
    page.wait_for_timeout(400)
    pane, last = page.locator(".pane").bounding_box(), talked.locator(".said").last.bounding_box()
    first = talked.locator("li", has_text=since).last.bounding_box() if since else pane
    assert pane
    assert first
    assert last
    top, bottom = max(first["y"] - 12, pane["y"]), last["y"] + last["height"] + 16
    page.screenshot(path=path, clip={**pane, "y": top, "height": bottom - top})
    page.set_viewport_size(PHONE)


def test_a_residents_lamp(street: Street) -> None:
    says(street, "小李", GROUP, "3栋2单元楼道灯不亮了")
    street.expect_heard("#1")
    street.go_on("2 小时")
    says(street, "王师傅", "小楼", "接 1")
    street.expect_heard("归您")
    says(street, "王师傅", "小楼", "完 1")
    street.expect_heard("已请小李看看")
    picture(street, "worker-lamp")
    says(street, "小李", GROUP, "亮了，谢谢王师傅")
    picture(street, "resident-lamp")
    says(street, "小李", "小楼", "1")
    street.expect_heard("谢谢您")
    picture(street, "resident-rating")


def test_a_residents_own_matter_in_private(street: Street) -> None:
    says(street, "小李", "小楼", "我家水管漏水，麻烦来看看")
    street.expect_heard("#1")
    says(street, "王师傅", "小楼", "接 1")
    street.expect_heard("归您")
    says(street, "王师傅", "小楼", "问 1 下午三点在家吗")
    street.expect_heard("已经问了")
    says(street, "小李", "小楼", "在的")
    street.expect_heard("已告诉王师傅")
    says(street, "小李", "小楼", "我报的事怎么样了")
    street.expect_heard("王师傅在办")
    picture(street, "resident-private")


def test_a_call_as_it_happened(street: Street) -> None:
    says(street, "苏玲", GROUP, "孩子们放假没地方玩，请有时间的邻居到篮球坪来跟我一起扯杂草")
    street.expect_heard("#1 苏玲招呼")
    for name, answer in NEIGHBOURS:
        says(street, name, GROUP, answer)
    street.go_on("10 分钟")
    street.expect_heard("已有11位")
    picture(street, "call-answers")
    street.go_on("2 小时")
    says(street, "苏玲", GROUP, "收工")
    talk(street, "苏玲", "小楼")
    street.expect_heard("到了几位")
    street.say("12人 500平米")
    street.expect_heard("已在群里谢谢大家")
    picture(street, "head-result")
    talk(street, "苏玲", GROUP)
    street.expect_heard("谢谢12位邻居, 篮球坪清出500平米")
    picture(street, "call")


def test_a_heads_day(street: Street) -> None:
    says(street, "老马", GROUP, "3栋1单元门口堆了好多纸箱，进出不方便")
    street.expect_heard("#1")
    street.go_on("8:30")
    in_the_morning_she_sends_somebody(street)
    what_is_doubtful_is_hers_to_say(street)
    she_tells_the_building_something(street)
    in_the_evening_she_looks_again(street)


def in_the_morning_she_sends_somebody(street: Street) -> None:
    talk(street, "苏玲", "小楼")
    street.expect_heard("没人接 1")
    street.say("派 1 小陈")
    street.expect_heard("已派给小陈")
    picture(street, "head-morning", since="没人接 1")
    says(street, "小陈", "小楼", "接 1")
    street.expect_heard("归您")


def what_is_doubtful_is_hers_to_say(street: Street) -> None:
    says(street, "张姐", GROUP, "3栋1单元大门锁感觉怪怪的")
    talk(street, "苏玲", "小楼")
    street.expect_heard("像是一件事")
    street.say("是")
    street.expect_heard("记下了 #2")
    street.say("查 2")
    street.expect_heard("等小陈接")
    picture(street, "head-doubt", since="像是一件事")


def she_tells_the_building_something(street: Street) -> None:
    street.say("通知 明天9点到12点停水，请提前存水")
    street.expect_heard("发到1个群")
    picture(street, "head-notice", since="通知 明天9点")
    talk(street, "苏玲", GROUP)
    street.expect_heard("停水")
    picture(street, "group-notice", since="停水")


def in_the_evening_she_looks_again(street: Street) -> None:
    says(street, "小陈", "小楼", "接 2")
    street.expect_heard("#2 归您")
    says(street, "小陈", "小楼", "完 1")
    street.expect_heard("已请老马看看")
    says(street, "老马", GROUP, "好了，谢谢小陈")
    says(street, "苏玲", "小楼", "清单")
    street.expect_heard("在办 1")
    picture(street, "head-evening", since="清单")
