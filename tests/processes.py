"""`louzhang run` as a process of its own, forked from one that has loaded the program: a start takes a third of the time."""

from __future__ import annotations

import os
import socket
import time
import warnings
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[1]
OPEN_WITHIN = 60.0
ENDS_WITHIN = 30.0
_forks = get_context("forkserver")
_forks.set_forkserver_preload(["bot.app"])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A service from its start to its end; what it prints goes to `log`."""

    def __init__(
        self, *words: str | Path, port: int, log: Path, environment: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        """Start it, and wait until it listens on `port`."""
        self._log = log
        self._process = _forks.Process(
            target=_run, args=(("run", *map(str, words)), str(log), dict(environment)), daemon=True
        )
        self._process.start()
        self._wait_until_open(port)

    def _wait_until_open(self, port: int) -> None:
        until = time.monotonic() + OPEN_WITHIN
        while time.monotonic() < until:
            assert self._process.is_alive(), f"it ended while starting: {self._log.read_text(encoding='utf-8')}"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.01)
        raise AssertionError(f"it did not open its port: {self._log.read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """SIGKILL: no time to finish anything."""
        self._process.kill()
        self._ended()

    def stop(self) -> int:
        """SIGTERM: asked to stop; returns the exit code."""
        self._process.terminate()
        return self._ended()

    def _ended(self) -> int:
        self._process.join(ENDS_WITHIN)
        assert self._process.exitcode is not None, f"it did not end: {self._log.read_text(encoding='utf-8')}"
        return self._process.exitcode


def _run(words: tuple[str, ...], log: str, environment: Mapping[str, str]) -> None:
    """What `python -m bot` does, in the child."""
    from bot.cli import main

    with Path(log).open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    warnings.simplefilter("default")
    os.environ.update(environment)
    os.chdir(ROOT)
    raise SystemExit(main(words))
