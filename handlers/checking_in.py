"""报到: a code binds an account to a person of the directory. From then on the account counts, not the name."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers import holders, rebinding, say
from handlers.errors import Forbidden, Missing, Refusal
from handlers.invitations import hashed, plain_code
from handlers.office import Office, Turn
from handlers.people import resettle
from storage import codes, directory, persons
from storage.tables import Account, Invitation, Person, Priority, Role

TRIES, TRIES_WITHIN = 5, timedelta(minutes=15)
IN_HELLO = re.compile(r"报到\s*[:：]?\s*(?P<code>[A-Za-z0-9][A-Za-z0-9-]{2,15})")


def check_in(turn: Turn) -> None:
    """报到 ABCD-2345, in private. A code said in a group is no secret any more and is used up."""
    code = turn.parse.args.strip()
    if not code:
        raise Missing(turn.text("checkin_how"))
    if turn.room is not None:
        _burn(turn, code)
        say.answer(turn, turn.text("checkin_in_group"), "refuse")
        return
    try:
        turn.sender = claim(turn, turn.message.sender, code)
    except Refusal as refusal:
        say.answer_privately(turn, str(refusal), refusal.why)
    else:
        greet(turn, turn.sender)


def _burn(turn: Turn, code: str) -> None:
    invitation = codes.find(turn.session, hashed(plain_code(code)), turn.now)
    if invitation is not None:
        codes.use_up(turn.session, invitation, turn.now)


def claim(office: Office, account_id: str, code: str) -> Person:
    """Bind an account to whoever the code is for. Raises `Refusal` with one sentence and moves nothing.

    A wrong code is counted, so the refusal must not be allowed to roll the transaction back.
    """
    since = office.now - TRIES_WITHIN
    if codes.wrong_since(office.session, office.transport, account_id, since) >= TRIES:
        raise Refusal(office.text("checkin_too_often"))
    invitation = codes.find(office.session, hashed(plain_code(code)), office.now)
    person = _person_of(office, invitation) if invitation else None
    if invitation is None or person is None:
        codes.note_wrong(office.session, office.transport, account_id, office.now)
        raise Refusal(office.text("checkin_wrong"))
    _check_free(office, account_id, person, invitation)
    if not codes.use_up(office.session, invitation, office.now):
        raise Refusal(office.text("checkin_wrong"))
    move_account(office, account_id, person)
    return office.directory.people[person.id or 0]


def _person_of(office: Office, invitation: Invitation) -> Person | None:
    people = office.directory.people.values()
    return next((one for one in people if one.key == invitation.account and one.listed), None)


def _check_free(office: Office, account_id: str, person: Person, invitation: Invitation) -> None:
    """Neither the person nor the account may belong to somebody already, unless the code says so."""
    known = office.directory.person_of(office.transport, account_id)
    if known is not None and known.id == person.id:
        raise Refusal(office.text("checkin_done", name=person.name))
    if known is not None and known.listed:
        raise Refusal(office.text("checkin_other", name=known.name))
    if office.directory.account_on(person.id or 0, office.transport) is not None and not invitation.again:
        raise Forbidden(office.text("checkin_taken"))


def move_account(office: Office, account_id: str, person: Person, *, nickname: str = "") -> None:
    """The account is this person's alone; what a newcomer on it had said before goes along."""
    before = office.directory.accounts.get((office.transport, account_id))
    newcomer = office.directory.people.get(before.person_id) if before else None
    for old in office.directory.accounts_of[person.id or 0]:
        if old.transport == office.transport:
            directory.cut(office.session, old)
    if newcomer is not None:
        persons.merge(office.session, newcomer.id or 0, person.id or 0, holders.household_of(person))
    else:
        account = Account(person_id=person.id or 0, transport=office.transport, account_id=account_id, since=office.now)
        directory.add(office.session, office.directory, account)
    office.reload_directory()
    found = office.directory.accounts[office.transport, account_id]
    directory.change(office.session, found, nickname=nickname or found.nickname, reachable=True)
    resettle(office, person)


def greet(office: Office, person: Person) -> None:
    """One sentence of welcome by role; whoever looks after the bot hears what waited for them."""
    role = holders.main_role(office, person)
    account = office.directory.account_on(person.id or 0, office.transport)
    text = office.text("checkin_welcome" if role is Role.RESIDENT else "checkin_welcome_post", name=person.name)
    step = f"welcome:{account.id if account else 0}:{office.now.isoformat()}"
    say.to_person(office, person, text, "status", step=step, priority=Priority.ANSWER)
    rebinding.ask_next(office, person)


def code_in(hello: str) -> str | None:
    """The code in the words of a friend request."""
    found = IN_HELLO.search(hello)
    return found["code"] if found else None
