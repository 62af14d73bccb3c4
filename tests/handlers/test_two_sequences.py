"""Two communities of one street count each for itself: whose number is meant."""

from __future__ import annotations

from collections.abc import Callable

from tests.handlers.street import LAMP, STREET, STUCK, both_lifts, directory, lamp, post
from tests.world import World


def test_whoever_serves_two_communities_is_told_whose_number_it_is_and_asked_whose_is_meant(street: World) -> None:
    both_lifts(street)
    street.whispers("梯师傅", "接 1")
    street.expect("梯师傅", "好几个 #1", "甲社区、乙社区", why="ask")
    street.whispers("梯师傅", "乙社区")
    street.expect("梯师傅", "乙社区#1 归您了", why="status")
    street.expect("乙3群", "#1 梯师傅接了", why="status")


def test_a_number_is_named_with_its_community(street: World) -> None:
    both_lifts(street)
    street.whispers("梯师傅", "接 1 甲社区")
    street.expect("梯师傅", "甲社区#1 归您了", why="status")
    street.expect("甲3群", "#1 梯师傅接了", why="status")


def test_a_quoted_line_tells_whose_number_it_is(street: World) -> None:
    both_lifts(street)
    street.whispers("梯师傅", "接", quote=street.told("梯师傅", "乙社区#1")[0].text)
    street.expect("梯师傅", "乙社区#1 归您了", why="status")
    street.expect("乙3群", "#1 梯师傅接了", why="status")


def test_of_two_in_hand_the_one_is_asked_for_by_its_community(street: World) -> None:
    both_lifts(street)
    street.whispers("梯师傅", "接")
    street.expect("梯师傅", "甲社区#1 3栋2单元", "乙社区#1 3栋2单元", why="ask")
    street.whispers("梯师傅", "乙社区")
    street.expect("梯师傅", "乙社区#1 归您了", why="status")
    street.expect("乙3群", "#1 梯师傅接了", why="status")


def test_what_was_begun_about_one_is_completed_about_that_one(street: World) -> None:
    both_lifts(street)
    street.whispers("梯师傅", "接 1 乙社区")
    street.forget()
    street.whispers("梯师傅", "延 1 乙社区")
    street.expect("梯师傅", "#1", why="ask")
    street.whispers("梯师傅", "周五，等配件")
    street.expect("梯师傅", "乙社区#1", why="status")
    street.advance(minutes=1)
    street.expect("乙3群", "#1", "配件", why="status")


def test_a_group_knows_only_the_numbers_of_its_community(street: World) -> None:
    lamp(street, "乙3群", "乙王")
    street.says("老吴", "查 1", room="甲3群")
    street.expect("老吴", "没有 #1", why="refuse")


def test_a_list_tells_whose_numbers_they_are(street: World) -> None:
    both_lifts(street)
    street.whispers("梯师傅", "清单")
    street.expect("梯师傅", "甲社区#1", "乙社区#1", why="answer")


def test_of_two_calls_the_one_is_called_off_that_is_named(make_world: Callable[..., World]) -> None:
    people = [{"name": "两头跑", "posts": [post("head", "a3"), post("head", "b3")]}, *STREET["people"][2:]]
    street = make_world(directory=directory(people=people))
    for room in ("甲3群", "乙3群"):
        street.says("两头跑", "请有时间的邻居下午3点到花坛来一起拔草", room=room)
        street.expect(room, "#1", why="call")
    street.whispers("两头跑", "取消 1 下雨")
    street.expect("两头跑", "好几个 #1", why="ask")
    street.whispers("两头跑", "甲社区")
    street.expect("两头跑", "甲社区#1", why="status")
    street.advance(minutes=1)
    street.expect("甲3群", "#1", "下雨", why="status")
    street.until("07-13 13:59")
    street.whispers("两头跑", "取消 1")
    street.expect("两头跑", "乙社区#1", why="status")
    street.advance(minutes=1)
    street.expect("乙3群", "#1", why="status")


def test_two_numbers_are_made_one_within_a_community(street: World) -> None:
    both_lifts(street)
    for room, name in (("甲1群", "甲社区"), ("乙1群", "乙社区")):
        street.says("路人", f"2单元{STUCK}", room=room)
        street.advance(minutes=1)
        street.expect(room, "#2", why="ack")
        street.expect("梯师傅", f"{name}#2", why="assign")
    street.whispers("梯师傅", "并 2 1")
    street.expect("梯师傅", "好几个 #2", why="ask")
    street.whispers("梯师傅", "乙社区")
    street.expect("梯师傅", "乙社区#2", "#1", why="status")


def test_who_reported_elsewhere_asks_for_that_number(street: World) -> None:
    street.says("甲孙", f"2单元{LAMP}", room="乙1群")
    street.expect("乙1群", "#1", why="ack")
    street.expect("乙王", "#1", why="assign")
    street.says("甲李梅", "1单元门口垃圾没人清", room="甲3群")
    street.expect("甲3群", "#1", why="ack")
    street.expect("甲王", "#1", why="assign")
    street.whispers("甲孙", "查 1")
    street.expect("甲孙", "灯", why="answer")
    street.says("甲孙", "查 1", room="甲3群")
    street.advance(minutes=1)
    street.expect("甲3群", "垃圾", why="answer")
