"""What is said on the page reaches the core, what the core says reaches the page; nothing is lost or doubled."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import web

from bot.web.hub import WAITING_LIMIT, Hub, Line
from bot.web.talk import FIRST_LOOK
from bot.web.viewers import Viewer
from handlers.messages import MessageType
from nlp.model import Quote
from tests.bot.webhouse import ROOM, START, WebHouse, web_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[WebHouse]:
    async with web_house(tmp_path) as opened:
        yield opened


def words(messages: list[dict[str, Any]]) -> list[str]:
    return [message["text"] for message in messages]


async def test_a_sentence_in_a_room_reaches_the_core_with_its_room_sender_and_time(house: WebHouse) -> None:
    async with house.page() as page:
        shown = await page.say("小李", "3栋2单元电梯坏了")
    (heard,) = house.heard
    assert (heard.transport, heard.chat, heard.sender, heard.text) == ("web", ROOM, "小李", "3栋2单元电梯坏了")
    assert (heard.group, heard.at, heard.id, heard.nickname) == (True, START, shown["id"], "小李")


async def test_the_chat_with_the_bot_is_private_and_bears_the_persons_name(house: WebHouse) -> None:
    async with house.page() as page:
        await page.say("王师傅", "接 1", chat="王师傅")
    assert (house.heard[0].chat, house.heard[0].group) == ("王师傅", False)


async def test_names_behind_an_at_sign_are_mentions_and_the_bots_is_told_apart(house: WebHouse) -> None:
    async with house.page() as page:
        await page.say("小李", "@小楼\u2005叫一下@李大哥, 不是@李大")
    assert house.heard[0].mentions == ("李大哥",)
    assert house.heard[0].mentions_bot


async def test_a_quote_brings_the_quoted_words_and_who_said_them(house: WebHouse) -> None:
    async with house.page() as page:
        said = await page.say("小李", "灯不亮")
        answer = await page.say("苏玲", "我去看看", quote=said["id"])
    assert answer["quote"] == {"id": said["id"], "from": "小李", "text": "灯不亮", "photo": False}
    assert house.heard[1].quote == Quote(text="灯不亮", sender="小李")
    assert house.heard[1].quote_id == said["id"]


async def test_words_of_another_chat_cannot_be_quoted_into_this_one(house: WebHouse) -> None:
    async with house.page() as page:
        secret = await page.say("王师傅", "悄悄话", chat="王师傅")
        await page.say("小李", "什么?", quote=secret["id"])
    assert house.heard[1].quote is None


async def test_what_the_bot_says_reaches_every_open_page_and_stays(house: WebHouse) -> None:
    async with house.page() as one, house.page() as other:
        sent_as = await house.bot_says("@小李 记下了 #1", mentions=("小李",))
        for page in (one, other):
            message = (await page.next("message"))["message"]
            assert (message["text"], message["bot"], message["mentions"]) == ("@小李 记下了 #1", True, ["小李"])
    async with house.page() as later:
        assert [message["id"] for message in later.history["messages"]] == [sent_as]


async def test_a_message_the_sender_tries_again_is_said_once(house: WebHouse) -> None:
    first = await house.bot_says("记下了 #1", key=7)
    assert await house.bot_says("记下了 #1", key=7) == first
    async with house.page() as page:
        assert words(page.history["messages"]) == ["记下了 #1"]


async def test_an_outbox_number_used_anew_for_other_words_is_not_swallowed(house: WebHouse) -> None:
    await house.bot_says("记下了 #1", key=7)
    await house.bot_says("办好了 #2", key=7)
    async with house.page() as page:
        assert words(page.history["messages"]) == ["记下了 #1", "办好了 #2"]


async def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_twice(house: WebHouse) -> None:
    async with house.page() as page:
        seen = await page.say("小李", "一")
    await house.bot_says("二", key=2)
    await house.bot_says("三", key=3)
    async with house.page(since=seen["seq"]) as back:
        assert words(back.history["messages"]) == ["二", "三"]
        assert not back.history["anew"]
        await house.bot_says("四", key=4)
        assert (await back.next("message"))["message"]["text"] == "四"


async def test_a_page_that_knows_more_than_the_server_begins_anew(house: WebHouse) -> None:
    await house.bot_says("一")
    async with house.page(since=500) as page:
        assert page.history["anew"]
        assert words(page.history["messages"]) == ["一"]


async def test_saying_the_same_again_after_a_broken_line_says_it_once(house: WebHouse) -> None:
    message_id = secrets.token_hex(16)
    async with house.page() as page:
        await page.say("小李", "灯不亮", id=message_id)
        await page.send(type="say", id=message_id, chat=ROOM, text="灯不亮", **{"as": "小李"})
        await page.next("accepted")
    async with house.page() as page:
        assert words(page.history["messages"]) == ["灯不亮"]
    assert {heard.id for heard in house.heard} == {message_id}


async def test_nobody_can_take_over_anothers_message_by_its_id(house: WebHouse) -> None:
    async with house.page() as page:
        said = await page.say("小李", "灯不亮")
        frame = {"type": "say", "id": said["id"], "chat": ROOM, "text": "完 1", "as": "苏玲"}
        assert "再试一次" in await page.refusal(**frame)
    assert len(house.heard) == 1


async def test_a_page_gets_older_messages_when_it_asks(house: WebHouse) -> None:
    for number in range(FIRST_LOOK + 5):
        await house.bot_says(f"第{number}句", key=number)
    async with house.page() as page:
        first = page.history["messages"][0]
        assert first["text"] == "第5句"
        await page.send(type="older", chat=ROOM, before=first["seq"])
        older = await page.next("older")
    assert words(older["messages"]) == [f"第{number}句" for number in range(5)]
    assert older["end"]


async def test_a_message_taken_back_within_two_minutes_is_erased_and_the_core_hears_it(house: WebHouse) -> None:
    async with house.page() as page:
        said = await page.say("小李", "写错了")
        quoting = await page.say("苏玲", "什么?", quote=said["id"])
        house.wait(seconds=119)
        await page.send(type="recall", id=secrets.token_hex(16), chat=ROOM, of=said["id"], **{"as": "小李"})
        assert (await page.next("message"))["message"]["of"] == said["id"]
    recall = house.heard[-1]
    assert (recall.type, recall.of, recall.sender) == (MessageType.RECALL, said["id"], "小李")
    async with house.page() as page:
        messages = {message["id"]: message for message in page.history["messages"]}
    assert (messages[said["id"]]["text"], messages[said["id"]]["recalled"]) == ("", True)
    assert messages[quoting["id"]]["quote"]["text"] is None


@pytest.mark.parametrize(
    ("taker", "after", "sentence"),
    [("小李", timedelta(seconds=121), "两分钟"), ("苏玲", timedelta(), "自己")],
)
async def test_what_cannot_be_taken_back_is_said_so_and_stays(
    house: WebHouse, taker: str, after: timedelta, sentence: str
) -> None:
    async with house.page() as page:
        said = await page.say("小李", "灯不亮")
        house.wait(seconds=after.total_seconds())
        frame = {"type": "recall", "id": secrets.token_hex(16), "chat": ROOM, "of": said["id"], "as": taker}
        assert sentence in await page.refusal(**frame)
    assert [heard.type for heard in house.heard] == [MessageType.TEXT]


async def test_after_a_restart_the_days_messages_are_handed_in_again(tmp_path: Path) -> None:
    async with web_house(tmp_path, listening=False) as house, house.page() as page:
        await page.send(type="say", id=secrets.token_hex(16), chat=ROOM, text="灯不亮", **{"as": "小李"})
        assert (await page.next("message"))["message"]["text"] == "灯不亮"
        await house.bot_says("机器人的话不算")
    async with web_house(tmp_path) as house, house.page() as page:
        await page.say("小李", "又不亮了")
        assert [heard.text for heard in house.heard] == ["灯不亮", "又不亮了"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("灯\u200b不亮\x00了", "灯不亮了"),
        ("灯不亮\ud83d", "灯不亮"),
        ("啊" * 100_000, "啊" * 2_000),
        ("一行\n两行", "一行\n两行"),
    ],
)
async def test_odd_text_is_cleaned_cut_and_handled(house: WebHouse, text: str, kept: str) -> None:
    async with house.page() as page:
        assert (await page.say("小李", text))["text"] == kept
    assert house.heard[0].text == kept


@pytest.mark.parametrize(
    "frame",
    [
        "{",
        "[]",
        '"hello"',
        '{"type": "say"}',
        '{"type": "kill"}',
        '{"type": "say", "id": "' + "0" * 32 + '", "as": 3, "chat": [], "text": null}',
        "[" * 100_000,
    ],
)
async def test_a_broken_frame_gets_a_sentence_and_the_line_lives_on(house: WebHouse, frame: str) -> None:
    async with house.page() as page:
        await page.socket.send_str(frame)
        assert "刷新" in (await page.next("refused"))["sentence"]
        await page.say("小李", "灯不亮")


@pytest.mark.parametrize(
    ("sender", "chat", "text", "sentence"),
    [
        ("小李", "1栋邻居群", "别栋的事", "不在这个聊天"),
        ("小李", "王师傅", "偷看", "不在这个聊天"),
        ("小李", "没有的群", "在吗", "不在这个聊天"),
        ("没有的人", ROOM, "在吗", "不在这个聊天"),
        ("小李", ROOM, " \n\u200b ", "写一句"),
    ],
)
async def test_nobody_speaks_where_they_are_not_and_nothing_is_not_said(
    house: WebHouse, sender: str, chat: str, text: str, sentence: str
) -> None:
    async with house.page() as page:
        frame = {"type": "say", "id": secrets.token_hex(16), "chat": chat, "text": text, "as": sender}
        assert sentence in await page.refusal(**frame)
    assert house.heard == []


async def test_what_is_older_than_its_keeping_is_forgotten(house: WebHouse) -> None:
    await house.bot_says("一月前", key=1)
    house.wait(days=31)
    await house.bot_says("今天", key=2)
    await house.transport.purge(house.clock.now() - timedelta(days=30))
    async with house.page() as page:
        assert words(page.history["messages"]) == ["今天"]


class StuckSocket:
    """A page that takes nothing any more."""

    closed = False

    async def close(self, *, code: int) -> None:
        self.closed = True


async def test_a_page_that_takes_nothing_any_more_is_dropped_and_holds_up_nobody() -> None:
    hub, socket = Hub(), StuckSocket()
    line = Line(cast("web.WebSocketResponse", socket), Viewer({}, frozenset()))
    hub.add(line)
    for number in range(WAITING_LIMIT + 1):
        hub.push(str(number))
    await hub.close()
    assert not line.put("full") or socket.closed
