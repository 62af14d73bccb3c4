"""Telling neighbours something: 通知 — at once, at a time, again and again — and 安全提醒, at most one a week."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from handlers import call_clocks, holders, notice_places, numbers, roster, say, series
from handlers.call_resolve import answer
from handlers.errors import Forbidden, Missing, Refusal
from handlers.notice_places import Places
from handlers.office import Office, Turn
from handlers.questions import ask
from handlers.settings import Rates
from handlers.texts_calls import SAFETY_TIPS
from nlp.model import When
from storage import notices, outbox
from storage.tables import Kind, Notice, NoticeStatus, OpenQuestion, OutboxState, Role, Room

PREVIEW_ABOVE = 3
"""To more groups than this a notice is shown to its sender first."""
TIP_EVERY = timedelta(days=7)
REPORT_AFTER = timedelta(minutes=10)
"""So long after the last group's turn it is known where a notice has not arrived."""
PROGRESS_EVERY = timedelta(minutes=30)
LONGEST = 500
PLANNED = re.compile(
    r"^(?P<when>[^:：。]{2,30}?)(?:发|发送|发布)(?:[,，]?\s*(?:到|至)(?P<end>[^:：。]{2,12}?)(?:为?止)?)?\s*[:：]\s*(?P<text>.+)",
    re.DOTALL,
)
UNTIL = re.compile(
    r"[\s,，。;；(（]*(?:发|一直|持续)?(?:到|至)(?P<end>[^:：,，。;；到至]{2,12}?)(?:为止|止|结束)[)）。\s]*$"
)
"""The end of what comes again and again, behind its words: …, 到7月25日止."""
RECEIPT = re.compile(
    r"[,，。;；!！\s]*(?:请?(?:大家|各位)?)?(?:收到|看到|阅后)(?:后|的|了)?请?(?:大家)?(?:回复|回个?话|扣1|回1)[^,，。;；]{0,6}[!！。]?"
)
"""收到请回复 is left out: nobody is asked for a receipt."""


def notify(turn: Turn) -> None:
    """通知 1-3栋 明天9点停水: to the groups it names, as far as the post reaches."""
    places = notice_places.read_places(turn, turn.parse.args)
    planned = PLANNED.match(places.words)
    when = _when(turn, planned["when"]) if planned else None
    if planned is None or when is None:
        notice = _draft(turn, places, places.words)
    else:
        words, end = _words_and_end(planned["text"], when)
        notice = _draft(turn, places, words)
        _plan(turn, notice, when, planned["end"] or end)
    if len(places.rooms) > PREVIEW_ABOVE:
        _preview(turn, notice, places)
    else:
        _confirmed(turn, notice)


def _draft(turn: Turn, places: Places, words: str) -> Notice:
    text = turn.masked(RECEIPT.sub("", words).strip())[:LONGEST]
    if not text:
        raise Missing(turn.text("notice_what"))
    if not places.rooms:
        raise Refusal(turn.text("call_no_room"))
    for_whom = f"{places.entrance}: " if places.entrance else ""
    return _new(turn, for_whom + text, places.rooms)


def _new(turn: Turn, text: str, rooms: list[Room], *, safety: bool = False) -> Notice:
    community_id = rooms[0].community_id
    return notices.add(
        turn.session,
        Notice(
            community_id=community_id, no=notices.next_no(turn.session, community_id), status=NoticeStatus.PREVIEW,
            safety=safety, text=text, sender_id=turn.sender_id, room_ids=[room.id or 0 for room in rooms],
            created_at=turn.now,
        ),
    )  # fmt: skip


def _when(turn: Turn, words: str) -> When | None:
    """The time before 发: words that name none are part of the notice."""
    read = turn.time_in(words)
    return read if read is not None and read.start is not None else None


def _words_and_end(words: str, when: When) -> tuple[str, str | None]:
    """What comes again may name its end behind its words."""
    found = UNTIL.search(words) if when.every else None
    return (words[: found.start()], found["end"]) if found else (words, None)


def _plan(turn: Turn, notice: Notice, when: When, end: str | None) -> None:
    """At a time, perhaps again and again, perhaps with an end."""
    if when.start is None or when.start < turn.now:
        raise Refusal(turn.text("call_past", when=when.text))
    last = turn.time_in(end) if end else None
    notice.at, notice.every = when.start, when.every
    notice.until = (last.end or last.start) if last else None
    turn.session.add(notice)


def _preview(turn: Turn, notice: Notice, places: Places) -> None:
    listed = notice_places.names(turn, places.rooms)
    text = turn.text("notice_preview", no=notice.no, count=len(places.rooms), units=listed, words=notice.text[:80])
    answer(turn, text, "ask", None)
    ask(turn, turn.sender, "notice", item_id=notice.id)


def preview_answer(turn: Turn, question: OpenQuestion, *, yes: bool) -> bool:
    """好 sends it, anything that says no drops it."""
    notice = notices.by_id(turn.session, question.item_id)
    if notice is None or notice.status is not NoticeStatus.PREVIEW:
        return False
    if yes:
        _confirmed(turn, notice)
    else:
        notice.status = NoticeStatus.TAKEN_BACK
        turn.session.add(notice)
        answer(turn, turn.text("notice_not_sent", no=notice.no), "status")
    return True


