"""Which handler a message goes to: literal tables of intents and commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from handlers import (
    answers,
    appointments,
    asking,
    batches,
    behalf,
    binding,
    call_resolve,
    checking_in,
    closing,
    enquiries,
    erasing,
    holders,
    leading,
    ledger,
    likeness,
    lists,
    merging,
    numbers,
    opening,
    own_words,
    people,
    postponing,
    progressing,
    reopening,
    replies,
    resolve,
    same_matter,
    say,
    taking,
    talk,
    upward,
    voices,
    withdrawing,
)  # fmt: skip
from handlers.call_table import CALL_COMMANDS, CALL_INTENTS, in_other_words, may_concern, photo, recalled
from handlers.errors import Forbidden, Refusal
from handlers.messages import IncomingMessage, MessageType
from handlers.office import Office, Turn
from handlers.questions import answered, await_the_rest, pending
from nlp.model import Intent, Parse, Place, Urgency
from storage.tables import OpenQuestion

Handler = Callable[[Turn], None]

INTENTS: dict[Intent, Handler] = {
    Intent.REQUEST: behalf.report,
    Intent.DONE: closing.done,
    Intent.NOT_FIXED: reopening.not_fixed,
    Intent.ACCEPT: taking.accept,
    Intent.DECLINE: taking.decline,
    Intent.URGE: asking.urge,
    Intent.WITHDRAW: withdrawing.withdraw,
    Intent.THANKS: talk.thanks,
    **CALL_INTENTS,
}

COMMANDS: dict[str, Handler] = {
    "assign": taking.assign_command,
    "hand_over": taking.hand_over,
    "start": taking.start,
    "extend": postponing.postpone,
    "raise": upward.raise_command,
    "refer": upward.refer,
    "deliberate": upward.deliberate,
    "merge": merging.merge,
    "split": merging.split,
    "refuse_case": upward.refuse_case,
    "disagree": upward.disagree,
    "close_case": closing.close_command,
    "undo_close": reopening.undo_close,
    "query": asking.query,
    "why": asking.why,
    "ask": enquiries.ask,
    "reappoint": appointments.reappoint,
    "list": lists.show,
    "help": talk.help_,
    "absent": people.absent,
    "back": people.back,
    "report_for": behalf.report_for,
    "quiet": people.hush,
    "not_a_request": withdrawing.not_a_request,
    **CALL_COMMANDS,
    "checkin": checking_in.check_in,
    "bind": binding.bind,
    "erase_me": erasing.erase_command,
}
"""Command → handler. Who may is decided by the lifecycle table and in the handler."""

OTHER_TYPES: dict[MessageType, Handler] = {
    MessageType.RECALL: recalled,
    MessageType.IMAGE: photo,
    MessageType.VOICE: voices.voice,
}


LIKELY = 0.5
ENDINGS = frozenset({Intent.DONE, Intent.DECLINE, Intent.WITHDRAW})
"""What ends something, or sends it back, is not done on a mere suspicion."""
CERTAIN = 0.8
"""From here on words are taken for what they say, even while a question is open."""


def concerns(message: IncomingMessage, parse: Parse) -> bool:
    """Whether a message of a group can move anything; all other is chatter and costs no query."""
    if message.type is not MessageType.TEXT:
        return message.type in OTHER_TYPES
    if likeness.sounds_like_us(message.text):
        return False
    return (
        parse.intent not in (Intent.CHAT, Intent.THANKS)
        or parse.to_bot
        or parse.agree
        or parse.works
        or own_words.sounds_at_work(parse)
        or closing.sounds_good(parse)
        or reopening.sounds_bad(parse)
        or opening.corrects(parse)
        or parse.quote is not None
        or message.quote is not None
        or may_concern(parse)
    )


def is_awaited(office: Office, message: IncomingMessage) -> bool:
    """Whether the sender was asked something, and these words may be the answer."""
    person = office.directory.person_of(message.transport, message.sender)
    return person is not None and person.id in (office.asked or ())


def route(turn: Turn) -> None:
    """Handle one message, all of it or nothing; a refusal becomes one sentence to the person and changes nothing else."""
    try:
        with turn.all_or_nothing():
            _route(turn)
            if turn.room is None and turn.message.type is MessageType.TEXT and not turn.answers:
                talk.help_out(turn)
    except Refusal as refusal:
        with turn.all_or_nothing():
            refuse(turn, refusal)


def refuse(turn: Turn, refusal: Refusal) -> None:
    """In private where the person can be reached; what may not be done at all is never answered in a group."""
    text = str(refusal)
    about = call_resolve.spoken_of(turn, text)
    privately = say.answer_privately(turn, text, refusal.why, about=about)
    await_the_rest(turn, turn.sender, refusal, room=None if privately else turn.room)
    if not privately and turn.room is not None and not isinstance(refusal, Forbidden):
        say.answer(turn, text, refusal.why, about=about)


def _route(turn: Turn) -> None:
    if turn.message.type is not MessageType.TEXT:
        handler = OTHER_TYPES.get(turn.message.type)
        if handler is not None:
            handler(turn)
        return
    if turn.room is None and people.is_stranger(turn.sender):
        _stranger(turn)
    elif turn.room is None or not _calls_everybody(turn) or turn.parse.intent in FOR_EVERYBODY:
        _text(turn)


FOR_EVERYBODY = frozenset({Intent.REQUEST, Intent.CALL})
"""What @所有人 may stand before; a command to everybody is nobody's."""


