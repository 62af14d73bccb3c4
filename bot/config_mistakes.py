"""Words for a mistake in the configuration: the line it stands in, what is wrong, an example of what is right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from functools import reduce
from typing import Any, get_args

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from handlers.settings import DirectoryEntry, Settings, UnitEntry
from nlp.model import Urgency

Location = tuple[str | int, ...]
LEAST = DirectoryEntry(units=(UnitEntry(id="b3", kind="楼栋", name="3栋"),))
"""A directory with nothing but a house."""

EXAMPLES: dict[str, str] = {
    "directory": "directory: {units: [{id: b3, kind: 楼栋, name: 3栋}]}",
    "units": "units: [{id: b3, kind: 楼栋, name: 3栋, parent: cuihu}]",
    "rooms": "rooms: [{name: 3栋邻居群, unit: b3}]",
    "people": "people: [{name: 苏玲, household: 3-1-101}]",
    "posts": "posts: [{role: head, unit: b3}]",
    "id": "id: b3",
    "kind": "kind: 楼栋",
    "name": "name: 3栋",
    "parent": "parent: cuihu",
    "unit": "unit: b3",
    "role": "role: worker",
    "for": "for: [water, power]",
    "since": "since: 2026-01-31",
    "until": "until: 2026-12-31",
    "deputy": "deputy: 小陈",
    "account": "account: wxid_1",
    "household": "household: 3-1-101",
    "skills": "skills: [电工]",
    "alias": "alias: [李师傅]",
    "birth_year": "birth_year: 1940",
    "lives_alone": "lives_alone: true",
    "levels": "levels: [楼栋, 网格, 社区, 街道]",
    "holidays": "holidays: {2027-10-01: 休, 2027-10-09: 班}",
    "texts": 'texts: {ack: "{at}记下了 {items}, {when}前有人回您。{question}"}',
    "spots": "spots: [篮球坪]",
    "nicknames": 'nicknames: {东边那栋: "3"}',
    "hours": 'hours: {放学后: "16:30"}',
    "known_bots": "known_bots: [小冰]",
    "clocks": "clocks: {small: {accept: 3wh}}",
    **{str(urgency): f"{urgency}: {{accept: 3wh}}" for urgency in Urgency},
    "rates": "rates: {wechaty: {account: [[20, 60]]}}",
    **{name: f"{name}: {{account: [[20, 60]]}}" for name in Settings.model_fields["rates"].default},
    "keeping": "keeping: {text_days: 180}",
}
WANTED = {
    "string_type": "text is wanted, in quotes when it looks like a number",
    "int_type": "a whole number is wanted",
    "int_parsing": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "float_type": "a number is wanted",
    "float_parsing": "a number is wanted",
    "bool_type": "true or false is wanted",
    "bool_parsing": "true or false is wanted",
    "date_type": "a day is wanted",
    "date_from_datetime_parsing": "a day is wanted",
    "tuple_type": "a list is wanted",
    "dict_type": "keys and values are wanted",
    "model_type": "keys and values are wanted",
    "string_too_short": "something must stand here",
    "too_short": "at least one is wanted",
    "greater_than_equal": "a larger number is wanted",
}
"""Pydantic's errors in the words of somebody who writes YAML."""
SECRET = ("token", "password", "secret")


def line_of(source: str, location: Location) -> int:
    """The line, from 1, in which the innermost part of `location` that is written in the file stands."""
    node = YAML(pure=True).compose(source)
    line = 1
    for part in location:
        found = _child(node, part)
        if found is None:
            break
        line, node = found
    return line


def impossible_day(source: str) -> tuple[int, str] | None:
    """Line and text of the first day that no calendar has, which YAML cannot even read."""
    waiting: list[Node] = [YAML(pure=True).compose(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            waiting.extend(part for pair in node.value for part in pair)
        elif isinstance(node, SequenceNode):
            waiting.extend(node.value)
        elif str(node.tag).endswith(":timestamp") and not _is_day(node.value):
            return node.start_mark.line + 1, node.value
    return None


def describe(mistake: Mapping[str, Any]) -> str:
    """What is wrong by one of pydantic's errors, and what is right."""
    location: Location = tuple(mistake["loc"])
    if mistake["type"] == "extra_forbidden":
        return _unknown_key(location)
    if mistake["type"] == "missing":
        return f"this key is missing; write, for example, “{example(location)}”"
    said = WANTED.get(mistake["type"], mistake["msg"].removeprefix("Value error, "))
    return f"{_shown(mistake['input'])} is wrong: {_in_the_middle(said)}; right is, for example, “{example(location)}”"


def example(location: Location) -> str:
    """A line that would be right at `location`: a literal one, else the default."""
    names = [part for part in location if isinstance(part, str) and part != "[key]"]
    for name in reversed(names):
        if name in EXAMPLES:
            return EXAMPLES[name]
        default = _default(tuple(names[: names.index(name) + 1]))
        if default is not None:
            return f"{name}: {_written(default)}"
    return EXAMPLES["directory"]


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint at the nearest known word, or the list of them when it is short."""
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"did you mean “{near[0]}”?"
    return f"known are {', '.join(known[:30])}"


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _child(node: Node | None, part: str | int) -> tuple[int, Node] | None:
    if isinstance(node, MappingNode):
        pairs = [(key, value) for key, value in node.value if str(key.value) == str(part)]
        return next(((key.start_mark.line + 1, value) for key, value in pairs), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    return None


def _unknown_key(location: Location) -> str:
    key = str(location[-1])
    if any(word in key.lower() for word in SECRET):
        return "secrets do not belong in this file: give them in the environment"
    return f"there is no such key; {did_you_mean(key, _keys_at(location[:-1]))}"


def _keys_at(location: Location) -> list[str]:
    top: list[type[BaseModel]] = [Settings]
    models = reduce(_step, location, top)
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _step(models: list[type[BaseModel]], part: str | int) -> list[type[BaseModel]]:
    """The models below `models` at `part`; a list's index or a table's key leads to the models it holds."""
    fields = [model.model_fields[str(part)] for model in models if str(part) in model.model_fields]
    return _models_in([field.annotation for field in fields]) if fields else models


def _models_in(annotations: Sequence[Any]) -> list[type[BaseModel]]:
    models = []
    for annotation in annotations:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            models.append(annotation)
        else:
            models.extend(_models_in(get_args(annotation)))
    return models


def _default(names: tuple[str, ...]) -> Any:
    value: Any = Settings(directory=LEAST).model_dump(mode="json", exclude={"directory"})
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _written(value: Any) -> str:
    """JSON is YAML; times without their seconds."""
    return json.dumps(value, ensure_ascii=False).replace(':00"', '"')


def _shown(value: Any) -> str:
    text = str(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def _in_the_middle(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
