"""Every word the bot says, in one place. A community may reword any of them in `config.yaml` under `texts`.

Plain and warm: 您, no jargon, no ranking, no blame. Group lines fit one screen line (60 characters).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from string import Formatter

from handlers.texts_calls import CALLS
from handlers.texts_people import PEOPLE
from handlers.texts_states import STATES

TEXTS: dict[str, str] = {
    # opening
    "ack": "{at}记下了 {items}, {when}前有人回您。{question}",
    "ask_unit": "是哪个单元?",
    "ask_building": "是哪一栋哪个单元?",
    "cosigned": "也记上了 #{no}。",
    "known": "#{no} 已经记着了, {state}。",
    "area_event": "#{no} {place}{subject}, 已有{count}户说了, {state}。有进展在这里说。",
    "doubt": "像是一件事: “{words}”({place})。要记下来吗? 回 是 / 不是",
    "doubt_yes": "好的, 记下了 #{no}。",
    "doubt_no": "好的, 不记。",
    "voice": "{name}在{place}发了语音, 请听一听。要记下来就回 是 加上一句话, 不用就回 不是。",
    "voice_again": "还有一条语音没听, 请听一听, 要记下来就回 是。",
    "behalf": "好的, 替{name}记下了 {items}, {when}前有人回。",
    "behalf_told": "{by}替您记下了 #{no} {subject}, {when}前有人回您。",
    "has_photo": "(群里有照片)",
    "recurs": "(又犯 #{no})",
    "place_told": "#{no} 在{where}。",
    "moved_told": "#{no} 在{place}, 由那边的人去, 您不用管了。",
    "place_noted": "好的, #{no} 记成{place}。",
    # danger and dispute
    "duty": "正在通知值班。",
    "danger_to": "急! #{no} {where} {subject}。{told}能去的请马上回 接。",
    "danger_told": "已在群里提醒。",
    "dispute_reporter": "{at}收到了, 记为 #{no}, 不会在群里说。已请{mediator}跟您联系, {when}前回您。",
    "dispute_to": "#{no} {name}想请您调解: “{words}”。请{when}前回 接 / 退+原因。",
    "dispute_head": "#{no} {name}有件事要调解, 已请{mediator}, 请您留心, 不要在群里说。",
    # dispatch
    "assign": "#{no} {where} {subject}, 请{when}前回 接 / 退+原因。{extra}",
    "assigned_by": "#{no} 已派给{name}。",
    "taken_from_you": "#{no} 改由{name}办了, 您不用管了。",
    "offer": "#{no} {where} {subject}, 您方便看看吗? {when}前回 我来 就归您, 不方便不用回。",
    "propose": "#{no} {where} {subject}, 派{name}? 回 好, 或回 派 {no} 加名字。",
    "vacant": "{unit}还没有人管{level}这一级的事, 先转给了{name}, 请在配置里补上。",
    # taking
    "accepted": "#{no} {name}接了, {when}前{verb}。",
    "instead_of": "{name}代{away}",
    "accepted_you": "好的, #{no}{where} 归您了, {when}前{verb}。办好回 完 {no}。",
    "offer_declined": "好的, 没关系, 再找别人。",
    "already": "#{no} {name}已经接了, 谢谢您!",
    "already_yours": "#{no} 已经在您手里了, {when}前{verb}。",
    "handed_over": "好的, #{no} 转给{name}了。",
    "handed_over_to": "#{no} {where} {subject}, {by}转给您, 请{when}前回 接 / 退+原因。",
    "handed_over_head": "#{no} {by}转给了{name}。",
    "returned": "#{no} {by}退回: {reason}。",
    "returned_you": "好的, #{no} 退了, 谢谢您说明。",
    "return_reason": "#{no} 为什么退? 回 退 {no} 加上原因。",
    "silent_back": "#{no} {name}一直没有消息。",
    "silent_back_you": "#{no} 一直没有您的消息, 先另请人了。要是已经在办, 回 接 {no}。",
    "next_is": "已改派{name}。",
    "next_you": "没有别人能接, 先请您看看: 接 {no}, 或派 {no} 加名字。",
    "next_up": "已请{level}派人。",
    "returned_up": "#{no} {where} {subject} 退回来了: {reason}。{hint}",
    "next_none": "请您派人: 派 {no} 加名字。",
    # progress
    "started": "#{no} {name}在办了。",
    "started_you": "好的, #{no} 在办。办好回 完 {no}。",
    "reporter_unnamed": "居民",
    "postponed": "#{no} {reason}, 改到{when}前。",
    "postponed_you": "好的, #{no} 改到{when}前, 已告诉居民。",
    "postpone_reason": "#{no} 延到哪天、为什么? 例如: 延 {no} 周五 等配件。",
    "postpone_why": "#{no} 改到{day}, 因为什么? 回一句就行。",
    "postpone_past": "#{no} {day}已经过了, 请换一天, 例如: 延 {no} 周五 等配件。",
    "postpone_often": "#{no} 不能再延了, 请和楼长商量。",
    "postpone_long": "#{no} 最晚到{when}, 要更久请和楼长商量。",
    "postpone_danger": "#{no} 是急事, 不能延, 请马上处理或回 退 {no} 加原因。",
    "ask_before": "#{no} {where} {subject}, {when}前, 能按时吗? 不能就回 延 {no} 加日子和原因。",
    "ask_silent": "#{no} {where} {subject} 到哪一步了? 回一句就行。",
    # closing
    "done": "{at}#{no} {subject_done}, {name}说的。{still}就回 没修好。",
    "done_waiting": "#{no} 已经说办好了, 等居民回话。",
    "done_by_other": "#{no} {by}说已经好了。是的话回 完 {no}。",
    "done_handed_on": "谢谢! #{no} 现在{name}在办, 已经告诉{name}了。",
    "done_you": "好的, 已请{name}看看。{photo}",
    "photo": "有照片更好, 没有也行。",
    "rate": "#{no} 办得怎么样? 1 满意 2 一般 3 没解决",
    "photo_noted": "好的, 照片记在 #{no} 里了。",
    "voice_head": "语音我听不懂, 请打字说一下。",
    "voice_noted": "收到, 已请楼长听一听。",
    "rated": "谢谢您!",
    "closed": "#{no} 办结, 谢谢{name}。",
    "closed_told": "#{no} {reporter}说好了, 办结, 谢谢您!",
    "closed_by": "#{no} 办结了。",
    "confirmed_you": "好的, #{no} 办结。",
    "works_asked": "{by}说 #{no} {subject} 好了, 是吗? 回 好了 或 没修好。",
    "works_said": "#{no} {by}说好了, 请去看一眼, 办好回 完 {no}。",
    "head_closes": "#{no} {subject} 居民还没回话, 您看可以了吗? 可以就回 办结 {no}。",
    "look_in": "#{no} {name}的事谈好一个月了, 方便时去看看怎么样了。",
    "reopened": "#{no} 还没好, 已请{name}再去, {when}前。",
    "reopened_to": "#{no} {where} {subject} 还没好, 请再去一趟, {when}前。请回 接 / 退+原因。",
    "reopened_head": "#{no} {subject} 居民说还没好, 已请{name}再去。",
    "undone": "好的, #{no} 接着办。",
    "undone_waits": "好的, #{no} 还没办结。要是还没好, 就回 没修好。",
    "undone_told": "#{no} 没办结, 请接着办, {when}前。",
    "undone_told_waits": "#{no} 没办结, 再等居民一句话。",
    "withdrawn": "#{no} 已撤。",
    "done_for_you": "#{no} {by}说已经好了, 您不用去了。",
    "withdrawn_by": "#{no} {name}撤了: {reason}。还要办就再说一遍。",
    "withdrawn_told": "#{no} 不用去了, 居民撤了。",
    "withdraw_reason": "#{no} 为什么撤? 回 误报 {no} 加上原因。",
    "recall_ask": "#{no} 已经在办了, 真的不用了吗? 回 不用了, 或不回。",
    # levels
    "raised_group": "#{no} 已请{level}一起办, {when}前答复。",
    "raised_to": "#{no} {where} {subject} 到您这一级了: {reason}。{story}{hint}",
    "raised_hint_assign": "请派人: 派 {no} 加名字。",
    "raised_hint_follow": "{name}在办, 请帮着盯一盯。",
    "raised_group_street": "#{no} 已请社区报{level}, {when}前答复。",
    "raised_hint_danger": "请马上找人去, 能去的回 接。",
    "raised_hint_street": "请报街道: 报 {no} 街道。",
    "raised_you": "好的, #{no} 已报{level}。",
    "raised_yours": "好的, #{no} 到{level}这一级了, 还是您管。{hint}",
    "raise_reason": "#{no} 为什么要升? 回 升 {no} 加上原因。",
    "raised_top": "#{no} 已经到最上一级了。",
    "late_head": "#{no} {where} {subject} 到时候了还没办好, {name}在办, 请您问问。",
    "late_you": "#{no} {where} {subject} 到时候了, 办好了回 完 {no}, 还要几天回 延 {no} 加日子和原因。",
    "referred": "#{no} 已报{to}, 每周问一次。",
    "referred_told": "#{no} 已报{to}, 您先不用去了。",
    "referred_letter": "#{no} 的信拟好了, 可以直接用:\n{letter}",
    "referred_topic": "#{no} 转给社区, 请大家一起商量。",
    "deliberated": "社区商量",
    "referred_you": "好的, #{no} 转给大家商量。",
    "weekly_ask": "#{no} {subject} 报{to}已经{weeks}周了, 有答复吗? 有了回 在办 {no}。",
    "letter": "关于{place}{subject}的情况: 居民{day}反映“{words}”, 共{count}户。{story}请予协调解决。",
    "remind": "#{no} {where} {subject} 还等着您, 请{when}前回 接 / 退+原因。",
    "remind_late": "#{no} {where} {subject} 还没有人接, 请回 接 / 退+原因。",
    "remind_head": "#{no} {where} {subject} 还没有人接, {name}没有回, 请您问问或另派: 派 {no} 加名字。",
    "remind_owner": "#{no} {where} {subject} 还没有派人, 请回 派 {no} 加名字。",
    "danger_repeat": "急! #{no} {where} {subject} 还没有人接, 能去的请马上回 接。",
    "danger_late": "急! #{no} {where} {subject} 还没处理好, 请马上回个话。",
    "still_late": "#{no} {where} {subject} 还没办好。{hint}",
    # merging, refusing
    "merged_told": "{at}您说的 #{no} 和 #{into} 是一件事, 办好告诉您。",
    "merged_you": "好的, #{no} 并到 #{into}。要分开回 拆 {no}。",
    "merge_ask": "#{no} 和 #{into} {subject} ({when}报的, {state}) 是同一件事吗? 是就回 是。",
    "split_told": "#{no} {subject} 还是单独办, {when}前有答复。",
    "merged_done": "{at}#{no} ({subject}) 好了。还不行就回 没修好。",
    "split": "好的, #{no} 分开办。",
    "split_late": "#{no} 并了超过7天, 分不开了, 请重新说一次。",
    "refused": "{at}#{no} 我们这里办不了: {reason}。不同意就回 不同意 {no}。",
    "refused_told": "#{no} 不归我们办, 您不用去了。",
    "refused_you": "好的, #{no} 已告诉居民。",
    "refuse_reason": "#{no} 不受理要写原因和该找谁, 例如: 不受理 {no} 归燃气公司 电话…",
    "disagreed": "好的, #{no} 已请上一级看看。",
    # asking
    "asked": "#{no} {by}问: {words}",
    "asked_you": "好的, 已经问了, 有回话告诉您。",
    "ask_what": "#{no} 问什么? 例如: 问 {no} 下午三点在家吗",
    "asked_back": "#{no} {name}回: {words}",
    "asked_back_you": "好的, 已告诉{name}。",
    "reappoint": "#{no} {by}想约{when}, 行吗?",
    "reappoint_when": "#{no} 换到什么时候? 例如: 换时间 {no} 周六上午",
    "reappoint_nobody": "#{no} 现在没有人上门, 不用约时间。",
    "status": "{at}#{no} {subject}: {who}{since}{until}。{path}",
    "status_closed": "{at}#{no} {subject}: {state}。",
    "why_request": "#{no} 说到“{words}”, 记成{category}。",
    "why_assigned": "派给{name}: {reason}。",
    "no_such": "没有 #{no} 这件事。",
    "several_numbers": "有好几个 #{no}, 是哪个社区的? 回社区名: {choices}。例如: {example}",
    "not_yours": "#{no} 要由负责的人来定, 您有话可以跟楼长说。",
    "dispute_only": "#{no} 只能由调解员、楼长或社区来办。",
    "not_now": "#{no} 现在是“{status}”, 这一步用不上。",
    "not_allowed": "这件事要由楼长或社区来做。",
    "which": "是哪一件? 回号码。{choices}",
    "no_item": "您这边现在没有对得上的事。想看看在办的, 回 我的。",
    # talk
    "help_resident": "可以这样说: 3栋2单元楼道灯不亮了 / 好了 / 没修好 / 催一下\n想看看在办的事, 回 我的",
    "help_worker": "可以这样说: 接 12 / 完 12 / 退 12 原因 / 延 12 周五 等配件 / 转 12 名字\n想看手里的事, 回 清单",
    "help_head": "可以这样说: 派 12 名字 / 升 12 原因 / 通知 明天停水 / 请有时间的邻居来…\n想看楼里的事, 回 清单 / 没人接的",
    "help_mediator": "可以这样说: 接 12 / 完 12 / 退 12 原因\n想看手里的事, 回 清单",
    "help_community": "可以这样说: 派 12 名字 / 不受理 12 原因 电话 / 报 12 街道 / 升 12 原因\n想看社区的事, 回 清单",
    "help_admin": "可以这样说: 绑定 3栋 / 请假到周三 名字代\n人和群在配置里改",
    "thanks": "不客气!",
    "noted": "好的。",
    "list_empty": "现在没有要办的, 都好着呢。",
    "list_line": "#{no} {where} {subject} · {state}",
    "list_nobody": "没人接 {count}",
    "list_today": "今天到期 {count}",
    "list_late": "过了时候 {count}",
    "list_waiting": "等居民回话 {count}",
    "list_all": "在办 {count}",
    "list_doubt": "“{words}” 还没认, 要记就回 是",
    "state_late": "原定{when}, 已过",
    "state_to_assign": "等您派人",
    "state_to_take": "等您回 接 / 退+原因",
    "state_until": "{when}前",
    "list_voice": "{name}的语音还没听, 要记就回 是 加上一句话",
    "list_more": "还有 {count} 件: {numbers}",
    "who_are_you": "您好, 我是{bot}。请问您住几栋几单元? 有报到码就回 报到 加上码。",
    "who_again": "请先告诉我您住几栋几单元, 例如: 3栋2单元。",
    "welcome": "好的, {place}, 记住了。有事直接跟我说就行。",
    "several_buildings": "有好几个{number}栋, 请连小区一起说, 例如: {example}",
    "unknown_building": "没有找到{number}栋, 请再说一次, 例如: 3栋2单元。",
    "absent": "好的, 请假到{day}, {name}代您, 到时候再交还给您。",
    "absent_alone": "好的, 请假到{day}。没有人代, 新的事先给别人。",
    "absent_deputy": "{name}请假到{day}, 请您代一下。{items}",
    "absent_head": "{name}请假到{day}, {deputy}代。",
    "absent_when": "请到哪天? 例如: 请假到周三 小陈代",
    "absent_past": "{day}已经过了, 请换一天。",
    "back": "好的, 您回来了, 事情还给您。",
    "back_deputy": "{name}回来了, 谢谢您代班。",
    "person_unknown": "#{no} 没有找到“{words}”, 请写全名字, 例如: 派 {no} 王师傅。",
    "hushed": "好的, 到{when}前不说话(急事除外)。",
    "batch_done": "好的: {done}。",
    "batch_rest": "没办成: {rest}。",
    "broken": "这句我没处理好, 已记下来请人看, 您可以换个说法再说一次。",
    "undelivered": "#{no} 没能私信{name}, 已在群里说。",
    "undelivered_alone": "#{no} 没能私信{name}, 请您转告一声。",
    "some_group": "一个群",
    "undelivered_admin": "有一条给{name}的话发不出去{no}, 请看看连接和好友。",
    "deaf": "{since}到{until}没有连上微信, 这段时间群里说的话没有收到, 请留心有没有漏的。",
    "undelivered_group": "@{name} #{no} 有一条私信发不到, 请加{bot}好友。",
    **CALLS,
    **PEOPLE,
    **STATES,
}

SAFETY: dict[str, str] = {
    "gas": "请先关阀开窗、别开灯别打火, 到楼外打{gas}或119。",
    "fire": "请马上离开、别坐电梯, 到外面打119。",
    "lift": "请别扒门, 按电梯里的呼叫键, 也打{property}或119。",
    "power": "请别碰、离远一点, 先拉闸, 打{property}或119。",
    "manhole": "请绕开, 有人守一下别让孩子靠近, 打{property}。",
    "fall": "请别急着扶, 马上打120。",
    "fight": "请离远一点, 马上打110。",
    "falling": "请绕开走、别站楼下, 打110。",
    "co": "请马上开窗、到屋外, 打120。",
    "flood": "请别下水, 先断电, 打119。",
    "tree": "请绕开、别碰电线, 打119。",
    "stranger": "请锁好门别开, 马上打110。",
    "missing": "请马上打110。",
    "dog": "请离远一点, 被咬了先冲洗再打120。",
    "other": "请先离开危险的地方, 急的打119或120。",
}
"""What to do and whom to call, by the kind of danger; numbers come from the configuration."""

WEEKDAYS = "一二三四五六日"
DONE_VERB: dict[str, str] = {
    "lighting": "修好",
    "sanitation": "清好",
    "clutter": "清好",
    "greening": "弄好",
    "dispute": "谈好",
    "care": "办好",
    "policy": "答复",
    "big": "答复",
}
FIXED: dict[str, tuple[str, str]] = {
    "dispute": ("谈过了", "还没谈好"),
    "lighting": ("灯修好了", "还不亮"),
    "water": ("水修好了", "还不行"),
    "power": ("电修好了", "还没电"),
    "gas": ("燃气弄好了", "还不行"),
    "heating": ("暖气弄好了", "还不热"),
    "lift": ("电梯修好了", "还不行"),
    "sanitation": ("清好了", "还没清"),
    "clutter": ("清好了", "还没清"),
    "greening": ("弄好了", "还没弄"),
    "big": ("有答复了", "还不行"),
}
"""Category, or 大事 → how 完 is told and what 没修好 is about."""

CATEGORIES: dict[str, str] = {
    "water": "水的事",
    "power": "电的事",
    "lighting": "灯的事",
    "gas": "燃气的事",
    "heating": "暖气的事",
    "lift": "电梯的事",
    "fire": "消防的事",
    "security": "门禁安全的事",
    "sanitation": "卫生的事",
    "clutter": "堆物的事",
    "greening": "绿化的事",
    "parking": "停车的事",
    "noise": "噪音的事",
    "pets": "宠物的事",
    "dispute": "要调解的事",
    "illegal_building": "搭建的事",
    "fabric": "房屋的事",
    "road": "道路的事",
    "property": "物业的事",
    "care": "帮忙的事",
    "policy": "办事的事",
    "environment": "环境的事",
    "other": "这件事",
}


LINE = 60
"""One line of a phone: what a group is told in the routine has so many characters at most."""


def clipped(words: str, most: int) -> str:
    """Somebody's words, cut where they would fill the screen."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def fill(own: str | None, name: str, values: Mapping[str, object]) -> str:
    """A text by name with its values; the community's own wording wins where it has one."""
    return (own or TEXTS[name]).format_map(_Blank(values)).replace("  ", " ")


