"""Fixtures of the handlers' tests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.handlers.street import directory
from tests.world import World


@pytest.fixture
def street(make_world: Callable[..., World]) -> World:
    """A street with two communities on a Monday morning."""
    return make_world(directory=directory())
