"""Who sits in which room."""

from __future__ import annotations

import pytest

from bot.web.cast import cast_of
from handlers.settings import DirectoryEntry
from tests.bot.webhouse import SETTINGS

CAST = cast_of(SETTINGS.directory)


@pytest.mark.parametrize(
    ("name", "rooms"),
    [
        ("小李", ("3栋邻居群",)),
        ("周奶奶", ("2栋邻居群",)),
        ("苏玲", ("3栋邻居群", "翠湖议事群")),
        ("王师傅", ("1栋邻居群", "2栋邻居群", "3栋邻居群", "翠湖议事群")),
    ],
)
def test_residents_sit_in_their_own_room_and_those_with_a_post_where_it_leads_them(
    name: str, rooms: tuple[str, ...]
) -> None:
    assert CAST.people[name].rooms == rooms


def test_a_home_is_shown_to_the_entrance_and_never_to_the_door() -> None:
    assert CAST.people["小李"].place == "3栋2单元"


def test_an_account_stands_for_the_person_where_one_is_given() -> None:
    entry = {"units": [{"id": "b1", "kind": "楼栋", "name": "1栋"}], "people": [{"name": "小李", "account": "wx1"}]}
    assert cast_of(DirectoryEntry.model_validate(entry)).people["wx1"].chats == {"wx1"}


def test_who_has_neither_home_nor_post_sits_everywhere() -> None:
    entry = {
        "units": [{"id": "b1", "kind": "楼栋", "name": "1栋"}],
        "rooms": [{"name": "一群", "unit": "b1"}],
        "people": [{"name": "访客"}],
    }
    assert cast_of(DirectoryEntry.model_validate(entry)).people["访客"].rooms == ("一群",)


@pytest.mark.parametrize(
    ("more", "rooms", "place"),
    [({}, ("甲群", "乙群"), ""), ({"unit": "b"}, ("乙群",), "3栋1单元")],
    ids=["nothing tells which", "the community is named"],
)
def test_of_two_buildings_of_one_number_the_home_is_where_the_configuration_says(
    more: dict[str, str], rooms: tuple[str, ...], place: str
) -> None:
    entry = {
        "units": [
            {"id": "a", "kind": "社区", "name": "甲社区"},
            {"id": "b", "kind": "社区", "name": "乙社区"},
            {"id": "a3", "kind": "楼栋", "name": "3栋", "parent": "a"},
            {"id": "b3", "kind": "楼栋", "name": "3栋", "parent": "b"},
        ],
        "rooms": [{"name": "甲群", "unit": "a3"}, {"name": "乙群", "unit": "b3"}, {"name": "甲社区群", "unit": "a"}],
        "people": [{"name": "小李", "household": "3-1-101", **more}],
    }
    cast = cast_of(DirectoryEntry.model_validate(entry))
    assert (cast.people["小李"].rooms, cast.people["小李"].place) == (rooms, place)
