"""Weighing the facts of a message into one intent and a confidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from math import exp
from pathlib import Path

WEIGHTS = Path(__file__).parent / "tables" / "weights.json"


class Scales:
    """Weights by fact and intent. Immutable after building."""

    def __init__(
        self, intents: tuple[str, ...], bias: tuple[float, ...], weights: Mapping[str, tuple[float, ...]]
    ) -> None:
        """`weights` gives for each fact one number an intent, in the order of `intents`."""
        self.intents, self.bias, self.weights = intents, bias, weights

    def weigh(self, facts: Iterable[str]) -> dict[str, float]:
        """The probability of each intent."""
        rows = [row for fact in facts if (row := self.weights.get(fact))]
        sums = [sum(column) for column in zip(self.bias, *rows, strict=True)]
        top = max(sums)
        shares = [exp(total - top) for total in sums]
        whole = sum(shares)
        return {intent: share / whole for intent, share in zip(self.intents, shares, strict=True)}

    def reasons(self, facts: Iterable[str], intent: str, most: int = 4) -> list[str]:
        """The facts that speak for `intent`, strongest first."""
        at = self.intents.index(intent)
        found = [(self.weights[fact][at], fact) for fact in facts if fact in self.weights]
        return [fact for weight, fact in sorted(found, reverse=True)[:most] if weight > 0.3]


@cache
def shipped_scales() -> Scales:
    """The weights that ship with the rules."""
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {fact: tuple(value / 100 for value in row) for fact, row in content["weights"].items()}
    return Scales(tuple(content["intents"]), tuple(value / 100 for value in content["bias"]), weights)
