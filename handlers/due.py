"""What happens when a step of a request's clock falls due: one short function for each kind of step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import takewhile

from handlers import (
    clocks,
    closing,
    delivery,
    describe,
    dispatch,
    doubting,
    holders,
    postponing,
    raising,
    report_back,
    returning,
    say,
    upward,
)
from handlers.clocks import Step, StepName
from handlers.lifecycle import settle
from handlers.office import Office
from handlers.questions import ask
from nlp.model import Urgency
from storage import requests
from storage.tables import Level, Person, ServiceRequest

CATCH_UP = timedelta(minutes=30)
"""Later than this a single reminder gives way to the newer one that is due as well."""
REMINDERS = frozenset({
    StepName.REMIND, StepName.REMIND_HEAD, StepName.REPEAT, StepName.ASK_BEFORE, StepName.REPEAT_LATE, StepName.WEEKLY,
})  # fmt: skip
QUESTIONS = (StepName.DUE, StepName.REPEAT_LATE, StepName.ASK_BEFORE, StepName.ASK_SILENT)
"""Each asks the assignee how it stands: of those that fall due together only the first is said."""
MOST_AT_ONCE = 64


def wake(office: Office, request: ServiceRequest) -> None:
    """Do everything of a request's clocks that is due, then note when it is next due."""
    for _ in range(MOST_AT_ONCE):
        if request.next_due_at is None or request.next_due_at > office.now:
            break
        _perform_together(office, request, _due_together(office, request))
        settle(office, request)


def _due_together(office: Office, request: ServiceRequest) -> list[Step]:
    """The next steps that fall due at one and the same moment, words before changes of level."""
    coming = (step for step in clocks.steps(office, request) if step.at > request.cursor)
    first = next(coming)
    if first.at > office.now:
        return []
    together = [first, *takewhile(lambda step: step.at == first.at, coming)]
    return _one_question(sorted(together, key=lambda step: (ORDER.index(step.name), step.level)))


def _one_question(steps: list[Step]) -> list[Step]:
    asked = [step for step in steps if step.name in QUESTIONS]
    return [step for step in steps if step not in asked[1:]]


def _perform_together(office: Office, request: ServiceRequest, due: list[Step]) -> None:
    version = request.version
    for step in due:
        request.cursor = step.at
        if request.version != version and step.name not in RAISES:
            continue
        if not _is_overtaken(office, request, step):
            STEPS[step.name](office, request, step)


def _is_overtaken(office: Office, request: ServiceRequest, step: Step) -> bool:
    """After a pause: one catch-up, nothing stale."""
    if step.name not in REMINDERS or office.now - step.at < CATCH_UP:
        return False
    following = clocks.next_step(office, request)
    return following.at <= office.now


# --- before somebody accepts -------------------------------------------------------------------------------------


def _doubt(office: Office, request: ServiceRequest, _step: Step) -> None:
    """No answer from the head: it opens if it has a place and a fault word, else it stays in the head's list."""
    if request.unit_id is not None and request.fault_word and _has_place(request):
        doubting.admit(office, request, None)
    elif request.source == "voice":
        _say_owner(office, request, "voice_again", "remind")


def _has_place(request: ServiceRequest) -> bool:
    return bool(request.entrance or request.spot or request.door or request.floor)


def _offer_ends(office: Office, request: ServiceRequest, _step: Step) -> None:
    dispatch.end_offer(office, request)


def _head_decides(office: Office, request: ServiceRequest, _step: Step) -> None:
    dispatch.assign_best(office, request)


def _remind(office: Office, request: ServiceRequest, step: Step) -> None:
    """Whoever is to take it; while nobody was named, whoever is to name somebody."""
    if request.offer_until:
        return
    if request.assignee_id is None:
        _say_owner(office, request, "remind_owner", "remind", f"{step.name}{step.at:%d%H%M}")
        return
    by = clocks.accept_by(office, request)
    name = "remind" if by > office.now else "remind_late"
    _say_assignee(office, request, name, f"{step.name}{step.at:%d%H%M}", when=office.when(by))


def _remind_head(office: Office, request: ServiceRequest, step: Step) -> None:
    _remind(office, request, step)
    if request.assignee_id is None:
        return
    head = holders.head_of(office, request.unit_id)
    if head is not None and head.id not in (request.assignee_id, request.owner_id):
        _say(
            office, request, head, "remind_head", "remind_head", "remind", name=describe.assignee_name(office, request)
        )


def _repeat(office: Office, request: ServiceRequest, step: Step) -> None:
    """Danger nobody has taken: again to all who were told."""
    told = [office.directory.people[offer.person_id] for offer in requests.offers(office.session, request.id or 0)]
    owner = office.directory.people.get(request.owner_id or 0)
    for person in {one.id: one for one in [*told, *([owner] if owner else [])]}.values():
        _say(office, request, person, "danger_repeat", f"repeat{step.at:%d%H%M}", "remind")


def _raise(office: Office, request: ServiceRequest, step: Step) -> None:
    if request.urgency == Urgency.DANGER:
        holder = holders.at_level(office, step.level, request.unit_id)
        if holder is not None:
            dispatch.note_offer(office, request, holder)
    raising.raise_to(office, request, step.level, None, office.text("why_unaccepted"))


# --- after somebody accepted -------------------------------------------------------------------------------------


