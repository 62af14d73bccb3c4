"""What a person's short answer means: the topic of the bot's last question decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from handlers import (
    asking,
    closing,
    dispatch,
    doubting,
    erasing,
    merging,
    numbers,
    opening,
    postponing,
    progressing,
    rebinding,
    reopening,
    resolve,
    say,
    taking,
    upward,
    voices,
    withdrawing,
)  # fmt: skip
from handlers.call_table import CALL_EAGER, CALL_FREE, CALL_TOPICS
from handlers.lifecycle import WAITING, Act, may, note, transition
from handlers.office import Turn
from handlers.questions import answered, pending
from handlers.replies import NO, SO_IT_IS, YES, first, word
from storage import phrases, requests
from storage.tables import ENDED, OpenQuestion, ServiceRequest, Status

RATED_UNSOLVED = 3


def by_word(turn: Turn) -> bool:
    """Take 是, 好, 2 … as the answer to the last question that stands; False when there is none it fits."""
    question = pending(turn, turn.sender)
    if question is None:
        return False
    handled = TOPICS[question.topic](turn, question)
    if handled:
        answered(turn, question)
    return handled


def asked_here(turn: Turn, question: OpenQuestion) -> bool:
    """What was asked in private is not answered by a remark in a group."""
    return turn.room is None or question.room_id == turn.room.id


def free_words(turn: Turn) -> bool:
    """Take free words as the answer to a question that wants any, or the word with which they begin."""
    question = pending(turn, turn.sender)
    if question is None or not asked_here(turn, question):
        return False
    handled = FREE.get(question.topic, _by_first_word)(turn, question)
    if handled:
        answered(turn, question)
    return handled


def _by_first_word(turn: Turn, question: OpenQuestion) -> bool:
    """对，就是那个 — in private the word before the comma is the answer."""
    said = turn.parse
    turn.parse = replace(said, args=first(turn))
    handled = turn.room is None and TOPICS[question.topic](turn, question)
    if not handled:
        turn.parse = said
    return handled


def _doubt(turn: Turn, question: OpenQuestion) -> bool:
    request = requests.by_id(turn.session, question.item_id)
    said = word(turn)
    if request is None or said not in YES | NO:
        return False
    if request.status is not Status.UNCONFIRMED:
        say.answer_privately(turn, turn.text("noted"), "answer", about=request)
        return True
    yes = said in YES
    phrases.add(turn.session, request.text or "", "right" if yes else "wrong", "request", request.category, turn.now)
    if yes:
        doubting.admit(turn, request, turn.sender)
        say.answer_privately(turn, turn.text("doubt_yes", no=request.no), "status", about=request)
    else:
        transition(turn, Act.DISMISS, request, turn.sender, closed_at=turn.now)
        say.answer_privately(turn, turn.text("doubt_no"), "status", about=request)
    return True


def heard_voice(turn: Turn) -> bool:
    """是 楼道灯不亮: the head says what the voice message was about."""
    said = SAYS_WHAT.match(turn.parse.own) if turn.room is None else None
    question = pending(turn, turn.sender, "doubt") if said else None
    request = _request(turn, question) if question else None
    if said is None or question is None or request is None or request.source != "voice":
        return False
    if request.status is not Status.UNCONFIRMED:
        return False
    doubting.describe_voice(turn, request, said[1])
    doubting.admit(turn, request, turn.sender)
    say.answer_privately(turn, turn.text("doubt_yes", no=request.no), "status", about=request)
    answered(turn, question)
    return True


SAYS_WHAT = re.compile(r"(?:是|要记|记下?)[的, ，。:：]+(.{2,})")


def _rating(turn: Turn, question: OpenQuestion) -> bool:
    request = requests.by_id(turn.session, question.item_id)
    said = word(turn)
    names = {"满意": 1, "一般": 2, "没解决": 3}
    mark = names.get(said) or (int(said) if said in ("1", "2", "3") else None)
    if request is None or mark is None:
        return False
    request.rating = mark
    turn.session.add(request)
    note(turn, Act.NOTE, request, turn.sender, before=request.status, detail=f"rating {mark}")
    if mark == RATED_UNSOLVED and may(turn, Act.REOPEN, request, turn.sender):
        reopening.reopen(turn, request)
    else:
        say.answer_privately(turn, turn.text("rated"), "answer", about=request)
    return True


def _which(turn: Turn, question: OpenQuestion) -> bool:
    """是哪一件? — a number of the list, with or without #."""
    act, *ids, own = question.options
    shown = [request for request_id in ids if (request := requests.by_id(turn.session, request_id)) is not None]
    said, named = word(turn).rpartition("#")[2], numbers.named_communities(turn)
    meant = [one for one in shown if said == str(one.no) or (not said.isdigit() and one.community_id in named)]
    meant = [one for one in meant if one.community_id in named] or meant
    if not meant:
        return False
    chosen = numbers.the_one(turn, meant)
    turn.parse = turn.reader.read(own, at=turn.message.at, chat="private", role="resident")
    numbers.mean(turn, chosen)
    ACTS[act](turn)
    return True


