"""How a matter ends: 完, 好了, silence, 办结 — and thanks that end nothing."""

from __future__ import annotations

import pytest

from storage.tables import Status
from tests.handlers.steps import LAMP, OUTAGE, finished, quietly, reported, taken
from tests.world import World


@pytest.mark.parametrize("words", ["完 1", "1完", "修好了", "灯修好了"])
def test_the_workers_word_is_told_where_it_was_reported_with_what_to_say_if_it_is_not_so(
    world: World, words: str
) -> None:
    taken(world)
    world.advance(hours=1)
    world.whispers("王师傅", words)
    line = world.expect("2栋", "@孙师傅", "#1", "王师傅说的", "没修好", why="done")
    assert len(line.text) <= 60
    assert line.mentions == ("孙师傅",)
    world.expect("王师傅", "孙师傅", "照片", why="done")
    assert world.request(1).status is Status.TO_CONFIRM
    assert world.due(1) == "07-15 10:40"


def test_a_photo_is_asked_for_once_and_never_required(world: World) -> None:
    finished(world)
    world.says("孙师傅", "没修好")
    world.forget()
    world.advance(hours=1)
    world.whispers("王师傅", "完 1")
    assert "照片" not in world.expect("王师傅", why="done").text
    world.forget()


@pytest.mark.parametrize("who", ["小陈", "苏玲", "周奶奶", "何阿姨"])
def test_others_may_not_say_that_it_is_done(world: World, who: str) -> None:
    taken(world)
    world.whispers(who, "完 1")
    world.expect(who, "#1", why="refuse")
    assert world.request(1).status is Status.ACCEPTED


def test_the_head_may_say_that_it_is_done(world: World) -> None:
    taken(world)
    world.advance(minutes=5)
    world.whispers("刘芳", "完 1")
    world.expect("刘芳", why="done")
    world.expect("王师傅", "#1 刘芳说已经好了", why="done")
    world.expect("2栋", "@孙师傅", "刘芳说的", why="done")


@pytest.mark.parametrize("words", ["好了", "可以了", "好了好了，谢谢王师傅！", "好了，灯亮了", "灯亮了，谢谢王师傅"])
def test_the_reporters_good_word_closes_it_and_the_group_hears_nothing_more(world: World, words: str) -> None:
    finished(world)
    world.advance(minutes=10)
    world.says("孙师傅", words)
    world.expect("孙师傅", "满意", why="confirm")
    assert world.request(1).status is Status.CLOSED
    world.advance(days=9)


def test_satisfied_is_a_good_word_before_anybody_asked(world: World) -> None:
    finished(world)
    world.whispers("孙师傅", "满意")
    world.expect("孙师傅", "满意", why="confirm")
    assert world.request(1).status is Status.CLOSED


@pytest.mark.parametrize(("words", "mark"), [("满意，谢谢", 1), ("一般吧", 2), ("一般，来得有点慢", 2)])
def test_the_rating_may_come_with_more_words(world: World, words: str, mark: int) -> None:
    finished(world)
    world.says("孙师傅", "好了")
    world.forget()
    world.whispers("孙师傅", words)
    world.expect("孙师傅", why="answer")
    assert (world.request(1).rating or 0) == mark


@pytest.mark.parametrize(("words", "after"), [("好了", Status.CLOSED), ("没修好", Status.TO_ACCEPT)])
def test_who_told_it_for_somebody_is_asked_and_heard(world: World, words: str, after: Status) -> None:
    reported(world, "代报 周奶奶家水龙头坏了", "刘芳")
    world.whispers("王师傅", "完 1")
    world.advance(minutes=10)
    world.expect("2栋", "@刘芳 #1", why="done")
    world.says("刘芳", words)
    world.forget()
    assert world.request(1).status is after


