"""接龙: the lists that neighbours copy on, in all the shapes in which they arrive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from nlp.attendees import read_attendee
from nlp.model import Attendee
from nlp.numbers import read_number


@dataclass(frozen=True, slots=True)
class Jielong:
    """A whole list: its heading, and each of its entries in order, as they stand (a nick may stand twice)."""

    title: str | None
    people: tuple[Attendee, ...]


LONGEST: Final = 40_000
MOST_ENTRIES: Final = 1_000


def read_jielong(text: str) -> Jielong | None:
    """The list that `text` is, or None. A list is known by its heading, or by names that are numbered from 1 on.

    A heading with nobody under it is a list without people. Example lines (`例 老王 2人`) and empty numbers are no
    entries, and an entry goes on over lines that have no number.
    """
    if not _MAY_BE_A_LIST(text):
        return None
    body = _unescaped(text[:LONGEST])
    heading = _HEADING.match(body)
    if not heading and _is_amid_a_line(body):
        return None
    listed = bool(heading)
    head, entries = _split(body[heading.end() :] if heading else body)
    if not listed and not _looks_like_names(body, head, entries):
        return None
    people = (read_attendee(entry) for entry in entries if not _EXAMPLE.match(entry))
    return Jielong(_title(head), tuple(_once(person for person in people if person)))


def may_list(own: str) -> bool:
    """Whether `own` holds anything without which it is no list."""
    return bool(_LISTING.search(own))


def speaks_of_list(text: str) -> bool:
    """Whether `text` speaks of a list with some of its entries (我们来 #接龙 吧, then 1. A), and is none itself."""
    return _is_amid_a_line(text) and not _HEADING.match(text) and bool(_FIRST.search(text))


def _is_amid_a_line(text: str) -> bool:
    """Whether the first #接龙 stands behind other words of its line, where it is no heading."""
    found = _HASHED.search(text)
    return bool(found and text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip())


def latest(people: Iterable[Attendee]) -> tuple[Attendee, ...]:
    """Each name once, where it first stood, with what it said last."""
    said: dict[str | None, Attendee] = {}
    for person in people:
        said[person.name] = person
    return tuple(said.values())


_LISTING: Final = re.compile("接龙|Group Note|\n|1[.、]|①")
_MAY_BE_A_LIST = re.compile(r"接[龙龍]|group\s*note|报名|登记|名单|[①1１一]", re.IGNORECASE).search
_HEADING: Final = re.compile(
    r"\s*(?:<title>\s*)?(?:[#＃]\s*(?:接[龙龍]|group\s*note)|接[龙龍](?![第了吗吧的呢啊都，。？！])|群接[龙龍])"
    r"[ \t]*(?:续上|继续|接上|报名|统计)?[ \t]*[:：]?",
    re.IGNORECASE,
)
_HASHED: Final = re.compile(r"[#＃]\s?(?:接[龙龍]|group\s?note)", re.IGNORECASE)
_EXAMPLE: Final = re.compile(r"\s*(?:例如?|示例|格式|模板|e\.?g\.?)(?:[\s:：.、]|$)", re.IGNORECASE)
_EXAMPLE_LINE: Final = re.compile(
    r"^\s*(?:例如?|示例|格式|模板|e\.?g\.?)[\s:：.、][^\n]*$", re.IGNORECASE | re.MULTILINE
)
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def _unescaped(text: str) -> str:
    if "\\n" in text:
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n")
    return text.replace("</title>", "").replace("\u20e3", "").replace("\ufe0f", "").strip()


def _once(people: Iterable[Attendee]) -> Iterator[Attendee]:
    """The entries without repetitions that are the same to the letter."""
    return iter(dict.fromkeys(people))


# ---- where the entries are

_LINE: Final = re.compile(
    rf"^[ \t]*(?:[#＃]?(?P<n>\d{{1,3}})(?P<mark>[.．、)）:：，,]|[ \t]+|(?![年月日号点])(?=[\u4e00-\u9fff]))|(?P<circled>[{_CIRCLED}])"
    r"|(?P<spoken>[一二三四五六七八九十]{1,3})(?:[、.．:：]|[ \t]+))[ \t]*(?P<entry>[^\n]*)$",
    re.MULTILINE,
)
_INLINE: Final = re.compile(rf"(?<!\d)(?P<n>\d{{1,3}})\s*[.．、)）](?!\d\b)|(?P<circled>[{_CIRCLED}])")


def _split(body: str) -> tuple[str, list[str]]:
    """What stands before the first entry, and the entries."""
    return _split_lines(body) if _is_written_in_lines(body) else _split_inline(body)


def _is_written_in_lines(body: str) -> bool:
    lines = [line for line in body.splitlines() if _LINE.match(line)]
    return len(lines) > 1 or (len(lines) == 1 and "\n" in body and len(list(_successive(body))) < 2)


def _split_lines(body: str) -> tuple[str, list[str]]:
    head: list[str] = []
    entries: list[str] = []
    last = 0
    for line in body.splitlines():
        match = _LINE.match(line)
        number = _number(match) if match else 0
        if match and last < number <= last + 20 and len(entries) < MOST_ENTRIES:
            entries.append(match["entry"])
            last = number
        elif entries:
            entries[-1] = _continued(entries[-1], line)
        else:
            head.append(line)
    return "\n".join(head), entries


_AFTERWORD: Final = re.compile(r"接着|往下|继续接|以上|截止|请大家|未报|谢谢|[-—=─]{3}|共\s*\d+")


def _continued(entry: str, line: str) -> str:
    more = line.strip()
    return entry if not more or _AFTERWORD.search(more) else f"{entry} {more}"


def _split_inline(body: str) -> tuple[str, list[str]]:
    marks = list(_successive(body))
    if not marks:
        return body, []
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    return body[: marks[0].start()], [body[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _successive(body: str) -> Iterator[re.Match[str]]:
    """The marks 1 2 3 … in one running text; other numbers stand for something else."""
    last = 0
    for mark in _INLINE.finditer(body):
        if _number(mark) == last + 1:
            last += 1
            yield mark


def _number(match: re.Match[str]) -> int:
    said = match.groupdict()
    if said["circled"]:
        return _CIRCLED.index(said["circled"]) + 1
    return int(said["n"]) if said["n"] else read_number(said.get("spoken") or "") or 0


# ---- what is around them


def _title(head: str) -> str | None:
    title = _EXAMPLE_LINE.sub("", head)
    return " ".join(title.split()).strip(" :：") or None


_NAMED: Final = re.compile(
    r"^(?:[\d#-]+[栋楼单元室号]*\s*|[一二三四五六七八九十]+[栋楼层]\s*|[加算]我)*(?:老|小|阿|大)?[\u4e00-\u9fff]{1,3}"
    r"(?:姐|哥|叔|婶|姨|阿姨|伯|爷|爷爷|奶奶|大爷|大妈|师傅|老师|主任|妈妈?|爸爸?|嫂|总|工)?(?:$|[\s(（带+×:：])"
)
_FIRST: Final = re.compile(r"^\s*(?:[#＃]?1(?!\d)|①|一[、.])|\n[ \t]*(?:1(?!\d)|①|一[、.])|[:：]\s*(?:1|①)")
_SIGNING_UP: Final = re.compile(r"报名|登记|名单|接[龙龍]|签到|参加|往下[排接]|接着[排报往]|统计")


def _looks_like_names(body: str, head: str, entries: list[str]) -> bool:
    """Whether a numbered list without heading holds people: most of its short entries begin with a name."""
    filled = [entry.strip() for entry in entries if entry.strip()]
    if not filled or not _FIRST.search(body) or len(head) > 60 or any(len(entry) > 24 for entry in filled):
        return False
    if any(mark in entry for entry in filled for mark in "。；;？?！!"):
        return False
    named = sum(bool(_NAMED.match(entry)) for entry in filled)
    wanted = len(filled) * (1 if not _SIGNING_UP.search(body) else 0.5)
    return named >= wanted and (len(filled) > 1 or bool(_SIGNING_UP.search(head)))
