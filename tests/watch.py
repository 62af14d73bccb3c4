"""Everything the bot says in any test is looked at: nobody's number, and in a group nobody's door or reporter's name.

The patterns are written down here once more, apart from the product's own masking, so that a hole in that shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

NUMBERS = {
    "a phone": re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"),
    "a landline": re.compile(r"(?<!\d)0\d{2,3}[ -]?[2-9]\d{6,7}(?!\d)"),
    "an identity number": re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d\d{3}[\dXx](?![\dXx])"),
    "a card": re.compile(r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)"),
    "a plate": re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·]?(?=[A-Z0-9]*\d)[A-Z0-9]{5,6}"
    ),
}


def personal_in(text: str, given: str = "") -> Iterator[str]:
    """What of somebody's stands in a text that may stand nowhere, unless it was `given` to be passed on."""
    for name, pattern in NUMBERS.items():
        for found in pattern.findall(text):
            if found not in given:
                yield f"{name}: {found}"


def too_much_for_a_group(text: str, doors: Iterable[str], reporter: str | None) -> Iterator[str]:
    """What besides may not stand in a group: a door (3-2-502 or 502), the reporter's name without an @."""
    for door in doors:
        number = door.rpartition("-")[2]
        if re.search(rf"(?<![\d-])(?:{door}|{number})(?![\d-])", text):
            yield f"a door: {door}"
    if reporter and reporter in text.replace(f"@{reporter}", ""):
        yield f"the reporter: {reporter}"
