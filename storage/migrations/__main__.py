"""`python -m storage.migrations "what it does"`: write the next migration from the tables as they stand."""

from __future__ import annotations

import sys

from alembic import command
from sqlalchemy import create_engine

from storage.migrate import config, migrate, versions


def main(message: str) -> None:
    """Bring an empty database to the newest version, then write down what the tables have beyond it."""
    number = f"{len(versions()) + 1:04}"
    with create_engine("sqlite://").connect() as connection:
        if versions():
            migrate(connection)
        settings = config(connection)
        settings.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.revision(settings, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].strip():
        sys.exit('Say what the migration does: make migration m="requests know their weather"')
    main(sys.argv[1])
