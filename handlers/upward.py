"""Beyond the worker: 升, 报, 议, 并, 拆, 不受理, 不同意."""

from __future__ import annotations

from datetime import timedelta

from handlers import describe, dispatch, raising, report_back, resolve, say
from handlers.closing import remembered, restore
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import Act, Who, check, level_above, standing, transition
from handlers.office import Office, Turn
from handlers.taking import nothing_to_do
from storage import requests
from storage.tables import ENDED, Level, Person, ServiceRequest, Status

SPLIT_WITHIN = timedelta(days=7)
PHONE_DIGITS = 3


def raise_command(turn: Turn) -> None:
    """升 12 原因: by whoever has it or answers for it; from the community on it goes to the street."""
    request = _mine(turn, Act.RAISE)
    if request is None:
        return
    reason = turn.masked(turn.parse.args.strip())
    if not standing(turn, request, turn.sender) & {Who.ASSIGNEE, Who.HEAD, Who.GRID, Who.COMMUNITY}:
        raise Forbidden(turn.text("not_yours", no=request.no))
    if not reason:
        raise Missing(turn.text("raise_reason", no=request.no), item_id=request.id, act=Act.RAISE)
    if request.level >= Level.STREET:
        raise Refusal(turn.text("raised_top", no=request.no))
    level = level_above(request)
    if level is Level.STREET and request.assignee_id is None:
        refer_to(turn, request, describe.level_name(turn, Level.STREET))
        return
    raising.raise_to(turn, request, level, turn.sender, reason)
    text = turn.text("raised_you", no=request.no, level=describe.level_name(turn, level))
    say.answer_privately(turn, text, "status", about=request)


def _mine(turn: Turn, act: Act) -> ServiceRequest | None:
    request = resolve.item(turn, act, [*resolve.mine_in_hand(turn), *resolve.in_my_care(turn)])
    if request is None:
        nothing_to_do(turn)
    return request


def refer(turn: Turn) -> None:
    """报 12 街道: by the community, to the street or a department."""
    request = _mine(turn, Act.REFER)
    if request is not None:
        refer_to(turn, request, turn.parse.args.strip() or describe.level_name(turn, Level.STREET))


def refer_to(turn: Turn, request: ServiceRequest, to: str) -> None:
    """Referred: the letter is made, it is asked about weekly, 在办 brings it back."""
    transition(
        turn, Act.REFER, request, turn.sender, detail=to, referred_to=to, level=Level.STREET, assignee_id=None,
        offer_until=None, heard_at=turn.now,
    )  # fmt: skip
    report_back.tell(turn, request, "referred", turn.text("referred", no=request.no, to=to), "escalate")
    say.answer_privately(
        turn, turn.text("referred_letter", no=request.no, letter=letter(turn, request)), "status", about=request
    )


def letter(office: Office, request: ServiceRequest) -> str:
    """The text for the department: what, where, since when, how many households, what was done."""
    day = office.calendar.local(request.requested_at)
    return office.text(
        "letter",
        place=describe.place(office, request) or "小区",
        subject=request.subject,
        day=f"{day.month}月{day.day}日",
        words=office.masked(request.text or request.subject),
        count=requests.households(office.session, request.id or 0) or 1,
        story=describe.history(office, request),
    )


def deliberate(turn: Turn) -> None:
    """议 12: handed to the community to talk over."""
    request = _mine(turn, Act.REFER)
    if request is None:
        return
    transition(
        turn, Act.REFER, request, turn.sender, referred_to="大家商量", assignee_id=None, offer_until=None,
        heard_at=turn.now,
    )  # fmt: skip
    report_back.tell(turn, request, "referred", turn.text("referred_topic", no=request.no), "topic")
    say.answer_privately(turn, turn.text("referred_you", no=request.no), "status", about=request)


