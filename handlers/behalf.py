"""代报: somebody reports for somebody, and both hear the result."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from handlers import (
    alarms,
    clocks,
    describe,
    dispatch,
    drafting,
    holders,
    opening,
    reopening,
    say,
)
from handlers.office import Turn
from nlp.model import Category, Urgency
from storage.tables import (
    Person,
    ServiceRequest,
)

LONGEST_SUBJECT = 16
KIN = re.compile(
    "我?(?:爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|老公|老婆|爱人|老伴|家老人|"
    "儿子|女儿|闺女|儿媳妇?|女婿|孙子|孙女)(?P<home>家里?)?的?"
)
EDGES = " ,，:："
TOLD_FOR = re.compile("[帮替代][忙着]?(?:[她他]|老人家?|他们|她们)报")
"""Behind a report: whoever is named in it is the one it is for."""


def report(turn: Turn) -> None:
    """A report; 周奶奶家马桶堵了，帮她报一下 is one for 周奶奶."""
    own = turn.parse.own
    if TOLD_FOR.search(own) and holders.find_person(turn, own, *holders.around(turn)) is not None:
        turn.parse = replace(turn.parse, args=own)
        report_for(turn)
    else:
        reopening.report(turn)


def report_for(turn: Turn) -> None:
    """代报: by a head, a worker or family for somebody, where it is said; both hear the result.

    A neighbour may say whose home it is; it is the neighbour's own report all the same.
    """
    person, words = _whom(turn, turn.parse.args)
    open_told(turn, words, person, _home_of(person) if person and person.unit_id else None, source="behalf")


@dataclass(frozen=True, slots=True)
class Home:
    """A door and its building."""

    unit_id: int | None
    entrance: str | None
    door: str | None

    def columns(self, entrance: str | None) -> dict[str, int | str | None]:
        """Where a request is that is told of it; `entrance` is what the words say of one."""
        return {"unit_id": self.unit_id, "entrance": self.entrance or entrance, "door": self.door}


def open_told(
    turn: Turn, words: str, person: Person | None, home: Home | None, *, source: str, otherwise: Category | None = None
) -> ServiceRequest:
    """Open what somebody tells of another home, as `otherwise` where the words name no matter; both hear the result."""
    matter = replace(turn.reader.read(words, at=turn.message.at, chat="private", role="resident"), to_bot=True)
    subject = matter.subject or turn.masked(words)[:LONGEST_SUBJECT]
    matter = replace(matter, category=matter.category or otherwise, subject=subject)
    reporter = person if person and _speaks_for(turn, person) else turn.sender
    told_by = turn.sender_id if reporter.id != turn.sender_id else None
    said = matter.place is not None and matter.place.building is not None
    entrance = matter.place.unit if matter.place else None
    where = {} if home is None or said else home.columns(entrance)
    request = drafting.open_request(turn, matter, reporter, told_by_id=told_by, source=source, **where)
    _send_on_its_way(turn, request, reporter)
    return request


def _home_of(person: Person) -> Home:
    _number, entrance, door = drafting.door_parts(person)
    return Home(person.unit_id, entrance, door)


def _whom(turn: Turn, words: str) -> tuple[Person | None, str]:
    """Who it is for, and what is the matter: 张姐家水管漏水 → 张姐, 水管漏水."""
    person = holders.find_person(turn, words, *holders.around(turn))
    if person is not None:
        called = sorted((person.name, *person.aliases), key=len, reverse=True)
        name = next((one for one in called if one in words), "")
        return person, re.sub(rf"{re.escape(name)}(家里?|的)?", "", words, count=1).strip(EDGES) if name else words
    kin = KIN.match(words)
    if kin is None:
        return None, words
    return None if kin["home"] else _housemate(turn), words[kin.end() :].strip(EDGES)


def _housemate(turn: Turn) -> Person | None:
    """The one other person of the sender's household, if there is one other."""
    _, *others = turn.directory.family(turn.sender)
    return others[0] if len(others) == 1 else None


def _speaks_for(turn: Turn, person: Person) -> bool:
    """Whoever has a post where they live, and the same household."""
    return holders.serves(turn, turn.sender, person) or turn.directory.are_family(person, turn.sender)


def _send_on_its_way(turn: Turn, request: ServiceRequest, reporter: Person) -> None:
    if request.urgency == Urgency.DANGER:
        alarms.alarm(turn, request)
    elif request.urgency == Urgency.DISPUTE:
        alarms.hush(turn, request)
    else:
        _acknowledge(turn, request, reporter)
        dispatch.dispatch_new(turn, request)
    _tell_reporter(turn, request, reporter)


def _acknowledge(turn: Turn, request: ServiceRequest, reporter: Person) -> None:
    """In the group nobody hears for whom it is."""
    if turn.room is not None or reporter.id == turn.sender_id:
        opening.acknowledge(turn, [request])
        return
    when, name = turn.when(clocks.accept_by(turn, request)), holders.spoken_name(turn, reporter)
    text = turn.text("behalf", items=describe.item(turn, request), when=when, name=name)
    say.answer_privately(turn, text, "ack", about=request)


def _tell_reporter(turn: Turn, request: ServiceRequest, reporter: Person) -> None:
    if reporter.id != turn.sender_id:
        told = turn.text(
            "behalf_told", by=holders.spoken_name(turn, turn.sender), no=request.no, subject=request.subject,
            when=turn.when(clocks.accept_by(turn, request)),
        )  # fmt: skip
        say.to_person(turn, reporter, told, "status", about=request, at_night=False)
