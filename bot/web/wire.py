"""What goes over the WebSocket: the page's frames as checked values, and stored messages as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from bot.web.texts import Refused
from nlp.normalise import clean
from storage.history import RECALL
from storage.tables import ChatMessage

_ID = r"^[0-9a-f]{16,40}$"
_BOUNDARY = r"(?=$|[\s\u2005\u2006,，。.!！?？:：;；、])"


def _cleaned(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


Cleaned = Annotated[str, BeforeValidator(_cleaned)]
MessageId = Annotated[Cleaned, Field(pattern=_ID)]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Hello(_Frame):
    """The page is there (again) and has everything up to number `since`; None = nothing yet."""

    type: Literal["hello"]
    since: int | None = Field(default=None, ge=0)


class Say(_Frame):
    """A text, perhaps quoting a message. `id` is made by the page, so that saying it twice says it once."""

    type: Literal["say"]
    id: MessageId
    speaker: Cleaned = Field(alias="as")
    chat: Cleaned
    text: Cleaned
    quote: Cleaned | None = None


class Recall(_Frame):
    """Take back one's own message `of`."""

    type: Literal["recall"]
    id: MessageId
    speaker: Cleaned = Field(alias="as")
    chat: Cleaned
    of: Cleaned


class Older(_Frame):
    """What was said in a chat before number `before`."""

    type: Literal["older"]
    chat: Cleaned
    before: int = Field(ge=1)


class Ping(_Frame):
    """Is anybody there? Answered with the product's time."""

    type: Literal["ping"]


Frame = Hello | Say | Recall | Older | Ping
_READER: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read_frame(text: str) -> Frame:
    """The frame in a text from the page; raises `Refused` for anything else."""
    try:
        return _READER.validate_python(json.loads(text))
    except (ValidationError, ValueError, RecursionError) as wrong:
        raise Refused("unreadable") from wrong


def frame_id(text: str) -> str | None:
    """The id in a frame that could not be read, so that the page knows which one is refused."""
    found = re.search(r'"id":\s*"([0-9a-f]{16,40})"', text)
    return found[1] if found else None


def mentioned(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of `names` that stand in the text as @name, in the order of `names`."""
    return tuple(name for name in names if re.search(f"@{re.escape(name)}{_BOUNDARY}", text))


def as_json(message: ChatMessage, quoted: Mapping[str, ChatMessage]) -> dict[str, Any]:
    """A stored message as the page knows it."""
    return {
        "seq": message.id,
        "id": message.message_id,
        "chat": message.chat,
        "from": message.sender,
        "bot": message.from_bot,
        "at": message.at.isoformat(timespec="milliseconds"),
        "kind": message.type,
        "text": message.text,
        "photo": f"/photo/{message.image}" if message.image else None,
        "mentions": message.mentions,
        "recalled": message.recalled,
        "of": message.quote_id if message.type == RECALL else None,
        "quote": _quote(message, quoted),
    }


def _quote(message: ChatMessage, quoted: Mapping[str, ChatMessage]) -> dict[str, Any] | None:
    if message.type == RECALL or not message.quote_id:
        return None
    other = quoted.get(message.quote_id)
    if other is None or other.recalled:
        return {"id": message.quote_id, "from": None, "text": None}
    return {"id": other.message_id, "from": other.sender, "text": other.text, "photo": other.type == "image"}
