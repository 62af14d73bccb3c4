"""Signs of life: any word of progress or a photo of whoever has a matter in hand."""

from __future__ import annotations

import re
from datetime import datetime

from handlers import clocks, holders, resolve, say
from handlers.lifecycle import WORKING, Act, Who, note, settle, standing, transition
from handlers.office import Office, Turn
from storage.tables import ServiceRequest, Status

PROGRESS_A_DAY = 2
PHOTO = "photo"


def told_how_it_goes(turn: Turn) -> bool:
    """12 约了周末再谈, or words to a quoted line: from whoever has it in hand any word is one of progress."""
    leading = NUMBER_FIRST.match(turn.parse.own)
    no = int(leading[1]) if leading else resolve.quoted_no(turn)
    working = (one for one in resolve.mine_in_hand(turn) if one.no == no and one.status in WORKING)
    request = next((one for one in working if Who.ASSIGNEE in standing(turn, one, turn.sender)), None)
    if request is None:
        return False
    heard(turn, request)
    return True


NUMBER_FIRST = re.compile(r"\s*#?(\d{1,6})(?:\s*[号,，:：、\s]\s*\S|(?=[今明后]天|[能要在还快]))")


def heard(turn: Turn, request: ServiceRequest) -> None:
    """A sign of life, and the word that it was heard."""
    progress(turn, request)
    say.answer_privately(turn, turn.text("started_you", no=request.no), "status", about=request)


def progress(turn: Turn, request: ServiceRequest) -> None:
    """A sign of life of the assignee; of the community, about what it had reported to the street."""
    act = Act.COME_BACK if request.status is Status.REFERRED else Act.START
    transition(
        turn, act, request, turn.sender, message_id=turn.message.id, heard_at=turn.now,
        assignee_id=request.assignee_id or turn.sender_id,
        expected_at=_time_left(turn, request),
    )  # fmt: skip
    if request.progress_day != turn.today:
        request.progress_day, request.progress_told = turn.today, 0
    if request.progress_told >= PROGRESS_A_DAY:
        return
    request.progress_told += 1
    settle(turn, request)
    reporter = turn.directory.people[request.reporter_id]
    text = turn.text("started", no=request.no, name=holders.spoken_name(turn, turn.sender))
    if reporter.id != turn.sender_id:
        say.to_person(turn, reporter, text, "status", about=request, step=f"progress{turn.message.id}")


def _time_left(office: Office, request: ServiceRequest) -> datetime:
    """The promise that stands; the class's time anew when it comes back from above."""
    if request.status is Status.REFERRED:
        return office.calendar.add(office.now, clocks.clock_of(office, request).done)
    return request.expected_at or clocks.done_by(office, request)


def note_photo(turn: Turn, request: ServiceRequest) -> None:
    """A picture that belongs to a request."""
    request.photos += 1
    note(turn, Act.NOTE, request, turn.sender, before=request.status, message_id=turn.message.id, detail=PHOTO)
    turn.session.add(request)
