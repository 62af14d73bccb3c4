"""The rules in the form that reading uses: lists of words, and cues made of one list or of several in a row."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nlp.normalise import plain, view
from nlp.rulefile import RuleError, RuleFile, alternatives, read_rule_file, rule_paths

COMPILED = Path(__file__).parent / "tables" / "rulebook.json"
NEAR = 8
"""Characters that may stand between two parts of a phrase, within one sentence."""
FAR = 20
"""The same where the phrase says …… instead of …."""
AFTER = 3
"""Characters that may stand between a fault and the thing it comes before: 坏了的灯."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A named sign: a word of the first part, then within `gap` characters one of the next, and so on."""

    name: str
    parts: tuple[tuple[int, ...], ...]
    """The lists whose words each part may be."""
    gap: int = NEAR


@dataclass(frozen=True, slots=True)
class CategoryRules:
    """What a category file says beside its words."""

    urgency: str
    classes: tuple[str, ...]
    heights_or_wires: bool


@dataclass(frozen=True)
class RuleBook:
    """All rules together. What a cue named `hide` covers is not seen by the others; a negated word of a `negatable` list is none."""

    lists: tuple[tuple[str, ...], ...]
    cues: tuple[Cue, ...]
    negatable: frozenset[int]
    categories: Mapping[str, CategoryRules]
    hazards: Mapping[str, str]

    def words(self, part: Sequence[int]) -> tuple[str, ...]:
        """The words that a part of a cue may be."""
        return tuple(dict.fromkeys(word for number in part for word in self.lists[number]))

    @cached_property
    def matters(self) -> Mapping[str, tuple[str, str]]:
        """The cues that speak of a matter: of which category, and how; of danger and which."""
        named = (cue.name.partition(".") for cue in self.cues)
        return {f"{key}.{kind}": (key, kind) for key, _, kind in named if key in self.categories or key == "danger"}


def load_rulebook(extra: Sequence[Path] = ()) -> RuleBook:
    """The shipped rules and the extra files. Uses the compiled form as long as it fits the files. Raises RuleError."""
    paths = rule_paths(extra)
    if not extra:
        kept = _compiled(paths)
        if kept is not None:
            return kept
    return compile_rules(read_rule_file(path) for path in paths)


def write_compiled() -> None:
    """Bring the compiled form up to date with the shipped files."""
    paths = rule_paths()
    book = compile_rules(read_rule_file(path) for path in paths)
    content = {"of": _fingerprint(paths), "book": _as_json(book)}
    COMPILED.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def compile_rules(files: Iterable[RuleFile]) -> RuleBook:
    """Turn rule files into one book. Raises RuleError where a group of words is named that no file has."""
    return _Compiler(list(files)).book()


