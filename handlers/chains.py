"""接龙: each message repeats a whole list. Forks are merged; a line that a careless copy lost is noticed and kept."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import call_resolve, holders, say, seats
from handlers.call_lifecycle import CallAct, note
from handlers.errors import Refusal
from handlers.office import Turn
from nlp.attendance import is_other_list, is_shopping
from storage import calls
from storage.tables import Person, VolunteerCall


def call_of(turn: Turn, here: Sequence[VolunteerCall]) -> VolunteerCall | None:
    """The call a list belongs to: by its heading, else the one whose list it goes on with, else the newest."""
    if len(here) < 2:
        return next(iter(here), None)
    by_title = call_resolve.by_words(here, turn.parse.title or "")
    return by_title or max(here, key=lambda call: _known_names(turn, call))


def is_for(turn: Turn, call: VolunteerCall) -> bool:
    """Whether a list signs up for this call: its heading names it, or speaks at least of nothing else."""
    title = turn.parse.title or ""
    if is_shopping(title, turn.parse.people):
        return False
    return not is_other_list(title) or call_resolve.by_words([call], title) is not None


def _known_names(turn: Turn, call: VolunteerCall) -> int:
    names = {one.name for one in turn.parse.people}
    return max((len(names & set(known)) for known in call.jielong_seen), default=0)


def neighbour(turn: Turn, call: VolunteerCall, name: str) -> Person | None:
    """The one person of that name who may be meant; a refusal when two are equally near."""
    found = holders.namesakes(turn, name, call.unit_id)
    if turn.sender in found:
        return turn.sender
    signed = {row.person_id for row in calls.sign_ups(turn.session, call.id or 0)}
    for near in (lambda one: one.id in signed, lambda one: one.unit_id == call.unit_id, lambda _one: True):
        fitting = [person for person in found if near(person)]
        if len(fitting) > 1:
            raise Refusal(turn.text("call_two_names", name=name))
        if fitting:
            return fitting[0]
    return None


def remember(turn: Turn, call: VolunteerCall, names: Sequence[str]) -> None:
    """Keep this list; what it lost of the list it was copied from is told and kept, except one's own line."""
    names = list(dict.fromkeys(names))
    base = _copied_from(call.jielong_seen, names)
    call.jielong_seen = [*call.jielong_seen, names][-LISTS_KEPT:]
    turn.session.add(call)
    own = holders.spoken_name(turn, turn.sender)
    if own in base and own not in names:
        seats.take_off(turn, call, turn.sender)
    lost = [name for name in _lost(base, names) if name != own and _is_in(turn, call, name)]
    _tell_lost(turn, call, lost)


LISTS_KEPT = 12


def _copied_from(known: Sequence[list[str]], names: Sequence[str]) -> list[str]:
    """The known list that shares most names with this one, the newest of equals."""
    return max(reversed(known), key=lambda one: len(set(one) & set(names)), default=[])


def _lost(base: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names that stood before one that is still there: a fork lacks the end of a list, a careless copy its middle."""
    last = max((place for place, name in enumerate(base) if name in names), default=-1)
    return [name for place, name in enumerate(base) if place < last and name not in names]


def _is_in(turn: Turn, call: VolunteerCall, name: str) -> bool:
    rows = calls.sign_ups(turn.session, call.id or 0)
    return any(row.name == name and row.status in calls.IN for row in rows)


def _tell_lost(turn: Turn, call: VolunteerCall, names: Sequence[str]) -> None:
    """The leader hears it once for each name."""
    new = [name for name in names if first_time(turn, call, f"lost {name}")]
    if not new:
        return
    leader = turn.directory.people[call.leader_id]
    text = turn.text("call_line_missing", no=call.no, names="、".join(new))
    say.to_person(turn, leader, text, "status", about=call, step=f"lost:{','.join(new)}")


def first_time(turn: Turn, call: VolunteerCall, detail: str) -> bool:
    """Whether something is noticed of a call for the first time; it is noted."""
    if any(event.act == CallAct.NOTE and event.detail == detail for event in calls.events(turn.session, call.id or 0)):
        return False
    note(turn, CallAct.NOTE, call, turn.sender, detail=detail)
    return True
