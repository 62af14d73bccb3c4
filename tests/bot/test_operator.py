"""The operator's page: what it shows, what it does, and who it answers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.core import Core
from bot.operator.facts import Watch
from bot.operator.server import ROUTES, listen, make_app
from bot.pulse import Pulse
from bot.service import Service
from bot.wechaty import LinkState
from handlers import gaps, happenings
from handlers.errors import LouzhangError
from handlers.messages import IncomingMessage, SendError
from handlers.settings import Rates
from nlp.model import Parse
from nlp.reader import Reader
from scheduler.calendar import work_calendar
from scheduler.clock import FixedClock
from storage import rows
from storage.engine import Store
from storage.rotation import back_up_daily
from storage.tables import Account, Person
from tests.world import demo_settings, local, moved_in, shipped_reader, store_with

NOW = local("07-13 09:30")
ROOM = "wild@chatroom"
HEARS = LinkState(
    linked=True, hears=True, account="bot-wxid", login_code="", heard_at=NOW - timedelta(minutes=2), deaf_since=None
)
DEAF = replace(HEARS, hears=False, deaf_since=NOW - timedelta(minutes=12))


class Moody:
    """The shipped rules, on a day when they cannot read anything."""

    def __init__(self) -> None:
        self.well = False

    def read(self, text: str, **more: Any) -> Parse:
        if not self.well:
            raise ValueError(f"cannot read {text}")
        return shipped_reader().read(text, **more)

    def locate(self, text: str) -> Any:
        return Reader.locate(shipped_reader(), text)


class Silence:
    """A transport on which nothing happens."""

    name = "wechaty"
    ready = False

    async def receive(self, _intake: object) -> None:
        await asyncio.Event().wait()

    async def send(self, _message: object) -> str | None:
        return None


@dataclass
class Desk:
    """The page over the demo community on WeChat."""

    service: Service
    client: TestClient[Any, Any]
    clock: FixedClock
    reader: Moody
    seconds: list[float]
    links: list[LinkState | None] = field(default_factory=lambda: [HEARS])

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    async def page(self) -> str:
        answer = await self.client.get("/")
        assert answer.status == 200
        return str(await answer.text())

    async def section(self, name: str) -> str:
        """One section's markup."""
        page = await self.page()
        return page.partition(f'<section id="{name}"')[2].partition("</section>")[0]

    async def press(self, path: str, **form: str | int) -> tuple[int, str]:
        """Send a form as the browser does, and follow where it leads."""
        answer = await self.client.post(path, data=form, headers={"Origin": self.origin})
        return answer.status, str(await answer.text())

    async def enters(self, room: str, topic: str, *people: str) -> None:
        """The bot is taken into a room."""
        await self.service.do(
            lambda office: happenings.joined(office, room, topic, people=people, by=people[0], bot=True)
        )

    async def hears(self, text: str, number: int = 1) -> None:
        """小李 says something in private."""
        message = IncomingMessage(
            transport="wechaty", id=f"m{number}", chat="wx-li", sender="wx-li", at=NOW, group=False, text=text
        )
        await self.service.in_writer(self.service.core.receive, [message], NOW)

    def dump(self) -> list[str]:
        """All that is on disk."""
        with closing(sqlite3.connect(self.service.core.store.path)) as connection:
            return list(connection.iterdump())


def check_in(store: Store, account: str, name: str) -> None:
    """Somebody's account is known, as after 报到."""
    with store.write() as session:
        person = rows.find(session, Person, name=name)
        assert person is not None
        rows.put(session, Account(person_id=person.id or 0, transport="wechaty", account_id=account, reachable=True))


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    settings = demo_settings(rates={"wechaty": Rates()})
    store, clock, reader, seconds = store_with(moved_in(settings, "wechaty")), FixedClock(NOW), Moody(), [0.0]
    core = Core(store, settings, work_calendar(settings), reader, "wechaty")
    check_in(store, "wx-li", "小李")
    service = Service(core, Silence(), clock, Rates())
    service.pulse = Pulse({"sweep": 5, "sender": 10}, ticks=lambda: seconds[0])
    links: list[LinkState | None] = [HEARS]
    watch = Watch(
        store=store, settings=settings, clock=clock, transport="wechaty", pulse=service.pulse, link=lambda: links[0]
    )
    try:
        async with TestClient(TestServer(make_app(watch, service))) as client:
            yield Desk(service, client, clock, reader, seconds, links)
    finally:
        service._writer.shutdown()
        store.close()


# --- what it shows ---------------------------------------------------------------------------------------------------


async def test_a_quiet_day_is_a_quiet_page(desk: Desk) -> None:
    page = await desk.page()
    assert "一切正常" in page
    assert "已登录。最近一次听到动静：09:28。" in page
    assert "<svg" not in page
    assert "<form" not in page
    assert 'http-equiv="refresh" content="60"' in page


