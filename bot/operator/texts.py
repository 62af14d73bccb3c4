"""All words on the operator's page."""

from __future__ import annotations

from types import MappingProxyType

TEXTS = MappingProxyType({
    "title": "楼长 · 值守",
    "well": "一切正常",
    "look": "有 {count} 处要看一下",
    "asked": "{at} 看到的情况",
    # --- 微信 ---
    "link": "微信",
    "link_none": "这里没有接微信：用的是网页聊天。",
    "link_hears": "已登录。最近一次听到动静：{heard}。",
    "link_account": "账号 {account}",
    "link_scan": "请用机器人的微信扫一扫，在手机上点登录。码旧了会自己换新的。",
    "link_scan_link": "扫不了的话，在那个微信里打开这个链接：",
    "link_no_login": "连上了网关，还没有登录。要扫码的话，二维码会出现在这里。",
    "link_no_gateway": "连不上网关，会一直再试。请看看网关是不是在运行、地址和令牌对不对。",
    "link_deaf": "从{since}起（{span}）什么也没听到，这段时间群里说的话收不到。",
    # --- 没听见的时候 ---
    "gaps": "没听见的时候",
    "gaps_none": "还没有过。",
    "gap": "{since} 到 {until}（{span}）",
    "gap_open": "{since} 起，还没有恢复",
    # --- 等着绑定的群 ---
    "rooms": "等着绑定的群",
    "rooms_none": "没有。",
    "rooms_hint": "绑定以后，机器人会在群里介绍自己一次。不认识的群不用管，机器人在里面一声不出。",
    "room_nameless": "还不知道群名",
    "room_seen": "最近有动静：{at}。",
    "room_known": "群里有 {names}。",
    "room_strangers": "群里还没见到名册里的人。",
    "room_unit": "绑到哪里",
    "room_bind": "绑定",
    # --- 发不出去的 ---
    "undelivered": "没送到的话",
    "undelivered_none": "最近七天都送到了。",
    "undelivered_one": "给{to}的{about}，{since}起试了 {tries} 次，{next}。",
    "undelivered_no": " {no}",
    "undelivered_some": "一条",
    "given_up": "不再试了",
    "tried_again": "还会再试",
    # --- 没处理成的消息 ---
    "broken": "没处理成的消息",
    "broken_none": "没有。",
    "broken_one": "{at}，{who}{where}",
    "broken_where": " 在{where}",
    "broken_private": " 私信",
    "broken_error": "错误",
    "broken_again": "再试一次",
    "broken_gone": "原话已经不在了，请对方再说一次。",
    # --- 要说的话 ---
    "outbox": "要说的话",
    "outbox_counts": "等着发 {pending} 条，正在发 {sending} 条，发出去的 {sent} 条，没送到的 {failed} 条。",
    # --- 机器 ---
    "machine": "机器",
    "loops_well": "提醒 {sweep} 秒前查过，发送 {sender} 秒前查过。",
    "loop_stopped": "{loop}已经 {seconds} 秒没有动了：请重启服务，再看看日志。",
    "loop_sweep": "提醒",
    "loop_sender": "发送",
    "database": "数据库 {size}，硬盘还剩 {free}。",
    "disk_full": "硬盘快满了，只剩 {free}：请腾出地方，至少 500 MB。",
    "backup": "最近一次备份：{day}。",
    "backup_none": "还没有备份，每天夜里会自己做一份。",
    "backup_old": "最近一次备份是 {day}，已经 {days} 天没有新的：请看看日志和硬盘。",
    "holidays": "今年的放假安排已知。",
    "holidays_unknown": "还不知道 {years} 年的放假安排，周一到周五都算上班：请升级，或写在 config.yaml 的 holidays 里。",
    # --- 做了以后 ---
    "said_bound": "绑定好了。",
    "said_again": "这次处理好了。",
    "said_still": "还是没处理成，错误在下面。",
    "unreadable": "这个请求没有看懂，请刷新页面再试一次。",
})  # fmt: skip


def words(key: str, /, **values: object) -> str:
    """The words of that name."""
    return TEXTS[key].format_map(values)
