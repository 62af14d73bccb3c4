"""What the single characters, pairs and triples of a message say, each a little: learned from the corpus, for what no rule names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from struct import Struct
from typing import NamedTuple

TABLE = Path(__file__).parent / "tables" / "wording.txt"
READ = 200
"""So many characters of a message are listened to; longer ones hold enough words of the rules."""
CALM, DANGER = "calm", "danger"
A_POINT = 0.6
"""What a point of the rules is worth."""
STEP = 0.08
"""What one letter of the table is worth: `.` is nothing, `c` three steps for, `C` three against."""
_TELLING = 3
"""A piece that says so many letters is a reason."""
_LETTERS = ascii_uppercase[::-1] + "." + ascii_lowercase
_WORTH = {letter: at - len(ascii_uppercase) for at, letter in enumerate(_LETTERS)}
_BITS = 32
_MIDDLE = 1 << (_BITS - 1)


class Column(NamedTuple):
    """What pieces speak for: an intent, a category, calm or danger."""

    name: str
    usual: int
    """How much is said for it, in letters, before anything is heard."""


class Wording:
    """A row of letters for each piece, one letter a column. Built once, never changed, shared by threads."""

    def __init__(self, heads: Sequence[Sequence[Column]], rows: Mapping[str, str]) -> None:
        """`heads` are the columns: those of the intents, of the categories, of calm and danger."""
        self.intents, self.categories, self.moods = (tuple(column.name for column in head) for head in heads)
        self._rows, self._columns = rows, (*self.intents, *self.categories, *self.moods)
        usual = [column.usual for head in heads for column in head]
        self._base = sum((_MIDDLE + each) << (_BITS * at) for at, each in enumerate(usual))
        self._unpack = Struct(f"<{len(usual)}I").unpack
        self._packed: dict[str, int] = {}

    def hear(self, view: str) -> Hearing:
        """What the pieces of `view` say together."""
        whole = sum(map(self._row, self._rows.keys() & pieces(view)), self._base)
        sums = self._unpack(whole.to_bytes(_BITS // 8 * len(self._columns), "little"))
        return Hearing(self, [each - _MIDDLE for each in sums])

    def telling(self, view: str, column: str, most: int = 3) -> list[str]:
        """The pieces of `view` that say most for a column, if they say anything much."""
        at = self._columns.index(column)
        said = sorted(
            ((_WORTH[self._rows[piece][at]], piece) for piece in self._rows.keys() & pieces(view)), reverse=True
        )
        return [piece for worth, piece in said[:most] if worth >= _TELLING]

    def _row(self, piece: str) -> int:
        packed = self._packed.get(piece)
        if packed is None:
            packed = sum(_WORTH[letter] << (_BITS * at) for at, letter in enumerate(self._rows[piece]))
            self._packed[piece] = packed
        return packed


class Hearing:
    """How far a message leans to each intent and category, and to danger."""

    def __init__(self, wording: Wording, sums: Sequence[int]) -> None:
        """`sums` has a number for each column of `wording`, in letters."""
        first, second = len(wording.intents), len(wording.intents) + len(wording.categories)
        self.intents = sums[:first]
        self._categories = dict(zip(wording.categories, sums[first:second], strict=True))
        calm, danger = sums[second:]
        self.danger = (danger - calm) * STEP
        """How much more it sounds like a danger than like none; 0 is as much."""

    def category(self, points: Mapping[str, float]) -> str:
        """The likeliest category, where the rules gave these `points`."""
        return max(self._categories, key=lambda key: (self._categories[key] * STEP + A_POINT * points.get(key, 0), key))


def pieces(view: str) -> set[str]:
    """Every character, pair and triple of `view`."""
    view = view[:READ]
    pairs, triples = map("".join, pairwise(view)), map("".join, zip(view, view[1:], view[2:], strict=False))
    return {*view, *pairs, *triples}


def lettered(weights: Iterable[float]) -> str:
    """A row of the table: each weight as the nearest letter."""
    middle = len(ascii_uppercase)
    return "".join(_LETTERS[max(0, min(2 * middle, in_letters(weight) + middle))] for weight in weights)


def loudest(row: str) -> int:
    """The most letters that a row says for or against anything."""
    return max(abs(_WORTH[letter]) for letter in row)


def in_letters(weight: float) -> int:
    """A weight as so many letters."""
    return round(weight / STEP)


@cache
def shipped_wording() -> Wording:
    """The table that ships with the rules: three lines that name the columns, then a piece and its row a line."""
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    rows = dict(line.rsplit("\t", 1) for line in lines[3:] if line)
    return Wording([[_column(each) for each in line.split()] for line in lines[:3]], rows)


def _column(written: str) -> Column:
    name, usual = written.split(":")
    return Column(name, int(usual))


def write_table(heads: Sequence[Sequence[Column]], rows: Mapping[str, str]) -> None:
    """Write what `shipped_wording` reads."""
    lines = [" ".join(f"{column.name}:{column.usual}" for column in head) for head in heads]
    lines += [f"{piece}\t{row}" for piece, row in sorted(rows.items())]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
