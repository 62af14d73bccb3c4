"""Finding cues in a text: one pass of an Aho-Corasick automaton, then the rows of words that make a phrase."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property

import ahocorasick

from nlp.rulebook import Cue, RuleBook

Span = tuple[int, int]
_BEYOND = 10**9
_DEEP = 12
"""So many covers may begin before a place and still reach it."""
Hit = tuple[int, int, tuple[int, ...]]
_BREAK = frozenset("。！？\n；")
_NEGATION = frozenset("没不未别无")


class Signs:
    """The cues found in one text, each with the spans where it stands."""

    def __init__(self, text: str, spans: Mapping[str, list[Span]]) -> None:
        """`text` is the view that was scanned; `spans` is not changed afterwards."""
        self.text, self.spans = text, spans

    def __contains__(self, name: str) -> bool:
        return name in self.spans

    def words(self, name: str) -> list[str]:
        """The words that a cue stands for here, in order."""
        return [self.text[start:end] for start, end in sorted(self.spans.get(name, ()))]

    @cached_property
    def families(self) -> frozenset[str]:
        """The first parts of the names: the categories, intents and contexts that show at all."""
        return frozenset(name.partition(".")[0] for name in self.spans)


class Scanner:
    """Finds the cues of a rule book. Built once, never changed, shared by threads."""

    def __init__(self, book: RuleBook) -> None:
        """Build the automaton; a few milliseconds for some thousand words."""
        self._single: dict[int, list[str]] = {}
        self._rows: dict[int, list[Cue]] = {}
        for cue in book.cues:
            if cue.name == "hide":
                continue
            if len(cue.lists) == 1:
                self._single.setdefault(cue.lists[0], []).append(cue.name)
            else:
                self._rows.setdefault(cue.lists[0], []).append(cue)
        self._negatable = book.negatable
        self._hides = [cue for cue in book.cues if cue.name == "hide"]
        self._hiding = frozenset(number for cue in self._hides for number in cue.lists)
        self._automaton = _automaton(book.lists)
        self._screen = _screen(book)

    def touches(self, text: str) -> bool:
        """Whether the view `text` may mean anything: it holds a word of a rule that can decide.

        Contexts, and things without a fault, only colour what another rule found; alone they are chat.
        """
        return next(self._screen.iter(text), None) is not None

    def finds(self, text: str) -> bool:
        """Whether any cue is found in the view `text`."""
        return bool(self.scan(text).spans)

    def scan(self, text: str) -> Signs:
        """All cues in the view `text`."""
        hits = self._hits(text)
        spans: dict[str, list[Span]] = {}
        for number, found in hits.items():
            for name in self._single.get(number, ()):
                spans.setdefault(name, []).extend(found)
        for number in tuple(hits):
            for cue in self._rows.get(number, ()):
                rows = _rows(text, cue, hits)
                if rows:
                    spans.setdefault(cue.name, []).extend(rows)
        return Signs(text, spans)

    def _hits(self, text: str) -> dict[int, list[Span]]:
        raw = [(end - length + 1, end + 1, lists) for end, (length, lists) in self._automaton.iter(text)]
        covers = self._covers(text, raw)
        if covers:
            raw = [hit for hit in raw if not _covered(hit[0], hit[1], covers)]
        return _by_list(raw, text, self._negatable)

    def _covers(self, text: str, raw: list[Hit]) -> list[Span]:
        seen = [hit for hit in raw if not self._hiding.isdisjoint(hit[2])]
        if not seen:
            return []
        hits = _by_list(seen, text, frozenset())
        rows = (_rows(text, cue, hits) for cue in self._hides if cue.lists[0] in hits)
        return sorted(span for found in rows for span in found)


def _automaton(lists: Iterable[tuple[str, ...]]) -> ahocorasick.Automaton:
    homes: dict[str, list[int]] = {}
    for number, words in enumerate(lists):
        for word in words:
            homes.setdefault(word, []).append(number)
    automaton = ahocorasick.Automaton()
    for word, numbers in homes.items():
        automaton.add_word(word, (len(word), tuple(numbers)))
    automaton.make_automaton()
    return automaton


def _screen(book: RuleBook) -> ahocorasick.Automaton:
    """The words of all deciding cues; of a row only its least common part, without which it cannot stand."""
    automaton = ahocorasick.Automaton()
    for cue in book.cues:
        rarest = min((book.lists[number] for number in cue.lists), key=_commonness)
        if _decides(cue.name) and (len(cue.lists) == 1 or _commonness(rarest) < _TOO_COMMON):
            for word in rarest:
                automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def _decides(name: str) -> bool:
    family, _, kind = name.partition(".")
    if name in _COMPLAINTS:
        return True
    return family not in ("context", "hide") and kind not in ("thing", "fault", "hint") and not kind.startswith("as.")


def _commonness(words: tuple[str, ...]) -> float:
    """How often one of `words` is met, roughly: single characters all the time, long words hardly ever."""
    return sum(_MET[min(len(word), 4)] * (10 if word in _EVERYWHERE else 1) for word in words)


_COMPLAINTS = ("context.report", "context.official_wish")
"""Contexts that are a matter even where no rule knows the thing."""
_TOO_COMMON = 250.0
"""A row of nothing but such words decides nothing by itself: 在…吗."""
_MET = {1: 30.0, 2: 2.0, 3: 0.3, 4: 0.05}
_EVERYWHERE = frozenset(
    "在来要能给出发等早电车带过上下大小人家有水门没还又不去到说看我你他好谁哪吗么呢吧是的了就都也很个晚长报位约差油路养球卡米代"
) | {"可以", "知道", "还是", "我也", "我在", "晚上", "我去", "今天", "昨天", "明天", "现在", "那个", "好了", "来了"}


def _by_list(raw: Iterable[Hit], text: str, negatable: frozenset[int]) -> dict[int, list[Span]]:
    hits: dict[int, list[Span]] = {}
    for start, end, lists in raw:
        negated = start > 0 and text[start - 1] in _NEGATION
        for number in lists:
            if not (negated and number in negatable):
                hits.setdefault(number, []).append((start, end))
    return hits


def _covered(start: int, end: int, covers: list[Span]) -> bool:
    """Whether a hit begins inside a cover, without being the cover itself or a longer word that begins with it."""
    at = bisect_right(covers, (start, _BEYOND))
    return any(a <= start < b and (start > a or end < b) for a, b in covers[max(0, at - _DEEP) : at])


def _rows(text: str, cue: Cue, hits: Mapping[int, list[Span]]) -> list[Span]:
    """Where the lists of a cue follow each other; of rows with the same end the shortest."""
    rows = hits[cue.lists[0]]
    for number in cue.lists[1:]:
        following = hits.get(number)
        if not following:
            return []
        rows = _joined(text, rows, sorted(following), cue.gap)
    return rows


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
