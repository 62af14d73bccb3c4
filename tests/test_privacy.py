"""A long day on the street with phones, identity numbers, plates and doors in it: none of them is heard or logged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot import residents
from handlers.exporting import everything_about
from storage import rows
from storage.tables import Person
from tests import watch
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


def test_what_fails_is_logged_without_a_name_or_a_word(make_world: Callable[..., World]) -> None:
    world = make_world(texts={"help_resident": "{no:unheard of}"})
    told: list[str] = []
    world.core.log = lambda action, **fields: told.append(f"{action} {fields}")
    world.whispers("小李", f"啦啦啦{PHONE}")
    world.expect("小李", "这句我没处理好", why="error")
    assert told == ["message_quarantined {'message': 'm1', 'error': 'ValueError'}"]


def test_no_copy_about_a_person_holds_a_phone_an_identity_number_or_a_plate(lived: World) -> None:
    with lived.store.read() as session:
        for name in ("小李", "孙师傅", "张姐", "王师傅"):
            person = rows.find(session, Person, name=name)
            assert person is not None
            copy = json.dumps(everything_about(session, person), ensure_ascii=False)
            assert [secret for secret in SECRETS if secret in copy] == []
            assert "\ue000" not in copy, "a moment that nobody can read"


def test_a_worker_who_names_the_reporter_is_repeated_without_the_name(world: World) -> None:
    world.says("小李", "3栋2单元水管漏水了")
    world.whispers("王师傅", "接 1")
    world.forget()
    world.whispers("王师傅", "延 1 后天 小李家没人")
    world.advance(minutes=1)
    world.expect("3栋", "#1 居民家没人, 改到周三17:30前")
    world.forget()


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


@pytest.mark.parametrize(
    "words",
    [
        f"#1 王师傅接了, 打{PHONE}", f"#1 打{SPACED}", f"#1 打{LANDLINE}", f"#1 身份证{IDENTITY}", f"#1 车牌{PLATE}",
        "#1 3栋2单元502 灯修好了", "#1 3-2-502 灯修好了", "#1 小李家的灯修好了",
    ],
)  # fmt: skip
def test_the_watch_on_everything_heard_in_these_tests_sees_what_slips_through(words: str) -> None:
    """Every test's street looks at each message so: what no other test asks about is looked at all the same."""
    assert [*watch.personal_in(words), *watch.too_much_for_a_group(words, ["3-2-502"], "小李")]


@pytest.mark.parametrize(
    "words", ["@小李 #1 灯修好了, 今天17:30前", "119 12345 95598 400-800-1234", "#1502 2026年 5000平米"]
)
def test_the_watch_lets_pass_what_may_be_said(words: str) -> None:
    assert [*watch.personal_in(words), *watch.too_much_for_a_group(words, ["3-2-502"], "小李")] == []


def test_whatever_is_typed_after_a_command_reaches_nobody_with_its_numbers(world: World) -> None:
    """The street's watch fails the test at the first number that is repeated."""
    secrets = f"电话{PHONE}，身份证{IDENTITY}，车牌{PLATE}"
    for who, words in FREE_WORDS:
        if who in GROUP:
            world.says(who, f"{words} {secrets}", room="3栋")
        else:
            world.whispers(who, f"{words} {secrets}")
        world.advance(minutes=20)
        for asker in ("陈主任", "苏玲", "王师傅", "小李"):
            world.whispers(asker, "清单")
    world.advance(days=10)
    assert len(world.heard) > 100
    world.forget()


GROUP = ("小李", "张姐", "老马")
FREE_WORDS = (
    ("小李", "3栋2单元水管漏水了，"),
    ("王师傅", "接 1"),
    ("王师傅", "出发 1"),
    ("王师傅", "问 1 下午在家吗，"),
    ("小李", "在的，"),
    ("王师傅", "转 1 小陈"),
    ("小陈", "退 1 不归我管，"),
    ("苏玲", "派 1 王师傅"),
    ("王师傅", "接 1"),
    ("小李", "催一下，"),
    ("王师傅", "延 1 后天 等配件，"),
    ("苏玲", "升 1 没人管，"),
    ("陈主任", "报 1 供水公司，"),
    ("陈主任", "办结 1 供水公司修好了，"),
    ("小李", "没修好 1 "),
    ("老马", "3栋1单元楼道灯坏了，"),
    ("王师傅", "接 2"),
    ("王师傅", "完 2 换了灯管，"),
    ("老马", "没修好，"),
    ("王师傅", "完 2"),
    ("老马", "好了，谢谢，"),
    ("张姐", "3栋门口垃圾没人清，"),
    ("张姐", "不用了 3 "),
    ("苏玲", "代报 老马 3栋1单元门锁坏了，"),
    ("苏玲", "请假到后天 周敏代，"),
    ("苏玲", "销假"),
    ("苏玲", "通知 明天9点停水，咨询"),
    ("苏玲", "请有时间的邻居周六上午9点到篮球坪来扯杂草，联系"),
    ("张姐", "我来，"),
    ("小李", "算我一个，"),
    ("苏玲", "改 5 周日9点 下雨，"),
    ("苏玲", "取消 5 下雨，"),
    ("小李", "停车费怎么交？"),
    ("苏玲", "答 1 找物业，"),
    ("张姐", "谁有 梯子，"),
    ("老马", "楼上天天吵架，"),
    ("何阿姨", "接 6"),
)
