"""From the evening before to the thanks: reminders, second call, rain, 收工, the result, and silence."""

from __future__ import annotations

from collections.abc import Callable

from handlers.messages import MessageType
from storage.tables import CallStatus
from tests.handlers.calls import ROOM, SATURDAY, WEEDS, coming, joins, put_up, speaks, status, tells
from tests.world import World, local

EIGHT = SATURDAY + "，需要8个人"


def test_the_group_is_reminded_the_evening_before_and_an_hour_before(world: World) -> None:
    put_up(world, SATURDAY + "，带手套")
    joins(world, "小李", "张姐", "老马")
    world.forget()
    world.until("07-17 19:30")
    world.expect(ROOM, "明天9点", "篮球坪", "3位", "带手套", why="remind")
    world.until("07-18 08:00")
    world.expect(ROOM, "今天9点", "3位", why="remind")
    assert status(world, 1) is CallStatus.ON


def test_a_reminder_of_the_quiet_hours_comes_at_their_end_if_it_is_still_before_the_start(world: World) -> None:
    put_up(world, "明天上午8点到篮球坪扯杂草")
    world.until("07-13 19:30")
    world.forget()
    world.until("07-14 07:30")
    assert world.expect(ROOM, "今天8点", why="remind").at == local("07-14 07:30")


def test_one_gentle_second_call_at_half_of_the_time(world: World) -> None:
    put_up(world, EIGHT)
    joins(world, "小李", "张姐")
    world.advance(minutes=5)
    world.forget()
    world.until("07-17 19:29")
    world.expect(ROOM, "还差6位", "9点开始", why="call")
    assert len(world.told(ROOM, "还差")) == 1


def test_no_second_call_when_nobody_is_missing_or_no_number_was_named(world: World) -> None:
    put_up(world)
    world.until("07-17 19:29")
    world.expect_nothing()


def test_under_half_two_hours_before_the_leader_decides(world: World) -> None:
    put_up(world, "今天下午4点到篮球坪扯杂草，需要8个人")
    joins(world, "小李")
    world.until("07-13 13:59")
    world.forget()
    world.until("07-13 14:00")
    world.expect("苏玲", "只有1位", "取消 1", why="ask")


def test_rain_moves_the_call_and_everybody_stays_signed_up(world: World) -> None:
    put_up(world)
    joins(world, "小李", "张姐", "老马")
    world.forget()
    tells(world, "苏玲", "改 1 周日9点 下雨")
    world.expect("苏玲", "#1", "周日9点", why="status")
    world.expect(ROOM, "#1 下雨, 改到周日9点", "不用再报", "不去了", why="status")
    assert len(coming(world, 1)) == 3
    world.until("07-18 19:30")
    world.expect(ROOM, "明天9点", "3位", why="remind")


def test_only_a_day_keeps_the_hour_and_only_an_hour_keeps_the_day(world: World) -> None:
    put_up(world)
    tells(world, "苏玲", "改 1 周日")
    world.expect(ROOM, "改到周日9点")
    tells(world, "苏玲", "改 1 10点")
    world.advance(minutes=1)
    world.expect(ROOM, "改到周日10点")
    world.forget()


def test_a_call_is_put_off_by_an_hour(world: World) -> None:
    put_up(world)
    tells(world, "苏玲", "改 1 推迟一个小时")
    world.expect("苏玲", "改到周六10点")
    world.expect(ROOM, "#1 改到周六10点", why="status")
    speaks(world, "苏玲", "有人要早走，提前半小时吧")
    world.expect(ROOM, "改到周六9点半", why="status")
    speaks(world, "苏玲", "我晚半小时到")
    world.expect_nothing()


def test_cancelling_tells_what_when_and_why(world: World) -> None:
    put_up(world)
    tells(world, "苏玲", "取消 1 下雨")
    world.expect("苏玲", "取消了")
    world.expect(ROOM, "#1", "周六9点", "扯杂草", "取消了: 下雨", why="status")
    world.until("07-20 12:00")
    world.expect_nothing()


