"""Cutting a text into words: rjieba where it is installed, otherwise jieba; both know the same dictionary."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import cast

Cut = Callable[[str], list[str]]


def cut(text: str) -> list[str]:
    """The words of `text` by dictionary alone, without guessing at unknown ones."""
    return _cutter()(text)


def is_word(word: str) -> bool:
    """Whether the dictionary knows `word`."""
    return _knower()(word)


def reference_cut(text: str) -> list[str]:
    """The same as `cut`, always by jieba."""
    return _jieba_cut(text)


@cache
def _cutter() -> Cut:
    try:
        import rjieba
    except ImportError:
        return _jieba_cut
    return lambda text: list(rjieba.cut(text, False))


@cache
def _knower() -> Callable[[str], bool]:
    try:
        import rjieba
    except ImportError:
        return _jieba_knows
    return lambda word: bool(rjieba.has_word(word))


def _jieba_cut(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return cast("list[str]", jieba.lcut(text, HMM=False))


def _jieba_knows(word: str) -> bool:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return bool(jieba.dt.FREQ.get(word))
