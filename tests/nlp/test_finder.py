"""Words are found as by looking for each of them, whatever the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.finder import Find, Hit, finder, spotter
from nlp.rulebook import load_rulebook

WORDS = sorted({word for words in load_rulebook().lists for word in words})


@pytest.fixture(scope="module")
def find() -> Find:
    return finder(WORDS)


def one_by_one(text: str) -> set[Hit]:
    return {
        (number, found.start(), found.start() + len(word))
        for number, word in enumerate(WORDS)
        if word in text
        for found in re.finditer(f"(?={re.escape(word)})", text)
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*WORDS[::7], "\ud800", "é", "👍", "\n", "的"]), max_size=12).map("".join))
def test_every_word_is_found_in_anything(find: Find, text: str) -> None:
    hits = list(find(text))
    assert {(number, start, end) for number, start, end in hits} == one_by_one(text)
    assert [end for _, _, end in hits] == sorted(end for _, _, end in hits)


def test_words_inside_each_other_are_all_found() -> None:
    text = "电梯门口"
    assert [text[start:end] for _, start, end in finder(["电梯", "电梯门", "门口", "梯"])(text)] == [
        "电梯", "梯", "电梯门", "门口",
    ]  # fmt: skip


def test_one_word_is_enough_to_be_spotted() -> None:
    spots = spotter(["灯", "漏水"])
    assert spots("楼道灯")
    assert not spots("漏雨的\ud800水")