def _recall(turn: Turn, question: OpenQuestion) -> bool:
    request = requests.by_id(turn.session, question.item_id)
    if request is None or word(turn) not in YES | {"不用了", "撤"}:
        return False
    withdrawing.take_back(turn, request, "recall")
    return True


def _propose(turn: Turn, question: OpenQuestion) -> bool:
    """派 12 王师傅? — 好."""
    request = requests.by_id(turn.session, question.item_id)
    if request is None or word(turn) not in YES or not may(turn, Act.ASSIGN, request, turn.sender):
        return False
    person = turn.directory.people[question.options[0]]
    dispatch.assign(turn, request, person, turn.sender)
    say.answer_privately(turn, turn.text("assigned_by", no=request.no, name=person.name), "status", about=request)
    return True


def _offer(turn: Turn, question: OpenQuestion) -> bool:
    """您方便看看吗? — 好, or 没空; after the time too whoever was asked may still take it."""
    request = _request(turn, question)
    said = word(turn)
    if request is None or request.status not in WAITING or len(said) > LONGEST_EXCUSE:
        return False
    if said in YES:
        numbers.mean(turn, request)
        taking.accept(turn)
    elif said in NO or any(excuse in said for excuse in EXCUSES):
        numbers.mean(turn, request)
        taking.decline(turn)
    else:
        return False
    return True


EXCUSES = ("没空", "没时间", "不方便", "不行", "不在家", "不了", "去不", "来不", "不去", "不会", "改天", "走不开")
LONGEST_EXCUSE = 16


def place_of_danger(turn: Turn) -> bool:
    """A stranger who told of a danger says where it is."""
    question = pending(turn, turn.sender, "place")
    if question is None or not _place(turn, question):
        return False
    answered(turn, question)
    return True


def _place(turn: Turn, question: OpenQuestion) -> bool:
    """哪个单元? — 2单元; in a group, where there is chatter, hardly more than the place."""
    place = turn.place if turn.room is None else opening.bare_place(turn)
    request = _request(turn, question)
    if place is None or request is None or request.status in ENDED:
        return False
    if not (place.building or place.unit or place.room):
        return False
    opening.note_place(turn, request, place)
    if turn.room is None:
        text = turn.text("place_noted", no=request.no, place=place.text)
        say.answer_privately(turn, text, "answer", about=request)
    return True


def _request(turn: Turn, question: OpenQuestion) -> ServiceRequest | None:
    return requests.by_id(turn.session, question.item_id)


def _relay(turn: Turn, question: OpenQuestion) -> bool:
    return asking.relay_answer(turn, question)


def _progress(turn: Turn, question: OpenQuestion) -> bool:
    """到哪一步了? 能按时吗? — any words are a sign of life; 来不及 and a later day put it off."""
    request = _request(turn, question)
    if request is None or not may(turn, Act.START, request, turn.sender):
        return False
    if any(said in turn.parse.own for said in CANNOT) or postponing.names_a_later_time(turn, request):
        numbers.mean(turn, request, args=turn.parse.own)
        postponing.postpone(turn)
        return True
    progressing.progress(turn, request)
    say.answer_privately(turn, turn.text("started_you", no=request.no), "status", about=request)
    return True


CANNOT = ("不能", "来不及", "不行", "赶不上", "办不完", "修不完", "干不完", "做不完", "够呛")


def _merge(turn: Turn, question: OpenQuestion) -> bool:
    """和 #12 是同一件事吗? — 是, or 不是: then each goes its own way."""
    request = _request(turn, question)
    if request is None:
        return False
    if word(turn) in SO_IT_IS:
        numbers.mean(turn, request)
        merging.merge_into(turn, request, resolve.numbered(turn, question.options[0]))
    elif word(turn) in NO:
        say.answer_privately(turn, turn.text("split", no=request.no), "status", about=request)
    else:
        return _merely_heard(turn, request)
    return True


