"""What an operator does with people from the command line: invite, export, erase."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import cli
from bot.single import hold_alone
from handlers.invitations import hashed, plain_code
from scheduler.clock import SystemClock
from storage import codes, persons, rows
from storage.backup import back_up
from storage.engine import Store
from storage.tables import ChatMessage, Person
from tests.world import CONFIG, START, World, local

NOW = local(START)
Louzhang = Callable[..., tuple[int, str, str]]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A database of the web chat in which 小李 has said something and sent a picture of it."""
    world = World(transport="web")
    world.says("小李", "3栋2单元楼道灯坏了，打13912348765")
    world.forget()
    with world.store.write() as session:
        session.add(
            ChatMessage(chat="3栋邻居群", message_id="p1", sender="小李", at=NOW, type="image", image="lamp.jpg")
        )
    path = tmp_path / "louzhang.db"
    back_up(world.store.path, path)
    world.close()
    pictures = tmp_path / "louzhang-pictures"
    pictures.mkdir()
    (pictures / "lamp.jpg").write_bytes(b"a lamp")
    return path


@pytest.fixture
def louzhang(db: Path, capsys: pytest.CaptureFixture[str]) -> Louzhang:
    """Exit code, output and errors of a command on that database."""

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main([*words, "--db", str(db), *(["--config", str(CONFIG)] if "export" not in words else [])])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_an_invitation_is_a_line_with_name_code_and_link(louzhang: Louzhang, db: Path) -> None:
    code, out, _ = louzhang("invite", "小李", "王师傅", "--page", "https://lou.example.cn/")
    assert code == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert [line[0] for line in lines] == ["小李", "王师傅"]
    for _, said, link in lines:
        secret = said.removeprefix("报到 ")
        assert re.fullmatch(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", secret)
        assert link == f"https://lou.example.cn/#in={secret}"
    assert [line.count("\t") for line in louzhang("invite", "小李")[1].splitlines()] == [1]


def test_nobody_is_invited_whom_the_configuration_does_not_know(louzhang: Louzhang) -> None:
    code, out, err = louzhang("invite", "小李", "王麻子")
    assert (code, out) == (1, "")
    assert "王麻子 is not in the configuration" in err


def test_a_copy_about_a_person_is_json_with_their_words_and_no_number(louzhang: Louzhang) -> None:
    code, out, _ = louzhang("person", "export", "小李")
    assert code == 0
    copy = json.loads(out)
    assert copy["person"]["household"] == "3-2-502"
    assert "楼道灯坏了" in out
    assert "13912348765" not in out


def test_erased_nothing_of_a_person_is_left_and_the_picture_is_gone(louzhang: Louzhang, db: Path) -> None:
    assert louzhang("person", "erase", "小李")[:2] == (0, "erased\n")
    assert not (db.parent / "louzhang-pictures" / "lamp.jpg").exists()
    store = Store(db)
    with store.read() as session:
        assert persons.called(session, "小李") == []
        assert rows.find(session, Person, household="3-2-502", name="小李") is None
    store.close()
    assert "小李 was erased" in louzhang("invite", "小李")[2]
    assert "nobody here is called 小李" in louzhang("person", "export", "小李")[2]


def test_whoever_holds_a_post_is_not_erased(louzhang: Louzhang) -> None:
    code, _, err = louzhang("person", "erase", "苏玲")
    assert code == 1
    assert "holds a post" in err


def test_nobody_is_erased_under_a_running_service(louzhang: Louzhang, db: Path) -> None:
    with hold_alone(db):
        code, _, err = louzhang("person", "erase", "小李")
    assert code == 1
    assert "stop it first" in err
    assert louzhang("person", "export", "小李")[0] == 0


def test_a_code_works_while_the_service_runs(louzhang: Louzhang, db: Path) -> None:
    with hold_alone(db):
        code, out, _ = louzhang("invite", "小李")
    assert code == 0
    store = Store(db)
    with store.read() as session:
        found = codes.find(session, hashed(plain_code(out.split("报到 ")[1])), SystemClock().now())
        assert found is not None
        assert found.account == "小李"
    store.close()
