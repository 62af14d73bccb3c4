"""`louzhang replay` as an outsider sees it: recorded lines in, the bot's lines out, the clock moved between them."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.replay import replay
from bot.single import hold_alone
from handlers.errors import LouzhangError
from handlers.settings import Settings
from tests.world import demo_settings, shipped_reader

LAMP = {"room": "2栋邻居群", "sender": "孙师傅", "text": "2栋1单元楼道灯坏了"}


class Play:
    """A file of lines, a database that may be kept, and what came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = demo_settings()
        self.err = ""
        self.code = 0

    def run(self, *lines: object, until: str | None = None, strict: bool = False, keep: bool = False) -> list[Any]:
        """Play lines given as ("09:00", {...}) on 13 July, or as they are to stand in the file."""
        chat, out, err = self.folder / "chat.jsonl", StringIO(), StringIO()
        chat.write_text("".join(f"{self._written(line)}\n" for line in lines), encoding="utf-8")
        end = datetime.fromisoformat(moment(until)) if until else None
        db = self.folder / "kept.db" if keep else None
        self.code = replay(chat, self.settings, db, end, strict, out, err)
        self.err = err.getvalue()
        return [json.loads(line) for line in out.getvalue().splitlines()]

    @staticmethod
    def _written(line: object) -> str:
        if isinstance(line, str):
            return line
        assert isinstance(line, tuple)
        clock, words = line
        return json.dumps({"at": moment(clock), **words})


def moment(clock: str) -> str:
    """09:00 or 07-14 09:00, in the summer of 2026."""
    day, _, time = clock.rpartition(" ")
    return f"2026-{day or '07-13'}T{time}:00+08:00"


def heard(said: list[Any]) -> list[tuple[str, str, str]]:
    """When, by whom, and what kind of words."""
    return [(one["at"][5:16], one.get("room") or one["to"], one["why"]) for one in said]


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Play:
    """The shipped rules are read once for all plays."""
    monkeypatch.setattr("bot.replay.CommunityReader", lambda settings: shipped_reader(settings.words.spots))
    return Play(tmp_path)


def test_each_line_that_comes_out_tells_when_where_what_and_why(play: Play) -> None:
    group, private = play.run(("09:00", LAMP))
    assert group == {
        "at": "2026-07-13T09:00:00+08:00",
        "room": "2栋邻居群",
        "text": "@孙师傅 记下了 #1 2栋1单元 楼道灯坏了, 今天11:00前有人回您。",
        "mentions": ["孙师傅"],
        "about": {"kind": "request", "no": 1},
        "why": "ack",
    }
    assert (private["to"], private["why"], private["about"]) == ("王师傅", "assign", {"kind": "request", "no": 1})


def test_after_the_last_line_only_what_it_caused_at_once_is_done(play: Play) -> None:
    assert len(play.run(("09:00", LAMP))) == 2


def test_what_falls_due_later_is_done_up_to_the_end_and_including_it(play: Play) -> None:
    said = play.run(("09:00", LAMP), until="10:00")
    assert heard(said)[2:] == [("07-13T10:00", "王师傅", "remind")]


def test_at_one_instant_due_work_comes_first(play: Play) -> None:
    said = play.run(("09:00", LAMP), ("10:00", {"sender": "王师傅", "text": "接 1"}))
    assert next(why for at, _, why in heard(said) if at.endswith("10:00")) == "remind"


def test_a_tick_only_lets_time_pass(play: Play) -> None:
    said = play.run(("09:00", LAMP), ("10:30", {"tick": True}))
    assert heard(said)[2:] == [("07-13T10:00", "王师傅", "remind")]


def test_a_later_play_on_the_same_database_does_what_fell_due_between_at_its_own_time(play: Play) -> None:
    play.run(("09:00", LAMP), until="09:30", keep=True)
    said = play.run(("07-14 09:00", {"sender": "孙师傅", "text": "查 1"}), keep=True)
    assert heard(said)[:4] == [
        ("07-13T10:00", "王师傅", "remind"),
        ("07-13T11:00", "王师傅", "remind"),
        ("07-13T11:00", "刘芳", "remind"),
        ("07-13T13:30", "王师傅", "digest"),
    ]
    assert heard(said)[-1] == ("07-14T09:00", "孙师傅", "answer")


def test_nothing_but_an_end_lets_a_kept_database_go_on(play: Play) -> None:
    play.run(("09:00", LAMP), keep=True)
    assert heard(play.run(until="10:00", keep=True)) == [("07-13T10:00", "王师傅", "remind")]
    assert play.run(until="10:00", keep=True) == []


def test_a_message_of_an_earlier_play_is_not_heard_again(play: Play) -> None:
    play.run(("09:00", {**LAMP, "id": "m1"}), keep=True)
    assert play.run(("09:10", {**LAMP, "id": "m1"}), keep=True) == []


def test_the_same_lines_give_the_same_words(play: Play) -> None:
    lines = [("09:00", LAMP), ("09:05", {"room": "3栋邻居群", "sender": "张姐", "text": "3栋1单元门口垃圾没人清"})]
    assert play.run(*lines, until="07-15 18:00") == play.run(*lines, until="07-15 18:00")


