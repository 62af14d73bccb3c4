"""What each command does. Heavy libraries are imported inside, so that `louzhang --help` is there at once."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

from handlers.errors import LouzhangError


def moment(text: str) -> datetime:
    """An ISO 8601 time; without an offset it is local time of the configuration."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no time: write it as 2026-07-20T12:00:00+08:00") from None


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """Reads a whole number within bounds."""

    def read(text: str) -> int:
        number = int(text) if text.lstrip("-").isdecimal() else None
        if number is None or number < least or (most is not None and number > most):
            bounds = f"from {least} on" if most is None else f"from {least} to {most}"
            raise argparse.ArgumentTypeError(f"{text} is no whole number {bounds}")
        return number

    return read


def run(arguments: argparse.Namespace) -> int:
    """The service, until it is stopped."""
    from bot.config import load_settings

    settings = load_settings(arguments.config)
    from bot import app, logs
    from scheduler.calendar import unknown_years, warning
    from scheduler.clock import SystemClock

    logs.set_up(sys.stderr)
    unknown = warning(unknown_years(SystemClock().now(), settings.holidays))
    if unknown:
        print(unknown, file=sys.stderr)
    return app.run(settings, arguments.transport, arguments.db, arguments.host, arguments.port)


def parse(arguments: argparse.Namespace) -> int:
    """One answer a line; each is out before the next line is read, so that another program can talk to it."""
    from nlp.jsonlines import BrokenLine, parse_lines
    from nlp.reader import load_reader
    from scheduler.clock import SystemClock

    with _lines(arguments.file) as lines:
        try:
            for answer in parse_lines(load_reader(), lines, now=SystemClock().now(), strict=arguments.strict):
                print(json.dumps(answer, ensure_ascii=False), flush=arguments.file is None)
        except BrokenLine as wrong:
            raise LouzhangError(f"{arguments.file or 'standard input'}, {wrong}") from None
    return 0


def replay(arguments: argparse.Namespace) -> int:
    """What the bot says to a recorded chat, one JSON line each."""
    from bot.config import load_settings

    settings = load_settings(arguments.config)
    until: datetime | None = arguments.until
    if until is not None and until.tzinfo is None:
        until = until.replace(tzinfo=settings.time_zone)
    with _lines(arguments.file):
        pass
    from bot import logs
    from bot.replay import replay as play

    logs.set_up(sys.stderr)
    return play(
        arguments.file,
        settings,
        db=arguments.db,
        until=until,
        strict=arguments.strict,
        stdout=sys.stdout,
        stderr=sys.stderr,
        progress=sys.stderr.isatty(),
    )


def doctor(arguments: argparse.Namespace) -> int:
    """A line for each thing that was looked at."""
    from bot.doctor import Patient, Verdict, examine
    from scheduler.clock import SystemClock

    patient = Patient(
        config=arguments.config,
        transport=arguments.transport,
        database=arguments.db,
        host=arguments.host,
        port=arguments.port,
    )
    findings = list(examine(patient, SystemClock().now()))
    for finding in findings:
        print(f"{finding.verdict:<5}  {finding.name:<13}  {finding.text}")
    return 1 if any(finding.verdict is Verdict.WRONG for finding in findings) else 0


def check_rules(arguments: argparse.Namespace) -> int:
    """A line for each thing found, `note` where nothing must be mended, and what was looked at."""
    from nlp.checking import check_rules as check

    for path in arguments.files:
        with _lines(path):
            pass
    report = check(arguments.files)
    for finding in report.findings:
        print(f"{'WRONG' if finding.serious else 'note':<5}  {finding}")
    counted = f"{report.files} files, {report.words} words, {report.examples} examples"
    print(f"{counted}; the segmenter alone would cut {len(report.split)} words{_some(report.split)}")
    return 0 if report.good else 1


def _some(words: Sequence[str]) -> str:
    return f": {' '.join(words[:5])} …" if len(words) > 5 else "".join(f" {word}" for word in words)


def rules(arguments: argparse.Namespace) -> int:
    """A line for each phrase that people's answers say is missing or wrong in the rules."""
    from bot.teaching import suggestions

    for line in suggestions(arguments.db):
        print(line)
    return 0


def backup(arguments: argparse.Namespace) -> int:
    """The copy's path, once it is proved."""
    from storage.backup import back_up

    back_up(arguments.db, arguments.file)
    print(arguments.file)
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """The database's path, once the backup stands there."""
    from storage.backup import restore as put_back

    put_back(arguments.file, arguments.db)
    print(arguments.db)
    return 0


def invite(arguments: argparse.Namespace) -> int:
    """A line for each person: the name, the code to say in private, and the link where there is a page; good once."""
    from bot import residents
    from bot.config import load_settings
    from bot.web.invitations import invitation_link
    from scheduler.clock import SystemClock

    settings = load_settings(arguments.config)
    now = SystemClock().now()
    for name, code in residents.invite(settings, arguments.db, arguments.names, now, again=arguments.again):
        link = [invitation_link(arguments.page, code)] if arguments.page else []
        print(name, f"报到 {code}", *link, sep="\t")
    return 0


def person(arguments: argparse.Namespace) -> int:
    """export: everything about a person as JSON. erase: nothing about them is left."""
    from bot import logs, residents
    from bot.config import load_settings
    from scheduler.clock import SystemClock

    logs.set_up(sys.stderr)
    if arguments.what == "export":
        print(json.dumps(residents.export(arguments.db, arguments.name), ensure_ascii=False, indent=2))
        return 0
    settings = load_settings(arguments.config)
    now = SystemClock().now()
    pictures = residents.remove(settings, arguments.db, arguments.name, now, arguments.transport)
    folder = arguments.db.parent / f"{arguments.db.stem}-pictures"
    for picture in pictures:
        (folder / Path(picture).name).unlink(missing_ok=True)
    print("erased")
    return 0


def simulate(arguments: argparse.Namespace) -> int:
    """Lines for `replay`, out as they are written; the town's configuration goes to a file."""
    from bot.simulate.command import simulate as lines_of

    for line in lines_of(
        arguments.config_out,
        buildings=arguments.buildings,
        days=arguments.days,
        seed=arguments.seed,
        season=arguments.season,
        start=arguments.start.date(),
    ):
        print(line)
    return 0


@contextmanager
def _lines(path: Path | None) -> Iterator[TextIO]:
    """UTF-8 lines of a file or of standard input; broken bytes become broken characters, not the end."""
    source = sys.stdin.fileno() if path is None else path
    try:
        reading = open(source, encoding="utf-8", errors="replace", closefd=path is not None)  # noqa: SIM115
    except OSError as wrong:
        raise LouzhangError(f"{path} cannot be read ({wrong.strerror}): check the path and its rights.") from None
    with reading:
        yield reading
