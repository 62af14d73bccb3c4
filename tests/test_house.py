"""The house keeps its order: who may import whom, who reads the clock, where SQL and size have their limits."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "nlp", "scheduler", "storage")
MAY_READ_THE_TIME = {"scheduler/clock.py", "scheduler/jobs.py", "nlp/__main__.py"}
TIME_READERS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.sleep"}
LONG = 400


def modules() -> list[Path]:
    found = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return [path for path in found if "versions" not in path.parts]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_rooms_import_downwards_only(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0, capsys.readouterr().out


def test_only_the_clock_reads_the_time() -> None:
    read = [
        f"{named(path)}:{line} {name}"
        for path in modules()
        for line, name in calls(ast.parse(path.read_text(encoding="utf-8")))
        if name in TIME_READERS and named(path) not in MAY_READ_THE_TIME
    ]
    assert read == []


def test_sql_stays_in_storage() -> None:
    spoken = [
        f"{named(path)} {name}"
        for path in modules()
        for name in imports(ast.parse(path.read_text(encoding="utf-8")))
        if name.startswith(("sqlmodel.", "sqlite3.")) and name != "sqlmodel.Session"
    ]
    assert [line for line in spoken if not line.startswith("storage/")] == []


def test_a_module_is_one_idea() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONG} == {}


def test_every_promise_has_its_test() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/promises.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    missing = [f"{path}::{name}" for path, name in named if not _defines(ROOT / path, name)]
    assert missing == []


def _defines(path: Path, name: str) -> bool:
    return path.is_file() and f"def {name}(" in path.read_text(encoding="utf-8")
