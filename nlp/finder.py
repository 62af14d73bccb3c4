"""Finding many words in one pass over a text: an automaton of Aho and Corasick, by ahocorasick_rs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from ahocorasick_rs import AhoCorasick

Hit = tuple[int, int, int]
"""The number of a word, where it begins and where it ends."""
Find = Callable[[str], Sequence[Hit]]

_HALVES = re.compile("[\ud800-\udfff]")


def finder(words: Sequence[str]) -> Find:
    """What finds every one of `words` in a text, also inside each other, in the order of their ends."""
    automaton = AhoCorasick(words, store_patterns=False)
    return partial(_find, partial(automaton.find_matches_as_indexes, overlapping=True))


def spotter(words: Sequence[str]) -> Callable[[str], bool]:
    """What tells whether any of `words` is in a text; quicker than finding them all."""
    automaton = AhoCorasick(words, store_patterns=False)
    return lambda text: bool(_find(automaton.find_matches_as_indexes, text))


def _find(find: Find, text: str) -> Sequence[Hit]:
    try:
        return find(text)
    except UnicodeEncodeError:
        return find(_HALVES.sub("\ufffd", text))
