"""One root error; each message tells a person what to do next."""

from __future__ import annotations


class LouzhangError(Exception):
    """What went wrong and what to do, in one sentence for the person concerned."""


class Refusal(LouzhangError):
    """A resident, head or worker asked for what cannot be done; the message goes to them, nothing changes."""

    why = "refuse"


class Missing(Refusal):
    """Something is missing in what was said: it is asked for, once, with an example."""

    why = "ask"


class Forbidden(Refusal):
    """Asked by someone who may not: answered in private if they can be reached, else not at all."""
