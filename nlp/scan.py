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
    """A cue of several parts. It is looked for where its least common part stands, the anchor."""

    name: str
    parts: tuple[int, ...]
    """The sign of each part, one bit in a number; 0 for the anchor."""
    needs: int
    """The signs of all parts."""
    gap: int


class _Meaning(NamedTuple):
    """What a word stands for: the cues that it is, the rows whose anchor it is, the signs of others it is a part of."""

    names: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    signs: int = 0


class _Word(NamedTuple):
    """A word of the rules."""

    said: _Meaning
    denied: _Meaning | None
    """What is left behind 没 or 不; None where that is all."""


class Scanner:
    """Finds the cues of a rule book. Built once, never changed, shared by threads."""

    def __init__(self, book: RuleBook) -> None:
        """Build the automaton; a few milliseconds for some thousand words."""
        homes = _homes(book)
        lists = list(map(tuple, homes.values()))
        self._find = finder(list(homes))
        self._cues = _Cues(lists, [cue for cue in book.cues if cue.name != _HIDE], book.negatable)
        self._hides = _Cues(lists, [cue for cue in book.cues if cue.name == _HIDE])
        self._hiding = frozenset(at for at, word in enumerate(self._hides.words) if word.said != _Meaning())

    def finds(self, text: str) -> bool:
        """Whether any cue is found in the view `text`."""
        return bool(self.scan(text).spans)

    def scan(self, text: str) -> Signs:
        """All cues in the view `text`, but for those of words that a longer word hides."""
        hits, hiding = self._find(text), self._hiding
        covering = [hit for hit in hits if hit[0] in hiding]
        if covering:
            covers = self._hides.found(text, covering).get(_HIDE)
            hits = _uncovered(hits, sorted(covers)) if covers else hits
        return Signs(text, self._cues.found(text, hits))


class _Cues:
    """Some cues of a book, and what its words stand for among them."""

    def __init__(
        self, lists: Sequence[tuple[int, ...]], cues: Iterable[Cue], negatable: AbstractSet[int] = frozenset()
    ) -> None:
        """`lists` gives those of each word, by its number."""
        build = _Build(lists, cues, negatable)
        self.rows, self.words = build.rows, build.words()

    def found(self, text: str, hits: Sequence[Hit]) -> dict[str, list[Span]]:
        """The cues that hits on words make, alone and in rows."""
        cues: dict[str, list[Span]] = {}
        anchors: dict[int, list[Span]] = {}
        places: list[tuple[int, int, int]] = []
        present = 0
        words = self.words
        for number, start, end in hits:
            meaning, denied = words[number]
            if denied and start and text[start - 1] in _NEGATION:
                meaning = denied
            names, rows, signs = meaning
            for name in names:
                cues.setdefault(name, []).append((start, end))
            for row in rows:
                anchors.setdefault(row, []).append((start, end))
            if signs:
                present |= signs
                places.append((start, end, signs))
        if anchors:
            self._add_rows(cues, text, anchors, _Places(places, present))
        return cues

    def _add_rows(
        self, cues: dict[str, list[Span]], text: str, anchors: Mapping[int, list[Span]], places: _Places
    ) -> None:
        rows, present = self.rows, places.present
        for at in sorted([at for at in anchors if rows[at].needs & present == rows[at].needs]):
            found = _joined(text, rows[at], anchors[at], places)
            if found:
                cues.setdefault(rows[at].name, []).extend(found)


class _Places:
    """Where the parts of rows stand in one text."""

    def __init__(self, places: Sequence[tuple[int, int, int]], present: int) -> None:
        """`places` are start, end and signs of each word that is a part of a row, `present` all signs together."""
        self._places, self.present = places, present
        self._known: dict[int, list[Span]] = {}

    def of(self, part: int) -> list[Span]:
        """Where the part with this sign stands, in order."""
        if part not in self._known:
            self._known[part] = sorted([(start, end) for start, end, signs in self._places if signs & part])
        return self._known[part]


