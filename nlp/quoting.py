"""Whose words are whose: the sender's own, the quoted, the mentioned names, and what is no speech at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from nlp.model import Quote

_RULE = re.compile(r"\n?[-—－─ ]{5,}\n?")
_QUOTED = re.compile(r"[「“\"]([^：:\n]{0,40})[：:](.*)[」”\"]\s*$", re.S)
_INLINE = re.compile(r"^「([^：:\n」]{0,40})[：:](.*?)」[\n ]+(?=\S)", re.S)
_XML = re.compile(r"<(?:\?xml|msg|appmsg|sysmsg|img|emoji|voipmsg|videomsg)\b")
_TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?([^<\]]{0,200})")
_MENTION = re.compile("@([^@\u2005\u2006\\s]{1,40})[\u2005\u2006]")
_LOOSE_MENTION = re.compile(r"@([^@\s,，。.!！?？:：;；、\u2005\u2006]{1,24})(?=\s|$|[,，。!！?？:：])")
_LINK = re.compile(r"(?i:https?)://[^\s\u4e00-\u9fff]{1,300}|\b(?i:www)\.[^\s\u4e00-\u9fff]{1,200}")
_CARD = re.compile(
    r"^\s*\[(?:链接|小程序|聊天记录|文件|图片|视频|语音|红包|转账|名片|位置|动画表情|表情|拍一拍|音乐|卡片|微信红包|QQ红包)[^\]\n]{0,80}\]?"
)
_RECORD = re.compile(
    r"^[ \t]*(?:—+[ \t]*|-+[ \t]*)?(?:聊天记录|群聊的聊天记录)|^[^\n]{1,24} \d{1,2}:\d\d(?::\d\d)?\n", re.M
)


class Kind(StrEnum):
    """What sort of message it is, before its words are looked at."""

    SPEECH = "speech"
    CARD = "card"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A message taken apart; only `own` may be parsed for requests and commands."""

    own: str
    quote: Quote | None = None
    mentions: tuple[str, ...] = ()
    to_bot: bool = False
    kind: Kind = Kind.SPEECH
    linked: bool = False


_PECULIAR = re.compile(r"[@「“\"<\[\n\u2005]|https?:|www\.|聊天记录", re.I)


def take_apart(text: str, *, mentions: Sequence[str] = (), bot_name: str = "小楼") -> Spoken:
    """Split a cleaned text into own words, quote and mentions.

    Of nested quotes the words after the last line of dashes are the sender's own. Markup is never own words.
    """
    if not mentions and not _PECULIAR.search(text):
        return Spoken(own=text.strip())
    own, quote = _unquote(text)
    own, quote = _strip_markup(own, quote)
    own, named = _strip_mentions(own, sorted((*mentions, bot_name), key=len, reverse=True))
    linked = bool(_LINK.search(own))
    own = _LINK.sub(" ", own) if linked else own
    others = tuple(dict.fromkeys(name for name in (*mentions, *named) if name != bot_name))
    return Spoken(
        own=own.strip(),
        quote=quote,
        mentions=others,
        to_bot=bot_name in mentions or bot_name in named,
        kind=_kind(own),
        linked=linked,
    )


def _unquote(text: str) -> tuple[str, Quote | None]:
    rules = list(_RULE.finditer(text)) if text[:1] in '「“"' else []
    if rules:
        return text[rules[-1].end() :], _quote(text[: rules[-1].start()])
    inline = _INLINE.match(text)
    if inline:
        return text[inline.end() :], Quote(sender=inline[1] or None, text=inline[2].strip())
    return text, None


def _quote(text: str) -> Quote:
    found = _QUOTED.match(text.strip())
    if not found:
        return Quote(text=_unmarked(text.strip('「」“”" \n')))
    return Quote(sender=found[1].strip() or None, text=_unmarked(found[2].strip()))


def _strip_markup(own: str, quote: Quote | None) -> tuple[str, Quote | None]:
    found = _XML.search(own)
    if not found:
        return own, quote
    return own[: found.start()], quote or Quote(text=_unmarked(own[found.start() :]))


def _unmarked(text: str) -> str:
    found = _XML.search(text)
    if not found:
        return text
    title = _TITLE.search(text)
    return (text[: found.start()] + (title[1] if title else "")).strip()


def _strip_mentions(own: str, known: Sequence[str]) -> tuple[str, list[str]]:
    if "@" not in own:
        return own, []
    named: list[str] = []

    def remember(match: re.Match[str]) -> str:
        named.append(match[1])
        return " "

    for name in known:
        if name and f"@{name}" in own:
            own = own.replace(f"@{name}", " ")
            named.append(name)
    own = _MENTION.sub(remember, own)
    own = _LOOSE_MENTION.sub(remember, own)
    return own.replace("\u2005", " ").replace("\u2006", " "), named


def _kind(own: str) -> Kind:
    if _CARD.match(own):
        return Kind.CARD
    if _RECORD.search(own):
        return Kind.RECORD
    return Kind.SPEECH