class _Compiler:
    """Numbers the lists while it turns phrases into cues."""

    def __init__(self, files: list[RuleFile]) -> None:
        self.files = files
        self.numbers: dict[tuple[tuple[str, ...], bool], int] = {}
        self.cues: list[Cue] = []
        self.groups = {name: words for file in files if file.kind == "words" for name, words in file.lists.items()}
        self.shared = next((file.lists.get("faults", ()) for file in files if file.key == "shared_faults"), ())

    def book(self) -> RuleBook:
        for file in self.files:
            self._know_groups(file)
            self._add(file)
        categories = {
            file.key: CategoryRules(file.urgency or "small", _classes(file), file.heights_or_wires)
            for file in self.files
            if file.kind == "category"
        }
        return RuleBook(
            lists=tuple(words for words, _ in self.numbers),
            cues=tuple(self.cues),
            negatable=frozenset(number for (_, deniable), number in self.numbers.items() if deniable),
            categories=categories,
            hazards={name: key for file in self.files for name, key in file.categories.items()},
        )

    def _know_groups(self, file: RuleFile) -> None:
        for name, phrases in file.lists.items():
            for group in (group for phrase in phrases for group in _GROUP.findall(phrase)):
                if group not in self.groups:
                    raise RuleError(file.path, file.lines.get(name, 0), f"`<{group}>` is no group of words")

    def _add(self, file: RuleFile) -> None:
        if file.key == "shared_faults":
            self._cue("context.fault", self._list(self.shared))
            return
        if file.kind == "category":
            self._add_faults(file)
        for name, phrases in file.lists.items():
            if name == "hide":
                self._add_phrases("hide", phrases)
            elif name not in ("faults", "vague"):
                self._add_phrases(_cue_name(file, name), phrases)

    def _add_faults(self, file: RuleFile) -> None:
        own = file.lists.get("faults", ())
        if own:
            self._cue(f"{file.key}.fault", self._list(own, deniable=not file.shared_faults))
        faults = tuple(self._list(words, deniable=True) for words in (own, self.shared if file.shared_faults else ()))
        self._add_rows(f"{file.key}.broken", file.lists.get("things", ()), faults)
        self._add_rows(f"{file.key}.vaguely", file.lists.get("vague", ()), faults)

    def _add_rows(self, name: str, things: Sequence[str], faults: tuple[int, ...]) -> None:
        if things:
            thing = (self._list(things),)
            self.cues.append(Cue(name, (thing, faults), NEAR))
            self.cues.append(Cue(name, (faults, thing), AFTER))

    def _add_phrases(self, name: str, phrases: Sequence[str]) -> None:
        single = tuple(phrase for phrase in phrases if "…" not in phrase)
        words = tuple(word for phrase in single for word in phrase.split("|"))
        if words:
            self._cue(name, self._list(words, deniable=name.startswith(_DENIABLE)))
        for phrase in phrases:
            if "…" in phrase:
                gap = FAR if "……" in phrase else NEAR
                self._cue(name, *(self._list(part) for part in alternatives(phrase)), gap=gap)

    def _cue(self, name: str, *lists: int, gap: int = NEAR) -> None:
        self.cues.append(Cue(name, tuple((number,) for number in lists), gap))

    def _list(self, words: Iterable[str], *, deniable: bool = False) -> int:
        """The number of a list; a word of a deniable one is none behind 没 or 不."""
        key = tuple(dict.fromkeys(view(plain(word)) for word in self._spelt_out(words))), deniable
        return self.numbers.setdefault(key, len(self.numbers))

    def _spelt_out(self, words: Iterable[str]) -> Iterator[str]:
        """The words, with all words of a group where it is named."""
        for word in words:
            group = _GROUP.fullmatch(word)
            if group:
                yield from self._spelt_out(self.groups[group[1]])
            else:
                yield word


_GROUP = re.compile("<([^<>]+)>")
"""A group of words by its name, where a word may stand."""
_DENIABLE = ("done.",)
"""Cues that 不 or 没 before them turn into their opposite: 不亮了 is not 亮了."""


def _cue_name(file: RuleFile, name: str) -> str:
    singular = {"things": "thing", "phrases": "phrase", "hints": "hint"}.get(name, name)
    return f"{file.key if file.kind != 'danger' else 'danger'}.{singular}"


def _classes(file: RuleFile) -> tuple[str, ...]:
    return tuple(name.removeprefix("as.") for name in file.lists if name.startswith("as."))


def _fingerprint(paths: Sequence[Path]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _compiled(paths: Sequence[Path]) -> RuleBook | None:
    try:
        content = json.loads(COMPILED.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return _from_json(content["book"]) if content.get("of") == _fingerprint(paths) else None


def _as_json(book: RuleBook) -> dict[str, object]:
    return {
        "lists": book.lists,
        "cues": [(cue.name, cue.parts, cue.gap) for cue in book.cues],
        "negatable": sorted(book.negatable),
        "categories": {key: (it.urgency, it.classes, it.heights_or_wires) for key, it in book.categories.items()},
        "hazards": dict(book.hazards),
    }


def _from_json(content: dict[str, list]) -> RuleBook:  # type: ignore[type-arg]
    categories = dict(content["categories"])
    return RuleBook(
        tuple(map(tuple, content["lists"])),
        tuple(Cue(name, tuple(map(tuple, parts)), gap) for name, parts, gap in content["cues"]),
        frozenset(content["negatable"]),
        {key: CategoryRules(it[0], tuple(it[1]), it[2]) for key, it in categories.items()},
        dict(content["hazards"]),
    )