def test_the_rating_is_asked_once_and_taken_as_a_number(world: World) -> None:
    finished(world)
    world.says("孙师傅", "好了")
    world.expect("孙师傅", "1 满意 2 一般 3 没解决", why="confirm")
    world.whispers("孙师傅", "1")
    world.expect("孙师傅", "谢谢", why="answer")
    assert world.request(1).rating == 1


def test_unsolved_reopens(world: World) -> None:
    finished(world)
    world.says("孙师傅", "好了")
    world.whispers("孙师傅", "3")
    world.advance(minutes=2)
    world.expect("孙师傅", "满意", why="confirm")
    world.expect("孙师傅", "#1", "再去", why="status")
    world.expect("2栋", "#1 还没好", why="status")
    world.forget()
    assert world.request(1).status is Status.TO_ACCEPT


def test_after_silence_of_forty_eight_hours_it_closes_without_a_word_and_without_a_rating(world: World) -> None:
    finished(world)
    quietly(world, "07-15 10:39")
    assert world.request(1).status is Status.TO_CONFIRM
    world.until("07-15 10:41")
    assert world.request(1).status is Status.CLOSED
    world.until("07-25 09:00")


def test_urgent_closes_after_twelve_hours_of_silence(world: World) -> None:
    taken(world, OUTAGE)
    world.whispers("王师傅", "完 1")
    quietly(world, "07-13 21:39")
    assert world.request(1).status is Status.TO_CONFIRM
    world.until("07-13 21:41")
    assert world.request(1).status is Status.CLOSED


def test_the_reporter_says_that_it_works_before_the_worker_does(world: World) -> None:
    taken(world)
    world.advance(minutes=10)
    world.says("孙师傅", "灯亮了谢谢王师傅")
    world.expect("2栋", "#1 办结, 谢谢王师傅。", why="done")
    world.expect("王师傅", "#1", "办结", why="done")
    assert world.request(1).status is Status.CLOSED


def test_told_in_private_the_reporter_is_answered_there(world: World) -> None:
    taken(world)
    world.advance(minutes=30)
    world.whispers("孙师傅", "灯亮了，谢谢王师傅")
    world.expect("孙师傅", "#1 办结", why="done")
    world.expect("2栋", "#1 办结, 谢谢王师傅", why="done")
    world.expect("王师傅", "#1", why="done")


def test_a_neighbours_word_only_asks_the_reporter(world: World) -> None:
    taken(world)
    world.advance(minutes=10)
    world.says("周奶奶", "楼道灯亮了")
    world.expect("孙师傅", "周奶奶", "#1", "好了", why="confirm")
    assert world.request(1).status is Status.ACCEPTED
    world.whispers("孙师傅", "好了")
    world.forget()
    assert world.request(1).status is Status.CLOSED


@pytest.mark.parametrize("words", ["是", "是的，亮了"])
def test_asked_about_a_neighbours_word_a_yes_closes_it(world: World, words: str) -> None:
    asked_by_a_neighbour(world)
    world.whispers("孙师傅", words)
    world.forget()
    assert world.request(1).status is Status.CLOSED


@pytest.mark.parametrize("words", ["好的", "好的，知道了"])
def test_asked_about_a_neighbours_word_a_nod_closes_nothing(world: World, words: str) -> None:
    asked_by_a_neighbour(world)
    world.whispers("孙师傅", words)
    world.expect("孙师傅", "好的", why="answer")
    assert world.request(1).status is Status.ACCEPTED


@pytest.mark.parametrize("words", ["不是", "没有，还黑着"])
def test_asked_about_a_neighbours_word_a_no_is_answered_with_facts(world: World, words: str) -> None:
    asked_by_a_neighbour(world)
    world.whispers("孙师傅", words)
    world.expect("孙师傅", "#1", "王师傅在办", why="answer")
    assert world.request(1).status is Status.ACCEPTED


def asked_by_a_neighbour(world: World) -> None:
    """周奶奶 says in the group that the light is on again."""
    taken(world)
    world.advance(minutes=10)
    world.says("周奶奶", "楼道灯亮了")
    world.forget()


