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

    def __init__(self, text: str, *, item_id: int | None = None, act: str | None = None, said: str = "") -> None:
        """With `act` and `item_id` the next words in private complete it; `said` is what was there already."""
        super().__init__(text)
        self.item_id, self.act, self.said = item_id, act, said


class Several(Refusal):
    """A number is several communities' own: it is asked whose is meant, and what was `said` is heard again then."""

    why = "ask"

    def __init__(self, text: str, *, said: str) -> None:
        """`said` is the whole message, or the part of it that holds the number."""
        super().__init__(text)
        self.said = said


class Forbidden(Refusal):
    """Asked by someone who may not: answered in private if they can be reached, else not at all."""
