"""Which item a message is about: its number, the quoted line's, the only one it can be. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from handlers import describe, holders, lifecycle, numbers, say
from handlers.errors import Refusal
from handlers.lifecycle import RULES, WORKING, Act
from handlers.office import Turn
from handlers.questions import ask
from nlp.model import Category, Parse
from storage import requests
from storage.tables import ENDED, Role, ServiceRequest, Status

HASH_NUMBER = re.compile(r"#(\d{1,6})")


def numbered(turn: Turn, no: int) -> ServiceRequest:
    """The request of a number, or a refusal that says there is none."""
    request = by_number(turn, no)
    if request is None or not may_know(turn, request):
        raise Refusal(turn.text("no_such", no=no))
    return request


def by_number(turn: Turn, no: int) -> ServiceRequest | None:
    """The request of a number; None where it is a call's, or nobody's."""
    one = numbers.meant(turn, no)
    return one if isinstance(one, ServiceRequest) else None


def may_know(turn: Turn, request: ServiceRequest) -> bool:
    """A private matter is known to its reporter, its assignee, the mediator, the community and the head alone."""
    if not request.private:
        return True
    return numbers.concerns(turn, request)


def quoted_no(turn: Turn) -> int | None:
    """The number in the line that was quoted."""
    quote = turn.message.quote or turn.parse.quote
    return first_no(quote.text) if quote else None


def first_no(text: str) -> int | None:
    """The first #number in a line."""
    found = HASH_NUMBER.search(text)
    return int(found[1]) if found else None


def item(turn: Turn, act: Act, candidates: Sequence[ServiceRequest]) -> ServiceRequest | None:
    """The one request this act is meant for; None after a question was asked or when there is none.

    A number wins, then the quoted line's, then the only candidate it may be done to, then the one that the
    category or place words name.
    """
    no = turn.parse.no if turn.parse.no is not None else quoted_no(turn)
    if no is not None:
        request = numbered(turn, no)
        return now_part_of(turn, request) if act in FOLLOWING else request
    open_to_it = [one for one in candidates if one.status in RULES[act].from_]
    possible = [one for one in open_to_it if not contradicts(turn, one)] or (open_to_it if act in EXPLAINED else [])
    if len(possible) > 1:
        possible = narrowed(turn.parse, possible) or possible
    if len(possible) == 1:
        return possible[0]
    if possible:
        ask_which(turn, act, possible)
    return None


FOLLOWING = frozenset({Act.FINISH, Act.WORKS, Act.REOPEN, Act.URGE})
"""What is said of a number that was made part of another is meant of that one."""


def now_part_of(turn: Turn, request: ServiceRequest) -> ServiceRequest:
    """The request itself, or the one it was merged into."""
    target = requests.by_id(turn.session, request.merged_into_id) if request.status is Status.MERGED else None
    return now_part_of(turn, target) if target is not None and may_know(turn, target) else request


EXPLAINED = frozenset({Act.RETURN, Act.POSTPONE, Act.RAISE, Act.REFER, Act.REFUSE, Act.ASK})
"""Their words give a reason, which may well speak of other things: 这个归供电局."""


def narrowed(parse: Parse, possible: Iterable[ServiceRequest]) -> list[ServiceRequest]:
    """Those that the category or place words of a message name; none when it names nothing."""
    place = parse.place
    category = parse.category or word_category(parse.own)
    named = [
        one
        for one in possible
        if (category is None or one.category == category)
        and (place is None or place.unit is None or one.entrance == place.unit)
        and (place is None or place.spot is None or one.spot == place.spot)
    ]
    return named if category or place else []


def contradicts(turn: Turn, request: ServiceRequest) -> bool:
    """Whether the words name another entrance, building or kind of thing than this one's."""
    place = turn.parse.place
    other_entrance = bool(place and place.unit and request.entrance and place.unit != request.entrance)
    unit = turn.directory.units.get(request.unit_id or 0)
    other_building = bool(place and place.building and unit and unit.number and place.building != unit.number)
    return other_entrance or other_building or of_another_kind(turn.parse, request)


def of_another_kind(parse: Parse, request: ServiceRequest) -> bool:
    """Whether a short word for another kind of thing is said: 没电 of a lift."""
    named = word_category(parse.own)
    return named is not None and request.category in CATEGORY_WORDS.values() and named != request.category


CATEGORY_WORDS: dict[str, Category] = {
    "灯": Category.LIGHTING,
    "水": Category.WATER,
    "电梯": Category.LIFT,
    "暖气": Category.HEATING,
    "燃气": Category.GAS,
    "煤气": Category.GAS,
    "垃圾": Category.SANITATION,
    "门禁": Category.SECURITY,
    "电": Category.POWER,
}


def word_category(words: str) -> Category | None:
    """The category that a short word such as 灯亮了 names."""
    return next((category for word, category in CATEGORY_WORDS.items() if word in words), None)


def ask_which(turn: Turn, act: str, possible: Sequence[ServiceRequest]) -> None:
    """One question with the candidates, in private; in a group only where the person cannot be reached."""
    shown = list(possible)[:6]
    choices = " ".join(holders.whose(turn, turn.sender, one.community_id) + describe.item(turn, one) for one in shown)
    text = turn.text("which", choices=choices)
    ask(turn, turn.sender, "which", options=[act, *[one.id for one in shown], turn.parse.own])
    if not say.answer_privately(turn, text, "ask"):
        say.answer(turn, text, "ask")


def mine_in_hand(turn: Turn) -> list[ServiceRequest]:
    """What the sender has in hand, was offered, or may take, newest first."""
    people = holders.stands_for(turn, turn.sender)
    held = requests.open_of_assignee(turn.session, people)
    offered = requests.offered_to(turn.session, people)
    return list({one.id: one for one in [*reversed(held), *offered]}.values())


def mine_at_work(turn: Turn) -> list[ServiceRequest]:
    """What the sender, or whom they stand in for, has taken and not finished, newest first."""
    return [one for one in mine_in_hand(turn) if one.assignee_id and one.status in WORKING]


def mine_reported(turn: Turn) -> list[ServiceRequest]:
    """Open requests of the sender and the sender's household, then those signed too; nobody was told of a doubt."""
    family = household(turn)
    reported = requests.open_of_reporter(turn.session, family)
    signed = [one for one in requests.cosigned_by(turn.session, family, turn.now) if one.status not in ENDED]
    known = [one for one in [*reported, *signed] if one.no is not None and may_know(turn, one)]
    return list({one.id: one for one in known}.values())


def told_and_done(turn: Turn) -> list[ServiceRequest]:
    """What the sender told for somebody and is now asked about."""
    return requests.told_and_done(turn.session, turn.sender_id)


def household(turn: Turn) -> list[int]:
    """Everybody of the sender's household."""
    return [person.id or 0 for person in turn.directory.family(turn.sender)]


def in_my_care(turn: Turn) -> list[ServiceRequest]:
    """Open requests the sender answers for by a post: the head's building, the grid's, the community's."""
    units = {unit.id or 0 for unit in holders.covered(turn, turn.sender, (*holders.STAFF, Role.MEDIATOR))}
    found = requests.open_at(turn.session, units) if units else []
    return [one for one in found if lifecycle.answers_for(turn, one, turn.sender)]
