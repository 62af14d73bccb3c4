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
from tests.world import CONFIG


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    with running(tmp_path_factory.mktemp("gateway"), world=world_of({}, {})) as process:
        yield process


def louzhang(folder: Path, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot", "run", "--transport", "wechaty", "--config", str(CONFIG)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WECHATY")}
    return subprocess.Popen(
        [*command, "--db", str(folder / "louzhang.db")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**clean, **environment}, cwd=CONFIG.parent,
    )  # fmt: skip


def ends(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=60)
    return process.returncode, said


def test_without_a_gateway_it_says_what_to_set(tmp_path: Path) -> None:
    code, said = ends(louzhang(tmp_path))
    assert code == 1
    assert said.rstrip().splitlines()[-1].startswith(f"louzhang: Set {TOKEN} and {ENDPOINT}")
    assert "Traceback" not in said


def test_a_wrong_token_ends_it_with_a_sentence(gateway: GatewayProcess, tmp_path: Path) -> None:
    secret = "a-wrong-one"
    code, said = ends(louzhang(tmp_path, **{TOKEN: secret, ENDPOINT: f"127.0.0.1:{gateway.port}"}))
    assert code == 1
    assert "The gateway refused the token" in said
    assert "Traceback" not in said
    assert secret not in said


def test_it_links_and_stops_when_asked(gateway: GatewayProcess, tmp_path: Path) -> None:
    process = louzhang(tmp_path, **{TOKEN: RIGHT, ENDPOINT: f"127.0.0.1:{gateway.port}"})
    assert process.stdout is not None
    said = ""
    until = time.monotonic() + 60
    while "gateway_linked" not in said and time.monotonic() < until and process.poll() is None:
        said += process.stdout.readline()
    process.terminate()
    code, rest = ends(process)
    assert "gateway_linked" in said
    assert code == 0
    assert RIGHT not in said + rest
