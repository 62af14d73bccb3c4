"""The month in numbers, counted from what happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from storage.tables import CoSigner, Level, RequestEvent, ServiceRequest, Status

OPENED = ("open", "admit")
CLOSED = ("confirm", "works", "close")


def opened(session: Session, units: Collection[int], since: datetime, before: datetime, *categories: str) -> int:
    """Requests opened in a span of time."""
    return _count(session, units, OPENED, since, before, *_of(categories))


def closed(session: Session, units: Collection[int], since: datetime, before: datetime, *categories: str) -> int:
    """Requests closed in a span of time that are closed still."""
    still = col(ServiceRequest.status) == Status.CLOSED
    return _count(session, units, CLOSED, since, before, still, *_of(categories))


def closed_in_house(session: Session, units: Collection[int], since: datetime, before: datetime) -> int:
    """… of them without leaving the building's level."""
    still = col(ServiceRequest.status) == Status.CLOSED
    return _count(session, units, CLOSED, since, before, still, col(ServiceRequest.level) == Level.BUILDING)


def households_served(session: Session, units: Collection[int], since: datetime, before: datetime) -> int:
    """Households whose matter was closed in a span of time, once for each matter."""
    query = (
        select(func.count(func.distinct(col(CoSigner.id))))
        .join(ServiceRequest, col(ServiceRequest.id) == col(CoSigner.request_id))
        .where(
            col(ServiceRequest.unit_id).in_(list(units)),
            col(ServiceRequest.status) == Status.CLOSED,
            col(ServiceRequest.closed_at) >= since,
            col(ServiceRequest.closed_at) < before,
        )
    )
    return session.exec(query).one()


def _of(categories: Collection[str]) -> list[ColumnElement[bool]]:
    return [col(ServiceRequest.category).in_(list(categories))] if categories else []


def _count(
    session: Session, units: Collection[int], acts: Collection[str], since: datetime, before: datetime,
    *conditions: ColumnElement[bool],
) -> int:  # fmt: skip
    query = (
        select(func.count(func.distinct(col(RequestEvent.request_id))))
        .join(ServiceRequest, col(ServiceRequest.id) == col(RequestEvent.request_id))
        .where(
            col(RequestEvent.act).in_(list(acts)),
            col(RequestEvent.at) >= since,
            col(RequestEvent.at) < before,
            col(ServiceRequest.unit_id).in_(list(units)),
            *conditions,
        )
    )
    return session.exec(query).one()