def test_a_co_signers_good_word_in_private_is_answered(world: World) -> None:
    reported(world)
    world.says("周奶奶", "我家也是")
    world.whispers("王师傅", "完 1")
    world.advance(minutes=10)
    world.forget()
    world.whispers("周奶奶", "好了")
    world.expect("周奶奶", "请孙师傅看看", why="status")
    world.expect("孙师傅", "周奶奶说 #1", why="confirm")
    assert world.request(1).status is Status.TO_CONFIRM


@pytest.mark.parametrize("words", ["谢谢王师傅", "谢谢", "辛苦了", "感谢感谢"])
def test_thanks_never_change_a_state(world: World, words: str) -> None:
    finished(world)
    world.says("孙师傅", words)
    assert world.request(1).status is Status.TO_CONFIRM


def test_thanks_in_private_are_answered(world: World) -> None:
    finished(world)
    world.whispers("孙师傅", "谢谢")
    world.expect("孙师傅", why="answer")
    assert world.request(1).status is Status.TO_CONFIRM


def test_words_about_another_thing_close_nothing(world: World) -> None:
    taken(world)
    world.says("孙师傅", "来水了")
    assert world.request(1).status is Status.ACCEPTED


def test_a_residents_close_command_is_refused(world: World) -> None:
    finished(world)
    world.whispers("孙师傅", "办结 1")
    world.expect("孙师傅", why="refuse")
    assert world.request(1).status is Status.TO_CONFIRM


def test_not_closed_within_a_day_restores_state_and_clocks(world: World) -> None:
    taken(world)
    due = world.due(1)
    world.advance(minutes=10)
    world.says("孙师傅", "灯亮了谢谢王师傅")
    world.forget()
    world.advance(minutes=30)
    world.says("孙师傅", "没办结")
    world.expect("2栋", "@孙师傅", "#1", "接着办", why="status")
    world.expect("王师傅", "#1", "周四17:30", why="status")
    assert world.request(1).status is Status.ACCEPTED
    assert world.due(1) == due


def test_closed_by_silence_and_not_so_it_waits_for_a_word_anew(world: World) -> None:
    finished(world)
    quietly(world, "07-15 11:00")
    assert world.request(1).status is Status.CLOSED
    world.whispers("孙师傅", "没办结")
    world.expect("孙师傅", "#1 还没办结", "没修好", why="status")
    world.expect("王师傅", "#1 没办结, 再等居民一句话", why="status")
    assert world.request(1).status is Status.TO_CONFIRM
    assert world.due(1) == "07-17 11:00"


def test_the_family_may_say_so_too(world: World) -> None:
    taken(world, "3栋2单元门口垃圾没人清", "小李", "小陈")
    world.says("小李", "垃圾清了，谢谢小陈")
    world.forget()
    world.advance(minutes=5)
    world.says("李婶", "没办结")
    world.advance(minutes=1)
    world.forget()
    assert world.request(1).status is Status.ACCEPTED


def test_more_than_a_day_later_it_is_a_reopening(world: World) -> None:
    taken(world)
    world.says("孙师傅", "灯亮了谢谢王师傅")
    world.forget()
    world.advance(hours=26)
    world.forget()
    world.says("孙师傅", "没办结 1")
    world.forget()
    assert world.request(1).status in {Status.TO_ACCEPT, Status.CLOSED}


def test_closed_it_is_owned_by_nobody_and_never_due(world: World) -> None:
    finished(world)
    world.says("孙师傅", "好了")
    world.forget()
    assert world.owner(1) is None
    assert world.request(1).next_due_at is None


def test_done_by_the_one_who_was_told_and_never_said_that_he_took_it(world: World) -> None:
    reported(world, LAMP)
    world.advance(minutes=20)
    world.whispers("王师傅", "完 1")
    world.expect("2栋", "@孙师傅", "王师傅说的", why="done")
    world.expect("王师傅", why="done")
