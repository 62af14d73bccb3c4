"""`louzhang` as a process of its own, forked from one that has loaded the program: a start takes a third of the time."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import warnings
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from socket import socket
from subprocess import CompletedProcess

ROOT = Path(__file__).parents[1]
OPEN_WITHIN = 60.0
ENDS_WITHIN = 60.0
_forks = get_context("forkserver")
_forks.set_forkserver_preload(["bot.app"])


def free_port() -> int:
    """A port nobody listens on."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Louzhang:
    """One process; what it reads and prints are files."""

    def __init__(
        self, *words: str | Path, out: Path, err: Path | None = None, given: Path = Path(os.devnull),
        folder: Path = ROOT, environment: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        streams = tuple(map(str, (given, out, err or out)))
        of_its_own = dict(os.environ if environment is None else environment)
        self.out = out
        self._process = _forks.Process(
            target=_run, args=(tuple(map(str, words)), streams, str(folder), of_its_own), daemon=True
        )
        self._process.start()

    @property
    def lives(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """SIGKILL: no time to finish anything."""
        self._process.kill()
        self.ended()

    def stop(self) -> int:
        """SIGTERM: asked to stop; returns the exit code."""
        self._process.terminate()
        return self.ended()

    def ended(self) -> int:
        """Wait for its end; the exit code."""
        self._process.join(ENDS_WITHIN)
        assert self._process.exitcode is not None, f"it did not end: {self.said}"
        return self._process.exitcode

    @property
    def said(self) -> str:
        return self.out.read_text(encoding="utf-8")


def _run(words: tuple[str, ...], streams: tuple[str, str, str], folder: str, environment: Mapping[str, str]) -> None:
    """What `python -m bot` does, in the child."""
    from bot.cli import main

    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND if number else os.O_RDONLY, 0o644), number)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 — it lives as long as the process
    warnings.simplefilter("default")
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    raise SystemExit(main(words))


def open_at(port: int, *words: str | Path, log: Path, environment: Mapping[str, str] | None = None) -> Louzhang:
    """`louzhang run`, once it listens on `port`."""
    service = Louzhang("run", *words, out=log, environment=environment)
    until = time.monotonic() + OPEN_WITHIN
    while time.monotonic() < until:
        assert service.lives, f"it ended while starting: {service.said}"
        with socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return service
        time.sleep(0.01)
    raise AssertionError(f"it did not open its port: {service.said}")


def finished(
    *words: str | Path, given: bytes = b"", folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> CompletedProcess[str]:
    """A command from its start to its end, and what it printed."""
    with tempfile.TemporaryDirectory() as box:
        asked, out, err = (Path(box) / name for name in ("in", "out", "err"))
        asked.write_bytes(given)
        code = Louzhang(*words, given=asked, out=out, err=err, folder=folder, environment=environment).ended()
        printed = [path.read_text(encoding="utf-8") for path in (out, err)]
    assert "Traceback" not in printed[1]
    return CompletedProcess([*map(str, words)], code, *printed)
