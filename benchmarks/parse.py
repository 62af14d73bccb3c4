"""How fast messages are understood, beside the plain ways of doing it, on the project's own corpus: one core, one run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import jieba

from benchmarks.parts import percentile
from nlp.normalise import clean, plain, view
from nlp.reader import Reader, load_reader
from nlp.segment import cut

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
AT = datetime.fromisoformat("2026-06-01T12:00:00+08:00")
CHATTER = 0.9
SIZE = 4_000
TIMES = 3
"""A message is timed so often, and the best counts: what the machine does beside is not measured."""


def main() -> int:
    """Print one row a way: messages a second, and the slowest of a hundred."""
    reader = load_reader()
    jieba.initialize()
    chat, rest = _corpus()
    mixed = _mixed(chat, rest)
    words = frozenset(word for text in rest for word in cut(plain(text)) if len(word) > 1)
    print("| way | messages/s | p99 ms |\n|---|---|---|")
    _row("automaton scan alone", mixed, lambda text: reader.touches(view(text)))
    _row("jieba.lcut and a set of words", mixed, lambda text: words.isdisjoint(jieba.lcut(text)))
    _row("the reader, mixed stream", mixed, _reading(reader))
    _row("the reader, chatter", chat, _reading(reader))
    _row("the reader, everything else", rest, _reading(reader))
    _row("the reader, 100 kB message", [rest[0] * 3_000] * 20, _reading(reader))
    print(f"\ncold start: {_cold_start() * 1000:.0f} ms")
    return 0


def _corpus() -> tuple[list[str], list[str]]:
    rows = [
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    chat = [row["text"] for row in rows if row["gold"]["intent"] == "chat"]
    rest = [row["text"] for row in rows if row["gold"]["intent"] != "chat"]
    return chat, rest


def _mixed(chat: Sequence[str], rest: Sequence[str]) -> list[str]:
    chosen = random.Random(1)
    return [chosen.choice(chat if chosen.random() < CHATTER else rest) for _ in range(SIZE)]


def _reading(reader: Reader) -> Callable[[str], object]:
    return lambda text: reader.read(text, at=AT)


def _row(name: str, texts: Sequence[str], way: Callable[[str], object]) -> None:
    for text in texts[:50]:
        way(clean(text))
    times = [min(_timed(way, text) for _ in range(TIMES)) for text in texts]
    print(f"| {name} | {len(times) / sum(times):,.0f} | {percentile(times, 0.99) * 1000:.3f} |", flush=True)


def _timed(way: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    way(text)
    return time.perf_counter() - start


def _cold_start() -> float:
    program = "import time; a = time.perf_counter(); from nlp.reader import load_reader; load_reader(); print(time.perf_counter() - a)"
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True) for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs)


if __name__ == "__main__":
    raise SystemExit(main())
