"""From a sentence in the group to a closed request, reminded in private on the way."""

from __future__ import annotations

from storage.tables import Status
from tests.world import World

LAMP = "2栋1单元楼道灯坏了"


def reported(world: World) -> None:
    """孙师傅 reports a lamp; 王师傅 has it."""
    world.says("孙师傅", LAMP)
    world.expect("2栋", "#1", "@孙师傅", "11:30", why="ack")
    world.expect("王师傅", "#1", "接", why="assign")


def accepted(world: World) -> None:
    """… and 王师傅 takes it."""
    reported(world)
    world.advance(minutes=10)
    world.whispers("王师傅", "接 1")
    world.expect("王师傅", "#1", why="status")
    world.expect("2栋", "#1 王师傅接了", "周四17:30")


def test_a_sentence_in_the_group_becomes_a_request_with_a_number_and_a_promise(world: World) -> None:
    reported(world)
    assert world.request(1).status is Status.TO_ACCEPT
    assert world.owner(1) == "王师傅"


def test_the_door_stands_in_the_private_line_alone(world: World) -> None:
    world.says("小李", "3栋2单元水管漏水了")
    assert "502" not in world.expect("3栋", "#1").text
    assert "502" in world.expect("王师傅", "#1").text


def test_taking_it_is_said_once_in_the_group_and_answered_once_in_private(world: World) -> None:
    accepted(world)
    assert world.request(1).status is Status.ACCEPTED


def test_done_waits_for_the_residents_word_and_then_nothing_more_is_said_in_the_group(world: World) -> None:
    accepted(world)
    world.until("07-13 16:00")
    world.expect("王师傅", "#1", why="digest")
    world.whispers("王师傅", "完 1")
    world.expect("王师傅", "孙师傅", why="done")
    world.expect("2栋", "@孙师傅", "#1", "没修好", why="done")
    world.advance(minutes=10)
    world.says("孙师傅", "好了，灯亮了")
    world.expect("孙师傅", "满意", why="confirm")
    assert world.request(1).status is Status.CLOSED
    world.advance(days=10)


def test_thanks_never_change_a_state(world: World) -> None:
    accepted(world)
    world.says("孙师傅", "谢谢王师傅，辛苦了")
    assert world.request(1).status is Status.ACCEPTED


def test_a_crash_between_the_commit_and_the_sending_loses_nothing(world: World) -> None:
    reported(world)
    world.crash()
    world.until("07-13 10:31")
    world.expect("王师傅", "#1", why="remind")


def test_what_was_being_sent_when_the_process_died_is_sent_again_as_soon_as_the_pace_allows(world: World) -> None:
    world.dies_sending("孙师傅", LAMP)
    world.advance(minutes=1)
    world.expect("2栋", "#1", why="ack")
    world.expect("王师傅", "#1", why="assign")


def test_the_same_message_twice_is_one_request(world: World) -> None:
    world.says("孙师傅", LAMP, message_id="same")
    world.says("孙师傅", LAMP, message_id="same")
    world.expect("2栋", "#1")
    world.expect("王师傅", "#1")
