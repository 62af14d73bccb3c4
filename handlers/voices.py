"""Pictures and voices: a photo belongs to its sender's report; a voice is for the head to hear."""

from __future__ import annotations

from handlers import describe, drafting, holders, progressing, resolve, say, vacancies
from handlers.lifecycle import WORKING, Act, Who, note, settle, standing
from handlers.office import Turn
from handlers.questions import ask
from nlp.model import Category, Urgency
from storage import inbox, requests
from storage.tables import Kind, Level, ServiceRequest, Status


def photo(turn: Turn) -> None:
    """Within two minutes of the sender's report it is part of it; from the one at work it is a sign of life."""
    entries = inbox.recent_from(
        turn.session, turn.message.transport, turn.message.chat, turn.message.sender, turn.now - drafting.PHOTO_BELONGS
    )
    request = next(
        (requests.by_id(turn.session, entry.item_id) for entry in entries if entry.kind is Kind.REQUEST), None
    )
    held = [] if request else _at_work_on(turn)
    if request is not None or len(held) == 1:
        _keep(turn, request or held[0])
    elif held and turn.room is None:
        resolve.ask_which(turn, Act.NOTE, held)
    else:
        inbox.note_photo(turn.session, turn.key)
        if turn.room is None:
            say.answer_privately(turn, turn.text("noted"), "answer")


def photo_of(turn: Turn) -> None:
    """是哪一件? — 2: the picture that came before belongs to it."""
    if turn.parse.no is not None:
        _keep(turn, resolve.numbered(turn, turn.parse.no))


def _keep(turn: Turn, request: ServiceRequest) -> None:
    progressing.note_photo(turn, request)
    if Who.ASSIGNEE in standing(turn, request, turn.sender) and request.status in WORKING:
        progressing.progress(turn, request)
    if turn.room is None:
        say.answer_privately(turn, turn.text("photo_noted", no=request.no), "answer", about=request)


def _at_work_on(turn: Turn) -> list[ServiceRequest]:
    held = requests.open_of_assignee(turn.session, holders.stands_for(turn, turn.sender))
    return [one for one in held if one.status in WORKING | {Status.TO_CONFIRM}]


def voice(turn: Turn) -> None:
    """The head is asked to listen; the item has its own clock until she says 是 or 不是."""
    unit = drafting.stands_at(turn)
    unit_id = unit.id if unit else None
    head = holders.at_level(turn, Level.BUILDING, unit_id)
    if head is not None and head.id == turn.sender_id:
        if turn.room is None:
            say.answer_privately(turn, turn.text("voice_head"), "answer")
        return
    request = ServiceRequest(
        community_id=turn.directory.community_of(unit_id).id or 0,
        status=Status.UNCONFIRMED,
        category=Category.OTHER,
        urgency=Urgency.SMALL,
        subject="语音",
        source="voice",
        private=turn.room is None,
        unit_id=unit_id,
        room_id=turn.room.id if turn.room else None,
        reporter_id=turn.sender_id,
        requested_at=turn.message.at,
        accept_from=turn.now,
        cursor=turn.now,
    )
    requests.add(turn.session, request)
    note(turn, Act.DOUBT, request, turn.sender, message_id=turn.message.id, detail="voice")
    settle(turn, request)
    if head is not None:
        place = turn.room.name if turn.room else describe.unit_name(unit)
        text = turn.text("voice", name=holders.spoken_name(turn, turn.sender), place=place)
        vacancies.report(turn, Level.BUILDING, unit_id)
        say.to_person(turn, head, text, "ask", about=request, guarded=True)
        ask(turn, head, "doubt", item_id=request.id)
    if turn.room is None:
        say.answer_privately(turn, turn.text("voice_noted"), "answer", about=request)
