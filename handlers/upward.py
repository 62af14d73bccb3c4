"""Beyond the worker: 升, 报, 议, 不受理, 不同意."""

from __future__ import annotations

import re

from handlers import describe, holders, raising, report_back, resolve, say
from handlers.closing import remembered
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import Act, Who, level_above, standing, transition
from handlers.office import Office, Turn
from handlers.taking import nothing_to_do
from storage import requests
from storage.tables import Level, Person, ServiceRequest, Status

NEXT_DOOR = re.compile(
    r"\d{3,}|(?<!不)(?<!非)归(?!我)\S{2,}|(?<!不)属于?(?!我)\S{2,}|(?:请找|找|联系|咨询|拨打|打电话给)(?!不|人)\S{2,}|"
    r"[去到]\S{0,8}(?:公司|中心|窗口|大厅|局|所|站|处|街道|社区|物业|居委会)"
)
"""Who is in charge, or where to ask: a number to call, 归 somebody, 找 somebody."""
NO_REASON = re.compile(r"[\d\s,，。:：;；、-]|电话|热线|拨打|联系|请?打|找")
"""What is left without these says why."""
SHORTEST_REASON = 2


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
    holder = holders.at_level(turn, level, request.unit_id)
    name = "raised_yours" if holder is not None and holder.id == turn.sender_id else "raised_you"
    hint = raising.hint(turn, request)
    text = turn.text(name, no=request.no, level=describe.level_name(turn, level), hint=hint)
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
        refer_to(turn, request, turn.masked(turn.parse.args.strip()) or describe.level_name(turn, Level.STREET))


def refer_to(turn: Turn, request: ServiceRequest, to: str) -> None:
    """Referred: the letter is made, it is asked about weekly, 在办 brings it back."""
    _pass_up(turn, request, to, Level.STREET)
    report_back.tell(turn, request, "referred", turn.text("referred", no=request.no, to=to), "escalate")
    say.answer_privately(
        turn, turn.text("referred_letter", no=request.no, letter=letter(turn, request)), "status", about=request
    )


def _pass_up(turn: Turn, request: ServiceRequest, to: str, level: Level) -> None:
    """It is with others from now on; whoever had it need not go."""
    former = turn.directory.people.get(request.assignee_id or 0)
    transition(
        turn, Act.REFER, request, turn.sender, detail=to, referred_to=to, level=level, assignee_id=None,
        offer_until=None, heard_at=turn.now,
    )  # fmt: skip
    _tell_former(turn, request, former, turn.text("referred_told", no=request.no, to=to))


def _tell_former(turn: Turn, request: ServiceRequest, former: Person | None, text: str) -> None:
    if former is not None and former.id != turn.sender_id:
        say.to_person(turn, former, text, "status", about=request, step="taken")


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
    _pass_up(turn, request, turn.text("deliberated"), Level(request.level))
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


def refuse_case(turn: Turn) -> None:
    """不受理 12: with the reason and the next door, both required."""
    request = _mine(turn, Act.REFUSE)
    if request is None:
        return
    reason = turn.parse.args.strip()
    if not (NEXT_DOOR.search(reason) and len(NO_REASON.sub("", reason)) >= SHORTEST_REASON):
        raise Missing(turn.text("refuse_reason", no=request.no), item_id=request.id, act=Act.REFUSE, said=reason)
    former = turn.directory.people.get(request.assignee_id or 0)
    transition(turn, Act.REFUSE, request, turn.sender, detail=reason, reason=reason, closed_at=turn.now,
               before=remembered(request))  # fmt: skip
    text = turn.text("refused", at="{at}", no=request.no, reason=reason)
    _tell_refused(turn, request, text)
    say.answer_privately(turn, turn.text("refused_you", no=request.no), "status", about=request)
    _tell_former(turn, request, former, turn.text("refused_told", no=request.no))


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
