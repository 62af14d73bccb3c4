"""A community's own words are heard, and its rule files may be changed while the service runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from bot.config import load_settings
from bot.understanding import CommunityReader
from handlers.errors import LouzhangError
from nlp.model import Category, Intent

AT = datetime.fromisoformat("2026-07-13T10:00:00+08:00")
OWN = "category: greening\nclass: small\ndecisive: [{word}]\nphrases: [{word}…爬满|压塌]\n"
CONFIG = """
directory: {units: [{id: cuihu, kind: 社区, name: 翠湖社区}]}
rules: [ours.yaml]
words: {nicknames: {东边那栋: "3"}, hours: {收摊后: "20:30"}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    write(tmp_path, "爬墙虎")
    return tmp_path


def write(folder: Path, word: str) -> None:
    (folder / "ours.yaml").write_text(OWN.replace("{word}", word), encoding="utf-8")


def reader_of(folder: Path) -> CommunityReader:
    return CommunityReader(load_settings(folder / "config.yaml"))


def test_a_phrase_of_ones_own_is_heard(folder: Path) -> None:
    heard = reader_of(folder).read("爬墙虎把我家窗户爬满了", at=AT)
    assert (heard.intent, heard.category) == (Intent.REQUEST, Category.GREENING)


def test_what_a_building_and_an_hour_are_called_here(folder: Path) -> None:
    heard = reader_of(folder).read("东边那栋楼道灯不亮了，收摊后我在家", at=AT)
    assert heard.place is not None
    assert heard.place.building == "3"
    assert heard.when is not None
    assert f"{heard.when.start:%m-%d %H:%M}" == "07-13 20:30"


def test_a_changed_file_is_read_without_a_restart(folder: Path) -> None:
    reader = reader_of(folder)
    assert reader.read("旱獭把凉亭压塌咯", at=AT).category is not Category.GREENING
    write(folder, "旱獭")
    reader.look()
    assert reader.read("旱獭把凉亭压塌咯", at=AT).category is Category.GREENING


def test_a_bad_change_keeps_the_old_rules_and_is_told_of_once(folder: Path) -> None:
    reader = reader_of(folder)
    (folder / "ours.yaml").write_text("category: gardening\n", encoding="utf-8")
    structlog.reset_defaults()
    with capture_logs() as logs:
        reader.look()
        reader.look()
    assert [(log["event"], log["file"], log["line"]) for log in logs] == [("rules_kept", "ours.yaml", 1)]
    assert reader.read("爬墙虎把我家窗户爬满了", at=AT).category is Category.GREENING


def test_a_bad_file_stops_the_start_with_file_line_and_reason(folder: Path) -> None:
    (folder / "ours.yaml").write_text("category: greening\nclass: small\nwords: [草]\n", encoding="utf-8")
    with pytest.raises(LouzhangError, match=r"ours\.yaml"):
        reader_of(folder)


def test_a_file_that_is_not_there_stops_the_start(folder: Path) -> None:
    (folder / "ours.yaml").unlink()
    with pytest.raises(LouzhangError, match=r"ours\.yaml.*cannot be read"):
        reader_of(folder)
