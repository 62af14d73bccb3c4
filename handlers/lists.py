"""The lists of 08:30 and 13:30, and 清单 at any time: everything open stands in its owner's list until it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from handlers import clocks, describe, holders, resolve, say
from handlers.lifecycle import WAITING, WORKING
from handlers.office import Office, Turn
from nlp.model import Urgency
from storage import requests
from storage.tables import Person, Role, ServiceRequest, Status

LONGEST = 15
CLASS_ORDER = (Urgency.DANGER, Urgency.URGENT, Urgency.DISPUTE, Urgency.SMALL, Urgency.HARD, Urgency.BIG)
MANY_HOUSEHOLDS = 3
HEADS = (Role.HEAD, Role.DEPUTY)
OTHERS_TURN = frozenset({Status.TO_CONFIRM, Status.POSTPONED, Status.REFERRED})


def morning(office: Office) -> None:
    """08:30: each owner's whole list; for the head a line for each of the building that needs eyes."""
    _send_all(office, "morning", whole=True)


def noon(office: Office) -> None:
    """13:30: what each owner can move today; what waits for others, or for its day, waits for tomorrow's list."""
    _send_all(office, "noon", whole=False)


def _send_all(office: Office, step: str, *, whole: bool) -> None:
    """One message for each who has something; an empty list is not sent."""
    open_ones = [one for one in requests.all_open(office.session) if _stands(office, one)]
    by_owner: dict[int, list[ServiceRequest]] = {}
    for one in open_ones:
        for person in _readers(office, one):
            by_owner.setdefault(person.id or 0, []).append(one)
    for person_id in sorted(by_owner, key=lambda owner: office.directory.people[owner].position):
        person = office.directory.people[person_id]
        shown = _shown(office, person, by_owner[person_id], whole=whole)
        if shown:
            text = compose(office, person, shown)
            say.to_person(office, person, text, "digest", step=f"{step}:{office.today}")


def _stands(office: Office, request: ServiceRequest) -> bool:
    """After thirty days in Monday's list only, or in the week's first where Monday is free."""
    old_at = office.calendar.add(request.requested_at, office.settings.mondays_after)
    return office.now < old_at or office.calendar.opens_week(office.today)


def _readers(office: Office, request: ServiceRequest) -> list[Person]:
    """Its owner, the building's head, and the admin for what is stuck."""
    owner = office.directory.people.get(request.owner_id or 0)
    people = [holders.reached(office, owner)] if owner else []
    head = holders.head_of(office, request.unit_id)
    admin = holders.admin_of(office, request.unit_id) if _is_stuck(office, request) else None
    people += [one for one in (head, admin) if one is not None and one not in people]
    return people


def _is_stuck(office: Office, request: ServiceRequest) -> bool:
    """Whether nobody took it for so long that the admin is to see it: what is big, after three working days."""
    wait = clocks.clock_of(office, request).tell_admin
    if wait is None or not nobody_took(office, request):
        return False
    return office.calendar.add(request.accept_from, wait) <= office.now


def _shown(office: Office, person: Person, found: Iterable[ServiceRequest], *, whole: bool) -> list[ServiceRequest]:
    mine = set(holders.stands_for(office, person))
    if not whole:
        return in_order(office, [one for one in found if one.owner_id in mine and one.status not in OTHERS_TURN])
    return in_order(office, [one for one in found if one.owner_id in mine or _needs_eyes(office, one)])


def _needs_eyes(office: Office, request: ServiceRequest) -> bool:
    return any(test(office, request) for test in MATTERS.values())


def nobody_took(office: Office, request: ServiceRequest) -> bool:
    """Not taken, or not even recognised."""
    return request.status in WAITING | {Status.UNCONFIRMED}


def due_today(office: Office, request: ServiceRequest) -> bool:
    """Promised for today."""
    return _in_hand(request) and _day(office, request.expected_at) == office.today and not is_late(office, request)


def is_late(office: Office, request: ServiceRequest) -> bool:
    """The promise has passed."""
    return _in_hand(request) and request.expected_at is not None and request.expected_at < office.now


def waits_for_word(office: Office, request: ServiceRequest) -> bool:
    """Done, and the resident has not said so."""
    return request.status is Status.TO_CONFIRM


