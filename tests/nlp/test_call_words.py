"""Calls for hands in free words: heard as calls, and said again in a few words."""

from __future__ import annotations

from datetime import datetime

import pytest

from nlp.model import Intent, Parse
from nlp.reader import Reader

AT = datetime.fromisoformat("2026-07-16T10:00:00+08:00")


def _hear(reader: Reader, text: str) -> Parse:
    return reader.read(text, at=AT, chat="group", role="head")


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("明天上午10点请大家到篮球坪扯杂草", "扯杂草"),
        ("请大家明天早上7点来帮忙铲雪", "铲雪"),
        ("请各位邻居后天下午3点到活动室帮忙搬桌椅", "搬桌椅"),
        ("请邻居们周六上午9点到小广场捡烟头", "捡烟头"),
        ("今晚7点请年轻人到小广场收桌椅", "收桌椅"),
        ("周六下午4点大家到楼前给小树松土", "给小树松土"),
        ("各位邻居好，本周日上午8点到花园除草，请踊跃参加", "除草"),
        ("明天下午2点请几位帮手来活动室装书架，要4个人", "装书架"),
        ("现在来两个人到门口，把倒下的自行车扶起来", "把倒下的自行车扶起来"),
        ("谁有空帮我抬一下冰箱", "抬一下冰箱"),
        ("周日大家一起来给花坛松土", "给花坛松土"),
        ("国庆前我们把楼道的灯笼挂起来，周三下午4点，来四个人", "把楼道的灯笼挂起来"),
        ("有空的邻居下来帮忙推一下车", "推一下车"),
        ("每周四上午9点到篮球坪打扫卫生，节假日不搞", "打扫卫生"),
        ("请三位力气大的邻居现在到2单元门口抬柜子", "抬柜子"),
        ("咱们楼前的草比人高了，有空的邻居这会儿下来跟我一起拔一拔吧", "拔一拔"),
        ("雪大了，今天要把进出的路铲出来，来10个人，家里有铁锹的带上", "把进出的路铲出来"),
    ],
)
def test_a_call_is_heard_and_its_work_is_said_in_a_few_words(reader: Reader, text: str, task: str) -> None:
    parse = _hear(reader, text)
    assert (parse.intent, parse.task) == (Intent.CALL, task)


@pytest.mark.parametrize(
    "text",
    [
        "请大家明天上午到居委会领取消毒液",
        "请大家今晚8点到活动室开业主大会",
        "请各位居民本周五前到社区登记信息",
        "今天下午3点电梯年检，停半小时",
        "请大家周五前交齐水费",
        "请大家明天早上8点前把车开走",
        "请大家来物业拿新门禁卡",
        "每周三上午9点保洁来打扫楼道，请收好鞋柜",
    ],
)
def test_what_everybody_is_told_is_no_call(reader: Reader, text: str) -> None:
    assert _hear(reader, text).intent is Intent.NOTICE


def test_a_right_word_is_not_taken_for_the_slip_of_another(reader: Reader) -> None:
    """广场捡烟头 sounds like 广场见, and is none."""
    assert _hear(reader, "周六9点到广场捡烟头").own == "周六9点到广场捡烟头"
