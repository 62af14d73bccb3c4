"""Whose words are whose, and the plain form of a text."""

from __future__ import annotations

import pytest

from nlp.normalise import LONGEST, clean, plain, view
from nlp.quoting import Kind, take_apart

RULE = "\n- - - - - - - - - - - - - - -\n"


def test_of_a_quote_only_the_reply_is_ones_own() -> None:
    spoken = take_apart(f"「老王(物业：灯坏了」{RULE}我家也是")
    assert spoken.own == "我家也是"
    assert spoken.quote is not None
    assert (spoken.quote.sender, spoken.quote.text) == ("老王(物业", "灯坏了")


def test_a_quote_in_a_quote_ends_with_the_last_line() -> None:
    spoken = take_apart(f"「小李：「小张：漏水」{RULE}真的」{RULE}好了")
    assert spoken.own == "好了"


def test_markup_inside_a_quote_is_read_for_its_title() -> None:
    spoken = take_apart(f"「小戴：<msg><appmsg><title>取件</title><type>57</type></appmsg></msg>」{RULE}还排队吗")
    assert spoken.own == "还排队吗"
    assert spoken.quote is not None
    assert spoken.quote.text == "取件"


@pytest.mark.parametrize("name", ["3-502(老王)", "老王(物业", "a*b", "小 李"])
def test_mentions_need_no_escape(name: str) -> None:
    spoken = take_apart(f"@{name}\u2005灯坏了", mentions=[name])
    assert spoken.own == "灯坏了"
    assert spoken.mentions == (name,)


def test_words_to_the_bot() -> None:
    assert take_apart("@小楼\u2005灯坏了").to_bot
    assert not take_apart("@小李\u2005灯坏了").to_bot


@pytest.mark.parametrize("text", ["[链接] 老旧小区改造", "[图片]", "[红包] 恭喜发财"])
def test_cards_are_no_speech(text: str) -> None:
    assert take_apart(text).kind is Kind.CARD


def test_cleaning_at_the_door() -> None:
    assert clean("灯\u200b坏\x00了\ud800\n") == "灯坏了\n"
    assert clean("👨\u200d👩 ❤\ufe0f\u200d🔥") == "👨\u200d👩 ❤\u200d🔥"
    assert clean("电\u200d梯坏了") == "电梯坏了"
    assert len(clean("长" * 9_000)) == LONGEST


@pytest.mark.parametrize(
    ("text", "said"),
    [("３栋２单元", "3栋2单元"), ("3️⃣栋", "3栋"), ("燈壞了", "灯坏了"), ("啊啊啊啊", "啊啊"), ("1000元", "1000元")],
)
def test_plain(text: str, said: str) -> None:
    assert plain(clean(text)) == said


def test_the_view_keeps_places() -> None:
    assert len(view("KTV冇水！")) == len("KTV冇水！")