def _confirmed(turn: Turn, notice: Notice) -> None:
    if notice.at is not None:
        notice.status, notice.next_due_at = NoticeStatus.PLANNED, notice.at
        turn.session.add(notice)
        when = roster.day_and_hour(notice.at)
        text = turn.text(
            "notice_planned", no=notice.no, when=when, again=turn.text("notice_again") if notice.every else ""
        )
        answer(turn, text, "status", notice)
        return
    rooms = _rooms(turn, notice)
    send(turn, notice)
    start = call_clocks.waking(turn, turn.now)
    later = turn.text("notice_later", when=turn.when(start)) if start != turn.now else ""
    units = notice_places.names(turn, rooms)
    text = turn.text("notice_sent", no=notice.no, count=len(rooms), units=units, later=later)
    answer(turn, text, "status", notice)


def _rooms(office: Office, notice: Notice) -> list[Room]:
    found = (office.directory.room_by_id.get(room_id) for room_id in notice.room_ids)
    return [room for room in found if room is not None]


def send(office: Office, notice: Notice, had: Collection[str] = ()) -> None:
    """Into each group in turn, spaced as the transport wants it; after the last one its sender may hear how it went.

    The groups of the chats in `had` know an older wording: they hear that it is corrected.
    """
    notice.status, notice.sent_at = NoticeStatus.SENT, office.now
    notice.rounds += 1
    last = office.now
    for last, room in _spaced(office, _rooms(office, notice)):
        line = _line(office, notice, room, corrected=room.chat in had)
        say.to_group(office, room, line, "notice", about=notice, step=f"round{notice.rounds}", not_before=last)
    notice.next_due_at = min(last + REPORT_AFTER, office.now + PROGRESS_EVERY)
    office.session.add(notice)
    office.session.flush()


def _spaced(office: Office, rooms: Sequence[Room]) -> Iterator[tuple[datetime, Room]]:
    """Each group with its moment: from the end of the quiet hours on, as far apart as the transport wants it."""
    gap = timedelta(seconds=office.settings.rates.get(office.transport, Rates()).fan_out_seconds)
    start = call_clocks.waking(office, office.now)
    return ((start + place * gap, room) for place, room in enumerate(rooms))


def _line(office: Office, notice: Notice, room: Room, *, corrected: bool) -> str:
    """With the building's name, so that each group reads its own."""
    sender = holders.spoken_name(office, office.directory.people[notice.sender_id])
    unit = office.directory.units[room.unit_id].name
    name = "notice_corrected" if corrected else "notice_safety" if notice.safety else "notice"
    return office.text(name, unit=unit, text=_as_read(office, notice.text), name=sender)


def _as_read(office: Office, words: str) -> str:
    """What is held until the morning is read a day later: its 明天 is today by then."""
    local = office.calendar.local
    if local(call_clocks.waking(office, office.now)).date() == office.today:
        return words
    return words.replace("明天", "今天").replace("明早", "今早").replace("明晚", "今晚").replace("后天", "明天")


# --- what falls due ----------------------------------------------------------------------------------------------


def wake(office: Office, notice: Notice) -> None:
    """Its time has come: it goes out, or its sender hears where it did not arrive."""
    notice.next_due_at = None
    if notice.status is NoticeStatus.PLANNED:
        send(office, notice)
        return
    if notice.status is NoticeStatus.SENT:
        if _is_on_its_way(office, notice):
            return
        _report(office, notice)
        _next_round(office, notice)
    office.session.add(notice)
    office.session.flush()


def _is_on_its_way(office: Office, notice: Notice) -> bool:
    """Still going out: its sender hears how far it has got, every half hour of the day."""
    left = len(notices.chats(office.session, notice.id or 0, OutboxState.PENDING, OutboxState.SENDING))
    if not left:
        return False
    notice.next_due_at = call_clocks.waking(office, office.now + PROGRESS_EVERY)
    office.session.add(notice)
    count = len(notices.chats(office.session, notice.id or 0, OutboxState.SENT))
    if not office.is_quiet() and count:
        sender = office.directory.people[notice.sender_id]
        text = office.text("notice_progress", no=notice.no, count=count, left=left)
        say.to_person(office, sender, text, "status", about=notice, step=f"progress{office.now:%d%H%M}")
    return True


def _report(office: Office, notice: Notice) -> None:
    """Only failures, or a long way, are worth a word."""
    failed = _units_of(office, notices.chats(office.session, notice.id or 0, OutboxState.FAILED))
    arrived = notices.chats(office.session, notice.id or 0, OutboxState.SENT)
    if not failed and len(notice.room_ids) <= PREVIEW_ABOVE:
        return
    name = "notice_failed" if failed else "notice_arrived"
    text = office.text(name, no=notice.no, count=len(arrived), failed="、".join(failed))
    sender = office.directory.people[notice.sender_id]
    say.to_person(office, sender, text, "status", about=notice, step=f"report{notice.rounds}")


