"""One service at a time on a database, whichever machine it is on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.single import LENGTH, Lease, LeaseLost, hold_alone, hold_lease
from handlers.errors import LouzhangError
from scheduler.clock import FixedClock
from storage import leases
from storage.engine import Store
from storage.migrate import upgrade

HERE, THERE = "cuihu-1 aaaa", "cuihu-2 bbbb"
START = datetime(2026, 7, 13, 1, 30, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "louzhang.db", durable=False)
    upgrade(opened.writer)
    yield opened
    opened.close()


def later(clock: FixedClock, **by: float) -> None:
    clock.set(clock.now() + timedelta(**by))


def test_another_machine_is_told_who_is_there_since_when_and_what_to_do(store: Store, clock: FixedClock) -> None:
    with hold_lease(store, HERE, clock):
        later(clock, seconds=20)
        with pytest.raises(LouzhangError) as refused, hold_lease(store, THERE, clock):
            pass
    said = str(refused.value)
    assert "on cuihu-1 has been using this database since 2026-07-13 01:30 UTC" in said
    assert "stop it there" in said
    assert "try again in 41 seconds" in said


def test_stopped_it_lets_the_next_machine_in_at_once(store: Store, clock: FixedClock) -> None:
    with hold_lease(store, HERE, clock):
        pass
    with hold_lease(store, THERE, clock):
        pass


def test_renewed_it_stands_for_as_long_as_it_is_renewed(store: Store, clock: FixedClock) -> None:
    with hold_lease(store, HERE, clock) as lease:
        for _ in range(20):
            later(clock, seconds=15)
            lease.renew()
        with pytest.raises(LouzhangError), hold_lease(store, THERE, clock):
            pass


def test_after_a_crash_the_same_machine_is_in_at_once_and_another_after_a_minute(
    store: Store, clock: FixedClock
) -> None:
    Lease(store, HERE, clock).take()
    with hold_lease(store, HERE, clock):
        pass
    Lease(store, HERE, clock).take()
    later(clock, seconds=LENGTH.total_seconds() - 1)
    with pytest.raises(LouzhangError), hold_lease(store, THERE, clock):
        pass
    later(clock, seconds=1)
    with hold_lease(store, THERE, clock):
        pass


def test_whoever_was_taken_for_dead_hears_it_and_takes_nothing_away_by_going(store: Store, clock: FixedClock) -> None:
    with hold_lease(store, HERE, clock) as frozen:
        later(clock, minutes=5)
        Lease(store, THERE, clock).take()
        with pytest.raises(LeaseLost, match="on one of them only"):
            frozen.renew()
    with store.read() as session:
        standing = leases.find(session)
        assert standing is not None
        assert (standing.machine, standing.until) == (THERE, clock.now() + LENGTH)


def test_the_last_sign_of_life_is_known_to_the_next_one(store: Store, clock: FixedClock) -> None:
    with hold_lease(store, HERE, clock) as first:
        assert first.seen_before is None
        later(clock, minutes=3)
        last = clock.now()
    later(clock, hours=8)
    with hold_lease(store, THERE, clock) as second:
        assert second.seen_before == last


def test_one_file_under_two_names_is_one_database(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "same.db").symlink_to(tmp_path / "louzhang.db")
    with (
        hold_alone(tmp_path / "louzhang.db"),
        pytest.raises(LouzhangError, match="stop it first"),
        hold_alone(folder / "same.db"),
    ):
        pass
