"""`config.yaml` is read as written, and a mistake says where it stands and what is right."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from bot.config import ConfigError, load_settings
from handlers.settings import DEFAULT_CLOCKS, WECHAT_RATES, PersonEntry, Settings
from handlers.worktime import Offset
from nlp.model import Category, Urgency
from storage.tables import Role

SHIPPED = Path(__file__).parents[2] / "config.yaml"
LEAST = "directory: {units: [{id: b3, kind: 楼栋, name: 3栋}]}\n"


def load(folder: Path, text: str) -> Settings:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path)


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as raised:
        load(folder, text)
    said = str(raised.value)
    assert "\n" not in said
    return said.removeprefix(f"{folder}/")


def person(settings: Settings, name: str) -> PersonEntry:
    return next(entry for entry in settings.directory.people if entry.name == name)


def test_the_shipped_directory_is_the_demo_community() -> None:
    directory = load_settings(SHIPPED).directory
    assert [unit.name for unit in directory.units] == ["翠湖社区", "1栋", "2栋", "3栋"]
    assert [room.name for room in directory.rooms] == ["1栋邻居群", "2栋邻居群", "3栋邻居群", "翠湖议事群"]
    assert [(entry.name, entry.household) for entry in directory.people] == [
        ("周敏", "1-1-201"),
        ("刘芳", "2-2-301"),
        ("苏玲", "3-1-101"),
        *((name, None) for name in ("王师傅", "小陈", "赵姐", "陈主任", "何阿姨", "管理员")),
        ("小李", "3-2-502"),
        ("李婶", "3-2-502"),
        ("张姐", "3-1-301"),
        ("老马", "3-1-102"),
        ("李大哥", "3-2-101"),
        ("孙师傅", "2-1-201"),
        ("王大姐", "1-2-402"),
        ("周奶奶", "2-1-101"),
    ]


def test_the_shipped_posts_are_those_of_the_demo_community() -> None:
    people = load_settings(SHIPPED).directory.people
    held = [(entry.name, post.role, post.unit) for entry in people for post in entry.posts]
    assert held == [
        ("周敏", Role.HEAD, "b1"),
        ("刘芳", Role.HEAD, "b2"),
        ("苏玲", Role.HEAD, "b3"),
        ("王师傅", Role.WORKER, "cuihu"),
        ("小陈", Role.WORKER, "cuihu"),
        ("赵姐", Role.GRID, "cuihu"),
        ("陈主任", Role.COMMUNITY, "cuihu"),
        ("何阿姨", Role.MEDIATOR, "cuihu"),
        ("管理员", Role.ADMIN, "cuihu"),
    ]


def test_the_shipped_people_have_their_trades_skills_and_years() -> None:
    settings = load_settings(SHIPPED)
    trades = ("water", "power", "lighting", "lift", "gas", "heating", "fabric")
    assert person(settings, "王师傅").posts[0].categories == tuple(map(Category, trades))
    assert person(settings, "小陈").posts[0].categories == ()
    assert person(settings, "李大哥").skills == ("电工",)
    assert person(settings, "周奶奶").lives_alone
    assert person(settings, "周奶奶").birth_year == 1940


def test_the_shipped_file_shows_the_defaults_and_every_setting(tmp_path: Path) -> None:
    shipped = load_settings(SHIPPED)
    plain = load(tmp_path, LEAST)
    own = {"directory", "faq"}
    assert shipped.model_dump(exclude=own) == plain.model_dump(exclude=own)
    assert shipped.model_fields_set == set(Settings.model_fields)


def test_the_questions_stand_in_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text("- {question: 物业电话, answer: 门口有, valid_until: 2026-12-31}\n")
    settings = load(tmp_path, LEAST + "faq: faq.yaml\n")
    assert [(entry.question, entry.answer) for entry in settings.faq] == [("物业电话", "门口有")]


@pytest.mark.parametrize("content", [None, "question: 物业电话", "- [", "- {question: 物业电话}"])
def test_a_file_of_questions_that_is_none_is_said_in_one_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "faq.yaml").write_text(content)
    with pytest.raises(ConfigError, match="faq"):
        load(tmp_path, LEAST + "faq: faq.yaml\n")


def test_a_directory_alone_is_complete(tmp_path: Path) -> None:
    settings = load(tmp_path, LEAST)
    assert settings.clocks == DEFAULT_CLOCKS
    assert settings.quiet.start == time(22, 0)


def test_levels_are_called_as_the_directory_calls_its_units(tmp_path: Path) -> None:
    assert load_settings(SHIPPED).level_names == ("楼栋", "网格", "社区", "街道")
    settings = load(
        tmp_path,
        """directory:
  units:
    - {id: sq, kind: 社区, name: 桃园社区}
    - {id: p1, kind: 片, name: 第一片, parent: sq}
    - {id: l5, kind: 邻, name: 5栋, parent: p1}
  people:
    - {name: 刘书记, posts: [{role: community, unit: sq}]}
    - {name: 老赵, posts: [{role: grid, unit: p1}]}
    - {name: 阿芳, posts: [{role: head, unit: l5}]}
