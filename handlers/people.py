"""Who somebody is, and when they are away: strangers, 报到, 请假, 安静."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from handlers import buildings, holders, lists, say
from handlers.errors import Forbidden, Missing, Refusal
from handlers.homes import building_of
from handlers.hours import days_in
from handlers.lifecycle import settle
from handlers.messages import IncomingMessage
from handlers.office import Office, Turn
from handlers.questions import ask, pending
from nlp.model import Place
from storage import directory, requests
from storage.tables import Absence, Account, OpenQuestion, Person, Room, ServiceRequest, Unit

HUSH_DEFAULT = timedelta(hours=2)
HUSH_LONGEST = timedelta(hours=24)


def sender_of(office: Office, message: IncomingMessage, room: Room | None) -> Person:
    """The person behind an account; a newcomer in a room is a resident of that room's unit."""
    person = office.directory.person_of(message.transport, message.sender)
    if person is None:
        person = _newcomer(office, message, room)
    _note_home(office, person, room)
    _note_private_word(office, message)
    _note_alias(office, message)
    return person


def _newcomer(office: Office, message: IncomingMessage, room: Room | None) -> Person:
    unit_id = room.unit_id if room else None
    name = message.nickname or message.sender
    person = Person(
        community_id=office.directory.community_of(unit_id).id or 0,
        name=name,
        unit_id=unit_id,
        position=len(office.directory.people),
    )
    with office.session.begin_nested():
        directory.add(office.session, office.directory, person)
        _add_account(office, person, message)
    return person


def _add_account(office: Office, person: Person, message: IncomingMessage) -> None:
    account = Account(
        person_id=person.id or 0,
        transport=message.transport,
        account_id=message.sender,
        nickname=message.nickname,
        since=office.now,
    )
    directory.add(office.session, office.directory, account)


def _note_home(office: Office, person: Person, room: Room | None) -> None:
    """Of several buildings of the street with the number of their door it is the one in whose group they speak."""
    unit = office.directory.units.get(room.unit_id) if room else None
    unknown = person.listed and person.unit_id is None and person.household is not None
    if unknown and unit is not None and unit.number == building_of(person.household):
        directory.move_in(office.session, office.directory, person, unit_id=unit.id, community_id=unit.community_id)


def _note_private_word(office: Office, message: IncomingMessage) -> None:
    """Who has written in private can be written to in private."""
    account = office.directory.accounts.get((message.transport, message.sender))
    if account is not None and not message.group and not account.reachable:
        directory.change(office.session, account, reachable=True)


def _note_alias(office: Office, message: IncomingMessage) -> None:
    """The name shown in the group today: by it somebody is found again after a change of ids."""
    account = office.directory.accounts.get((office.transport, message.sender))
    if account is not None and message.group and message.nickname not in ("", account.nickname):
        directory.change(office.session, account, nickname=message.nickname)


def is_stranger(person: Person) -> bool:
    """Wrote in private and nobody knows where they live."""
    return person.unit_id is None and not person.listed


def ask_who(turn: Turn) -> None:
    """A stranger is asked once; the first text is handled after the answer, later ones get one short line."""
    if pending(turn, turn.sender, "who") is None and turn.sender.nonsense == 0:
        expect_home(turn, turn.parse.text)
        say.answer_privately(turn, turn.text("who_are_you"), "ask")
    else:
        say.answer_privately(turn, turn.text("who_again"), "answer")


def expect_home(turn: Turn, first: str = "") -> None:
    """The next text may say where the stranger lives; `first` is handled then."""
    ask(turn, turn.sender, "who", options=[first], stands=timedelta(days=30))
    directory.change(turn.session, turn.sender, nonsense=1)


def settle_in(turn: Turn, place: Place, question: OpenQuestion) -> str:
    """The stranger said where; returns the first text, to be handled now."""
    unit = _building_called(turn, place)
    parts = [place.building, place.unit, place.room]
    household = "-".join(part for part in parts if part) if place.room else None
    directory.move_in(
        turn.session,
        turn.directory,
        turn.sender,
        unit_id=unit.id,
        entrance=place.unit,
        household=household,
        community_id=unit.community_id,
        nonsense=0,
    )
    first = str(question.options[0])
    turn.session.delete(question)
    return first


def _building_called(turn: Turn, place: Place) -> Unit:
    """The building of that number; of several the one whose community is named too. Never a guess."""
    named = buildings.of_place(turn, place, turn.parse.own)
    if named is not None:
        return named
    elsewhere = bool(buildings.called(turn, turn.parse.own))
    found = [unit for unit in turn.directory.units.values() if unit.number == place.building]
    if not found or (elsewhere and len(found) == 1):
        raise Refusal(turn.text("unknown_building", number=place.building))
    if len(found) > 1:
        example = holders.full_name(turn, found[0])
        raise Refusal(turn.text("several_buildings", number=place.building, example=example))
    return found[0]


def welcome(turn: Turn, place: Place) -> None:
    """Said to whoever came in with nothing else to be answered."""
    unit = turn.directory.units[turn.sender.unit_id or 0]
    label = unit.name + (f"{place.unit}单元" if place.unit else "")
    say.answer_privately(turn, turn.text("welcome", place=label), "status")


# --- leave -------------------------------------------------------------------------------------------------------


