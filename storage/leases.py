"""The lease on a database: which machine's service works on it. A lock file cannot be seen from another machine."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, update
from sqlmodel import Session, col

from storage.tables import Lease

SERVICE = "service"


def take(session: Session, machine: str, now: datetime, until: datetime) -> Lease | None:
    """Take it for a machine; the lease of another machine that still stands, if that is in the way."""
    standing = find(session)
    if standing is None:
        session.add(Lease(name=SERVICE, machine=machine, since=now, seen_at=now, until=until))
        return None
    mine = (col(Lease.name) == SERVICE, or_(col(Lease.machine) == machine, col(Lease.until) <= now))
    taken = update(Lease).where(*mine).values(machine=machine, since=now, seen_at=now, until=until)
    return None if session.connection().execute(taken).rowcount else standing


def renew(session: Session, machine: str, now: datetime, until: datetime) -> bool:
    """A sign of life; False when it is another machine's by now."""
    mine = (col(Lease.name) == SERVICE, col(Lease.machine) == machine)
    renewed = update(Lease).where(*mine).values(seen_at=now, until=until)
    return session.connection().execute(renewed).rowcount == 1


def give_up(session: Session, machine: str, now: datetime) -> None:
    """Anybody may take it from now on; the moment stays, as the service's last one."""
    renew(session, machine, now, now)


def find(session: Session) -> Lease | None:
    """The lease as it stands, over or not."""
    return session.get(Lease, SERVICE)


def last_seen(session: Session) -> datetime | None:
    """When a service last gave a sign of life here."""
    lease = find(session)
    return lease.seen_at if lease else None