def _homes(book: RuleBook) -> dict[str, list[int]]:
    """The lists that each word is in."""
    homes: dict[str, list[int]] = {}
    for number, words in enumerate(book.lists):
        for word in words:
            homes.setdefault(word, []).append(number)
    return homes


class _Build:
    """Working out once what words stand for by the lists that they are in."""

    def __init__(self, lists: Sequence[tuple[int, ...]], cues: Iterable[Cue], negatable: AbstractSet[int]) -> None:
        self.lists, self.negatable = lists, negatable
        self.rows: list[_Row] = []
        self.names: dict[int, list[str]] = {}
        self.anchored: dict[int, list[int]] = {}
        self.signs: dict[tuple[int, ...], int] = {}
        self.often = Counter(number for numbers in lists for number in numbers)
        for cue in cues:
            if len(cue.parts) == 1:
                self.names.setdefault(cue.parts[0][0], []).append(cue.name)
            else:
                self._add_row(cue)
        self.by_list: dict[int, int] = {}
        for part, sign in self.signs.items():
            for number in part:
                self.by_list[number] = self.by_list.get(number, 0) | sign

    def _add_row(self, cue: Cue) -> None:
        anchor = min(cue.parts, key=lambda part: sum(self.often[number] for number in part))
        for number in anchor:
            self.anchored.setdefault(number, []).append(len(self.rows))
        parts = tuple(0 if part is anchor else self._sign(part) for part in cue.parts)
        self.rows.append(_Row(cue.name, parts, reduce(or_, parts), cue.gap))

    def _sign(self, part: tuple[int, ...]) -> int:
        return self.signs.setdefault(part, 1 << len(self.signs))

    def words(self) -> list[_Word]:
        """The meaning of each word."""
        alike = {lists: self._word(lists) for lists in set(self.lists)}
        return [alike[lists] for lists in self.lists]

    def _word(self, lists: Sequence[int]) -> _Word:
        stays = [number for number in lists if number not in self.negatable]
        return _Word(self._meaning(lists), self._meaning(stays) if len(stays) < len(lists) else None)

    def _meaning(self, lists: Sequence[int]) -> _Meaning:
        return _Meaning(
            names=tuple(name for number in lists for name in self.names.get(number, ())),
            rows=tuple(row for number in lists for row in self.anchored.get(number, ())),
            signs=reduce(or_, (self.by_list.get(number, 0) for number in lists), 0),
        )


def _uncovered(hits: Sequence[Hit], covers: Sequence[Span]) -> list[Hit]:
    """The hits that do not begin inside a cover, those that are the cover itself or a longer word aside."""
    first, last = covers[0][0], max(end for _, end in covers)
    return [hit for hit in hits if not (first <= hit[1] < last and _covered(hit[1], hit[2], covers))]


def _covered(start: int, end: int, covers: Sequence[Span]) -> bool:
    at = bisect_right(covers, (start, _BEYOND))
    return any(a <= start < b and (start > a or end < b) for a, b in covers[max(0, at - _DEEP) : at])


def _joined(text: str, row: _Row, anchors: list[Span], places: _Places) -> list[Span]:
    """Where the parts of a row follow each other; of rows with the same end the shortest."""
    first, *following = row.parts
    joined = places.of(first) if first else anchors
    for part in following:
        joined = _followed(text, joined, places.of(part) if part else sorted(anchors), row.gap)
    return joined


def _followed(text: str, rows: list[Span], spans: list[Span], gap: int) -> list[Span]:
    joined: dict[int, int] = {}
    for start, end in rows:
        at = bisect_left(spans, (end, 0))
        while at < len(spans) and spans[at][0] <= end + gap:
            begin, stop = spans[at]
            if begin == end or _BREAK.isdisjoint(text[end:begin]):
                joined[stop] = max(joined.get(stop, 0), start)
            at += 1
    return [(start, stop) for stop, start in joined.items()]
