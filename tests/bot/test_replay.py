"""`louzhang replay` as an outsider sees it: recorded lines in, the bot's lines out, the clock moved between them."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.replay import replay
from tests.world import demo_settings, shipped_reader

LAMP = {"room": "2栋邻居群", "sender": "孙师傅", "text": "2栋1单元楼道灯坏了"}


class Play:
    """A file of lines, a database that may be kept, and what came out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.err = ""
        self.code = 0

    def run(self, *lines: object, until: str | None = None, strict: bool = False, keep: bool = False) -> list[Any]:
        """Play lines given as ("09:00", {...}) on 13 July, or as they are to stand in the file."""
        chat, out, err = self.folder / "chat.jsonl", StringIO(), StringIO()
        chat.write_text("".join(f"{self._written(line)}\n" for line in lines), encoding="utf-8")
        end = datetime.fromisoformat(moment(until)) if until else None
        db = self.folder / "kept.db" if keep else None
        self.code = replay(chat, demo_settings(), db, end, strict, out, err)
        self.err = err.getvalue()
        return [json.loads(line) for line in out.getvalue().splitlines()]

    @staticmethod
    def _written(line: object) -> str:
        if isinstance(line, str):
            return line
        assert isinstance(line, tuple)
        clock, words = line
        return json.dumps({"at": moment(clock), **words}, ensure_ascii=False)


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
    monkeypatch.setattr("bot.replay.load_reader", shipped_reader)
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


BROKEN = [
    '{"at": "2026-07-13T09:00:00+08:00", "sen',
    "[1, 2]",
    '{"sender": "小李", "text": "3栋停电了"}',
    '{"at": "2026-07-32T09:00:00+08:00", "sender": "小李", "text": "3栋停电了"}',
    '{"at": "2026-07-13T08:00:00+08:00", "sender": "小李", "text": "3栋停电了"}',
]


def test_broken_lines_are_told_by_their_numbers_and_skipped(play: Play) -> None:
    said = play.run(("08:59", {"tick": True}), *BROKEN, ("09:00", LAMP))
    assert play.code == 0
    assert [line.partition(":")[0] for line in play.err.splitlines()] == [f"第{n}行 (line {n})" for n in range(2, 7)]
    assert len(said) == 2


def test_strictly_the_first_broken_line_ends_it(play: Play) -> None:
    assert play.run("no line", ("09:00", LAMP), strict=True) == []
    assert play.code == 1


def test_an_unknown_room_is_told_once_and_gets_silence(play: Play) -> None:
    lines = [("09:00", {**LAMP, "room": "打牌群"}), ("09:01", {**LAMP, "room": "打牌群"})]
    assert play.run(*lines) == []
    assert play.err.count("打牌群") == 1
