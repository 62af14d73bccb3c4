"""The reader of the shipped rules, as everybody has it."""

from __future__ import annotations

import pytest

from nlp.reader import Reader
from tests.world import shipped_reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return shipped_reader()
