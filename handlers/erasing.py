"""删除我的信息: a person becomes 居民#…, the matters stay. Erased stays erased, whatever backup is put back."""

from __future__ import annotations

import hashlib
import string
from datetime import timedelta

from handlers import holders, returning, say
from handlers.errors import Refusal
from handlers.office import Office, Turn
from handlers.questions import ask
from handlers.texts import CATEGORIES
from nlp.model import Urgency
from storage import personal, requests, tombstones
from storage.tables import OpenQuestion, Person, ServiceRequest

TOPIC = "erase"
STANDS = timedelta(hours=1)


def erase_command(turn: Turn) -> None:
    """Asked once whether it is meant; whoever holds a post hands it over first."""
    if turn.room is not None:
        raise Refusal(turn.text("erase_in_group"))
    if holders.is_official(turn, turn.sender):
        raise Refusal(turn.text("erase_post"))
    ask(turn, turn.sender, TOPIC, stands=STANDS)
    say.answer_privately(turn, turn.text("erase_ask"), "ask")


def confirmed(turn: Turn, question: OpenQuestion, *, yes: bool) -> None:
    """是: all is gone, and one last line says so. 不是: nothing happened."""
    if not yes:
        say.answer_privately(turn, turn.text("erase_no"), "answer")
        return
    erase(turn, turn.sender, but_question=question.id)
    say.to_account(turn, turn.message.sender, turn.text("erased"), "status", step=turn.message.id)


def erase(office: Office, person: Person, *, but_question: int | None = None) -> list[str]:
    """Take away name, door, skills, accounts and words; returns the file names of pictures to throw away.

    Matters stay with their category, building and times. What they had taken over goes to somebody else.
    """
    office.post()
    names = _names_of(office, person)
    new_name = nameless(person)
    accounts = [(one.transport, one.account_id) for one in office.directory.accounts_of[person.id or 0]]
    if person.key is not None:
        accounts.append((tombstones.DIRECTORY, person.key))
    returning.hand_on(office, person, office.text("why_left"))
    _plain_subjects(office, person)
    office.post()
    personal.forget_phrases(office.session, person.id or 0)
    personal.blank(office.session, person.id or 0, new_name, but_question)
    pictures: list[str] = []
    for transport, account_id in accounts:
        pictures += personal.forget_account(office.session, transport, account_id)
        tombstones.put(office.session, transport, account_id, office.now)
    personal.rename(office.session, names, new_name)
    _anonymise(office, person, new_name)
    return pictures


def nameless(person: Person) -> str:
    """居民#… with letters that say nothing about who it was."""
    digest = hashlib.sha256(f"louzhang:person:{person.id}".encode()).digest()
    return "居民#" + "".join(string.ascii_lowercase[byte % 26] for byte in digest[:6])


def _names_of(office: Office, person: Person) -> set[str]:
    nicknames = [account.nickname for account in office.directory.accounts_of[person.id or 0]]
    raw = [person.name, *person.aliases, *nicknames]
    names = {*raw, *(holders.tidy_name(name) for name in raw)} - {holders.NEIGHBOUR}
    return {name for name in names if len(name) >= holders.SHORTEST_NAME}


def _plain_subjects(office: Office, person: Person) -> None:
    """A dispute or an appeal for help says too much in its subject: the category is enough."""
    for request in requests.reported_by(office.session, person.id or 0):
        if request.private or request.urgency == Urgency.DISPUTE:
            request.subject = plain_subject(request)
            office.session.add(request)
    office.session.flush()


def plain_subject(request: ServiceRequest) -> str:
    """What is left of a subject: 灯的事."""
    return CATEGORIES.get(request.category, CATEGORIES["other"])


def _anonymise(office: Office, person: Person, name: str) -> None:
    session = office.session
    session.expire_all()
    stored = session.get(Person, person.id)
    if stored is None:
        return
    stored.name, stored.household, stored.aliases, stored.key = name, None, [], None
    stored.birth_year, stored.entrance, stored.lives_alone, stored.listed = None, None, False, False
    stored.unit_id, stored.nonsense, stored.silent_until = None, 0, None
    stored.erased_at = office.now
    session.add(stored)
    session.flush()
    office.reload_directory()


def erase_again(office: Office) -> int:
    """After an older backup was put back: whoever was erased since is erased again; tells how many were."""
    stones = tombstones.all_of(office.session)
    gone: dict[int, Person] = {}
    for account in office.directory.accounts.values():
        at = stones.get(tombstones.hash_of(account.transport, account.account_id))
        if at is not None and (account.since is None or account.since <= at):
            gone[account.person_id] = office.directory.people[account.person_id]
    for person in office.directory.people.values():
        if person.key and tombstones.hash_of(tombstones.DIRECTORY, person.key) in stones:
            gone[person.id or 0] = person
    for person in gone.values():
        erase(office, person)
    return len(gone)