def _ask_before(office: Office, request: ServiceRequest, _step: Step) -> None:
    when = office.when(request.expected_at or office.now)
    _say_assignee(office, request, "ask_before", "ask_before", why="ask", when=when)
    _await_word(office, request)


def _due(office: Office, request: ServiceRequest, step: Step) -> None:
    request.was_late = True
    _still_not_done(office, request, step)
    head = holders.head_of(office, request.unit_id)
    if clocks.clock_of(office, request).late_head and head is not None and head.id != request.assignee_id:
        _say(office, request, head, "late_head", "late_head", "remind", name=describe.assignee_name(office, request))


def _still_not_done(office: Office, request: ServiceRequest, step: Step) -> None:
    """The time is over; danger cannot be put off."""
    name = "danger_late" if request.urgency == Urgency.DANGER else "late_you"
    _say_assignee(office, request, name, f"{step.name}{step.at:%m%d%H%M}")
    _await_word(office, request)


def _late(office: Office, request: ServiceRequest, step: Step) -> None:
    """The level rises; where it had risen before somebody accepted, its holder hears that it is late."""
    if step.level > request.level:
        raising.raise_to(office, request, step.level, None, office.text("why_late"))
    else:
        _tell_holder(office, request, step)


def _repeat_late(office: Office, request: ServiceRequest, step: Step) -> None:
    """Late still: whoever does it hears it, and whoever the level has brought in."""
    _still_not_done(office, request, step)
    _tell_holder(office, request, step)


def _tell_holder(office: Office, request: ServiceRequest, step: Step) -> None:
    holder = holders.at_level(office, Level(request.level), request.unit_id)
    if request.level > Level.BUILDING and holder is not None and holder.id != request.assignee_id:
        hint = raising.hint(office, request)
        _say(office, request, holder, "still_late", f"{step.name}{step.at:%m%d%H%M}", "remind", hint=hint)


def _ask_silent(office: Office, request: ServiceRequest, step: Step) -> None:
    _say_assignee(office, request, "ask_silent", f"silent{step.at:%d%H%M}", why="ask")
    _await_word(office, request)


def _await_word(office: Office, request: ServiceRequest) -> None:
    """Whatever the assignee says next in private is the answer."""
    assignee = office.directory.people.get(request.assignee_id or 0)
    if assignee is not None:
        ask(office, holders.reached(office, assignee), "progress", item_id=request.id)


def _back_silent(office: Office, request: ServiceRequest, _step: Step) -> None:
    """Accepted and nothing heard: back to be assigned, at once to somebody else."""
    former = office.directory.people.get(request.assignee_id or 0)
    next_one = returning.give_back(office, request, None, office.text("why_silent"))
    if former is None:
        return
    if former.id != request.owner_id:
        _say(office, request, former, "silent_back_you", "silent_back", "status")
    told = office.text("silent_back", no=request.no, name=holders.spoken_name(office, former))
    returning.tell_head(office, request, told, next_one, former.id)


# --- the rest ----------------------------------------------------------------------------------------------------


def _confirm(office: Office, request: ServiceRequest, _step: Step) -> None:
    closing.silence(office, request)


def _resume(office: Office, request: ServiceRequest, _step: Step) -> None:
    postponing.resume(office, request)


def _weekly(office: Office, request: ServiceRequest, _step: Step) -> None:
    upward.weekly(office, request)


def _say_assignee(
    office: Office, request: ServiceRequest, name: str, step: str, *, why: str = "remind", **values: object
) -> None:
    assignee = office.directory.people.get(request.assignee_id or 0)
    if assignee is not None:
        _say(office, request, assignee, name, step, why, **values)


def _say_owner(office: Office, request: ServiceRequest, name: str, why: str, step: str = "owner") -> None:
    owner = office.directory.people.get(request.owner_id or 0)
    if owner is not None:
        _say(office, request, owner, name, step, why)


def _say(
    office: Office, request: ServiceRequest, person: Person, key: str, step: str, why: str, /, **values: object
) -> None:
    """Said to one person, in the hours in which its class may speak; on to the next way where it cannot be."""
    where = describe.for_reader(office, request, person)
    text = office.text(key, no=request.no, where=where, subject=request.subject, **values)
    told = say.to_person(
        office, person, text, why, about=request, step=step, guarded=True,
        priority=report_back.priority_of(request), not_before=clocks.speaking_hours(office, request, office.now),
    )  # fmt: skip
    if not told:
        delivery.next_way(office, request, person)


STEPS: dict[StepName, Callable[[Office, ServiceRequest, Step], None]] = {
    StepName.DOUBT: _doubt,
    StepName.OFFER_ENDS: _offer_ends,
    StepName.HEAD_DECIDES: _head_decides,
    StepName.REMIND: _remind,
    StepName.REMIND_HEAD: _remind_head,
    StepName.REPEAT: _repeat,
    StepName.DUE: _due,
    StepName.REPEAT_LATE: _repeat_late,
    StepName.ASK_BEFORE: _ask_before,
    StepName.ASK_SILENT: _ask_silent,
    StepName.RAISE: _raise,
    StepName.LATE: _late,
    StepName.BACK_SILENT: _back_silent,
    StepName.CONFIRM: _confirm,
    StepName.RESUME: _resume,
    StepName.WEEKLY: _weekly,
}
"""Step → what it does. At one moment they go in this order."""
ORDER = list(STEPS)
RAISES = frozenset({StepName.RAISE, StepName.LATE})
