"""What neighbours can do and lend: 我会 水电, 我有 梯子 are the consent; 谁有 梯子 asks the owners in private."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers import call_clocks, holders, say
from handlers.call_resolve import answer
from handlers.errors import Missing, Refusal
from handlers.office import Office, Turn
from handlers.questions import ask
from handlers.replies import NO, YES, word
from storage import loans
from storage.tables import Loan, OpenQuestion, Person, Skill

BACK_AFTER = timedelta(days=3)
ASKED_AT_ONCE = 5
"""So many owners at most are asked for one thing."""
LONGEST = 12
RETURNED = frozenset({"还了", "还了的", "已还", "已经还了", "拿回来了"})


def can_do(turn: Turn) -> None:
    """我会 水电."""
    _note(turn, thing=False)


def have(turn: Turn) -> None:
    """我有 梯子."""
    _note(turn, thing=True)


def _note(turn: Turn, *, thing: bool) -> None:
    said = [one[:LONGEST] for one in re.split(r"[\s、,，和]+", turn.masked(turn.parse.args)) if one]
    if not said:
        raise Missing(turn.text("skill_what"))
    known = {skill.word for skill in turn.directory.skills_of[turn.sender_id]}
    for one in said:
        if one not in known:
            loans.add_skill(turn.session, Skill(person_id=turn.sender_id, word=one, thing=thing))
    turn.reload_directory()
    name = "skill_have" if thing else "skill_can"
    answer(turn, turn.text(name, words="、".join(said)), "status")


def no_more(turn: Turn) -> None:
    """我不会了: nothing is asked of them any more."""
    gone = loans.forget_skills(turn.session, turn.sender_id, turn.parse.args.strip() or None)
    if not gone:
        raise Refusal(turn.text("skill_none"))
    turn.reload_directory()
    answer(turn, turn.text("skill_gone"), "status")


def who_has(turn: Turn) -> None:
    """谁有 梯子: its owners are asked in private, the nearest first."""
    thing = turn.parse.args.strip()[:LONGEST]
    owners = _owners(turn, thing)
    if not owners:
        _answer(turn, turn.text("loan_nobody", thing=thing))
        return
    loan = loans.add(
        turn.session,
        Loan(thing=thing, asker_id=turn.sender_id, room_id=turn.room.id if turn.room else None, asked_at=turn.now),
    )
    for owner in owners:
        text = turn.text("loan_ask", name=holders.spoken_name(turn, turn.sender), thing=thing)
        say.to_person(turn, owner, text, "ask", step=f"loan{loan.id}")
        ask(turn, owner, "lend", item_id=loan.id)
    _answer(turn, turn.text("loan_asked", thing=thing))


def _answer(turn: Turn, text: str) -> None:
    if turn.room is None:
        answer(turn, text, "answer")
    else:
        say.answer(turn, text, "answer")


def _owners(turn: Turn, thing: str) -> list[Person]:
    """Neighbours of the community who said 我有 it and can be reached: the own building before the others."""
    found = [
        turn.directory.people[person_id]
        for person_id, skills in list(turn.directory.skills_of.items())
        if person_id != turn.sender_id and any(one.thing and _same(one.word, thing) for one in skills)
    ]
    near = holders.communities(turn, *holders.around(turn))
    reachable = [one for one in found if holders.is_in(turn, one, near) and holders.can_reach(turn, one)]
    return sorted(reachable, key=lambda one: (one.unit_id != turn.sender.unit_id, one.position))[:ASKED_AT_ONCE]


def _same(known: str, asked: str) -> bool:
    return known in asked or asked in known


def lend(turn: Turn, question: OpenQuestion) -> bool:
    """可以 lends it; the first one wins."""
    loan = loans.by_id(turn.session, question.item_id)
    said = word(turn)
    if turn.room is not None or loan is None or said not in YES | NO | {"不方便", "方便"}:
        return False
    if said in NO | {"不方便"}:
        answer(turn, turn.text("noted"), "answer")
    elif loan.owner_id is not None:
        answer(turn, turn.text("loan_taken", thing=loan.thing), "refuse")
    else:
        _lent(turn, loan)
    return True


def _lent(turn: Turn, loan: Loan) -> None:
    loan.owner_id, loan.lent_at, loan.next_due_at = turn.sender_id, turn.now, turn.now + BACK_AFTER
    turn.session.add(loan)
    asker = turn.directory.people[loan.asker_id]
    owner, name = holders.spoken_name(turn, turn.sender), holders.spoken_name(turn, asker)
    text = turn.text("loan_found", owner=owner, thing=loan.thing)
    room = turn.directory.room_by_id.get(loan.room_id or 0)
    if not say.to_person(turn, asker, text, "answer", step=f"loan{loan.id}") and room is not None:
        say.to_group(turn, room, say.at(turn, asker) + text, "answer", step=f"loan{loan.id}", mentions=[asker])
    answer(turn, turn.text("loan_lent", name=name), "status")


def wake(office: Office, loan: Loan) -> None:
    """Three days later its owner is asked whether it is back."""
    moment = call_clocks.waking(office, office.now)
    if moment != office.now:
        loan.next_due_at = moment
        office.session.add(loan)
        return
    loan.next_due_at = None
    office.session.add(loan)
    owner = office.directory.people.get(loan.owner_id or 0)
    if owner is not None and loan.returned_at is None:
        name = holders.spoken_name(office, office.directory.people[loan.asker_id])
        text = office.text("loan_back", thing=loan.thing, name=name)
        say.to_person(office, owner, text, "ask", step=f"back{loan.id}")
        ask(office, owner, "returned", item_id=loan.id)


def returned(turn: Turn, question: OpenQuestion) -> bool:
    """还了 ends it with thanks; 还没 reminds whoever has it."""
    loan = loans.by_id(turn.session, question.item_id)
    said = word(turn)
    back = said in YES | RETURNED
    if turn.room is not None or loan is None or not (back or said in NO or said.startswith(("没", "还没"))):
        return False
    if back:
        loan.returned_at = turn.now
        turn.session.add(loan)
    else:
        asker = turn.directory.people[loan.asker_id]
        owner = holders.spoken_name(turn, turn.sender)
        text = turn.text("loan_remind", thing=loan.thing, owner=owner)
        say.to_person(turn, asker, text, "remind", step=f"remind{loan.id}{turn.message.id}")
    answer(turn, turn.text("loan_thanks" if back else "loan_reminded"), "status")
    return True
