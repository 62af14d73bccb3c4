"""A street with two communities: each has its 1栋 and 3栋, its 刘芳, its 王师傅 and its own numbers from 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from handlers import gaps
from handlers.messages import SendError
from handlers.settings import DirectoryEntry
from storage import requests
from tests.world import World


def post(role: str, unit: str, **more: Any) -> dict[str, Any]:
    """A post as the configuration writes it."""
    return {"role": role, "unit": unit, **more}


BUILDINGS = {"a1": "1栋", "a3": "3栋", "b1": "1栋", "b3": "3栋", "b5": "5栋"}
STREET: dict[str, list[dict[str, Any]]] = {
    "units": [
        {"id": "jd", "kind": "街道", "name": "运河街道"},
        {"id": "a", "kind": "社区", "name": "甲社区", "parent": "jd"},
        {"id": "b", "kind": "社区", "name": "乙社区", "parent": "jd"},
        *({"id": key, "kind": "楼栋", "name": name, "parent": key[0]} for key, name in BUILDINGS.items()),
    ],
    "rooms": [
        {"name": "街道群", "unit": "jd"},
        {"name": "甲群", "unit": "a"},
        {"name": "乙群", "unit": "b"},
        *({"name": f"{'甲' if key[0] == 'a' else '乙'}{key[1]}群", "unit": key} for key in BUILDINGS),
    ],
    "people": [
        {"name": "刘芳", "account": "甲刘芳", "posts": [post("head", "a3")], "household": "3-1-101"},
        {"name": "刘芳", "account": "乙刘芳", "posts": [post("head", "b3")], "household": "3-1-101"},
        {"name": "王师傅", "account": "甲王", "posts": [post("worker", "a")]},
        {"name": "王师傅", "account": "乙王", "posts": [post("worker", "b")]},
        {"name": "梯师傅", "posts": [post("worker", "a", **{"for": ["lift"]}), post("worker", "b", **{"for": ["lift"]})]},
        {"name": "老吴", "posts": [post("head", "b1")], "household": "3-1-202", "unit": "a"},
        {"name": "甲主任", "posts": [post("community", "a")]},
        {"name": "乙主任", "posts": [post("community", "b")]},
        {"name": "甲管", "posts": [post("admin", "a")]},
        {"name": "乙管", "posts": [post("admin", "b")]},
        {"name": "街道办", "posts": [post("grid", "jd")]},
        {"name": "李梅", "account": "甲李梅", "household": "3-1-102", "unit": "a"},
        {"name": "李梅", "account": "乙李梅", "household": "3-1-102", "unit": "b"},
        {"name": "小周", "household": "3-1-102"},
        {"name": "甲孙", "household": "3-2-201", "unit": "a"},
        {"name": "乙孙", "household": "3-2-201", "unit": "b"},
    ],
}  # fmt: skip

LAMP = "楼道灯坏了"
STUCK = "电梯关不上门"


@pytest.fixture
def street(make_world: Callable[..., World]) -> World:
    """Both communities on a Monday morning."""
    return make_world(directory=DirectoryEntry.model_validate(STREET))


def lamp(world: World, room: str, worker: str, who: str = "路人") -> None:
    """A lamp in the group of a building: acked with its community's next number, its worker asked."""
    world.says(who, f"2单元{LAMP}", room=room)
    world.expect(room, "#", why="ack")
    world.expect(worker, "#", why="assign")


# --- people ------------------------------------------------------------------------------------------------------


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


# --- places ------------------------------------------------------------------------------------------------------


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


# --- numbers -----------------------------------------------------------------------------------------------------


def both_lifts(world: World) -> None:
    """Each community has its #1, and both are the same worker's."""
    for room, name in (("甲3群", "甲社区"), ("乙3群", "乙社区")):
        world.says("路人", f"2单元{STUCK}", room=room)
        world.advance(minutes=1)
        world.expect(room, "#1 3栋2单元", why="ack")
        world.expect("梯师傅", f"{name}#1 3栋2单元", why="assign")


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


# --- questions, notices, the month -------------------------------------------------------------------------------


def test_what_a_head_had_kept_is_not_told_in_another_community(street: World) -> None:
    street.whispers("甲李梅", "活动室几点开门？")
    street.expect("甲李梅", "刘芳", why="answer")
    street.expect("甲刘芳", "答 1", why="ask")
    street.whispers("甲刘芳", "答 1 早上九点")
    street.expect("甲刘芳", "告诉了", why="status")
    street.expect("甲李梅", "早上九点", why="answer")
    street.whispers("甲刘芳", "记住 1")
    street.expect("甲刘芳", "照这样答", why="status")
    street.whispers("乙李梅", "活动室几点开门？")
    street.expect("乙李梅", "刘芳", why="answer")
    street.expect("乙刘芳", "答 1", why="ask")


def test_a_question_is_answered_by_who_serves_there_wherever_they_live(street: World) -> None:
    street.whispers("乙孙", "活动室几点开门？")
    street.expect("乙孙", why="answer")
    street.expect("乙刘芳", "答 1", why="ask")
    street.whispers("乙主任", "答 1 早上九点")
    street.expect("乙主任", why="status")
    street.expect("乙孙", "早上九点", why="answer")


def test_a_notice_is_taken_back_by_the_community_that_sent_it(street: World) -> None:
    for community, room in (("甲主任", "甲1群"), ("乙主任", "乙1群")):
        street.whispers(community, "通知 1栋 明天9点停水")
        street.expect(community, "通知1", why="status")
        street.expect(room, "停水", why="notice")
    street.advance(minutes=1)
    street.whispers("乙主任", "撤回通知 1")
    street.expect("乙主任", why="status")
    street.expect("乙1群", "停水", why="status")


