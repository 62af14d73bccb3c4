"""Coming along: 我来, +1, 算我一个, 带1个孩子, 我们家两个 — counted once each, reported in one line for several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers import call_clocks, call_resolve, chains, gathering, holders, resolve, roster, same_matter, seats, taking
from handlers.call_lifecycle import LIVE, CallAct, note, settle
from handlers.call_resolve import answer
from handlers.errors import Refusal
from handlers.lifecycle import WAITING
from handlers.office import Turn
from nlp.attendance import is_bare, is_shopping, reads_as_leave
from nlp.model import Attendee
from nlp.signup import read_people
from storage import calls, inbox, requests
from storage.tables import Kind, Person, ServiceRequest, SignUp, SignUpStatus, VolunteerCall

FOR_ANOTHER = ("替", "帮", "给", "让", "代")
GONE = frozenset({SignUpStatus.LEFT, SignUpStatus.LEFT_LATE})


class Joined(StrEnum):
    """What became of somebody who wants to come."""

    IN = "in"
    GROWN = "grown"
    WAITS = "waits"
    KNOWN = "known"
    SEAT = "seat"
    """Said yes to a freed seat."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who comes, with companions; `person` None for who is known by a name alone."""

    person: Person | None
    name: str
    count: int
    note: str | None
    own_words: bool


def join(turn: Turn) -> None:
    """Sign up where it is meant: a call that recruits, else an offered request, else a report of the last minutes."""
    if reads_as_leave(turn.parse.own):
        seats.leave(turn)
        return
    call = _call_meant(turn)
    if call is not None:
        _sign_up(turn, call)
    elif turn.parse.jielong:
        _begin_by_list(turn)
    elif not (_take_offer(turn) or same_matter.agree(turn)):
        _nothing_to_join(turn)


def _begin_by_list(turn: Turn) -> None:
    """A list under no call is a call where a leader begins it, else a matter of the neighbours'."""
    call = None if is_shopping(turn.parse.title, turn.parse.people) else gathering.from_list(turn)
    if call is not None and call.status in LIVE:
        _sign_up(turn, call)


def _call_meant(turn: Turn) -> VolunteerCall | None:
    no = call_resolve.stated(turn)
    if no is not None:
        return _numbered(turn, no)
    offered = calls.offering_to(turn.session, turn.sender_id)
    if turn.room is None:
        return _in_private(turn, offered)
    here = call_resolve.live_here(turn)
    if turn.parse.jielong:
        return chains.call_of(turn, here)
    mine = [call for call in offered if call.room_id == turn.room.id]
    return call_resolve.by_words(here, turn.parse.own) or next(iter(mine), None) or _newest(turn, here)


def _newest(turn: Turn, here: list[VolunteerCall]) -> VolunteerCall | None:
    """The newest call, unless a bare 我来 or +1 means what came after it: an offer, or a report of the last minutes."""
    call = next(iter(here), None)
    since = call.put_up_at if call else None
    if since is None or not is_bare(turn.parse.own):
        return call
    return None if any(moment > since for moment in (*_offered_at(turn), *_reported_at(turn))) else call


def _offered_at(turn: Turn) -> Iterator[datetime]:
    """When the requests that the sender may take were offered."""
    people = holders.stands_for(turn, turn.sender)
    for request in _offered(turn):
        yield from (one.at for one in requests.offers(turn.session, request.id or 0) if one.person_id in people)


def _reported_at(turn: Turn) -> Iterator[datetime]:
    """When somebody else reported what this group talks of."""
    report = same_matter.talked_of(turn) if turn.room else None
    if report is not None and report.reporter_id != turn.sender_id:
        yield report.requested_at


def _numbered(turn: Turn, no: int) -> VolunteerCall | None:
    """A number that is a request's is left to the requests."""
    call = call_resolve.by_number(turn, no)
    if call is not None and call.status not in LIVE:
        raise Refusal(turn.text("call_not_now", no=no, status=seats.state_name(call)))
    return call


def _in_private(turn: Turn, offered: list[VolunteerCall]) -> VolunteerCall | None:
    """An offered seat, unless a request was offered; else the building's newest call."""
    if offered or _offered(turn):
        return next(iter(offered), None)
    here = call_resolve.live_here(turn)
    return call_resolve.by_words(here, turn.parse.own) or next(iter(here), None)


def _offered(turn: Turn) -> list[ServiceRequest]:
    return [request for request in resolve.mine_in_hand(turn) if request.status in WAITING]


def _take_offer(turn: Turn) -> bool:
    """我来 takes a request that was offered to the sender."""
    if not (_offered(turn) or (turn.room is None and call_resolve.stated(turn) is not None)):
        return False
    taking.accept(turn)
    return True


def _nothing_to_join(turn: Turn) -> None:
    if turn.room is None:
        taking.nothing_to_take(turn)


def _sign_up(turn: Turn, call: VolunteerCall) -> None:
    """Everybody the words name; one line in the group for several, a word in private for who waits."""
    if turn.parse.jielong and not chains.is_for(turn, call):
        if chains.first_time(turn, call, "another list"):
            answer(turn, turn.text("call_not_list", no=call.no), "refuse", call)
        return
    parties = [_party(turn, call, one) for one in turn.parse.people or read_people(turn.parse.own)]
    outcomes = [enlist(turn, call, party) for party in parties if not _leads(call, party)]
    if turn.parse.jielong:
        chains.remember(turn, call, [party.name for party in parties])
    else:
        inbox.keep(turn.session, turn.key, text="", kind=Kind.CALL, item_id=call.id or 0)
    new = sum(outcome in (Joined.IN, Joined.GROWN) for outcome in outcomes)
    seats.offer_seats(turn, call)
    roster.note_join(turn, call, new)
    settle(turn, call)
    _answer(turn, call, outcomes)


