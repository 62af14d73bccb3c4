"""Understanding alone: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from nlp.jsonlines import LOCAL, parse_lines
from nlp.reader import load_reader


def main() -> int:
    """Read the file named on the command line, or stdin."""
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    lines = Path(names[0]).read_text(encoding="utf-8").splitlines() if names else sys.stdin
    strict = "--strict" in sys.argv
    for answer in parse_lines(load_reader(), lines, now=datetime.now(LOCAL), strict=strict):
        print(json.dumps(answer, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