def test_the_street_tells_one_community_alone(street: World) -> None:
    street.whispers("街道办", "通知 乙社区 明天9点停水")
    street.expect("街道办", "3个群", why="status")
    street.advance(minutes=1)
    for room in ("乙1群", "乙3群", "乙5群"):
        street.expect(room, "停水", why="notice")
    street.whispers("街道办", "通知 3栋 明天9点停水")
    street.expect("街道办", "没有找到3栋", why="refuse")
    street.whispers("街道办", "通知 甲社区3栋 明天9点停水")
    street.expect("街道办", "1", why="status")
    street.expect("甲3群", "停水", why="notice")


def test_when_a_group_had_its_safety_reminder_is_its_own_communitys_matter(street: World) -> None:
    street.whispers("乙主任", "安全提醒 台风")
    street.forget()
    street.advance(days=3)
    street.whispers("甲主任", "安全提醒 台风")
    street.forget()
    street.whispers("乙主任", "安全提醒 台风")
    street.expect("乙主任", "7月13日", "7月20日", why="refuse")


def test_the_month_of_each_community_is_told_by_itself(make_world: Callable[..., World]) -> None:
    people = [{"name": "两头跑", "posts": [post("head", "a3"), post("head", "b3")]}, *STREET["people"][2:4]]
    street = make_world(directory=DirectoryEntry.model_validate({**STREET, "people": people}))
    lamp(street, "乙3群", "乙王")
    street.whispers("两头跑", "本月")
    told = street.expect("两头跑", why="answer").text
    assert "3栋治理 0 件" in told
    assert "3栋治理 1 件" in told


# --- whoever looks after the bot, and the street -----------------------------------------------------------------


def test_where_the_street_has_nobody_its_matters_are_the_first_communitys(make_world: Callable[..., World]) -> None:
    people = [one for one in STREET["people"] if one["name"] != "街道办"]
    street = make_world(directory=DirectoryEntry.model_validate({**STREET, "people": people}))
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
    entry = DirectoryEntry.model_validate({"units": units, "rooms": rooms, "people": people})
    street = make_world(directory=entry)
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


def test_a_bare_word_of_consent_is_for_the_group_in_which_it_is_said(make_world: Callable[..., World]) -> None:
    people = [{"name": "两头跑", "posts": [post("head", "a3"), post("head", "b3")]}, *STREET["people"][2:]]
    street = make_world(directory=DirectoryEntry.model_validate({**STREET, "people": people}))
    for who, room in (("甲孙", "甲3群"), ("乙孙", "乙3群")):
        street.says(who, "请有时间的邻居下午3点到花坛来一起拔草", room=room)
        street.advance(minutes=1)
        street.expect("两头跑", "拔草", why="ask")
    street.says("两头跑", "准", room="甲3群")
    street.expect("甲3群", "#1", "拔草", why="call")
    street.advance(minutes=1)
    street.expect("两头跑", why="status")
    street.until("07-13 14:20")
    street.expect("甲3群", why="remind")


def test_of_two_calls_the_one_is_called_off_that_is_named(make_world: Callable[..., World]) -> None:
    people = [{"name": "两头跑", "posts": [post("head", "a3"), post("head", "b3")]}, *STREET["people"][2:]]
    street = make_world(directory=DirectoryEntry.model_validate({**STREET, "people": people}))
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


def test_the_same_door_of_two_communities_is_two_households(street: World) -> None:
    street.says("甲李梅", "河边的路灯不亮", room="街道群")
    street.expect("街道群", "#1", why="ack")
    street.forget()
    street.says("乙李梅", "我家也是", room="街道群")
    street.advance(minutes=1)
    street.forget()
    with street.store.read() as session:
        assert requests.households(session, street.request(1).id or 0) == 2


def test_what_does_not_arrive_is_seen_by_the_admin_of_that_community(street: World) -> None:
    street.failing["乙王"] = SendError("not a friend", permanent=True)
    street.says("路人", f"2单元{LAMP}", room="乙3群")
    street.advance(minutes=1)
    street.expect("乙3群", "#1", why="ack")
    street.expect("乙3群", "王师傅", why="assign")
    street.expect("乙刘芳", "王师傅", why="status")
    street.expect("乙管", "王师傅", why="error")


def test_when_the_bot_was_deaf_is_told_to_everybody_who_looks_after_it(street: World) -> None:
    since = street.now
    street.core.do(lambda office: gaps.note(office, since, None), street.now)
    street.advance(minutes=5)
    street.core.do(lambda office: gaps.note(office, since, street.now), street.now)
    street.advance(minutes=1)
    for admin in ("甲管", "乙管"):
        street.expect(admin, why="error")


def test_a_stranger_may_name_the_street_too(street: World) -> None:
    street.whispers("生人", LAMP)
    street.expect("生人", "几栋几单元", why="ask")
    street.whispers("生人", "甲社区5栋2单元")
    street.expect("生人", "没有找到5栋", why="refuse")
    street.whispers("生人", "运河街道乙社区3栋2单元")
    street.expect("生人", "#1 3栋2单元", why="ack")
    street.expect("乙王", "#1 3栋2单元", why="assign")


def test_what_does_not_reach_who_lives_elsewhere_is_seen_where_it_is_about(street: World) -> None:
    street.failing["老吴"] = SendError("not a friend", permanent=True)
    street.says("路人", "我家煤气味很重", room="乙1群")
    street.advance(seconds=30)
    street.expect("乙管", "老吴", why="error")
    assert not street.told("甲管")
    street.forget()
