"""Numbers as people type them: 12, 十二, 二〇一九, 廿三, 两百零五, 俩."""

from __future__ import annotations

from typing import Final

DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "幺": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "仨": 3,
    "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
TENS: Final = {"十": 10, "廿": 20, "卅": 30, "百": 100, "千": 1000, "万": 10000}

NUMERALS: Final = "零〇一二两三四五六七八九十廿卅百千"
"""The Chinese characters that a number may consist of, for character classes."""


def read_number(text: str) -> int | None:
    """The whole number `text` stands for, or None if it is not one from end to end."""
    if text.isdecimal():
        return int(text) if len(text) <= 12 else None
    if not text or len(text) > 12 or any(c not in DIGITS and c not in TENS for c in text):
        return None
    if any(c in TENS for c in text):
        return _with_tens(text)
    return int("".join(str(DIGITS[c]) for c in text))


def read_count(text: str) -> int | None:
    """How many people or things `text` stands for: of 七八个 the greater, else what `read_number` says."""
    low, high = (DIGITS.get(c) for c in text) if len(text) == 2 else (None, None)
    if low and high == low + 1 and not text.isdecimal():
        return high
    return read_number(text)


def _with_tens(text: str) -> int:
    total = digit = 0
    last = 1
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
            continue
        weight = TENS[c]
        total += weight if c in "廿卅" else (digit or 1) * weight
        last, digit = weight, 0
    # 两百五 is 250, while 两百零五 is 205
    spoken = last >= 100 and digit and "零" not in text and "〇" not in text
    return total + digit * (last // 10 if spoken else 1)
