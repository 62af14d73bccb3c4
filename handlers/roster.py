"""The lines a group hears of a call: what it is, who comes, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers import call_clocks, holders, say, texts
from handlers.office import Office
from storage.tables import Room, SignUp, VolunteerCall

REPORT_AT = 3
"""So many unreported joins make a roster line at once."""


def room_of(office: Office, call: VolunteerCall) -> Room:
    """The group of a call."""
    return office.directory.room_by_id[call.room_id]


def leader_name(office: Office, call: VolunteerCall) -> str:
    """Who calls."""
    return holders.spoken_name(office, office.directory.people[call.leader_id])


def day_and_hour(moment: datetime) -> str:
    """明天9点, 周六9点半, put into words when it is sent."""
    return texts.mark(moment, "h")


def when(office: Office, call: VolunteerCall) -> str:
    """现在, 周六9点, or 周六时间另告."""
    if call.starts_at is None:
        return f"{day(office, call)}{office.text('call_hour_later')}"
    if call.starts_at <= office.now:
        return office.text("call_now")
    return day_and_hour(call.starts_at)


def day(office: Office, call: VolunteerCall) -> str:
    """周六, put into words when it is sent; nothing where no day is known."""
    return texts.mark(office.calendar.at(call.day, call_clocks.EVENING), "d") if call.day else ""


def what(office: Office, call: VolunteerCall) -> str:
    """篮球坪 扯杂草."""
    spot = call.spot if call.spot and call.spot not in call.task else ""
    return " ".join(part for part in (spot, office.masked(call.task)) if part)


def headline(office: Office, call: VolunteerCall) -> str:
    """#3 苏玲招呼: 周六9点 篮球坪 扯杂草, 要3位, 带手套。来的回 我来。"""
    asked = (f", 要{call.need}位" if call.need else "") + (f", 带{call.bring}" if call.bring else "")
    values = {"no": call.no, "name": leader_name(office, call), "when": when(office, call), "what": what(office, call)}
    line = office.text("call_put_up", asked=asked, **values)
    return line if len(office.dated(line)) <= texts.LINE else office.text("call_put_up", asked="", **values)


def members(office: Office, call: VolunteerCall) -> list[SignUp]:
    """Who is in."""
    return call_clocks.joined(office, call)


def households(office: Office, rows: Sequence[SignUp]) -> int:
    """How many doors they come from; who is known by name alone counts as one."""
    return len({_household(office, row) for row in rows})


def _household(office: Office, row: SignUp) -> str:
    person = office.directory.people.get(row.person_id or 0)
    return holders.household_of(person) if person else f"name:{row.name}"


def name_of(office: Office, row: SignUp) -> str:
    """How somebody who signed up is called in a group."""
    person = office.directory.people.get(row.person_id or 0)
    return holders.spoken_name(office, person) if person else holders.tidy_name(row.name)


def line(office: Office, call: VolunteerCall) -> str:
    """#3 扯杂草 已有7位: 王、李、2单元张姐… — with households where they differ from heads."""
    rows = members(office, call)
    people, doors = sum(row.count for row in rows), households(office, rows)
    full = office.text("call_full_mark") if call.need and people >= call.need else ""
    told = office.text(
        "call_roster", no=call.no, task=office.masked(call.task), count=people,
        households=office.text("call_households", count=doors) if doors != people else "", full=full,
    )  # fmt: skip
    return fitted(told, [name_of(office, row) for row in rows])


def fitted(told: str, names: Sequence[str], close: str = "") -> str:
    """As many names behind a line as fit into sixty characters, … for the rest."""
    room = texts.LINE - len(told) - len(close) - 1
    kept: list[str] = []
    for name in names:
        if len("、".join([*kept, name])) > room:
            break
        kept.append(name)
    if not kept:
        return told.rstrip(": ") + close
    return told + "、".join(kept) + ("…" if len(kept) < len(names) else "") + close


def note_join(office: Office, call: VolunteerCall, joins: int) -> None:
    """Count what the group has not heard of; three make a line at once, except at night."""
    if not joins:
        return
    call.unreported += joins
    call.unreported_since = call.unreported_since or office.now
    if call.unreported >= REPORT_AT and not office.is_quiet():
        report(office, call)


def report(office: Office, call: VolunteerCall) -> None:
    """Say who comes, and count anew."""
    if not call.unreported:
        return
    call.unreported, call.unreported_since = 0, None
    office.session.add(call)
    if not members(office, call):
        return
    step = f"roster{office.now:%m%d%H%M%S}"
    say.to_group(office, room_of(office, call), line(office, call), "roster", about=call, line="roster", step=step)


def reminder(office: Office, call: VolunteerCall, name: str) -> None:
    """明天9点 篮球坪, 8位, 带手套 — in the group, once for each step."""
    count = call_clocks.heads(office, call)
    text = office.text(
        name, no=call.no, when=when(office, call), what=what(office, call),
        people=f", {count}位" if count else "", bring=f", 带{call.bring}" if call.bring else "",
    )  # fmt: skip
    say.to_group(
        office, room_of(office, call), text, "remind", about=call, step=f"{name}{office.today}", guarded=True,
        expires_at=call.starts_at,
    )  # fmt: skip
