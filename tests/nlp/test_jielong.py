"""Lists that neighbours copy on, and signing up in free words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.jielong import latest, read_jielong
from nlp.model import Attendee
from nlp.signup import read_people, read_signup


def entries(text: str) -> list[tuple[str | None, int, str | None]]:
    found = read_jielong(text)
    assert found is not None, text
    return [(person.name, person.count, person.note) for person in found.people]


@pytest.mark.parametrize(
    "text",
    [
        "#接龙\n周日擦楼道\n\n1. 老赵\n2. 吴姐",
        "# 接龙 周日擦楼道\n1. 老赵\n2. 吴姐",
        "接龙：周日擦楼道\n1、老赵\n2、吴姐\n3、",
        "#接龙\\n周日擦楼道\\n\\n1. 老赵\\n2. 吴姐",
        "#接龙 周日擦楼道 1.老赵 2.吴姐",
        "#Group Note\n周日擦楼道\n\n1. 老赵\n2. 吴姐",
        "#接龙 周日擦楼道①老赵②吴姐",
        "#接龙\n周日擦楼道\n例 老王 2人\n1. 老赵\n2. 吴姐",
        "<title>#接龙 周日擦楼道 1. 老赵 2. 吴姐</title>",
    ],
)
def test_one_list_in_every_form_in_which_it_arrives(text: str) -> None:
    found = read_jielong(text)
    assert found is not None
    assert found.title == "周日擦楼道"
    assert [person.name for person in found.people] == ["老赵", "吴姐"]


def test_a_list_needs_no_heading_when_it_numbers_names() -> None:
    assert [name for name, _, _ in entries("1 孙婶\n2 2单元小冯\n3 陶老师 带抹布\n接着往下排")] == [
        "孙婶",
        "2单元小冯",
        "陶老师",
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("老赵 3人", ("老赵", 3, None)),
        ("老赵3人", ("老赵", 3, None)),
        ("老赵 两位", ("老赵", 2, None)),
        ("老赵+1", ("老赵", 2, None)),
        ("老赵×3", ("老赵", 3, None)),
        ("老赵 2大1小", ("老赵", 3, None)),
        ("老赵 2", ("老赵", 2, None)),
        ("老赵 带1个孩子", ("老赵", 2, None)),
        ("老赵带水桶", ("老赵", 1, "带水桶")),
        ("老赵（晚到半小时）", ("老赵", 1, "晚到半小时")),
        ("401老赵", ("401老赵", 1, None)),
        ("5-402 老赵 两箱", ("5-402 老赵", 1, "两箱")),
        ("1203 两箱", ("1203", 1, "两箱")),
        ("1203 两口子", ("1203", 2, None)),
        ("四楼老赵 爷俩", ("四楼老赵", 2, None)),
        ("周三 老赵", ("老赵", 1, "周三")),
    ],
)
def test_an_entry_gives_name_count_and_note(entry: str, expected: tuple[str, int, str | None]) -> None:
    assert entries(f"#接龙\n擦楼道\n1. {entry}") == [expected]


def test_an_entry_goes_on_over_the_next_line() -> None:
    assert entries("#接龙\n值班\n1. 老赵 周一\n   周四也行\n2. 吴姐") == [
        ("老赵", 1, "周一 周四也行"),
        ("吴姐", 1, None),
    ]


def test_numbers_in_the_heading_are_no_entries() -> None:
    found = read_jielong("#接龙\n上午9.30楼下集合\n1. 老赵\n2. 吴姐")
    assert found is not None
    assert found.title == "上午9.30楼下集合"
    assert len(found.people) == 2
    assert entries("#接龙\n3月12日种树\n1. 老赵\n2. 吴姐") == [("老赵", 1, None), ("吴姐", 1, None)]


def test_in_one_line_behind_what_it_is_about_it_is_a_list_too() -> None:
    found = read_jielong("修长凳接龙：1、老赵 2、三楼吴姐 带锤子 3、加我一个")
    assert found is not None
    assert found.title == "修长凳接龙"
    assert [person.name for person in found.people] == ["老赵", "三楼吴姐", "加我一个"]


def test_a_nick_that_stands_twice_counts_with_its_last_line() -> None:
    found = read_jielong("#接龙\n1. 老赵\n2. 吴姐\n3. 老赵 2人")
    assert found is not None
    assert latest(found.people) == (Attendee(name="老赵", count=2), Attendee(name="吴姐"))


@pytest.mark.parametrize(
    "text",
    [
        "我们来 #接龙 吧\n1. A",
        "大家接龙报名",
        "接龙了吗",
        "今天楼道灯坏了",
        "通知：1、请关窗。2、请勿逗留。",
        "1.灯坏了\n2.水管漏了",
    ],
)
def test_talk_and_numbered_matters_are_no_list(text: str) -> None:
    assert read_jielong(text) is None


def test_a_heading_with_nobody_under_it_is_a_list_without_people() -> None:
    assert entries("#接龙\n周日擦楼道") == []


def test_of_three_hundred_lines_every_one_is_read() -> None:
    lines = "\n".join(f"{n}. 邻居{n} 带{n % 3}个孩子" for n in range(1, 301))
    read = entries(f"#接龙\n周日擦楼道\n\n{lines}")
    assert [name for name, _, _ in read] == [f"邻居{n}" for n in range(1, 301)]
    assert [count for _, count, _ in read] == [1 + n % 3 for n in range(1, 301)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("我来", 1),
        ("+1", 1),
        ("+3", 3),
        ("算我一个", 1),
        ("加我一个", 1),
        ("我们家两个", 2),
        ("我来，带1个孩子", 2),
        ("我来 带两个娃", 3),
        ("我和老公都去", 2),
        ("报名，2大1小", 3),
        ("我家三口都来", 3),
        ("我们俩", 2),
        ("报2个", 2),
        ("我报名，带铁锹", 1),
        ("我也去！", 1),
        ("给我留个名额", 1),
        ("带娃一起去", 2),
        ("算我一个，再叫上我室友", 2),
        ("我们爷俩都去", 2),
    ],
)
def test_signing_up_in_free_words(text: str, count: int) -> None:
    signed = read_signup(text)
    assert signed is not None
    assert (signed.name, signed.count) == (None, count)


def test_somebody_is_signed_up_by_another() -> None:
    signed = read_signup("替601钱老师报一位")
    assert signed is not None
    assert signed.name == "601钱老师"


def test_a_named_neighbour_is_an_entry_of_his_own() -> None:
    assert [person.name for person in read_people("我和隔壁冯姐都去")] == [None, "冯姐"]


@pytest.mark.parametrize(
    "text",
    [
        "我来修",
        "我去看看",
        "我去不了",
        "不来了",
        "报名在哪",
        "取消我的报名",
        "谁能来",
        "-1",
        "楼道灯坏了",
        "来的都是客",
    ],
)
def test_what_is_no_sign_up(text: str) -> None:
    assert read_signup(text) is None


@given(st.text(alphabet="接龙#1234567890.、\n① 老王带个人+×（）我来报名", max_size=120))
def test_no_text_whatever_raises(text: str) -> None:
    read_jielong(text)
    read_signup(text)
    read_people(text)
