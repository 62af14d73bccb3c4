"""How well messages are understood: every measure on the project's own labelled corpus."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.model import Intent, Parse, Place, Urgency, When
from nlp.reader import Reader, load_reader

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
NOON = "2026-06-01T12:00:00+08:00"
Row = dict[str, Any]


@dataclass
class Tally:
    """Right answers and questions, by measure."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, right: bool) -> None:
        self.asked[measure] += 1
        self.right[measure] += right


def main(paths: list[str]) -> int:
    """Read the corpus, or the given files, and print a table; with one row a measure."""
    reader, tally = load_reader(), Tally()
    for row in rows_of([Path(path) for path in paths] or sorted(CORPUS.glob("*.jsonl"))):
        _judge(tally, row, _read(reader, row))
    for measure, asked in tally.asked.items():
        print(f"| {measure} | {tally.right[measure] / asked:.3f} | {asked} |")
    return 0


def rows_of(paths: list[Path]) -> Iterator[Row]:
    for path in paths:
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _read(reader: Reader, row: Row) -> Parse:
    at = datetime.fromisoformat(row.get("at", NOON))
    return reader.read(row["text"], at=at, chat=row.get("chat", "group"), role=row.get("role", "resident"))


def _judge(tally: Tally, row: Row, parse: Parse) -> None:
    gold, tags = row["gold"], row.get("tags", ())
    good = str(parse.intent) in [gold["intent"], *row.get("also", ())]
    tally.add("intent", good)
    if gold["intent"] == Intent.REQUEST:
        _judge_request(tally, gold, parse)
    elif parse.intent is Intent.REQUEST:
        tally.add("what is called a request is one", good)
    if "hard_negative" in tags:
        tally.add("hard negatives kept out", good)
    if gold.get("place"):
        tally.add("place", _same_place(gold["place"], parse.place))
    if gold.get("when"):
        tally.add("when", _same_time(gold["when"], parse.when))
    for tag in ("typo", "trad", "dialect", "voice", "multi"):
        if tag in tags:
            tally.add(f"intent of {tag}", good)


def _judge_request(tally: Tally, gold: Row, parse: Parse) -> None:
    found = parse.intent is Intent.REQUEST
    tally.add("requests found", found)
    if found:
        tally.add("what is called a request is one", True)
    tally.add("category, end to end", found and parse.category == gold["category"])
    tally.add("class, end to end", found and parse.urgency == gold["class"])
    if gold["class"] == Urgency.DANGER:
        tally.add("danger found", found and parse.urgency is Urgency.DANGER)


def _same_place(gold: Row, place: Place | None) -> bool:
    return place is not None and all(_alike(getattr(place, key), value) for key, value in gold.items() if value)


def _alike(got: str | None, wanted: str) -> bool:
    return got is not None and (got.upper() in wanted.upper() or wanted.upper() in got.upper())


def _same_time(gold: Row, when: When | None) -> bool:
    return when is not None and all(
        (end := getattr(when, key)) is not None and end == datetime.fromisoformat(value)
        for key, value in gold.items()
        if value
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