def test_a_neighbour_cannot_cancel_somebody_elses_call(world: World) -> None:
    put_up(world)
    tells(world, "张姐", "取消 1")
    world.expect("张姐", "招呼的人", why="refuse")
    assert status(world, 1) is CallStatus.RECRUITING


def test_two_hours_after_the_start_the_leader_is_asked_and_once_more_the_next_evening(world: World) -> None:
    put_up(world, WEEDS)
    world.advance(hours=2)
    world.expect("苏玲", "到了几位", why="ask")
    world.until("07-14 19:30")
    world.expect("苏玲", "到了几位", why="ask")
    world.until("07-20 12:00")
    assert status(world, 1) is CallStatus.PUBLISHED


def test_a_call_that_ends_at_night_is_asked_about_the_next_evening(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 19:00")
    put_up(world, "今晚8点半一起在篮球坪看电影")
    world.until("07-16 19:29")
    world.forget()
    world.until("07-17 19:29")
    assert not [one for one in world.heard if one.why == "ask"]
    world.until("07-17 19:30")
    world.expect("苏玲", "到了几位", why="ask")
    world.forget()


def test_the_leaders_number_wins_over_the_roster(world: World) -> None:
    put_up(world, WEEDS)
    joins(world, "小李")
    tells(world, "苏玲", "收工")
    tells(world, "苏玲", "12人 500平米")
    world.expect(ROOM, "谢谢12位邻居", "500平米", "小李", why="result")
    world.forget()


def test_a_bare_number_answers_how_many_came(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工")
    tells(world, "苏玲", "12")
    world.expect(ROOM, "谢谢12位邻居", why="result")
    world.forget()


def test_a_result_without_a_number_is_asked_for_in_one_sentence(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工")
    world.expect("苏玲", "到了几位")
    tells(world, "苏玲", "大家都挺卖力")
    world.expect("苏玲", "带上人数", why="ask")
    assert status(world, 1) is CallStatus.AWAITING_RESULT


def test_a_photo_belongs_to_the_result(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工")
    world.expect("苏玲", "到了几位")
    tells(world, "苏玲", "", type=MessageType.IMAGE)
    world.expect("苏玲", "照片收到")


def test_who_did_not_come_is_known_to_the_leader_alone_and_asked_gently_next_time(world: World) -> None:
    put_up(world, WEEDS)
    joins(world, "小李", "张姐", "老马")
    tells(world, "苏玲", "收工")
    tells(world, "苏玲", "到 小李 张姐")
    world.expect("苏玲", "到了2位", "小李", why="status")
    tells(world, "苏玲", "2人 100平米")
    thanks = world.expect(ROOM, "谢谢2位邻居", why="result")
    assert "老马" not in thanks.text
    put_up(world)
    joins(world, "老马")
    world.advance(minutes=5)
    world.forget()
    world.until("07-17 19:30")
    world.expect(ROOM, "明天9点")
    world.expect("老马", "还来吗", why="ask")


def test_once_published_nothing_more_is_asked(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工")
    tells(world, "苏玲", "3人")
    world.advance(minutes=1)
    world.forget()
    world.until("07-17 12:00")
    world.expect_nothing()


def test_nobody_came_is_not_said_in_the_group(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工")
    world.expect("苏玲", "到了几位")
    tells(world, "苏玲", "0人")
    world.expect("苏玲", "没成")
    assert status(world, 1) is CallStatus.FAILED


def test_a_crash_loses_neither_sign_ups_nor_clocks(world: World) -> None:
    put_up(world)
    joins(world, "小李", "张姐")
    world.crash()
    world.advance(minutes=5)
    world.expect(ROOM, "已有2位", why="roster")
    world.until("07-17 19:00")
    world.crash()
    world.until("07-17 19:30")
    world.expect(ROOM, "明天9点", "2位", why="remind")


def test_the_leaders_own_words_about_rain_move_or_call_off_the_call(world: World) -> None:
    put_up(world)
    joins(world, "小李")
    world.advance(minutes=5)
    world.forget()
    speaks(world, "苏玲", "明天下雨，改到周日9点，报过的不用再报")
    world.expect(ROOM, "#1 明天下雨, 改到周日9点", why="status")
    speaks(world, "张姐", "我的外卖取消了")
    world.expect_nothing()
    speaks(world, "苏玲", "雨太大，取消了")
    world.expect(ROOM, "#1", "取消了: 雨太大", why="status")


def test_a_proposal_to_call_it_off_is_answered_in_own_words(make_world: Callable[..., World]) -> None:
    world = make_world("07-18 08:00")
    put_up(world, "今天下午4点到篮球坪扯杂草，需要8个人")
    put_up(world, "今天下午6点到花坛浇花")
    joins(world, "小李", words="扯杂草我来")
    world.until("07-18 14:01")
    world.forget()
    tells(world, "苏玲", "取消吧")
    world.expect(ROOM, "#1", "扯杂草", "取消", why="status")
    world.expect("苏玲", "#1 取消了")
    assert status(world, 2) is CallStatus.RECRUITING


def test_a_proposal_may_be_answered_by_going_on(make_world: Callable[..., World]) -> None:
    world = make_world("07-18 08:00")
    put_up(world, "今天下午4点到篮球坪扯杂草，需要8个人")
    world.until("07-18 14:01")
    world.forget()
    tells(world, "苏玲", "照常")
    world.expect("苏玲", "#1 照常", why="status")


def test_the_end_and_its_result_may_be_told_in_one_message(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工，6人，200平米")
    world.expect(ROOM, "谢谢6位邻居", "200平米", why="result")
    world.expect("苏玲", "#1")


def test_a_leader_ends_and_reports_in_the_group_in_own_words(world: World) -> None:
    put_up(world, WEEDS)
    world.advance(hours=1)
    speaks(world, "苏玲", "收工啦，辛苦大家")
    world.expect("苏玲", "到了几位", why="ask")
    speaks(world, "苏玲", "一共来了七八个人，拔了三袋草")
    world.expect(ROOM, "谢谢8位邻居", "拔了三袋", why="result")


def test_that_nobody_came_may_be_said_so(world: World) -> None:
    put_up(world, WEEDS)
    tells(world, "苏玲", "收工")
    world.expect("苏玲", "到了几位")
    tells(world, "苏玲", "没人来")
    world.expect("苏玲", "没成", why="status")


def test_what_is_moved_at_night_is_told_in_the_morning_as_of_that_day(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 10:00")
    put_up(world)
    world.until("07-17 22:30")
    world.forget()
    tells(world, "苏玲", "改 1 明天上午10点")
    world.expect("苏玲", "明天10点")
    world.until("07-18 07:31")
    world.expect(ROOM, "改到今天10点", why="status")


def test_a_call_that_its_leader_recalls_is_off_unless_somebody_has_signed_up(world: World) -> None:
    first = world.says("苏玲", SATURDAY)
    world.advance(seconds=9)
    world.expect(ROOM, "#1 苏玲招呼")
    world.recalls("苏玲", first)
    world.advance(seconds=9)
    world.expect(ROOM, "#1", "取消了", why="status")
    second = world.says("苏玲", SATURDAY)
    world.advance(seconds=9)
    world.expect(ROOM, "#2 苏玲招呼")
    joins(world, "小李")
    world.recalls("苏玲", second)
    world.expect("苏玲", "已有1位报名", "取消 2", why="ask")
    assert status(world, 2) is CallStatus.RECRUITING


def test_whoever_recalls_their_sign_up_does_not_come(world: World) -> None:
    put_up(world)
    said = world.says("小李", "我来")
    joins(world, "张姐")
    world.recalls("小李", said)
    assert set(coming(world, 1)) == {"张姐"}
