"""What the one who is to do it says: 接, 退, 转, 出发 — and who sends whom: 派."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers import (
    clocks,
    describe,
    dispatch,
    holders,
    progressing,
    replies,
    report_back,
    resolve,
    returning,
    say,
)
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import WAITING, WORKING, Act, Who, standing, transition
from handlers.office import Office, Turn
from nlp.model import Urgency
from storage import requests
from storage.tables import Person, Role, ServiceRequest

LATELY = timedelta(days=1)
MAY_SETTLE = (Role.MEDIATOR, Role.HEAD, Role.DEPUTY, Role.COMMUNITY)
"""A quarrel is known to these alone, so it is given to nobody else."""


def accept(turn: Turn) -> None:
    """接: the first one wins; the second hears who has it. The door is told once it is taken."""
    in_hand = resolve.mine_in_hand(turn)
    request = resolve.item(turn, Act.ACCEPT, in_hand)
    if request is None:
        _on_the_way(turn)
        return
    if request.status in WORKING:
        _already(turn, request)
        return
    knew_the_door = request.assignee_id in holders.stands_for(turn, turn.sender)
    take(turn, request)
    text = turn.text(
        "accepted_you", no=request.no, when=_promise(turn, request), verb=describe.done_verb(request),
        where="" if knew_the_door else f" {describe.where(turn, request)}",
    )  # fmt: skip
    say.answer_privately(turn, text, "status", about=request)


def agreed(turn: Turn) -> bool:
    """好, 行 by whoever was asked to take something takes it."""
    waits = any(one.status in WAITING for one in resolve.mine_in_hand(turn))
    if waits and replies.word(turn) in replies.YES:
        accept(turn)
        return True
    return False


def _on_the_way(turn: Turn) -> None:
    """好的我去 about what is in hand already is a word of progress."""
    working = resolve.mine_at_work(turn)
    if turn.room is None and len(working) == 1 and not turn.answers:
        progressing.heard(turn, working[0])
    else:
        nothing_to_take(turn)


def nothing_to_take(turn: Turn) -> None:
    """Too late: the second hears who has it, whoever has it already that they have; else there is nothing."""
    asked = turn.room is None and not turn.answers
    taken = _offered_but_taken(turn) or _in_hand_already(turn) if asked else None
    if taken is not None:
        _already(turn, taken)
    else:
        nothing_to_do(turn)


def _offered_but_taken(turn: Turn) -> ServiceRequest | None:
    """The newest that the sender was asked about lately and that somebody else has by now."""
    people = holders.stands_for(turn, turn.sender)
    return next(iter(requests.taken_by_others(turn.session, people, turn.now - LATELY)), None)


def _in_hand_already(turn: Turn) -> ServiceRequest | None:
    held = resolve.mine_at_work(turn)
    return held[0] if len(held) == 1 else None


def take(turn: Turn, request: ServiceRequest) -> None:
    """The sender takes a request: the promise is made where it was reported."""
    former = request.assignee_id
    transition(
        turn, Act.ACCEPT, request, turn.sender, message_id=turn.message.id,
        assignee_id=taker(turn, request), offer_until=None, accepted_at=turn.now, heard_at=turn.now,
        expected_at=_due(turn, request),
    )  # fmt: skip
    tell_former(turn, request, former)
    text = turn.text(
        "accepted", no=request.no, name=_taker_name(turn, request), when=_promise(turn, request),
        verb=describe.done_verb(request),
    )  # fmt: skip
    report_back.tell(turn, request, "accepted", text, "status", actor=turn.sender)


def _due(turn: Turn, request: ServiceRequest) -> object:
    """A promise made on reopening stands; else the class's time."""
    if request.reopens and request.expected_at and request.expected_at > turn.now:
        return request.expected_at
    return clocks.done_by(turn, request)


