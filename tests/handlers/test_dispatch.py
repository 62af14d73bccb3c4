"""Who gets it: a skilled neighbour, the worker for it, whoever is responsible."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from handlers.settings import DirectoryEntry, PersonEntry
from tests.handlers.steps import LEAK, OUTAGE, finished, quietly, reported, taken
from tests.world import World, demo_settings, local

DARK = "3栋1单元楼道灯不亮"


def offered(world: World) -> None:
    """李大哥 can mend lamps and is asked before the worker."""
    world.says("老马", DARK)
    world.expect("3栋", "#1", "11:30", why="ack")
    text = world.expect("李大哥", "#1", "09:45前", "我来", why="offer").text
    assert "102" not in text


@pytest.mark.parametrize("words", ["我来", "接 1", "我来 1"])
def test_a_skilled_neighbour_is_asked_for_fifteen_minutes_and_his_word_takes_it(world: World, words: str) -> None:
    offered(world)
    world.advance(minutes=5)
    world.whispers("李大哥", words)
    assert "102" in world.expect("李大哥", "#1", why="status").text
    world.expect("3栋", "#1 李大哥接了", why="status")
    assert world.assignee(1) == "李大哥"
    world.advance(minutes=20)
    assert not world.told("王师傅")


def test_without_his_word_the_worker_is_asked_within_the_same_promise(world: World) -> None:
    offered(world)
    world.advance(minutes=15)
    world.expect("王师傅", "#1", "11:30", why="assign")
    world.whispers("李大哥", "我来")
    world.expect("李大哥", "#1", why="status")
    world.advance(minutes=1)
    world.expect("王师傅", "李大哥", why="status")
    world.forget()


@pytest.mark.parametrize("words", ["没空", "今天不方便", "我不行，你们找别人吧", "不去了", "不行", "退 1"])
def test_a_neighbour_who_says_no_need_give_no_reason_and_the_worker_is_asked_at_once(world: World, words: str) -> None:
    offered(world)
    world.advance(minutes=3)
    world.whispers("李大哥", words)
    world.expect("李大哥", "没关系", why="answer", no=1)
    world.expect("王师傅", "#1", "11:30", why="assign")


@pytest.mark.parametrize("words", ["好的", "行", "可以"])
def test_a_bare_yes_to_the_offer_takes_it(world: World, words: str) -> None:
    offered(world)
    world.advance(minutes=1)
    world.whispers("李大哥", words)
    world.expect("李大哥", "#1", why="status")
    world.expect("3栋", "#1 李大哥接了", why="status")


def test_who_says_again_that_he_comes_hears_that_it_is_his(world: World) -> None:
    offered(world)
    world.whispers("李大哥", "我来")
    world.forget()
    world.whispers("李大哥", "我来")
    world.expect("李大哥", "#1 已经在您手里了", why="refuse")


@pytest.mark.parametrize(
    "words", ["3栋1单元停电了", "3栋1单元煤气味很重", "3栋1单元电梯坏了，停在4楼不动了", "3栋1单元外墙渗水"]
)
def test_power_gas_lifts_and_what_is_not_small_are_never_offered(world: World, words: str) -> None:
    world.says("老马", words)
    assert not world.told("李大哥")
    world.forget()


def test_the_reporter_is_not_asked_to_do_it(world: World) -> None:
    world.says("李大哥", "3栋2单元楼道灯不亮")
    assert not [one for one in world.told("李大哥") if one.why == "offer"]
    world.forget()


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("2栋1单元楼道灯坏了", "王师傅"),
        ("2栋1单元门口垃圾没人清", "小陈"),
        (OUTAGE, "王师傅"),
        ("2栋1单元门禁坏了，刷卡进不去", "小陈"),
    ],
)
def test_the_worker_whose_work_it_is_else_the_one_for_everything_else(world: World, words: str, who: str) -> None:
    reported(world, words)
    assert world.assignee(1) == who


def test_big_matters_go_to_the_community(world: World) -> None:
    reported(world, "3栋想加装电梯，大家商量一下", "老马")
    assert world.assignee(1) == "陈主任"


def test_with_eight_in_hand_the_next_goes_to_the_next_one_except_what_is_urgent(world: World) -> None:
    faults = ("楼道灯坏了", "墙皮掉了")
    for entrance in range(1, 5):
        for fault in faults:
            world.advance(minutes=1)
            world.says("孙师傅", f"2栋{entrance}单元{fault}")
    world.advance(minutes=1)
    world.says("孙师傅", "2栋5单元楼道灯坏了")
    world.advance(minutes=1)
    world.says("孙师傅", "2栋5单元停电了")
    world.advance(minutes=20)
    world.forget()
    assert [world.assignee(no) for no in range(1, 9)] == ["王师傅"] * 8
    assert world.assignee(9) == "小陈"
    assert world.assignee(10) == "王师傅"


def test_with_the_heads_choice_she_is_asked_first_and_her_yes_assigns(make_world: Callable[..., World]) -> None:
    world = make_world(assign="head")
    world.says("孙师傅", "2栋1单元楼道灯坏了")
    world.expect("2栋", "#1", why="ack")
    world.expect("刘芳", "#1", "派王师傅", why="ask")
    world.whispers("刘芳", "好")
    world.expect("刘芳", "#1 已派给王师傅", why="status")
    world.expect("王师傅", "#1", why="assign")


def test_with_the_heads_choice_after_thirty_minutes_the_bot_assigns(make_world: Callable[..., World]) -> None:
    world = make_world(assign="head")
    world.says("孙师傅", "2栋1单元楼道灯坏了")
    world.forget()
    world.advance(minutes=29)
    world.expect_nothing()
    world.advance(minutes=2)
    world.expect("王师傅", "#1", why="assign")


def test_a_hard_matter_waits_a_working_day_for_its_first_word(world: World) -> None:
    world.says("老马", LEAK)
    world.expect("3栋", "#1", "明天10:00前", why="ack")
    world.expect("王师傅", "#1", why="assign")
    quietly(world, "07-13 14:00")


def test_of_two_neighbours_the_one_least_recently_asked_is_asked_first(world: World) -> None:
    world.whispers("老马", "我会 电工")
    world.forget()
    for words in ("3栋1单元楼道灯坏了", "3栋2单元楼道灯坏了", "3栋3单元楼道灯坏了"):
        world.advance(minutes=20)
        world.says("小李", words)
    asked = [one.chat for one in world.heard if one.why == "offer"]
    assert asked == ["老马", "李大哥", "老马"]
    world.forget()


def with_workers(*workers: dict[str, object]) -> DirectoryEntry:
    """The demo's directory with other workers."""
    directory = demo_settings().directory
    others = [one for one in directory.people if not any(post.role == "worker" for post in one.posts)]
    return directory.model_copy(update={"people": (*others, *(PersonEntry.model_validate(one) for one in workers))})


