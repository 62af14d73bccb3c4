"""What a schema cannot see: that names in the configuration lead somewhere and belong to one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from bot.config_mistakes import Location, did_you_mean, example
from bot.loopback import loopback_address
from handlers.settings import LEVELS, PersonEntry, PostEntry, Settings
from handlers.texts import TEXTS, fill, placeholders

Mistake = tuple[Location, str]


def wrong_links(settings: Settings) -> Iterator[Mistake]:
    """Every place where names do not fit together, with a sentence on what to do."""
    for check in CHECKS:
        yield from check(settings)


def _units_are_named_once(settings: Settings) -> Iterator[Mistake]:
    for index in _repeated(unit.id for unit in settings.directory.units):
        unit = settings.directory.units[index]
        yield (_unit(index, "id"), f"another unit has the id “{unit.id}” too: give each its own, as in “id: b3”")


def _parents_exist(settings: Settings) -> Iterator[Mistake]:
    ids = [unit.id for unit in settings.directory.units]
    for index, unit in enumerate(settings.directory.units):
        if unit.parent is not None and unit.parent not in ids:
            yield _unit(index, "parent"), _no_unit(unit.parent, ids)


def _no_unit_is_above_itself(settings: Settings) -> Iterator[Mistake]:
    parents = {unit.id: unit.parent for unit in settings.directory.units}
    for index, unit in enumerate(settings.directory.units):
        above, seen = unit.parent, {unit.id}
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above is not None:
            yield _unit(index, "parent"), f"“{unit.id}” would be above itself: the topmost unit has no parent"


def _rooms_lead_to_units(settings: Settings) -> Iterator[Mistake]:
    ids = [unit.id for unit in settings.directory.units]
    for index, room in enumerate(settings.directory.rooms):
        if room.unit not in ids:
            yield ("directory", "rooms", index, "unit"), _no_unit(room.unit, ids)


def _rooms_are_named_once(settings: Settings) -> Iterator[Mistake]:
    for index in _repeated(room.name for room in settings.directory.rooms):
        room = settings.directory.rooms[index]
        yield ("directory", "rooms", index, "name"), f"another room is called “{room.name}” too: give each its own name"


def _people_can_be_told_apart(settings: Settings) -> Iterator[Mistake]:
    people = settings.directory.people
    shared = {name for name, count in Counter(person.name for person in people).items() if count > 1}
    for index, person in enumerate(people):
        if person.name in shared and person.account is None:
            hint = "give each an account, as in “account: wxid_1”"
            yield _person(index, "name"), f"more than one person is called “{person.name}”: {hint}"
    for index in _repeated(person.account or person.name for person in people):
        hint = "an account belongs to one person, as in “account: wxid_1”"
        yield _person(index, "account"), f"“{people[index].account or people[index].name}” is somebody else's: {hint}"


def _posts_lead_to_units(settings: Settings) -> Iterator[Mistake]:
    ids = [unit.id for unit in settings.directory.units]
    for location, _person_entry, post in _posts(settings):
        if post.unit not in ids:
            yield (*location, "unit"), _no_unit(post.unit, ids)


def _homes_lead_to_units(settings: Settings) -> Iterator[Mistake]:
    ids = [unit.id for unit in settings.directory.units]
    for index, person in enumerate(settings.directory.people):
        if person.unit is not None and person.unit not in ids:
            yield _person(index, "unit"), _no_unit(person.unit, ids)


def _deputies_exist(settings: Settings) -> Iterator[Mistake]:
    names = sorted({person.name for person in settings.directory.people})
    for location, person, post in _posts(settings):
        if post.deputy == person.name:
            yield (*location, "deputy"), f"“{post.deputy}” cannot stand in for “{person.name}”: name somebody else"
        elif post.deputy is not None and post.deputy not in names:
            yield (*location, "deputy"), f"nobody is called “{post.deputy}”; {did_you_mean(post.deputy, names)}"


def _posts_begin_before_they_end(settings: Settings) -> Iterator[Mistake]:
    for location, _person_entry, post in _posts(settings):
        if post.since and post.until and post.until < post.since:
            said = f"{post.until} is before {post.since}: a post ends after it begins"
            yield (*location, "until"), f"{said}, as in “{example(('until',))}”"


def _hours_follow_each_other(settings: Settings) -> Iterator[Mistake]:
    for key, windows in (("working_hours", settings.working_hours), ("day_hours", settings.day_hours)):
        ends = [moment for window in windows for moment in window]
        if not ends or any(later <= earlier for earlier, later in pairwise(ends)):
            yield (key,), f"each window must end after it starts and before the next; as in “{example((key,))}”"


def _rates_are_of_known_transports(settings: Settings) -> Iterator[Mistake]:
    known = list(Settings.model_fields["rates"].default)
    for name in settings.rates:
        if name not in known:
            yield ("rates", name), f"there is no such transport; {did_you_mean(name, known)}"


def _texts_are_known_and_fillable(settings: Settings) -> Iterator[Mistake]:
    for name, text in settings.texts.items():
        if name not in TEXTS:
            yield ("texts", name), f"there is no such text; {did_you_mean(name, list(TEXTS))}"
        else:
            yield from _unfillable(name, text)


def _unfillable(name: str, text: str) -> Iterator[Mistake]:
    try:
        unknown = placeholders(text) - placeholders(TEXTS[name])
        fill(text, name, {})
    except ValueError:
        unknown = {"{"}
    if unknown:
        yield ("texts", name), f"{min(unknown)} stands for nothing here; the text was “{TEXTS[name]}”"


def _every_level_has_a_name(settings: Settings) -> Iterator[Mistake]:
    if settings.levels and len(settings.levels) != len(LEVELS):
        yield ("levels",), f"name all four levels, as in “{example(('levels',))}”"


def _the_operators_page_is_on_this_machine(settings: Settings) -> Iterator[Mistake]:
    if settings.operator_page:
        try:
            loopback_address(settings.operator_page)
        except ValueError:
            yield ("operator_page",), f"it opens on this machine alone, as in “{example(('operator_page',))}”"


def _no_unit(name: str, ids: list[str]) -> str:
    return f"there is no unit with the id “{name}”; {did_you_mean(name, ids)}"


def _posts(settings: Settings) -> Iterator[tuple[Location, PersonEntry, PostEntry]]:
    for index, person in enumerate(settings.directory.people):
        for number, post in enumerate(person.posts):
            yield (*_person(index, "posts"), number), person, post


def _unit(index: int, key: str) -> Location:
    return "directory", "units", index, key


def _person(index: int, key: str) -> Location:
    return "directory", "people", index, key


def _repeated(names: Iterable[str]) -> Iterator[int]:
    """The positions of names that stood before."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield index
        seen.add(name)


CHECKS: tuple[Callable[[Settings], Iterator[Mistake]], ...] = (
    _units_are_named_once,
    _parents_exist,
    _no_unit_is_above_itself,
    _rooms_lead_to_units,
    _rooms_are_named_once,
    _people_can_be_told_apart,
    _posts_lead_to_units,
    _homes_lead_to_units,
    _deputies_exist,
    _posts_begin_before_they_end,
    _hours_follow_each_other,
    _rates_are_of_known_transports,
    _texts_are_known_and_fillable,
    _every_level_has_a_name,
    _the_operators_page_is_on_this_machine,
)
