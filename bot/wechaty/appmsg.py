"""WeChat's own markup, read tolerantly: 接龙 (53), quotes (57), recalls. Plain search, no XML parser to be fooled."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from nlp.model import Quote

_LONGEST = 65_536
_APPMSG = re.compile(r"\s*(?:[\w@.-]{1,64}:\s*)?<[^「]*?<appmsg\b|\s*<appmsg\b", re.S)
"""A card from its first sign on; markup quoted inside somebody's words is none."""
_REVOKE = re.compile(r"<revokemsg>|type=\"revokemsg\"")
SOLITAIRE, QUOTING = "53", "57"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody said inside a card."""

    text: str
    quote: Quote | None = None
    quote_id: str | None = None


def spoken_in(markup: str) -> Spoken | None:
    """The words of a 接龙 or of an answer to a quoted message; None for any other card or plain text."""
    if not _APPMSG.match(markup[:_LONGEST]):
        return None
    card, _, quoted = markup[:_LONGEST].partition("<refermsg>")
    kind = _field(card, "type")
    if kind == SOLITAIRE:
        return Spoken(_field(card, "title"))
    if kind == QUOTING:
        return Spoken(_field(card, "title"), _quote(quoted), _field(quoted, "svrid") or None)
    return None


def recalled_in(text: str) -> str:
    """The id of the message that a recall takes back: the text itself, or one of its fields."""
    if not _REVOKE.search(text[:_LONGEST]):
        return text.strip()
    return _field(text, "newmsgid") or _field(text, "msgid")


def is_markup(text: str) -> bool:
    """Whether a text is meant for machines."""
    return text.lstrip()[:1] == "<" and "</" in text


def _quote(markup: str) -> Quote | None:
    """The quoted words; of a quoted card its title."""
    if not markup:
        return None
    content = _field(markup, "content")
    words = _field(content, "title") if is_markup(content) else content
    return Quote(text=words, sender=_field(markup, "displayname") or None)


def _field(markup: str, name: str) -> str:
    """The first `<name>…</name>`, CDATA or escaped."""
    found = re.search(rf"<{name}>\s*(?:<!\[CDATA\[(.*?)\]\]>|(.*?))\s*</{name}>", markup, re.S)
    if not found:
        return ""
    return (found[1] if found[1] is not None else html.unescape(found[2])).strip()
