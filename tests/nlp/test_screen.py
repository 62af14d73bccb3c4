"""What the first look promises: it only saves time."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.model import Intent
from nlp.normalise import LONGEST, clean, ordinary, plain, view
from nlp.quoting import take_apart
from nlp.reader import Reader
from nlp.signup import LONGEST_ALONE, may_sign, read_signup

AT = datetime.fromisoformat("2026-07-11T16:00:00+08:00")
CORPUS = Path(__file__).parents[1] / "corpus"
UNSEEN = "\u200b"
"""Cleaning takes it away, and a text that needs cleaning passes the screen."""
PIECES = st.sampled_from(
    [*"灯坏水漏电梯停3栋2单元：@ 接1完2不没又了吗？+，。wW.:/①谢来我报龙冇嘅燈Ａ\u200d\n", "www.", "http://", "接龙", "1、", "聊天记录",
     "Group Note", "小楼", "谢谢", "什么时候", "我去", "哈哈哈哈", "「a：b」", "<msg", "第一", "群里", "超市"]
)  # fmt: skip


def texts() -> list[str]:
    lines = [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line)["text"] for line in lines]


def same_without_screen(reader: Reader, text: str, chat: str = "group") -> bool:
    return reader.read(text, at=AT, chat=chat) == reader.read(text + UNSEEN, at=AT, chat=chat)


def test_the_corpus_is_read_the_same_without_the_screen(reader: Reader) -> None:
    assert [text for text in texts() if not same_without_screen(reader, text)] == []


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=14).map("".join), st.sampled_from(["group", "private"]))
def test_made_up_messages_are_read_the_same_without_the_screen(reader: Reader, text: str, chat: str) -> None:
    assert same_without_screen(reader, text, chat)


@settings(max_examples=400)
@given(st.text(max_size=60))
def test_any_text_is_read_the_same_without_the_screen(reader: Reader, text: str) -> None:
    assert same_without_screen(reader, text)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_an_ordinary_text_is_its_own_words(text: str) -> None:
    own = ordinary(text)
    assert own is None or own == plain(take_apart(clean(text)).own) or "ww." in view(own) or "://" in own


def test_what_is_cut_is_not_ordinary() -> None:
    assert ordinary("好" * (LONGEST + 1)) is None


@given(
    st.text(alphabet="我报名来+1参加算上带顶凑候补给登记家冲求组队走起必须到见不去哈3个人，", max_size=LONGEST_ALONE)
)
def test_nobody_signs_up_without_one_of_the_signs(text: str) -> None:
    assert may_sign(text) or read_signup(text) is None


@pytest.mark.parametrize("text", ["哈哈今天吃的火锅", "这电影真好看", "晚安"])
def test_chat_goes_no_further(reader: Reader, text: str) -> None:
    parse = reader.read(text, at=AT)
    assert (parse.intent, parse.own, parse.score) == (Intent.CHAT, text, 0.0)


def test_the_screen_needs_a_deciding_word(reader: Reader) -> None:
    assert reader.touches("灯不亮了")
    assert not reader.touches("哈哈今天吃的火锅")
