"""Fit what words are worth: `python -m benchmarks.fit [--also FILE…]` writes the weights and the wording anew.

It learns from the corpus, the lessons beside it, the examples of the rule files, and from further files of messages; those
without a label are private chat, of which nothing is wanted and from which no word is learned. Needs numpy and scipy.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.understanding import CORPUS, NOON, Row, rows_of
from nlp.features import features, found_besides
from nlp.matter import read_matter, read_points
from nlp.model import Category, Intent, Urgency
from nlp.normalise import view
from nlp.places import read_place
from nlp.reader import Reader, _found, _hear
from nlp.rulebook import load_rulebook
from nlp.rulefile import read_rule_file, rule_paths
from nlp.times import read_when
from nlp.weigh import TALK, WEIGHTS, Scales
from nlp.wording import A_POINT, CALM, DANGER, Column, Wording, in_letters, lettered, loudest, pieces, write_table

INTENTS = [*(str(intent) for intent in Intent if intent is not Intent.COMMAND), TALK]
CATEGORIES = [str(category) for category in Category]
MOODS = [CALM, DANGER]
LESSONS = Path(__file__).parent / "lessons"
PROMISED = 3
"""A sentence that a file promises to catch or to leave alone counts as so many messages."""
PRIVATE = 0.25
"""and one of private chat as so much of one: there are many, and neighbours talk of other things."""
SEEN = 2
"""Facts and pieces met in fewer messages are left out."""
TO_MEANING, TO_NOTHING = 1.0, 3.0
"""How dear it is to leave what a rule file says; how dear it is for a piece to say anything."""
MEANS = 1.5
"""What the cue of an intent says for that intent before anything is learned."""
_SILENT = Wording([[Column(name, 0) for name in head] for head in (INTENTS, CATEGORIES, MOODS)], {})
TELLING = 2
"""A piece that never says so many letters is left out: there are many, and together they say little."""
_LEVELS = {"danger": 2.0, "sure": 1.0, "strong": 1.0, "vague": 0.3, "named": 0.3}


class Case(NamedTuple):
    """A labelled message, read as far as the point where weights decide."""

    row: Row
    facts: frozenset[str]
    pieces: frozenset[str]
    points: dict[str, float]


@dataclass
class Table:
    """Weights by name of a fact and number of a column."""

    names: dict[str, int]
    weights: np.ndarray[Any, Any]
    bias: np.ndarray[Any, Any]

    def row(self, name: str) -> list[float]:
        return list(self.weights[self.names[name]]) if name in self.names else [0.0] * self.weights.shape[1]


def main() -> int:
    """Fit on everything and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="further messages, labelled or private chat")
    reader = Reader(load_rulebook(), Scales(tuple(INTENTS), (0.0,) * len(INTENTS), {}), _SILENT)
    labelled: list[Case] = []
    private: list[Case] = []
    corpus, also = rows_of(sorted(CORPUS.glob("*.jsonl"))), rows_of(parser.parse_args().also)
    for row in chain(corpus, _lessons(), _examples(), also):
        case = read_case(reader, row)
        if case:
            (labelled if "gold" in row else private).append(case)
    write(*fit(labelled, private))
    print(f"{len(labelled)} messages, {len(private)} of private chat")
    return 0


