"""Who gets a request: a skilled neighbour, else the worker for it, else whoever is responsible."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import clocks, delivery, describe, holders, report_back, say, vacancies
from handlers.lifecycle import Act, note, settle, transition
from handlers.office import Office
from handlers.questions import ask
from nlp.model import Category, Urgency
from storage import requests
from storage.tables import Level, Offer, Person, Post, Priority, Role, ServiceRequest, Skill, Status

FOR_NEIGHBOURS = frozenset({Category.LIGHTING, Category.FABRIC, Category.GREENING, Category.CLUTTER, Category.CARE})
SKILLS: dict[str, frozenset[Category]] = {
    "电工": frozenset({Category.LIGHTING}),
    "水电": frozenset({Category.LIGHTING}),
    "修灯": frozenset({Category.LIGHTING}),
    "换灯": frozenset({Category.LIGHTING}),
    "木工": frozenset({Category.FABRIC}),
    "泥瓦": frozenset({Category.FABRIC}),
    "粉刷": frozenset({Category.FABRIC}),
    "油漆": frozenset({Category.FABRIC}),
    "修门": frozenset({Category.FABRIC}),
    "园艺": frozenset({Category.GREENING}),
    "种花": frozenset({Category.GREENING}),
    "剪枝": frozenset({Category.GREENING}),
    "搬": frozenset({Category.CLUTTER, Category.CARE}),
    "清理": frozenset({Category.CLUTTER}),
    "护士": frozenset({Category.CARE}),
    "护理": frozenset({Category.CARE}),
    "照顾": frozenset({Category.CARE}),
    "医生": frozenset({Category.CARE}),
    "修": frozenset({Category.LIGHTING, Category.FABRIC}),
}
"""Words of 我会 … → what such a neighbour is asked for; never power lines, gas, lifts or heights."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is to do it, and why, by the name of a text: because_named, because_rest …"""

    person: Person
    reason: str
    level: Level | None = None
    """The level that was looked for where no worker is; a higher one may have answered."""


def dispatch_new(office: Office, request: ServiceRequest) -> None:
    """Start a new request on its way: offered to a neighbour, proposed to the head, or assigned."""
    neighbour = find_neighbour(office, request)
    if neighbour is not None:
        offer_to_neighbour(office, request, neighbour)
    elif office.settings.assign == "head" and request.urgency not in (Urgency.DANGER, Urgency.DISPUTE):
        propose_to_head(office, request)
    else:
        assign_best(office, request)


def find_neighbour(office: Office, request: ServiceRequest) -> Skill | None:
    """Somebody in the building who said 我会 …, the one least recently asked; never at night, never the reporter."""
    if (
        request.urgency != Urgency.SMALL
        or Category(request.category) not in FOR_NEIGHBOURS
        or request.heights_or_wires
        or request.unit_id is None
        or office.is_quiet()
    ):
        return None
    skills = [skill for skill in _skills_in(office, request.unit_id) if _fits(office, request, skill)]
    return min(skills, key=lambda skill: skill.asked_at or datetime.min.replace(tzinfo=office.now.tzinfo), default=None)


def _skills_in(office: Office, unit_id: int) -> list[Skill]:
    people = (office.directory.people[person_id] for person_id in office.directory.skills_of)
    here = (person for person in people if person.unit_id == unit_id and not person.erased_at)
    return [
        skill
        for person in sorted(here, key=lambda person: person.position)
        for skill in office.directory.skills_of[person.id or 0]
        if not skill.thing
    ]


def _fits(office: Office, request: ServiceRequest, skill: Skill) -> bool:
    person = office.directory.people[skill.person_id]
    known = any(word in skill.word and request.category in fields for word, fields in SKILLS.items())
    free = person.id != request.reporter_id and not office.directory.absence_of(person.id or 0, office.now)
    return known and free and holders.can_reach(office, person)


def offer_to_neighbour(office: Office, request: ServiceRequest, skill: Skill) -> None:
    """Ask a neighbour first; the worker is asked when the time is over."""
    person = office.directory.people[skill.person_id]
    until = office.now + timedelta(minutes=office.settings.offer_minutes)
    stored = office.session.get(Skill, skill.id)
    if stored:
        stored.asked_at = skill.asked_at = office.now
        office.session.add(stored)
    requests.offer(
        office.session, Offer(request_id=request.id or 0, person_id=person.id or 0, at=office.now, until=until)
    )
    request.offer_until = until
    settle(office, request)
    text = office.text(
        "offer", no=request.no, where=describe.place(office, request), subject=request.subject, when=office.when(until)
    )
    say.to_person(office, person, text, "offer", about=request, guarded=True)
    ask(office, person, "offer", item_id=request.id)


