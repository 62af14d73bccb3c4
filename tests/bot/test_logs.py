"""Logs hold verbs and ids; words, names and numbers of people never get in."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot import logs


@pytest.fixture
def written() -> io.StringIO:
    stream = io.StringIO()
    logs.set_up(stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_json_line_with_its_ids(written: io.StringIO) -> None:
    structlog.get_logger().info("request_opened", no=12, transport="wechaty")
    (line,) = lines(written)
    assert line["event"] == "request_opened"
    assert (line["no"], line["transport"], line["level"]) == (12, "wechaty", "info")


@pytest.mark.parametrize("words", ["苏玲", "3栋漏水", "call 13800138000", "a\nb", "x" * 200])
def test_what_could_be_somebodys_is_left_out(written: io.StringIO, words: str) -> None:
    structlog.get_logger().info("message_seen", chat=words)
    assert lines(written)[0]["chat"] == logs.LEFT_OUT


def test_an_error_is_its_kind_and_its_line_without_its_words(written: io.StringIO) -> None:
    try:
        dict[str, int]()["小李家的水管"]
    except KeyError as wrong:
        structlog.get_logger().error("handler_failed", exc_info=wrong)
    (line,) = lines(written)
    assert line["error"] == "KeyError"
    assert line["at"].startswith("test_logs.py:")
    assert "小李" not in written.getvalue()


def test_a_librarys_warning_is_heard_without_its_words(written: io.StringIO) -> None:
    logging.getLogger("aiohttp.server").error("could not answer %s", "小李")
    (line,) = lines(written)
    assert (line["event"], line["library"], line["level"]) == ("library_warned", "aiohttp.server", "error")
    assert "小李" not in written.getvalue()


def test_a_librarys_failure_tells_its_kind(written: io.StringIO) -> None:
    try:
        Path("小李").read_text(encoding="utf-8")
    except OSError:
        logging.getLogger("apscheduler").exception("job failed")
    assert lines(written)[0]["error"] == "FileNotFoundError"


def test_a_librarys_chatter_is_not_kept(written: io.StringIO) -> None:
    logging.getLogger("aiohttp.access").info("GET /")
    assert lines(written) == []
