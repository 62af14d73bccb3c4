"""Which call a message is about: its number, the quoted line's, the one its words name, else the newest."""

from __future__ import annotations

from collections.abc import Sequence

from handlers import holders, numbers, resolve, roster, say
from handlers.call_lifecycle import CallWho, standing
from handlers.errors import Forbidden, Missing, Refusal, Several
from handlers.office import Turn
from nlp.attendance import stated_no
from storage import calls
from storage.tables import CallStatus, Notice, Room, ServiceRequest, VolunteerCall

OVERLAP = 2
"""So many characters in a row make a task's name."""


def by_number(turn: Turn, no: int | None) -> VolunteerCall | None:
    """The call of a number; None where it is a request's, or nobody's."""
    one = numbers.meant(turn, no) if no is not None else None
    return one if isinstance(one, VolunteerCall) else None


def spoken_of(turn: Turn, text: str) -> ServiceRequest | VolunteerCall | None:
    """What a line of ours names by its number, as far as the sender may know of it."""
    no = resolve.first_no(text)
    try:
        one = numbers.meant(turn, no) if no is not None else None
    except Several:
        return None
    return None if isinstance(one, ServiceRequest) and not resolve.may_know(turn, one) else one


def stated(turn: Turn) -> int | None:
    """The number in the words, else in the quoted line."""
    if turn.parse.no is not None:
        return turn.parse.no
    said = None if turn.parse.jielong else stated_no(turn.parse.own)
    return said if said is not None else resolve.quoted_no(turn)


def named(turn: Turn) -> VolunteerCall | None:
    """The call that a message gives the number of."""
    return by_number(turn, stated(turn))


def live_here(turn: Turn) -> list[VolunteerCall]:
    """Calls one may join where this was said: of the room, in private of the sender's building; newest first."""
    rooms = [turn.room] if turn.room else _own_rooms(turn)
    return calls.live_in(turn.session, [room.id or 0 for room in rooms])


def _own_rooms(turn: Turn) -> list[Room]:
    units = list(turn.directory.up(turn.sender.unit_id))
    return [room for unit in units for room in turn.directory.rooms_of(unit.id or 0, turn.transport)]


def by_words(found: Sequence[VolunteerCall], words: str) -> VolunteerCall | None:
    """The one call whose task or place the words name."""
    fitting = [call for call in found if _names(words, call)]
    return fitting[0] if len(fitting) == 1 else None


def _names(words: str, call: VolunteerCall) -> bool:
    pairs = {call.task[at : at + OVERLAP] for at in range(len(call.task) - 1)}
    return any(pair in words for pair in pairs) or bool(call.spot and call.spot in words)


def led_here(turn: Turn, *wanted: CallStatus) -> VolunteerCall | None:
    """The call a leader's or head's command is meant for; a question when several fit, a refusal when none does."""
    no = turn.parse.no if turn.parse.no is not None else resolve.quoted_no(turn)
    if no is not None:
        call = by_number(turn, no)
        if call is None:
            raise Refusal(turn.text("no_such", no=no))
        return call
    own = calls.led_by(turn.session, holders.stands_for(turn, turn.sender))
    found = [call for call in own or in_care(turn) if call.status in wanted]
    if turn.room is not None:
        found = [call for call in found if call.room_id == turn.room.id] or found
    if len(found) > 1:
        raise Missing(choices(turn, "call_choose", found))
    return found[0] if found else None


def led(turn: Turn, *wanted: CallStatus) -> VolunteerCall:
    """The call a leader means; a refusal when there is none or it is somebody else's."""
    call = led_here(turn, *wanted)
    if call is None:
        raise Refusal(turn.text("call_none"))
    if not standing(turn, call, turn.sender) & {CallWho.LEADER, CallWho.HEAD}:
        raise Forbidden(turn.text("call_not_yours", no=call.no))
    return call


def in_care(turn: Turn) -> list[VolunteerCall]:
    """Calls put up in the units that the sender answers for."""
    units = {unit.id or 0 for unit in holders.covered(turn, turn.sender, holders.STAFF)}
    return calls.at_units(turn.session, units) if units else []


def choices(turn: Turn, name: str, found: Sequence[VolunteerCall]) -> str:
    """One question with the candidates."""
    listed = " ".join(
        f"{holders.whose(turn, turn.sender, call.community_id)}#{call.no} {roster.what(turn, call)}"
        for call in found[:4]
    )
    return turn.text(name, no=found[0].no, example=f"{turn.parse.own[:6]} {found[0].no}", choices=listed)


def answer(turn: Turn, text: str, why: str, call: VolunteerCall | Notice | None = None) -> None:
    """In private where the person can be reached, else a short line in the group."""
    if not say.answer_privately(turn, text, why, about=call):
        say.answer(turn, text, why, about=call)