""",
    )
    assert settings.level_names == ("邻", "片", "社区", "街道")


def test_a_time_without_quotes_stays_a_time(tmp_path: Path) -> None:
    settings = load(tmp_path, LEAST + "quiet: {start: 22:00, end: 07:30}\nlists: [08:30, 14:00]\n")
    assert (settings.quiet.start, settings.quiet.end) == (time(22, 0), time(7, 30))


def test_a_holiday_is_a_day_and_a_mark(tmp_path: Path) -> None:
    settings = load(tmp_path, LEAST + 'holidays: {2027-10-01: 休, "2027-10-09": 班}\n')
    assert settings.holidays == {date(2027, 10, 1): "休", date(2027, 10, 9): "班"}


def test_one_clock_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    clocks = load(tmp_path, LEAST + "clocks: {small: {accept: 3wh}}\n").clocks
    assert clocks[Urgency.SMALL].accept == Offset.read("3wh")
    assert clocks[Urgency.SMALL].done == DEFAULT_CLOCKS[Urgency.SMALL].done
    assert clocks[Urgency.HARD] == DEFAULT_CLOCKS[Urgency.HARD]


def test_one_rate_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    rates = load(tmp_path, LEAST + "rates: {wechaty: {account: [[10, 60]]}}\n").rates
    assert rates["wechaty"].account == ((10, 60),)
    assert rates["wechaty"].group == WECHAT_RATES.group
    assert rates["replay"] == WECHAT_RATES


MISTAKES = {
    "a misspelt key": ("quite: {}\n", 2, "quite", "did you mean “quiet”?"),
    "a misspelt key further in": ("quiet:\n  strat: 22:00\n", 3, "quiet.strat", "did you mean “start”?"),
    "a misspelt clock": ("clocks:\n  small:\n    accpet: 2wh\n", 4, "clocks.small.accpet", "did you mean “accept”?"),
    "a table that is none": ("clocks: {small: 3}\n", 2, "clocks.small", "small: {accept: 3wh}"),
    "a list that is none": ("lists: 08:30\n", 2, "lists", 'lists: ["08:30", "13:30"]'),
    "half a rate": ("rates: {wechaty: {group: [[1]]}}\n", 2, "rates.wechaty.group", "[[1, 8]"),
    "an unknown class": ("clocks:\n  tiny: {accept: 2wh}\n", 3, "clocks.tiny", "small"),
    "a secret": ("wechaty_token: abc\n", 2, "wechaty_token", "in the environment"),
    "a number for a time": ("quiet: {start: 1320}\n", 2, "quiet.start", "22:00"),
    "an hour that is none": ('quiet: {start: "25:00"}\n', 2, "quiet.start", "22:00"),
    "a length without unit": ("doubt_wait: 2\n", 2, "doubt_wait", "2wh"),
    "a length of no kind": ("doubt_wait: 2x\n", 2, "doubt_wait", "2wh"),
    "a repeat without end": ("clocks: {danger: {repeat: 0min}}\n", 2, "clocks.danger.repeat", "10min"),
    "a level that is none": ("clocks: {small: {late: {4: 1wd}}}\n", 2, "clocks.small.late", "3"),
    "one list": ('lists: ["08:30"]\n', 2, "lists", '["08:30", "13:30"]'),
    "a zone that is none": ("time_zone: Peking\n", 2, "time_zone", "Asia/Shanghai"),
    "a mode that is none": ("mode: test\n", 2, "mode", "demo"),
    "a phone without quotes": ("emergency:\n  fire: 119\n", 3, "emergency.fire", 'fire: "119"'),
    "a day of no kind": ("holidays: {2027-10-01: 放}\n", 2, "holidays.2027-10-01", "休"),
    "hours that overlap": ('working_hours: [["08:30", "12:00"], ["11:00", "17:00"]]\n', 2, "working_hours", "13:30"),
    "too short a memory": ("keeping: {seen_days: 1}\n", 2, "keeping.seen_days", "7"),
    "an unknown transport": ("rates: {wechat: {}}\n", 2, "rates.wechat", "did you mean “wechaty”?"),
    "an unknown text": ("texts: {akc: 好}\n", 2, "texts.akc", "did you mean “ack”?"),
    "an unknown place in a text": ("texts:\n  ack: '{who}好'\n", 3, "texts.ack", "who"),
    "a broken text": ("texts: {ack: '{at 好'}\n", 2, "texts.ack", "{at}"),
    "a bot without a name": ('bot_name: ""\n', 2, "bot_name", "小楼"),
    "an offer that ended before": ("offer_minutes: -5\n", 2, "offer_minutes", "15"),
    "a text with a width": ("texts: {ack: '{at:wide}好'}\n", 2, "texts.ack", "{at}"),
    "two levels": ("levels: [楼栋, 社区]\n", 2, "levels", "街道"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_tells_line_key_and_what_is_right(tmp_path: Path, name: str) -> None:
    text, line, key, right = MISTAKES[name]
    said = complaint(tmp_path, LEAST + text)
    assert said.startswith(f"config.yaml, line {line}, {key}")
    assert right in said


WRONG_DIRECTORIES = {
    "no name": ("units: [{id: b3, kind: 楼栋}]", 2, "units.0.name", "name: 3栋"),
    "a parent that is nowhere": (
        "units: [{id: b3, kind: 楼栋, name: 3栋, parent: b33}]",
        2,
        "units.0.parent",
        "“b3”",
    ),
    "units above each other": (
        "units:\n    - {id: a, kind: 社区, name: a, parent: b}\n    - {id: b, kind: 楼栋, name: b, parent: a}",
        3,
        "units.0.parent",
        "no parent",
    ),
    "two units of one id": (
        "units:\n    - {id: b3, kind: 楼栋, name: 3栋}\n    - {id: b3, kind: 楼栋, name: 4栋}",
        4,
        "units.1.id",
        "id: b3",
    ),
    "a room of no unit": (
        "units: [{id: b3, kind: 楼栋, name: 3栋}]\n  rooms:\n    - {name: 群, unit: b4}",
        4,
        "rooms",
        "b3",
    ),
    "two rooms of one name": (
        "units: [{id: b3, kind: 楼栋, name: 3栋}]\n  rooms:\n    - {name: 群, unit: b3}\n    - {name: 群, unit: b3}",
        5,
        "rooms.1.name",
        "own name",
    ),
}
PEOPLE = "directory:\n  units: [{id: b3, kind: 楼栋, name: 3栋}]\n  people:\n"
WRONG_PEOPLE = {
    "two of one name": ("- {name: 小李}\n    - {name: 小李}", 4, "people.0.name", "account: wxid_1"),
    "two of one account": (
        "- {name: 小李, account: w1}\n    - {name: 小李, account: w1}",
        5,
        "people.1.account",
        "one person",
    ),
    "a role that is none": ("- {name: 苏玲, posts: [{role: boss, unit: b3}]}", 4, "people.0.posts.0.role", "worker"),
    "a post at no unit": (
        "- {name: 苏玲, posts: [{role: head, unit: b4}]}",
        4,
        "people.0.posts.0.unit",
        "known are b3",
    ),
    "a home at no unit": ("- {name: 苏玲, household: 3-1-101, unit: b4}", 4, "people.0.unit", "known are b3"),
    "a deputy nobody knows": (
        "- name: 苏玲\n      posts:\n        - role: head\n          unit: b3\n          deputy: 小成",
        8,
        "people.0.posts.0.deputy",
        "苏玲",
    ),
    "a post that ends before it begins": (
        "- {name: 苏玲, posts: [{role: head, unit: b3, since: 2026-05-01, until: 2026-04-01}]}",
        4,
        "people.0.posts.0.until",
        "until: 2026-12-31",
    ),
    "a category that is none": (
        "- {name: 王师傅, posts: [{role: worker, unit: b3, for: [watter]}]}",
        4,
        "people.0.posts.0.for",
        "water",
    ),
}


@pytest.mark.parametrize("name", WRONG_DIRECTORIES)
def test_units_and_rooms_must_fit_together(tmp_path: Path, name: str) -> None:
    text, line, key, right = WRONG_DIRECTORIES[name]
    said = complaint(tmp_path, f"directory:\n  {text}\n")
    assert said.startswith(f"config.yaml, line {line}, directory.{key}")
    assert right in said


@pytest.mark.parametrize("name", WRONG_PEOPLE)
def test_people_and_posts_must_fit_together(tmp_path: Path, name: str) -> None:
    text, line, key, right = WRONG_PEOPLE[name]
    said = complaint(tmp_path, f"{PEOPLE}    {text}\n")
    assert said.startswith(f"config.yaml, line {line}, directory.{key}")
    assert right in said


def test_people_of_one_name_are_told_apart_by_their_accounts(tmp_path: Path) -> None:
    people = "    - {name: 小李, account: w1}\n    - {name: 小李, account: w2}\n"
    assert len(load(tmp_path, PEOPLE + people).directory.people) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "directory"),
        ("- a\n- b\n", "directory"),
        ("mode: demo\n", "directory"),
        ("mode: demo\nmode: live\n", "line 2"),
        ("mode:\n\tdemo\n", "line 2"),
        ("mode: [demo\n", "line"),
        ("holidays: {2027-02-31: 休}\n", "line 1: there is no day 2027-02-31"),
        ("mode: \x00demo\n", "not YAML"),
        ("[" * 1000, "too deep"),
        ("directory: {units: []}\n", "line 1, directory.units"),
    ],
)
def test_a_file_that_is_no_configuration_says_so_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert said in complaint(tmp_path, text)


def test_a_missing_file_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load_settings(tmp_path / "none.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(tmp_path)


def test_another_encoding_says_to_save_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes("mode: 试用".encode("gb18030"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load_settings(path)