def absent(turn: Turn) -> None:
    """请假到周三 小陈代: through that day; requests, reminders and calls follow the deputy and come back."""
    day = _last_day(turn)
    if day is None:
        raise Missing(turn.text("absent_when"))
    until = turn.calendar.at(day + timedelta(days=1), datetime.min.time())
    label = f"{day.month}月{day.day}日"
    if until <= turn.now:
        raise Refusal(turn.text("absent_past", day=label))
    deputy = _deputy_named(turn)
    turn.session.add(
        Absence(person_id=turn.sender_id, deputy_id=deputy.id if deputy else None, since=turn.now, until=until)
    )
    turn.session.flush()
    turn.reload_directory()
    _tell_leave(turn, deputy, label)
    resettle(turn, turn.sender)


def _last_day(turn: Turn) -> date | None:
    """到周三 is through Wednesday, 三天 is today and two more."""
    when = turn.time_in(turn.parse.args)
    moment = (when.end or when.start) if when else None
    if moment is not None:
        return turn.calendar.local(moment).date()
    lasts = days_in(turn.parse.args)
    return turn.today + timedelta(days=lasts[0] - 1) if lasts else None


def _deputy_named(turn: Turn) -> Person | None:
    args = turn.parse.args
    named = holders.find_person(turn, args, *holders.around(turn))
    if named is not None and named.id != turn.sender_id:
        return named
    return holders.named_deputy(turn, turn.sender)


def _tell_leave(turn: Turn, deputy: Person | None, day: str) -> None:
    name = holders.spoken_name(turn, turn.sender)
    if deputy is None:
        say.answer_privately(turn, turn.text("absent_alone", day=day), "status")
    else:
        say.answer_privately(turn, turn.text("absent", day=day, name=holders.spoken_name(turn, deputy)), "status")
        text = turn.text("absent_deputy", name=name, day=day, items=_left_behind(turn, deputy))
        say.to_person(turn, deputy, text, "status", step=turn.message.id)
    head = holders.head_of(turn, holders.here(turn))
    if head is not None and deputy is not None and head.id not in (turn.sender_id, deputy.id):
        text = turn.text("absent_head", name=name, day=day, deputy=holders.spoken_name(turn, deputy))
        say.to_person(turn, head, text, "status", step=turn.message.id)


def _left_behind(turn: Turn, deputy: Person) -> str:
    """What the deputy now looks after, a line for each."""
    found = requests.open_of_owner(turn.session, [turn.sender_id])
    return "\n" + lists.compose(turn, deputy, lists.in_order(turn, found)) if found else ""


def back(turn: Turn) -> None:
    """我回来了: the leave ends now, and whoever stood in hears it."""
    leave = turn.directory.absence_of(turn.sender_id, turn.now)
    directory.end_leave(turn.session, turn.sender_id, turn.now)
    turn.reload_directory()
    say.answer_privately(turn, turn.text("back"), "status")
    deputy = turn.directory.people.get(leave.deputy_id or 0) if leave else None
    if deputy is not None:
        text = turn.text("back_deputy", name=holders.spoken_name(turn, turn.sender))
        say.to_person(turn, deputy, text, "status", step=turn.message.id)


def resettle(office: Office, person: Person) -> None:
    """Who owns what changes with a leave: owners of what nobody has in hand are found again."""
    owned: list[ServiceRequest] = requests.open_of_owner(office.session, [person.id or 0])
    for request in owned:
        settle(office, request)


# --- a quiet bot -------------------------------------------------------------------------------------------------


def hush(turn: Turn) -> None:
    """小楼 安静 2小时, 安静到下午3点: by a head in her own group; danger excepted."""
    room = turn.room or _own_room(turn)
    if room is None or not holders.holds(turn, turn.sender, holders.STAFF, room.unit_id):
        raise Forbidden(turn.text("not_allowed"))
    until = min(_hour_named(turn) or turn.now + _length(turn.parse.args), turn.now + HUSH_LONGEST)
    directory.change(turn.session, room, quiet_until=until.astimezone(UTC))
    say.answer_privately(turn, turn.text("hushed", when=turn.when(until)), "status")


def _own_room(turn: Turn) -> Room | None:
    posts = [post for post in turn.directory.posts(turn.sender_id, turn.today) if post.role in holders.STAFF]
    rooms = (holders.room_for(turn, post.unit_id) for post in posts)
    return next((room for room in rooms if room), None)


def _hour_named(turn: Turn) -> datetime | None:
    """到下午3点: that hour, while it is still to come."""
    when = turn.time_in(turn.parse.args) if turn.parse.args.startswith("到") else None
    hour = when.start if when else None
    return hour if hour is not None and hour > turn.now else None


def _length(args: str) -> timedelta:
    """2小时, 半小时, 30分钟; two hours where nothing is said."""
    if "半小时" in args or "半个小时" in args:
        return timedelta(minutes=30)
    digits = "".join(char for char in args.translate(CHINESE_DIGITS) if char.isdigit())
    if not digits:
        return HUSH_DEFAULT
    return timedelta(minutes=int(digits)) if "分" in args else timedelta(hours=int(digits))


CHINESE_DIGITS = str.maketrans("一两二三四五六七八九", "1223456789")