def worker(name: str, unit: str = "cuihu", fields: tuple[str, ...] = ("lighting", "power")) -> dict[str, object]:
    """A worker of some unit, for everything else where no fields are named."""
    return {"name": name, "posts": [{"role": "worker", "unit": unit, **({"for": fields} if fields else {})}]}


def test_the_worker_of_the_building_comes_before_the_communitys(make_world: Callable[..., World]) -> None:
    world = make_world(directory=with_workers(worker("钱师傅"), worker("周师傅", "b2")))
    reported(world)
    assert world.assignee(1) == "周师傅"
    reported(world, "3栋1单元楼道灯坏了", "小李")
    world.advance(minutes=15)
    world.forget()
    assert world.assignee(2) == "钱师傅"


def test_whose_field_it_is_comes_before_whoever_is_near(make_world: Callable[..., World]) -> None:
    world = make_world(directory=with_workers(worker("钱师傅"), worker("周师傅", "b2", ())))
    reported(world)
    assert world.assignee(1) == "钱师傅"


def test_of_several_the_one_with_the_fewest_in_hand_then_the_first_in_the_directory(
    make_world: Callable[..., World],
) -> None:
    world = make_world(directory=with_workers(worker("钱师傅"), worker("周师傅")))
    for unit in range(1, 4):
        world.says("孙师傅", f"2栋{unit}单元楼道灯坏了")
        world.advance(minutes=2)
    world.forget()
    assert [world.assignee(no) for no in (1, 2, 3)] == ["钱师傅", "周师傅", "钱师傅"]