LIFT = {"room": "3栋邻居群", "sender": "小李", "text": "3栋2单元电梯坏了，停在4楼不动了"}
BROKEN = [
    '{"at": "2026-07-13T09:00:00+08:00", "sen',
    "[" * 100_000,
    "[1, 2]",
    "null",
    json.dumps(LIFT),
    *(
        ("09:00", LIFT | wrong)
        for wrong in (
            {"at": 20260713},
            {"at": "2026-13-45T99:00:00+08:00"},
            {"at": "2026-07-13T09:00:00"},
            {"at": "0001-01-01T00:00:00+08:00"},
            {"at": "9999-12-31T23:59:59+08:00"},
            {"at": moment("08:00")},
            {"text": {"words": "电梯坏了"}},
            {"room": ["3栋邻居群"]},
            {"sender": None},
            {"sender": "  "},
            {"mentions": 5},
            {"mentions": "小楼"},
            {"quote": "完 1"},
            {"id": {"a": 1}},
            {"type": "recall", "of": {"a": 1}},
        )
    ),
]


def test_broken_lines_are_told_by_their_numbers_and_move_neither_clock_nor_matter(play: Play) -> None:
    said = play.run(("08:59", {"tick": True}), *BROKEN, ("09:00", LIFT))
    assert play.code == 0
    numbers = range(2, len(BROKEN) + 2)
    assert [line.partition(":")[0] for line in play.err.splitlines()] == [f"第{n}行 (line {n})" for n in numbers]
    assert [one["about"]["no"] for one in said] == [1, 1]


def test_strictly_the_first_broken_line_ends_it_with_one_sentence(play: Play) -> None:
    with pytest.raises(LouzhangError, match=r"chat\.jsonl, .*line 1.*no JSON.*--strict"):
        play.run("no line", ("09:00", LAMP), strict=True)


def test_half_a_character_in_a_name_an_id_or_a_quote_breaks_nothing(play: Play) -> None:
    half = "\ud83d"
    said = play.run(
        ("09:01", {**LIFT, "text": f"3栋1单元电梯坏了{half}", "sender": f"{half}小赵", "id": half}),
        ("09:02", {**LIFT, "text": "哈哈", "quote": {"id": half, "text": f"#1 {half}", "sender": half}}),
        ("09:03", {**LIFT, "room": half}),
        ("09:04", {**LIFT, "mentions": [half]}),
    )
    assert [one["text"][:3] for one in said if "room" in one] == ["@?小", "@小李"]


def test_what_is_absent_or_null_is_the_same(play: Play) -> None:
    picture = {**LIFT, "text": None, "type": "image"}
    said = play.run(("09:01", picture), ("09:02", {**LIFT, "type": None, "mentions": None, "id": 7}))
    assert play.err == ""
    assert said[0]["about"] == {"kind": "request", "no": 1}


def test_an_unknown_room_is_told_once_and_gets_silence(play: Play) -> None:
    lines = [("09:00", {**LAMP, "room": "打牌群"}), ("09:01", {**LAMP, "room": "打牌群"})]
    assert play.run(*lines) == []
    assert play.err.count("打牌群") == 1


def test_people_are_named_as_in_the_directory_and_by_their_account_where_a_name_is_shared(play: Play) -> None:
    house = {
        "units": [{"id": "b5", "kind": "楼栋", "name": "5栋"}],
        "rooms": [{"name": "5栋群", "unit": "b5"}],
        "people": [
            {"name": "阿芳", "account": "wxid_fang", "posts": [{"role": "head", "unit": "b5"}]},
            {"name": "张伟", "account": "wxid_wei1", "household": "5-1-101"},
            {"name": "张伟", "account": "wxid_wei2", "household": "5-2-202"},
        ],
    }
    play.settings = Settings.model_validate({"directory": house})
    said = play.run(
        ("09:01", {"room": "5栋群", "sender": "wxid_wei2", "text": "楼道灯坏了"}),
        ("09:02", {"sender": "阿芳", "text": "清单"}),
        ("09:03", {"sender": "张伟", "text": "楼道灯坏了"}),
    )
    ack = next(one for one in said if one["why"] == "ack")
    assert ack["mentions"] == ["wxid_wei2"]
    assert "@张伟 记下了 #1 5栋2单元" in ack["text"]
    assert {one["to"] for one in said if "to" in one} == {"阿芳", "张伟"}
    asked = [one["to"] for one in said if one["why"] == "ask"]
    assert asked == ["张伟"], "which of the two is not guessed"


def test_a_database_that_a_service_works_on_is_left_alone(play: Play) -> None:
    play.run(("09:00", LAMP), keep=True)
    with hold_alone(play.folder / "kept.db"), pytest.raises(LouzhangError, match="stop it first"):
        play.run(("09:10", LAMP), keep=True)


def test_after_every_step_it_is_looked_whether_anything_is_forgotten(play: Play) -> None:
    nobody = {"units": [{"id": "b5", "kind": "楼栋", "name": "5栋"}], "rooms": [{"name": "5栋群", "unit": "b5"}]}
    play.settings = Settings.model_validate({"directory": nobody})
    play.run(*(("09:01", {"room": "5栋群", "sender": "阿芳", "text": "5栋2单元楼道灯坏了"}), ("12:00", {"tick": True})))
    assert play.code == 1
    assert play.err.count("2026-07-13T09:01:00+08:00: #1 is to_assign with owner None") == 1
