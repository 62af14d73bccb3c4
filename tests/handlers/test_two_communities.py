"""Two communities of one street: people, doors and buildings of the other one are not taken for the own."""

from __future__ import annotations

from collections.abc import Callable

from storage import requests
from tests.handlers.street import LAMP, STREET, directory, lamp
from tests.world import World


def test_the_same_door_of_another_community_is_no_family(street: World) -> None:
    street.whispers("甲李梅", "我家水管漏水")
    street.expect("甲李梅", "#1", why="ack")
    street.expect("甲王", "#1 3栋1单元102", why="assign")
    street.whispers("乙李梅", "查 1")
    street.expect("乙李梅", "没有 #1", why="refuse")


def test_whose_building_is_not_known_is_at_home_where_they_first_speak(street: World) -> None:
    street.says("小周", LAMP, room="乙3群")
    street.expect("乙3群", "#1 3栋1单元", why="ack")
    street.expect("乙王", "#1 3栋1单元", why="assign")
    street.crash()
    street.advance(minutes=1)
    street.whispers("小周", "厨房水管漏水")
    street.expect("小周", "#2", why="ack")
    street.expect("乙王", "#2 3栋1单元102", why="assign")


def test_a_worker_of_that_name_is_the_one_who_serves_there(street: World) -> None:
    for room, worker, head in (("甲3群", "甲王", "甲刘芳"), ("乙3群", "乙王", "乙刘芳")):
        lamp(street, room, worker)
        street.advance(minutes=1)
        street.whispers(head, "派 1 王师傅")
        street.expect(head, "#1", "王师傅", why="status")
        street.expect(worker, "#1", why="assign")


def test_a_worker_of_another_community_is_not_sent(street: World) -> None:
    lamp(street, "甲3群", "甲王")
    street.whispers("甲刘芳", "派 1 乙主任")
    street.expect("甲刘芳", "没有找到", why="refuse")


def test_who_is_reported_for_is_a_neighbour_of_this_community(street: World) -> None:
    street.whispers("乙刘芳", "代报 李梅家水管漏了")
    street.expect("乙刘芳", "#1", why="ack")
    street.expect("乙李梅", "#1", why="status")
    street.expect("乙王", "#1 3栋1单元102", why="assign")


def test_who_stands_in_is_of_the_same_community(street: World) -> None:
    street.whispers("乙王", "请假到周三 刘芳代")
    street.expect("乙王", "刘芳", why="status")
    street.expect("乙刘芳", "王师傅", why="status")


def test_a_name_in_a_list_is_nobody_of_another_community(street: World) -> None:
    street.says("乙刘芳", "请邻居们周六上午9点到花坛来一起拔草", room="乙3群")
    street.expect("乙3群", "#1 刘芳招呼", why="call")
    street.says("乙李梅", "接龙 周六拔草\n1. 乙李梅\n2. 甲孙", room="乙3群")
    street.advance(minutes=6)
    street.expect("乙3群", "已有2位", why="roster")
    street.whispers("甲孙", "不去了")
    street.expect("甲孙", "没有报", why="refuse")


def test_things_are_lent_among_neighbours_of_one_community(street: World) -> None:
    street.whispers("甲孙", "我有 梯子")
    street.expect("甲孙", "梯子")
    street.whispers("乙李梅", "谁有 梯子")
    street.expect("乙李梅", "梯子", why="answer")
    street.whispers("甲李梅", "谁有 梯子")
    street.expect("甲李梅", "梯子", why="answer")
    street.expect("甲孙", "梯子", why="ask")


def test_a_building_that_only_the_other_community_has_is_not_meant(street: World) -> None:
    street.says("甲李梅", f"5栋{LAMP}", room="甲3群")
    street.expect("甲3群", "#1 楼道灯坏了", "哪一栋", why="ack")
    street.expect("甲王", "#1", why="assign")


def test_a_building_of_another_community_is_meant_where_it_is_named(street: World) -> None:
    street.says("甲李梅", f"乙社区3栋2单元{LAMP}", room="甲3群")
    street.expect("甲3群", "#1 3栋2单元", why="ack")
    street.expect("乙王", "#1 3栋2单元", why="assign")
    street.whispers("甲李梅", "查 1")
    street.expect("甲李梅", "王师傅", why="answer")


def test_what_is_said_in_a_communitys_group_is_not_the_homes_elsewhere(street: World) -> None:
    street.says("甲李梅", f"2单元{LAMP}", room="乙群")
    street.expect("乙群", "#1 2单元", "哪一栋", why="ack")
    street.expect("乙王", "#1", why="assign")


