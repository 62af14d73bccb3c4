"""Weighing the facts of a message into one intent and a confidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import exp
from pathlib import Path
from struct import Struct
from typing import NamedTuple

from nlp.features import Facts
from nlp.model import Intent
from nlp.wording import STEP

WEIGHTS = Path(__file__).parent / "tables" / "weights.json"

TALK = "talk"
"""What people say who are no neighbours: chat too, but of another kind than what neighbours talk about."""
_BITS = 32
_MIDDLE = 1 << (_BITS - 1)
_STEPS = 10_000
"""How finely weights are told apart; sums stay exact whatever their order."""
_LETTER = round(STEP * _STEPS)
_TELLING = 0.3
"""A fact that weighs no more is no reason."""


class _Worth(NamedTuple):
    """What some facts weigh together, and which of them speak for each intent."""

    packed: int
    speaking: tuple[tuple[tuple[float, str], ...], ...]


class Shares:
    """How probable each intent is."""

    __slots__ = ("_intents", "_sums", "_top", "_whole")

    def __init__(self, intents: Sequence[Intent], sums: Sequence[int]) -> None:
        """`sums` gives what is said for each of `intents`, in steps."""
        self._intents, self._sums, self._top = intents, sums, max(sums)
        self._whole = sum([exp((each - self._top) / _STEPS) for each in sums])

    def of(self, intent: Intent) -> float:
        """The share of `intent`."""
        return exp((self._sums[self._intents.index(intent)] - self._top) / _STEPS) / self._whole

    def best(self) -> Intent:
        """The most probable intent; of equals chat, which is silence."""
        leading = [intent for intent, each in zip(self._intents, self._sums, strict=True) if each == self._top]
        return Intent.CHAT if Intent.CHAT in leading else leading[0]

    def without(self, intent: Intent) -> Shares:
        """The shares that the others have where `intent` is out of the question."""
        pairs = zip(self._intents, self._sums, strict=True)
        return Shares(self._intents, [-_MIDDLE if each is intent else sum_ for each, sum_ in pairs])


class Scales:
    """Weights by fact and intent."""

    def __init__(
        self, intents: tuple[str, ...], bias: tuple[float, ...], weights: Mapping[str, tuple[float, ...]]
    ) -> None:
        """`weights` gives for each fact one number an intent, in the order of `intents`, of which the last is `TALK`."""
        self.intents, self.weights = tuple(map(Intent, intents[:-1])), weights
        self._chat = self.intents.index(Intent.CHAT)
        self._base = _packed(bias) + _packed([_MIDDLE / _STEPS] * len(intents))
        self._unpack = Struct(f"<{len(intents)}I").unpack
        self._worth = lru_cache(maxsize=8192)(self._worth_of)

    def weigh(self, facts: Iterable[Facts], leaning: Sequence[int]) -> Shares:
        """The probability of each intent; `leaning` is what the wording says for each, in its letters."""
        whole = sum([self._worth(each)[0] for each in facts], self._base)
        sums = self._unpack(whole.to_bytes(_BITS // 8 * (len(self.intents) + 1), "little"))
        *meant, talk = [each + lean * _LETTER for each, lean in zip(sums, leaning, strict=True)]
        meant[self._chat] = max(meant[self._chat], talk)
        return Shares(self.intents, meant)

    def reasons(self, facts: Iterable[Facts], intent: Intent, most: int = 4) -> list[str]:
        """The facts that speak for `intent`, strongest first."""
        at = self.intents.index(intent)
        found = [speaking for each in facts for speaking in self._worth(each)[1][at]]
        return [fact for _, fact in sorted(found, reverse=True)[:most]]

    def _worth_of(self, facts: Facts) -> _Worth:
        known = [(self.weights[fact], fact) for fact in facts if fact in self.weights]
        speaking = tuple(
            tuple((row[at], fact) for row, fact in known if row[at] > _TELLING) for at in range(len(self.intents))
        )
        return _Worth(sum(_packed(row) for row, _ in known), speaking)


def _packed(row: Sequence[float]) -> int:
    """The weights of all intents side by side in one long number, so that one addition adds them all."""
    return sum(round(weight * _STEPS) << (_BITS * at) for at, weight in enumerate(row))


@cache
def shipped_scales() -> Scales:
    """The weights that ship with the rules."""
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    weights = {fact: tuple(value / 100 for value in row) for fact, row in content["weights"].items()}
    return Scales(tuple(content["intents"]), tuple(value / 100 for value in content["bias"]), weights)
