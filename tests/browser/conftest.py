"""The system's Chromium and a running house. In CI a missing browser is a failure, never a skip."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.house import House, Street

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]

expect.set_options(timeout=20_000)
"""Milliseconds: on a busy machine a page takes its time."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("no chromium here: apt-get install chromium fonts-noto-cjk")
        pytest.skip("no chromium here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One service for a module's tests: they use rooms and words of their own."""
    running = House(tmp_path_factory.mktemp("house"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def faults() -> list[str]:
    """What went wrong inside the page."""
    return []


@pytest.fixture
def desktop(browser: Browser, house: House, faults: list[str]) -> Iterator[Street]:
    yield from _street(browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN"), house, faults)


@pytest.fixture
def phone(browser: Browser, house: House, faults: list[str]) -> Iterator[Street]:
    page = browser.new_page(
        viewport={"width": 375, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="zh-CN"
    )
    yield from _street(page, house, faults)


def _street(page: Page, house: House, faults: list[str]) -> Iterator[Street]:
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: _own(request.url, house, faults))
    street = Street(page, house)
    street.open()
    yield street
    page.context.close()
    assert faults == []


def _own(url: str, house: House, faults: list[str]) -> None:
    if not url.startswith((house.address, "blob:")):
        faults.append(f"asked for {url}")
