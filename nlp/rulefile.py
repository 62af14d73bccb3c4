"""Reading rule files: YAML as a community worker writes it, checked, with the line of every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from nlp.model import Category, Intent, Urgency

RULES = Path(__file__).parent / "rules"
_CATEGORY_KEYS = {
    "category", "name", "class", "decisive", "things", "vague", "faults", "phrases", "hints", "classes", "hide", "shared_faults",
    "heights_or_wires", "examples",
}  # fmt: skip
_CUE_KEYS = {"intent", "context", "danger", "words", "name", "cues", "hide", "examples", "category"}
_KINDS = ("category", "intent", "context", "danger", "words")
_EXAMPLE_KEYS = {"match", "no_match"}
_CLASSES = {str(urgency) for urgency in Urgency}


class RuleError(ValueError):
    """A rule file that cannot be used; the text says where and what to change."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        """`line` counts from 1; 0 means the file as a whole."""
        super().__init__(f"{path.name}:{line}: {reason}" if line else f"{path.name}: {reason}")
        self.path, self.line, self.reason = path, line, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Sentences that a file promises to catch, and sentences it promises to leave alone."""

    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """One file: a category of requests, the cues of an intent, of a context or of a danger, or groups of words."""

    path: Path
    kind: str
    """"category", "intent", "context", "danger" or "words"."""
    key: str
    urgency: str | None = None
    shared_faults: bool = True
    heights_or_wires: bool = False
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Phrases by cue: `decisive` settles the category, `vague` things mean nothing without a fault; then things,
    faults, phrases, hints, hide, `as.urgent` and the like, or a cue file's own names."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each list, for messages."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """For a danger file: the category of each hazard."""
    examples: Examples = field(default_factory=Examples)


def rule_paths(extra: Sequence[Path] = ()) -> list[Path]:
    """The shipped rule files in order, then the given ones."""
    return [*sorted(RULES.glob("*.yaml")), *extra]


def read_rule_file(path: Path) -> RuleFile:
    """Read and check one file; one that has not changed is not read again. Raises RuleError."""
    try:
        held = path.stat()
    except OSError as error:
        raise RuleError(path, 0, f"cannot be read: {error}") from error
    return _read(path, held.st_mtime_ns, held.st_size)


@lru_cache(maxsize=256)
def _read(path: Path, _written: int, _size: int) -> RuleFile:
    raw = _load(path)
    if not isinstance(raw, dict):
        raise RuleError(path, 1, "a rule file begins with `category:`, `intent:`, `context:`, `danger:` or `words:`")
    kinds = [kind for kind in _KINDS if kind in raw]
    if not kinds or (len(kinds) > 1 and kinds != ["category", "danger"]):
        raise RuleError(path, 1, "say exactly one of `category:`, `intent:`, `context:`, `danger:` or `words:`")
    return _category_file(path, raw) if kinds == ["category"] else _cue_file(path, raw, kinds[-1])


def _load(path: Path) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        return YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        raise RuleError(path, mark.line + 1 if mark else 0, f"not valid YAML: {error.problem}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(path, 0, f"cannot be read: {error}") from error


def _category_file(path: Path, raw: Any) -> RuleFile:
    _known_keys(path, raw, _CATEGORY_KEYS)
    key = _one_of(path, raw, "category", {str(category) for category in Category})
    lists = {
        name: _phrases(path, raw, name)
        for name in ("decisive", "things", "vague", "faults", "phrases", "hints", "hide")
        if name in raw
    }
    lines = {name: _line(raw, name) for name in lists}
    lines["examples"] = _line(raw, "examples")
    for urgency in raw.get("classes") or {}:
        if urgency not in _CLASSES:
            raise RuleError(
                path, _line(raw["classes"], urgency), f"`{urgency}` is no class; there are {sorted(_CLASSES)}"
            )
        lists[f"as.{urgency}"] = _phrases(path, raw["classes"], urgency)
        lines[f"as.{urgency}"] = _line(raw["classes"], urgency)
    return RuleFile(
        path=path,
        kind="category",
        key=key,
        urgency=_one_of(path, raw, "class", _CLASSES),
        shared_faults=bool(raw.get("shared_faults", True)),
        heights_or_wires=bool(raw.get("heights_or_wires", False)),
        lists=lists,
        lines=lines,
        examples=_examples(path, raw),
    )


def _cue_file(path: Path, raw: Any, kind: str) -> RuleFile:
    _known_keys(path, raw, _CUE_KEYS)
    key = _one_of(path, raw, kind, {str(intent) for intent in Intent}) if kind == "intent" else str(raw[kind])
    cues = raw.get("cues") or {}
    lists = {str(name): _phrases(path, cues, name) for name in cues}
    lines = {str(name): _line(cues, name) for name in cues}
    lines["examples"] = _line(raw, "examples")
    if "hide" in raw:
        lists["hide"], lines["hide"] = _phrases(path, raw, "hide"), _line(raw, "hide")
    categories = raw.get("category") or {}
    return RuleFile(
        path=path,
        kind=kind,
        key=key,
        lists=lists,
        lines=lines,
        categories={str(name): str(value) for name, value in categories.items()},
        examples=_examples(path, raw),
    )


def _known_keys(path: Path, raw: Any, known: set[str]) -> None:
    for key in raw:
        if key not in known:
            raise RuleError(path, _line(raw, key), f"`{key}` is not known here; use one of {sorted(known)}")


def _one_of(path: Path, raw: Any, key: str, allowed: set[str]) -> str:
    value = str(raw.get(key, ""))
    if value not in allowed:
        raise RuleError(path, _line(raw, key), f"`{key}: {value}` is not one of {sorted(allowed)}")
    return value


def _phrases(path: Path, raw: Any, key: str) -> tuple[str, ...]:
    value = raw.get(key)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise RuleError(path, _line(raw, key), f"`{key}` must be a list of words, like [灯, 路灯]")
    return tuple(_phrase(path, item, _line_of_item(raw, key, value, at)) for at, item in enumerate(value))


def _phrase(path: Path, item: Any, line: int) -> str:
    if not isinstance(item, str) or not item.strip():
        raise RuleError(path, line, f"{item!r} is no word; put it in quotes")
    words = list(alternatives(item))
    if any(not word for group in words for word in group):
        raise RuleError(path, line, f"`{item}` has an empty part around … or |")
    return item.strip()


def alternatives(phrase: str) -> Iterator[tuple[str, ...]]:
    """The parts of a phrase in order, each with its alternatives: 灯|路灯…不亮 → (灯, 路灯), (不亮,)."""
    for part in phrase.replace("……", "…").split("…"):
        yield tuple(word.strip() for word in part.split("|"))


def _examples(path: Path, raw: Any) -> Examples:
    given = raw.get("examples") or {}
    _known_keys(path, given, _EXAMPLE_KEYS)
    return Examples(**{key: tuple(str(text) for text in given[key] or ()) for key in given})


def _line(raw: Any, key: Any) -> int:
    try:
        return int(raw.lc.key(key)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return 1


def _line_of_item(raw: Any, key: str, value: Any, at: int) -> int:
    try:
        return int(value.lc.item(at)[0]) + 1
    except (AttributeError, KeyError, TypeError):
        return _line(raw, key)
