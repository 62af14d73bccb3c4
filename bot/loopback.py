"""Addresses that mean this machine alone."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

NAMES = frozenset({"localhost"})


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine alone."""
    if host in NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def loopback_address(written: str) -> tuple[str, int]:
    """Host and port of `127.0.0.1:8081`. Raises ValueError for what is no port on this machine."""
    parts = urlsplit(f"//{written}")
    if parts.netloc != written or not parts.port or not is_loopback(parts.hostname or ""):
        raise ValueError(written)
    return parts.hostname or "", parts.port
