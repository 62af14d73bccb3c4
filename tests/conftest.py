"""Fixtures of every test: a street whose every message must have been expected."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from tests.world import START, World, demo_settings

WAITING = ("browser", "bot")
"""Folders of tests that use processes, the slowest first."""


@pytest.fixture
def world() -> Iterator[World]:
    """The demo community on a Monday at 09:30; a message nobody expected fails the test."""
    street = World()
    yield street
    street.close()
    street.expect_nothing()


@pytest.fixture
def make_world() -> Iterator[Callable[..., World]]:
    """A community with changed settings or another start; checked at the end like `world`."""
    made: list[World] = []

    def make(start: str = START, **settings: Any) -> World:
        made.append(World(start=start, settings=demo_settings(**settings)))
        return made[-1]

    yield make
    for street in made:
        street.close()
        street.expect_nothing()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for browsers, gateways and processes begins first, so that no worker is left with it at the end."""
    items.sort(
        key=lambda item: WAITING.index(item.path.parent.name) if item.path.parent.name in WAITING else len(WAITING)
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing skips: what a test needs is installed by `.ci/run`, and a skip is a failure."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
    return report
