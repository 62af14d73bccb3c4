"""A post that nobody holds: its holder's part falls to the next level, and whoever looks after the bot is told once."""

from __future__ import annotations

from handlers import describe, holders, say
from handlers.office import Office
from storage.tables import Level, Unit


def report(office: Office, level: Level, unit_id: int | None) -> None:
    """Say that a level's post is vacant for a unit, and who stands in; nothing where somebody holds it."""
    unit, admin = office.directory.units.get(unit_id or 0), holders.admin_of(office, unit_id)
    instead = holders.at_level(office, level, unit_id)
    if unit is None or admin is None or instead is None or not _is_vacant(office, level, unit):
        return
    text = office.text(
        "vacant", unit=unit.name, level=describe.level_name(office, level), name=holders.spoken_name(office, instead)
    )
    say.to_person(office, admin, text, "status", step=f"vacant:{level}:{unit.key}")


def _is_vacant(office: Office, level: Level, unit: Unit) -> bool:
    """Nobody holds it, away or not; what is no building needs no head."""
    if level is Level.BUILDING and unit.number is None:
        return False
    return not office.directory.holders(holders.LADDER[level][0], unit.id, office.today)
