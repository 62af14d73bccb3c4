"""The five-minute tour through the page: a lamp is reported, repaired and closed, and neighbours weed together.

The stories share one house and its clock, so each has a building of its own.
"""

from __future__ import annotations

import os

from playwright.sync_api import expect

from tests.browser.house import Street
from tests.processes import ROOT

PICTURES = ROOT / "docs" / "pictures"


def take_picture(street: Street, name: str) -> None:
    """The README's pictures: taken where one is missing, or all of them anew with PICTURES=1."""
    path = PICTURES / f"{name}.png"
    if os.environ.get("PICTURES") or not path.exists():
        street.page.mouse.move(0, 0)
        street.page.wait_for_timeout(400)
        street.page.screenshot(path=path)


def test_a_request_is_reported_taken_reminded_done_and_closed(desktop: Street) -> None:
    street = desktop
    expect(street.page.locator(".guide")).to_contain_text("您来扮演每一个人")
    street.go_to_a_working_morning()

    street.page.get_by_role("button", name="3栋2单元楼道灯不亮了").click()
    street.page.locator(".pane textarea").press("Enter")
    no = street.number("楼道灯")
    take_picture(street, "desktop-request")

    street.go_on("2 小时")
    street.follow_hint("王师傅")
    street.expect_heard(f"#{no}")
    street.page.get_by_role("button", name=f"接 {no}").click()
    street.page.locator(".pane textarea").press("Enter")
    street.expect_heard("归您")
    street.say(f"完 {no}")
    take_picture(street, "desktop-worker")

    street.play("小李")
    street.enter("3栋邻居群")
    street.say("修好了，谢谢师傅")
    street.play("王师傅")
    street.say(f"查 {no}")
    street.expect_heard("办结")


def test_a_call_gathers_its_neighbours(desktop: Street) -> None:
    street = desktop
    street.go_to_a_working_morning()
    street.play("刘芳")
    street.enter("2栋邻居群")
    street.say("请有时间的邻居到篮球坪来跟我一起扯杂草")
    for name, answer in (("孙师傅", "我来"), ("周奶奶", "算我一个"), ("王师傅", "+1")):
        street.play(name)
        street.enter("2栋邻居群")
        street.say(answer)
    street.go_on("10 分钟")
    street.expect_heard("孙师傅、周奶奶、王师傅")
    take_picture(street, "desktop-call")
    street.play("刘芳")
    street.enter("2栋邻居群")
    street.say("收工")
    street.enter("小楼")
    street.expect_heard("到了几位")
    street.say("4人 半小时")
    street.enter("2栋邻居群")
    street.expect_heard("谢谢")


def test_two_people_side_by_side_see_each_others_words(desktop: Street) -> None:
    street, page = desktop, desktop.page
    street.go_to_a_working_morning()
    street.play("王大姐")
    page.get_by_role("button", name="并排再开一个人").click()
    left, right = page.locator(".pane").nth(0), page.locator(".pane").nth(1)
    expect(right.locator("button.who")).to_contain_text("王师傅")
    left.locator("textarea").fill("1栋2单元楼道灯不亮了")
    left.locator("textarea").press("Enter")
    right.locator(".chats button", has_text="1栋邻居群").click()
    expect(right.locator(".said.theirs .bubble", has_text="楼道灯不亮了").first).to_be_visible()
    expect(right.locator(".said.theirs .bubble", has_text="记下了")).to_be_visible()
    take_picture(street, "desktop-two")


def test_the_same_on_a_phone_of_375_pixels(phone: Street) -> None:
    street, page = phone, phone.page
    street.go_to_a_working_morning()
    street.play("张姐")
    take_picture(street, "phone-chats")
    street.enter("3栋邻居群")
    street.say("3栋1单元电梯门关不上")
    street.expect_heard("记下了")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    take_picture(street, "phone-request")
    page.go_back()
    expect(page.locator(".chats button").first).to_be_visible()
    page.get_by_role("button", name="我是").tap()
    expect(page.get_by_role("dialog")).to_be_visible()
    take_picture(street, "phone-people")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
