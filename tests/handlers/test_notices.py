"""Notices: where they go, when, how far they have got, and how they are taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from handlers.messages import SendError
from handlers.settings import DirectoryEntry, LocalWords, PersonEntry, PostEntry, RoomEntry, UnitEntry
from storage.tables import Role
from tests.world import World, local


def town(buildings: int) -> DirectoryEntry:
    """One community with many buildings, a group for each, and a head in the first."""
    units = [UnitEntry(id="c", kind="社区", name="大社区")]
    units += [UnitEntry(id=f"b{n}", kind="楼栋", name=f"{n}栋", parent="c") for n in range(1, buildings + 1)]
    rooms = [RoomEntry(name=f"{n}栋邻居群", unit=f"b{n}") for n in range(1, buildings + 1)]
    people = [
        PersonEntry(name="陈主任", posts=(PostEntry(role=Role.COMMUNITY, unit="c"),)),
        PersonEntry(name="苏玲", posts=(PostEntry(role=Role.HEAD, unit="b1"),), household="1-1-101"),
    ]
    return DirectoryEntry(units=tuple(units), rooms=tuple(rooms), people=tuple(people))


def test_a_heads_notice_goes_to_her_own_building(world: World) -> None:
    world.whispers("苏玲", "通知 明天9点停水，请提前接水")
    world.expect("苏玲", "通知1", "1个群", "3栋", why="status")
    notice = world.expect("3栋", "明天9点停水", "苏玲", why="notice", no=1)
    assert notice.kind == "notice"


def test_a_range_goes_to_each_building_spaced_and_with_its_own_name(world: World) -> None:
    world.whispers("陈主任", "通知 1-3栋 明天9点停水")
    world.expect("陈主任", "3个群", "1栋、2栋、3栋")
    world.advance(minutes=1)
    moments = [world.expect(f"{number}栋", f"({number}栋)", "停水", why="notice").at for number in (1, 2, 3)]
    assert moments[1] - moments[0] == timedelta(seconds=5)
    assert moments[2] - moments[1] == timedelta(seconds=5)


def test_single_buildings_an_entrance_and_everywhere_are_understood(world: World) -> None:
    world.whispers("陈主任", "通知 1、3栋 测水压")
    world.expect("陈主任", "1栋、3栋")
    world.whispers("陈主任", "通知 3栋2单元 测水压")
    world.expect("陈主任", "1个群: 3栋")
    world.whispers("陈主任", "通知 全部 打疫苗")
    world.expect("陈主任", "3个群")
    world.advance(minutes=5)
    assert world.told("3栋", "2单元: 测水压")
    world.forget()


def test_everywhere_reaches_a_building_without_a_number_and_no_group_above_the_buildings(
    make_world: Callable[..., World],
) -> None:
    plain = town(1)
    east = UnitEntry(id="e", kind="楼栋", name="东平房", parent="c")
    rooms = (*plain.rooms, RoomEntry(name="东平房群", unit="e"), RoomEntry(name="大社区工作群", unit="c"))
    world = make_world(directory=plain.model_copy(update={"units": (*plain.units, east), "rooms": rooms}))
    world.whispers("陈主任", "通知 全部 打疫苗")
    world.expect("陈主任", "2个群", "1栋、东平房")
    world.advance(minutes=1)
    world.expect("1栋", "打疫苗")
    world.expect("东平房群", "打疫苗")


def test_nobody_is_asked_for_a_receipt(world: World) -> None:
    world.whispers("苏玲", "通知 明天9点停水，收到请回复")
    assert "收到" not in world.expect("3栋", "停水").text
    world.forget()


def test_more_than_three_groups_are_shown_first_and_sent_on_a_yes(make_world: Callable[..., World]) -> None:
    world = make_world(directory=town(5))
    world.whispers("陈主任", "通知 1-5栋 明天停水")
    world.expect("陈主任", "5个群", "发吗", why="ask")
    world.advance(minutes=5)
    world.expect_nothing()
    world.whispers("陈主任", "好")
    world.expect("陈主任", "发到5个群")
    world.advance(minutes=20)
    for number in range(1, 6):
        world.expect(f"{number}栋", "停水", why="notice")
    world.expect("陈主任", "5个群都收到了")


def test_a_preview_that_is_refused_goes_nowhere(make_world: Callable[..., World]) -> None:
    world = make_world(directory=town(5))
    world.whispers("陈主任", "通知 全部 明天停水")
    world.expect("陈主任", "发吗")
    world.whispers("陈主任", "不发")
    world.expect("陈主任", "不发")
    world.advance(hours=1)


def test_where_it_failed_is_told_to_the_sender(world: World) -> None:
    world.failing["2栋邻居群"] = SendError("out of the room", permanent=True)
    world.whispers("陈主任", "通知 1-3栋 明天停水")
    world.advance(minutes=15)
    world.expect("陈主任", "2个群收到了", "2栋", why="status")
    world.forget()


def test_a_notice_of_the_night_goes_out_in_the_morning_and_speaks_of_today(make_world: Callable[..., World]) -> None:
    world = make_world("07-16 22:30")
    world.whispers("苏玲", "通知 明天9点停水")
    world.expect("苏玲", "07:30")
    world.until("07-17 07:30")
    assert world.expect("3栋", "今天9点停水").at == local("07-17 07:30")


def test_a_notice_waits_for_its_time(world: World) -> None:
    world.whispers("苏玲", "通知 3栋 周五18点发: 周六停水")
    world.expect("苏玲", "周五18点")
    world.until("07-17 17:59")
    world.expect_nothing()
    world.until("07-17 18:00")
    world.expect("3栋", "周六停水", why="notice")


def test_a_recurring_notice_comes_again_until_its_end(world: World) -> None:
    world.whispers("苏玲", "通知 3栋 每周一10点发到7月31日止: 今天分类投放")
    world.expect("苏玲", "以后按时再发")
    world.until("08-20 12:00")
    assert len(world.told("3栋", "分类投放")) == 3
    world.forget()


def test_the_end_of_a_recurring_notice_may_stand_behind_its_words(world: World) -> None:
    world.whispers("苏玲", "通知 3栋 每周五18点发：明天清理楼道，到7月25日止")
    world.expect("苏玲", "以后按时再发")
    world.until("07-24 18:01")
    assert [one.text for one in world.heard if one.why == "notice"] == ["通知(3栋): 明天清理楼道 ——苏玲"] * 2
    world.forget()
    world.until("08-07 19:00")


def test_a_notice_for_a_time_that_is_past_is_refused(world: World) -> None:
    world.whispers("苏玲", "通知 3栋 昨天9点发: 周六停水")
    world.expect("苏玲", "已经过了", why="refuse")


def test_a_notice_taken_back_stops_and_is_corrected_where_it_was_said(world: World) -> None:
    world.whispers("陈主任", "通知 1-3栋 明天9点停水")
    world.advance(seconds=6)
    world.whispers("陈主任", "撤回通知 1")
    world.advance(minutes=1)
    world.expect("陈主任", "撤回了", "2个群")
    for number in (1, 2):
        world.expect(f"{number}栋", "停水", why="notice")
        world.expect(f"{number}栋", "撤回", why="status")
    world.expect("陈主任", "发到3个群")
    assert not world.told("3栋", "停水")


def test_a_notice_is_corrected_where_it_was_said_and_changed_where_it_was_not(world: World) -> None:
    world.whispers("陈主任", "通知 1-3栋 明天9点停水")
    world.advance(seconds=1)
    world.expect("陈主任", "3个群")
    world.expect("1栋", "明天9点停水")
    world.advance(seconds=3)
    world.whispers("陈主任", "改通知 1 明天10点停水")
    world.advance(minutes=1)
    world.expect("陈主任", "通知1 改了", why="status")
    world.expect("1栋", "通知更正(1栋): 明天10点停水", why="notice", no=1)
    world.expect("2栋", "通知(2栋): 明天10点停水", why="notice", no=1)
    world.expect("3栋", "通知(3栋): 明天10点停水")


def test_a_planned_notice_is_changed_before_anybody_reads_it(world: World) -> None:
    world.whispers("苏玲", "通知 3栋 明天8点发: 今天停水")
    world.expect("苏玲", "明天8点")
    world.whispers("苏玲", "改通知 1 今天停电")
    world.expect("苏玲", "通知1 改了")
    world.until("07-14 08:01")
    world.expect("3栋", "通知(3栋): 今天停电")


def test_a_recurring_notice_that_is_taken_back_later_just_comes_no_more(world: World) -> None:
    world.whispers("苏玲", "通知 3栋 每周一18点发: 明天收大件垃圾")
    world.expect("苏玲", "以后按时再发")
    world.until("07-14 09:00")
    world.expect("3栋", "收大件垃圾")
    world.whispers("苏玲", "撤回通知 1")
    world.expect("苏玲", "通知1 不发了")
    world.until("07-21 09:00")


def test_only_its_sender_or_the_community_takes_a_notice_back(world: World) -> None:
    world.whispers("苏玲", "通知 明天停水")
    world.whispers("周敏", "撤回通知 1")
    world.expect("周敏", "发的人", why="refuse")
    world.whispers("苏玲", "撤回通知 7")
    world.expect("苏玲", "没有通知7", why="refuse")
    world.forget()


def test_a_building_that_does_not_exist_is_refused_in_one_sentence(world: World) -> None:
    world.whispers("陈主任", "通知 2-4栋 明天停水")
    world.expect("陈主任", "没有找到4栋", why="refuse")


def test_a_head_cannot_tell_somebody_elses_building(world: World) -> None:
    world.whispers("苏玲", "通知 1-3栋 明天停水")
    world.expect("苏玲", "1栋不归您管", "周敏", why="refuse")


def test_a_resident_sends_no_notices(world: World) -> None:
    world.whispers("小李", "通知 明天停水")
    world.expect("小李", "楼长", why="refuse")


def test_a_safety_reminder_comes_at_most_once_in_seven_days(world: World) -> None:
    world.whispers("苏玲", "安全提醒 台风")
    world.expect("苏玲", "1个群")
    world.expect("3栋", "台风", "阳台", why="notice")
    world.advance(days=6)
    world.whispers("苏玲", "安全提醒 暴雨")
    world.expect("苏玲", "7天", why="refuse")
    world.advance(days=2)
    world.expect_nothing()
    world.whispers("苏玲", "安全提醒 暴雨")
    world.expect("苏玲", "1个群")
    world.expect("3栋", "暴雨")


def test_many_groups_are_told_in_the_time_the_rates_allow_and_the_sender_hears_of_it(
    make_world: Callable[..., World],
) -> None:
    world = make_world(directory=town(60))
    world.whispers("陈主任", "通知 全部 明天停水")
    world.whispers("陈主任", "好")
    world.advance(seconds=60 * 5 + 5)
    assert len({one.chat for one in world.heard if one.why == "notice"}) == 60
    world.advance(minutes=11)
    world.expect("陈主任", "60个群都收到了")
    world.forget()


def test_an_hour_that_has_a_name_here_is_known_in_commands_too(make_world: Callable[..., World]) -> None:
    world = make_world(words=LocalWords(hours={"收摊后": time(20, 30)}))
    world.whispers("苏玲", "通知 3栋 今天收摊后发: 明天停水")
    world.expect("苏玲", "今天20点半")
