"""Understanding as JSON lines: messages in, what they mean out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from nlp.model import Attendee, Intent, Parse, Place, Quote, When
from nlp.normalise import clean, plain, whole
from nlp.reader import Reader
from nlp.times import read_when

LOCAL = ZoneInfo("Asia/Shanghai")
Answer = dict[str, Any]


class BrokenLine(ValueError):
    """An input line that is not a message; the text gives its number and what is wrong."""


def parse_lines(
    reader: Reader, lines: Iterable[str], *, now: datetime, strict: bool = False, errors: TextIO | None = None
) -> Iterator[Answer]:
    """One answer a message, in order. `now` stands in for a missing `at`.

    A broken line is reported on `errors` (stderr) and skipped; with `strict` it raises BrokenLine.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield answer_line(reader, line, now)
        except ValueError as error:
            said = f"line {number}: {error}"
            if strict:
                raise BrokenLine(said) from error
            print(said, file=errors or sys.stderr)


def answer_line(reader: Reader, line: str, now: datetime) -> Answer:
    """The answer to one JSON line. Raises ValueError when it is no message."""
    message = _message(line)
    at = _moment(message.get("at"), now)
    parse = reader.read(
        message["text"],
        at=at,
        chat=str(message.get("chat") or "group"),
        role=str(message.get("role") or "resident"),
        mentions=[str(name) for name in message.get("mentions") or ()],
        quote=_quote(message.get("quote")),
    )
    return as_answer(parse, place=parse.place or reader.locate(parse.own), when=parse.when or read_when(parse.own, at))


def as_answer(parse: Parse, *, place: Place | None = None, when: When | None = None) -> Answer:
    """The JSON object for a parse. `place` and `when` may add what the parse leaves out."""
    place, when = place or parse.place, when or parse.when
    answer: Answer = {
        "text": parse.text,
        "intent": str(parse.intent),
        "category": parse.category and str(parse.category),
        "class": parse.urgency and str(parse.urgency),
        "place": place and _place(place),
        "when": when and _when(when),
        "score": round(parse.score, 2),
        "why": list(parse.why),
    }
    return answer | dict(_extras(parse))


def _extras(parse: Parse) -> Iterator[tuple[str, Any]]:
    if parse.intent is Intent.REQUEST:
        yield "subject", parse.subject
    if parse.hazard:
        yield "hazard", parse.hazard
    if parse.parts:
        yield "parts", [as_answer(part) for part in parse.parts]
    if parse.intent is Intent.CALL:
        yield from (("task", parse.task), ("need", parse.need), ("bring", parse.bring))
    if parse.intent is Intent.JOIN or parse.people:
        yield "people", [_attendee(person) for person in parse.people]
    if parse.title:
        yield "title", parse.title
    yield from _command(parse)


def _command(parse: Parse) -> Iterator[tuple[str, Any]]:
    if parse.command:
        yield "command", parse.command
    if parse.no is not None:
        yield "no", parse.no
    if parse.command or parse.args:
        yield "args", parse.args
    if parse.items:
        yield "items", [as_answer(item) for item in parse.items]


def _place(place: Place) -> Answer:
    return {
        "text": place.text,
        "building": place.building,
        "unit": place.unit,
        "floor": place.floor,
        "room": place.room,
        "spot": place.spot,
    }


def _when(when: When) -> Answer:
    answer: Answer = {
        "text": when.text,
        "start": when.start and when.start.isoformat(),
        "end": when.end and when.end.isoformat(),
    }
    return answer | ({"every": when.every} if when.every else {})


def _attendee(person: Attendee) -> Answer:
    return {"name": person.name, "count": person.count, "note": person.note}


def read_object(line: str | bytes) -> dict[str, Any]:
    """The object of one JSON line. Raises ValueError with what is wrong."""
    try:
        found = json.loads(line)
    except ValueError as error:
        raise ValueError("this is no JSON") from error
    except RecursionError:
        raise ValueError("this is no JSON that anybody could read (too deep)") from None
    if not isinstance(found, dict):
        raise ValueError("this is no JSON object")
    return found


def _message(line: str) -> Answer:
    message = read_object(line)
    if not isinstance(message.get("text"), str):
        raise ValueError('it has no "text"')
    if not isinstance(message.get("mentions") or [], list):
        raise ValueError('its "mentions" are no list of names')
    message["text"] = whole(message["text"])
    return message


def _moment(given: object, now: datetime) -> datetime:
    if given is None:
        return now
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError as error:
        raise ValueError(f'"at" is no time: {given}') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def _quote(given: object) -> Quote | None:
    if not isinstance(given, dict) or not given.get("text"):
        return None
    return Quote(text=plain(clean(str(given["text"]))), sender=given.get("sender"))
