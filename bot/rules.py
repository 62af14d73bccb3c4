"""`louzhang check-rules`: every rule file is read, its own examples are tried, and what contradicts is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nlp.model import Intent, Parse
from nlp.reader import Reader, load_reader
from nlp.rulefile import RuleError, RuleFile, read_rule_file, rule_paths

SAID_AT = datetime(2026, 7, 13, 2, 0, tzinfo=UTC)
"""A Monday morning in China: examples must not depend on the day they are tried."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `wrong` when something must be mended."""

    text: str
    wrong: bool


def examine(extra: Sequence[Path]) -> Iterator[Finding]:
    """Look at the shipped rule files and the given ones; without a fault in reading, try the examples too."""
    files, faults = _read([*rule_paths(), *extra])
    yield from faults
    if faults:
        return
    yield from _contradictions(files)
    reader = load_reader(extra_rules=extra)
    for file in files:
        yield from _tried(reader, file)


def _read(paths: Iterable[Path]) -> tuple[list[RuleFile], list[Finding]]:
    files, faults = [], []
    for path in paths:
        try:
            files.append(read_rule_file(path))
        except RuleError as wrong:
            faults.append(Finding(f"WRONG  {wrong}", wrong=True))
    return files, faults


def _tried(reader: Reader, file: RuleFile) -> Iterator[Finding]:
    missed = [text for text in file.examples.match if not _catches(reader, file, text)]
    caught = [text for text in file.examples.no_match if _catches(reader, file, text)]
    for text in missed:
        yield Finding(f"WRONG  {file.path.name}: “{text}” should match and does not", wrong=True)
    for text in caught:
        yield Finding(f"WRONG  {file.path.name}: “{text}” should not match and does", wrong=True)
    if not missed and not caught:
        count = len(file.examples.match) + len(file.examples.no_match)
        yield Finding(f"ok     {file.path.name}: {count} examples", wrong=False)


def _catches(reader: Reader, file: RuleFile, text: str) -> bool:
    parse = reader.read(text, at=SAID_AT)
    return any(_is_of(file, one) for one in (parse, *parse.parts))


def _is_of(file: RuleFile, parse: Parse) -> bool:
    """Whether a parse is what the file is about."""
    if file.kind == "category":
        return parse.intent is Intent.REQUEST and parse.category == file.key
    if file.kind == "intent":
        return parse.intent == file.key
    return any(reason.startswith(f"{file.key}.") for reason in parse.why)


def _contradictions(files: Sequence[RuleFile]) -> Iterator[Finding]:
    """Phrases that two categories claim for themselves: the message could go either way."""
    claimed: dict[str, list[str]] = defaultdict(list)
    for file in files:
        if file.kind == "category":
            for phrase in dict.fromkeys(file.lists.get("phrases", ())):
                claimed[phrase].append(file.path.name)
    for phrase, names in claimed.items():
        if len(names) > 1:
            yield Finding(f"note   “{phrase}” stands in {' and '.join(names)}", wrong=False)
