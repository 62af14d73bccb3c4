"""Times of deafness: recorded, and told to the admin when they were long."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import holders, say
from handlers.office import Office
from storage import gaps

TOLD_AFTER = timedelta(minutes=1)


def note(office: Office, since: datetime, until: datetime | None) -> None:
    """Deaf since then (`until` None), or hearing again; what was said meanwhile is lost, and the admin hears so."""
    if until is None:
        gaps.begin(office.session, office.transport, since)
        return
    gap = gaps.end(office.session, office.transport, since, until)
    admins = holders.admins(office)
    if not admins or gap.told or until - gap.since < TOLD_AFTER:
        return
    gap.told = True
    text = office.text("deaf", since=office.when(gap.since), until=office.when(until))
    for admin in admins:
        say.to_person(office, admin, text, "error", step=f"gap{gap.id}")
