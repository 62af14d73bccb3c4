"""The command line as a process: results to stdout, the rest to stderr, one sentence for an error, exit 0, 1 or 2."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from storage import phrases
from storage.engine import Store
from storage.migrate import upgrade
from tests.processes import ROOT, finished

LEAST = "directory: {units: [{id: b3, kind: 楼栋, name: 3栋}]}\n"
NAMES = [command.name for command in cli.COMMANDS]


def lines(*rows: dict[str, Any] | str) -> bytes:
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows).encode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0
    assert name in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["dance"],
        ["run", "--port", "many"],
        ["run", "--port", "99999"],
        ["replay"],
        ["replay", "x", "--until", "soon"],
        ["simulate", "--buildings", "0"],
        ["simulate", "--days", "-1"],
        ["rules"],
        ["rules", "guess"],
    ],
)
def test_wrong_use_exits_2_and_says_how(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "usage: louzhang" in printed.err


def test_help_lists_every_command() -> None:
    done = finished("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in NAMES)


def test_parse_answers_each_line_in_order() -> None:
    done = finished("parse", given=lines({"text": "3栋2单元电梯坏了"}, "", {"text": "谢谢"}))
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["intent"], first["category"], first["place"]["building"]) == ("request", "lift", "3")
    assert second["intent"] == "thanks"


def test_parse_reads_a_file(tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_bytes(lines({"text": "3栋路灯不亮了, 麻烦看看"}))
    done = finished("parse", asked)
    assert json.loads(done.stdout)["category"] == "lighting"


def test_answers_are_utf_8_whatever_the_terminal_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    command = [sys.executable, "-m", "bot", "parse"]
    done = subprocess.run(command, input=lines({"text": "谢谢"}), capture_output=True, cwd=ROOT, timeout=60, check=True)
    assert json.loads(done.stdout)["text"] == "谢谢"
    assert done.stderr == b""


def test_parse_reports_a_broken_line_with_its_number_and_goes_on() -> None:
    done = finished("parse", given=lines({"text": "谢谢"}, "{broken", {"text": "谢谢"}) + b'{"text": "\xff"}\n')
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 3
    assert "line 2" in done.stderr


def test_a_line_that_is_nested_without_end_or_has_mentions_that_are_none_is_passed_over() -> None:
    done = finished("parse", given=lines("[" * 100_000, {"text": "好", "mentions": 5}, {"text": "谢谢"}))
    assert len(done.stdout.splitlines()) == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["line 1", "line 2"]


def test_parse_strictly_stops_at_a_broken_line() -> None:
    done = finished("parse", "--strict", given=lines({"text": "谢谢"}, "{broken", {"text": "谢谢"}))
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "line 2" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["parse", "none.jsonl"],
        ["replay", "none.jsonl"],
        ["check-rules", "none.yaml"],
        ["backup", "copy.db", "--db", "x"],
        ["restore", "none.db", "--db", "x"],
        ["person", "export", "小李", "--db", "x"],
        ["rules", "suggest", "--db", "x"],
    ],
)
def test_a_missing_file_is_one_sentence_and_none_is_made(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(words) == 1
    assert list(tmp_path.iterdir()) == []
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("louzhang: ")
    assert printed.err.count("\n") == 1


def test_a_reader_who_has_had_enough_is_no_error() -> None:
    asked = lines(*[{"text": "谢谢"}] * 2000)
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "parse"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(asked[:2000])
        running.stdin.flush()
        assert running.stdout.readline()
        running.stdout.close()
        running.stdin.write(asked[2000:])
        running.stdin.close()
        assert running.wait(timeout=30) == 0
        assert running.stderr.read() == b""


def test_what_should_not_have_happened_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("storage.backup.back_up", lambda *_: 1 / 0)
    assert cli.main(["backup", "copy.db"]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    monkeypatch.setenv(cli.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        cli.main(["backup", "copy.db"])


def test_a_mistake_in_the_configuration_stops_every_command_that_needs_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "config.yaml"
    wrong.write_text(LEAST + "mode: tset\n", encoding="utf-8")
    chat = tmp_path / "chat.jsonl"
    chat.touch()
    for words in (["run"], ["replay", str(chat)]):
        assert cli.main([*words, "--config", str(wrong)]) == 1
        assert f"{wrong}, line 2, mode:" in capsys.readouterr().err


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "louzhang.db").write_text("not a database" * 100)
    done = finished("run", "--config", ROOT / "config.yaml", "--port", "0", folder=tmp_path)
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert (tmp_path / "louzhang.db").read_text().startswith("not a database")


def test_what_is_no_database_is_named_before_it_is_copied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("not a database" * 100)
    assert cli.main(["backup", str(tmp_path / "copy.db"), "--db", str(other)]) == 1
    assert capsys.readouterr().err.startswith(f"louzhang: {other} is no database")


def test_what_people_said_of_the_rules_comes_back_as_lines_for_a_rule_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "house.db")
    upgrade(store.writer)
    with store.write() as session:
        now = datetime(2026, 7, 13, tzinfo=UTC)
        phrases.add(session, "3栋晾衣绳断掉咯，打13812345678", "right", "request", "other", now)
        phrases.add(session, "楼下晾衣绳断掉了", "right", "request", "other", now)
        phrases.add(session, "元宵灯谜的灯坏了才好猜", "wrong", "request", "lighting", now)
    store.close()
    done = finished("rules", "suggest", "--db", tmp_path / "house.db")
    assert done.returncode == 0
    assert done.stderr == ""
    told = done.stdout.splitlines()
    assert told[0].startswith("phrases: [晾衣绳断掉]  # other, 2 ×: “")
    assert any(line.startswith("hide: [") and "# lighting" in line for line in told)
    assert "13812345678" not in done.stdout


def test_the_shipped_rules_can_be_checked() -> None:
    done = finished("check-rules")
    assert done.returncode == 0, done.stdout
    assert done.stderr == ""


def test_a_wrong_rule_file_is_told_by_line(tmp_path: Path) -> None:
    rules = tmp_path / "ours.yaml"
    rules.write_text("category: lighting\nclass: tiny\n", encoding="utf-8")
    done = finished("check-rules", rules)
    assert done.returncode == 1
    assert "ours.yaml:2" in done.stdout
