"""`python -m bot` is `louzhang`."""

from bot.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
