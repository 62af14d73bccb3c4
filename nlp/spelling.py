"""Slips of the input method: a word of the rules written with a character of the same sound, like 店梯 or 楼到."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from operator import ne
from pathlib import Path

from nlp.finder import finder
from nlp.segment import cut, is_word

_TABLES = Path(__file__).parent / "tables"
LONGEST = 300
"""Longer texts hold enough right words; they are left as they are."""
_COMMON = frozenset(
    "我你了的啊在不是去吧好没就有吗都也要还到呢那说给想来啦吃个人这看等会哦他很找多呀么和买下上能得哪再把睡点过嗯恩又回快帮"
    "做行跟请着太她哈走小打才带玩对嘛先别事让忙大用号完一问啥真叫发爱钱刚被家拿见挺课死妈谁早老里开车时听干您哥中姐后接考住"
    "弄换比哎写晚新从可最陪送祝天但累班话坐唉穿前错只咱更怕起月咯冷饭已呗当俺靠该出拉定少滴阿喝放书电交跑票哇查搞长额年像为"
    "地俩办学聊男无假心爸它卖高美难远花困借加饿变分总正傻哟装半撒三水呆李急算疼生留热进飞报求差笑女成白讲站醒狗待哼久楼些肉"
    "房坏够周越头洗转脸日记噢门件往鸟选儿字元如哭与图关向丢之连收菜杨网喊照子敢近活表二米黑包养呜脚系木雨重乱抢骂强蛮倒而陈"
    "各摸收公张外面水气火路树墙灯人手脚口眼东西南北左右马王刘吴孙赵钱周郑何吕施孔曹严华金魏陶姜四五六七八九十百千万"
)
"""Characters that stand alone so often that one of them is no sign of a slip in a word of two."""


class Speller:
    """Puts the words of the rules right where exactly one character, or one in two, only sounds right."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` of two characters and more; shorter ones sound like too much else."""
        homes = _homes(words)
        self._find, self._alike = finder(list(homes)), list(map(tuple, homes.values()))
        self._known = re.compile("|".join(map(re.escape, _known_slips())))

    def repair(self, text: str) -> str:
        """`text` with such slips put right; of the same length."""
        if len(text) > LONGEST:
            return text
        text = self._known.sub(lambda slip: _known_slips()[slip[0]], text)
        slips, right = self._slips(text)
        if not slips:
            return text
        doubtful = _single_characters(text) - right
        repaired = list(text)
        for start, word in slips:
            wrong = [start + at for at, character in enumerate(word) if text[start + at] != character]
            if doubtful.issuperset(wrong) and not is_word(text[start : start + len(word)]):
                repaired[start : start + len(word)] = word
        return "".join(repaired)

    def _slips(self, text: str) -> tuple[list[tuple[int, str]], set[int]]:
        """What only sounds like a word, shortest first; and where words stand as they should (广场 捡烟头, not 广场见)."""
        slips = []
        right: set[int] = set()
        for number, start, end in self._find(text.translate(_sounds())):
            words, said = self._alike[number], text[start:end]
            if said in words:
                right.update(range(start, end))
                continue
            if len(said) == 2 and not _COMMON.isdisjoint(said):
                continue
            word = words[0] if len(words) == 1 else min(words, key=lambda word: _difference(word, said))
            if _difference(word, said) <= max(1, len(word) // 3) and _distinctive(word, said):
                slips.append((start, word))
        return sorted(slips, key=lambda slip: len(slip[1])), right


def _difference(word: str, said: str) -> int:
    return sum(map(ne, word, said))


def _distinctive(word: str, said: str) -> bool:
    """In a short word no character said is one that stands alone all the time: in a word of three, not the wrong one."""
    if len(word) > 3:
        return True
    judged = said if len(word) == 2 else (b for a, b in zip(word, said, strict=True) if a != b)
    return _COMMON.isdisjoint(judged)


def _single_characters(text: str) -> set[int]:
    alone, at = set(), 0
    for token in cut(text):
        if len(token) == 1:
            alone.add(at)
        at += len(token)
    return alone


def _homes(words: Iterable[str]) -> dict[str, list[str]]:
    """The words by their sound."""
    homes: dict[str, list[str]] = {}
    long = [word for word in dict.fromkeys(words) if len(word) >= 2 and not word.isascii()]
    for word, sound in zip(long, "\n".join(long).translate(_sounds()).split("\n"), strict=True):
        homes.setdefault(sound, []).append(word)
    return homes


@cache
def _sounds() -> dict[int, int]:
    source, target = (_TABLES / "sounds.txt").read_text(encoding="utf-8").splitlines()[:2]
    return {ord(a): ord(b) for a, b in zip(source, target, strict=True)}


@cache
def _known_slips() -> dict[str, str]:
    lines = (_TABLES / "slips.txt").read_text(encoding="utf-8").split("\n")
    return dict(line.split() for line in lines if line and not line.startswith("#"))
