"""Whatever is said in whatever order, with time passing and the process dying in between, the promises hold."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlmodel import col, select

from storage.tables import ENDED, Kind, OutboxEntry, OutboxState, Priority, ServiceRequest
from tests.world import ZONE, Heard, World

RESIDENTS = ("小李", "张姐", "老马", "孙师傅", "周奶奶", "王大姐")
STAFF = ("王师傅", "小陈", "李大哥", "苏玲", "刘芳", "周敏", "赵姐", "陈主任", "何阿姨", "管理员")
REPORTS = (
    "3栋2单元楼道灯坏了",
    "3栋1单元门口垃圾没人清",
    "2栋1单元停水了",
    "2栋1单元墙皮掉了",
    "1栋2单元外墙渗水",
    "3栋2单元煤气味很重",
    "我和楼上邻居闹矛盾吵了好几次，想请人来调解一下",
)
WORDS = (
    "好了",
    "没修好",
    "不用了",
    "不是",
    "谢谢",
    "我家也是",
    "+1",
    "催一下",
    "没办结",
    "大家好",
    "1",
    "3",
    "是",
    "不同意",
)
ACTS = (
    "接 {no}", "退 {no} 不归我管", "退 {no}", "转 {no} 小陈", "转 {no} 王师傅", "派 {no} 王师傅", "派 {no} 小陈", "完 {no}", "在修 {no}",
    "延 {no} 周五 等配件", "延 {no} 昨天 等配件", "升 {no} 要帮忙", "报 {no} 街道", "议 {no}", "在办 {no}", "并 {no} 1", "拆 {no}",
    "不受理 {no} 归物业 电话12345678", "办结 {no}", "没办结 {no}", "误报 {no}", "不同意 {no}", "催 {no}", "查 {no}", "为什么 {no}",
    "问 {no} 下午在家吗", "换时间 {no} 周六上午", "招呼 {no}",
    "1接 2完 {no}退", "清单", "请假到周三 小陈代", "我回来了", "好了", "接", "完", "啦啦啦",
)  # fmt: skip
MOST_IN_A_WINDOW = ((1, 8), (6, 600), (40, 86400))
"""A group's limits: so many messages in so many seconds."""
PRIVATE_LIMITS = ((1, 60), (5, 900), (11, 3600), (12, 86400))


class Street(RuleBasedStateMachine):
    """One street and everything that may be done on it."""

    @initialize(start=st.sampled_from(["2026-07-13 09:30", "2026-07-17 16:50", "2026-07-13 21:50"]))
    def move_in(self, start: str) -> None:
        self.world = World(start=start)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.close()

    @rule(who=st.sampled_from(RESIDENTS), words=st.sampled_from(REPORTS), privately=st.booleans())
    def somebody_reports(self, who: str, words: str, privately: bool) -> None:
        if privately:
            self.world.whispers(who, words)
        else:
            self.world.says(who, words)

    @rule(who=st.sampled_from(RESIDENTS), words=st.sampled_from(WORDS), privately=st.booleans())
    def somebody_says_something(self, who: str, words: str, privately: bool) -> None:
        if privately:
            self.world.whispers(who, words)
        else:
            self.world.says(who, words)

    @rule(who=st.sampled_from([*STAFF, *RESIDENTS]), act=st.sampled_from(ACTS), no=st.integers(1, 4))
    def somebody_commands(self, who: str, act: str, no: int) -> None:
        before = len(self.world.heard)
        self.world.whispers(who, act.format(no=no))
        answers = [one for one in self.world.heard[before:] if one.chat == who and one.priority is Priority.ANSWER]
        assert len(answers) <= 1, f"{who} said {act} and was answered {len(answers)} times"

    @rule(minutes=st.sampled_from([1, 5, 30, 240]))
    def time_passes(self, minutes: int) -> None:
        self.world.advance(minutes=minutes)

    @rule()
    def a_day_passes(self) -> None:
        self.world.advance(days=1)

    @rule()
    def the_process_dies(self) -> None:
        self.world.crash()

    @invariant()
    def open_ones_have_an_owner_and_a_due_time_and_ended_ones_neither(self) -> None:
        if hasattr(self, "world"):
            self.world.check_invariant()

    @invariant()
    def nothing_about_what_has_ended_waits_to_be_reminded(self) -> None:
        if not hasattr(self, "world"):
            return
        with self.world.store.read() as session:
            ended = select(ServiceRequest.id).where(col(ServiceRequest.status).in_(list(ENDED)))
            waiting = session.exec(
                select(OutboxEntry).where(
                    col(OutboxEntry.state) == OutboxState.PENDING,
                    col(OutboxEntry.kind) == Kind.REQUEST,
                    col(OutboxEntry.guard_id).in_(ended),
                    col(OutboxEntry.why).in_(["assign", "remind", "offer"]),
                )
            ).all()
        looking_in = [one for one in waiting if "一个月" in one.text]
        assert len(waiting) == len(looking_in), [one.text for one in waiting]

    @invariant()
    def the_night_is_quiet(self) -> None:
        for one in self._heard():
            clock = one.at.astimezone(ZONE).time()
            if clock.hour >= 22 or (clock.hour, clock.minute) < (7, 30):
                assert not one.group or one.priority is Priority.DANGER, one
                assert one.priority is not Priority.NORMAL or one.at_night, one

    @invariant()
    def the_limits_hold_for_any_burst(self) -> None:
        heard = self._heard()
        for chat in {one.chat for one in heard}:
            said = [one for one in heard if one.chat == chat and one.priority not in (Priority.DANGER, Priority.ANSWER)]
            limits = MOST_IN_A_WINDOW if any(one.group for one in said) else PRIVATE_LIMITS
            for most, seconds in limits:
                _at_most(said, most, timedelta(seconds=seconds))

    @invariant()
    def nothing_is_said_twice_for_one_key(self) -> None:
        keys = Counter(one.key for one in self._heard())
        assert all(count == 1 for count in keys.values())

    @invariant()
    def doors_and_phones_stay_out_of_the_groups(self) -> None:
        for one in self._heard():
            if one.group:
                assert not any(door in one.text for door in ("502", "301", "102", "201", "402", "101")), one

    def _heard(self) -> list[Heard]:
        return self.world.heard if hasattr(self, "world") else []


def _at_most(said: list[Heard], most: int, window: timedelta) -> None:
    for first, one in zip(said, said[most:], strict=False):
        assert one.at - first.at >= window, f"more than {most} in {window}: {first} … {one}"


TestStreet = Street.TestCase
TestStreet.settings = settings(
    max_examples=8,
    stateful_step_count=18,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