def weekly(office: Office, request: ServiceRequest) -> None:
    """Still with the street: the community is asked once a week."""
    owner = office.directory.people.get(request.owner_id or 0)
    if owner is None or request.status is not Status.REFERRED:
        return
    weeks = max(1, (office.now - (request.heard_at or request.accept_from)).days // 7)
    text = office.text(
        "weekly_ask", no=request.no, subject=request.subject, to=request.referred_to or "上级", weeks=weeks
    )
    say.to_person(office, owner, text, "remind", about=request, step=f"weekly{office.today}")


# --- merging -----------------------------------------------------------------------------------------------------


def merge(turn: Turn) -> None:
    """并 15 12: 15 becomes part of 12 and its timers stop; those of 15 hear it in private."""
    request = resolve.numbered(turn, _number(turn, turn.parse.no))
    target = resolve.numbered(turn, _number(turn, _first_number(turn.parse.args)))
    if target.id == request.id or target.status in ENDED or target.community_id != request.community_id:
        raise Refusal(turn.text("not_now", no=target.no, status=describe.state(turn, target)))
    _check_care(turn, request)
    former = turn.directory.people.get(request.assignee_id or 0)
    transition(
        turn, Act.MERGE, request, turn.sender, merged_into_id=target.id, before=remembered(request),
        closed_at=turn.now, detail=str(target.no),
    )  # fmt: skip
    _move_households(turn, request, target)
    for person in _households(turn, request):
        text = turn.text("merged_told", no=request.no, into=target.no)
        say.to_person(turn, person, text, "status", about=request, step="merged")
    if former is not None and former.id not in (turn.sender_id, target.assignee_id):
        text = turn.text("taken_from_you", no=request.no, name=describe.assignee_name(turn, target))
        say.to_person(turn, former, text, "status", about=request, step="taken")
    say.answer_privately(turn, turn.text("merged_you", no=request.no, into=target.no), "status", about=request)


def _check_care(turn: Turn, request: ServiceRequest) -> None:
    if not standing(turn, request, turn.sender) & {Who.HEAD, Who.ASSIGNEE, Who.GRID, Who.COMMUNITY}:
        raise Forbidden(turn.text("not_yours", no=request.no))


def _number(turn: Turn, no: int | None) -> int:
    if no is None:
        raise Missing(turn.text("which", choices="例如: 并 15 12"))
    return no


def _first_number(args: str) -> int | None:
    digits = "".join(char if char.isdigit() else " " for char in args).split()
    return int(digits[0]) if digits else None


def _households(turn: Turn, request: ServiceRequest) -> list[Person]:
    signed = requests.cosigners(turn.session, request.id or 0)
    wanted = dict.fromkeys([request.reporter_id, *(one.person_id for one in signed)])
    return [turn.directory.people[person_id] for person_id in wanted]


def _move_households(turn: Turn, request: ServiceRequest, target: ServiceRequest) -> None:
    """They count for the one it became part of; `before` knows who came with it, for 拆."""
    requests.copy_households(turn.session, request.id or 0, target.id or 0)


def split(turn: Turn) -> None:
    """拆 15 within seven days: on its own again, with a new accept clock."""
    request = resolve.numbered(turn, _number(turn, turn.parse.no))
    _check_care(turn, request)
    if request.closed_at and turn.now - request.closed_at > SPLIT_WITHIN:
        raise Refusal(turn.text("split_late", no=request.no))
    check(turn, Act.SPLIT, request, turn.sender)
    requests.forget_households(turn.session, request.merged_into_id or 0, request.id or 0)
    changes = {**restore(request), "accept_from": turn.now}
    transition(turn, Act.SPLIT, request, turn.sender, merged_into_id=None, closed_at=None, before=None, **changes)
    say.answer_privately(turn, turn.text("split", no=request.no), "status", about=request)
    if request.status is Status.TO_ASSIGN:
        dispatch.assign_best(turn, request)
    elif request.status is Status.TO_ACCEPT and request.assignee_id:
        person = turn.directory.people[request.assignee_id]
        dispatch.hand_to(turn, request, person, dispatch.assignment(turn, request))


# --- refusing ----------------------------------------------------------------------------------------------------


def refuse_case(turn: Turn) -> None:
    """不受理 12: with the reason and the next door, both required."""
    request = _mine(turn, Act.REFUSE)
    if request is None:
        return
    reason = turn.parse.args.strip()
    if not (reason and names_next_door(reason)):
        raise Missing(turn.text("refuse_reason", no=request.no), item_id=request.id, act=Act.REFUSE, said=reason)
    former = turn.directory.people.get(request.assignee_id or 0)
    transition(turn, Act.REFUSE, request, turn.sender, detail=reason, reason=reason, closed_at=turn.now,
               before=remembered(request))  # fmt: skip
    text = turn.text("refused", at="{at}", no=request.no, reason=reason)
    _tell_refused(turn, request, text)
    say.answer_privately(turn, turn.text("refused_you", no=request.no), "status", about=request)
    if former is not None and former.id != turn.sender_id:
        say.to_person(turn, former, turn.text("refused_told", no=request.no), "status", about=request, step="refused")


def names_next_door(reason: str) -> bool:
    """Whether a reason says who is in charge: a number to call, or 归, 找, 联系 somebody."""
    digits = sum(char.isdigit() for char in reason)
    return digits >= PHONE_DIGITS or any(word in reason for word in ("归", "找", "联系", "拨打", "电话", "去", "到"))


def _tell_refused(turn: Turn, request: ServiceRequest, text: str) -> None:
    reporter = turn.directory.people[request.reporter_id]
    if not say.to_person(turn, reporter, text.replace("{at}", ""), "status", about=request, step="refused"):
        report_back.tell(turn, request, "refused", text, "status", mention=True)


def disagree(turn: Turn) -> None:
    """不同意: the next level looks at it."""
    no = turn.parse.no if turn.parse.no is not None else resolve.quoted_no(turn)
    request = resolve.numbered(turn, no) if no is not None else requests.last_refused(turn.session, turn.sender_id)
    if request is None:
        nothing_to_do(turn)
        return
    if Who.REPORTER not in standing(turn, request, turn.sender):
        raise Forbidden(turn.text("not_yours", no=request.no))
    if request.status is not Status.REFUSED:
        raise Refusal(turn.text("not_now", no=request.no, status=describe.state(turn, request)))
    level = level_above(request)
    transition(
        turn, Act.DISAGREE, request, turn.sender, closed_at=None, before=None, accept_from=turn.now, assignee_id=None,
        level=Level(level - 1), detail=turn.parse.args[:200],
    )  # fmt: skip
    raising.raise_to(turn, request, level, None, "居民不同意不受理")
    say.answer(turn, turn.text("disagreed", no=request.no), "status", about=request)
