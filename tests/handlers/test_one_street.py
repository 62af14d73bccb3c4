"""One street of two communities: what is told and kept, who looks after the bot, and that nothing crosses over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers import gaps
from handlers.messages import SendError
from handlers.settings import Rates
from tests.handlers.street import LAMP, STREET, an_hour_in, directory, lamp, post, rows_of
from tests.world import World


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
    street = make_world(directory=directory(people=people))
    lamp(street, "乙3群", "乙王")
    street.whispers("两头跑", "本月")
    told = street.expect("两头跑", why="answer").text
    assert "3栋治理 0 件" in told
    assert "3栋治理 1 件" in told


def test_a_bare_word_of_consent_is_for_the_group_in_which_it_is_said(make_world: Callable[..., World]) -> None:
    people = [{"name": "两头跑", "posts": [post("head", "a3"), post("head", "b3")]}, *STREET["people"][2:]]
    street = make_world(directory=directory(people=people))
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


def test_what_does_not_reach_who_lives_elsewhere_is_seen_where_it_is_about(street: World) -> None:
    street.failing["老吴"] = SendError("not a friend", permanent=True)
    street.says("路人", "我家煤气味很重", room="乙1群")
    street.advance(seconds=30)
    street.expect("乙管", "老吴", why="error")
    assert not street.told("甲管")
    street.forget()


# --- nothing at all ------------------------------------------------------------------------------------------------

HEAD = """派 1 王师傅、派 2 王师傅、换人 1 小陈、升 1 没人管、不受理 1 归供电局 电话95598、办结 1、并 2 1、拆 2、误报 1 报错了
问 1 在家吗、查 1、为什么 1、催 1、招呼 1 明天9点、取消 3 下雨、改 3 周日9点、收工 3、3 12人 500平米、停 3、到 李梅、答 1 早上九点、记住 1
改通知 1 停电、撤回通知 1、通知 5栋 停水、通知 1-5栋 停水、安全提醒 台风、本月、台账 本月、清单、没人接的、诉求、调解、帮困、活动、准
授权 李梅 今天、敲门 3-1-102 正常、敲门 5-1-102 要买药、巡查 消防 5栋 楼道堆物、代报 乙孙家水管漏水、代报 李梅家水管漏水
让乙王去看看1、小楼 安静 2小时、请假到周三 乙刘芳代、我回来了"""
WORKER = """接 1、接、1接 2完 3退 没空、退 1 没有梯子、转 1 王师傅、转 1 乙王、延 1 周五 等配件、出发、在修、完 1、完 2、完、修好了
1 马上到、#1怎么样了、换时间 1 明天上午"""
RESIDENT = """没修好、还是不亮、好了、1、是、不是、没办结、不同意 1、不用了 1、我来 3、不去了 3、谁有 梯子、谁会 水电、活动室几点开门？
抄送 乙孙、5栋楼道灯坏了、我家水管漏水、又坏了"""
NEIGHBOUR = """我家也是、+1、我来、不去了、查 1、催 1、修好了吗、@小楼 谁有梯子、3栋2单元楼道灯坏了、5栋电梯坏了、灯亮了谢谢王师傅
我和李梅都去"""
DAY = (("刘芳", None, HEAD), ("王", None, WORKER), ("李梅", None, RESIDENT), ("李梅", "3群", NEIGHBOUR))
"""What people of one community say in a day, with numbers, names and buildings that the other one has too."""


@pytest.mark.parametrize("both", [False, True], ids=["that has nothing yet", "that has its own"])
def test_whatever_is_said_in_one_community_nothing_of_the_other_moves_and_nobody_there_hears_of_it(
    make_world: Callable[..., World], *, both: bool
) -> None:
    street = make_world(directory=directory(), rates={"replay": Rates()})
    for side in "乙甲" if both else "乙":
        an_hour_in(street, side)
    before, heard = rows_of(street, "乙社区"), len(street.heard)
    for who, room, said in DAY:
        for words in said.replace("\n", "、").split("、"):
            if room:
                street.says(f"甲{who}", words, room=f"甲{room}")
            else:
                street.whispers(f"甲{who}", words)
    assert rows_of(street, "乙社区") == before
    assert [str(one) for one in street.heard[heard:] if one.chat.startswith("乙") or one.chat == "老吴"] == []
    street.forget()
