"""`louzhang simulate`: the configuration into a file, the lines to the output as they are written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.config import load_settings
from bot.simulate.life import live
from bot.simulate.town import make_town


def simulate(config_out: Path, *, buildings: int, days: int, seed: int, season: str, start: date) -> Iterator[str]:
    """Write the town's configuration, then give one JSON line for each thing somebody writes."""
    town = make_town(buildings, seed)
    config_out.write_text(town.config(), encoding="utf-8")
    settings = load_settings(config_out)
    for line in live(town, settings, start=start, days=days, seed=seed, season=season):
        yield json.dumps(line, ensure_ascii=False)
