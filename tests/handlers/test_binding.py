"""绑定: a group is silent until somebody with the right post says whose it is; then the bot says once who it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from handlers import happenings
from tests.handlers.wechat import WeChatWorld, wechat

LAMP = "2单元楼道灯坏了"


@pytest.fixture
def street() -> Iterator[WeChatWorld]:
    """管理员, 陈主任, 苏玲 and 小李 have come in; no group is bound."""
    world = wechat()
    for account, name in (("boss", "管理员"), ("chen", "陈主任"), ("su", "苏玲"), ("li", "小李")):
        world.checks_in(account, name)
    yield world
    world.close()
    world.expect_nothing()


def enters(world: WeChatWorld, room: str, topic: str, by: str) -> None:
    world.happens(lambda office: happenings.joined(office, room, topic, people=["bot"], by=by, bot=True))


def test_an_unbound_group_gets_silence_whatever_is_said_there(street: WeChatWorld) -> None:
    enters(street, "r", "阳光三栋", by="su")
    for words in (LAMP, "@小楼 帮助", "着火了！快来人", "完 1", "清单"):
        street.says("li", words, room="r")
    street.advance(days=1)


@pytest.mark.parametrize("who", ["boss", "chen"])
def test_admin_or_community_binds_it_on_the_spot_and_the_bot_says_once_who_it_is(street: WeChatWorld, who: str) -> None:
    enters(street, "r", "阳光三栋", by="su")
    street.says(who, "绑定 3栋", room="r")
    said = street.expect("r", "小楼", "社区居委会", "180天", "删除我的信息").text
    assert len(said) <= 120
    street.expect(who, "阳光三栋", "3栋")
    street.says("li", LAMP, room="r")
    street.expect("r", "#1", why="ack")
    street.forget()


def test_in_private_the_newest_group_they_are_in_is_bound(street: WeChatWorld) -> None:
    enters(street, "old", "二号群", by="chen")
    enters(street, "new", "三号群", by="chen")
    enters(street, "evil", "坏人的群", by="stranger")
    street.whispers("chen", "绑定 3栋")
    street.expect("chen", "三号群", "3栋")
    street.expect("new", "大家好")


def test_in_private_a_group_can_be_named(street: WeChatWorld) -> None:
    enters(street, "old", "二号群", by="su")
    enters(street, "new", "三号群", by="chen")
    street.whispers("chen", "绑定 2栋 二号群")
    street.expect("chen", "二号群", "2栋")
    street.expect("old", "大家好")


def test_two_groups_of_one_name_are_never_guessed(street: WeChatWorld) -> None:
    enters(street, "a", "邻居群", by="su")
    enters(street, "b", "邻居群", by="su")
    street.whispers("chen", "绑定 2栋 邻居群")
    street.expect("chen", "好几个", why="refuse")


@pytest.mark.parametrize("who", ["su", "li", "stranger"])
def test_nobody_else_may_bind(street: WeChatWorld, who: str) -> None:
    enters(street, "r", "阳光三栋", by=who)
    street.says(who, "绑定 3栋", room="r")
    street.says(who, LAMP, room="r")
    street.whispers("su", "绑定 3栋")
    street.expect("su", "要由楼长或社区")


def test_a_unit_nobody_knows_is_asked_again_in_private(street: WeChatWorld) -> None:
    street.says("boss", "绑定 9栋", room="r")
    street.expect("boss", "没有找到“9栋”")


def test_without_a_waiting_group_it_is_told_how(street: WeChatWorld) -> None:
    street.whispers("boss", "绑定 3栋")
    street.expect("boss", "再在那个群里说 绑定 3栋")


def test_a_bound_group_can_be_moved_and_is_not_introduced_twice(street: WeChatWorld) -> None:
    street.says("boss", "绑定 3栋", room="r")
    street.expect("r", "大家好")
    street.expect("boss", "3栋")
    street.says("boss", "绑定 2栋", room="r")
    street.expect("boss", "2栋")
    street.says("li", "1单元楼道灯坏了", room="r")
    street.expect("r", "#1 2栋1单元")
    street.forget()


def test_bound_once_it_stays_bound_after_a_crash(street: WeChatWorld) -> None:
    street.says("boss", "绑定 3栋", room="r")
    street.forget()
    street.crash()
    street.says("li", LAMP, room="r")
    street.expect("r", "#1", why="ack")
    street.forget()
