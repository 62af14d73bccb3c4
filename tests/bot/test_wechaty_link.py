"""The link to the gateway: killed, frozen, hanging, shared, flooded — and the bot hears again by itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.wechaty import Pace, What
from bot.wechaty.errors import TokenRefused
from bot.wechaty.pace import back_off
from handlers.messages import SendError
from tests.bot.wechat import BOT, QUICK, TOKEN, GatewayProcess, Phone, line, make_phone, phone_at, running, world_of

ROOMS = ("r1@chatroom", "r2@chatroom")
WANG = "wx-wang"
CA = Path(__file__).parent.parent / "gateway/node_modules/wechaty-puppet-service/dist/esm/src/auth/ca.js"


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    world = world_of({WANG: "王师傅"}, dict.fromkeys(ROOMS, "邻居群"))
    with running(tmp_path_factory.mktemp("gateway"), world=world) as process:
        yield process


@pytest.fixture
async def phone(gateway: GatewayProcess) -> AsyncIterator[Phone]:
    async with phone_at(gateway.address()) as phone:
        yield phone


async def talk(gateway: GatewayProcess, phone: Phone, text: str) -> None:
    """One message in, one out."""
    await gateway.says(WANG, text, ROOMS[0])
    assert (await phone.message()).text == text
    assert await phone.transport.send(line(ROOMS[0], f"{text}，收到"))


def test_the_back_off_doubles_to_its_longest_and_stays() -> None:
    waits = [back_off(Pace(), failures) for failures in (1, 2, 3, 4, 5, 6, 7, 8, 10_000)]
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0, 15.0]


async def test_killed_and_started_again_it_hears_again_and_knows_the_gap(gateway: GatewayProcess, phone: Phone) -> None:
    await talk(gateway, phone, "之前")
    gateway.kill()
    await phone.deaf()
    with pytest.raises(SendError, match="not connected"):
        await phone.transport.send(line(ROOMS[0], "没人听"))
    gateway.start()
    await phone.linked()
    opened, closed = phone.gaps
    assert opened == (closed[0], None)
    assert closed[1] is not None
    assert closed[0] < closed[1]
    await talk(gateway, phone, "之后")


async def test_short_outages_one_after_the_other_are_all_known(gateway: GatewayProcess, phone: Phone) -> None:
    for times in range(1, 4):
        await gateway.do("grpc/bounce", downMs=30)
        await phone.until(lambda: len(phone.gaps) == 2 * times)  # noqa: B023 — awaited in its own turn
        await phone.linked()
        await talk(gateway, phone, f"第{times}次")


async def test_a_gateway_that_comes_later_is_waited_for(gateway: GatewayProcess) -> None:
    await gateway.do("grpc/stop")
    phone = make_phone(gateway.address())
    task = asyncio.create_task(phone.transport.receive(phone.messages.put))
    await asyncio.sleep(0.3)
    assert not task.done()
    await gateway.do("grpc/start")
    await phone.linked()
    task.cancel()
    await asyncio.wait({task})


async def test_a_frozen_gateway_is_noticed_though_its_sockets_live(gateway: GatewayProcess, phone: Phone) -> None:
    await talk(gateway, phone, "先说一句")
    gateway.freeze()
    await phone.deaf()
    gateway.thaw()
    await phone.linked()
    await talk(gateway, phone, "醒了")


async def test_a_silent_group_is_no_dead_link(gateway: GatewayProcess, phone: Phone) -> None:
    await asyncio.sleep(2 * (QUICK.ding_after + QUICK.dong_within))
    assert phone.gaps == []
    assert phone.transport.hearing.hears


async def test_a_stream_that_is_deaf_though_calls_work_is_noticed(gateway: GatewayProcess) -> None:
    pace = replace(QUICK, ding_after=0.15, dong_within=0.15)
    async with phone_at(gateway.address(), pace) as phone:
        await asyncio.sleep(0.6)
        before = len(phone.gaps)
        await gateway.do("deafen")
        await phone.until(lambda: len(phone.gaps) > before)


async def test_downtime_of_the_bot_itself_is_a_gap(gateway: GatewayProcess) -> None:
    from datetime import UTC, datetime, timedelta

    before = datetime.now(UTC) - timedelta(minutes=7)
    async with phone_at(gateway.address(), last_heard=before) as phone:
        ((since, until),) = phone.gaps
        assert since == before
        assert until is not None
        assert until - since > timedelta(minutes=7)


async def test_a_wrong_token_ends_with_a_sentence_that_does_not_tell_it(
    gateway: GatewayProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    phone = make_phone(gateway.address("the-wrong-token"))
    with pytest.raises(TokenRefused, match="WECHATY_PUPPET_SERVICE_TOKEN") as refused:
        await asyncio.wait_for(phone.transport.receive(phone.messages.put), 20)
    assert "the-wrong-token" not in str(refused.value) + repr(gateway.address("the-wrong-token"))
    out, err = capfd.readouterr()
    assert "the-wrong-token" not in out + err


async def test_the_token_stands_in_no_log(gateway: GatewayProcess, capfd: pytest.CaptureFixture[str]) -> None:
    async with phone_at(gateway.address()) as phone:
        await talk(gateway, phone, "你好")
    out, err = capfd.readouterr()
    assert TOKEN not in out + err
    assert TOKEN not in repr(phone.transport) + repr(gateway.address())


async def test_a_second_client_does_not_silence_the_first_for_long(gateway: GatewayProcess, phone: Phone) -> None:
    other = make_phone(gateway.address())
    task = asyncio.create_task(other.transport.receive(other.messages.put))
    await asyncio.sleep(0.6)
    assert not task.done()
    task.cancel()
    await asyncio.wait({task})
    await phone.linked()
    await talk(gateway, phone, "还在")


async def test_a_fetch_that_fails_is_tried_again(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("fault", method="messagePayload", mode="error", times=2)
    await talk(gateway, phone, "终于")


async def test_a_hanging_fetch_holds_the_others_up_only_shortly(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("fault", method="messagePayload", mode="hang")
    late = await gateway.says(WANG, "慢的", ROOMS[0])
    quick = await gateway.says(WANG, "快的", ROOMS[1])
    assert [(await phone.message()).id for _ in range(2)] == [quick, late]


async def test_names_that_cannot_be_had_lose_no_message(gateway: GatewayProcess, phone: Phone) -> None:
    for method in ("contactPayload", "roomMemberPayload"):
        await gateway.do("fault", method=method, mode="error")
    await gateway.says(WANG, "我是谁", ROOMS[0])
    message = await phone.message()
    assert (message.nickname, message.text) == ("", "我是谁")


async def test_every_room_keeps_its_order_in_a_burst(gateway: GatewayProcess) -> None:
    """5,000 messages in two rooms, a core that is slower than the gateway: none lost, none out of order."""
    async with phone_at(gateway.address(), replace(QUICK, waiting=100, straggler=30)) as phone:
        bursts = [
            asyncio.create_task(gateway.do("burst", **{"from": WANG}, room=room, n=2500, prefix=room)) for room in ROOMS
        ]
        came: dict[str, list[str]] = {room: [] for room in ROOMS}
        for _ in range(5000):
            message = await phone.message()
            came[message.chat].append(message.id)
        await asyncio.gather(*bursts)
        for room in ROOMS:
            assert came[room] == [f"{room}-{index}" for index in range(2500)]
        assert phone.gaps == []


async def test_a_core_that_does_not_keep_up_stops_the_reading(gateway: GatewayProcess) -> None:
    async with phone_at(gateway.address(), replace(QUICK, waiting=10, fetches=5, straggler=5)) as phone:
        await gateway.do("burst", **{"from": WANG}, room=ROOMS[0], n=200, prefix=f"slow-{time.time()}")
        await asyncio.sleep(0.8)
        fetched = (await gateway.get("state"))["rpc"]["messagePayload"]
        await asyncio.sleep(0.4)
        assert (await gateway.get("state"))["rpc"]["messagePayload"] == fetched
        for _ in range(200):
            await phone.message()
        assert phone.gaps == []


async def test_tls_with_a_ca_and_a_name(tmp_path: Path) -> None:
    pem = CA.read_text().split("TLS_CA_CERT = `")[1].split("`")[0]
    with running(tmp_path, "--tls") as gateway:
        async with phone_at(gateway.address(ca_cert=pem, server_name="insecure")) as phone:
            assert (await phone.happening(What.LOGIN)).people == (BOT,)
        stranger = make_phone(gateway.address(ca_cert=pem, server_name="somebody-else"))
        task = asyncio.create_task(stranger.transport.receive(stranger.messages.put))
        await asyncio.sleep(0.5)
        assert not stranger.transport.hearing.hears
        task.cancel()
        await asyncio.wait({task})