def end_offer(office: Office, request: ServiceRequest) -> None:
    """The neighbour does not come: the way of every other request."""
    request.offer_until = None
    if office.settings.assign == "head":
        propose_to_head(office, request)
    else:
        assign_best(office, request)


def propose_to_head(office: Office, request: ServiceRequest) -> None:
    """With `assign: head` the head is asked first, with the bot's proposal."""
    head = holders.at_level(office, Level.BUILDING, request.unit_id)
    choice = choose(office, request)
    if head is None or choice is None or choice.person.id == head.id:
        assign_best(office, request)
        return
    settle(office, request)
    vacancies.report(office, Level.BUILDING, request.unit_id)
    text = office.text(
        "propose",
        no=request.no,
        where=describe.place(office, request),
        subject=request.subject,
        name=holders.spoken_name(office, choice.person),
    )
    say.to_person(office, head, text, "ask", about=request, guarded=True, priority=_priority(request))
    ask(office, head, "propose", item_id=request.id, options=[choice.person.id])


def assign_best(office: Office, request: ServiceRequest, exclude: Collection[int] = ()) -> Person | None:
    """Assign to the best there is; None (and the head is asked) when there is nobody."""
    choice = choose(office, request, exclude)
    if choice is None:
        settle(office, request)
        return None
    if choice.level is not None:
        vacancies.report(office, choice.level, request.unit_id)
    assign(office, request, choice.person, None, reason=choice.reason)
    return choice.person


def choose(office: Office, request: ServiceRequest, exclude: Collection[int] = ()) -> Choice | None:
    """The worker for the category at the nearest unit, present and least loaded; else one for everything; else up."""
    if request.urgency in NOT_FOR_WORKERS:
        return _special(office, request, exclude) or _responsible(office, request, exclude)
    for reason, takes in (("named", _named), ("rest", _takes_rest)):
        found = _nearest_worker(office, request, takes, exclude, limited=True)
        if found is not None:
            return Choice(found, reason)
    busy = _nearest_worker(office, request, _named, exclude, limited=False)
    if busy is not None:
        return Choice(busy, "named")
    return _responsible(office, request, exclude)


NOT_FOR_WORKERS = frozenset({Urgency.DISPUTE, Urgency.BIG})
"""A dispute is between the mediator, the head and the community; what the whole house decides is the community's."""


def _special(office: Office, request: ServiceRequest, exclude: Collection[int]) -> Choice | None:
    if request.urgency == Urgency.DISPUTE:
        found, reason = holders.mediator_of(office, request.unit_id), "mediator"
    else:
        found, reason = holders.at_level(office, Level.COMMUNITY, request.unit_id), "big"
    return Choice(found, reason) if found and found.id not in exclude else None


def is_somebodys_work(office: Office, request: ServiceRequest) -> bool:
    """Whether a worker is there whose own field it is, not one for everything else."""
    return _nearest_worker(office, request, _named, (), limited=False) is not None


def _named(post: Post, category: str) -> bool:
    return category in post.categories


def _takes_rest(post: Post, _category: str) -> bool:
    return not post.categories


def _nearest_worker(
    office: Office, request: ServiceRequest, takes: object, exclude: Collection[int], *, limited: bool
) -> Person | None:
    for unit in office.directory.up(request.unit_id):
        posts = [post for post in office.directory.posts_at[unit.id or 0] if post.role is Role.WORKER]
        fitting = [post for post in posts if takes(post, request.category)]  # type: ignore[operator]
        people = [_present(office, post) for post in fitting]
        free = _with_room(office, request, [one for one in people if one and one.id not in exclude], limited=limited)
        if free:
            return free[0]
    return None


def _present(office: Office, post: Post) -> Person | None:
    person = office.directory.people[post.person_id]
    there = holders.stand_in(office, person)
    if there is None and post.deputy_id:
        return office.directory.people.get(post.deputy_id)
    return there


def _with_room(office: Office, request: ServiceRequest, people: list[Person], *, limited: bool) -> list[Person]:
    """The least loaded first; those with their hands full left out, unless it is danger or urgent."""
    load = requests.load_of(office.session, [person.id or 0 for person in people])
    ranked = sorted(people, key=lambda person: (load.get(person.id or 0, 0), person.position))
    if not limited or request.urgency in (Urgency.DANGER, Urgency.URGENT):
        return ranked
    return [person for person in ranked if load.get(person.id or 0, 0) < office.settings.open_limit]


