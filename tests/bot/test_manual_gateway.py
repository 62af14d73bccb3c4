"""The gateway that the operator's manuals describe is one that louzhang links to."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import pytest

from bot.wechaty import Gateway
from bot.wechaty.address import ENDPOINT, TOKEN
from tests.bot.wechat import HOME, Phone, make_phone, need_node, running, world_of
from tests.bot.wechat import TOKEN as RIGHT
from tests.processes import free_port

DOCS = Path(__file__).parents[2] / "docs"
MANUALS = ("operations.md", "operations.zh.md")


def blocks(manual: str, kind: str) -> list[str]:
    """The manual's blocks of code of a kind, without their comments."""
    text = (DOCS / manual).read_text(encoding="utf-8")
    found = [part.partition("```")[0] for part in text.split(f"```{kind}\n")[1:]]
    return [re.sub(r"\s+(?:#|//) .*", "", block) for block in found]


@contextmanager
def hosted(manual: str, folder: Path) -> Iterator[Gateway]:
    """The manual's gateway, with a mock for a puppet."""
    need_node()
    (script,) = blocks(manual, "js")
    script = script.replace("wechaty-puppet-xxx", "wechaty-puppet-mock").replace("PuppetXxx", "PuppetMock")
    (folder / "gateway.mjs").write_text(script, encoding="utf-8")
    (folder / "node_modules").symlink_to(HOME / "node_modules")
    port = free_port()
    environment = {**os.environ, TOKEN: RIGHT, ENDPOINT: f"127.0.0.1:{port}", "WECHATY_LOG": "silent"}
    process = subprocess.Popen(["node", "gateway.mjs"], cwd=folder, env=environment)
    try:
        yield Gateway(host="127.0.0.1", port=port, token=RIGHT)
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def calling(gateway: Gateway) -> AsyncIterator[Phone]:
    """A transport that tries to link, logged in or not."""
    phone = make_phone(gateway)
    listening = asyncio.create_task(phone.transport.receive(phone.messages.put))
    try:
        yield phone
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


@pytest.mark.parametrize("manual", MANUALS)
async def test_the_gateway_of_the_manual_is_one_to_link_to(manual: str, tmp_path: Path) -> None:
    with hosted(manual, tmp_path) as gateway:
        async with calling(gateway) as phone:
            await phone.until(lambda: phone.transport.state.linked, seconds=60)


def test_both_manuals_show_the_same_files() -> None:
    for kind in ("js", "ini", "nginx"):
        english, chinese = (blocks(manual, kind) for manual in MANUALS)
        assert english == chinese


async def test_a_puppet_that_nobody_started_is_started(tmp_path: Path) -> None:
    with running(tmp_path, "--no-start", "--no-login", world=world_of({}, {})) as gateway:
        async with calling(gateway.address()), asyncio.timeout(60):
            while not (await gateway.get("state"))["rpc"].get("start"):
                await asyncio.sleep(0.05)
