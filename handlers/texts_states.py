"""What the bot says of where a matter stands, what has happened to it, why somebody has it and why it rises."""

from __future__ import annotations

STATES: dict[str, str] = {
    # where it stands
    "stands_to_assign": "正在派人",
    "stands_to_accept": "等{name}接",
    "stands_working": "{name}在办, {when}前",
    "stands_late": "{name}在办, 原定{when}, 已过",
    "stands_postponed": "缓办, 改到{when}前",
    "stands_referred": "已报{to}",
    "somebody": "负责的人",
    "higher": "上级",
    "since": ", {when}起",
    "status_merged": "#{no} 就是 ",
    "until": ", {when}前有人回",
    "until_past": ", 原定{when}, 已过",
    # what has happened
    "story_reported": "{when}报的",
    "story_returned": "退回{count}次",
    "story_reopened": "返工{count}次",
    "story_households": "{count}户说了",
    "story_urged": "催过{count}次",
    "story_history": "其间{told}。",
    # why somebody has it
    "because_named": "负责这类事",
    "because_rest": "这类事没有专人, 都请{name}",
    "because_mediator": "请来调解",
    "because_big": "大事归社区",
    "because_nobody": "这类事还没有师傅",
    "because_head": "楼长派的",
    # why it rises
    "why_unaccepted": "一直没有人接",
    "why_silent": "没有消息",
    "why_left": "原来的人不做了",
    "why_late": "到时候还没办好",
    "why_returned": "退了两次",
    "why_reopened": "修了两次还没好",
    "why_households": "已有{count}户说了",
    # a batch in a few words
    "did_accept": "接了",
    "did_done": "完了",
    "did_decline": "退了",
    "did_hand_over": "转了",
    "did_extend": "延了",
    "did_start": "在办",
    "did_assign": "派了",
    "did_raise": "升了",
    "did_works": "好了",
    "did_not_fixed": "没修好",
    "did_withdraw": "撤了",
    "did_close_case": "办结了",
    "did_undo_close": "没办结",
    "did_refuse_case": "不受理",
    "did_split": "分开了",
}
