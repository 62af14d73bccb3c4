"""Weighing the facts of a message into one intent and a confidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from struct import Struct

WEIGHTS = Path(__file__).parent / "tables" / "weights.json"

_BITS = 32
_MIDDLE = 1 << (_BITS - 1)
_STEPS = 10_000
"""How finely weights are told apart; sums stay exact whatever their order."""


class Scales:
    """Weights by fact and intent. Immutable after building."""

    def __init__(
        self, intents: tuple[str, ...], bias: tuple[float, ...], weights: Mapping[str, tuple[float, ...]]
    ) -> None:
        """`weights` gives for each fact one number an intent, in the order of `intents`."""
        self.intents, self.bias, self.weights = intents, bias, weights
        self._packed = {fact: _packed(row) for fact, row in weights.items()}
        self._base = _packed(bias) + _packed([_MIDDLE / _STEPS] * len(intents))
        self._unpack = Struct(f"<{len(intents)}I").unpack

    def weigh(self, facts: Iterable[str]) -> dict[str, float]:
        """The probability of each intent."""
        packed = self._packed
        whole = sum([packed[fact] for fact in facts if fact in packed], self._base)
        sums = self._unpack(whole.to_bytes(_BITS // 8 * len(self.intents), "little"))
        top = max(sums)
        shares = [exp((each - top) / _STEPS) for each in sums]
        all_shares = sum(shares)
        return {intent: share / all_shares for intent, share in zip(self.intents, shares, strict=True)}

    def reasons(self, facts: Iterable[str], intent: str, most: int = 4) -> list[str]:
        """The facts that speak for `intent`, strongest first."""
        at = self.intents.index(intent)
        found = [(self.weights[fact][at], fact) for fact in facts if fact in self.weights]
        return [fact for weight, fact in sorted(found, reverse=True)[:most] if weight > 0.3]


def _packed(row: Sequence[float]) -> int:
    """The weights of all intents side by side in one long number, so that one addition adds them all."""
    return sum(round(weight * _STEPS) << (_BITS * at) for at, weight in enumerate(row))


@cache
def shipped_scales() -> Scales:
    """The weights that ship with the rules."""
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {fact: tuple(value / 100 for value in row) for fact, row in content["weights"].items()}
    return Scales(tuple(content["intents"]), tuple(value / 100 for value in content["bias"]), weights)
