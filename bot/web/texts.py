"""The few sentences that the web chat's server says to people."""

from __future__ import annotations

from handlers.errors import Refusal

TEXTS: dict[str, str] = {
    "unreadable": "这条消息没有看懂，请刷新页面再试一次。",
    "empty": "还没有写字呢，写一句再发送。",
    "not_here": "您不在这个聊天里，换一个聊天再说。",
    "not_yours": "只能撤回自己发的消息。",
    "too_late": "发出超过两分钟，撤不回来了。",
    "gone": "这条消息已经不在了。",
    "photo_kind": "只能发照片（JPEG、PNG 或 WebP），这个文件不是照片。",
    "photo_size": "照片太大了，请发 5 MB 以内的。",
    "photo_broken": "这张照片打不开，请换一张。",
    "foreign": "请求不是从本页面来的，已经拒绝。请直接打开楼长的页面再试。",
    "no_page": "没有这个页面。",
    "come_in": "请用邀请链接或邀请码进来。",
    "bad_code": "邀请码不对、用过了或者过期了，请找楼长再要一个。",
    "slow_down": "发得太快了，请歇一会儿再发。",
    "clock_step": "没有这样的时间按钮，请刷新页面再试一次。",
    "demo_loopback": (
        "演示模式里谁都能扮演谁，所以只在本机打开：请把地址改回 127.0.0.1，真正的楼里请在 config.yaml 写 mode: live。"
    ),
}


class Refused(Refusal):
    """A person's wish that the page cannot fulfil: `code` is the row in `TEXTS`, the message its sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(TEXTS[code])
        self.code = code
