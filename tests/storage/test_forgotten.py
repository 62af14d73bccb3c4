"""The invariant of a request, looked for in the database itself."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from storage import requests
from storage.tables import FORGOTTEN, Status
from tests.handlers.steps import reported
from tests.world import World


@pytest.mark.parametrize(
    "wrong",
    [
        {"owner_id": None},
        {"next_due_at": None},
        {"status": Status.CLOSED, "owner_id": None},
        {"status": Status.WITHDRAWN, "next_due_at": None},
    ],
)
def test_open_without_owner_or_due_time_or_ended_with_one_it_is_found(world: World, wrong: dict[str, Any]) -> None:
    reported(world)
    world.forget()
    assert _after(world, wrong) == [1]


@pytest.mark.parametrize("right", [{}, {"status": Status.CLOSED, "owner_id": None, "next_due_at": None}])
def test_open_with_both_or_ended_with_neither_is_as_it_must_be(world: World, right: dict[str, Any]) -> None:
    reported(world)
    world.forget()
    assert _after(world, right) == []


def test_looking_for_them_reads_an_index_that_holds_nothing_else(world: World) -> None:
    with world.store.read() as session:
        plan = session.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM servicerequest WHERE {FORGOTTEN}"))
        assert "ix_request_forgotten" in " ".join(str(row) for row in plan)


def _after(world: World, changes: dict[str, Any]) -> list[int | None]:
    """Which requests are forgotten once the first one is changed so."""
    with world.store.read() as session, session.begin():
        session.connection().exec_driver_sql("PRAGMA query_only=OFF")
        request = requests.by_id(session, 1)
        for name, value in changes.items():
            setattr(request, name, value)
        session.flush()
        found = [one.no for one in requests.forgotten(session)]
        session.rollback()
        return found