def taker(turn: Turn, request: ServiceRequest) -> int:
    """Who has it from now on: a deputy takes it for the one who is away, so that it comes back by itself."""
    if request.assignee_id in holders.stands_for(turn, turn.sender):
        return request.assignee_id or turn.sender_id
    return turn.sender_id


def _taker_name(turn: Turn, request: ServiceRequest) -> str:
    """Who goes, and for whom."""
    name = describe.assignee_name(turn, request)
    if request.assignee_id == turn.sender_id:
        return name
    return turn.text("instead_of", name=holders.spoken_name(turn, turn.sender), away=name)


def tell_former(turn: Turn, request: ServiceRequest, former: int | None) -> None:
    """Whoever had it before need not go any more."""
    if former and former != request.assignee_id:
        text = turn.text("taken_from_you", no=request.no, name=describe.assignee_name(turn, request))
        say.to_person(turn, turn.directory.people[former], text, "status", about=request, step="taken")


def _promise(office: Office, request: ServiceRequest) -> str:
    return office.when(request.expected_at or clocks.done_by(office, request))


def _already(turn: Turn, request: ServiceRequest) -> None:
    if Who.ASSIGNEE in standing(turn, request, turn.sender):
        text = turn.text("already_yours", no=request.no, when=_promise(turn, request), verb=describe.done_verb(request))
        say.answer_privately(turn, text, "refuse", about=request)
    else:
        raise Refusal(turn.text("already", no=request.no, name=describe.assignee_name(turn, request)))


def nothing_to_do(turn: Turn) -> None:
    """An act that fits no item: said in private, silence in a group."""
    if turn.room is None and not turn.answers:
        say.answer_privately(turn, turn.text("no_item"), "answer")


def decline(turn: Turn) -> None:
    """退: back with a reason, and at once to somebody else."""
    request = resolve.item(turn, Act.RETURN, resolve.mine_in_hand(turn))
    if request is None:
        nothing_to_do(turn)
        return
    who = standing(turn, request, turn.sender)
    if Who.ASSIGNEE not in who and Who.OFFERED in who:
        _not_this_one(turn, request)
        return
    if Who.ASSIGNEE not in who:
        raise Forbidden(turn.text("not_yours", no=request.no))
    if request.status in WORKING and not _sends_back(turn):
        progressing.heard(turn, request)
        return
    reason = turn.masked(_why_not(turn))
    if not reason:
        raise Missing(turn.text("return_reason", no=request.no), item_id=request.id, act=Act.RETURN)
    next_one = returning.give_back(turn, request, turn.sender, reason)
    say.answer_privately(turn, turn.text("returned_you", no=request.no), "status", about=request)
    told = turn.text("returned", no=request.no, by=holders.spoken_name(turn, turn.sender), reason=reason)
    returning.tell_head(turn, request, told, next_one, turn.sender_id)


def _why_not(turn: Turn) -> str:
    """What goes with 退, or the words that decline by themselves: 这个不归我管."""
    own = turn.parse.own if turn.parse.args == "" else turn.parse.args
    words = RETURNED.sub("", own).strip(" ,，。")
    return words if turn.parse.args or len(words) >= SHORTEST_REASON else ""


def _sends_back(turn: Turn) -> bool:
    """退, or words that a rule knows: what merely sounds like it (灯座也坏了，得去买) is trouble on the way."""
    parse = turn.parse
    known = any(why.startswith("decline.") and why not in LACKS for why in parse.why)
    return parse.no is not None or bool(parse.args) or known or RETURNED.search(parse.own) is not None


LACKS = ("decline.lacking",)
RETURNED = re.compile(r"#?\d*\s*退(?:单|回)?\s*#?\d*号?")
SHORTEST_REASON = 4


def _not_this_one(turn: Turn, request: ServiceRequest) -> None:
    """Somebody who was only asked need give no reason; a neighbour's time is over then."""
    requests.withdraw_offer(turn.session, request.id or 0, turn.sender_id)
    if request.offer_until:
        dispatch.end_offer(turn, request)
    say.answer_privately(turn, turn.text("offer_declined"), "answer", about=request)


