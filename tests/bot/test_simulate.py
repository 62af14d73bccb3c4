"""An invented town: the same seed gives the same days, and what its people write is right for replay."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bot.config import load_settings
from bot.replay import replay
from bot.simulate import seasons, sentences
from bot.simulate.command import simulate
from bot.simulate.town import make_town

DAYS = 2


def lines(folder: Path, seed: int = 1, season: str = "summer", days: int = DAYS) -> list[dict[str, Any]]:
    written = simulate(
        folder / "town.yaml", buildings=12, days=days, seed=seed, season=season, start=date(2026, 7, 1)
    )  # fmt: skip
    return [json.loads(line) for line in written]


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Two summer days of twelve buildings."""
    return lines(tmp_path_factory.mktemp("town"))


def test_the_same_seed_gives_the_same_days_and_another_seed_others(days: list[dict[str, Any]], tmp_path: Path) -> None:
    assert lines(tmp_path) == days
    assert lines(tmp_path, seed=2) != days


def test_the_lines_are_in_order_and_have_ids_of_their_own(days: list[dict[str, Any]]) -> None:
    moments = [datetime.fromisoformat(line["at"]) for line in days]
    assert moments == sorted(moments)
    ids = [line["id"] for line in days if "id" in line]
    assert len(set(ids)) == len(ids) == len(days) - 1
    assert days[-1]["tick"] is True


def test_people_answer_what_the_bot_said(days: list[dict[str, Any]]) -> None:
    private = [line["text"] for line in days if "room" not in line and "text" in line]
    assert any("接" in text for text in private)
    assert any(word in text for text in private for word in ("完", "修好", "好了"))


def test_replay_of_the_lines_is_what_the_town_heard(days: list[dict[str, Any]], tmp_path: Path) -> None:
    recorded, config = tmp_path / "days.jsonl", tmp_path / "town.yaml"
    recorded.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in days), encoding="utf-8")
    config.write_text(make_town(12, 1).config(), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    assert replay(recorded, load_settings(config), None, None, stdout=out, stderr=err) == 0
    assert err.getvalue() == ""
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    reasons = Counter(line["why"] for line in answers)
    assert reasons["ack"] > 0
    assert reasons["error"] == 0
    taken = [line for line in answers if line["why"] == "refuse"]
    assert len(taken) < len(answers) / 10


def test_the_first_line_is_out_before_the_last_is_thought_of(tmp_path: Path) -> None:
    endless = simulate(
        tmp_path / "town.yaml", buildings=5, days=10_000, seed=1, season="winter", start=date(2026, 7, 1)
    )  # fmt: skip
    assert len(list(islice(endless, 3))) == 3


def test_a_town_of_1300_buildings_has_thirteen_communities_and_a_head_in_each_building() -> None:
    town = make_town(1300, 1)
    assert Counter(unit["kind"] for unit in town.units)["社区"] == 13
    assert len(town.heads) == 1300
    names = [person["name"] for person in town.people] + [who for one in town.buildings for who in one.residents]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("season", seasons.SEASONS)
def test_every_season_breaks_only_what_there_are_sentences_for(season: str) -> None:
    written = {name for name, weight in seasons.weights(season).items() if weight}
    assert written <= set(sentences._sentences()["reports"])