class _Blank(dict[str, object]):
    """A placeholder nobody filled stays empty rather than break a sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def placeholders(text: str) -> set[str]:
    """The names in braces of a text, for checking what a community rewrote."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


MOMENT = re.compile("\ue000(\\d{1,11})(\\w?)\ue001")
"""A moment inside a text that is not sent yet: 今天 and 明天 are only known when it goes out."""


def mark(moment: datetime, style: str = "") -> str:
    """A moment as it stands in the outbox, to the minute; how it is said stands in `STYLES`."""
    return f"\ue000{int(moment.timestamp())}{style}\ue001"


def dated(text: str, local: Callable[[datetime], datetime], now: datetime) -> str:
    """A text with its moments as people say them, seen from `now`; `local` gives the wall time."""

    def spoken(found: re.Match[str]) -> str:
        return STYLES[found[2]](local(datetime.fromtimestamp(int(found[1]), UTC)), local(now))

    return MOMENT.sub(spoken, text)


def timed(text: str) -> str:
    """A text with its moments in figures, as in 2026-07-13T09:00:00+00:00, for who reads it at any time."""
    return MOMENT.sub(lambda found: datetime.fromtimestamp(int(found[1]), UTC).isoformat(), text)


def when(moment: datetime, now: datetime) -> str:
    """A local moment to the minute, seen from the local `now`: 今天11:30, 周四17:30."""
    return f"{day_name(moment, now)}{moment:%H:%M}"


def day_and_hour(moment: datetime, now: datetime) -> str:
    """A local moment as neighbours arrange to meet: 明天9点, 周六9点半, 7月20日16点20."""
    minute = {0: "", 30: "半"}.get(moment.minute, f"{moment.minute:02d}")
    return f"{day_name(moment, now)}{moment.hour}点{minute}"


def day_name(moment: datetime, now: datetime) -> str:
    """今天, 明天, 周四 within six days, else 7月20日."""
    days = (moment.date() - now.date()).days
    if days in (0, 1):
        return ("今天", "明天")[days]
    if 1 < days < 7 and moment.date() > now.date() + timedelta(days=1):
        return f"周{WEEKDAYS[moment.weekday()]}"
    return f"{moment.month}月{moment.day}日"


STYLES: dict[str, Callable[[datetime, datetime], str]] = {"": when, "h": day_and_hour, "d": day_name}
"""How a marked moment is said."""


def fixed(category: str) -> tuple[str, str]:
    """How 完 is told for a category, and the words for when it is not so."""
    return FIXED.get(category, ("办好了", "还不行"))


def done_verb(category: str) -> str:
    """修好, 办好, 答复 …: what is promised."""
    return DONE_VERB.get(category, "修好" if category in FIXED else "办好")
