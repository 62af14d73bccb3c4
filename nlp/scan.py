"""Finding cues in a text: one pass over its words, then the rows of words that make a phrase."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from operator import or_
from typing import NamedTuple

from nlp.finder import Hit, finder
from nlp.rulebook import Cue, RuleBook

Span = tuple[int, int]
_BEYOND = 10**9
_DEEP = 12
"""So many covers may begin before a place and still reach it."""
_SHARED = 3
"""A word of more lists is a common fault."""
_BREAK = frozenset("。！？\n；")
_NEGATION = frozenset("没不未别无")
_HIDE = "hide"


class Signs:
    """The cues found in one text, each with the spans where it stands."""

    __slots__ = ("spans", "text")

    def __init__(self, text: str, spans: Mapping[str, list[Span]]) -> None:
        """`text` is the view that was scanned; `spans` is not changed afterwards."""
        self.text, self.spans = text, spans

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    def words(self, name: str) -> list[str]:
        """The words that a cue stands for here, in order."""
        return [self.text[start:end] for start, end in sorted(self.spans.get(name, ()))]


class _Row(NamedTuple):
    """A cue of several lists. Sets of lists are numbers with one bit for each."""

    at: int
    name: str
    lists: tuple[int, ...]
    parts: tuple[int, ...]
    needs: int
    gap: int


class _Word(NamedTuple):
    """A word of the rules: the cues that it is, its lists that are parts of rows, and the rows that need it."""

    names: tuple[str, ...]
    lists: int
    rows: tuple[_Row, ...]
    """The rows that can only stand where this word stands."""
    denied: tuple[tuple[str, ...], int, tuple[_Row, ...]] | None
    """What is left behind 没 or 不; None where that is all."""


_Place = tuple[int, int, int]
"""Start, end and the lists that a word stands for there."""


class Scanner:
    """Finds the cues of a rule book. Built once, never changed, shared by threads."""

    def __init__(self, book: RuleBook) -> None:
        """Build the automaton; a few milliseconds for some thousand words."""
        homes = _homes(book)
        rows = [_row(at, cue) for at, cue in enumerate(book.cues)]
        lists = list(map(tuple, homes.values()))
        self._find = finder(list(homes))
        self._words = _Meanings(lists, [row for row in rows if row.name != _HIDE], book.negatable).words()
        hiding = _Meanings(lists, [row for row in rows if row.name == _HIDE]).words()
        self._hiding = {number: word for number, word in enumerate(hiding) if word.names or word.lists}

    def finds(self, text: str) -> bool:
        """Whether any cue is found in the view `text`."""
        return bool(self.scan(text).spans)

    def scan(self, text: str) -> Signs:
        """All cues in the view `text`, but for those of words that a longer word hides."""
        hits, hiding = self._find(text), self._hiding
        covering = [hit for hit in hits if hit[0] in hiding]
        if covering:
            covers = _cues(text, covering, hiding).get(_HIDE)
            hits = _uncovered(hits, sorted(covers)) if covers else hits
        return Signs(text, _cues(text, hits, self._words))


def _cues(text: str, hits: Sequence[Hit], words: Mapping[int, _Word] | Sequence[_Word]) -> dict[str, list[Span]]:
    """The cues that hits on `words` make, alone and in rows."""
    cues: dict[str, list[Span]] = {}
    places: list[_Place] = []
    rows: list[_Row] = []
    present = 0
    for number, start, end in hits:
        names, lists, needing, denied = words[number]
        if denied and start and text[start - 1] in _NEGATION:
            names, lists, needing = denied
        for name in names:
            if name in cues:
                cues[name].append((start, end))
            else:
                cues[name] = [(start, end)]
        if lists:
            present |= lists
            places.append((start, end, lists))
            rows += needing
    possible = {row.at: row for row in rows if row.needs & present == row.needs}
    for at in sorted(possible):
        row = possible[at]
        found = _found(text, row, places)
        if found:
            cues.setdefault(row.name, []).extend(found)
    return cues


def _row(at: int, cue: Cue) -> _Row:
    parts = tuple(1 << number for number in cue.lists)
    return _Row(at, cue.name, cue.lists, parts, _union(parts), cue.gap)


def _union(lists: Iterable[int]) -> int:
    return reduce(or_, lists, 0)


def _homes(book: RuleBook) -> dict[str, list[int]]:
    """The lists that each word is in."""
    homes: dict[str, list[int]] = {}
    for number, words in enumerate(book.lists):
        for word in words:
            homes.setdefault(word, []).append(number)
    return homes


class _Meanings:
    """What words stand for by the lists that they are in, worked out once for some rows."""

    def __init__(
        self, lists: Sequence[tuple[int, ...]], rows: Iterable[_Row], negatable: AbstractSet[int] = frozenset()
    ) -> None:
        """`lists` gives those of each word."""
        self.lists, self.negatable = lists, negatable
        self.alone: dict[int, list[str]] = {}
        self.rows: dict[int, list[_Row]] = {}
        self.in_rows: set[int] = set()
        often = Counter(number for numbers in lists if len(numbers) > _SHARED for number in numbers)
        for row in rows:
            if len(row.lists) == 1:
                self.alone.setdefault(row.lists[0], []).append(row.name)
            else:
                self.in_rows.update(row.lists)
                # looked for at the list that is met least often
                self.rows.setdefault(min(row.lists, key=often.__getitem__), []).append(row)

    def words(self) -> list[_Word]:
        """The meaning of each word."""
        alike = {lists: self._word(lists) for lists in set(self.lists)}
        return [alike[lists] for lists in self.lists]

    def _word(self, lists: Sequence[int]) -> _Word:
        stays = [number for number in lists if number not in self.negatable]
        denied = self._meaning(stays) if len(stays) < len(lists) else None
        return _Word(*self._meaning(lists), denied)

    def _meaning(self, lists: Sequence[int]) -> tuple[tuple[str, ...], int, tuple[_Row, ...]]:
        names = tuple(name for number in lists for name in self.alone.get(number, ()))
        in_rows = _union(1 << number for number in lists if number in self.in_rows)
        return names, in_rows, tuple(row for number in lists for row in self.rows.get(number, ()))


def _uncovered(hits: Sequence[Hit], covers: Sequence[Span]) -> list[Hit]:
    """The hits that do not begin inside a cover, those that are the cover itself or a longer word aside."""
    first, last = covers[0][0], max(end for _, end in covers)
    return [hit for hit in hits if not (first <= hit[1] < last and _covered(hit[1], hit[2], covers))]


def _covered(start: int, end: int, covers: Sequence[Span]) -> bool:
    at = bisect_right(covers, (start, _BEYOND))
    return any(a <= start < b and (start > a or end < b) for a, b in covers[max(0, at - _DEEP) : at])


def _found(text: str, row: _Row, places: Sequence[_Place]) -> list[Span]:
    """Where the lists of a row follow each other; of rows with the same end the shortest."""
    found = [(start, end) for start, end, lists in places if lists & row.parts[0]]
    for part in row.parts[1:]:
        if not found:
            break
        found = _joined(text, found, sorted((start, end) for start, end, lists in places if lists & part), row.gap)
    return found


def _joined(text: str, rows: list[Span], following: list[Span], gap: int) -> list[Span]:
    joined: dict[int, int] = {}
    for start, end in rows:
        at = bisect_left(following, (end, 0))
        while at < len(following) and following[at][0] <= end + gap:
            between, stop = text[end : following[at][0]], following[at][1]
            if _BREAK.isdisjoint(between):
                joined[stop] = max(joined.get(stop, 0), start)
            at += 1
    return [(start, stop) for stop, start in joined.items()]
