"""Checking rule files: their own examples, words the segmenter would split, words in conflict, words that do nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from nlp.model import Category, Intent, Parse
from nlp.normalise import plain, view
from nlp.reader import Reader, load_reader
from nlp.rulebook import compile_rules
from nlp.rulefile import RuleError, RuleFile, alternatives, read_rule_file, rule_paths
from nlp.scan import Scanner
from nlp.segment import cut

_NOON = datetime(2026, 6, 1, 4, tzinfo=UTC)
"""Examples are read as if sent at this moment: no example may hang on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to look at. `serious` ones make the check fail; the others are for information."""

    path: Path
    line: int
    reason: str
    serious: bool = True

    def __str__(self) -> str:
        """As one line: file, line, what."""
        return f"{self.path.name}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found, and how much it looked at."""

    findings: tuple[Finding, ...] = ()
    files: int = 0
    words: int = 0
    examples: int = 0
    split: tuple[str, ...] = field(default=())
    """Words of the rules that the segmenter would cut, with the cut: 煤气/味."""

    @property
    def good(self) -> bool:
        """Whether nothing serious was found."""
        return not any(finding.serious for finding in self.findings)


def check_rules(paths: Sequence[Path] = ()) -> Report:
    """Check the shipped rules together with the files at `paths`. Raises nothing; a broken file is a finding."""
    files: list[RuleFile] = []
    broken: list[Finding] = []
    for path in rule_paths(paths):
        try:
            files.append(read_rule_file(path))
        except RuleError as error:
            broken.append(Finding(path=error.path, line=error.line, reason=error.reason))
    if broken:
        return Report(findings=tuple(broken), files=len(files))
    try:
        reader = load_reader(extra_rules=tuple(paths))
    except RuleError as error:
        return Report(findings=(Finding(path=error.path, line=error.line, reason=error.reason),), files=len(files))
    groups = [file for file in files if file.kind == "words"]
    looked_at = [file for file in files if not paths or file.path in paths]
    findings = (
        finding
        for file in looked_at
        for finding in (*_examples(file, reader), *_dead(file, groups), *_conflicts(file, files))
    )
    return Report(
        findings=tuple(findings),
        files=len(looked_at),
        words=sum(len(words) for file in looked_at for words in file.lists.values()),
        examples=sum(len(file.examples.match) + len(file.examples.no_match) for file in looked_at),
        split=tuple(split for file in looked_at for split in _split(file)),
    )


def _examples(file: RuleFile, reader: Reader) -> Iterator[Finding]:
    line = file.lines.get("examples", 0)
    for text in file.examples.match:
        parse = reader.read(text, at=_NOON)
        if not _caught(file, parse):
            yield Finding(path=file.path, line=line, reason=f"example not caught: {text} ({_said(parse)})")
    for text in file.examples.no_match:
        parse = reader.read(text, at=_NOON)
        if _caught(file, parse):
            yield Finding(
                path=file.path, line=line, reason=f"example caught and should not be: {text} ({_said(parse)})"
            )


def _caught(file: RuleFile, parse: Parse) -> bool:
    if file.kind == "category":
        return parse.intent is Intent.REQUEST and parse.category == Category(file.key)
    if file.kind == "danger":
        return parse.hazard is not None
    if file.kind == "intent":
        return parse.intent == Intent(file.key)
    return True


def _said(parse: Parse) -> str:
    about = f", {parse.category}" if parse.category else ""
    return f"read as {parse.intent}{about}"


def _dead(file: RuleFile, groups: Sequence[RuleFile]) -> Iterator[Finding]:
    """Words that cannot be found in a text that consists of nothing else: a hiding word covers them."""
    if file.kind == "words":
        return
    scanner = Scanner(compile_rules([*groups, file]))
    first = {f"<{name}>": words[0] for group in groups for name, words in group.lists.items()}
    for name, phrases in file.lists.items():
        if name in ("hide", "faults", "vague"):
            continue
        for phrase in phrases:
            words = "".join(first.get(part[0], part[0]) for part in alternatives(phrase))
            if all(cue.startswith("word.") for cue in scanner.scan(view(plain(words))).spans):
                reason = f"`{phrase}` in {name} never works: a longer word under `hide` covers it"
                yield Finding(path=file.path, line=file.lines.get(name, 0), reason=reason, serious=False)


def _conflicts(file: RuleFile, files: Sequence[RuleFile]) -> Iterator[Finding]:
    """Words that settle two categories at once."""
    if file.kind != "category":
        return
    others = [other for other in files if other.kind == "category" and other.key > file.key]
    for word in file.lists.get("decisive", ()):
        for other in others:
            if word in other.lists.get("decisive", ()):
                reason = f"`{word}` settles both {file.key} and {other.key}"
                yield Finding(path=file.path, line=file.lines["decisive"], reason=reason, serious=False)


def _split(file: RuleFile) -> Iterator[str]:
    for name in ("things", "decisive"):
        for word in file.lists.get(name, ()):
            pieces = cut(word) if "…" not in word and "|" not in word else [word]
            if len(pieces) > 1:
                yield "/".join(pieces)