RESPONSIBLE: dict[Urgency, tuple[Level, ...]] = {
    Urgency.DANGER: (Level.GRID, Level.COMMUNITY),
    Urgency.DISPUTE: (Level.BUILDING, Level.COMMUNITY),
}
"""Who is asked where no worker is: the head first, then the grid, where nothing else is said."""


def _responsible(office: Office, request: ServiceRequest, exclude: Collection[int]) -> Choice | None:
    levels = RESPONSIBLE.get(Urgency(request.urgency), (Level.BUILDING, Level.GRID, Level.COMMUNITY))
    people = ((level, holders.at_level(office, level, request.unit_id)) for level in levels)
    found = ((level, person) for level, person in people if person and person.id not in exclude)
    return next((Choice(person, "nobody", level) for level, person in found), None)


def assign(office: Office, request: ServiceRequest, person: Person, actor: Person | None, *, reason: str = "") -> None:
    """Give it to somebody: the accept clock starts, the former one is told, the new one gets the private line."""
    former = request.assignee_id
    if actor is not None or former is not None:
        request.accept_from = office.now
    transition(
        office, Act.ASSIGN, request, actor,
        assignee_id=person.id, offer_until=None, accepted_at=None, heard_at=None, detail=f"{person.id}:{reason}",
    )  # fmt: skip
    hand_to(office, request, person, assignment(office, request))
    _release(office, request, former, person)


def hand_to(office: Office, request: ServiceRequest, person: Person, line: str) -> None:
    """The private line to whoever is to take it; on to the next way when it cannot be delivered."""
    note_offer(office, request, person)
    priority = report_back.priority_of(request)
    told = say.to_person(
        office, person, line, "assign", about=request, guarded=True,
        priority=priority, at_night=priority is not Priority.NORMAL,
    )  # fmt: skip
    if not told:
        delivery.next_way(office, request, person)


def note_offer(office: Office, request: ServiceRequest, person: Person) -> None:
    """Whoever was told may take it from then on."""
    known = {offer.person_id for offer in requests.offers(office.session, request.id or 0)}
    if person.id not in known:
        requests.offer(office.session, Offer(request_id=request.id or 0, person_id=person.id or 0, at=office.now))
        office.session.flush()


def assignment(
    office: Office, request: ServiceRequest, text: str | None = None, by: Person | None = None, *, door: bool = True
) -> str:
    """The sentence that gives a request to somebody, with the door for whoever goes."""
    return office.text(
        text or assignment_text(request),
        no=request.no,
        where=describe.where(office, request) if door else describe.place(office, request),
        subject=request.subject,
        when=office.when(clocks.accept_by(office, request)),
        by=holders.spoken_name(office, by) if by else "",
        name=holders.spoken_name(office, office.directory.people[request.reporter_id]),
        words=office.masked(request.text or request.subject)[:40],
        extra=recurrence(office, request) + (office.text("has_photo") if request.photos and request.room_id else ""),
        told="" if request.private else office.text("danger_told"),
    )


def assignment_text(request: ServiceRequest) -> str:
    """Which sentence gives it to somebody."""
    return {Urgency.DANGER: "danger_to", Urgency.DISPUTE: "dispute_to"}.get(Urgency(request.urgency), "assign")


def recurrence(office: Office, request: ServiceRequest) -> str:
    """(又犯 #9) when it came back after more than a week."""
    before = requests.by_id(office.session, request.recurs_of_id)
    return office.text("recurs", no=before.no) if before else ""


def _release(office: Office, request: ServiceRequest, former_id: int | None, person: Person) -> None:
    """Whoever had it before need not go any more, and cannot take it back by a late 接."""
    if former_id and former_id != person.id:
        requests.withdraw_offer(office.session, request.id or 0, former_id)
        text = office.text("taken_from_you", no=request.no, name=holders.spoken_name(office, person))
        former = office.directory.people[former_id]
        say.to_person(office, former, text, "status", about=request, step="taken")


def _priority(request: ServiceRequest) -> Priority:
    return report_back.priority_of(request)


def record_cosigner(office: Office, request: ServiceRequest, person: Person) -> None:
    """An event for a household that has the same matter."""
    note(office, Act.COSIGN, request, person, before=Status(request.status))
