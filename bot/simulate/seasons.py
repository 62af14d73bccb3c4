"""What breaks when: weights of categories by season, reports by weekday and hour."""

from __future__ import annotations

from collections.abc import Mapping

ALWAYS: Mapping[str, float] = {
    "water": 9, "no_water": 2, "power": 4, "lighting": 12, "lift": 5, "fire": 4, "security": 6, "sanitation": 9,
    "clutter": 8, "greening": 4, "parking": 6, "noise": 6, "pets": 3, "fabric": 6, "road": 3, "property": 2,
    "care": 2, "environment": 2, "dispute": 2, "danger": 1, "heating": 0,
}  # fmt: skip
SEASONS: Mapping[str, Mapping[str, float]] = {
    "spring": {"greening": 8, "fabric": 8, "pets": 4},
    "summer": {"power": 9, "water": 11, "greening": 9, "sanitation": 12, "noise": 9, "environment": 4},
    "autumn": {"greening": 6, "lighting": 14},
    "winter": {"heating": 18, "water": 13, "lighting": 15, "greening": 1, "danger": 1.5},
}
WEEKDAYS = (1.15, 1.0, 1.0, 0.95, 1.0, 1.05, 0.85)
"""Monday to Sunday: Mondays tell what broke on the weekend."""
HOURS = (
    0.1, 0.05, 0.05, 0.05, 0.05, 0.2, 0.8, 2, 3, 3, 2.5, 2, 1.8, 1.5, 1.5, 1.8, 2, 2.8, 3.5, 4, 4, 3, 1.5, 0.5,
)  # fmt: skip
"""Weight of each hour of the day: mornings and evenings, a little at night."""
NIGHT_TOO = frozenset({"danger", "power", "no_water", "lift"})
"""What is reported at night; all else waits for the morning."""


def weights(season: str) -> Mapping[str, float]:
    """Category of the sentences → how often."""
    return {**ALWAYS, **SEASONS[season]}
