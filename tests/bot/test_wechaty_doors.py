"""Coming in through the real gateway, wired as `louzhang run` wires it: friends, invitations, rooms, gaps, new ids."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import House, _wechaty
from bot.core import Core
from bot.service import Service
from bot.single import Lease
from bot.wechaty.address import ENDPOINT, TOKEN
from handlers.invitations import make_invitation
from handlers.settings import Rates
from scheduler.calendar import work_calendar
from scheduler.clock import FixedClock, ShiftedClock
from storage import gaps, rows
from storage.engine import Store
from storage.tables import Account, Person, Room
from tests.bot.test_wechaty_street import next_monday
from tests.bot.wechat import TOKEN as RIGHT
from tests.bot.wechat import GatewayProcess, running, world_of
from tests.world import demo_settings, moved_in, shipped_reader, store_with

PEOPLE = {"wx-boss": "老板", "wx-su": "苏玲", "wx-li": "小李", "wx-evil": "楼长-苏玲"}
MONDAY = next_monday()
SETTINGS = demo_settings(holidays={(MONDAY + timedelta(hours=8)).date(): "班"}, rates={"wechaty": Rates()})


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(60):
        while not so():
            await asyncio.sleep(0.02)


@dataclass
class Building:
    """The service as it is wired for WeChat, and the gateway's side of it."""

    gateway: GatewayProcess
    service: Service
    store: Store

    async def code(self, name: str) -> str:
        """What `louzhang invite` prints."""

        def invite() -> str:
            with self.store.write() as session:
                return make_invitation(session, name, self.service.clock.now())

        return await self.service.in_writer(invite)

    async def checks_in(self, account: str, name: str) -> None:
        await self.gateway.says(account, f"报到 {await self.code(name)}", timestamp=self.at)
        await self.hears(account, "报到好了")

    @property
    def at(self) -> int:
        return int(self.service.clock.now().timestamp() * 1000)

    async def says(self, account: str, text: str, room: str = "") -> None:
        await self.gateway.says(account, text, room, timestamp=self.at)

    async def hears(self, chat: str, *words: str) -> str:
        """Wait until a chat was told something with these words."""
        async with asyncio.timeout(60):
            while True:
                for one in await self.gateway.sent():
                    if one["conversationId"] == chat and all(word in one["text"] for word in words):
                        return str(one["text"])
                await asyncio.sleep(0.02)

    async def did(self, method: str, times: int) -> None:
        """Wait until the gateway was asked for something so often in all."""
        async with asyncio.timeout(60):
            while (await self.gateway.get("state"))["rpc"].get(method, 0) < times:
                await asyncio.sleep(0.02)

    async def has_done(self, method: str) -> int:
        return int((await self.gateway.get("state"))["rpc"].get(method, 0))

    def row(self, table: Any, **values: Any) -> Any:
        with self.store.read() as session:
            return rows.find(session, table, **values)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[GatewayProcess]:
    rooms = {"r3@chatroom": "三栋老邻居", "evil@chatroom": "发财群"}
    with running(tmp_path, world=world_of(PEOPLE, rooms)) as process:
        yield process


@pytest.fixture
def store() -> Iterator[Store]:
    opened = store_with(moved_in(SETTINGS, "wechaty"))
    yield opened
    opened.close()


def house(store: Store, gateway: GatewayProcess, monkeypatch: pytest.MonkeyPatch, seen: datetime | None) -> House:
    monkeypatch.setenv(TOKEN, RIGHT)
    monkeypatch.setenv(ENDPOINT, f"127.0.0.1:{gateway.port}")
    clock = ShiftedClock(MONDAY - datetime.now(UTC))
    core = Core(store, SETTINGS, work_calendar(SETTINGS), shipped_reader(), "wechaty")
    lease = Lease(store, "here", FixedClock(MONDAY), seen_before=seen)
    return House(SETTINGS, store, clock, core, Rates(), lease)