def _works(turn: Turn, question: OpenQuestion) -> bool:
    """周奶奶说好了, 是吗? — 是, or 没有，还黑着."""
    request = _request(turn, question)
    if request is None or request.status in ENDED:
        return False
    if word(turn) in SO_IT_IS:
        closing.it_works(turn, request)
    elif word(turn) in NO:
        reopening.reopen(turn, request)
    else:
        return _merely_heard(turn, request)
    return True


def _merely_heard(turn: Turn, request: ServiceRequest) -> bool:
    """好的，知道了 is no yes to whether something is so."""
    if word(turn) not in YES:
        return False
    say.answer_privately(turn, turn.text("noted"), "answer", about=request)
    return True


def judges(turn: Turn) -> bool:
    """满意 and 没解决 before anybody asked are words about what is said to be done."""
    judge = JUDGED.get(word(turn))
    if judge is None or not closing.awaits_word(turn):
        return False
    turn.parse = replace(turn.parse, command=None, args="")
    judge(turn)
    return True


JUDGED: dict[str, Callable[[Turn], None]] = {"满意": closing.done, "没解决": reopening.not_fixed}


def _same_person(turn: Turn, question: OpenQuestion) -> bool:
    """换号以后还是她吗? — the admin's word, then the next question."""
    if word(turn) not in YES | NO:
        return False
    said = rebinding.settle_question(turn, question, same=word(turn) in YES)
    say.answer_privately(turn, said, "answer")
    rebinding.ask_next(turn, turn.sender)
    return True


def _erase(turn: Turn, question: OpenQuestion) -> bool:
    if word(turn) not in YES | NO:
        return False
    erasing.confirmed(turn, question, yes=word(turn) in YES)
    return True


def _whose(_turn: Turn, _question: OpenQuestion) -> bool:
    """是哪个社区的 #12? — heard before everything else, where the whole message can be heard again."""
    return False


def _rest(turn: Turn, question: OpenQuestion) -> bool:
    """退 12 — 为什么退? — 没有梯子: the words complete what was begun."""
    request = _request(turn, question)
    if request is None:
        return False
    act, said = question.options
    numbers.mean(turn, request, args=f"{said} {turn.parse.own}".strip())
    answered(turn, question)
    ACTS[act](turn)
    return True


Answer = Callable[[Turn, OpenQuestion], bool]
TOPICS: dict[str, Answer] = {
    "doubt": _doubt,
    "rating": _rating,
    "which": _which,
    "recall": _recall,
    "propose": _propose,
    "offer": _offer,
    "place": _place,
    "relay": _relay,
    "rest": _rest,
    "progress": _progress,
    "merge": _merge,
    "works": _works,
    "whose": _whose,
    **CALL_TOPICS,
    rebinding.TOPIC: _same_person,
    erasing.TOPIC: _erase,
}
EAGER = CALL_EAGER | {"offer", erasing.TOPIC}
"""Topics whose answer the rules may take for something else."""
COMPLETING = frozenset({"rest"})
"""Topics that complete what the person has just begun: no other words are expected."""
PATIENT = frozenset({"relay", "rest", "progress"})
"""Topics whose answer is taken as such unless the words are certainly something else."""
FREE: dict[str, Answer] = {
    **CALL_FREE,
    "offer": _offer,
    "place": _place,
    "relay": _relay,
    "rest": _rest,
    "progress": _progress,
    erasing.TOPIC: _erase,
}
ACTS: dict[str, Callable[[Turn], None]] = {
    Act.ACCEPT: taking.accept,
    Act.RETURN: taking.decline,
    Act.HAND_OVER: taking.hand_over,
    Act.START: taking.start,
    Act.POSTPONE: postponing.postpone,
    Act.ASSIGN: taking.assign_command,
    Act.FINISH: closing.done,
    Act.WORKS: closing.done,
    Act.CLOSE: closing.close_command,
    Act.REOPEN: reopening.not_fixed,
    Act.UNDO_CLOSE: reopening.undo_close,
    Act.WITHDRAW: withdrawing.withdraw,
    Act.RAISE: upward.raise_command,
    Act.REFER: upward.refer,
    Act.REFUSE: upward.refuse_case,
    Act.URGE: asking.urge,
    Act.NOTE: voices.photo_of,
    Act.ASK: asking.ask_reporter,
    "query": asking.query,
    "why": asking.why,
}
"""Act or command → the handler that 是哪一件? goes back to."""
