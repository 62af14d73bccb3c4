"""Questions: answered from the community's own file or what a head had kept, never from anywhere else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from handlers import asking, holders, numbers, resolve, say
from handlers.call_lifecycle import MAY_CALL
from handlers.call_resolve import answer
from handlers.errors import Forbidden, Missing, Refusal
from handlers.office import Office, Turn
from handlers.talk import not_understood
from nlp import ranking
from storage import enquiries
from storage.tables import Enquiry, Level, Person

NEIGHBOURS_FIRST = timedelta(seconds=60)
"""A question that a neighbour answers within this time gets no answer of the bot's."""
SURE = 0.8
"""From this score on an unanswered question of a group is worth the head's time."""
PROGRESS = re.compile(
    r"怎么样了|进展|到哪一?步|啥时候|什么时候(?:来|修|好|能)|修好了(?:吗|没)|办了(?:吗|没)|有人(?:来|管)(?:吗|没)"
)


@dataclass(frozen=True, slots=True)
class Known:
    """An answer with where it comes from."""

    question: str
    answer: str
    source: str


def question(turn: Turn) -> None:
    """In private and to the bot at once; in a group neighbours have a minute first."""
    if _about_progress(turn):
        asking.query(turn)
    elif turn.room is None or turn.parse.to_bot:
        _answer_or_pass_on(turn)
    elif not turn.is_quiet() and _worth_waiting(turn):
        enquiries.add(turn.session, _enquiry(turn, waits=True))


def ask(turn: Turn) -> None:
    """问 12 在家吗 is carried to the reporter; 问 without a number by who has nothing to do with any is a question."""
    meant = turn.parse.no is not None or resolve.quoted_no(turn) is not None
    if meant or asking.may_ask_about(turn):
        asking.ask_reporter(turn)
    else:
        question(turn)


def _about_progress(turn: Turn) -> bool:
    """修好了吗 from somebody with a matter of their own asks for its state."""
    asked = turn.room is None or turn.parse.to_bot
    return asked and bool(PROGRESS.search(turn.parse.own)) and bool(resolve.mine_reported(turn))


def _worth_waiting(turn: Turn) -> bool:
    return turn.parse.score >= SURE or find(turn, turn.parse.own, _community(turn)) is not None


def _community(turn: Turn) -> int:
    """Whose question it is: the group's, in private that of the sender's home, else of the post."""
    home = turn.room.unit_id if turn.room else turn.sender.unit_id
    return turn.directory.community_of(home or holders.here(turn)).id or 0


def _enquiry(turn: Turn, *, waits: bool = False) -> Enquiry:
    return Enquiry(
        community_id=_community(turn),
        asker_id=turn.sender_id,
        room_id=turn.room.id if turn.room else None,
        text=turn.masked(turn.parse.own)[:200],
        asked_at=turn.now,
        next_due_at=turn.now + NEIGHBOURS_FIRST if waits else None,
    )


def find(office: Office, words: str, community_id: int) -> Known | None:
    """The best known answer that is still valid: the file's, else what a head of the community had kept."""
    entries = [
        Known(entry.question, entry.answer, entry.source)
        for entry in office.settings.faq
        if entry.valid_until is None or office.today <= entry.valid_until
    ]
    entries += [_kept(office, one) for one in enquiries.kept(office.session, community_id)]
    place = ranking.best(words, [entry.question for entry in entries])
    return entries[place] if place is not None else None


def _kept(office: Office, one: Enquiry) -> Known:
    by = office.directory.people.get(one.answered_by_id or 0)
    day = office.calendar.local(one.answered_at or one.asked_at).date()
    name = holders.spoken_name(office, by) if by else office.settings.admin_contact
    return Known(one.text, one.answer or "", f"{name} {day.month}月{day.day}日")


def _told(office: Office, known: Known) -> str:
    source = office.text("faq_source", source=known.source) if known.source else ""
    return office.text("faq", answer=known.answer, source=source)


def tell_known(turn: Turn) -> bool:
    """The known answer to these words, where they were said; False where none is near enough."""
    known = find(turn, turn.parse.own, _community(turn))
    if known is not None:
        say.answer(turn, _told(turn, known))
    return known is not None


def _answer_or_pass_on(turn: Turn) -> None:
    if tell_known(turn):
        return
    head = _head_for(turn, turn.sender, turn.room.unit_id if turn.room else turn.sender.unit_id)
    if head is None:
        not_understood(turn)
        return
    enquiry = enquiries.add(turn.session, _enquiry(turn))
    pass_on(turn, enquiry, head)
    answer(turn, turn.text("faq_passed", name=holders.spoken_name(turn, head)), "answer")


