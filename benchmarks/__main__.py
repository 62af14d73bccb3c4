"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("parse", "understanding", "intake", "latency", "due", "neighbours")


def main() -> int:
    """Run each in a process of its own, so that none warms up another; stop at the first that fails."""
    for name in BENCHMARKS:
        print(f"\n── {name} " + "─" * 60, flush=True)
        code = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