def _calls_everybody(turn: Turn) -> bool:
    return any(holders.EVERYBODY.fullmatch(name) for name in turn.mentions)


FROM_STRANGERS = frozenset({"checkin", "bind", "erase_me"})
"""What is heard from somebody who has not said yet where they live."""


def _stranger(turn: Turn) -> None:
    question = pending(turn, turn.sender, "who")
    if turn.parse.command in FROM_STRANGERS or pending(turn, turn.sender, erasing.TOPIC):
        _text(turn)
        _first_words(turn, question)
        return
    place = turn.place
    if turn.parse.urgency is Urgency.DANGER:
        people.expect_home(turn)
        _text(turn)
    elif question is None or place is None or not place.building:
        people.ask_who(turn)
    else:
        _came_home(turn, place, question)


def _came_home(turn: Turn, place: Place, question: OpenQuestion) -> None:
    """Said where they live, perhaps with a matter: one answer, to that, to what they had said before, or to this."""
    first, told = people.settle_in(turn, place, question), turn.parse
    if answers.place_of_danger(turn):
        return
    _read_first(turn, first)
    if told.intent is Intent.REQUEST:
        turn.parse = told
        _text(turn)
    if not turn.answers:
        people.welcome(turn, place)


def _first_words(turn: Turn, question: OpenQuestion | None) -> None:
    """Whoever has just checked in is answered what they had said first."""
    if question is not None and not people.is_stranger(turn.sender):
        first = str(question.options[0])
        turn.session.delete(question)
        _read_first(turn, first)


def _read_first(turn: Turn, first: str) -> None:
    turn.parse = turn.reader.read(first, at=turn.message.at, chat="private", role="resident")
    if turn.parse.intent is not Intent.CHAT:
        _text(turn)


def _text(turn: Turn) -> None:
    parse = turn.parse
    if parse.command == "batch":
        batches.each(turn, _text)
    elif parse.command == "answer":
        _short_answer(turn)
    elif any(heard(turn) for heard in IN_OWN_WORDS):
        talk.understood(turn)
    elif (handler := _handler(turn)) is not None:
        talk.understood(turn)
        handler(turn)
    elif in_other_words(turn):
        talk.understood(turn)
    elif turn.room is None or parse.to_bot:
        _unrouted(turn)


def _answers_freely(turn: Turn) -> bool:
    return answers.heard_voice(turn) or (_is_free_answer(turn) and answers.free_words(turn))


