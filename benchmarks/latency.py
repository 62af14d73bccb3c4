"""One message at a time, 50 a second: how long from intake to the outbox; then start-up and memory.

python -m benchmarks.latency [--seconds 20]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.messages import stream
from benchmarks.parts import make_core, percentile

RATE = 50
FIRST = (
    '{"at": "2026-07-13T09:30:00+08:00", "id": "m1", "room": "3栋邻居群", "sender": "小李", "text": "3栋2单元灯坏了"}'
)


def latency(seconds: int) -> tuple[float, float]:
    """p50 and p99 in milliseconds from handing a message in to its commit, at a steady rate."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        core = make_core(Path(folder) / "latency.db")
        messages = list(stream(RATE * seconds))
        core.start(messages[0].at)
        begin = time.perf_counter()
        for number, message in enumerate(messages):
            time.sleep(max(0.0, begin + number / RATE - time.perf_counter()))
            start = time.perf_counter()
            core.receive([message], message.at)
            taken.append((time.perf_counter() - start) * 1000)
    return percentile(taken, 0.5), percentile(taken, 0.99)


def start_up() -> float:
    """Seconds from the start of the process to the first message answered."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "first.jsonl"
        file.write_text(FIRST + "\n", encoding="utf-8")
        start = time.perf_counter()
        spoken = subprocess.run(
            [sys.executable, "-m", "bot", "replay", str(file)], capture_output=True, check=True, text=True
        )
        assert json.loads(spoken.stdout.splitlines()[0])["about"]["no"] == 1
        return time.perf_counter() - start


def memory(count: int = 10_000) -> float:
    """Resident MiB after so many messages."""
    with tempfile.TemporaryDirectory() as folder:
        core = make_core(Path(folder) / "memory.db")
        messages = list(stream(count))
        core.start(messages[0].at)
        for first in range(0, count, 100):
            waiting = messages[first : first + 100]
            core.receive(waiting, waiting[-1].at)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """Print the figures beside what is to be reached."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=int, default=20)
    middle, late = latency(arguments.parse_args().seconds)
    print(f"intake to outbox at {RATE}/s   p50 {middle:7.1f} ms   p99 {late:7.1f} ms   (to reach: p99 50)")
    print(f"start to first answer      {min(start_up() for _ in range(5)):7.2f} s    (to reach: 1.5)")
    print(f"resident after 10,000      {memory():7.0f} MiB  (to reach: 150)")


if __name__ == "__main__":
    main()
