"""The real `louzhang run` as a process, and people at its page."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from playwright.sync_api import Locator, Page, expect

from tests.processes import ROOT, Louzhang, free_port, open_at


class House:
    """One service on its own database; it can be stopped, killed and started again on the same port."""

    def __init__(
        self, folder: Path, config: Path = ROOT / "config.yaml", *, transport: str = "web", port: int | None = None,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:  # fmt: skip
        """`port` is the one that is looked at: the chat page's, or the operator's as the configuration has it."""
        self._folder = folder
        self.config = config
        self._transport = transport
        self._environment = environment
        self._running: Louzhang | None = None
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Start, and wait until the page answers."""
        self._running = open_at(
            self.port, "--config", self.config, "--transport", self._transport, "--db", self.database,
            "--port", str(self.port), log=self._folder / "log.txt", environment={**os.environ, **self._environment},
        )  # fmt: skip

    @property
    def database(self) -> Path:
        return self._folder / "louzhang.db"

    def kill(self) -> None:
        """No time to finish anything."""
        if self._running:
            self._running.kill()
            self._running = None

    def stop(self) -> None:
        """Asked to stop."""
        if self._running:
            self._running.stop()
            self._running = None


class Street:
    """The page as people use it."""

    def __init__(self, page: Page, house: House) -> None:
        self.page = page
        self._house = house
        self.messages = page.locator(".messages")

    def open(self) -> None:
        self.page.goto(self._house.address)
        expect(self.page.locator(".chats button").first).to_be_visible()

    def play(self, name: str) -> None:
        """Become somebody else."""
        self.page.get_by_role("button", name="我是").click()
        self.page.get_by_role("dialog").get_by_role("button", name=name).first.click()
        expect(self.page.locator("button.who")).to_contain_text(name)

    def enter(self, chat: str) -> None:
        """Open a chat."""
        title = self.page.locator(".title").get_by_text(chat, exact=True)
        self.page.locator(".chats button").filter(has=title).click()
        expect(self.page.get_by_role("heading", name=chat)).to_be_visible()

    def say(self, text: str) -> None:
        """Write and press Enter."""
        field = self.page.locator(".pane textarea")
        field.fill(text)
        field.press("Enter")
        expect(self.said(text).last).to_be_visible()
        expect(self.page.locator(".state")).to_have_count(0)

    def said(self, text: str) -> Locator:
        return self.messages.locator(".said.mine .bubble", has_text=text)

    def heard(self, text: str) -> Locator:
        """Lines of others in the open chat."""
        return self.messages.locator(".said.theirs .bubble", has_text=text)

    def expect_heard(self, text: str) -> None:
        expect(self.heard(text).last).to_be_visible()

    def number(self, about: str) -> int:
        """The number in the bot's last "记下了 #1 …" about something, in the open chat."""
        noted = self.heard("记下了 #").filter(has_text=about).last
        expect(noted).to_be_visible()
        found = re.search(r"#(\d+)", noted.inner_text())
        assert found
        return int(found[1])

    def follow_hint(self, name: str) -> None:
        """Click "… 收到 1 条私信 · 去看看"."""
        hint = self.page.locator(".hint", has_text=name)
        expect(hint).to_be_visible()
        hint.get_by_role("button", name="去看看").click()
        expect(self.page.locator("button.who")).to_contain_text(name)

    def go_on(self, button: str) -> None:
        """Press a button of the clock and wait until the time has been reached."""
        before = self.page.locator("#bar time").inner_text()
        self.page.locator(".steps").get_by_role("button", name=button).click()
        expect(self.page.locator("#bar")).to_have_attribute("aria-busy", "false")
        expect(self.page.locator("#bar time")).not_to_have_text(before)

    def go_to_a_working_morning(self) -> None:
        """The machine's clock may stand at night or on a Sunday: go on to a weekday, 8:40."""
        self.go_on("8:30")
        while any(day in self.page.locator("#bar .day").inner_text() for day in ("周六", "周日")):
            self.go_on("8:30")
        self.go_on("10 分钟")
