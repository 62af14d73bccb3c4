"""A long day on the street with phones, identity numbers, plates and doors in it: none of them is heard or logged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import residents
from handlers.exporting import everything_about
from storage import rows
from storage.tables import Person
from tests.world import World

PHONE, SPACED, LANDLINE = "13912348765", "139 1234 8765", "0571-88231234"
IDENTITY, PLATE = "330106198803051234", "浙A8K3J6"
SECRETS = (PHONE, SPACED, "12348765", LANDLINE, "88231234", IDENTITY, "19880305", PLATE, "8K3J")
DOORS = ("502", "3-2-502", "2-1-201")


def day(world: World) -> None:
    """People write what people write."""
    contact = f"电话{PHONE}，身份证{IDENTITY}"
    world.says("小李", f"3栋2单元502水管漏水了，{contact}")
    world.says("孙师傅", f"2栋1单元楼道灯坏了，找201孙家，{SPACED}")
    world.says("张姐", f"3栋前面那辆{PLATE}堵住出口了，麻烦挪车，打{LANDLINE}")
    world.says("李婶", f"3栋2单元楼道灯不亮了，打{PHONE}")
    world.whispers("老马", f"楼上天天吵架，请帮忙调解，我电话{PHONE}")
    for no in (1, 2, 3, 4, 5):
        for who in ("王师傅", "小陈", "何阿姨"):
            world.whispers(who, f"接 {no}")
    world.whispers("王师傅", f"延 2 周五 等配件，厂家电话{LANDLINE}")
    world.whispers("王师傅", f"问 1 明天在家吗，我电话{PHONE}")
    world.whispers("小李", f"在的，打{SPACED}，车牌{PLATE}")
    world.whispers("苏玲", f"升 3 车主{PLATE}不接电话{PHONE}")
    world.says("小李", "催一下")
    world.whispers("小李", "查 1")
    world.whispers("陈主任", "清单")
    world.whispers("王师傅", f"完 1 换了阀门，有事打{PHONE}")
    world.says("小李", "好了，不漏了")
    world.advance(days=3)


@pytest.fixture(scope="module")
def lived() -> Iterator[World]:
    """The street after that day, for all to look at."""
    street = World()
    day(street)
    assert len(street.heard) > 20
    yield street
    street.close()


def test_no_group_hears_a_phone_an_identity_number_a_plate_or_a_door(lived: World) -> None:
    in_groups = [one.text for one in lived.heard if one.group]
    assert in_groups
    assert [text for text in in_groups if any(secret in text for secret in (*SECRETS, *DOORS))] == []


def test_no_private_line_repeats_somebody_elses_phone_identity_number_or_plate(lived: World) -> None:
    private = [one.text for one in lived.heard if not one.group]
    assert [text for text in private if any(secret in text for secret in SECRETS)] == []


def test_the_door_is_heard_by_whoever_goes_there_and_by_nobody_else_in_private(lived: World) -> None:
    told = {one.chat for one in lived.heard if not one.group and "502" in one.text}
    assert told <= {"王师傅", "小陈"}


def test_the_log_holds_verbs_and_numbers_and_no_words_of_anybody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(world.core, "log", lambda action, **fields: told.append(f"{action} {fields}"))
    day(world)
    world.says("小李", f"电话{PHONE}", room="没有绑定的群")
    assert [line for line in told if any(secret in line for secret in (*SECRETS, "小李", "孙师傅", "水管"))] == []
    world.forget()


def test_no_copy_about_a_person_holds_a_phone_an_identity_number_or_a_plate(lived: World) -> None:
    with lived.store.read() as session:
        for name in ("小李", "孙师傅", "张姐", "王师傅"):
            person = rows.find(session, Person, name=name)
            assert person is not None
            copy = json.dumps(everything_about(session, person), ensure_ascii=False)
            assert [secret for secret in SECRETS if secret in copy] == []


def test_reporters_are_called_and_never_named_in_a_groups_text(lived: World) -> None:
    for one in lived.heard:
        if one.group and one.kind == "request":
            for name in ("小李", "孙师傅", "张姐", "李婶", "老马"):
                assert one.text.count(name) == one.text.count(f"@{name}"), one.text


def test_the_command_line_exports_what_it_holds_and_refuses_who_is_nobody(world: World, tmp_path: Path) -> None:
    world.says("小李", "3栋2单元水管漏水了")
    world.forget()
    copy = residents.export(world.store.path, "小李")
    assert copy["person"]["name"] == "小李"
    with pytest.raises(Exception, match="nobody here is called"):
        residents.export(world.store.path, "王麻子")
