"""Finding cues in a text: one pass of an Aho-Corasick automaton, then the rows of words that make a phrase."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import ahocorasick

from nlp.rulebook import Cue, RuleBook

Span = tuple[int, int]
_BEYOND = 10**9
_DEEP = 12
"""So many covers may begin before a place and still reach it."""
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
    parts: tuple[int, ...]
    needs: int
    gap: int


class _Word(NamedTuple):
    """A word of the rules: what it stands for, and what is left of that behind 没 or 不."""

    length: int
    names: tuple[str, ...]
    names_denied: tuple[str, ...]
    lists: int
    lists_denied: int
    rows: tuple[_Row, ...]
    """The rows that can only stand where this word stands."""
    hides: int
    """The lists of hiding words that it is in."""


_Seen = tuple[int, int, _Word]
_Hit = tuple[int, int, int]
"""Start, end and the lists that a word stands for there."""


class Scanner:
    """Finds the cues of a rule book. Built once, never changed, shared by threads."""

    def __init__(self, book: RuleBook) -> None:
        """Build the automaton; a few milliseconds for some thousand words."""
        rows = [_row(at, cue) for at, cue in enumerate(book.cues)]
        self._hides = [row for row in rows if row.name == _HIDE]
        self._automaton = _automaton(book, [row for row in rows if row.name != _HIDE])

    def finds(self, text: str) -> bool:
        """Whether any cue is found in the view `text`."""
        return bool(self.scan(text).spans)

    def scan(self, text: str) -> Signs:
        """All cues in the view `text`."""
        spans: dict[str, list[Span]] = {}
        hits: list[_Hit] = []
        rows: list[_Row] = []
        present = 0
        for start, end, word in self._seen(text):
            denied = start and text[start - 1] in _NEGATION
            for name in word.names_denied if denied else word.names:
                if name in spans:
                    spans[name].append((start, end))
                else:
                    spans[name] = [(start, end)]
            lists = word.lists_denied if denied else word.lists
            if lists:
                present |= lists
                hits.append((start, end, lists))
                rows += word.rows
        possible = {row.at: row for row in rows if row.needs & present == row.needs}
        for row in map(possible.__getitem__, sorted(possible)):
            found = _found(text, row, hits)
            if found:
                spans.setdefault(row.name, []).extend(found)
        return Signs(text, spans)

    def _seen(self, text: str) -> list[_Seen]:
        """The words of the text that no longer word hides."""
        seen = []
        hiding = []
        for last, word in self._automaton.iter(text):
            start, end = last + 1 - word.length, last + 1
            seen.append((start, end, word))
            if word.hides:
                hiding.append((start, end, word.hides))
        if not hiding:
            return seen
        lists = _union(each[2] for each in hiding)
        rows = [row for row in self._hides if row.needs & lists == row.needs]
        covers = sorted(span for row in rows for span in _found(text, row, hiding))
        return [one for one in seen if not _covered(one[0], one[1], covers)] if covers else seen


def _row(at: int, cue: Cue) -> _Row:
    parts = tuple(1 << number for number in cue.lists)
    return _Row(at, cue.name, parts, _union(parts), cue.gap)


def _union(lists: Iterable[int]) -> int:
    together = 0
    for each in lists:
        together |= each
    return together


def _automaton(book: RuleBook, rows: Sequence[_Row]) -> ahocorasick.Automaton:
    homes: dict[str, list[int]] = {}
    for number, words in enumerate(book.lists):
        for word in words:
            homes.setdefault(word, []).append(number)
    reading = _Reading(book, rows, homes)
    automaton = ahocorasick.Automaton()
    alike: dict[tuple[int, tuple[int, ...]], _Word] = {}
    for word, numbers in homes.items():
        kind = len(word), tuple(numbers)
        if kind not in alike:
            alike[kind] = reading.of(*kind)
        automaton.add_word(word, alike[kind])
    automaton.make_automaton()
    return automaton


class _Reading:
    """What the lists of a book stand for, while its automaton is built."""

    def __init__(self, book: RuleBook, rows: Sequence[_Row], homes: Mapping[str, Sequence[int]]) -> None:
        self.book = book
        self.single: dict[int, list[str]] = {}
        self.hiding: set[int] = set()
        for cue in book.cues:
            if cue.name == _HIDE:
                self.hiding.update(cue.lists)
            elif len(cue.lists) == 1:
                self.single.setdefault(cue.lists[0], []).append(cue.name)
        self.rows: dict[int, list[_Row]] = {}
        self.in_rows: set[int] = set()
        shared = Counter(number for word, numbers in homes.items() for number in numbers if len(numbers) > 3)
        for row in rows:
            numbers = book.cues[row.at].lists
            if len(numbers) > 1:
                self.in_rows.update(numbers)
                # looked for at the list that is met least often
                self.rows.setdefault(min(numbers, key=lambda number: shared[number]), []).append(row)

    def of(self, length: int, numbers: Sequence[int]) -> _Word:
        stays = [number for number in numbers if number not in self.book.negatable]
        return _Word(
            length,
            self._names(numbers),
            self._names(stays),
            self._lists(numbers),
            self._lists(stays),
            tuple(row for number in numbers for row in self.rows.get(number, ())),
            _union(1 << number for number in numbers if number in self.hiding),
        )

    def _names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(name for number in numbers for name in self.single.get(number, ()))

    def _lists(self, numbers: Iterable[int]) -> int:
        return _union(1 << number for number in numbers if number in self.in_rows)


def _covered(start: int, end: int, covers: list[Span]) -> bool:
    """Whether a hit begins inside a cover, without being the cover itself or a longer word that begins with it."""
    at = bisect_right(covers, (start, _BEYOND))
    return any(a <= start < b and (start > a or end < b) for a, b in covers[max(0, at - _DEEP) : at])


def _found(text: str, row: _Row, hits: Sequence[_Hit]) -> list[Span]:
    """Where the lists of a row follow each other; of rows with the same end the shortest."""
    found = [(start, end) for start, end, lists in hits if lists & row.parts[0]]
    for part in row.parts[1:]:
        if not found:
            break
        found = _joined(text, found, sorted((start, end) for start, end, lists in hits if lists & part), row.gap)
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
