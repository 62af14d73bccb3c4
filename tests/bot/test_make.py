"""`make setup` on a machine that lacks something says in one sentence what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What `make setup` needs of the project, without an environment."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def complaint(checkout: Path, **environment: str) -> str:
    """The one sentence; make's own closing line follows it."""
    done = subprocess.run(
        ["make", "setup"],
        cwd=checkout,
        env={**_outside_make(), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    sentence, ending = done.stderr.strip().splitlines()
    assert ending.startswith("make: ***")
    return sentence


def _outside_make() -> dict[str, str]:
    """The environment as a person has it, also where these tests run below make."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}


def python_that(answers: str, folder: Path) -> str:
    """A stand-in for an interpreter that lacks something."""
    python = folder / "python"
    python.write_text(f"#!/bin/sh\n{answers}\n", encoding="utf-8")
    python.chmod(0o755)
    return str(python)


def test_no_python_new_enough(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    old = python_that("exit 1", tmp_path_factory.mktemp("old"))
    assert "Python 3.11 or newer is needed" in complaint(checkout, PYTHON=old)


def test_a_python_without_venv(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    bare = python_that('case "$2" in *venv*) exit 1 ;; esac', tmp_path_factory.mktemp("bare"))
    assert "has no venv module" in complaint(checkout, PYTHON=bare)


def test_a_folder_that_cannot_be_written_to(checkout: Path) -> None:
    (checkout / ".venv").touch()
    assert "copy the project to a folder of your own" in complaint(checkout)


def test_what_is_there_already_is_not_made_again(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/bin/true")
    for stamp in (".ready", ".ready-dev"):
        (checkout / ".venv" / stamp).touch()
    done = subprocess.run(["make", "setup"], cwd=checkout, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_every_requirement_is_pinned_with_hashes_and_names_no_server(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    for line in text.replace("\\\n", "").splitlines():
        assert "==" in line
        assert "--hash=sha256:" in line