@pytest.mark.parametrize(
    ("who", "words"),
    [("刘芳", "派 1 小陈"), ("王师傅", "转 1 小陈"), ("王师傅", "退 1 今天在外地"), ("刘芳", "换人 1 小陈")],
)
def test_the_accept_clock_starts_anew_with_whoever_is_asked_next(world: World, who: str, words: str) -> None:
    reported(world)
    world.until("07-13 10:15")
    world.whispers(who, words)
    world.advance(minutes=2)
    world.expect("小陈", "#1", "今天13:45前", why="assign")
    assert world.due(1) == "07-13 11:15"
    world.forget()


def test_the_accept_clock_starts_anew_when_it_is_opened_again(world: World) -> None:
    finished(world)
    world.until("07-13 13:30")
    world.says("孙师傅", "没修好")
    world.expect("王师傅", "#1", "还没好", why="assign")
    assert world.due(1) == "07-13 14:30"
    world.forget()


def test_the_accept_clock_starts_anew_when_silence_takes_it_back(world: World) -> None:
    taken(world)
    quietly(world, "07-15 13:59")
    world.until("07-15 14:00")
    world.expect("小陈", "#1", "今天16:00前", why="assign")
    assert world.due(1) == "07-15 15:00"
    world.forget()


@pytest.mark.parametrize(
    ("start", "words", "asked", "assigned"),
    [
        ("2026-07-13 11:45", "2栋1单元楼道灯坏了", "07-13 11:45", "07-13 13:45"),
        ("2026-07-17 17:20", "2栋1单元楼道灯坏了", "07-17 17:20", "07-20 08:50"),
    ],
)
def test_the_heads_thirty_minutes_are_working_time(
    make_world: Callable[..., World], start: str, words: str, asked: str, assigned: str
) -> None:
    world = make_world(start, assign="head")
    world.says("孙师傅", words)
    world.forget()
    world.until(assigned)
    assert [f"{one.at:%m-%d %H:%M}" for one in world.told("刘芳") if one.why == "ask"] == [in_utc(asked)]
    assert [f"{one.at:%m-%d %H:%M}" for one in world.told("王师傅") if one.why == "assign"] == [in_utc(assigned)]
    world.forget()


def in_utc(moment: str) -> str:
    """A moment on the wall as it is kept."""
    return f"{local(moment):%m-%d %H:%M}"


def test_where_there_is_nobody_else_the_head_is_not_asked_about_herself(make_world: Callable[..., World]) -> None:
    world = make_world(assign="head", directory=with_workers())
    world.says("孙师傅", "2栋1单元楼道灯坏了")
    world.expect("2栋", "#1", why="ack")
    world.expect("刘芳", "#1", "接", why="assign")


@pytest.mark.parametrize("words", ["2栋1单元煤气味很重", "我和楼上邻居闹矛盾吵了好几次，想请人来调解一下"])
def test_danger_and_disputes_wait_for_no_heads_choice(make_world: Callable[..., World], words: str) -> None:
    world = make_world(assign="head")
    world.says("孙师傅", words)
    assert not [one for one in world.told("刘芳") if one.why == "ask"]
    assert [one for one in world.heard if one.why == "assign"]
    world.forget()