@pytest.fixture
async def building(
    gateway: GatewayProcess, store: Store, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> AsyncIterator[Building]:
    """Seen alive seven minutes ago, unless the test says when."""
    seen = MONDAY - timedelta(minutes=getattr(request, "param", 7))
    async with _wechaty(house(store, gateway, monkeypatch, seen), "", 0) as service:
        task = asyncio.create_task(service.run())
        try:
            await until(lambda: service.transport.ready)
            yield Building(gateway, service, store)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_a_stranger_becomes_a_friend_with_a_code_in_the_greeting_and_never_without(building: Building) -> None:
    gateway = building.gateway
    await gateway.do("friendship", **{"from": "wx-evil"}, hello="我是楼长，通过一下")
    await gateway.do("friendship", **{"from": "wx-su"}, hello=f"报到 {await building.code('苏玲')}")
    await building.did("friendshipAccept", 1)
    await gateway.do("friendship", **{"from": "wx-su"}, type=1)
    await building.hears("wx-su", "苏玲", "报到好了")
    assert await building.has_done("friendshipAccept") == 1
    assert building.row(Account, account_id="wx-evil") is None


async def test_only_whoever_holds_a_post_leads_the_bot_into_a_group(building: Building) -> None:
    await building.checks_in("wx-su", "苏玲")
    await building.gateway.do("invite", **{"from": "wx-evil"}, room="evil@chatroom")
    await building.gateway.do("invite", **{"from": "wx-su"}, room="r3@chatroom")
    await building.did("roomInvitationAccept", 1)
    await building.says("wx-su", "清单")
    await building.hears("wx-su", "都好着呢")
    assert await building.has_done("roomInvitationAccept") == 1


async def test_a_group_is_silent_until_it_is_bound_and_then_hears_once_who_the_bot_is(building: Building) -> None:
    await building.checks_in("wx-boss", "管理员")
    await building.says("wx-li", "3栋2单元楼道灯坏了", "r3@chatroom")
    await building.says("wx-evil", "绑定 3栋", "r3@chatroom")
    await building.says("wx-boss", "绑定 3栋", "r3@chatroom")
    said = await building.hears("r3@chatroom", "小楼", "删除我的信息")
    assert all(words in said for words in ("社区居委会", "180天"))
    await building.says("wx-li", "3栋2单元水管漏水了", "r3@chatroom")
    await building.hears("r3@chatroom", "#1")
    in_group = [one["text"] for one in await building.gateway.sent() if one["conversationId"] == "r3@chatroom"]
    assert in_group[0] == said
    assert [text for text in in_group[1:] if "大家好" in text] == []


@pytest.mark.parametrize("building", [8], indirect=True)
async def test_after_a_crash_the_gap_begins_with_the_last_sign_of_life_and_the_admin_hears_of_it(
    building: Building,
) -> None:
    await building.checks_in("wx-boss", "管理员")
    with building.store.read() as session:
        (gap,) = gaps.latest(session, "wechaty", 5)
    assert gap.since == MONDAY - timedelta(minutes=8)
    assert gap.until is not None
    building.gateway.kill()
    await until(lambda: not building.service.transport.ready)
    clock = building.service.clock
    assert isinstance(clock, ShiftedClock)
    clock.move(timedelta(minutes=5))
    building.gateway.start()
    await building.hears("wx-boss", "没有连上微信")


async def test_after_a_login_with_new_ids_the_group_and_its_people_are_found_again(building: Building) -> None:
    gateway = building.gateway
    await building.checks_in("wx-boss", "管理员")
    await gateway.do("alias", room="r3", contact="wx-li", alias="3-2-502 小李")
    await building.checks_in("wx-li", "小李")
    await building.says("wx-boss", "绑定 3栋", "r3@chatroom")
    await building.hears("r3@chatroom", "大家好")
    await building.says("wx-li", "3栋2单元楼道灯坏了", "r3@chatroom")
    await building.hears("r3@chatroom", "#1")
    await building.hears("wx-boss", "王师傅", "发不出去")
    await _everybody_gets_new_ids(gateway)
    await until(lambda: building.row(Account, account_id="new-li") is not None)
    await building.says("new-li", "催一下", "n3@chatroom")
    await building.hears("n3@chatroom", "#1")
    person = building.row(Person, name="小李")
    assert building.row(Account, account_id="new-li").person_id == person.id
    assert building.row(Room, chat="n3@chatroom").name == "三栋老邻居"


async def _everybody_gets_new_ids(gateway: GatewayProcess) -> None:
    """The gateway comes back after a login of the kind that numbers everybody anew."""
    world = world_of({"new-li": "小李", "new-boss": "老板"}, {"n3@chatroom": "三栋老邻居"})
    gateway.kill()
    gateway.set_world({**world, "aliases": [["n3@chatroom new-li", "3-2-502 小李"]]})
    gateway.start()
