"""The words that people type at the bot, as literal tables: what a word means and what may follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nlp.model import Intent

NOTHING: Final = r""
"""Nothing but particles may follow: 接 12 is a command, 接 12 个孩子 is not."""
REMARK: Final = "remark"
"""Nothing, or a remark set apart: 完 12 换了灯管, 12接了，下午去. Among neighbours only where it is surely a number."""
ANYTHING: Final = r".*"
SOMETHING: Final = r".*\S.*"
AUTHORITY: Final = (
    r"\S*(?:街道|社区|物业|城管|消防|派出所|公安|"
    r"供电|供水|燃气|水务|热力|自来水|住建|房管|环保|市政|综治|信访|"
    r"电信|移动|联通|居委会|网格|政府|委员会|局|办|站|所|公司|中心|12345)\S*(?:\s.*)?"
)
MERGED: Final = r"(?:到|入|进|和|与)?\s*#?\d[\d\s、,，和#]*"
SET_APART: Final = r"[\s,，:：]+"
DAY: Final = r"[今明后]天|下?个?(?:周|星期|礼拜)|月底|\d{1,2}[月号日]"
NO_QUESTION: Final = r"(?!.*[?？吗呢么]\s*$)"
A_MOMENT: Final = r"(?:[\s,，]*(?![个位名人]).*(?:[点日号周]|[今明后]天|星期|礼拜|[上下]午|晚).*)?"
"""Nothing, or words that name a time: 招呼 12 周六9点, and no 招呼 12 个人."""
VOTE: Final = r"(?:同意|赞成|支持|反对|不同意|弃权|[A-Da-d1-9])"


@dataclass(frozen=True, slots=True)
class Verb:
    """Words that act on an item by its number; `after` says that the number may also come first (12接).

    `gap` is what stands between the verb and its words where no number does, in private: 升 修不了, 延到周五 等配件.
    `asks` is a question about the number before it (#12怎么样了), which among neighbours has to be marked as one.
    """

    words: tuple[str, ...]
    command: str | Intent
    rest: str = NOTHING
    after: bool = True
    gap: str | None = None
    asks: bool = False


def _verb(
    words: str, command: str | Intent, rest: str = NOTHING, *, after: bool = True, gap: str | None = None
) -> Verb:
    return Verb(tuple(words.split()), command, rest, after, gap)


def _asks(words: str, command: str | Intent) -> Verb:
    return Verb(tuple(words.split()), command, asks=True)


ASKS_FOR_LIST: Final = (
    r"(?:[看查发][看查]?一?下?)?(?:我的)?(?:清单|待办)[吧呢]?|(?:[看查][看查]?一?下?)?我的(?:单子|报修)[吧呢]?|"
    r"我?手[里上头](?:还|现在|都)*有(?:哪些|几|多少|什么)(?:[件个单])?(?:事|活|单子?)?[呢啊]?|"
    r"我?(?:还|现在)有(?:哪些|几[件个单])(?:事|活|单子?)?(?:没[办完做接]完?)?的?[呢啊]?|"
    r"(?:还|现在)*(?:有没有|有哪些|有|哪些|哪几[件个单])(?:是|还)?没人接的?(?:吗|呢|事)?"
)
"""我手里还有哪些, 看看清单, 还有没人接的吗."""

# What follows a number is part of an address or an amount far more often than of a command.
COUNTED: Final = (
    r"[楼栋幢座单层室梯门户弄期]|[点时分秒天日月年周号](?!单)|小时|"
    r"[个只条张把台件套箱袋桶包斤瓶根棵块片次遍趟位名口元毛角万百千亿度米平倍折]|人(?!家)"
)
NOT_A_NUMBER: Final = rf"(?!\d|[.．:：/~-]\d|号[楼栋幢]|{COUNTED})"

VERBS: Final = (
    _verb("接 接单 我接 认领", Intent.ACCEPT, REMARK),
    _verb("退 退单 退回 不接", Intent.DECLINE, ANYTHING),
    _verb("完 完成 完工 完了 修好 修好了 好了 弄好了 搞定 搞定了 做完了 处理好了 办好了 解决了", Intent.DONE, REMARK),
    _verb("误报", Intent.WITHDRAW, ANYTHING),
    _verb("不用了 不用修了 不用来了 撤 撤了 撤单 撤销", Intent.WITHDRAW, REMARK),
    _verb("催 催一下 催催 催下", Intent.URGE, ANYTHING),
    _verb("没修好 没好 还没好 又坏了 还是坏的 没弄好 没解决", Intent.NOT_FIXED, REMARK),
    _verb("派 派单", "assign", ANYTHING),
    _verb("换人", "assign", ANYTHING, gap=SET_APART),
    _verb("转 转给 转派", "hand_over", ANYTHING, gap=SET_APART),
    _verb("出发 在修 在办 已出发 开始修", "start", REMARK),
    _verb("延 延期 缓 缓办", "extend", ANYTHING, gap=rf"(?:{SET_APART}|\s*[到至]|(?={DAY}))"),
    _verb("升 升级", "raise", ANYTHING, after=False, gap=SET_APART),
    _verb("报 上报", "refer", AUTHORITY, after=False, gap=rf"[\s,，:：]*{NO_QUESTION}"),
    _verb("议", "deliberate", after=False),
    _verb("并 合并", "merge", MERGED),
    _verb("拆 拆开", "split"),
    _verb("不受理", "refuse_case", ANYTHING, gap=SET_APART),
    _verb("不同意 我不同意", "disagree", ANYTHING, gap=SET_APART),
    _verb("没办结", "undo_close", REMARK),
    _verb("办结", "close_case", REMARK),
    _verb("查 查询 查一下 查下 查看", "query"),
    _asks(
        "怎么样 怎么样了 咋样 咋样了 什么情况 啥情况 到哪了 到哪步了 到哪一步了 现在到哪了 进展如何 进展怎么样 "
        "好了吗 好了没 修好了吗 修好了没 修了吗 修了没 弄好了吗 办好了吗 有人来吗 有人管吗 有人接吗 有消息吗 "
        "什么时候来 什么时候修 什么时候能好 啥时候来 啥时候修 啥时候来修 啥时候能好",
        "query",
    ),
    _asks("怎么还没来 怎么还没人来 怎么还没修 怎么还没好 怎么没人管 还没人来 还没来", Intent.URGE),
    _verb("为什么 为啥", "why", after=False),
    _verb("问", "ask", ANYTHING, after=False, gap=SET_APART),
    _verb("答", "answer_question", SOMETHING, after=False),
    _verb("取消", "cancel", ANYTHING),
    _verb("改 改期 改到", "reschedule", SOMETHING, after=False),
    _verb("换时间 换个时间", "reappoint", SOMETHING, after=False, gap=r"[\s,，:：到成]+"),
    _verb("收工", "finish", ANYTHING),
    _verb("停", "stop_series", after=False),
    _verb("准", "allow", after=False),
    _verb("招呼", "call_from", A_MOMENT, after=False),
    _verb("改通知 更正通知", "correct_notice", SOMETHING, after=False),
    _verb("撤回通知", "retract_notice", after=False),
    _verb("隐名 匿名", "hide_name", after=False),
    _verb("记住 留着", "keep"),
)

CHOICES: Final = (
    _verb("支持", "support", ANYTHING),
    _verb("确定议题", "choose_topic", ANYTHING),
    _verb("答复", "answer_topic", SOMETHING),
    _verb("调查研究", "research", ANYTHING),
    _verb("发起投票", "start_vote", ANYTHING),
    _verb("投票 投", "vote", VOTE),
    _verb("成果落实", "outcome", ANYTHING),
)
"""Words that act on a topic, `T1`."""

ALONE: Final[dict[str, str | Intent]] = {
    "接": Intent.ACCEPT,
    "接了": Intent.ACCEPT,
    "接单": Intent.ACCEPT,
    "我接": Intent.ACCEPT,
    "我接了": Intent.ACCEPT,
    "完": Intent.DONE,
    "完成": Intent.DONE,
    "催": Intent.URGE,
    "催一下": Intent.URGE,
    "催催": Intent.URGE,
    "误报": Intent.WITHDRAW,
    "出发": "start",
    "出发了": "start",
    "已出发": "start",
    "在修": "start",
    "在修了": "start",
    "在办": "start",
    "不同意": "disagree",
    "办结": "close_case",
    "没办结": "undo_close",
    "查": "query",
    "为什么派给我": "why",
    "为啥派给我": "why",
    "怎么派给我": "why",
    "清单": "list",
    "我的单": "list",
    "我的单子": "list",
    "没人接的": "list",
    "没人接": "list",
    "帮助": "help",
    "help": "help",
    "销假": "back",
    "收工": "finish",
    "收工了": "finish",
    "本月": "month",
    "台账": "month",
    "演练": "drill",
    "删除我的信息": "erase_me",
    "删除我的资料": "erase_me",
    "删除我的记录": "erase_me",
    "我不会了": "no_skill",
    "不是报修": "not_a_request",
    "不是报修的": "not_a_request",
    "记错了": "not_a_request",
}
"""Words that are a command when they are all that is said."""

ALONE_WITH_ARGS: Final = ("清单", "我的单", "我的单子", "没人接的", "没人接", "我的", "本月", "不同意")

IN_GROUP: Final[dict[str, str | Intent]] = {
    "不是": "not_a_request",
    "不是的": "not_a_request",
    "准": "allow",
    "准了": "allow",
}
"""The same word in private answers the bot's last question."""

IN_PRIVATE: Final[dict[str, str | Intent]] = {
    "我的": "list",
    "怎么用": "help",
    "?": "help",
    "？": "help",
    "退": Intent.DECLINE,
    "我回来了": "back",
    "回来了": "back",
    "报到": "checkin",
    "记住": "keep",
    "留着": "keep",
    "安静": "quiet",
    "请假": "absent",
    "为什么": "why",
    "为啥": "why",
}
"""Words that mean nothing in particular among neighbours."""

_REPLIES: Final = (
    "是 是的 对 对的 不是 不是的 不 不对 否 好 好的 好啊 好吧 嗯 嗯嗯 可以 可以的 行 行的 中 成 能 不能 "
    "准 准了 不准 要 不要 不行 不可以 同意 满意 一般 没解决 ok"
)
ANSWERS: Final = frozenset(_REPLIES.split())
"""Replies to a question of the bot's, in private or quoting it."""

SKILLS: Final = (
    "水电 电工 水工 木工 瓦工 泥瓦 泥瓦工 油漆 油漆工 刷漆 刷墙 焊工 电焊 修灯 换灯泡 换灯 开锁 "
    "修锁 换锁 疏通 通下水 通下水道 修水管 修家电 家电维修 修电脑 电脑 修手机 手机 修自行车 "
    "修车 开车 理发 剪头发 磨刀 缝纫 缝补 急救 护理 医生 护士 量血压 针灸 推拿 翻译 摄影 拍照 "
    "书法 写字 写春联 辅导作业 做饭 包饺子 调解 法律 律师 手语 种花 修剪 园艺 防水 补漏 装空调 "
    "修空调"
)
TOOLS: Final = (
    "梯子 人字梯 长梯 电钻 冲击钻 手电钻 电锤 螺丝刀 扳手 钳子 锤子 工具箱 工具 万用表 测电笔 "
    "手电 手电筒 轮椅 拐杖 担架 血压计 锄头 铁锹 铁锨 扫帚 锯子 锯 剪刀 铲子 推车 小推车 三轮车 "
    "电瓶车 面包车 货车 皮卡 车 打气筒 疏通机 疏通器 水泵 高压水枪 水管 麻袋 绳子 拖线板 充电器 "
    "发电机 应急灯 急救箱 体温计 制氧机 婴儿车 投影仪 音箱 桌子 椅子 折叠桌"
)

_NOBODY: Final = (
    r"(?!给|大家|各位|群里|他们|她们|其他|邻居|你们|我们|别人|我|你|他|她|人[来去]|出所|个人|什么|神马|啥|谁|哪)"
)
_NAME: Final = rf"@?(?P<args>{_NOBODY}[\w\u4e00-\u9fff]{{2,6}}?)(?:吧|去|去吧|来|处理)?"
_SOME: Final = r"(?:\d{1,3}|半|[一二两三四五六七八九十]{1,3})\s*个?半?"
_NO_SENTENCE: Final = r"(?!.*(?:点|时|楼下|门口|这里|哪|吗|[?？来去了吧]))"
_NAMES: Final = r"[^\s、,，]{1,8}(?:[\s、,，]+[^\s、,，]{1,8}){0,40}"
_SEVERAL: Final = r"[\d一二三四五六七八九十]{1,3}(?:[-~至到、,，][\d一二三四五六七八九十]{1,3})*号?[栋楼幢座]"
_BORROW: Final = r"(?:吗|么|啊)?(?:[，,]?(?:能|可以)?借(?:我|来)?(?:用)?(?:一下|一用|用用)?)?(?:吗|么)?"

HEADS: Final[tuple[tuple[str, str], ...]] = (
    (rf"(?:派给|换成|派)\s*{_NAME}", "assign"),
    (rf"转给\s*{_NAME}(?:[，,。].*)?", "hand_over"),
    (r"延期?到?\s+(?P<args>\S.{1,60})", "extend"),
    (r"改到\s*(?P<args>.{2,20})", "reschedule"),
    (r"请假\s*(?P<args>(?:到|至)\s*\S.*)", "absent"),
    (rf"请假\s*(?P<args>{_SOME}(?:天|周|月|星期|小时|上午|下午)(?:[\s,，].*)?)", "absent"),
    (r"请假\s*(?P<args>(?:今|明|后|本|下|周|星期|礼拜|上午|下午)\S*\s+\S.*代)", "absent"),
    (r"请假\s+(?P<args>\S{2,6}代)", "absent"),
    (r"我(?:[要想得]|需要)?请假\s*(?P<args>.*(?:代|顶|替).*)", "absent"),
    (r"代报(?:修)?[\s:：,，]*(?P<args>\S.*)", "report_for"),
    (rf"安静\s*(?P<args>{_SOME}(?:小时|钟头|分钟|天)|到\S{{1,12}})", "quiet"),
    (rf"到(?:\s+|了?\s*[:：]\s*)(?P<args>{_NO_SENTENCE}{_NAMES})", "attended"),
    (r"授权给?\s*(?P<args>@\S.*|\s\S.*|(?!书|委托)\S{2,8}\s*今[天日]\S*)", "authorise"),
    (
        rf"通知(?P<args>\s+\S.*|\s*(?:{_SEVERAL}|全体|全社区|全小区|各栋|各楼|本楼|本栋|全楼)(?:\s|[:：,，])\s*\S.*)",
        "notify",
    ),
    (r"安全提醒\s+(?P<args>\S.{0,30})", "safety_tip"),
    (
        r"敲门\s*(?P<args>(?:[\u4e00-\u9fff\d]{1,10}(?:社区|小区|[园苑里村城府湾])\s*)?[\dA-Za-z一二三四五六七八九十].{2,80})",
        "knock",
    ),
    (r"巡查\s+(?P<args>\S.*)", "patrol"),
    (rf"我会\s+(?P<args>(?!来|去|到|在|尽|准|把|跟|给|和|的){_NAMES})", "skill"),
    (r"我会(?P<args>SKILL(?:[、,，和]?SKILL){0,5})", "skill"),
    (r"我不会(?P<args>SKILL)了", "no_skill"),
    (r"我有\s+(?P<args>[^\s、,，]{1,8}(?:[\s、,，][^\s、,，]{1,8}){0,5})", "have"),
    (r"我有(?P<args>TOOL(?:[、,，和]TOOL){0,5})(?:可以借|可借|能借)?", "have"),
    (r"谁家?有\s+(?P<args>\S{1,8})", "who_has"),
    (rf"谁家?有(?P<args>TOOL){_BORROW}", "who_has"),
    (r"台账\s*(?P<args>\S.{0,20})", "month"),
    (r"报到\s*[:：]?\s*(?P<args>[A-Za-z0-9][A-Za-z0-9-]{2,15})", "checkin"),
    (r"绑定\s*(?P<args>\S.{0,20})", "bind"),
    (r"抄送\s*(?P<args>给?\S.{0,20})", "cc"),
    (r"演练\s+(?P<args>\S.{0,20})", "drill"),
    (r"宣传发动[\s:：]*(?P<args>\S.*)", "publicise"),
    (r"议[\s:：]+(?P<args>\S.*)", "propose"),
    (r"议(?P<args>(?![\d事论价程题定员案会了完得室庭和]|一[议下])\S.{2,})", "propose"),
)
"""Messages that begin with their command; `args` is what it is about. SKILL and TOOL stand for the lists above."""