MATTERS: dict[str, Callable[[Office, ServiceRequest], bool]] = {
    "list_nobody": nobody_took,
    "list_today": due_today,
    "list_late": is_late,
    "list_waiting": waits_for_word,
}


def _in_hand(request: ServiceRequest) -> bool:
    return request.status in WORKING


def _day(office: Office, moment: datetime | None) -> object:
    return office.calendar.local(moment).date() if moment else None


def in_order(office: Office, found: Iterable[ServiceRequest]) -> list[ServiceRequest]:
    """Urged ones first, then many households, then by class and promise."""

    def rank(one: ServiceRequest) -> tuple[object, ...]:
        many = requests.households(office.session, one.id or 0) >= MANY_HOUSEHOLDS
        promise = one.expected_at or one.accept_from
        return (one.urges == 0, not many, CLASS_ORDER.index(Urgency(one.urgency)), promise, one.id)

    return sorted(found, key=rank)


def compose(office: Office, person: Person, found: list[ServiceRequest]) -> str:
    """Counts in one line, then a line for each in the order given; of too many the own ones, of the rest the numbers."""
    mine = set(holders.stands_for(office, person))
    own_first = sorted(found, key=lambda one: one.owner_id not in mine)
    kept = {one.id for one in own_first[:LONGEST]}
    lines = [counts_line(office, found)]
    lines += [_line(office, one, person, own=one.owner_id in mine) for one in found if one.id in kept]
    rest = [one for one in found if one.id not in kept]
    if rest:
        numbers = " ".join(_number(office, one, person) for one in rest if one.no is not None)
        lines.append(office.text("list_more", count=len(rest), numbers=numbers))
    return "\n".join(line for line in lines if line)


def _number(office: Office, request: ServiceRequest, reader: Person) -> str:
    return holders.whose(office, reader, request.community_id) + describe.numbered(request)


def counts_line(office: Office, found: Iterable[ServiceRequest]) -> str:
    """没人接 2 · 今天到期 3 · 等居民回话 1."""
    ones = list(found)
    counts = {name: sum(test(office, one) for one in ones) for name, test in MATTERS.items()}
    told = [office.text(name, count=count) for name, count in counts.items() if count]
    return " · ".join(told) or office.text("list_all", count=len(ones))


def _line(office: Office, request: ServiceRequest, reader: Person, *, own: bool) -> str:
    if request.status is Status.UNCONFIRMED and request.source == "voice":
        reporter = office.directory.people[request.reporter_id]
        return office.text("list_voice", name=holders.spoken_name(office, reporter))
    if request.status is Status.UNCONFIRMED:
        return office.text("list_doubt", words=office.masked(request.text or request.subject)[:24])
    return holders.whose(office, reader, request.community_id) + office.text(
        "list_line",
        no=request.no,
        where=describe.for_reader(office, request, reader),
        subject=request.subject,
        state=_state(office, request, own=own),
    )


def _state(office: Office, request: ServiceRequest, *, own: bool) -> str:
    if is_late(office, request):
        return office.text("state_late", when=office.when(request.expected_at or office.now))
    if own and request.status is Status.TO_ASSIGN:
        return office.text("state_to_assign", no=request.no)
    if own and request.status is Status.TO_ACCEPT:
        return office.text("state_to_take", no=request.no)
    if own and _in_hand(request) and request.expected_at:
        return office.text("state_until", when=office.when(request.expected_at))
    return describe.state(office, request)


def show(turn: Turn) -> None:
    """清单, 我的, 没人接的: what this person can see, in the order of urgency."""
    found = _visible(turn)
    if "没人接" in turn.parse.own:
        found = [one for one in found if nobody_took(turn, one)]
    text = compose(turn, turn.sender, in_order(turn, found)) if found else turn.text("list_empty")
    say.answer_privately(turn, text, "answer")


def _visible(turn: Turn) -> list[ServiceRequest]:
    if "我的" in turn.parse.own and not holders.is_official(turn, turn.sender):
        return resolve.mine_reported(turn)
    found = [*resolve.mine_in_hand(turn), *resolve.in_my_care(turn)]
    if not holders.is_official(turn, turn.sender):
        found += resolve.mine_reported(turn)
    return list({one.id: one for one in found}.values())
