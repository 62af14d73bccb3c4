"""What the benchmarks share: a core on a database file of its own, and percentiles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.config import load_settings
from bot.core import Core
from nlp.reader import load_reader
from scheduler.calendar import work_calendar
from storage.engine import Store
from storage.migrate import upgrade

CONFIG = Path(__file__).parent.parent / "config.yaml"


def make_core(path: Path) -> Core:
    """A core of the demo community on a durable database."""
    settings = load_settings(CONFIG)
    store = Store(path)
    upgrade(store.writer)
    return Core(store, settings, work_calendar(settings), load_reader(settings.words.local), "replay")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of all lies."""
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)]