def _agrees(turn: Turn) -> bool:
    parse = turn.parse
    return parse.agree and parse.intent is not Intent.JOIN and turn.room is not None and _joins_report(turn)


def _says_whose(turn: Turn) -> bool:
    """乙社区, after 是哪个社区的 #12?: what was said is heard again, about that one."""
    question = pending(turn, turn.sender, "whose")
    named = numbers.named_communities(turn) if question else set()
    if question is None or not answers.asked_here(turn, question):
        return False
    if len(named) != 1 or len(turn.parse.own) > LONGEST_NAME:
        return False
    answered(turn, question)
    turn.community_id = next(iter(named))
    said, role = str(question.options[0]), holders.main_role(turn, turn.sender)
    turn.parse = turn.reader.read(said, at=turn.message.at, chat="private", role=role)
    _text(turn)
    return True


LONGEST_NAME = 12
"""So much is hardly more than a community's name."""
IN_OWN_WORDS: tuple[Callable[[Turn], bool], ...] = (
    _says_whose,
    _answers_freely,
    opening.correct_place,
    _agrees,
    leading.in_own_words,
    postponing.in_own_words,
    own_words.sends_somebody,
    own_words.says_how_it_goes,
    own_words.will_go,
)
"""What is heard in the sender's own words, whatever the rules take them for; the first that fits."""


def _handler(turn: Turn) -> Handler | None:
    """By the command, by a good word somebody waits for, by the intent."""
    parse = turn.parse
    if ledger.asks_part(turn):
        return ledger.part
    if parse.command is not None and parse.command in COMMANDS:
        return COMMANDS[parse.command]
    if closing.sounds_good(parse) and closing.awaits_word(turn):
        return closing.done
    if (reopening.sounds_bad(parse) and closing.awaits_word(turn)) or reopening.asks_again(turn):
        return reopening.not_fixed
    if parse.intent in ENDINGS and parse.no is None and parse.score < LIKELY:
        return opening.report if parse.fault_word and parse.category else None
    return INTENTS.get(parse.intent)


def _is_free_answer(turn: Turn) -> bool:
    """Words that are no command and no report may be the answer to an open question."""
    if turn.parse.intent in (Intent.CHAT, Intent.QUESTION, Intent.THANKS) or turn.parse.command == "place":
        return True
    question = pending(turn, turn.sender)
    topic = question.topic if question else ""
    bare = turn.parse.command is None and turn.parse.no is None
    unclear = bare and (turn.parse.score < CERTAIN or topic in answers.COMPLETING)
    return topic in answers.EAGER or (unclear and topic in answers.PATIENT)


def _short_answer(turn: Turn) -> None:
    if (
        answers.by_word(turn)
        or answers.judges(turn)
        or (replies.word(turn) in replies.NOT_SO and withdrawing.was_wrong(turn))
    ):
        talk.understood(turn)
    elif turn.parse.agree and turn.room is not None:
        _joins_report(turn)
    elif turn.room is None and taking.agreed(turn):
        talk.understood(turn)
    elif turn.room is None and (no := resolve.first_no(turn.parse.own)) is not None:
        talk.understood(turn)
        turn.parse = replace(turn.parse, no=no)
        asking.query(turn)
    elif turn.room is None:
        talk.not_understood(turn)


def _joins_report(turn: Turn) -> bool:
    """我家也是, +1 within ten minutes of a report in the same group: it co-signs."""
    return same_matter.agree(turn)


def _unrouted(turn: Turn) -> None:
    """Words to the bot that no rule knows: about a matter in hand, or one the community's answers may know."""
    if turn.room is not None and (turn.parse.intent is not Intent.CHAT or turn.is_quiet()):
        return
    told = turn.room is None and (opening.add_place(turn) or progressing.told_how_it_goes(turn))
    if told or enquiries.tell_known(turn):
        talk.understood(turn)
    elif turn.room is None:
        talk.not_understood(turn)
    else:
        talk.help_(turn)
