"""Whose a matter is, everybody's or one home's, and which public place it is about, by its words."""

from __future__ import annotations

import re

from nlp.model import Category, Parse
from nlp.spots import whereabouts
from storage.tables import ServiceRequest

HOUSE_WIDE = frozenset({Category.WATER, Category.POWER, Category.GAS, Category.HEATING, Category.LIFT})
MAINS = HOUSE_WIDE - {Category.LIFT}
OUTAGE = re.compile("停|断|没有?[水电气暖]|不热|不暖|水压")
"""What comes through the mains and fails for everybody at once, whichever door says it."""
AT_HOME = re.compile("我家(?!门口|门前|门外|楼|单元|窗外|对面|附近|旁)|家里|厨房|卫生间|厕所|马桶|阳台|卧室|客厅")
"""What is one household's alone, an outage apart."""


def words(one: ServiceRequest | Parse) -> str:
    """What was said of it."""
    return (one.text or "") if isinstance(one, ServiceRequest) else (one.own or one.text)


def is_at_home(one: ServiceRequest | Parse) -> bool:
    """Whether it happens behind one door."""
    return bool(AT_HOME.search(words(one))) and not is_outage(one)


def is_outage(one: ServiceRequest | Parse) -> bool:
    """Whether the mains have failed."""
    return one.category in MAINS and bool(OUTAGE.search(words(one)))


def spot(one: ServiceRequest | Parse) -> str | None:
    """楼道灯 is on the stairs, so that no lamp of a 篮球坪 is the same."""
    place = one if isinstance(one, ServiceRequest) else one.place
    return whereabouts(words(one), place.spot if place else None)
