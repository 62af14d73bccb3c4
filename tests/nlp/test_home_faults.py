"""A fault at home is told plainly, and is heard plainly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from nlp.decide import CERTAIN
from nlp.model import Intent
from nlp.reader import Reader

AT = datetime(2026, 7, 13, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["我家停电了", "我家也停水了", "我家水管漏水", "我们家没电了", "我家下水道堵了", "家里停电了"]
)
def test_whose_home_it_is_takes_nothing_from_its_being_a_fault(reader: Reader, text: str) -> None:
    parse = reader.read(text, at=AT)
    assert parse.intent is Intent.REQUEST
    assert parse.score >= CERTAIN


@pytest.mark.parametrize("text", ["我家猫跑了", "昨天我家停电了", "我家电视坏了"])
def test_talk_of_home_stays_talk(reader: Reader, text: str) -> None:
    assert reader.read(text, at=AT).intent is Intent.CHAT


def test_two_of_a_family_sign_up_and_a_leak_does_not(reader: Reader) -> None:
    assert reader.read("我家两个", at=AT).intent is Intent.JOIN
    assert reader.read("我家漏水", at=AT).intent is Intent.REQUEST


def test_asking_kindly_is_no_electric_shock(reader: Reader) -> None:
    assert reader.read("路灯不亮，麻烦来看看", at=AT).hazard is None
