"""延: with a date and a reason, paused until that day, back by itself."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import LEAK, OUTAGE, quietly, reported, taken
from tests.world import World


def put_off(world: World) -> None:
    """王师傅 waits for a part until Friday."""
    taken(world)
    world.advance(minutes=5)
    world.whispers("王师傅", "延 1 周五 等配件")


@pytest.mark.parametrize(
    ("words", "promise"),
    [("延 1 三天 等配件", "周四17:30"), ("延 1 到月底 等厂家", "7月31日17:30"), ("延 1 下周 等厂家", "7月24日17:30")],
)
def test_a_length_of_time_and_a_part_of_the_calendar_name_its_last_working_day(
    world: World, words: str, promise: str
) -> None:
    taken(world)
    world.advance(minutes=5)
    world.whispers("王师傅", words)
    world.expect("王师傅", promise, why="status")
    world.expect("2栋", "#1", promise, why="status")


@pytest.mark.parametrize(
    ("words", "reason"),
    [("要等配件，周五才能修", "要等配件"), ("延期到周五，没有配件", "没有配件"), ("延到周五 配件还没到", "配件还没到")],
)
def test_said_in_own_words_a_later_day_puts_it_off(world: World, words: str, reason: str) -> None:
    taken(world)
    world.advance(minutes=5)
    world.whispers("王师傅", words)
    world.expect("王师傅", "周五17:30", why="status")
    world.expect("2栋", f"#1 {reason}, 改到周五17:30前。", why="status")
    assert world.request(1).status is Status.POSTPONED


def test_put_off_to_today_it_stays_in_hand_and_is_due_this_evening(world: World) -> None:
    taken(world)
    world.advance(minutes=5)
    world.whispers("王师傅", "延 1 今天 等配件")
    world.expect("王师傅", "今天17:30", why="status")
    world.expect("2栋", "#1 等配件, 改到今天17:30前。", why="status")
    assert world.request(1).status is Status.ACCEPTED
    assert world.due(1) == "07-13 13:30"


def test_when_the_head_moves_the_promise_the_worker_hears_it(world: World) -> None:
    taken(world)
    world.advance(minutes=5)
    world.whispers("刘芳", "延 1 周五 等厂家")
    world.expect("刘芳", "周五17:30", why="status")
    world.expect("2栋", "#1 等厂家, 改到周五17:30前", why="status")
    world.expect("王师傅", "#1 等厂家, 改到周五17:30前", why="status")


def test_the_group_hears_the_reason_and_the_new_day(world: World) -> None:
    put_off(world)
    world.expect("王师傅", "周五17:30", why="status")
    world.expect("2栋", "#1 等配件, 改到周五17:30前。", why="status")
    assert world.request(1).status is Status.POSTPONED
    assert world.due(1) == "07-17 08:30"


def test_put_off_without_a_word_of_taking_it_is_taken_when_it_comes_back(world: World) -> None:
    reported(world)
    world.whispers("王师傅", "延 1 周五 等配件")
    quietly(world, "07-17 08:31")
    assert world.request(1).status is Status.ACCEPTED
    assert world.assignee(1) == "王师傅"


def test_without_a_reason_nothing_changes_and_it_is_asked_once(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1 周五")
    world.expect("王师傅", "#1", "周五", "因为什么", why="ask")
    assert world.request(1).status is Status.ACCEPTED
    world.advance(minutes=5)
    world.whispers("王师傅", "等配件没到")
    world.expect("2栋", "#1 等配件没到, 改到周五17:30前。", why="status")
    world.expect("王师傅", "周五", why="status")


def test_without_a_day_it_is_asked_with_an_example(world: World) -> None:
    taken(world)
    world.whispers("王师傅", "延 1")
    world.expect("王师傅", "例如", why="ask")
    assert world.request(1).status is Status.ACCEPTED


@pytest.mark.parametrize("day", ["7月10日", "昨天", "6月1日"])
def test_a_day_that_is_past_is_refused(world: World, day: str) -> None:
    taken(world)
    world.whispers("王师傅", f"延 1 {day} 等配件")
    world.expect("王师傅", "已经过了", why="refuse", no=1)
    assert world.request(1).status is Status.ACCEPTED


def test_it_comes_back_by_itself_in_the_mornings_list_and_is_due_that_evening(world: World) -> None:
    put_off(world)
    quietly(world, "07-17 08:29")
    world.until("07-17 08:32")
    world.expect("王师傅", "今天到期 1", "#1", why="digest")
    world.expect("刘芳", "#1", why="digest")
    assert world.request(1).status is Status.ACCEPTED
    quietly(world, "07-17 17:29")
    world.until("07-17 17:31")
    world.expect("王师傅", "#1", why="remind")
    world.expect("刘芳", "#1", why="remind")


def test_while_it_is_put_off_nothing_is_reminded(world: World) -> None:
    put_off(world)
    world.forget()
    world.until("07-17 08:29")
    assert {one.why for one in world.heard if not one.expected} == {"digest"}
    world.forget()


def test_the_assignee_may_twice_and_the_head_more(world: World) -> None:
    put_off(world)
    world.forget()
    world.advance(minutes=5)
    world.whispers("王师傅", "延 1 下周一 配件没到")
    world.expect("2栋", "#1 配件没到, 改到7月20日17:30前。")
    world.forget()
    world.advance(minutes=5)
    world.whispers("王师傅", "延 1 下周二 还没到货")
    world.expect("王师傅", "不能再延", why="refuse")
    world.whispers("刘芳", "延 1 下周二 还没到货")
    world.expect("2栋", "还没到货", why="status")
    world.expect("刘芳", "#1", why="status")
    world.expect("王师傅", "还没到货", why="status")


def test_what_is_hard_once_and_to_fifteen_working_days(world: World) -> None:
    reported(world, LEAK, "老马")
    world.whispers("王师傅", "接 1")
    world.forget()
    world.whispers("王师傅", "延 1 8月20日 等天晴")
    world.expect("王师傅", "最晚到8月3日17:30", why="refuse")
    world.whispers("王师傅", "延 1 7月31日 等天晴")
    world.forget()
    world.whispers("王师傅", "延 1 8月3日 等天晴")
    world.expect("王师傅", "不能再延", why="refuse")


@pytest.mark.parametrize(
    ("who", "words"), [("王师傅", "退 1 配件买不到"), ("王师傅", "转 1 小陈"), ("刘芳", "换人 1 小陈")]
)
def test_what_is_put_off_may_still_go_to_somebody_else(world: World, who: str, words: str) -> None:
    put_off(world)
    world.advance(minutes=5)
    world.forget()
    world.whispers(who, words)
    world.expect("小陈", "#1", "11:50前", why="assign")
    world.forget()
    assert world.request(1).status is Status.TO_ACCEPT
    assert world.due(1) == "07-13 10:50"


@pytest.mark.parametrize("who", ["小陈", "孙师傅", "苏玲", "何阿姨"])
def test_others_may_not(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "延 1 周五 等配件")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).status is Status.ACCEPTED


def test_done_while_it_was_put_off(world: World) -> None:
    put_off(world)
    world.forget()
    world.advance(hours=1)
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", why="done")
    world.expect("2栋", "@孙师傅", why="done")


@pytest.mark.parametrize(
    "words", ["不能，要到周五，等配件", "要到周五，等配件", "等配件，周五吧", "延到周五 等配件", "等配件，周五一早就装"]
)
def test_asked_whether_it_will_be_in_time_a_later_day_puts_it_off(world: World, words: str) -> None:
    asked_whether_in_time(world)
    world.whispers("王师傅", words)
    world.expect("2栋", "#1 等配件, 改到明天17:30前。", why="status")
    world.expect("王师傅", "#1", "明天17:30前", why="status")


def test_asked_whether_it_will_be_in_time_a_later_day_alone_is_asked_why(world: World) -> None:
    asked_whether_in_time(world)
    world.whispers("王师傅", "周五吧")
    world.expect("王师傅", "#1", "周五", "因为什么", why="ask")
    world.whispers("王师傅", "等配件")
    world.expect("2栋", "#1 等配件, 改到明天17:30前。", why="status")
    world.forget()


@pytest.mark.parametrize("words", ["能", "没问题", "下午就去", "今天一定"])
def test_asked_whether_it_will_be_in_time_any_other_word_is_a_sign_of_life(world: World, words: str) -> None:
    asked_whether_in_time(world)
    world.whispers("王师傅", words)
    world.expect("王师傅", "#1 在办", why="status")
    world.expect("孙师傅", "#1", why="status")


def asked_whether_in_time(world: World) -> None:
    """Thursday 13:30: what is due at 17:30 is asked about."""
    taken(world)
    for day in ("07-14", "07-15"):
        quietly(world, f"{day} 12:00")
        world.whispers("王师傅", "在修 1")
    quietly(world, "07-16 13:32")


def test_a_long_reason_is_told_short(world: World) -> None:
    taken(world)
    world.advance(minutes=5)
    world.whispers(
        "王师傅", "延 1 周五 这个灯的型号比较老厂家说要重新定做大概要三四天才能寄过来到了我马上来装请大家多多包涵"
    )
    line = world.expect("2栋", "#1 ", "…, 改到周五17:30前。", why="status").text
    assert len(line) <= 60
    world.forget()


def test_a_later_hour_of_the_promised_day_puts_it_off_too(world: World) -> None:
    taken(world, OUTAGE)
    quietly(world, "07-13 11:41")
    world.whispers("王师傅", "要明天下午才行，等配件")  # it was promised for tomorrow 09:30
    world.expect("2栋", "#1 等配件, 改到明天17:30前", why="status")
    world.forget()
