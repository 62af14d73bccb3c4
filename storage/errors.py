"""What storage refuses, in one sentence that says what to do."""

from __future__ import annotations


class StorageError(Exception):
    """A database that cannot be used; the message tells why and what to do."""