def _head_for(office: Office, asker: Person, unit_id: int | None) -> Person | None:
    """Who knows best: the head, for a head the community; nobody asks themselves."""
    levels = (Level.BUILDING, Level.GRID, Level.COMMUNITY)
    people = (holders.at_level(office, level, unit_id) for level in levels)
    return next((person for person in people if person is not None and person.id != asker.id), None)


def pass_on(office: Office, enquiry: Enquiry, head: Person) -> None:
    """The head is asked in private, with a number to answer by."""
    enquiry.no = enquiries.next_no(office.session, enquiry.community_id)
    office.session.add(enquiry)
    asker = holders.spoken_name(office, office.directory.people[enquiry.asker_id])
    text = office.text("faq_asked", name=asker, words=enquiry.text[:60], no=enquiry.no)
    say.to_person(office, head, text, "ask", step=f"enquiry{enquiry.id}")


def wake(office: Office, enquiry: Enquiry) -> None:
    """The neighbours' minute is over: the file answers, or the head is asked; who was answered is left alone."""
    enquiry.next_due_at = None
    office.session.add(enquiry)
    room = office.directory.room_by_id.get(enquiry.room_id or 0)
    asker = office.directory.people[enquiry.asker_id]
    if room is None or _was_answered(office, enquiry, room.chat, asker) or office.is_quiet():
        return
    known = find(office, enquiry.text, enquiry.community_id)
    if known is not None:
        text = say.at(office, asker) + _told(office, known)
        say.to_group(office, room, text, "answer", step=f"enquiry{enquiry.id}", mentions=[asker])
        return
    head = _head_for(office, asker, room.unit_id)
    if head is not None:
        pass_on(office, enquiry, head)


def _was_answered(office: Office, enquiry: Enquiry, chat: str, asker: Person) -> bool:
    account = office.directory.account_on(asker.id or 0, office.transport)
    own = account.account_id if account else ""
    until = enquiry.asked_at + NEIGHBOURS_FIRST
    return enquiries.others_spoke(office.session, office.transport, chat, own, enquiry.asked_at, until)


def reply(turn: Turn) -> None:
    """答 12 …: carried to whoever asked, where they asked; 记住 keeps it."""
    enquiry = _numbered(turn)
    words = turn.parse.args.strip()
    if not words:
        raise Missing(turn.text("faq_what", no=turn.parse.no))
    enquiry.answer, enquiry.answered_by_id, enquiry.answered_at = words[:300], turn.sender_id, turn.now
    turn.session.add(enquiry)
    asker = turn.directory.people[enquiry.asker_id]
    room = turn.directory.room_by_id.get(enquiry.room_id or 0)
    name = holders.spoken_name(turn, turn.sender)
    if room is None:
        text = turn.text("faq_reply", words=enquiry.text[:24], answer=words, name=name)
        say.to_person(turn, asker, text, "answer", step=f"reply{turn.message.id}")
    else:
        text = say.at(turn, asker) + turn.text("faq_reply_group", answer=turn.masked(words), name=name)
        say.to_group(turn, room, text, "answer", step=f"reply{turn.message.id}", mentions=[asker])
    answer(turn, turn.text("faq_replied"), "status")


def _numbered(turn: Turn) -> Enquiry:
    """The question of that number which the sender may answer; of several the one that is not answered yet."""
    no = turn.parse.no
    places = numbers.communities(turn)
    found = enquiries.by_no(turn.session, no, places) if no is not None else []
    if not found:
        raise Refusal(turn.text("faq_none", no=no))
    own = [one for one in found if holders.holds(turn, turn.sender, MAY_CALL, _unit_of(turn, one))]
    if not own:
        raise Forbidden(turn.text("not_allowed"))
    return numbers.the_one(turn, [one for one in own if one.answer is None] or own)


def _unit_of(turn: Turn, enquiry: Enquiry) -> int | None:
    """Where it was asked, or who asks lives."""
    room = turn.directory.room_by_id.get(enquiry.room_id or 0)
    return room.unit_id if room else turn.directory.people[enquiry.asker_id].unit_id


def keep(turn: Turn) -> None:
    """记住: the answer just given is given again to whoever asks the same."""
    enquiry = _numbered(turn) if turn.parse.no is not None else enquiries.last_answered(turn.session, turn.sender_id)
    if enquiry is None or enquiry.answer is None:
        raise Refusal(turn.text("faq_nothing"))
    enquiry.kept = True
    turn.session.add(enquiry)
    answer(turn, turn.text("faq_kept", words=enquiry.text[:24]), "status")