def test_who_lives_in_one_and_heads_in_the_other_goes_round_where_the_post_is(street: World) -> None:
    street.whispers("老吴", "敲门 1-1-101 正常")
    street.expect("老吴", "1-1-101", why="status")
    street.whispers("老吴", "敲门 3-1-102 正常")
    street.expect("老吴", why="refuse")
    street.whispers("老吴", "巡查 消防 楼道堆物")
    street.expect("老吴", "#1 1栋", why="ack")
    street.expect("乙王", "#1 1栋", why="assign")


def test_a_strangers_danger_goes_on_to_the_community_where_it_is(street: World) -> None:
    street.whispers("生人", "我家煤气味很重")
    street.expect("生人", "#1", "哪一栋", why="ack")
    street.expect("街道办", "#1", why="assign")
    street.whispers("生人", "乙社区3栋1单元")
    street.expect("乙王", "#1 3栋1单元", why="assign")
    street.expect("乙刘芳", "#1 3栋1单元", why="escalate")
    street.expect("生人", "#1", why="answer")
    street.whispers("乙王", "接 1")
    street.expect("乙王", "#1", why="status")
    street.expect("生人", "#1 王师傅接了", why="status")


def test_where_the_street_has_nobody_its_matters_are_the_first_communitys(make_world: Callable[..., World]) -> None:
    people = [one for one in STREET["people"] if one["name"] != "街道办"]
    street = make_world(directory=directory(people=people))
    street.says("路人", f"3栋2单元{LAMP}", room="街道群")
    street.expect("街道群", "#1", "哪一栋", why="ack")
    street.expect("甲主任", "#1", why="assign")
    street.says("路人", "乙社区3栋2单元", room="街道群")
    street.advance(minutes=1)
    street.expect("甲主任", "#1 在乙社区3栋", why="status")
    street.expect("乙王", "#1 3栋2单元", why="assign")


def test_a_strangers_danger_is_moved_where_no_street_is_above(make_world: Callable[..., World]) -> None:
    units = [{**one, "parent": None} if one.get("parent") == "jd" else one for one in STREET["units"][1:]]
    rooms, people = STREET["rooms"][1:], [one for one in STREET["people"] if one["name"] != "街道办"]
    street = make_world(directory=directory(units=units, rooms=rooms, people=people))
    street.whispers("生人", "我家煤气味很重")
    street.expect("生人", "#1", "哪一栋", why="ack")
    street.expect("甲王", "#1", why="assign")
    street.expect("甲主任", "#1", why="assign")
    street.whispers("生人", "5栋1单元")
    street.expect("甲主任", "#1 在乙社区5栋", why="status")
    street.expect("甲王", "#1 在乙社区5栋", why="status")
    street.expect("乙王", "#1 5栋1单元", why="assign")
    street.expect("生人", "#1", why="answer")
    street.whispers("甲王", "接 1")
    street.expect("甲王", "没有 #1", why="refuse")
    street.whispers("乙王", "接 1")
    street.expect("乙王", "#1", why="status")
    street.expect("生人", "#1 王师傅接了", why="status")


def test_whoever_goes_round_for_the_street_names_the_community(street: World) -> None:
    street.whispers("街道办", "敲门 3-1-102 正常")
    street.expect("街道办", "没有找到", why="refuse")
    street.whispers("街道办", "敲门 乙社区3-1-102 要买药")
    street.expect("街道办", "#1", why="ack")
    street.expect("乙李梅", "#1", why="status")
    street.expect("乙王", "#1 3栋1单元102", why="assign")


def test_the_same_door_of_two_communities_is_two_households(street: World) -> None:
    street.says("甲李梅", "河边的路灯不亮", room="街道群")
    street.expect("街道群", "#1", why="ack")
    street.forget()
    street.says("乙李梅", "我家也是", room="街道群")
    street.advance(minutes=1)
    street.forget()
    with street.store.read() as session:
        assert requests.households(session, street.request(1).id or 0) == 2


def test_a_stranger_may_name_the_street_too(street: World) -> None:
    street.whispers("生人", LAMP)
    street.expect("生人", "几栋几单元", why="ask")
    street.whispers("生人", "甲社区5栋2单元")
    street.expect("生人", "没有找到5栋", why="refuse")
    street.whispers("生人", "运河街道乙社区3栋2单元")
    street.expect("生人", "#1 3栋2单元", why="ack")
    street.expect("乙王", "#1 3栋2单元", why="assign")
