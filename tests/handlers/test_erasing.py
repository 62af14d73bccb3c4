"""删除我的信息: after one 是 nothing of a person is left, the matters stay, and no backup brings them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.exporting import everything_about
from handlers.keeping import tidy
from storage import personal, persons, rows
from storage.backup import back_up, restore
from storage.tables import Person, Status
from tests.handlers.traces import traces
from tests.world import World

WORDS = "2栋1单元楼道灯坏了，201孙家的，电话13812345678"
OWN = ("孙师傅", "13812345678", "孙家", "2-1-201")


def lived(world: World) -> None:
    """孙师傅 reported a lamp and signed another matter, and talked with the bot."""
    world.says("孙师傅", WORDS)
    world.whispers("王师傅", "接 1")
    world.whispers("孙师傅", "我的")
    world.whispers("孙师傅", "随便说一句孙家的话")
    world.forget()


def erased(world: World) -> None:
    """… and had it all deleted."""
    lived(world)
    world.whispers("孙师傅", "删除我的信息")
    world.expect("孙师傅", "回 是", why="ask")
    world.whispers("孙师傅", "是")
    world.expect("孙师傅", "都删了")


def night(world: World) -> None:
    """Two nights pass."""
    world.advance(days=2)
    world.core.do(tidy, world.now)
    world.forget()


def test_after_one_yes_nothing_of_the_person_is_left(world: World) -> None:
    erased(world)
    night(world)
    assert traces(world.store, *OWN) == []


def test_the_matter_stays_with_its_place_and_goes_on(world: World) -> None:
    erased(world)
    request = world.request(1)
    assert (request.status, request.category, request.entrance) == (Status.ACCEPTED, "lighting", "1")
    assert (request.text, request.door) == (None, None)
    world.whispers("王师傅", "完 1")
    world.forget()
    assert world.request(1).status is Status.TO_CONFIRM


def test_the_person_becomes_a_resident_with_a_mark_that_says_nothing(world: World) -> None:
    erased(world)
    with world.store.read() as session:
        person = session.get(Person, world.request(1).reporter_id)
        assert person is not None
        assert person.name.startswith("居民#")
        assert (person.household, person.unit_id, person.listed, person.key) == (None, None, False, None)
        assert person.erased_at == world.now


def test_with_a_no_or_without_an_answer_nothing_happens(world: World) -> None:
    lived(world)
    world.whispers("孙师傅", "删除我的信息")
    world.expect("孙师傅", "回 是")
    world.whispers("孙师傅", "不是")
    world.expect("孙师傅", "不删")
    world.whispers("孙师傅", "删除我的信息")
    world.expect("孙师傅", "回 是")
    world.advance(hours=2)
    world.whispers("孙师傅", "是")
    world.forget()
    assert world.request(1).text == WORDS


def test_in_a_group_it_is_not_asked(world: World) -> None:
    world.says("孙师傅", "删除我的信息")
    world.expect("孙师傅", "私下")


def test_whoever_holds_a_post_hands_it_over_first(world: World) -> None:
    world.whispers("王师傅", "删除我的信息")
    world.expect("王师傅", "职务")


def test_what_they_had_taken_over_goes_to_somebody_else(world: World) -> None:
    world.says("张姐", "3栋1单元楼道灯坏了")
    world.whispers("李大哥", "我来")
    world.forget()
    assert world.assignee(1) == "李大哥"
    world.whispers("李大哥", "删除我的信息")
    world.whispers("李大哥", "是")
    assert world.assignee(1) == "王师傅"
    world.forget()


def test_a_restart_does_not_bring_them_back_from_the_configuration(world: World) -> None:
    erased(world)
    night(world)
    world.crash()
    assert traces(world.store, *OWN) == []


def test_an_older_backup_does_not_bring_them_back(world: World, tmp_path: Path) -> None:
    lived(world)
    older = tmp_path / "older.db"
    back_up(world.store.path, older)
    world.whispers("孙师傅", "删除我的信息")
    world.whispers("孙师傅", "是")
    world.forget()
    world.store.close()
    restore(older, world.store.path)
    world.crash()
    night(world)
    assert traces(world.store, *OWN) == []


def test_who_comes_back_afterwards_is_somebody_new_and_stays(world: World) -> None:
    erased(world)
    night(world)
    world.whispers("孙师傅", "2栋1单元的灯不亮了")
    world.expect("孙师傅", "几栋几单元")
    world.crash()
    with world.store.read() as session:
        assert rows.find(session, Person, name="孙师傅", listed=False) is not None


def test_every_column_that_points_to_a_person_says_what_becomes_of_it() -> None:
    known = {(trace.table.__tablename__, trace.column) for trace in personal.TRACES}
    pointing = {(table.name, column.name) for table, column in persons.references()}
    assert pointing == known, "add a row to storage/personal.py: what is exported, and what is left after erasing"


# --- the copy ------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(world: World) -> dict[str, object]:
    """What 孙师傅 gets when asking for a copy."""
    world.says("孙师傅", WORDS)
    world.forget()
    with world.store.read() as session:
        person = rows.find(session, Person, name="孙师傅")
        assert person is not None
        return everything_about(session, person)


def test_a_copy_holds_the_person_and_what_they_reported(copy: dict[str, object]) -> None:
    told = str(copy)
    assert "2-1-201" in told
    assert "楼道灯坏了" in told
    assert "ServiceRequest.reporter_id" in copy


def test_a_copy_holds_no_phone_number(copy: dict[str, object]) -> None:
    assert "13812345678" not in str(copy)
    assert "138****5678" in str(copy)


@pytest.mark.parametrize("words", ["完 1", "延 1 周五 等灯泡", "在修 1"])
def test_whatever_a_helper_had_in_hand_nothing_keeps_them_from_being_erased(world: World, words: str) -> None:
    world.says("小李", "3栋2单元楼道灯不亮")
    world.whispers("李大哥", "我来")
    world.whispers("李大哥", words)
    world.whispers("李大哥", "删除我的信息")
    world.whispers("李大哥", "是")
    world.expect("李大哥", "都删了", why="status")
    world.advance(minutes=5)
    world.says("小李", "没修好")
    assert world.assignee(1) == "王师傅"
    world.forget()
