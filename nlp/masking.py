"""Phones, identity numbers, plates and doors in a text, and the text without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Span:
    """A private piece of a text: where it stands, what it is, and what may be shown of it."""

    start: int
    end: int
    kind: str
    """phone, id, number, plate or door"""
    shown: str


def mask(text: str) -> str:
    """`text` with every private piece reduced to what may be shown: 138****5678, 3-2-***, 浙A***45.

    Public numbers (110, 12345, 400 lines) stay.
    """
    spans = find_private(text)
    if not spans:
        return text
    ends = [0, *(span.end for span in spans)]
    shown = (text[end : span.start] + span.shown for end, span in zip(ends, spans, strict=False))
    return "".join(shown) + text[ends[-1] :]


def without_private(text: str) -> str:
    """`text` with every private piece left out."""
    spans = find_private(text)
    starts, ends = [*(span.start for span in spans), len(text)], [0, *(span.end for span in spans)]
    return "".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def find_private(text: str) -> tuple[Span, ...]:
    """Every private piece of `text`, in order; digits may be full width, with spaces or dashes between them."""
    if not _DIGIT.search(text):
        return ()
    level = text[:LONGEST].translate(_LEVELLED)
    return tuple(_span(match) for match in _PRIVATE.finditer(level))


_LEVELLED: Final = {
    **{ord("０") + n: ord("0") + n for n in range(10)},
    **dict.fromkeys(map(ord, "－—–‐−"), ord("-")),
    ord("　"): ord(" "),
    ord("\u00a0"): ord(" "),
    ord("（"): ord("("),
    ord("）"): ord(")"),
}
_DIGIT: Final = re.compile(r"[\d０-９]|[零〇幺一二三四五六七八九]{3}")

_NOT_AFTER: Final = r"(?<![\d.])"
_PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SPOKEN: Final = "零〇幺一二三四五六七八九"
_FORMS: Final = (
    ("id", rf"{_NOT_AFTER}[1-9]\d{{5}}[ -]?(?:19|20)\d\d[ -]?\d{{4}}[ -]?\d{{3}}[\dXx](?!\d)"),
    ("id", rf"{_NOT_AFTER}[1-9]\d{{7}}(?:0[1-9]|1[0-2])[0-3]\d{{4}}(?!\d)"),
    ("number", rf"{_NOT_AFTER}\d{{4}}[ -]?\d{{4}}[ -]?\d{{4}}[ -]?\d{{4}}(?:[ -]?\d{{1,3}})?(?!\d)"),
    ("phone", rf"{_NOT_AFTER}(?:\+?86[ -]?)?1[ -]?[3-9](?:[ -]?\d){{9}}(?!\d)"),
    ("phone", rf"{_NOT_AFTER}\(?0(?:10|2\d|[3-9]\d\d)\)?[ -]?[2-9]\d{{2,3}}[ -]?\d{{4}}(?:-\d{{1,5}})?(?!\d)"),
    ("phone", rf"{_NOT_AFTER}(?!20\d\d[01]\d[0-3]\d)[2-9]\d{{3}}[ -]?\d{{4}}(?![\d元块个人米平年-])"),
    ("phone", rf"[幺一][三四五六七八九][{_SPOKEN}]{{9}}(?![{_SPOKEN}])"),
    ("plate", rf"[{_PROVINCES}][A-Za-z][·• .-]?(?=[A-Za-z]{{0,4}}\d)[A-HJ-NP-Za-hj-np-z\d]{{5,6}}(?![A-Za-z\d])"),
    ("door", r"(?<![\d-])\d{1,3} ?- ?\d{1,2} ?- ?\d{3,4}(?![\d-])"),
    ("door", r"(?<![\d-])\d{1,2} ?- ?\d{3,4}(?![\d元块平米年月-])"),
    ("door", r"(?<=[元栋幢楼座门#])-?\d{3,4}(?![\d元块人平米年号])"),
    (
        "door",
        r"(?<![\d.:：-])\d{3,4}(?=室|房(?!价)|的?(?:住户|业主|邻居|家|老|小|大爷|大妈|奶奶|爷爷|阿姨|师傅)|门把?)",
    ),
    ("door", rf"(?<=[元栋幢楼住家])[{_SPOKEN}]{{3,4}}(?![{_SPOKEN}十百])"),
)
_PRIVATE: Final = re.compile("|".join(f"(?P<{kind}_{at}>{form})" for at, (kind, form) in enumerate(_FORMS)))


def _span(match: re.Match[str]) -> Span:
    kind = (match.lastgroup or "").split("_")[0]
    return Span(match.start(), match.end(), kind, _SHOWN[kind](match[0]))


def _phone(said: str) -> str:
    digits = re.sub(r"[^\d零〇幺一二三四五六七八九]", "", said)
    digits = digits[2:] if digits.startswith("86") and len(digits) == 13 else digits
    kept = 3 if len(digits) > 8 else 0
    return f"{digits[:kept]}****{digits[-4:]}"


def _identity(said: str) -> str:
    return f"{said[:3]}***********{said[-2:]}"


def _card(said: str) -> str:
    return f"************{re.sub(r'[^0-9]', '', said)[-4:]}"


def _plate(said: str) -> str:
    return f"{said[:2]}***{said[-2:]}"


def _door(said: str) -> str:
    return re.sub(rf"(?:\d{{3,4}}|[{_SPOKEN}]{{3,4}})$", "***", said)


_SHOWN: Final = {"phone": _phone, "id": _identity, "number": _card, "plate": _plate, "door": _door}
