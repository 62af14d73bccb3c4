"""Times as neighbours write them: 明早8点, 周六上午, 今晚前, 下午三点到五点, 每周六9点, 中秋, 半小时后."""

from __future__ import annotations

from nlp.times.ahead import to_come
from nlp.times.reading import read_when

__all__ = ["read_when", "to_come"]
