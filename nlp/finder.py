"""Finding many words in one pass: ahocorasick_rs where it is installed, otherwise pyahocorasick; both find the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

Hit = tuple[int, int, int]
"""The number of a word, where it begins and where it ends."""
Find = Callable[[str], Sequence[Hit]]

_HALVES = re.compile("[\ud800-\udfff]")


def finder(words: Sequence[str]) -> Find:
    """What finds every one of `words` in a text, also inside each other, in the order of their ends."""
    try:
        import ahocorasick_rs
    except ImportError:
        return reference_finder(words)
    automaton = ahocorasick_rs.AhoCorasick(words, store_patterns=False)
    return partial(_find, partial(automaton.find_matches_as_indexes, overlapping=True))


def spotter(words: Sequence[str]) -> Callable[[str], bool]:
    """What tells whether any of `words` is in a text; quicker than finding them all."""
    try:
        import ahocorasick_rs
    except ImportError:
        return reference_spotter(words)
    automaton = ahocorasick_rs.AhoCorasick(words, store_patterns=False)
    return lambda text: bool(_find(automaton.find_matches_as_indexes, text))


def _find(find: Find, text: str) -> Sequence[Hit]:
    try:
        return find(text)
    except UnicodeEncodeError:
        return find(_HALVES.sub("\ufffd", text))


def reference_finder(words: Sequence[str]) -> Find:
    """The same as `finder`, always by pyahocorasick."""
    automaton = _automaton(words)
    return lambda text: [(number, last + 1 - length, last + 1) for last, (number, length) in automaton.iter(text)]


def reference_spotter(words: Sequence[str]) -> Callable[[str], bool]:
    """The same as `spotter`, always by pyahocorasick."""
    automaton = _automaton(words)
    return lambda text: next(automaton.iter(text), None) is not None


def _automaton(words: Sequence[str]) -> Any:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for number, word in enumerate(words):
        automaton.add_word(word, (number, len(word)))
    automaton.make_automaton()
    return automaton
