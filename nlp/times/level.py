"""One way of writing times, character by character, so that places in the levelled text are places in the text."""

from __future__ import annotations

from typing import Final

from nlp.numbers import NUMERALS

_PAIRS: Final = (
    ("０１２３４５６７８９：．／～—–－−ー〜﹣，（）", "0123456789:./~-------,()"),
    (
        "點後週禮個兩時鐘號這內幾當開陰農國節勞婦兒聖誕萬夠從臘",
        "点后周礼个两时钟号这内几当开阴农国节劳妇儿圣诞万够从腊",
    ),
    ("聽晝間過還來曆歷頭屆晩", "听昼间过还来历历头届晚"),
)
_TABLE: Final = {
    ord(a): ord(b) for source, target in _PAIRS for a, b in zip(source, target.ljust(len(source), "-"), strict=False)
}

N: Final = rf"(?:\d{{1,3}}|[{NUMERALS}]{{1,4}})"
"""A number of up to three figures, for patterns."""
SMALL: Final = rf"(?:\d{{1,2}}|[{NUMERALS}]{{1,3}})"


def level(text: str) -> str:
    """`text` with half-width figures and marks and simplified time words; as long as it was."""
    return text.translate(_TABLE)
