"""Questions about a matter: 查, 为什么, 催 — answered with facts — and 问, carried both ways."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain

from handlers import clocks, describe, holders, lifecycle, progressing, report_back, resolve, say, texts
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import RULES, WAITING, Act, note, standing
from handlers.office import Turn
from handlers.questions import ask
from handlers.worktime import Offset
from storage import requests
from storage.tables import ENDED, OpenQuestion, Person, Room, ServiceRequest, Status

URGE_COUNTS_AFTER = Offset.read("4wh")
WORDS_TOLD = 3
"""So many of the words that decided are told."""
SINCE_ACTS = frozenset(
    {Act.OPEN, Act.ADMIT, Act.ASSIGN, Act.ACCEPT, Act.HAND_OVER, Act.RETURN, Act.START, Act.POSTPONE, Act.FINISH,
     Act.REOPEN, Act.REFER, Act.COME_BACK, Act.SPLIT}
)  # fmt: skip
"""From here on it is with whoever has it now."""
ANSWER_STANDS = timedelta(hours=48)


def _candidates(turn: Turn) -> list[ServiceRequest]:
    found = [*resolve.mine_reported(turn), *resolve.mine_in_hand(turn), *resolve.in_my_care(turn)]
    return list({one.id: one for one in found if one.no is not None}.values())


def query(turn: Turn) -> None:
    """查: who has it, since when, until when, and how far up it has come."""
    request = _the_one(turn)
    if request is None:
        return
    if request.status is Status.UNCONFIRMED:
        raise Refusal(turn.text("no_such", no=turn.parse.no))
    say.answer(turn, status_line(turn, request), "answer", about=request)


def _the_one(turn: Turn) -> ServiceRequest | None:
    no = turn.parse.no if turn.parse.no is not None else resolve.quoted_no(turn)
    if no is not None:
        return resolve.numbered(turn, no)
    found = _candidates(turn)
    named = resolve.narrowed(turn.parse, found) or found
    if len(named) == 1:
        return named[0]
    if named:
        resolve.ask_which(turn, turn.parse.command or Act.URGE, named)
    elif turn.room is None:
        say.answer_privately(turn, turn.text("no_item"))
    return None


def status_line(turn: Turn, request: ServiceRequest) -> str:
    """One line of facts; in a group nothing that a group may not hear."""
    whole = resolve.now_part_of(turn, request)
    if whole is not request:
        return turn.text("status_merged", no=request.no) + status_line(turn, whole)
    if request.status in ENDED:
        state = lifecycle.NAMES[request.status]
        return turn.text("status_closed", no=request.no, subject=request.subject, state=state)
    since = _since(turn, request)
    return turn.text(
        "status", no=request.no, subject=request.subject, who=describe.state(turn, request),
        since=turn.text("since", when=since) if since else "", until=_until(turn, request), path=describe.path(turn, request),
    )  # fmt: skip


def _since(turn: Turn, request: ServiceRequest) -> str:
    events = [event for event in requests.events(turn.session, request.id or 0) if event.act in SINCE_ACTS]
    return turn.when(events[-1].at) if events else ""


def _until(turn: Turn, request: ServiceRequest) -> str:
    if request.status in WAITING:
        by = clocks.accept_by(turn, request)
        return turn.text("until" if by > turn.now else "until_past", when=turn.when(by))
    return ""


def why(turn: Turn) -> None:
    """为什么: the rules that decided, and why it went to whoever has it."""
    request = _the_one(turn)
    if request is None:
        return
    events = requests.events(turn.session, request.id or 0)
    rules = next((event.detail for event in events if event.act in (Act.OPEN, Act.DOUBT)), "") or ""
    words, category = turn.masked(_telling(rules)), texts.CATEGORIES[request.category]
    text = turn.text("why_request", no=request.no, words=words or request.subject, category=category)
    assigned = [event for event in events if event.act == Act.ASSIGN and event.detail]
    if assigned and request.assignee_id:
        name = describe.assignee_name(turn, request)
        because = (assigned[-1].detail or "").partition(":")[2] or "head"
        text += turn.text("why_assigned", name=name, reason=turn.text(f"because_{because}", name=name))
    say.answer(turn, text, "answer", about=request)


def _telling(rules: str) -> str:
    """The words that decided, without the rules' own names, the place, and what a longer word says too."""
    named = (part.partition(": ") for part in rules.split(","))
    told = (word.split("、") for rule, _, word in named if word and rule != "place")
    words = dict.fromkeys(chain.from_iterable(told))
    return "、".join(
        [word for word in words if not any(word != other and word in other for other in words)][:WORDS_TOLD]
    )


