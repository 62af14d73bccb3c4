"""A stream of messages as a town's groups see it: nine tenths chatter, the rest what the bot is for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from handlers.messages import IncomingMessage

START = datetime(2026, 7, 13, 1, 30, tzinfo=UTC)
ROOMS = ("1栋邻居群", "2栋邻居群", "3栋邻居群")
HOUSEHOLDS = 200
"""Neighbours who speak in each group."""
CHATTER = (
    "大家晚上好", "今天菜市场的黄瓜真便宜", "谁家的猫在楼下晒太阳，好可爱", "孩子放学了吗", "明天好像要下雨",
    "哈哈哈哈", "收到", "周末打算去爬山", "刚才那个视频笑死我了", "晚饭吃什么好呢", "这个天真热",
    "西瓜又便宜了", "早上好", "我家小子今天考了一百分", "快递到门口了", "地铁今天好挤",
    "刚买菜回来", "这歌真好听", "好的好的", "昨天的球赛看了吗",
)  # fmt: skip
FAULTS = (
    "{b}栋{u}单元楼道灯坏了", "{b}栋{u}单元水管漏水了", "{b}栋{u}单元门口的垃圾好几天没人清了",
    "{b}栋{u}单元门禁刷不开了", "{b}栋楼下花坛杂草长得比人高", "{b}栋{u}单元楼道堆了好多纸箱",
)  # fmt: skip
OTHER = ("我家也是", "催一下", "灯亮了，谢谢师傅", "谢谢大家", "请问物业几点上班")


def stream(count: int, *, seed: int = 7, chatter: float = 0.9, seconds_apart: float = 1.0) -> Iterator[IncomingMessage]:
    """`count` messages in time order; the same seed gives the same stream."""
    dice = random.Random(seed)
    for number in range(count):
        room = dice.choice(ROOMS)
        yield IncomingMessage(
            transport="replay",
            id=f"b{number}",
            chat=room,
            sender=f"{room[:2]}邻居{dice.randrange(HOUSEHOLDS)}",
            at=START + timedelta(seconds=number * seconds_apart),
            group=True,
            text=_text(dice, chatter),
        )


def _text(dice: random.Random, chatter: float) -> str:
    if dice.random() < chatter:
        return f"{dice.choice(CHATTER)}{dice.choice(('', '！', '～', '😄'))}"
    if dice.random() < 0.5:
        return dice.choice(FAULTS).format(b=dice.randint(1, 3), u=dice.randint(1, 4))
    return dice.choice(OTHER)
