"""接龙: each message repeats a whole list. Forks are merged; a line that a careless copy lost is noticed and kept."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import call_resolve, holders, say, seats
from handlers.errors import Refusal
from handlers.office import Turn
from storage import calls
from storage.tables import Person, VolunteerCall


def call_of(turn: Turn, here: Sequence[VolunteerCall]) -> VolunteerCall | None:
    """The call a list belongs to: by its heading, else the one whose list it goes on with, else the newest."""
    if len(here) < 2:
        return next(iter(here), None)
    by_title = call_resolve.by_words(here, turn.parse.title or "")
    return by_title or max(here, key=lambda call: _known_names(turn, call))


def _known_names(turn: Turn, call: VolunteerCall) -> int:
    return len({one.name for one in turn.parse.people} & set(call.jielong_seen))


def neighbour(turn: Turn, call: VolunteerCall, name: str) -> Person | None:
    """The one person of that name who may be meant; a refusal when two are equally near."""
    found = [person for person in turn.directory.names.get(name, ()) if person.erased_at is None]
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


def remember(turn: Turn, call: VolunteerCall, names: Sequence[str], before: set[str]) -> None:
    """Keep the order of names over all lists; what this list lost is kept and told, except one's own line."""
    lost = _lost(call.jielong_seen, names)
    call.jielong_seen = [*call.jielong_seen, *(name for name in dict.fromkeys(names) if name not in before)]
    turn.session.add(call)
    own = holders.spoken_name(turn, turn.sender)
    if own in lost:
        seats.take_off(turn, call, turn.sender)
    others = [name for name in lost if name != own and _is_in(turn, call, name)]
    if others:
        _tell_lost(turn, call, others)


def _lost(seen: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names that stood before one that is still there: a fork lacks the end of a list, a careless copy its middle."""
    places = [place for place, name in enumerate(seen) if name in names]
    last = max(places, default=-1)
    return [name for place, name in enumerate(seen) if place < last and name not in names]


def _is_in(turn: Turn, call: VolunteerCall, name: str) -> bool:
    rows = calls.sign_ups(turn.session, call.id or 0)
    return any(row.name == name and row.status in calls.IN for row in rows)


def _tell_lost(turn: Turn, call: VolunteerCall, names: Sequence[str]) -> None:
    """The leader hears it once for each name."""
    leader = turn.directory.people[call.leader_id]
    text = turn.text("call_line_missing", no=call.no, names="、".join(names))
    say.to_person(turn, leader, text, "status", about=call, step=f"lost:{','.join(names)}")
