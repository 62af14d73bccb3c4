"""What may be shown of a text that holds phones, identity numbers, plates and doors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking import find_private, mask


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("找13912345678", "找139****5678"),
        ("找139 1234 5678", "找139****5678"),
        ("找139-1234-5678谢谢", "找139****5678谢谢"),
        ("找１３９１２３４５６７８", "找139****5678"),
        ("找+86 13912345678", "找139****5678"),
        ("座机0571-87654321", "座机057****4321"),
        ("座机（0571）87654321", "座机057****4321"),
        ("座机87654321", "座机****4321"),
        ("幺三九一二三四五六七八", "幺三九****五六七八"),
        ("身份证330106199001011234", "身份证330***********34"),
        ("身份证33010619900101123X", "身份证330***********3X"),
        ("浙A12345挡住了", "浙A***45挡住了"),
        ("粤B·D12345挡住了", "粤B***45挡住了"),
        ("卡号6222 0212 3456 7890 123", "卡号************0123"),
        ("6-3-801漏水", "6-3-***漏水"),
        ("6-801漏水", "6-***漏水"),
        ("6栋3单元801漏水", "6栋3单元***漏水"),
        ("801室漏水", "***室漏水"),
        ("801的邻居", "***的邻居"),
    ],
)
def test_only_a_part_of_a_private_number_is_shown(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "打12345或者110",
        "客服400-820-8820",
        "2026年7月11日",
        "20260711",
        "8-10点停水",
        "清出500平米",
        "13.5元",
        "6栋3单元",
        "3号楼电梯",
        "1-3栋通知",
        "9:00-11:30",
        "今天天气好",
        "T1 同意",
        "2026-07-11",
    ],
)
def test_public_numbers_amounts_and_dates_stay(text: str) -> None:
    assert mask(text) == text


def test_every_piece_is_found_in_order_with_its_kind() -> None:
    found = find_private("6-3-801的浙A12345，电话13912345678")
    assert [span.kind for span in found] == ["door", "plate", "phone"]


@given(st.text(alphabet="0123456789- 浙A粤B栋单元室号X幺三九", max_size=100))
def test_what_is_masked_holds_nothing_private_any_more(text: str) -> None:
    assert all(span.kind == "door" for span in find_private(mask(text)))