async def test_a_login_that_is_wanted_is_drawn_and_gone_when_it_is_done(desk: Desk) -> None:
    desk.links[0] = replace(DEAF, login_code="http://weixin.qq.com/x/abc")
    page = await desk.page()
    assert "有 1 处要看一下" in page
    assert "<svg" in page
    assert "<code>http://weixin.qq.com/x/abc</code>" in page
    assert "从09:18起（12 分钟）什么也没听到" in page
    assert 'http-equiv="refresh" content="10"' in page
    desk.links[0] = HEARS
    assert "<svg" not in await desk.page()


async def test_a_code_too_long_to_be_drawn_is_a_link(desk: Desk) -> None:
    desk.links[0] = replace(DEAF, login_code="https://login.example/" + "x" * 200)
    section = await desk.section("link")
    assert "<svg" not in section
    assert "x" * 200 in section


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (DEAF, "连上了网关，还没有登录"),
        (replace(DEAF, linked=False), "连不上网关"),
        (replace(DEAF, linked=False, deaf_since=None), "连不上网关"),
        (None, "没有接微信"),
    ],
)
async def test_how_it_stands_with_wechat_is_said_in_words(desk: Desk, link: LinkState | None, words: str) -> None:
    desk.links[0] = link
    assert words in await desk.section("link")


async def test_when_it_was_deaf_is_told(desk: Desk) -> None:
    await desk.service.do(lambda office: gaps.note(office, NOW - timedelta(days=1, minutes=40), None))
    assert "7月12日 08:50 起，还没有恢复" in await desk.section("gaps")
    await desk.service.do(lambda office: gaps.note(office, NOW, NOW - timedelta(days=1)))
    assert "7月12日 08:50 到 7月12日 09:30（40 分钟）" in await desk.section("gaps")


async def test_what_could_not_be_delivered_says_to_whom_and_why_and_masks_numbers(desk: Desk) -> None:
    desk.reader.well = True
    await desk.hears("我家水管漏水，麻烦来看看")
    (claimed, *_) = await desk.service.in_writer(desk.service.core.claim, NOW, 50)
    error = SendError("not a friend 13912348765", permanent=True)
    await desk.service.in_writer(desk.service.core.not_sent, claimed, error, NOW)
    section = await desk.section("undelivered")
    assert "给小李的 #1，09:30起试了 1 次，不再试了" in section
    assert "not a friend 139****8765" in section
    assert "漏水" not in section


async def test_the_outbox_is_counted(desk: Desk) -> None:
    desk.reader.well = True
    await desk.hears("你好")
    assert "等着发 1 条，正在发 0 条" in await desk.section("outbox")


async def test_disk_backup_and_calendar_are_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    section = await desk.section("machine")
    assert "还没有备份" in section
    assert "今年的放假安排已知" in section
    back_up_daily(desk.service.core.store.path, NOW.date())
    assert "最近一次备份：7月13日" in await desk.section("machine")
    desk.clock.set(NOW + timedelta(days=3))
    assert "已经 3 天没有新的" in await desk.section("machine")
    desk.clock.set(local("2031-01-05 09:30"))
    assert "还不知道 2031 年的放假安排" in await desk.section("machine")


async def test_strange_names_are_names_and_nothing_else(desk: Desk) -> None:
    await desk.enters('"><script>x</script>', "<img src=x onerror=x>13912348765", "wx-nobody")
    section = await desk.section("rooms")
    assert "&lt;img src=x onerror=x&gt;139****8765" in section
    assert 'value="&quot;&gt;&lt;script&gt;x&lt;/script&gt;"' in section
    assert "群里还没见到名册里的人" in section


# --- what it does ----------------------------------------------------------------------------------------------------


def unit_number(page: str, name: str) -> str:
    """What the form sends for a unit."""
    return page.partition(f">{name}</option>")[0].rpartition('value="')[2].rstrip('"')


async def test_a_group_that_waits_is_bound_by_hand_and_hears_once_who_the_bot_is(desk: Desk) -> None:
    await desk.enters(ROOM, "三栋老邻居", "wx-su")
    page = await desk.page()
    assert "三栋老邻居" in page
    assert "refresh" not in page, "the page must not come anew under somebody's hands"
    status, after = await desk.press("/bind", chat=ROOM, unit=unit_number(page, "翠湖社区 3栋"))
    assert status == 200
    assert "绑定好了" in after
    assert "三栋老邻居" not in after
    claimed = await desk.service.in_writer(desk.service.core.claim, NOW, 50)
    (introduction,) = [one.message for one in claimed]
    assert introduction.chat == ROOM
    assert "删除我的信息" in introduction.text


