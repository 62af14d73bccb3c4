"""Commands as people type them, and the talk that only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.commands import Command, read_command
from nlp.model import Intent


def said(own: str, chat: str = "group") -> tuple[str | None, int | None, str]:
    command = read_command(own, chat=chat)
    assert command is not None, own
    return command.command or str(command.intent), command.no, command.args


def parts(own: str) -> list[tuple[str, int | None, str]]:
    command = read_command(own)
    assert command is not None, own
    assert command.command == "batch"
    return [(item.command or str(item.intent), item.no, item.args) for item in command.items]


@pytest.mark.parametrize(
    "own", ["接 7", "接7", "7接", "7接了", "接了 7", "#7 接", "接 #7", "接 七", "接 7 号单", "@小楼 接 7"]
)
def test_accepting_by_number_in_every_order(own: str) -> None:
    assert said(own) == ("accept", 7, "")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("退 7 那栋不是我的", ("decline", 7, "那栋不是我的")),
        ("7退 手上没料", ("decline", 7, "手上没料")),
        ("完 7", ("done", 7, "")),
        ("7 修好了", ("done", 7, "")),
        ("#7 搞定了！", ("done", 7, "")),
        ("误报 7", ("withdraw", 7, "")),
        ("7 不用了", ("withdraw", 7, "")),
        ("催 7", ("urge", 7, "")),
        ("没修好 7", ("not_fixed", 7, "")),
        ("7 又坏了", ("not_fixed", 7, "")),
    ],
)
def test_what_the_intent_says_by_itself(own: str, expected: tuple[str, int, str]) -> None:
    assert said(own) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("接 7 下班前到", ("accept", 7, "下班前到")),
        ("7接了，吃完饭就去", ("accept", 7, "吃完饭就去")),
        ("完 7 换了整流器", ("done", 7, "换了整流器")),
        ("7完，门锁上了油", ("done", 7, "门锁上了油")),
        ("误报 7 人家在试灯", ("withdraw", 7, "人家在试灯")),
        ("在修 7 还差一根管子", ("start", 7, "还差一根管子")),
        ("7没修好，夜里还滴水", ("not_fixed", 7, "夜里还滴水")),
        ("7 没解决", ("not_fixed", 7, "")),
        ("撤单 7", ("withdraw", 7, "")),
    ],
)
def test_a_remark_behind_the_number_goes_with_it(own: str, expected: tuple[str, int, str]) -> None:
    assert said(own, chat="private") == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [("完 7，换了整流器", ("done", 7, "换了整流器")), ("#7 修好了，门锁上了油", ("done", 7, "门锁上了油"))],
)
def test_among_neighbours_a_remark_goes_with_a_number_that_is_surely_one(
    own: str, expected: tuple[str, int, str]
) -> None:
    assert said(own) == expected


def test_each_part_of_a_batch_may_have_its_remark() -> None:
    command = read_command("7完，换了灯座；8接，下午去", chat="private")
    assert command is not None
    assert [(item.no, item.args) for item in command.items] == [(7, "换了灯座"), (8, "下午去")]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("派 7 老郑", ("assign", 7, "老郑")),
        ("派7", ("assign", 7, "")),
        ("换人 7 小何", ("assign", 7, "小何")),
        ("派给小何", ("assign", None, "小何")),
        ("转 7 小何", ("hand_over", 7, "小何")),
        ("转给小何吧", ("hand_over", None, "小何")),
        ("出发 7", ("start", 7, "")),
        ("在修 7", ("start", 7, "")),
        ("延 7 下周二 没有灯管", ("extend", 7, "下周二 没有灯管")),
        ("升 7 三方都不管", ("raise", 7, "三方都不管")),
        ("报 7 城管", ("refer", 7, "城管")),
        ("议 7", ("deliberate", 7, "")),
        ("拆 7", ("split", 7, "")),
        ("不受理 7 归水务集团 电话 96116", ("refuse_case", 7, "归水务集团 电话 96116")),
        ("办结 7", ("close_case", 7, "")),
        ("没办结 7", ("undo_close", 7, "")),
        ("查 7", ("query", 7, "")),
        ("为什么 7", ("why", 7, "")),
        ("为什么派给我", ("why", None, "")),
        ("问 7 明早家里有人吗", ("ask", 7, "明早家里有人吗")),
        ("答 7 九点以后都在", ("answer_question", 7, "九点以后都在")),
        ("取消 7 人太少", ("cancel", 7, "人太少")),
        ("改 7 周五下午", ("reschedule", 7, "周五下午")),
        ("换时间 7 周日上午", ("reappoint", 7, "周日上午")),
        ("收工 7", ("finish", 7, "")),
        ("停 7", ("stop_series", 7, "")),
        ("准 7", ("allow", 7, "")),
        ("招呼 7", ("call_from", 7, "")),
        ("撤回通知 7", ("retract_notice", 7, "")),
        ("隐名 7", ("hide_name", 7, "")),
    ],
)
def test_commands_about_an_item(own: str, expected: tuple[str, int | None, str]) -> None:
    assert said(own) == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("清单", ("list", "清单")),
        ("没人接的", ("list", "没人接的")),
        ("帮助", ("help", "")),
        ("请假到周四 小何代", ("absent", "到周四 小何代")),
        ("请假两天", ("absent", "两天")),
        ("销假", ("back", "")),
        ("代报 赵爷爷家马桶堵了", ("report_for", "赵爷爷家马桶堵了")),
        ("帮我爸报暖气不热", ("report_for", "我爸 暖气不热")),
        ("小楼 安静 1小时", ("quiet", "1小时")),
        ("15人 300平米", ("result", "15人 300平米")),
        ("到 孙 周 1栋钱叔", ("attended", "孙 周 1栋钱叔")),
        ("授权 @钱叔 今天", ("authorise", "@钱叔 今天")),
        ("通知 2-4栋 周六清洗水箱", ("notify", "2-4栋 周六清洗水箱")),
        ("安全提醒 高温", ("safety_tip", "高温")),
        ("敲门 1-1-302 没人应", ("knock", "1-1-302 没人应")),
        ("巡查 消防 5栋 通道有电动车", ("patrol", "消防 5栋 通道有电动车")),
        ("我会 修锁", ("skill", "修锁")),
        ("我会水电", ("skill", "水电")),
        ("我不会了", ("no_skill", "")),
        ("我有 人字梯", ("have", "人字梯")),
        ("谁有 电钻", ("who_has", "电钻")),
        ("谁有电钻借一下", ("who_has", "电钻")),
        ("台账 本月", ("month", "本月")),
        ("报到 K7Q2XM", ("checkin", "K7Q2XM")),
        ("报到K7Q2XM", ("checkin", "K7Q2XM")),
        ("绑定 5栋", ("bind", "5栋")),
        ("抄送我儿子", ("cc", "我儿子")),
        ("删除我的信息", ("erase_me", "")),
        ("宣传发动 楼道换新颜", ("publicise", "楼道换新颜")),
        ("议 在车棚装监控", ("propose", "在车棚装监控")),
        ("议单元门换锁", ("propose", "单元门换锁")),
    ],
)
def test_commands_that_begin_their_message(own: str, expected: tuple[str, str]) -> None:
    command, no, args = said(own)
    assert (command, args) == expected
    assert no is None


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("支持 T4", ("support", 4, "")),
        ("确定议题 T4", ("choose_topic", 4, "")),
        ("答复 T4 已列入明年计划", ("answer_topic", 4, "已列入明年计划")),
        ("调查研究 T4：每户约三百", ("research", 4, "每户约三百")),
        ("发起投票 T4 装在东边 到周五", ("start_vote", 4, "装在东边 到周五")),
        ("投票 T4 反对", ("vote", 4, "反对")),
        ("T4 同意", ("vote", 4, "同意")),
        ("成果落实 T4 由小何负责，月底前", ("outcome", 4, "由小何负责，月底前")),
    ],
)
def test_commands_about_a_topic(own: str, expected: tuple[str, int, str]) -> None:
    assert said(own) == expected


def test_a_merge_names_both_numbers() -> None:
    assert read_command("并 9 7") == Command(intent=Intent.COMMAND, command="merge", no=9, args="7", nos=(9, 7))


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("升 修不了", ("raise", None, "修不了")),
        ("报街道", ("refer", None, "街道")),
        ("上报 供电局", ("refer", None, "供电局")),
        ("不受理 归燃气公司 电话88886666", ("refuse_case", None, "归燃气公司 电话88886666")),
        ("延到周五 等配件", ("extend", None, "周五 等配件")),
        ("延下周一，等配件", ("extend", None, "下周一，等配件")),
        ("转 小何", ("hand_over", None, "小何")),
        ("转给小何吧，我手头有急事", ("hand_over", None, "小何")),
        ("换人 小何", ("assign", None, "小何")),
        ("问 下午三点在家吗", ("ask", None, "下午三点在家吗")),
        ("为什么", ("why", None, "")),
    ],
)
def test_to_the_bot_alone_a_verb_may_stand_without_a_number(own: str, expected: tuple[str, int | None, str]) -> None:
    command = read_command(own, chat="private")
    assert command is not None
    assert (command.command, command.no, command.args) == expected


@pytest.mark.parametrize(
    "own", ["报社区了吗", "报警了", "升职了", "转账", "转告小何灯好了", "延误了", "问一下", "缓一缓", "为什么停水"]
)
def test_what_only_begins_with_a_verb_is_talk_in_private_too(own: str) -> None:
    assert read_command(own, chat="private") is None


@pytest.mark.parametrize("own", ["升 修不了", "报街道", "延到周五 等配件", "转 小何", "问 下午三点在家吗"])
def test_among_neighbours_a_verb_without_a_number_is_talk(own: str) -> None:
    assert read_command(own) is None


@pytest.mark.parametrize(
    "own", ["我手里还有哪些", "看看清单", "待办", "我手头还有几件", "还有没人接的吗", "哪些没人接", "看一下我的报修"]
)
def test_a_list_is_asked_for_in_many_words(own: str) -> None:
    command = read_command(own, chat="private")
    assert command is not None
    assert command.command == "list"


@pytest.mark.parametrize(
    ("own", "asked"),
    [
        ("#7怎么样了", "query"), ("#7 什么情况？", "query"), ("#7修好了吗？", "query"), ("#7啥时候来修", "query"),
        ("#7怎么还没来？", "urge"),
    ],
)  # fmt: skip
def test_a_question_about_a_marked_number_is_about_that_matter(own: str, asked: str) -> None:
    assert said(own) == (asked, 7, "")


@pytest.mark.parametrize("own", ["7怎么样了", "7号怎么样了", "7好了吗"])
def test_an_unmarked_number_in_a_question_is_one_only_to_the_bot(own: str) -> None:
    assert read_command(own) is None
    command = read_command(own, chat="private")
    assert command is not None
    assert (command.command, command.no) == ("query", 7)


def test_several_numbers_each_with_its_verb_are_a_batch_in_order() -> None:
    assert parts("5接 6完 7转小何 8延下周一等配件 9完") == [
        ("accept", 5, ""),
        ("done", 6, ""),
        ("hand_over", 7, "小何"),
        ("extend", 8, "下周一等配件"),
        ("done", 9, ""),
    ]


@pytest.mark.parametrize("own", ["接 5 完 6", "接5完6", "5接6完", "五接六完", "5接，6完", "接 5 6完"])
def test_a_batch_needs_no_spaces_and_no_order_of_verb_and_number(own: str) -> None:
    assert parts(own) == [("accept", 5, ""), ("done", 6, "")]


@pytest.mark.parametrize(
    "own", ["5、6接，8退 没梯子", "5 6接 8退没梯子", "接5、6，退8 没梯子", "5接 6接 8不接，没梯子"]
)
def test_numbers_that_share_a_verb_stand_beside_others_in_a_batch(own: str) -> None:
    assert parts(own) == [("accept", 5, ""), ("accept", 6, ""), ("decline", 8, "没梯子")]


@pytest.mark.parametrize("own", ["接 5 6 8", "5、6、8都接了", "5 6 8接", "接 5，6和8"])
def test_one_verb_serves_several_numbers(own: str) -> None:
    assert parts(own) == [("accept", 5, ""), ("accept", 6, ""), ("accept", 8, "")]


@pytest.mark.parametrize(
    "own",
    [
        "接孙子去了",
        "退休的都来",
        "完了完了忘带钥匙",
        "转告一下对门",
        "查出来是阀门老化",
        "派出所来电话了",
        "问一下几点开门",
        "改天再聊",
        "停电了",
        "通知书收到了",
        "接7号楼的活",
        "催7号楼的灯",
        "接一下孩子",
        "报7号楼灯坏了",
        "报 2",
        "报个名",
        "退7元",
        "7点接孩子",
        "转7次车",
        "议事会几点",
        "我会早点到",
        "请假，不去了",
        "到家了",
        "到 三楼去",
        "7接头漏水",
        "接 7 路公交",
        "接 7 位老人",
        "修好 7 盏了",
        "7 好了，大家散了吧",
        "拆7栋的违建",
        "停7天水",
        "升7楼",
        "派人来看看",
        "转给大家看看",
        "安静点吧",
        "通知：明天停水",
        "我有点事",
        "谁有空",
        "取消7单元的灯",
        "二退二进",
        "7升水",
        "7栋2单元灯坏了",
        "好",
        "是",
        "1",
        "我的",
        "?",
        "今天天气不错",
    ],
)
def test_talk_among_neighbours_is_no_command(own: str) -> None:
    assert read_command(own) is None


@pytest.mark.parametrize(
    ("own", "args"),
    [
        ("是", "是"),
        ("好的", "好的"),
        ("准", "准"),
        ("2", "2"),
        ("2 一般", "2"),
        ("3。", "3"),
        ("3 没解决", "3"),
    ],
)
def test_a_bare_word_answers_the_bot_in_private(own: str, args: str) -> None:
    assert said(own, chat="private") == ("answer", None, args)


def test_no_means_a_wrong_ack_in_the_group_and_an_answer_in_private() -> None:
    assert said("不是")[0] == "not_a_request"
    assert said("不是", chat="private") == ("answer", None, "不是")


def test_a_bare_refusal_is_read_in_private_alone() -> None:
    assert said("退 手受伤了", chat="private") == ("decline", None, "手受伤了")
    assert read_command("退") is None


@given(st.text(alphabet="接退完催派转延12 30一二#号楼，T议到请假通知谁有我会。\n", max_size=80))
def test_no_text_whatever_raises(own: str) -> None:
    read_command(own)
    read_command(own, chat="private")
