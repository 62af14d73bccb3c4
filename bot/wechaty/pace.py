"""Every length of time of the transport in one place; tests make them small."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds, if nothing else is said."""

    first_wait: float = 0.25
    """Back-off after a lost link: doubles from here …"""
    longest_wait: float = 15.0
    """… to here, and goes on for ever."""
    deadline: float = 10.0
    """For every call."""
    keepalive: float = 15.0
    keepalive_timeout: float = 10.0
    ding_after: float = 30.0
    """Nothing heard for so long: ask for a sign of life."""
    dong_within: float = 15.0
    """How long the sign of life may take."""
    echo_within: float = 8.0
    """How long after an unanswered send its own echo is waited for."""
    names_within: float = 3.0
    """A message does not wait longer for the sender's name."""
    straggler: float = 1.0
    """A message that cannot be fetched holds up the later ones no longer than this."""
    retries: tuple[float, ...] = (0.1, 0.5, 2.0, 5.0)
    """Waits between the tries to fetch a message."""
    fetches: int = 64
    """Messages fetched at the same time."""
    waiting: int = 1000
    """Messages fetched but not handed in yet; more are not read."""


def back_off(pace: Pace, failures: int) -> float:
    """How long to wait after so many failures in a row (1 is the first)."""
    return min(pace.first_wait * 2.0 ** min(failures - 1, 16), pace.longest_wait)