def _leads(call: VolunteerCall, party: Party) -> bool:
    return party.person is not None and party.person.id == call.leader_id


def _party(turn: Turn, call: VolunteerCall, one: Attendee) -> Party:
    """Who is meant: the sender, a neighbour of that name, or a name alone."""
    own_words = not turn.parse.jielong and (one.name is None or not any(word in turn.parse.own for word in FOR_ANOTHER))
    if own_words and not _names_another(turn, one):
        return Party(turn.sender, holders.spoken_name(turn, turn.sender), one.count, one.note, own_words=True)
    name = holders.tidy_name(one.name or "")
    person = chains.neighbour(turn, call, name)
    return Party(person, person.name if person else name, one.count, one.note, own_words=False)


def _names_another(turn: Turn, one: Attendee) -> bool:
    """我和张姐都去: the second is somebody else; 老张 as a signature is the sender."""
    return one.name is not None and len(turn.parse.people) > 1 and turn.parse.people[0] is not one


def enlist(turn: Turn, call: VolunteerCall, party: Party) -> Joined:
    """Put somebody on the roster or the waiting list, once."""
    row = find(turn, call, party)
    if row is None:
        return _new(turn, call, party)
    if row.person_id is None and party.person is not None:
        row.person_id = party.person.id
    if row.status in GONE:
        return _again(turn, call, row, party)
    if row.status is SignUpStatus.OFFERED:
        return _takes_seat(turn, call, row, party)
    return _grow(turn, call, row, party)


def find(turn: Turn, call: VolunteerCall, party: Party) -> SignUp | None:
    """The row somebody has: their own, else one that a list gave them by name."""
    rows = calls.sign_ups(turn.session, call.id or 0)
    own = [row for row in rows if party.person is not None and row.person_id == party.person.id]
    by_name = [row for row in rows if row.person_id is None and row.name == party.name]
    return next(iter([*own, *by_name]), None)


def _new(turn: Turn, call: VolunteerCall, party: Party) -> Joined:
    status = _place(turn, call, party.count)
    calls.sign_up(
        turn.session,
        SignUp(
            call_id=call.id or 0, person_id=party.person.id if party.person else None, name=party.name,
            count=party.count, note=party.note, status=status, at=turn.now,
        ),
    )  # fmt: skip
    note(turn, CallAct.JOIN, call, party.person, detail=f"{status}:{party.count}")
    return Joined.IN if status is SignUpStatus.JOINED else Joined.WAITS


def _place(turn: Turn, call: VolunteerCall, count: int) -> SignUpStatus:
    """In, as long as the whole party fits and nobody who waits could take the seats."""
    rows = calls.sign_ups(turn.session, call.id or 0)
    line = call_clocks.next_in_line(call, rows) is not None
    free = call_clocks.free_seats(call, rows)
    return SignUpStatus.JOINED if count <= free and not line else SignUpStatus.WAITING


def _again(turn: Turn, call: VolunteerCall, row: SignUp, party: Party) -> Joined:
    """Who left comes back by their own word; a copied list that still holds the name brings nobody back."""
    if not party.own_words and row.person_id != turn.sender_id:
        return Joined.KNOWN
    row.status, row.at, row.count = _place(turn, call, party.count), turn.now, party.count
    turn.session.add(row)
    note(turn, CallAct.JOIN, call, party.person, detail=f"{row.status}:{row.count}")
    return Joined.IN if row.status is SignUpStatus.JOINED else Joined.WAITS


def _takes_seat(turn: Turn, call: VolunteerCall, row: SignUp, party: Party) -> Joined:
    """Only the own yes takes a freed seat."""
    if not party.own_words:
        return Joined.KNOWN
    row.status, row.offered_until = SignUpStatus.JOINED, None
    turn.session.add(row)
    note(turn, CallAct.JOIN, call, party.person, detail="seat")
    return Joined.SEAT


def _grow(turn: Turn, call: VolunteerCall, row: SignUp, party: Party) -> Joined:
    """More companions are counted where there is room; a list never makes a party smaller."""
    wanted = party.count if party.own_words and party.count > 1 else max(row.count, party.count)
    more = wanted - row.count
    free = call_clocks.free_seats(call, calls.sign_ups(turn.session, call.id or 0))
    if more == 0 or (more > free and row.status is SignUpStatus.JOINED):
        return Joined.KNOWN
    row.count, row.note = wanted, party.note or row.note
    turn.session.add(row)
    note(turn, CallAct.JOIN, call, party.person, detail=f"{row.status}:{row.count}")
    return Joined.GROWN if row.status is SignUpStatus.JOINED else Joined.KNOWN


def _answer(turn: Turn, call: VolunteerCall, outcomes: list[Joined]) -> None:
    """No reply to each; but who waits, and who spoke in private, is answered."""
    if Joined.SEAT in outcomes:
        text = turn.text("call_seat_taken", no=call.no, when=roster.when(turn, call), what=roster.what(turn, call))
        answer(turn, text, "status", call)
    elif Joined.WAITS in outcomes:
        answer(turn, seats.waiting_text(turn, call), "status", call)
    elif turn.room is None:
        answer(turn, _private_answer(turn, call, outcomes), "status", call)


def _private_answer(turn: Turn, call: VolunteerCall, outcomes: list[Joined]) -> str:
    if not outcomes:
        return turn.text("call_own", no=call.no)
    if seats.place_in_line(turn, call) is not None:
        return seats.waiting_text(turn, call)
    name = "call_joined_you" if Joined.IN in outcomes or Joined.GROWN in outcomes else "call_in_already"
    return turn.text(name, no=call.no, when=roster.when(turn, call), what=roster.what(turn, call))
