"""Words are found the same by both libraries, whatever the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.finder import Find, finder, reference_finder, reference_spotter, spotter
from nlp.rulebook import load_rulebook

CORPUS = Path(__file__).parents[1] / "corpus"
WORDS = sorted({word for words in load_rulebook().lists for word in words})


@pytest.fixture(scope="module")
def both() -> tuple[Find, Find]:
    return finder(WORDS), reference_finder(WORDS)


def test_both_find_the_same_in_the_corpus(both: tuple[Find, Find]) -> None:
    quick, reference = both
    lines = [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    texts = [json.loads(line)["text"] for line in lines]
    assert [text for text in texts if list(quick(text)) != list(reference(text))] == []


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*WORDS[::7], "\ud800", "é", "👍", "\n", "的"]), max_size=12).map("".join))
def test_both_find_the_same_in_anything(both: tuple[Find, Find], text: str) -> None:
    quick, reference = both
    assert list(quick(text)) == list(reference(text))


def test_words_inside_each_other_are_all_found() -> None:
    text = "电梯门口"
    assert [text[start:end] for _, start, end in finder(["电梯", "电梯门", "门口", "梯"])(text)] == [
        "电梯", "梯", "电梯门", "门口",
    ]  # fmt: skip


@pytest.mark.parametrize("make", [spotter, reference_spotter])
def test_one_word_is_enough_to_be_spotted(make: Callable[[Sequence[str]], Callable[[str], bool]]) -> None:
    spots = make(["灯", "漏水"])
    assert spots("楼道灯")
    assert not spots("漏雨的\ud800水")
