"""Places as neighbours write them, and the numbers that are no places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.local import Local
from nlp.model import Place
from nlp.places import FIELDS, read_place, read_places


def stated(place: Place | None) -> dict[str, str]:
    return {field: getattr(place, field) for field in FIELDS if place and getattr(place, field)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6号楼3单元801", {"building": "6", "unit": "3", "room": "801"}),
        ("6-3-801漏水了", {"building": "6", "unit": "3", "room": "801"}),
        ("6-801又渗水", {"building": "6", "room": "801"}),
        ("六栋没水", {"building": "6"}),
        ("十六幢没水", {"building": "16"}),
        ("6#楼道灯不亮", {"building": "6"}),
        ("11#2单元停电", {"building": "11", "unit": "2"}),
        ("C座大堂空调不冷", {"building": "C", "spot": "大堂"}),
        ("三期9座电梯停了", {"building": "9"}),
        ("3梯停了", {"unit": "3"}),
        ("7楼漏水", {"floor": "7"}),
        ("二十二楼没水压", {"floor": "22"}),
        ("8号楼2门603跳闸", {"building": "8", "unit": "2", "room": "603"}),
        ("6懂3单元门坏了", {"building": "6", "unit": "3"}),
        ("6撞3单元门坏了", {"building": "6", "unit": "3"}),
        ("6栋西单元没电", {"building": "6", "unit": "西"}),
        ("6栋-3单元-801", {"building": "6", "unit": "3", "room": "801"}),
        ("803漏水到楼下", {"room": "803"}),
        ("我家住三单元五零二", {"unit": "3", "room": "502"}),
        ("负二楼积水", {"floor": "-2", "spot": "负二楼"}),
        ("6-3那边4楼走廊有人抽烟", {"building": "6", "unit": "3", "floor": "4", "spot": "走廊"}),
        ("6栋门口有狗", {"building": "6", "spot": "门口"}),
    ],
)
def test_a_door_in_the_ways_people_write_it(text: str, expected: dict[str, str]) -> None:
    assert stated(read_place(text)) == expected


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("地下车库进水了", "地下车库"),
        ("单元门口堆了沙子", "单元门口"),
        ("花坛那边有蛇", "花坛"),
        ("小区北门进不来", "北门"),
        ("电梯里有股怪味", "电梯里"),
        ("架空层的灯整夜不关", "架空层"),
    ],
)
def test_a_public_spot_is_named_by_its_longest_word(text: str, spot: str) -> None:
    assert stated(read_place(text)) == {"spot": spot}


@pytest.mark.parametrize("text", ["楼道灯不亮", "电梯又停了", "车库门卡住了", "大门锁坏了", "广场舞太吵"])
def test_a_spot_in_the_name_of_a_thing_is_no_place(text: str) -> None:
    assert read_place(text) is None


def test_a_community_names_its_own_spots() -> None:
    assert stated(read_place("望月坪的草该割了", Local(("望月坪",)))) == {"spot": "望月坪"}
    assert read_place("望月坪的草该割了") is None


@pytest.mark.parametrize(
    "text",
    [
        "来了16人",
        "清出300平米",
        "电话13900001111",
        "打119",
        "2026年的事",
        "8-10点停水",
        "花了801块",
        "13.5元一斤",
        "血压一百八",
        "一层灰",
        "两栋之间",
        "楼上太吵",
        "告别2019",
        "第2次",
        "1-3栋停水",
    ],
)
def test_amounts_times_and_phones_are_no_doors(text: str) -> None:
    assert read_place(text) is None


def test_what_is_said_of_one_place_is_put_together() -> None:
    assert stated(read_place("6栋漏得厉害，2单元的邻居看看，楼梯口全是水")) == {
        "building": "6",
        "unit": "2",
        "spot": "楼梯口",
    }


def test_two_buildings_are_two_places_in_order() -> None:
    found = read_places("6栋2单元灯坏了，9栋楼道有垃圾")
    assert [stated(place) for place in found] == [{"building": "6", "unit": "2"}, {"building": "9", "spot": "楼道"}]
    assert stated(read_place("6栋2单元灯坏了，9栋3单元也是")) == {"building": "6", "unit": "2"}


def test_the_words_of_the_place_are_kept() -> None:
    place = read_place("麻烦看看6栋2单元的灯")
    assert place is not None
    assert place.text == "6栋2单元"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临江市湖滨路88号柳园5幢2单元1203室", {"building": "5", "unit": "2", "room": "1203"}),
        ("临江市柳园新村5-2-1203", {"building": "5", "unit": "2", "room": "1203"}),
        ("湖滨路88号银泰大厦16楼", {"floor": "16"}),
        ("湖滨路88号柳园1203", {"room": "1203"}),
        ("柳园小区A座1203室", {"building": "A", "room": "1203"}),
    ],
)
def test_a_postal_address_leaves_out_the_road(text: str, expected: dict[str, str]) -> None:
    assert stated(read_place(text)) == expected


@given(st.text(alphabet="3号楼2单元-502栋层室A座#负一二十路弄街 门口车库，", max_size=100))
def test_no_text_whatever_raises(text: str) -> None:
    read_place(text)
    read_places(text)
