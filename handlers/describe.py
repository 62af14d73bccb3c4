"""What a request is called: its place as far as a group may hear it, with the door for the assignee alone."""

from __future__ import annotations

from handlers import holders, lifecycle, texts
from handlers.office import Office
from nlp.model import Urgency
from storage import requests
from storage.tables import Level, Person, ServiceRequest, Status, Unit

BUILDING_NUMBERED = "单元"


def place(office: Office, request: ServiceRequest) -> str:
    """For everybody: building, unit and public spot; never floor or door."""
    return f"{_building(office, request)}{_entrance(request)}{request.spot or ''}"


def where(office: Office, request: ServiceRequest) -> str:
    """For whoever goes there: with floor and door."""
    floor = f"{request.floor}楼" if request.floor and not request.door else ""
    return f"{_building(office, request)}{_entrance(request)}{floor}{request.door or ''}{request.spot or ''}" or "小区"


def for_reader(office: Office, request: ServiceRequest, reader: Person) -> str:
    """The door is for the one who goes there (or stands in), the place for everybody else."""
    goes = request.assignee_id in holders.stands_for(office, reader)
    return where(office, request) if goes else place(office, request)


def _building(office: Office, request: ServiceRequest) -> str:
    unit = office.directory.units.get(request.unit_id or 0)
    return unit.name if unit and unit.number else ""


def _entrance(request: ServiceRequest) -> str:
    return f"{request.entrance}{BUILDING_NUMBERED}" if request.entrance else ""


def item(office: Office, request: ServiceRequest) -> str:
    """#12 3栋2单元 楼道灯不亮 — fit for a group."""
    return " ".join(part for part in (f"#{request.no}", place(office, request), request.subject) if part)


def shortly(_office: Office, request: ServiceRequest) -> str:
    """#12 楼道灯不亮 — where several share a line."""
    return f"#{request.no} {request.subject}"


def numbered(request: ServiceRequest) -> str:
    """#12."""
    return f"#{request.no}"


def state(office: Office, request: ServiceRequest) -> str:
    """The state in words, with the person and the promise."""
    name = assignee_name(office, request)
    match request.status:
        case Status.TO_ASSIGN:
            return office.text("stands_to_assign")
        case Status.TO_ACCEPT:
            return office.text("stands_to_accept", name=name)
        case Status.ACCEPTED | Status.IN_PROGRESS if request.expected_at:
            held = "stands_working" if request.expected_at > office.now else "stands_late"
            return office.text(held, name=name, when=office.when(request.expected_at))
        case Status.POSTPONED if request.expected_at:
            return office.text("stands_postponed", when=office.when(request.expected_at))
        case Status.REFERRED:
            return office.text("stands_referred", to=request.referred_to or office.text("higher"))
    return lifecycle.NAMES[request.status]


def assignee_name(office: Office, request: ServiceRequest) -> str:
    """Who has it in hand."""
    person = office.directory.people.get(request.assignee_id or 0)
    return holders.spoken_name(office, person) if person else office.text("somebody")


def level_name(office: Office, level: Level) -> str:
    """The community's name of a level."""
    return office.settings.level_names[level]


def path(office: Office, request: ServiceRequest) -> str:
    """楼栋✓→网格→社区: how far it has come; a level that found somebody for it has done its part."""
    names = office.settings.level_names[: max(request.level, Level.COMMUNITY) + 1]
    passed = request.level + (request.assignee_id is not None)
    marks = [f"{name}✓" if level < passed else name for level, name in enumerate(names)]
    return "→".join(marks)


def story(office: Office, request: ServiceRequest) -> str:
    """What has happened so far, short: 7月13日09:30报, 王师傅没接 …"""
    told = [office.text("story_reported", when=office.when(request.requested_at)), *_trouble(office, request)]
    return "、".join(told) + "。"


def history(office: Office, request: ServiceRequest) -> str:
    """What has happened since it was reported, for a letter; empty when nothing has."""
    told = "、".join(_trouble(office, request, counted_already=("story_households",)))
    return office.text("story_history", told=told) if told else ""


def _trouble(office: Office, request: ServiceRequest, counted_already: tuple[str, ...] = ()) -> list[str]:
    households = requests.households(office.session, request.id or 0)
    counted = {
        "story_returned": request.returns,
        "story_reopened": request.reopens,
        "story_households": households if households > 1 else 0,
        "story_urged": request.urges,
    }
    return [office.text(name, count=count) for name, count in counted.items() if count and name not in counted_already]


def fixed(request: ServiceRequest) -> tuple[str, str]:
    """How 完 is told for it, and the words for when it is not so."""
    return texts.fixed(_kind(request))


def done_verb(request: ServiceRequest) -> str:
    """修好, 清好, 答复: what is promised."""
    return texts.done_verb(_kind(request))


def _kind(request: ServiceRequest) -> str:
    """What decides how its end is told: a big matter is answered, whatever it is about."""
    return Urgency.BIG if request.urgency == Urgency.BIG else request.category


def unit_name(unit: Unit | None) -> str:
    """A unit's name, or 小区."""
    return unit.name if unit else "小区"
