"""Opening: by score, acknowledged where it was said, with the promise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.messages import MessageType
from storage.tables import Status
from tests.handlers.steps import LAMP, RUBBISH, quietly, reported
from tests.world import World


def test_the_ack_has_the_mention_the_number_the_place_and_the_promise(world: World) -> None:
    world.says("孙师傅", LAMP)
    ack = world.expect("2栋", "@孙师傅", "#1", "2栋1单元", "今天11:30前有人回您", why="ack", no=1)
    assert ack.mentions == ("孙师傅",)
    assert len(ack.text) <= 60
    world.expect("王师傅", "#1", "11:30", "接", "退", why="assign", no=1)
    assert world.due(1) == "07-13 10:30"


def test_a_private_report_is_acknowledged_in_private_and_never_in_a_group(world: World) -> None:
    world.whispers("孙师傅", LAMP)
    world.expect("孙师傅", "#1", "11:30", why="ack")
    world.expect("王师傅", "#1", why="assign")
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1", why="status")
    world.advance(minutes=10)
    world.expect("孙师傅", "#1 王师傅接了", why="status")
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("孙师傅", "#1", "没修好", why="done")


def test_an_unknown_entrance_is_asked_in_the_same_line_and_nothing_waits_for_it(world: World) -> None:
    world.says("陈阿姨", "楼道灯坏了", room="3栋")
    world.expect("3栋", "@陈阿姨", "#1", "是哪个单元?", why="ack")
    world.expect("李大哥", "#1", why="offer")
    world.says("陈阿姨", "2单元", room="3栋")
    assert world.request(1).entrance == "2"


def test_a_corridor_is_the_reporters_own_unless_another_unit_is_said(world: World) -> None:
    world.says("孙师傅", "楼道里堆了好多纸箱没人清")
    world.expect("2栋", "#1 2栋1单元楼道", why="ack")
    assert "201" not in world.expect("小陈", "#1 2栋1单元楼道", why="assign").text


def test_a_strangers_corridor_is_asked_for_a_public_place_is_not(world: World) -> None:
    world.says("陈阿姨", "楼道里堆了好多纸箱没人清", room="2栋")
    world.expect("2栋", "是哪个单元?", why="ack")
    world.expect("小陈", "#1", why="assign")
    world.advance(minutes=2)
    world.says("陈阿姨", "地下车库的灯坏了", room="2栋")
    assert "?" not in world.expect("2栋", "#2", why="ack").text
    world.expect("王师傅", "#2", why="assign")


def test_whoever_goes_hears_the_place_when_it_is_known(world: World) -> None:
    world.says("陈阿姨", "楼道灯坏了", room="2栋")
    world.forget()
    world.advance(minutes=5)
    world.says("陈阿姨", "3单元的", room="2栋")
    world.expect("王师傅", "#1 在2栋3单元", why="status")


@pytest.mark.parametrize("words", ["不对，是2单元", "说错了，2单元的", "不是1单元，是2单元", "打错了是2单元不是1单元"])
@pytest.mark.parametrize("in_private", [False, True])
def test_a_place_that_was_wrong_is_put_right_by_the_reporter(world: World, words: str, in_private: bool) -> None:
    reported(world)
    world.advance(minutes=1)
    if in_private:
        world.whispers("孙师傅", words)
    else:
        world.says("孙师傅", words)
    world.expect("王师傅", "#1 在2栋2单元", why="status")
    world.expect("孙师傅", "#1 记成2单元", why="answer")


def test_a_neighbour_corrects_nothing(world: World) -> None:
    reported(world)
    world.says("周奶奶", "不对，是2单元吧")
    world.says("孙师傅", "不是吧，今天才周一")
    assert world.request(1).entrance == "1"


def test_talk_that_mentions_a_unit_is_no_answer_to_which_unit(world: World) -> None:
    world.says("陈阿姨", "楼道灯坏了", room="2栋")
    world.forget()
    world.says("陈阿姨", "刚才在3单元门口碰到老同学聊了半天", room="2栋")
    assert world.request(1).entrance is None


def test_a_report_about_another_building_is_opened_for_that_one_and_acked_where_it_was_said(world: World) -> None:
    world.says("小李", LAMP)
    world.expect("3栋", "@小李", "#1 2栋1单元", why="ack")
    assert "502" not in world.expect("王师傅", "#1 2栋1单元", why="assign").text
    world.whispers("刘芳", "派 1 小陈")
    world.forget()
    assert world.assignee(1) == "小陈"


def test_a_building_that_nobody_knows_is_asked_for_and_is_not_the_own_one(world: World) -> None:
    world.says("小李", "8栋1单元楼道灯不亮")
    world.expect("3栋", "#1", "是哪一栋", why="ack")
    assert "3栋" not in world.expect("王师傅", "#1", why="assign").text
    world.advance(minutes=1)
    world.says("小李", "是2栋1单元")
    world.expect("王师傅", "#1 在2栋1单元", why="status")


def test_two_matters_get_two_numbers_and_one_line(world: World) -> None:
    world.says("老马", "3栋1单元楼道灯不亮，还有门口垃圾没人清")
    world.expect("3栋", "#1", "#2", why="ack")
    world.expect("李大哥", "#1", why="offer")
    world.expect("小陈", "#2", why="assign")


def test_two_of_a_kind_in_two_places_are_two_matters(world: World) -> None:
    world.says("陈阿姨", "1单元楼道灯坏了，2单元的楼道灯也坏了", room="2栋")
    world.expect("2栋", "#1 2栋1单元", "#2 2栋2单元", why="ack")
    world.expect("王师傅", "#1", why="assign")
    world.advance(minutes=1)
    world.expect("王师傅", "#2", why="assign")


def test_a_photo_within_two_minutes_belongs_to_the_report_and_is_not_answered(world: World) -> None:
    reported(world)
    world.advance(minutes=1)
    world.says("孙师傅", "", type=MessageType.IMAGE)
    assert world.request(1).photos == 1
    world.advance(minutes=3)
    world.says("孙师傅", "", type=MessageType.IMAGE)
    assert world.request(1).photos == 1


def test_a_photo_shortly_before_belongs_to_it_too_and_the_worker_knows(world: World) -> None:
    world.says("孙师傅", "", type=MessageType.IMAGE)
    world.says("周奶奶", "", type=MessageType.IMAGE)
    world.advance(minutes=1)
    world.says("孙师傅", LAMP)
    world.expect("2栋", "#1", why="ack")
    world.expect("王师傅", "#1", "有照片", why="assign")
    assert world.request(1).photos == 1


def test_a_voice_of_the_heads_own_is_nobodys_to_hear(world: World) -> None:
    world.says("苏玲", "", type=MessageType.VOICE)
    world.whispers("苏玲", "", type=MessageType.VOICE)
    world.expect("苏玲", "打字", why="answer")
    world.until("07-14 09:00")


def test_a_voice_goes_to_the_head_with_a_clock_and_her_words_open_it(world: World) -> None:
    world.says("张姐", "", type=MessageType.VOICE)
    world.expect("苏玲", "张姐", "语音", why="ask")
    world.until("07-13 11:31")
    world.expect("苏玲", "语音", why="remind")
    world.whispers("苏玲", "是 1单元门口垃圾没人清")
    world.expect("苏玲", "#1", why="status")
    world.expect("3栋", "@张姐", "#1", "垃圾", why="ack")
    world.expect("小陈", "#1", "垃圾", why="assign")


def test_a_voice_that_nobody_listened_to_stands_in_the_heads_list_with_its_sender(world: World) -> None:
    world.says("张姐", "", type=MessageType.VOICE)
    world.forget()
    world.until("07-13 13:31")
    world.expect("苏玲", "张姐的语音", why="digest")
    world.forget()


def test_a_private_voice_is_answered_once(world: World) -> None:
    world.whispers("张姐", "", type=MessageType.VOICE)
    world.expect("张姐", "听一听", why="answer")
    world.expect("苏玲", "张姐", why="ask")


def test_a_worker_reports_for_somebody_and_both_hear_the_result(world: World) -> None:
    world.whispers("小陈", "代报 张姐家楼道灯坏了")
    world.expect("小陈", "张姐", "#1", why="ack")
    world.expect("张姐", "小陈替您记下了 #1", why="status")
    world.expect("李大哥", "#1", why="offer")
    world.advance(minutes=5)
    world.whispers("李大哥", "接 1")
    world.advance(minutes=10)
    world.forget()
    world.whispers("李大哥", "完 1")
    world.expect("李大哥", why="done")
    world.expect("张姐", "#1", "没修好", why="done")
    world.expect("小陈", "#1", why="done")


def test_family_reports_for_family(world: World) -> None:
    world.whispers("小李", "代报 李婶家水龙头坏了")
    world.expect("小李", "李婶", "#1", why="ack")
    world.expect("李婶", "#1", why="status")
    world.forget()
    assert world.request(1).private


def test_said_in_the_group_it_is_acked_there_and_the_one_it_is_for_hears_in_private(world: World) -> None:
    world.says("刘芳", "代报 周奶奶家水龙头坏了")
    ack = world.expect("2栋", "@刘芳 记下了 #1", why="ack").text
    assert "周奶奶" not in ack and "101" not in ack
    world.expect("周奶奶", "刘芳替您记下了 #1", why="status")
    world.expect("王师傅", "#1 2栋1单元101", why="assign")
    world.advance(minutes=1)
    world.whispers("王师傅", "接 1")
    world.forget()
    world.advance(minutes=30)
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("2栋", "@刘芳 #1", why="done")
    world.expect("周奶奶", "#1", why="done")


def test_for_mother_means_the_one_who_lives_there_too(world: World) -> None:
    world.says("小李", "帮我妈报一下，厨房水龙头坏了")
    world.expect("3栋", "@小李 记下了 #1 3栋2单元", why="ack")
    world.expect("李婶", "小李替您记下了 #1", why="status")
    world.expect("王师傅", "#1 3栋2单元502", why="assign")


def test_behind_the_matter_it_may_be_said_for_whom(world: World) -> None:
    world.says("刘芳", "周奶奶家马桶堵了，帮她报一下")
    world.expect("2栋", "@刘芳 记下了 #1 2栋1单元 马桶堵了", why="ack")
    world.expect("周奶奶", "刘芳替您记下了 #1", why="status")
    world.expect("王师傅", "#1 2栋1单元101", why="assign")


def test_a_neighbour_may_say_whose_home_it_is_and_is_the_one_who_is_answered(world: World) -> None:
    world.whispers("孙师傅", "代报 周奶奶家水龙头坏了")
    world.expect("孙师傅", "记下了 #1 2栋1单元", why="ack")
    world.expect("王师傅", "#1 2栋1单元101", why="assign")
    assert world.request(1).told_by_id is None


def test_a_quarrel_told_for_somebody_is_as_private_as_any(world: World) -> None:
    world.says("刘芳", "代报 周奶奶和儿子为赡养费吵起来了，想请人调解")
    world.expect("刘芳", "#1", why="ack")
    world.expect("何阿姨", "#1", why="assign")
    world.expect("周奶奶", "#1", why="status")


def test_at_night_the_reporter_is_acked_in_private_and_the_worker_hears_at_opening(
    make_world: Callable[..., World],
) -> None:
    world = make_world("2026-07-13 23:00")
    world.says("张姐", RUBBISH)
    world.expect("张姐", "#1", "明天10:30前", why="ack")
    world.until("07-14 08:29")
    world.expect_nothing()
    world.until("07-14 08:31")
    assert "今天10:30前" in world.expect("小陈", "#1", why="assign").text
    world.forget()


def test_at_night_who_cannot_be_reached_is_acked_in_the_group_in_the_morning(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 23:00")
    world.says("陈阿姨", RUBBISH, room="3栋")
    world.until("07-14 07:29")
    world.expect_nothing()
    world.until("07-14 07:31")
    world.expect("3栋", "@陈阿姨", "#1", "今天10:30前", why="ack")
    quietly(world, "07-14 08:31")


def test_a_heads_own_report_that_mentions_a_worker_assigns_him(world: World) -> None:
    world.says("苏玲", "@小陈 3栋1单元楼道灯坏了", mentions=("小陈",))
    world.expect("3栋", "#1", why="ack")
    world.forget()
    assert world.assignee(1) == "小陈"


def test_the_title_does_not_say_the_place_again(world: World) -> None:
    world.says("张姐", "地下车库有辆车堵着出口")
    assert "地下车库 有辆车" in world.expect("3栋", "#1").text
    world.forget()


def test_chatter_opens_nothing(world: World) -> None:
    for words in ("大家早上好", "今天天气真好", "哈哈哈", "谢谢大家"):
        world.says("张姐", words)


def test_what_came_back_after_more_than_a_week_gets_a_new_number_and_the_old_one_is_named(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "完 1")
    world.whispers("孙师傅", "好了")
    quietly(world, "07-23 09:30")
    world.says("孙师傅", "2栋1单元楼道灯又坏了")
    world.expect("2栋", "#2", why="ack")
    world.expect("王师傅", "#2", "又犯 #1", why="assign")
    assert world.request(1).status is Status.CLOSED


@pytest.mark.parametrize(
    ("who", "words"), [("周奶奶", "家里水龙头坏了"), ("孙师傅", "1单元停水了"), ("周奶奶", "楼道水管漏水")]
)
def test_what_broke_in_one_home_has_not_come_back_in_another_or_in_the_street(
    world: World, who: str, words: str
) -> None:
    world.says("孙师傅", "我家厨房水龙头坏了")
    world.whispers("王师傅", "完 1")
    world.whispers("孙师傅", "好了")
    quietly(world, "07-23 09:30")
    world.says(who, words)
    assert not world.told("2栋", "又犯")
    world.forget()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("2单元楼道里堆了好多箱子", "#1 3栋2单元楼道 堆了"),
        ("家里暖气片漏水", "#1 3栋1单元 暖气片漏水,"),
        ("物业费太贵了", "#1 3栋1单元 物业费太贵了,"),
    ],
)
def test_the_title_is_made_of_whole_words(world: World, words: str, line: str) -> None:
    world.says("老马", words)
    world.expect("3栋", line, why="ack")
    world.forget()


def test_a_public_spot_stands_without_the_reporters_door(world: World) -> None:
    world.says("老马", RUBBISH)
    world.expect("3栋", "#1 3栋1单元门口", why="ack")
    assert "102" not in world.expect("小陈", "#1 3栋1单元门口", why="assign").text


@pytest.mark.parametrize("who", ["王师傅", "陈主任", "何阿姨"])
def test_who_lives_elsewhere_reports_for_the_whole_community(world: World, who: str) -> None:
    world.whispers(who, "路灯不亮了")
    world.expect(who, "#1", "是哪一栋", why="ack")
    if who != "王师傅":
        world.expect("王师傅", "#1 小区 路灯不亮了", why="assign")
    world.forget()
    assert world.assignee(1) == "王师傅"


def test_where_it_is_said_later_whoever_goes_hears_it(world: World) -> None:
    world.says("租客", "楼道灯坏了", room="2栋")
    world.expect("2栋", "@租客", "#1", "是哪个单元?", why="ack")
    world.expect("王师傅", "#1 2栋 ", why="assign")
    world.advance(minutes=1)
    world.says("租客", "1单元", room="2栋")
    world.expect("王师傅", "#1 在2栋1单元", why="status")


def test_a_voice_of_one_who_lives_elsewhere_is_somebodys_too(world: World) -> None:
    world.whispers("王师傅", "", type=MessageType.VOICE)
    world.expect("王师傅", "收到", why="answer")
    world.expect("赵姐", "语音", why="ask")


def test_several_matters_in_one_message_leave_their_places_out_where_the_line_would_be_long(world: World) -> None:
    world.says("小李", "1.楼道灯坏了 2.门口垃圾没人清 3.单元门锁坏了关不上")
    line = world.expect("3栋", "#1 楼道灯坏了", "#2 垃圾没人清", "#3 单元门锁坏了", why="ack").text
    assert len(line) <= 60
    world.forget()
