"""换时间 12 周六上午: another hour for a visit, put to the other side, who answers through the bot."""

from __future__ import annotations

from handlers import asking, holders, resolve
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import RULES, Act, Who, standing
from handlers.office import Turn
from handlers.taking import nothing_to_do
from storage.tables import Person, ServiceRequest


def reappoint(turn: Turn) -> None:
    """By whoever goes there, who answers for it or who waits for them; the promise stays as it is."""
    request = resolve.item(turn, Act.ASK, [*resolve.mine_in_hand(turn), *resolve.mine_reported(turn)])
    if request is None:
        nothing_to_do(turn)
        return
    other = _other_side(turn, request)
    hour = turn.time_in(turn.parse.args)
    until = (hour.end or hour.start) if hour else None
    if hour is None or until is None or until < turn.now:
        raise Missing(turn.text("reappoint_when", no=request.no))
    by = holders.spoken_name(turn, turn.sender)
    asking.carry(turn, request, other, turn.text("reappoint", no=request.no, by=by, when=hour.text))


def _other_side(turn: Turn, request: ServiceRequest) -> Person:
    """The reporter, for who goes there or answers for it; for the reporter's household whoever goes there."""
    who = standing(turn, request, turn.sender)
    if not who & (RULES[Act.ASK].who | {Who.REPORTER}):
        raise Forbidden(turn.text("not_yours", no=request.no))
    goes = turn.directory.people.get(request.assignee_id or 0)
    if goes is None or request.owner_id is None:
        raise Refusal(turn.text("reappoint_nobody", no=request.no))
    return goes if Who.REPORTER in who and Who.ASSIGNEE not in who else turn.directory.people[request.reporter_id]
