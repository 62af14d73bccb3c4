"""Talk that moves nothing: help, thanks, and what was not understood."""

from __future__ import annotations

from datetime import timedelta

from handlers import holders, say
from handlers.office import Turn
from storage import directory
from storage.tables import Role

ANSWERED_IN_A_ROW = 5
SILENT_FOR = timedelta(hours=1)
HELP: dict[Role, str] = {
    Role.HEAD: "help_head",
    Role.DEPUTY: "help_head",
    Role.WORKER: "help_worker",
    Role.GRID: "help_community",
    Role.COMMUNITY: "help_community",
    Role.MEDIATOR: "help_mediator",
    Role.ADMIN: "help_admin",
}


def help_(turn: Turn) -> None:
    """可以这样说, by role, in two lines."""
    say.answer_privately(turn, _help_text(turn), "answer")


def _help_text(turn: Turn) -> str:
    return turn.text(HELP.get(holders.main_role(turn, turn.sender), "help_resident"))


def thanks(turn: Turn) -> None:
    """Thanks never change a state; in private they are answered like every text."""
    if turn.room is None:
        say.answer_privately(turn, turn.text("thanks"), "answer")


def not_understood(turn: Turn) -> None:
    """可以这样说; five in a row are answered so, from the sixth the bot is silent for an hour."""
    person = turn.sender
    if person.silent_until and turn.now < person.silent_until:
        return
    count = 1 if person.silent_until else person.nonsense + 1
    silent_until = turn.now + SILENT_FOR if count > ANSWERED_IN_A_ROW else None
    directory.change(turn.session, person, nonsense=count, silent_until=silent_until)
    if silent_until is None:
        help_(turn)


def help_out(turn: Turn) -> None:
    """Every private text is answered; only who writes nonsense again and again is left alone for a while."""
    person = turn.sender
    if not (person.silent_until and turn.now < person.silent_until):
        help_(turn)


def understood(turn: Turn) -> None:
    """An understood text starts the count anew."""
    if turn.sender.nonsense or turn.sender.silent_until:
        directory.change(turn.session, turn.sender, nonsense=0, silent_until=None)
