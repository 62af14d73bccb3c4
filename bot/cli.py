"""The command line: one row for each command, one sentence for each error, exit 0, 1 or 2."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from bot import commands
from handlers.errors import LouzhangError
from storage.errors import StorageError

DEBUG = "LOUZHANG_DEBUG"


@dataclass(frozen=True, slots=True)
class Argument:
    """A flag or a place in the command, with argparse's own words for it."""

    name: str
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, what carries it out (returns the exit code), and what its help says."""

    name: str
    run: Callable[[argparse.Namespace], int]
    help: str
    arguments: tuple[Argument, ...] = ()


CONFIG = Argument("--config", {"type": Path, "default": Path("config.yaml"), "help": "the settings (config.yaml)"})
DATABASE = Argument("--db", {"type": Path, "default": Path("louzhang.db"), "help": "the database (louzhang.db)"})
TRANSPORT = Argument(
    "--transport",
    {"choices": ("web", "wechaty"), "default": "web", "help": "where the chats are: web (default), wechaty"},
)
HOST = Argument("--host", {"default": "127.0.0.1", "help": "the page's address (127.0.0.1)"})
PORT = Argument("--port", {"type": commands.whole(0, 65535), "default": 8080, "help": "the page's port (8080)"})
STRICT = Argument("--strict", {"action": "store_true", "help": "stop at the first broken line"})

COMMANDS: tuple[Command, ...] = (
    Command(
        "run",
        commands.run,
        "the service: a chat page in the browser, or WeChat through wechaty",
        (CONFIG, TRANSPORT, DATABASE, HOST, PORT),
    ),
    Command(
        "parse",
        commands.parse,
        "understanding alone: JSON lines in, JSON lines out",
        (Argument("file", {"nargs": "?", "type": Path, "help": "JSON lines; none: standard input"}), STRICT),
    ),
    Command(
        "replay",
        commands.replay,
        "the whole product on a recorded chat, with a moved clock",
        (
            Argument("file", {"type": Path, "help": "JSON lines in time order"}),
            CONFIG,
            Argument(
                "--db", {"type": Path, "help": "keep the database here, and go on from it (default: a temporary one)"}
            ),
            Argument(
                "--until", {"type": commands.moment, "help": "go on to this time, as in 2026-07-20T12:00:00+08:00"}
            ),
            STRICT,
        ),
    ),
    Command(
        "doctor",
        commands.doctor,
        "check configuration, database, transport, clock, calendar and disk",
        (CONFIG, TRANSPORT, DATABASE, HOST, PORT),
    ),
    Command(
        "check-rules",
        commands.check_rules,
        "validate rule files, run their own examples, show conflicts",
        (Argument("files", {"nargs": "*", "type": Path, "help": "rule files (default: the shipped ones alone)"}),),
    ),
    Command(
        "rules",
        commands.rules,
        "list the words that people's answers say the rules miss or catch wrongly, ready for a rule file",
        (Argument("what", {"choices": ("suggest",), "help": "suggest"}), DATABASE),
    ),
    Command(
        "backup",
        commands.backup,
        "copy the database while the service runs, and prove the copy",
        (Argument("file", {"type": Path, "help": "the copy"}), DATABASE),
    ),
    Command(
        "restore",
        commands.restore,
        "put a backup in the database's place (the service must be stopped)",
        (Argument("file", {"type": Path, "help": "the backup"}), DATABASE),
    ),
    Command(
        "invite",
        commands.invite,
        "make personal codes (报到) for people of the configuration, each good once and for seven days",
        (
            Argument(
                "names", {"nargs": "+", "metavar": "NAME", "help": "names, or accounts where names are not unique"}
            ),
            Argument("--again", {"action": "store_true", "help": "may take the place of an account they have already"}),
            Argument("--page", {"metavar": "ADDRESS", "help": "the web chat's address, as in https://lou.example.cn"}),
            CONFIG,
            DATABASE,
        ),
    ),
    Command(
        "person",
        commands.person,
        "export everything about a person as JSON, or erase it for ever (the service must be stopped)",
        (
            Argument("what", {"choices": ("export", "erase"), "help": "export or erase"}),
            Argument("name", {"metavar": "NAME", "help": "a name, or an account where names are not unique"}),
            CONFIG,
            DATABASE,
            TRANSPORT,
        ),
    ),
    Command(
        "simulate",
        commands.simulate,
        "invent a town and let it live for some days: a configuration, and JSON lines for replay",
        (
            Argument(
                "--buildings",
                {"type": commands.whole(1), "default": 20, "help": "how many (20; a hundred to a community)"},
            ),
            Argument("--days", {"type": commands.whole(1), "default": 30, "help": "how many (30)"}),
            Argument("--seed", {"type": int, "default": 1, "help": "the same seed gives the same town and days (1)"}),
            Argument(
                "--season",
                {
                    "choices": ("spring", "summer", "autumn", "winter"),
                    "default": "summer",
                    "help": "what breaks (summer)",
                },
            ),
            Argument(
                "--start", {"type": commands.moment, "default": "2026-07-01", "help": "the first day (2026-07-01)"}
            ),
            Argument(
                "--config-out",
                {"type": Path, "default": Path("town.yaml"), "help": "where the configuration goes (town.yaml)"},
            ),
        ),
    ),
)


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command; 0 on success, 1 on failure, 2 on wrong use. Never a traceback."""
    _speak_utf8()
    arguments = _parser().parse_args(words)
    try:
        return _carried_out(arguments)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 1
    except Exception as wrong:  # whatever it is, a person gets one sentence
        if os.environ.get(DEBUG):
            raise
        print(f"louzhang: {_sentence(wrong)}", file=sys.stderr)
        return 1


def _carried_out(arguments: argparse.Namespace) -> int:
    run: Callable[[argparse.Namespace], int] = arguments.run
    code = run(arguments)
    sys.stdout.flush()
    return code


def _speak_utf8() -> None:
    """JSON lines are UTF-8 whatever the terminal's language; what cannot be written is replaced, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="louzhang", description="楼长: the neighbours' group chat that reminds people until the matter is closed."
    )
    rows = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        row = rows.add_parser(command.name, help=command.help, description=command.help)
        row.set_defaults(run=command.run)
        for argument in command.arguments:
            row.add_argument(argument.name, **argument.words)
    return parser


def _sentence(wrong: Exception) -> str:
    if isinstance(wrong, LouzhangError | StorageError):
        return " ".join(str(wrong).split())
    if isinstance(wrong, OSError) and wrong.strerror:
        return (
            f"{wrong.filename or 'the system'}: {wrong.strerror}; check the path, the rights and the space on the disk."
        )
    return f"this should not have happened ({type(wrong).__name__}); please report it with what {DEBUG}=1 shows."
