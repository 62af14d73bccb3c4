"""Going round: 敲门 notes how a home is, or opens what it needs; 巡查 reports a hazard. Never a word in a group."""

from __future__ import annotations

import re

from handlers import buildings, holders, say
from handlers.behalf import Home, open_told
from handlers.errors import Forbidden, Missing, Refusal
from handlers.office import Turn
from nlp.model import Category
from storage import visits
from storage.tables import Person, Role, Unit, Visit, VisitFound

GOES_ROUND = (Role.HEAD, Role.DEPUTY, Role.GRID, Role.COMMUNITY, Role.WORKER, Role.VOLUNTEER, Role.MEDIATOR)
DOOR = re.compile(
    r"\s*(?P<building>\w{1,4}?)(?:号?[栋楼]|-)(?:(?P<entrance>\d{1,2})(?:单元|-))?(?P<door>\d{1,4}[A-Za-z]?)(?:室|号)?[\s,，:：]*(?P<rest>.*)",
    re.DOTALL,
)
WELL = re.compile(r"(?:都|一切)?(?:正常|挺?好的?|没事|平安|无事|还好|不错)[。.!！]?")
AWAY = re.compile(r"(?:家里?)?(?:没人|没有人|不在|无人|没应|不应)(?:应|在|家|开门)*[。.!！]?")
FIELDS: dict[str, Category] = {
    "消防": Category.FIRE,
    "消防安全": Category.FIRE,
    "安全生产": Category.OTHER,
    "公共安全": Category.ROAD,
    "矛盾纠纷": Category.DISPUTE,
    "纠纷": Category.DISPUTE,
    "社会治安": Category.SECURITY,
    "治安": Category.SECURITY,
    "社区救助": Category.CARE,
    "救助": Category.CARE,
}
"""The fields of a patrol (S1.2) → what is reported there when the words name no matter."""


def knock(turn: Turn) -> None:
    """敲门 3-2-502 正常, 敲门 3-502 要买药: in private; a need becomes a request of that home."""
    named, args = buildings.first_named(turn.directory.above_buildings, turn.parse.args)
    found = DOOR.fullmatch(args)
    unit = buildings.numbered(turn, found["building"], named) if found else None
    if found is None or unit is None:
        raise Refusal(turn.text("visit_where"))
    _check(turn, unit)
    door, people = _home(turn, unit, found["entrance"], found["door"])
    words = found["rest"].strip(" 。")
    if not words:
        raise Missing(turn.text("visit_what", door=door))
    if WELL.fullmatch(words) or AWAY.fullmatch(words):
        result = VisitFound.WELL if WELL.fullmatch(words) else VisitFound.AWAY
        visit = _note(turn, unit, door, result)
        say.answer_privately(turn, turn.text(f"visit_{result}", door=door), "status", about=visit)
        return
    home = Home(unit.id, *_parts(door))
    request = open_told(turn, words, next(iter(people), None), home, source="visit", otherwise=Category.CARE)
    _note(turn, unit, door, VisitFound.NEED, request.id)


def patrol(turn: Turn) -> None:
    """巡查 消防 2栋 楼道堆物: a hazard opens a request; that all is well is thanked for."""
    _check(turn, None)
    field, _, words = turn.parse.args.strip().partition(" ")
    if field not in FIELDS:
        field, words = "", turn.parse.args
    words = words.strip(" 。")
    if not words:
        raise Missing(turn.text("patrol_what"))
    if WELL.fullmatch(words.split()[-1]):
        say.answer_privately(turn, turn.text("patrol_well"), "status")
        return
    open_told(turn, words, None, _round(turn), source="patrol", otherwise=FIELDS.get(field))


def _round(turn: Turn) -> Home | None:
    """Where somebody goes round who lives elsewhere; whoever lives there speaks of home."""
    served = holders.here(turn)
    if served is None or turn.directory.is_within(turn.sender.unit_id, served):
        return None
    return Home(served, None, None)


def _check(turn: Turn, unit: Unit | None) -> None:
    if not holders.holds(turn, turn.sender, GOES_ROUND, unit.id if unit else None):
        raise Forbidden(turn.text("not_allowed"))


def _home(turn: Turn, unit: Unit, entrance: str | None, door: str) -> tuple[str, list[Person]]:
    """The whole door and who is known to live there: 3-502 is 3-2-502 where that is one door."""
    said = "-".join(part for part in (unit.number, entrance, door) if part)
    homes = {home: people for (unit_id, home), people in turn.directory.homes.items() if unit_id == unit.id}
    fitting = [home for home in homes if home == said or (not entrance and _parts(home)[1] == door)]
    if len(fitting) > 1:
        raise Missing(turn.text("visit_which", choices="、".join(fitting)))
    known = fitting[0] if fitting else said
    return known, homes.get(known, [])


def _parts(home: str) -> tuple[str | None, str | None]:
    """3-2-502 → entrance 2, door 502; 3-502 → no entrance, door 502."""
    parts = home.split("-")[1:]
    return (parts[0] if len(parts) > 1 else None), parts[-1]


def _note(turn: Turn, unit: Unit, door: str, found: VisitFound, request_id: int | None = None) -> Visit:
    return visits.add(
        turn.session,
        Visit(
            community_id=unit.community_id, no=0, unit_id=unit.id or 0, household=door, found=found,
            by_id=turn.sender_id, at=turn.now, request_id=request_id,
        ),
    )  # fmt: skip