def urge(turn: Turn) -> None:
    """催: facts where it was asked; counted once in four working hours, again within that nothing.

    Whoever has it in hand urges nobody: 1 师傅还在路上 is a word of progress.
    """
    if turn.room is None and not turn.parse.command and progressing.told_how_it_goes(turn):
        return
    request = _the_one(turn)
    if request is not None:
        urge_request(turn, request)


def urge_request(turn: Turn, asked: ServiceRequest) -> None:
    """Count it, which puts it on top of the list, and answer with facts."""
    request = resolve.now_part_of(turn, asked)
    again = request.urged_at and turn.now < turn.calendar.add(request.urged_at, URGE_COUNTS_AFTER)
    if request.status not in ENDED and not again:
        request.urges += 1
        request.urged_at = turn.now
        turn.session.add(request)
        note(turn, Act.URGE, request, turn.sender, before=request.status, message_id=turn.message.id)
    if request.status in ENDED or turn.room is None or not again:
        say.answer(turn, status_line(turn, asked), "answer", about=asked)


def ask_reporter(turn: Turn) -> None:
    """问 12 下午三点在家吗: carried to the reporter; neither sees the other's phone."""
    request = resolve.item(turn, Act.ASK, may_ask_about(turn))
    if request is None:
        return
    if not standing(turn, request, turn.sender) & RULES[Act.ASK].who:
        raise Forbidden(turn.text("not_yours", no=request.no))
    words = turn.masked(turn.parse.args.strip())
    if not words:
        raise Missing(turn.text("ask_what", no=request.no))
    text = turn.text("asked", no=request.no, by=holders.spoken_name(turn, turn.sender), words=words)
    carry(turn, request, turn.directory.people[request.reporter_id], text)


def may_ask_about(turn: Turn) -> list[ServiceRequest]:
    """What the sender may put a question about to its reporter."""
    return [*resolve.mine_in_hand(turn), *resolve.in_my_care(turn)]


def carry(turn: Turn, request: ServiceRequest, person: Person, text: str) -> None:
    """Put a question to somebody whose next words go back to the sender; both stay with the request."""
    note(turn, Act.ASK, request, turn.sender, before=request.status, message_id=turn.message.id, detail=text)
    room = None
    if not say.to_person(turn, person, text, "ask", about=request, step=f"ask{turn.message.id}"):
        room = _ask_in_group(turn, request, person, text)
    ask(turn, person, "relay", item_id=request.id, options=[turn.sender_id], room=room, stands=ANSWER_STANDS)
    say.answer_privately(turn, turn.text("asked_you"), "status", about=request)


def _ask_in_group(turn: Turn, request: ServiceRequest, person: Person, text: str) -> Room | None:
    room = report_back.room_of(turn, request)
    if room is not None:
        text, step = say.at(turn, person) + text, f"ask{turn.message.id}"
        say.to_group(turn, room, text, "ask", about=request, step=step, mentions=[person])
    return room


def relay_answer(turn: Turn, question: OpenQuestion) -> bool:
    """The reporter's next words go back to whoever asked, and stay with the request."""
    request = requests.by_id(turn.session, question.item_id)
    asker = turn.directory.people.get(question.options[0])
    if request is None or asker is None:
        return False
    words = turn.masked(turn.parse.own)
    note(turn, Act.ASK, request, turn.sender, before=request.status, message_id=turn.message.id, detail=words)
    text = turn.text("asked_back", no=request.no, name=holders.spoken_name(turn, turn.sender), words=words)
    say.to_person(turn, asker, text, "answer", about=request, step=f"answer{turn.message.id}")
    if turn.room is None:
        name = holders.spoken_name(turn, asker)
        say.answer_privately(turn, turn.text("asked_back_you", name=name), "answer", about=request)
    return True