def _lessons() -> Iterable[Row]:
    """See `lessons/README.md`."""
    for path in sorted(LESSONS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, _, text = line.partition("\t")
            meant, *said = label.replace("!", "").split("@")
            gold = dict(zip(("intent", "category", "class"), meant.split("/"), strict=False))
            chat = "private" if "p" in said else "group"
            role = next((each for each in said if each != "p"), "resident")
            yield {"text": text.replace("\\n", "\n"), "chat": chat, "role": role, "gold": gold}


def _examples() -> Iterable[Row]:
    """The sentences that the rule files promise to catch or to leave alone, as messages."""
    for path in rule_paths():
        file = read_rule_file(path)
        matter = {"intent": "request", "category": file.key if file.kind == "category" else None}
        kept, left = {"intent": ({"intent": file.key}, None)}.get(file.kind, (matter, {"intent": "chat"}))
        yield from ({"text": text, "gold": kept} for text in file.examples.match * PROMISED)
        yield from ({"text": text, "gold": left} for text in file.examples.no_match * PROMISED if left)


def read_case(reader: Reader, row: Row) -> Case | None:
    """None for a command, a list or a bare sign-up, which weights do not decide."""
    at = datetime.fromisoformat(row.get("at", NOON))
    heard = _hear(row["text"], at, row.get("chat", "group"), row.get("role", "resident"), (), "小楼", None)
    if reader._command(heard) or reader._list(heard) or reader._signing(heard):
        return None
    own = reader._speller.repair(heard.own)
    signs = reader._scanner.scan(view(own))
    matter = read_matter(signs, reader._book, _SILENT.hear(""))
    facts = features(signs, matter, heard.setting)
    facts.append(found_besides(matter.level, heard.setting.role, _found(read_place(own), read_when(own, at))))
    said = frozenset(filter(_tells, pieces(signs.text)))
    return Case(row, frozenset(chain.from_iterable(facts)), said, read_points(signs, reader._book))


def _tells(piece: str) -> bool:
    return not any(char.isspace() or char.isdigit() for char in piece)


def fit(cases: Sequence[Case], more: Sequence[Case] = ()) -> tuple[Table, Table, Table]:
    """The weights of intents, of categories, of calm and danger."""
    requests = [case for case in cases if case.row["gold"].get("category")]
    return (
        _fit(cases, INTENTS, _meant, lambda case: case.facts | case.pieces, more=more),
        _fit(requests, CATEGORIES, lambda case: {case.row["gold"]["category"]}, lambda case: case.pieces, points=True),
        _fit(cases, MOODS, _mood, lambda case: case.pieces, more=more),
    )


def _meant(case: Case) -> AbstractSet[str]:
    if "gold" not in case.row or "private" in case.row.get("tags", ()):
        return {TALK}
    return {str(case.row["gold"]["intent"]), *case.row.get("also", ())}


def _mood(case: Case) -> AbstractSet[str]:
    return {DANGER} if case.row.get("gold", {}).get("class") == str(Urgency.DANGER) else {CALM}


def _fit(
    cases: Sequence[Case],
    columns: Sequence[str],
    right: Callable[[Case], AbstractSet[str]],
    held: Callable[[Case], frozenset[str]],
    *,
    points: bool = False,
    more: Sequence[Case] = (),
) -> Table:
    """Weights under which one of the `right` labels is likeliest, less what it costs to have any; `more` bring no names."""
    counted = Counter(name for case in cases for name in held(case))
    names = {name: at for at, name in enumerate(sorted(name for name, count in counted.items() if count >= SEEN))}
    cases = [*cases, *more]
    found = [(at, names[name]) for at, case in enumerate(cases) for name in held(case) if name in names]
    matrix = csr_matrix((np.ones(len(found)), tuple(zip(*found, strict=True))), shape=(len(cases), len(names)))
    wanted = np.array([[column in right(case) for column in columns] for case in cases], dtype=float)
    given = np.zeros_like(wanted)
    if points:
        given = A_POINT * np.array([[case.points.get(key, 0.0) for key in columns] for case in cases])
    meant = np.array([_meaning(name, columns) for name in names])
    dear = np.array([TO_NOTHING if _is_piece(name) else TO_MEANING for name in names])
    counts = np.array([PRIVATE if at >= len(cases) - len(more) else 1.0 for at in range(len(cases))])
    weights, bias = _likeliest(matrix, wanted, counts, given, meant, dear)
    return Table(names, weights, bias)


def _is_piece(name: str) -> bool:
    return not name.isascii() and "." not in name and "&" not in name


def _meaning(name: str, columns: Sequence[str]) -> list[float]:
    """What a fact says by itself: the cue of an intent for that intent, a matter for a request."""
    family, _, kind = name.partition(".")
    worth = {family: MEANS}
    if family == "matter":
        worth = {"request": _LEVELS[kind]} if kind in _LEVELS else {"chat": 1.0}
    return [worth.get(column, 0.0) for column in columns]


def _likeliest(matrix: Any, wanted: Any, counts: Any, given: Any, meant: Any, dear: Any) -> tuple[Any, Any]:
    count, width = meant.shape
    turned = matrix.T.tocsr()

    def cost(flat: Any) -> tuple[float, Any]:
        weights, bias = flat[:-width].reshape(count, width), flat[-width:]
        sums = matrix @ weights + bias + given
        sums -= sums.max(1, keepdims=True)
        shares = np.exp(sums)
        shares /= shares.sum(1, keepdims=True)
        held = shares * wanted
        enough = held.sum(1, keepdims=True) + 1e-12
        away, wrong = weights - meant, counts[:, None] * (shares - held / enough)
        loss = -(counts @ np.log(enough)).sum() + 0.5 * (dear[:, None] * away * away).sum() + 0.05 * bias @ bias
        slope = turned @ wrong + dear[:, None] * away
        return float(loss), np.concatenate([slope.ravel(), wrong.sum(0) + 0.1 * bias])

    start = np.concatenate([meant.ravel(), np.zeros(width)])
    flat = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    return flat[:-width].reshape(count, width), flat[-width:]


def write(intents: Table, *others: Table) -> None:
    """Facts and how usual the intents are go to the weights, the rest to the wording."""
    facts = {name: [round(each * 100) for each in intents.row(name)] for name in intents.names if not _is_piece(name)}
    content = {"intents": INTENTS, "bias": [round(each * 100) for each in intents.bias], "weights": facts}
    WEIGHTS.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    write_table(*wording_of(intents, *others))


def wording_of(intents: Table, *others: Table) -> tuple[list[list[Column]], dict[str, str]]:
    """The columns and rows of `nlp.wording`."""
    heads = [[Column(name, 0) for name in INTENTS]]
    for names, table in zip((CATEGORIES, MOODS), others, strict=True):
        heads.append([Column(name, in_letters(usual)) for name, usual in zip(names, table.bias, strict=True)])
    known = sorted({name for table in (intents, *others) for name in table.names if _is_piece(name)})
    rows = {name: "".join(lettered(table.row(name)) for table in (intents, *others)) for name in known}
    return heads, {name: row for name, row in rows.items() if loudest(row) >= TELLING}


if __name__ == "__main__":
    raise SystemExit(main())
