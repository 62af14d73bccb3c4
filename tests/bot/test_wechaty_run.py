"""`louzhang run --transport wechaty` as an operator starts it, against the real gateway."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wechaty.address import ENDPOINT, TOKEN
from tests.bot.wechat import TOKEN as RIGHT
from tests.bot.wechat import GatewayProcess, running, world_of
from tests.processes import finished
from tests.world import CONFIG


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with running(tmp_path_factory.mktemp("gateway"), world=world_of({}, {})) as process:
        yield process


def environment(**of_its_own: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WECHATY")} | of_its_own


def refused(folder: Path, **of_its_own: str) -> str:
    """What `louzhang run` says that cannot link."""
    words = ("run", "--transport", "wechaty", "--config", CONFIG, "--db", folder / "louzhang.db")
    done = finished(*words, environment=environment(**of_its_own))
    assert done.returncode == 1
    return done.stdout + done.stderr


def test_without_a_gateway_it_says_what_to_set(tmp_path: Path) -> None:
    said = refused(tmp_path)
    assert said.rstrip().splitlines()[-1].startswith(f"louzhang: Set {TOKEN} and {ENDPOINT}")


def test_a_wrong_token_ends_it_with_a_sentence(gateway: GatewayProcess, tmp_path: Path) -> None:
    secret = "a-wrong-one"
    said = refused(tmp_path, **{TOKEN: secret, ENDPOINT: f"127.0.0.1:{gateway.port}"})
    assert "The gateway refused the token" in said
    assert secret not in said


def test_it_links_and_stops_when_asked(gateway: GatewayProcess, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "run", "--transport", "wechaty", "--config", str(CONFIG)]
    process = subprocess.Popen(
        [*command, "--db", str(tmp_path / "louzhang.db")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=CONFIG.parent,
        env=environment(**{TOKEN: RIGHT, ENDPOINT: f"127.0.0.1:{gateway.port}"}),
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    until = time.monotonic() + 60
    while "gateway_linked" not in said and time.monotonic() < until and process.poll() is None:
        said += process.stdout.readline()
    process.terminate()
    rest, _ = process.communicate(timeout=60)
    assert "gateway_linked" in said
    assert process.returncode == 0
    assert RIGHT not in said + rest
