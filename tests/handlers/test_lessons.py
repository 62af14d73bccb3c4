"""What the users of other systems complained of, and what therefore never happens here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.messages import SendError
from storage.tables import Level, Status
from tests.handlers.steps import GAS, LAMP, OUTAGE, QUARREL, closed, finished, quietly, reported, taken
from tests.world import World, demo_settings


def test_a_dangerous_thing_never_sits_in_a_mailbox(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 02:00")
    world.says("小李", GAS)
    assert world.told("王师傅", "急")[0].at == world.now
    world.forget()


def test_not_fixed_by_a_co_signer_reaches_the_worker_and_one_level_above(world: World) -> None:
    reported(world)
    world.advance(minutes=1)
    world.says("周奶奶", "2栋1单元楼道灯不亮")
    world.whispers("王师傅", "完 1")
    world.advance(minutes=5)
    world.forget()
    world.says("周奶奶", "没修好")
    world.expect("王师傅", "#1", why="assign")
    world.expect("刘芳", "#1", why="status")
    world.forget()


def test_the_hint_of_a_duplicate_says_when_it_was_told_and_how_it_stands(world: World) -> None:
    taken(world)
    quietly(world, "07-14 11:00")
    world.says("周奶奶", "2栋1单元楼道灯坏了")
    world.expect("2栋", "#2", why="ack")
    world.advance(minutes=1)
    world.expect("周奶奶", "#2 和 #1", "7月13日", "王师傅", "是同一件事吗", why="ask")
    world.forget()


def test_what_breaks_again_within_a_week_names_the_one_that_was_mended(world: World) -> None:
    closed(world)
    quietly(world, "07-15 10:00")
    world.says("周奶奶", "2栋1单元楼道灯坏了")
    world.expect("2栋", "#2", "又犯 #1", why="ack")
    world.expect("王师傅", "#2", "又犯 #1", why="assign")
    world.forget()


def test_not_ours_says_why_and_which_door_is_next(world: World) -> None:
    reported(world)
    world.advance(minutes=1)
    world.whispers("刘芳", "不受理 1 路灯归市政管 电话12345")
    world.expect("刘芳", "#1", why="status")
    world.expect("孙师傅", "#1", "市政", "12345")
    world.forget()


def test_households_weigh_not_messages(world: World) -> None:
    reported(world, "3栋整栋停水了，家里没水", "小李")
    for _ in range(6):
        world.advance(minutes=1)
        world.says("小李", "我家也是")
    world.forget()
    assert world.request(1).level is Level.BUILDING
    assert not world.request(1).area_event


def test_after_not_fixed_there_is_action_and_no_advice(world: World) -> None:
    finished(world)
    world.advance(minutes=1)
    world.says("孙师傅", "没修好")
    world.expect("2栋", "#1 还没好, 已请王师傅再去, 周三12:00前。", why="status")
    world.forget()


def test_several_things_on_one_walk_need_no_greeting(world: World) -> None:
    for fault in ("楼道灯坏了", "墙皮掉了", "门口垃圾没人清"):
        world.advance(seconds=10)
        world.says("孙师傅", f"2栋1单元{fault}")
    world.advance(minutes=5)
    assert [world.request(no).status for no in (1, 2, 3)] == [Status.TO_ACCEPT] * 3
    world.forget()


def test_what_is_put_off_is_never_closed_by_silence(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 7月31日 等配件")
    quietly(world, "07-24 12:00")
    assert world.request(1).status is Status.POSTPONED


def test_the_clock_depends_on_the_state_not_on_who_wrote_last(world: World) -> None:
    taken(world)
    due = world.due(1)
    world.says("孙师傅", "谢谢王师傅")
    world.says("孙师傅", "大家早上好")
    assert world.due(1) == due


def test_whichever_way_the_same_person_speaks_it_counts(world: World) -> None:
    finished(world)
    world.whispers("孙师傅", "灯亮了")
    world.forget()
    assert world.request(1).status is Status.CLOSED


def test_thanks_open_nothing_again(world: World) -> None:
    closed(world)
    world.says("孙师傅", "谢谢王师傅，辛苦了")
    assert world.request(1).status is Status.CLOSED


def test_forgotten_by_a_worker_who_fell_ill_it_goes_to_another_and_the_head_hears(world: World) -> None:
    taken(world)
    quietly(world, "07-15 13:59")
    world.until("07-15 14:01")
    world.expect("小陈", "#1", why="assign")
    world.expect("刘芳", "#1", "王师傅", why="status")
    world.forget()


def test_taken_at_night_and_forgotten_it_is_asked_about(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 23:00")
    world.says("孙师傅", LAMP)
    world.whispers("王师傅", "接 1")
    quietly(world, "07-14 17:29")
    world.until("07-14 17:31")
    world.expect("王师傅", "#1", "到哪一步", why="ask")
    world.forget()


def test_after_the_second_reminder_there_is_a_list_and_no_more_single_ones(world: World) -> None:
    reported(world)
    quietly(world, "07-13 11:31")
    world.until("07-15 18:00")
    assert {one.why for one in world.told("王师傅") if not one.expected} == {"digest"}
    world.forget()


def test_after_a_close_by_silence_nobody_is_asked_how_it_was(world: World) -> None:
    finished(world)
    quietly(world, "07-17 12:00")
    assert world.request(1).status is Status.CLOSED
    assert not world.told("孙师傅", "满意")


def test_what_was_merged_owns_no_timers(world: World) -> None:
    world.says("老马", "3栋1单元门口垃圾没人清")
    world.advance(minutes=1)
    world.says("张姐", "3栋1单元墙皮掉了")
    world.whispers("苏玲", "并 2 1")
    world.forget()
    assert world.request(2).next_due_at is None
    assert world.owner(2) is None
    quietly(world, "07-14 18:00")


def test_quiet_is_looked_at_when_a_word_is_sent_not_when_it_was_planned(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 21:59")
    world.says("孙师傅", LAMP)
    world.says("周奶奶", "2栋2单元墙皮掉了")
    world.until("07-14 07:29")
    assert all(one.at.hour < 14 for one in world.heard)  # 22:00 on the wall
    world.until("07-14 09:00")
    world.forget()


def test_nothing_is_due_for_what_is_closed(world: World) -> None:
    closed(world)
    world.until("08-31 12:00")


def test_reopened_it_has_a_new_time_and_that_it_was_late_is_kept(world: World) -> None:
    taken(world)
    for day in (14, 15, 16, 17):
        quietly(world, f"07-{day} 10:00")
        world.whispers("王师傅", "在修 1")
    world.whispers("王师傅", "完 1")
    world.says("孙师傅", "没修好")
    world.forget()
    one = world.request(1)
    assert one.was_late
    assert one.expected_at is not None
    assert one.expected_at > world.now


def test_what_nobody_took_is_never_left_out_of_the_lists(world: World) -> None:
    reported(world)
    for day in (14, 15, 16, 17, 20):
        world.until(f"07-{day} 08:31")
        assert world.told("刘芳", "#1")[-1].why == "digest"
    world.forget()


def test_accepting_stops_every_reminder_of_the_acceptance(world: World) -> None:
    reported(world)
    world.until("07-13 10:29")
    world.whispers("王师傅", "接 1")
    world.forget()
    world.until("07-13 13:29")


def test_a_reminder_that_waited_is_not_said_once_the_state_has_changed(make_world: Callable[..., World]) -> None:
    world = make_world("2026-07-13 23:00")
    world.says("孙师傅", LAMP)
    world.forget()
    world.whispers("王师傅", "接 1")
    world.forget()
    world.until("07-14 08:31")
    assert not [one for one in world.told("王师傅") if one.why == "assign"]
    world.forget()


def test_an_old_one_is_in_the_list_and_never_in_a_page_at_night(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 9月30日 等改造")
    world.advance(minutes=1)
    world.forget()
    world.until("09-29 23:59")
    assert {one.why for one in world.heard if not one.expected} == {"digest"}
    world.forget()


def test_who_cannot_be_written_to_is_called_in_the_group_and_the_head_and_the_admin_hear(world: World) -> None:
    world.failing["王师傅"] = SendError("not a friend", permanent=True)
    world.says("孙师傅", LAMP)
    world.advance(minutes=1)
    world.expect("2栋", "@孙师傅", "#1", why="ack")
    line = world.expect("2栋", "@王师傅", "#1", why="assign").text
    assert "201" not in line
    world.expect("刘芳", "王师傅", "#1", why="status")
    world.forget()


@pytest.mark.parametrize(("words", "moment"), [(GAS, "09:32"), (OUTAGE, "09:40"), (LAMP, "11:30")])
def test_what_fails_to_be_delivered_goes_the_next_way_in_time(world: World, words: str, moment: str) -> None:
    world.failing["王师傅"] = SendError("no answer")
    world.says("孙师傅", words, room="2栋")
    world.until(f"07-13 {moment}")
    world.expect("2栋", "@王师傅", "#1", why="assign")
    world.expect("管理员", "王师傅", why="error")
    world.forget()


def test_the_deputy_the_directory_names_hears_of_it_too(make_world: Callable[..., World]) -> None:
    directory = demo_settings().directory
    people = tuple(
        one.model_copy(update={"posts": tuple(post.model_copy(update={"deputy": "小陈"}) for post in one.posts)})
        if one.name == "王师傅"
        else one
        for one in directory.people
    )
    world = make_world(directory=directory.model_copy(update={"people": people}))
    world.failing["王师傅"] = SendError("not a friend", permanent=True)
    world.says("孙师傅", LAMP)
    world.advance(minutes=1)
    world.expect("小陈", "#1 没能私信王师傅", why="status")
    world.expect("刘芳", "#1 没能私信王师傅", why="status")
    world.forget()


def test_what_is_nobody_elses_business_is_passed_on_by_the_head_alone(world: World) -> None:
    world.failing["何阿姨"] = SendError("not a friend", permanent=True)
    world.says("张姐", QUARREL)
    world.expect("张姐", "#1", why="ack")
    world.expect("苏玲", "#1", "何阿姨", "转告", why="status")
    world.expect("管理员", "何阿姨", why="error")
    world.expect_nothing()


def test_the_same_message_delivered_twice_is_one_request(world: World) -> None:
    for _ in range(2):
        world.says("孙师傅", LAMP, message_id="again")
    world.expect("2栋", "#1")
    world.expect("王师傅", "#1")


def test_after_a_restart_no_clock_is_lost_and_none_runs_twice(world: World) -> None:
    reported(world)
    for _ in range(3):
        world.crash()
    world.until("07-13 11:31")
    assert len(world.told("王师傅", "#1")) == 3
    assert len(world.told("刘芳", "#1")) == 1
    world.forget()


def test_other_bots_are_not_talked_to(make_world: Callable[..., World]) -> None:
    world = make_world(known_bots=("群管家",))
    world.says("群管家", LAMP, room="2栋")


def test_one_reply_for_one_matter_however_often_it_is_said(world: World) -> None:
    for _ in range(5):
        world.advance(seconds=20)
        world.says("孙师傅", LAMP)
    assert len([one for one in world.told("2栋") if one.why == "ack"]) <= 2
    world.forget()