def hand_over(turn: Turn) -> None:
    """转: to somebody else, counted as a return."""
    request = resolve.item(turn, Act.HAND_OVER, resolve.mine_in_hand(turn))
    if request is None:
        nothing_to_do(turn)
        return
    if Who.ASSIGNEE not in standing(turn, request, turn.sender) and _can_assign(turn, request):
        assign_named(turn, request)
        return
    person = named_person(turn, request)
    if person.id == request.assignee_id:
        _already(turn, request)
        return
    transition(
        turn, Act.HAND_OVER, request, turn.sender, message_id=turn.message.id, detail=str(person.id),
        assignee_id=person.id, accept_from=turn.now, accepted_at=None, heard_at=None, returns=request.returns + 1,
    )  # fmt: skip
    returning.raise_if_often(turn, request)
    dispatch.hand_to(turn, request, person, dispatch.assignment(turn, request, "handed_over_to", turn.sender))
    name = holders.spoken_name(turn, person)
    say.answer_privately(turn, turn.text("handed_over", no=request.no, name=name), "status", about=request)
    head = holders.head_of(turn, request.unit_id)
    if head is not None and head.id not in (turn.sender_id, person.id):
        text = turn.text("handed_over_head", no=request.no, by=holders.spoken_name(turn, turn.sender), name=name)
        say.to_person(turn, head, text, "status", about=request, step="handed_over")


def _can_assign(turn: Turn, request: ServiceRequest) -> bool:
    return bool(standing(turn, request, turn.sender) & {Who.HEAD, Who.GRID, Who.COMMUNITY})


def named_person(turn: Turn, request: ServiceRequest) -> Person:
    """The person a command names; a refusal with an example when there is none."""
    words = turn.parse.args or turn.parse.own
    person = _mentioned(turn, request) or holders.find_person(turn, words, request.unit_id)
    if person is None:
        raise Refusal(turn.text("person_unknown", words=words[:12], no=request.no))
    if request.urgency == Urgency.DISPUTE and not holders.holds(turn, person, MAY_SETTLE, request.unit_id):
        raise Refusal(turn.text("dispute_only", no=request.no))
    return person


def _mentioned(turn: Turn, request: ServiceRequest) -> Person | None:
    found = (holders.find_person(turn, name, request.unit_id) for name in turn.mentions)
    return next((person for person in found if person is not None), None)


def assign_command(turn: Turn) -> None:
    """派, 换人: by the head, the grid or the community, for their own buildings."""
    candidates = [one for one in resolve.in_my_care(turn) if one.assignee_id is None] or resolve.in_my_care(turn)
    request = resolve.item(turn, Act.ASSIGN, candidates)
    if request is None:
        nothing_to_do(turn)
        return
    assign_named(turn, request)


def assign_named(turn: Turn, request: ServiceRequest) -> None:
    """Give it to the person the command names, or to the best there is when it names nobody."""
    if not turn.parse.args.strip() and _mentioned(turn, request) is None:
        choice = dispatch.choose(turn, request)
        if choice is None:
            raise Missing(turn.text("person_unknown", words="", no=request.no))
        person = choice.person
    else:
        person = named_person(turn, request)
    dispatch.assign(turn, request, person, turn.sender)
    text = turn.text("assigned_by", no=request.no, name=holders.spoken_name(turn, person))
    say.answer_privately(turn, text, "status", about=request)


def start(turn: Turn) -> None:
    """出发, 在修, any word of progress or a photo: the reporter hears it, at most twice a day."""
    request = resolve.item(turn, Act.START, [one for one in resolve.mine_in_hand(turn) if one.assignee_id])
    if request is None:
        nothing_to_do(turn)
        return
    if request.status in WAITING:
        take(turn, request)
    progressing.heard(turn, request)