@pytest.mark.parametrize("form", [{"unit": "3"}, {"chat": ROOM, "unit": "99999"}, {"chat": "nowhere", "unit": "3"}])
async def test_what_waits_no_more_is_not_bound(desk: Desk, form: dict[str, str]) -> None:
    await desk.enters(ROOM, "三栋老邻居", "wx-su")
    status, said = await desk.press("/bind", **form)
    assert status == 409
    assert "已经不在等绑定了" in said


async def test_a_message_that_could_not_be_handled_is_shown_and_handled_on_the_second_try(desk: Desk) -> None:
    await desk.hears("3栋2单元楼道灯坏了，电话13912348765")
    section = await desk.section("broken")
    assert "ValueError" in section
    assert "13912348765" not in section
    number = section.partition('name="message" value="')[2].partition('"')[0]
    status, still = await desk.press("/again", message=number)
    assert status == 200
    assert "还是没处理成" in still
    desk.reader.well = True
    _, after = await desk.press("/again", message=number)
    assert "这次处理好了" in after
    assert await desk.section("broken") == ' class="well"><h2>没处理成的消息</h2><p>没有。</p>'
    assert [line for line in desk.dump() if "INSERT INTO" in line and "servicerequest" in line]


@pytest.mark.parametrize("form", [{}, {"message": "x"}, {"message": "1" * 30}, {"message": "-1"}])
async def test_a_form_of_somebody_else_is_not_understood(desk: Desk, form: dict[str, str]) -> None:
    assert (await desk.press("/again", **form))[0] == 400


# --- whether it lives ------------------------------------------------------------------------------------------------


async def test_healthz_fails_when_a_loop_has_missed_three_rounds(desk: Desk) -> None:
    desk.seconds[0] = 15
    desk.service.pulse.beat("sender")
    assert (await desk.client.get("/healthz")).status == 200
    desk.seconds[0] = 16
    answer = await desk.client.get("/healthz")
    assert (answer.status, await answer.text()) == (503, "sweep stopped 16s\nsender ok 1s\n")
    assert "提醒已经 16 秒没有动了" in await desk.section("machine")
    await desk.service.tick()
    assert (await desk.client.get("/healthz")).status == 200


async def test_whoever_watches_from_outside_hears_when_wechat_was_not_heard_for_ten_minutes(desk: Desk) -> None:
    for link, status in (
        (HEARS, 200),
        (replace(DEAF, deaf_since=NOW - timedelta(minutes=9)), 200),
        (DEAF, 503),
        (None, 200),
    ):
        desk.links[0] = link
        assert (await desk.client.get("/healthz/wechat")).status == status


# --- who it answers --------------------------------------------------------------------------------------------------


async def test_it_opens_on_this_machine_alone(desk: Desk) -> None:
    assert desk.client.app
    for host in ("0.0.0.0", "::", "192.168.1.7", "example.org"):
        with pytest.raises(LouzhangError, match="this machine alone"):
            await listen(desk.client.app, host, 0)


async def test_every_answer_keeps_strangers_out(desk: Desk) -> None:
    for path in (*(route.path for route in ROUTES), "/static/sheet.css", "/none"):
        for method in ("GET", "POST", "HEAD", "DELETE"):
            answer = await desk.client.request(method, path, headers={"Origin": desk.origin})
            assert answer.headers["X-Frame-Options"] == "DENY", (method, path)
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert (await desk.client.get("/")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://127.0.0.1:1"])
async def test_another_sites_forms_do_nothing(desk: Desk, origin: str) -> None:
    await desk.enters(ROOM, "三栋老邻居", "wx-su")
    before = desk.dump()
    for route in ROUTES:
        if route.method == "POST":
            form = {"chat": ROOM, "unit": "4", "message": "1"}
            assert (await desk.client.post(route.path, data=form, headers={"Origin": origin})).status == 403
    assert desk.dump() == before


async def test_a_foreign_name_bent_to_this_machine_is_refused(desk: Desk) -> None:
    for route in ROUTES:
        answer = await desk.client.request(route.method, route.path, headers={"Host": "evil.example:8081"})
        assert answer.status == 403


async def test_looking_changes_nothing(desk: Desk) -> None:
    await desk.enters(ROOM, "三栋老邻居", "wx-su")
    await desk.hears("3栋2单元楼道灯坏了")
    before = desk.dump()
    for route in ROUTES:
        if route.method == "GET":
            await desk.client.get(f"{route.path}?chat={ROOM}&unit=4&message=1&said=bound")
    assert desk.dump() == before


async def test_the_table_of_routes_is_all_there_is(desk: Desk) -> None:
    assert desk.client.app
    served = {resource.canonical for resource in desk.client.app.router.resources()}
    assert served == {route.path for route in ROUTES} | {"/static"}
