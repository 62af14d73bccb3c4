"""The clocks, class by class and column by column, over lunch, nights, weekends, holidays and make-up days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from handlers.worktime import Offset
from nlp.model import Urgency
from storage.tables import Level
from tests.handlers.steps import GAS, LAMP, LEAK, OUTAGE, QUARREL, quietly, reported, taken
from tests.world import ZONE, World, demo_settings, local

LIFT = "3栋想加装电梯，大家商量一下"

LADDER = [
    # report, who, when, [(moment, whom, why)] — what nobody's acceptance brings
    (LAMP, "孙师傅", "07-13 09:30", [
        ("07-13 10:30", "王师傅", "remind"), ("07-13 11:30", "王师傅", "remind"), ("07-13 11:30", "刘芳", "remind"),
        ("07-13 15:00", "赵姐", "escalate"), ("07-14 17:30", "陈主任", "escalate"), ("07-14 17:30", "2栋邻居群", "escalate"),
    ]),
    (LAMP, "孙师傅", "07-13 11:20", [
        ("07-13 13:50", "王师傅", "remind"), ("07-13 14:50", "王师傅", "remind"), ("07-13 14:50", "刘芳", "remind"),
        ("07-13 16:50", "赵姐", "escalate"), ("07-14 17:30", "陈主任", "escalate"),
    ]),
    (LAMP, "孙师傅", "07-17 17:00", [
        ("07-20 09:00", "王师傅", "remind"), ("07-20 10:00", "王师傅", "remind"), ("07-20 12:00", "赵姐", "escalate"),
        ("07-21 17:30", "陈主任", "escalate"),
    ]),
    (LAMP, "孙师傅", "09-30 17:00", [  # the national holiday lasts until 10-07
        ("10-08 09:00", "王师傅", "remind"), ("10-08 10:00", "王师傅", "remind"), ("10-08 10:00", "刘芳", "remind"),
        ("10-08 12:00", "赵姐", "escalate"),
    ]),
    (OUTAGE, "孙师傅", "07-13 12:10", [
        ("07-13 12:40", "王师傅", "remind"), ("07-13 13:10", "王师傅", "remind"), ("07-13 13:10", "刘芳", "remind"),
        ("07-13 13:10", "赵姐", "escalate"), ("07-13 14:10", "陈主任", "escalate"), ("07-13 14:10", "2栋邻居群", "escalate"),
        ("07-14 12:10", "陈主任", "escalate"), ("07-14 12:10", "2栋邻居群", "escalate"),
    ]),
    (OUTAGE, "孙师傅", "07-18 21:40", [  # a Saturday evening: counted 07:00–22:00 on any day, said after the quiet
        ("07-19 07:30", "王师傅", "remind"), ("07-19 07:40", "王师傅", "remind"), ("07-19 07:40", "赵姐", "escalate"),
        ("07-19 08:40", "陈主任", "escalate"),
    ]),
    (LEAK, "老马", "07-13 09:30", [
        ("07-13 15:00", "王师傅", "remind"), ("07-14 10:00", "王师傅", "remind"), ("07-14 10:00", "苏玲", "remind"),
        ("07-15 17:30", "陈主任", "escalate"), ("07-15 17:30", "3栋邻居群", "escalate"),
    ]),
    (QUARREL, "张姐", "07-13 09:30", [
        ("07-13 11:30", "何阿姨", "remind"), ("07-13 15:00", "何阿姨", "remind"), ("07-13 15:00", "苏玲", "remind"),
        ("07-14 17:30", "陈主任", "escalate"),
    ]),
    (LIFT, "老马", "07-13 09:30", [("07-13 15:00", "陈主任", "remind"), ("07-14 10:00", "陈主任", "remind")]),
]  # fmt: skip


@pytest.mark.parametrize(("words", "who", "start", "steps"), LADDER)
def test_nobody_accepts_and_each_step_comes_at_its_minute_and_nothing_else(
    make_world: Callable[..., World], words: str, who: str, start: str, steps: list[tuple[str, str, str]]
) -> None:
    world = make_world(f"2026-{start}")
    reported(world, words, who)
    last = steps[-1][0]
    world.until(last)
    told = [
        (f"{one.at.astimezone(ZONE):%m-%d %H:%M}", one.chat, one.why)
        for one in world.heard
        if one.why in ("remind", "escalate") and not one.expected
    ]
    for step in steps:
        assert step in told, f"{step} is missing in {told}"
    mine = [step for step in told if step[1] == steps[0][1]]
    assert mine == [step for step in steps if step[1] == steps[0][1]]
    world.forget()


MONDAYS_LOOK = "07-20 08:30"
AFTER = [
    # report, reporter, worker, due, asked before, asked after silence, back
    (LAMP, "孙师傅", "王师傅", "07-16 17:30", "07-16 13:30", "07-14 17:30"),
    (OUTAGE, "孙师傅", "王师傅", "07-14 09:30", "07-14 08:30", "07-13 11:40"),
    (LEAK, "老马", "王师傅", "07-22 17:30", "07-22 13:30", "07-15 17:30"),
    (QUARREL, "张姐", "何阿姨", "07-22 17:30", "07-22 13:30", "07-15 17:30"),
]


@pytest.mark.parametrize(("words", "who", "worker", "due", "before", "silent"), AFTER)
def test_accepted_it_is_due_asked_about_before_and_after_silence(
    world: World, words: str, who: str, worker: str, due: str, before: str, silent: str
) -> None:
    taken(world, words, who, worker)
    expected = world.request(1).expected_at
    assert expected is not None
    assert f"{expected.astimezone(ZONE):%m-%d %H:%M}" == due
    assert world.due(1) == silent
    world.until(silent)
    world.advance(seconds=1)
    world.expect(worker, "#1", "到哪一步", why="ask")
    world.whispers(worker, "在修 1")
    world.forget()
    assert world.due(1) in (before, MONDAYS_LOOK)


def test_who_has_said_to_be_at_it_is_not_asked_again_and_again_how_far(world: World) -> None:
    taken(world)
    world.advance(minutes=30)
    world.whispers("王师傅", "在修 1")
    world.forget()
    world.until("07-16 13:30")
    world.expect("王师傅", "#1", "能按时吗", why="ask")
    assert [one.why for one in world.told("王师傅", "#1")].count("ask") == 1
    assert world.assignee(1) == "王师傅"
    world.forget()


@pytest.mark.parametrize(
    ("words", "who", "worker", "back"),
    [
        (LAMP, "孙师傅", "王师傅", "07-15 14:00"),
        (OUTAGE, "孙师傅", "王师傅", "07-13 12:40"),
        (LEAK, "老马", "王师傅", "07-16 17:30"),
    ],
)
def test_silence_goes_on_and_it_is_sent_to_another(world: World, words: str, who: str, worker: str, back: str) -> None:
    taken(world, words, who, worker)
    quietly(world, back)
    world.advance(seconds=1)
    assert world.assignee(1) != worker
    world.forget()


def test_a_dispute_is_only_asked_about_never_taken_away(world: World) -> None:
    taken(world, QUARREL, "张姐", "何阿姨")
    quietly(world, "07-21 12:00")
    assert world.assignee(1) == "何阿姨"


@pytest.mark.parametrize(
    ("words", "who", "worker", "late"),
    [(OUTAGE, "孙师傅", "王师傅", "07-14 09:30"), (LEAK, "老马", "王师傅", "07-22 17:30")],
)
def test_late_the_community_hears_when_it_is_due(world: World, words: str, who: str, worker: str, late: str) -> None:
    taken(world, words, who, worker)
    for day in (13, 14, 15, 16, 17, 20, 21, 22):
        for clock in ("07:35", "09:25", "11:20", "13:20", "15:10", "17:00", "18:50", "20:40"):
            moment = f"07-{day} {clock}"
            if moment < late and moment > "07-13 09:40":
                quietly(world, moment)
                world.whispers(worker, "在修 1")
    world.forget()
    world.until(late)
    world.advance(minutes=2)
    world.expect("陈主任", "#1", "到时候", why="escalate")
    world.expect(worker, "#1", why="remind")
    assert world.request(1).level is Level.COMMUNITY
    world.forget()


def test_a_make_up_saturday_is_a_working_day(make_world: Callable[..., World]) -> None:
    world = make_world("2026-10-09 17:00")  # 2026-10-10 is a Saturday that is worked
    reported(world)
    quietly(world, "10-10 08:59")
    world.until("10-10 09:01")
    world.expect("王师傅", "#1", why="remind")
    quietly(world, "10-10 10:01")


def test_a_community_sets_its_own_clocks_in_one_place(make_world: Callable[..., World]) -> None:
    known = demo_settings().clocks
    quicker = known[Urgency.SMALL].model_copy(
        update={"accept": Offset.read("1wh"), "remind": (Offset.read("30wmin"),), "done": Offset.read("1wd")}
    )
    world = make_world(clocks={**known, Urgency.SMALL: quicker})
    world.says("孙师傅", LAMP)
    world.expect("2栋", "今天10:30前有人回您", why="ack")
    world.until("07-13 10:00")
    world.expect("王师傅", "#1", why="assign")
    world.expect("王师傅", "#1", "今天10:30前", why="remind")
    world.expect("刘芳", "#1", why="remind")
    world.whispers("王师傅", "接 1")
    world.expect("2栋", "明天17:30前修好", why="status")
    world.forget()


def test_a_big_matter_that_nobody_took_stands_in_the_admins_list(world: World) -> None:
    reported(world, LIFT, "老马")
    quietly(world, "07-16 08:31")
    assert not world.told("管理员")
    quietly(world, "07-17 08:31")
    assert world.told("管理员", "#1")


def test_a_big_matter_is_promised_an_answer_and_only_stays_in_the_lists(world: World) -> None:
    reported(world, LIFT, "老马")
    world.advance(minutes=1)
    world.whispers("陈主任", "接 1")
    world.expect("3栋", "#1 陈主任接了, 8月12日09:30前答复。", why="status")
    world.forget()
    world.until("08-17 18:00")
    assert {one.why for one in world.heard if not one.expected} == {"digest"}
    world.forget()
    world.whispers("陈主任", "完 1")
    world.expect("3栋", "@老马", "#1 有答复了, 陈主任说的", why="done")
    world.forget()


def test_after_a_pause_there_is_one_catch_up_and_nothing_stale(world: World) -> None:
    reported(world)
    world.store.close()
    world.now = local("07-13 16:00")
    world._open()
    world._settle()
    assert len([one for one in world.told("王师傅") if not one.expected]) <= 1
    assert len(world.told("赵姐", "#1")) == 1
    world.forget()


def test_after_a_pause_nobody_is_asked_whether_it_will_be_in_time_once_it_is_late(world: World) -> None:
    taken(world)
    for day in ("07-14", "07-15"):
        quietly(world, f"{day} 12:00")
        world.whispers("王师傅", "在修 1")
    quietly(world, "07-16 13:00")
    world.store.close()
    world.now = local("07-17 08:45")
    world._open()
    world._settle()
    assert not world.told("王师傅", "能按时吗")
    assert world.told("王师傅", "到时候了")
    world.forget()


def kept_alive(world: World, until: str, *, every: timedelta, by: str = "王师傅") -> None:
    """Whoever has it tells every now and then that they are at it."""
    while world.now + every < local(until):
        quietly(world, world.now + every)
        world.whispers(by, "在修 1")
        world.forget()


@pytest.mark.parametrize(
    ("words", "who", "worker", "before", "every"),
    [
        (LAMP, "孙师傅", "王师傅", "07-16 13:30", timedelta(hours=20)),
        (OUTAGE, "孙师傅", "王师傅", "07-14 08:30", timedelta(minutes=110)),
        (LEAK, "老马", "王师傅", "07-22 13:30", timedelta(hours=20)),
        (QUARREL, "张姐", "何阿姨", "07-22 13:30", timedelta(hours=20)),
    ],
)
def test_shortly_before_it_is_due_it_is_asked_once_whether_it_will_be_in_time(
    world: World, words: str, who: str, worker: str, before: str, every: timedelta
) -> None:
    taken(world, words, who, worker)
    kept_alive(world, before, every=every, by=worker)
    world.until(before)
    assert world.expect(worker, "#1", "能按时吗", why="ask").at == local(before)
    world.advance(hours=1)
    assert len(world.told(worker, "能按时吗")) == 1
    world.forget()


def test_urgent_a_day_after_it_was_due_it_goes_to_the_street(world: World) -> None:
    taken(world, OUTAGE)
    kept_alive(world, "07-15 09:20", every=timedelta(minutes=110))
    quietly(world, "07-15 09:29")
    assert world.request(1).level is Level.COMMUNITY
    world.until("07-15 09:31")
    world.expect("陈主任", "#1", "报 1 街道", why="escalate")
    world.expect("2栋", "#1 已请社区报街道", why="escalate")
    world.forget()


@pytest.mark.parametrize(
    ("words", "moment"),
    [(LAMP, "10-10 17:30"), (LEAK, "10-15 17:30"), (QUARREL, "10-15 17:30"), (OUTAGE, "10-01 11:00")],
)
def test_the_promise_leaves_out_the_holiday_and_counts_the_make_up_day(
    make_world: Callable[..., World], words: str, moment: str
) -> None:
    world = make_world("2026-09-30 11:00")  # free until 10-07, and Saturday 10-10 is worked
    who, worker = {LEAK: ("老马", "王师傅"), QUARREL: ("张姐", "何阿姨")}.get(words, ("孙师傅", "王师傅"))
    taken(world, words, who, worker)
    expected = world.request(1).expected_at
    assert expected is not None
    assert f"{expected.astimezone(ZONE):%m-%d %H:%M}" == moment


def test_late_danger_is_brought_up_every_half_hour_with_whoever_does_it_and_with_the_community(world: World) -> None:
    taken(world, GAS, "小李")
    kept_alive(world, "07-13 11:30", every=timedelta(minutes=9))
    world.until("07-13 11:31")
    world.expect("王师傅", "#1", "还没处理好", why="remind")
    world.expect("陈主任", "#1", "还没办好。王师傅在办", why="remind")
    world.expect_nothing()
    kept_alive(world, "07-13 12:00", every=timedelta(minutes=9))
    world.until("07-13 12:01")
    world.expect("王师傅", "#1", "还没处理好", why="remind")
    world.expect("陈主任", "#1", "还没办好。王师傅在办", why="remind")
    world.expect_nothing()


def test_late_at_the_street_it_is_asked_about_weekly(world: World) -> None:
    taken(world, LEAK, "老马")
    kept_alive(world, "07-27 17:00", every=timedelta(hours=20))
    quietly(world, "07-27 17:31")
    assert world.request(1).level is Level.STREET
    kept_alive(world, "08-03 17:00", every=timedelta(hours=20))
    assert not [one for one in world.told("陈主任", "#1") if one.why == "remind"]
    world.until("08-03 17:31")
    world.expect("王师傅", "#1", "到时候了", why="remind")
    world.expect("陈主任", "#1", "报 1 街道", why="remind")
    world.forget()


def test_what_was_put_off_to_a_saturday_is_brought_up_on_monday(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 周六 那天人手够")
    quietly(world, "07-18 08:00")
    world.until("07-20 08:29")
    world.expect_nothing()
    world.until("07-20 08:33")
    world.expect("王师傅", "#1", "到时候了", why="remind")
    world.expect("刘芳", "#1", "到时候了", why="remind")
    world.forget()


def test_at_one_moment_the_worker_is_asked_one_thing(world: World) -> None:
    taken(world)
    kept_alive(world, "07-15 12:00", every=timedelta(hours=20))
    quietly(world, "07-16 17:29")
    world.until("07-16 17:35")
    world.expect("王师傅", "#1", "到时候了", why="remind")
    world.expect("刘芳", "#1", why="remind")
    world.expect_nothing()


def test_a_word_after_the_due_time_is_a_word_of_progress(world: World) -> None:
    taken(world)
    kept_alive(world, "07-15 12:00", every=timedelta(hours=20))
    quietly(world, "07-16 17:35")
    world.whispers("王师傅", "还差一点，正在弄")
    world.expect("王师傅", "#1 在办", why="status")
    world.forget()


def test_whoever_was_silent_and_is_at_it_after_all_takes_it_back(world: World) -> None:
    taken(world)
    quietly(world, "07-15 13:59")
    world.until("07-15 14:01")
    world.expect("王师傅", "一直没有您的消息", "接 1", why="status")
    world.forget()
    world.whispers("王师傅", "接 1")
    world.expect("小陈", "#1", "王师傅", why="status")
    world.forget()
    assert world.assignee(1) == "王师傅"


def test_a_reminder_that_fails_stops_no_other_and_is_tried_again_in_an_hour(make_world: Callable[..., World]) -> None:
    world = make_world(texts={"remind_head": "{no:unheard of}"})
    logged: list[str] = []
    world.core.log = lambda action, **fields: logged.append(f"{action} {fields['what']}")
    reported(world)
    quietly(world, "07-13 10:30")
    reported(world, "2栋2单元楼道灯坏了", "周奶奶")
    quietly(world, "07-13 11:29")
    world.until("07-13 11:30")
    world.expect("王师傅", "#2", why="remind")
    world.expect_nothing()
    assert world.due(1) == "07-13 12:30"
    assert logged == ["wake_failed ServiceRequest:1"]
    world.advance(minutes=1)
    world.forget()


def test_silence_above_the_building_is_told_to_whoever_is_to_send_somebody(world: World) -> None:
    reported(world)
    quietly(world, "07-13 15:01")
    world.whispers("赵姐", "派 1 小陈")
    world.whispers("小陈", "接 1")
    quietly(world, "07-15 13:59")
    world.until("07-15 14:01")
    world.expect("赵姐", "#1", "没有消息", "派 1", why="escalate")
    world.expect("小陈", "#1", why="status")
    assert world.expect("刘芳", "#1", why="status").text == "#1 小陈一直没有消息。已请网格派人。"
    world.forget()