def _units_of(office: Office, chats: list[str]) -> list[str]:
    rooms = (office.directory.room(office.transport, chat) for chat in chats)
    return [office.directory.units[room.unit_id].name for room in rooms if room]


def _next_round(office: Office, notice: Notice) -> None:
    """A recurring one is planned anew until its end."""
    following = _following(office, notice)
    if following is None or (notice.until is not None and following > notice.until):
        notice.status = NoticeStatus.ENDED if notice.every else NoticeStatus.SENT
        return
    notice.status, notice.at, notice.next_due_at = NoticeStatus.PLANNED, following, following


def _following(office: Office, notice: Notice) -> datetime | None:
    if notice.every is None or notice.at is None:
        return None
    wall = office.calendar.local(notice.at)
    return office.calendar.at(series.following(wall.date(), notice.every), wall.time())


# --- changed, taken back --------------------------------------------------------------------------------------------------


def correct(turn: Turn) -> None:
    """改通知 5 明天10点停水: groups that have it hear the right words, the others only those."""
    notice = _numbered(turn)
    text = turn.masked(RECEIPT.sub("", turn.parse.args).strip())[:LONGEST]
    if not text:
        raise Missing(turn.text("notice_what"))
    had = _held_back(turn, notice)
    notice.text = text
    if notice.status is NoticeStatus.SENT:
        send(turn, notice, had)
    answer(turn, turn.text("notice_corrected_you", no=notice.no), "status", notice)


def _held_back(turn: Turn, notice: Notice) -> list[str]:
    """What is not out stays in; the chats that have it already."""
    for entry in outbox.waiting_about(turn.session, Kind.NOTICE, notice.id or 0):
        outbox.drop(turn.session, entry)
    notice.version += 1
    turn.session.add(notice)
    return notices.chats(turn.session, notice.id or 0, OutboxState.SENT, OutboxState.SENDING)


def retract(turn: Turn) -> None:
    """撤回通知 5: what is not out stays in; groups that have just had it hear one line."""
    notice = _numbered(turn)
    had = _held_back(turn, notice) if notice.status is NoticeStatus.SENT else []
    notice.status, notice.next_due_at = NoticeStatus.TAKEN_BACK, None
    told = [room for chat in had if (room := turn.directory.room(turn.transport, chat))]
    text = turn.text("notice_taken_back", words=notice.text[:20])
    for moment, room in _spaced(turn, told):
        say.to_group(turn, room, text, "status", about=notice, step="taken_back", not_before=moment)
    name = "notice_taken_back_you" if told else "notice_ended_you"
    answer(turn, turn.text(name, no=notice.no, count=len(told)), "status", notice)


def _numbered(turn: Turn) -> Notice:
    """The notice of that number which the sender sent, or whose groups are all the sender's community's."""
    no = turn.parse.no
    found = notices.by_no(turn.session, no, numbers.communities(turn)) if no is not None else []
    if not found:
        raise Refusal(turn.text("notice_none", no=no))
    own = [one for one in found if _may_change(turn, one)]
    if not own:
        raise Forbidden(turn.text("notice_not_sender", no=no))
    standing = [one for one in own if one.status not in (NoticeStatus.TAKEN_BACK, NoticeStatus.ENDED)]
    if not standing:
        raise Refusal(turn.text("notice_gone", no=no))
    return numbers.the_one(turn, standing)


def _may_change(turn: Turn, notice: Notice) -> bool:
    units = [room.unit_id for room in _rooms(turn, notice)]
    above = bool(units) and all(holders.holds(turn, turn.sender, (Role.COMMUNITY,), unit_id) for unit_id in units)
    return above or notice.sender_id in holders.stands_for(turn, turn.sender)


# --- safety reminders --------------------------------------------------------------------------------------------


def safety_tip(turn: Turn) -> None:
    """安全提醒 台风: at most one in seven days for a group; a second one is refused, not queued."""
    places = notice_places.read_places(turn, f"全部 {turn.parse.args}" if turn.room is None else turn.parse.args)
    recent = notices.safety_since(turn.session, turn.now - TIP_EVERY)
    here = {room.id for room in places.rooms}
    had = {room_id: notice for notice in reversed(recent) for room_id in here.intersection(notice.room_ids)}
    rooms = [room for room in places.rooms if room.id not in had]
    if not rooms:
        last = max((notice.sent_at for notice in had.values() if notice.sent_at), default=turn.now)
        raise Refusal(turn.text("tip_again", last=_day(turn, last), next=_day(turn, last + TIP_EVERY)))
    notice = _new(turn, _tip(turn, places.words), rooms, safety=True)
    _confirmed(turn, notice)


def _tip(turn: Turn, words: str) -> str:
    """The community's advice for a kind of danger, or the head's own words."""
    known = next((tip for word, tip in SAFETY_TIPS.items() if word in words), None)
    return known if known and len(words) <= len(words.strip()) and len(words) <= 8 else turn.masked(words)


def _day(turn: Turn, moment: datetime) -> str:
    day = turn.calendar.local(moment).date()
    return f"{day.month}月{day.day}日"
