"""Whose number it is: each community counts for itself, so that two of a street may both have a #12. Never a guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from handlers import buildings, call_lifecycle, holders, lifecycle
from handlers.call_lifecycle import CallWho
from handlers.errors import Several
from handlers.lifecycle import Who
from handlers.office import Turn
from storage import calls, requests
from storage.tables import CALL_ENDED, ENDED, Enquiry, Notice, ServiceRequest, VolunteerCall

Numbered = ServiceRequest | VolunteerCall
Counted = TypeVar("Counted", bound=Numbered | Notice | Enquiry)


def communities(turn: Turn) -> list[int]:
    """Where a number may be from: the group's community; in private the sender's own, those they serve or have something in."""
    if turn.community_id is not None:
        return [turn.community_id]
    if len(turn.directory.communities) == 1:
        return list(turn.directory.communities)
    found = holders.communities(turn, *holders.around(turn))
    if turn.room is None:
        people = holders.stands_for(turn, turn.sender)
        found |= requests.communities_of(turn.session, people) | calls.communities_of(turn.session, people)
    return sorted(found)


def meant(turn: Turn, no: int) -> Numbered | None:
    """The request or call of a number. Raises Several where two communities have it and nothing tells which is meant."""
    found = [one for place in communities(turn) if (one := _of(turn, no, place)) is not None]
    for fits in NARROWING:
        if len(found) > 1:
            found = [one for one in found if fits(turn, one)] or found
    return the_one(turn, found) if found else None


def _of(turn: Turn, no: int, community_id: int) -> Numbered | None:
    return requests.by_no(turn.session, no, community_id) or calls.by_no(turn.session, no, community_id)


def the_one(turn: Turn, found: Sequence[Counted]) -> Counted:
    """The only one there is of a number; of several it is asked: 是哪个社区的 #12?"""
    if len(found) > 1:
        names = [turn.directory.communities[one.community_id].name for one in found]
        text = turn.text("several_numbers", no=found[0].no, choices="、".join(names), example=names[-1])
        raise Several(text, said=turn.parse.text)
    return found[0]


def named_communities(turn: Turn) -> set[int]:
    """The communities that the words, or the quoted line, name."""
    quote = turn.message.quote or turn.parse.quote
    words = f"{turn.parse.text} {quote.text if quote else ''}"
    return {community.id or 0 for community in buildings.by_name(turn.directory.communities.values(), words)}


def mean(turn: Turn, item: Numbered, **changes: Any) -> None:
    """From here on the words are about this item, whoever else has its number."""
    turn.community_id = item.community_id
    turn.parse = replace(turn.parse, no=item.no, **changes)


def _is_named(turn: Turn, one: Numbered) -> bool:
    return one.community_id in named_communities(turn)


def concerns(turn: Turn, one: Numbered) -> bool:
    """Whether the sender has anything to do with it."""
    if isinstance(one, ServiceRequest):
        return lifecycle.standing(turn, one, turn.sender) != {Who.ANYONE}
    joined = any(row.person_id == turn.sender_id for row in calls.sign_ups(turn.session, one.id or 0))
    return joined or call_lifecycle.standing(turn, one, turn.sender) != {CallWho.ANYONE}


def _is_open(_turn: Turn, one: Numbered) -> bool:
    return one.status not in (ENDED if isinstance(one, ServiceRequest) else CALL_ENDED)


def _is_at_home(turn: Turn, one: Numbered) -> bool:
    """Whoever serves nobody speaks of home first."""
    home = turn.sender.unit_id if not holders.is_official(turn, turn.sender) else None
    return home is not None and turn.directory.community_of(home).id == one.community_id


NARROWING: tuple[Callable[[Turn, Numbered], bool], ...] = (_is_named, concerns, _is_open, _is_at_home)
"""Of several of one number: the one that is named, that is the sender's business, that is open, that is at home."""
