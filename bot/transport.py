"""What a transport is: one file with `receive()` and `send()`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from handlers.messages import IncomingMessage, OutgoingMessage

Intake = Callable[[IncomingMessage], Awaitable[None]]
"""Hands a message to the core; waits while the bounded queue is full, so a transport stops reading."""


class Transport(Protocol):
    """A way to people. `receive` runs until cancelled; `send` returns the message's id, or raises `SendError`."""

    name: str

    @property
    def ready(self) -> bool:
        """Whether anything can be sent now; while it cannot, words wait without being tried."""
        ...

    async def receive(self, intake: Intake) -> None:
        """Run until cancelled, handing in each message in the order of its room."""
        ...

    async def send(self, message: OutgoingMessage) -> str | None:
        """Send one message; raises `handlers.messages.SendError`."""
        ...
