"""A head's day from the chat alone: her list, the four parts, the month, a drill, skills and loans, family copies."""

from __future__ import annotations

from tests.handlers.calls import WEEDS, joins, put_up, tells
from tests.world import World


def test_when_all_is_well_the_list_is_one_line(world: World) -> None:
    world.whispers("苏玲", "清单")
    assert "\n" not in world.expect("苏玲", "都好着呢", why="answer").text


def test_the_four_parts_of_her_work_are_counted(world: World) -> None:
    world.says("小李", "3栋2单元楼道灯不亮了")
    world.forget()
    for part in ("诉求", "调解", "帮困", "活动"):
        world.whispers("苏玲", part)
        world.expect("苏玲", "诉求 1 · 调解 0 · 帮困 0 · 活动 0", why="answer")


def test_the_month_says_what_the_events_say(world: World) -> None:
    world.says("小李", "3栋2单元楼道灯不亮了")
    world.whispers("李大哥", "我来")
    world.whispers("李大哥", "完 1")
    world.whispers("小李", "好了")
    world.advance(minutes=1)
    put_up(world, WEEDS)
    joins(world, "张姐")
    tells(world, "苏玲", "收工")
    tells(world, "苏玲", "12人 500平米")
    world.forget()
    for words in ("本月", "台账 本月"):
        world.whispers("苏玲", words)
        told = world.expect("苏玲", "治理 2 件", "解决 1", "楼栋内办结 1", "志愿 1 场 12 人次", why="answer")
        assert "7月3栋治理2件, 解决1件" in told.text


def test_the_month_is_for_who_answers_for_a_building(world: World) -> None:
    world.whispers("小李", "本月")
    world.expect("小李", "楼长", why="refuse")


def test_a_drill_touches_nothing_real(world: World) -> None:
    world.whispers("苏玲", "演练")
    world.expect("苏玲", "1/5", "派")
    world.whispers("苏玲", "派 1 王师傅")
    world.expect("苏玲", "对了", "2/5")
    world.whispers("苏玲", WEEDS)
    world.expect("苏玲", "对了", "3/5")
    world.whispers("苏玲", "今天天气好")
    world.expect("苏玲", "再试一次", "3/5")
    world.whispers("苏玲", "收工")
    world.expect("苏玲", "4/5")
    world.whispers("苏玲", "5人 100平米")
    world.expect("苏玲", "5/5")
    world.whispers("苏玲", "通知 明天9点停水")
    world.expect("苏玲", "都会了")
    world.advance(days=1)


def test_a_drill_ends_on_one_word(world: World) -> None:
    world.whispers("苏玲", "演练")
    world.expect("苏玲", "1/5")
    world.whispers("苏玲", "结束")
    world.expect("苏玲", "演练结束")
    world.whispers("苏玲", "清单")
    world.expect("苏玲", "都好着呢")


def test_the_family_hears_what_an_old_person_is_told(world: World) -> None:
    world.whispers("李婶", "抄送我女儿")
    world.expect("李婶", "女儿叫什么", why="ask")
    world.whispers("李婶", "抄送 小李")
    world.expect("李婶", "小李", why="status")
    world.expect("小李", "李婶", why="status")
    world.advance(minutes=2)
    world.whispers("李婶", "3栋2单元楼道灯不亮了")
    world.expect("李婶", "#1", why="ack")
    world.expect("小李", "给李婶的", "#1", why="ack")
    world.forget()
    world.whispers("李婶", "抄送 取消")
    world.expect("李婶", "只告诉您")


def test_who_the_family_is_may_be_told_in_a_second_message(world: World) -> None:
    world.whispers("周奶奶", "抄送我女儿")
    world.expect("周奶奶", "您女儿叫什么", why="ask")
    world.whispers("周奶奶", "王大姐")
    world.expect("周奶奶", "也告诉王大姐", why="status")
    world.expect("王大姐", "周奶奶")


def test_who_can_lend_something_is_asked_in_private_and_asked_back_after_three_days(world: World) -> None:
    world.whispers("李大哥", "我有 梯子")
    world.expect("李大哥", "梯子", why="status")
    world.says("小李", "谁有梯子")
    world.expect("3栋", "@小李", "帮您问问")
    world.expect("李大哥", "小李想借梯子", why="ask")
    world.whispers("李大哥", "可以")
    world.expect("李大哥", "小李")
    world.expect("小李", "李大哥可以借您梯子")
    world.advance(days=3)
    world.expect("李大哥", "还了吗", why="ask")
    world.whispers("李大哥", "还了")
    world.expect("李大哥", "谢谢")


def test_a_thing_nobody_has_is_said_so(world: World) -> None:
    world.whispers("小李", "谁有 电钻")
    world.expect("小李", "还没有人")


def test_a_skill_is_used_once_it_is_said_and_never_after_it_is_taken_back(world: World) -> None:
    world.whispers("张姐", "我会 修灯")
    world.expect("张姐", "修灯")
    world.whispers("李大哥", "我不会了")
    world.expect("李大哥", "去掉了")
    world.says("老马", "3栋1单元楼道灯不亮了")
    world.expect("张姐", "#1", why="offer")
    assert not world.told("李大哥", "#1")
    world.forget()
