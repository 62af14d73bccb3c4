"""No message takes long, however it was made to."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from nlp.addresses import read_address
from nlp.attendees import read_attendee
from nlp.jielong import read_jielong
from nlp.normalise import clean
from nlp.quoting import take_apart
from nlp.reader import Reader
from nlp.times import read_when

AT = datetime.fromisoformat("2026-07-11T16:00:00+08:00")
LONG = 100_000
ENOUGH = 1.0
"""Seconds; linear readers need a fiftieth of it, and the machine may be busy."""
PIECES = (
    "\n", " ", "1", "1.", "一", "灯坏了", "电梯困人", "3-2-502 ", "#接龙\n1. 老王\n", "a #接龙", "「a：b」", "「", "@小楼 ", "—", "上",
    "8点到", "周一到", "2026-", "每周一", "号", "①", "谢谢谢谢", "聊天记录\n", "\u200d", "㎡", "和老公", "1 3 8 ", "10:00\n",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_message_is_read_at_once(reader: Reader, piece: str) -> None:
    text = piece * (LONG // len(piece))
    begun = time.process_time()
    reader.read(text, at=AT)
    reader.read(text, at=AT, chat="private")
    assert time.process_time() - begun < ENOUGH


@pytest.mark.parametrize("piece", PIECES)
def test_no_single_reader_is_slow(piece: str) -> None:
    text = clean(piece * (LONG // len(piece)))
    begun = time.process_time()
    take_apart(text)
    read_jielong(text)
    read_attendee(text)
    read_address(text)
    read_when(text, AT)
    assert time.process_time() - begun < ENOUGH
