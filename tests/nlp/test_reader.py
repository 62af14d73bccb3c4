"""What the reader promises: ordinary sentences, pure answers, and that no text upsets it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.decide import CERTAIN, DOUBTFUL
from nlp.model import Category, Intent, Parse, Urgency
from nlp.reader import Reader
from tests.world import shipped_reader

AT = datetime.fromisoformat("2026-07-11T16:00:00+08:00")
CORPUS = Path(__file__).parents[1] / "corpus"


def hear(reader: Reader, text: str, chat: str = "group", role: str = "resident") -> Parse:
    return reader.read(text, at=AT, chat=chat, role=role)


@pytest.mark.parametrize("role", ["head", "worker", "grid", "community", "mediator", "admin"])
@pytest.mark.parametrize("text", ["煤气味很重", "3栋着火了", "电梯里困了人", "老人摔倒了"])
def test_a_danger_is_one_whoever_tells_of_it(reader: Reader, text: str, role: str) -> None:
    said = hear(reader, text, "private", role)
    assert said.intent is Intent.REQUEST
    assert said.urgency is Urgency.DANGER


@pytest.mark.parametrize(
    ("text", "category", "urgency", "subject"),
    [
        ("2栋1单元楼道灯坏了", Category.LIGHTING, Urgency.SMALL, "楼道灯坏了"),
        ("3栋2单元电梯坏了，停在4楼不动了", Category.LIFT, Urgency.URGENT, "电梯坏了"),
        ("3栋1单元门口的垃圾好几天没人清了", Category.SANITATION, Urgency.SMALL, "垃圾好几天没人清了"),
        ("煤气味很重", Category.GAS, Urgency.DANGER, "煤气味很重"),
    ],
)
def test_ordinary_requests_are_certain(
    reader: Reader, text: str, category: Category, urgency: Urgency, subject: str
) -> None:
    parse = hear(reader, text)
    assert (parse.intent, parse.category, parse.urgency) == (Intent.REQUEST, category, urgency)
    assert parse.subject == subject
    assert parse.score >= CERTAIN


@pytest.mark.parametrize("role", ["head", "deputy", "worker", "grid", "community"])
@pytest.mark.parametrize(
    "text",
    ["楼道窗户坏了", "2单元楼道窗户破了", "1单元楼道里堆满了纸箱", "3栋2单元停电了", "单元门的弹簧坏了，砰砰响",
     "小区路灯坏了", "有烟味，好像着火了", "我家厨房水管漏水了"],
)  # fmt: skip
def test_what_heads_and_workers_tell_of_a_fault_is_heard_like_a_neighbours(
    reader: Reader, text: str, role: str
) -> None:
    parse = hear(reader, text, role=role)
    assert parse.intent is Intent.REQUEST
    assert parse.score >= DOUBTFUL


@pytest.mark.parametrize(
    ("text", "role", "intent"),
    [
        ("2单元楼道窗户修好了", "worker", Intent.DONE),
        ("楼道灯换好了，大家看看", "worker", Intent.DONE),
        ("明天上午9点到11点停水，请大家存水", "head", Intent.NOTICE),
        ("楼道粉刷从下周一开始，门口东西请收进屋", "head", Intent.NOTICE),
        ("电梯年检，请走西梯", "worker", Intent.NOTICE),
        ("这个灯太高，我够不着", "worker", Intent.DECLINE),
    ],
)
def test_what_they_have_in_hand_stays_theirs(reader: Reader, text: str, role: str, intent: Intent) -> None:
    assert hear(reader, text, role=role).intent is intent


@pytest.mark.parametrize(
    "text",
    ["下水道堵了，水都漫出来了", "我们家跳闸了，推不上去", "水管爆了，水哗哗地流", "狗不拴绳，吓到小孩了"],
)  # fmt: skip
def test_what_follows_from_a_plain_fault_makes_it_no_less_certain(reader: Reader, text: str) -> None:
    parse = hear(reader, text)
    assert parse.intent is Intent.REQUEST
    assert parse.score >= CERTAIN


def test_a_dispute_goes_to_a_third(reader: Reader) -> None:
    parse = hear(reader, "我和楼上邻居闹矛盾吵了好几次，想请人来调解一下")
    assert (parse.category, parse.urgency) == (Category.DISPUTE, Urgency.DISPUTE)


@pytest.mark.parametrize(
    "text",
    ["邻居占了我的车位还骂人，请社区来调解", "物业乱收费不讲理，想请人调解", "楼上吵架吵到半夜，能不能找人劝劝",
     "楼上漏水不肯赔，谁来评评理"],
)  # fmt: skip
def test_two_sides_that_call_for_a_third_have_a_dispute_whatever_it_is_about(reader: Reader, text: str) -> None:
    assert hear(reader, text).urgency is Urgency.DISPUTE


def test_a_fight_that_hurts_is_a_danger_though_somebody_is_to_come_between(reader: Reader) -> None:
    assert hear(reader, "打起来了动刀了，快来人劝架").urgency is Urgency.DANGER


def test_two_matters_keep_their_own_places(reader: Reader) -> None:
    parts = hear(reader, "2栋1单元楼道灯坏了，另外2栋2单元门口的垃圾没人清").parts
    assert [(part.category, part.place and part.place.unit) for part in parts] == [
        (Category.LIGHTING, "1"),
        (Category.SANITATION, "2"),
    ]


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("楼道灯坏了，门锁也坏了", [Category.LIGHTING, Category.SECURITY]),
        ("停水了，电梯也不动了", [Category.WATER, Category.LIFT]),
        ("垃圾桶满了，楼道里又堆了一堆纸箱", [Category.SANITATION, Category.CLUTTER]),
        ("楼道灯坏了，篮球坪的灯也坏了", [Category.LIGHTING, Category.LIGHTING]),
        ("1单元楼道灯不亮，2单元楼道灯也不亮", [Category.LIGHTING, Category.LIGHTING]),
    ],
)
def test_another_thing_out_of_order_is_another_matter(reader: Reader, text: str, categories: list[Category]) -> None:
    assert [part.category for part in hear(reader, text).parts] == categories


@pytest.mark.parametrize(
    "text",
    ["7栋那边着火了！窗户在冒黑烟", "楼道灯坏了，我们那层的灯也不亮", "隔壁把水管弄漏了，谈也谈不拢，请人调解一下",
     "垃圾没人清，跟物业说了也没人管"],
)  # fmt: skip
def test_what_belongs_to_the_same_scene_is_one_matter(reader: Reader, text: str) -> None:
    assert len(hear(reader, text).parts) < 2


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我来", Intent.JOIN),
        ("+1", Intent.JOIN),
        ("算我一个", Intent.JOIN),
        ("不去了", Intent.LEAVE),
        ("好了，灯亮了", Intent.DONE),
        ("谢谢，辛苦了", Intent.THANKS),
        ("没修好", Intent.NOT_FIXED),
        ("又坏了", Intent.NOT_FIXED),
        ("不用了", Intent.WITHDRAW),
        ("大家晚安", Intent.CHAT),
    ],
)
def test_short_words(reader: Reader, text: str, intent: Intent) -> None:
    assert hear(reader, text).intent is intent


def test_a_call_says_what_when_and_with_what(reader: Reader) -> None:
    parse = hear(reader, "周六上午9点到篮球坪扯杂草，需要3个人，带手套")
    assert (parse.intent, parse.task, parse.need, parse.bring) == (Intent.CALL, "扯杂草", 3, "手套")
    assert parse.place is not None
    assert parse.place.spot == "篮球坪"
    assert parse.when is not None


def test_who_comes_along_counts(reader: Reader) -> None:
    assert hear(reader, "我来，带1个孩子").people[0].count == 2


def test_works_and_agrees(reader: Reader) -> None:
    assert hear(reader, "好了，灯亮了").works
    assert not hear(reader, "3号楼2单元的灯又不亮了，麻烦看看").works
    assert hear(reader, "我家也是").agree


@pytest.mark.parametrize(
    "text",
    ["嗓子都冒烟了，谁有润喉糖", "昨天做梦梦到着火，吓醒了", "我脑子进水了", "看新闻说外地有人困在电梯里"],
)
def test_jokes_dreams_and_news_are_no_danger(reader: Reader, text: str) -> None:
    assert hear(reader, text).urgency is not Urgency.DANGER


@pytest.mark.parametrize(
    ("text", "hazard"),
    [
        ("3单元楼道里煤气味很重，快来人", "gas"),
        ("2栋三楼着火了，快打119", "fire"),
        ("我被困在电梯里了，6栋左边那部", "lift"),
        ("张奶奶在花坛边摔倒起不来了", "fall"),
        ("门口的井盖没了，晚上太危险", "manhole"),
    ],
)
def test_danger_names_its_hazard(reader: Reader, text: str, hazard: str) -> None:
    parse = hear(reader, text)
    assert (parse.urgency, parse.hazard) == (Urgency.DANGER, hazard)
    assert parse.score >= CERTAIN


def test_only_own_words_count(reader: Reader) -> None:
    parse = hear(reader, "「小李：3栋电梯坏了」\n- - - - - - - - - - - - - - -\n哈哈哈")
    assert parse.intent is Intent.CHAT
    assert parse.quote is not None
    assert parse.quote.sender == "小李"


def test_traditional_reads_as_simplified(reader: Reader) -> None:
    there, here = hear(reader, "3棟2單元樓道燈壞了"), hear(reader, "3栋2单元楼道灯坏了")
    assert (there.intent, there.category, there.subject) == (here.intent, here.category, here.subject)


def test_a_slip_of_the_input_method_is_understood(reader: Reader) -> None:
    parse = hear(reader, "3栋店梯坏了，下水到也堵了")
    assert parse.intent is Intent.REQUEST
    assert {part.category for part in parse.parts} | {parse.category} >= {Category.LIFT}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=400))
def test_no_text_upsets_it(text: str) -> None:
    reader = shipped_reader()
    assert reader.read(text, at=AT) == reader.read(text, at=AT)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("灯坏水漏电梯停3栋2单元「」：\n@小楼 接1完2不没又了吗？+1"), max_size=300))
def test_no_rules_words_upset_it(pieces: list[str]) -> None:
    shipped_reader().read("".join(pieces), at=AT)


def test_a_huge_message_is_cut(reader: Reader) -> None:
    assert len(hear(reader, "灯坏了" * 50_000).text) <= 2_000


def test_the_corpus_is_read_as_labelled(reader: Reader) -> None:
    rows = [
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    right = sum(_right(reader, row) for row in rows)
    assert right / len(rows) >= 0.9


def _right(reader: Reader, row: dict) -> bool:  # type: ignore[type-arg]
    parse = reader.read(
        row["text"],
        at=datetime.fromisoformat(row.get("at", AT.isoformat())),
        chat=row.get("chat", "group"),
        role=row.get("role", "resident"),
    )
    return str(parse.intent) in [row["gold"]["intent"], *row.get("also", ())]
