"""The `wechaty` transport against the upstream gateway: what comes in, what goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from bot.wechaty import What
from handlers.messages import MessageType, SendError
from tests.bot.wechat import BOT, GatewayProcess, Phone, line, phone_at, running, world_of

ROOM = "r3@chatroom"
WANG, LI, BRACKET = "wx-wang", "wx-li", "wx-bracket"
PEOPLE = {
    WANG: "王师傅",
    LI: "3-502(老王)",
    BRACKET: "老王(物业",
    "wx-lao": "老王",
    "wx-renamed": "小周",
    "wx-aliased": "赵师傅",
}
XML_SOLITAIRE = (
    '<?xml version="1.0"?><msg><appmsg appid="" sdkver="0"><title><![CDATA[#接龙\n周六扫雪\n\n1. 小李 带铲子]]></title>'
    "<type>53</type><extinfo><solitaire_info><![CDATA[<solitaire><content><s>1</s></content></solitaire>]]>"
    "</solitaire_info></extinfo></appmsg></msg>"
)
XML_QUOTE = (
    "wx-li:\n<msg><appmsg><title>第二条 &amp; 我来</title><type>57</type><refermsg><type>1</type><svrid>4711</svrid>"
    "<displayname>小李</displayname><content>灯坏了 &lt;3栋&gt;</content></refermsg></appmsg></msg>"
)


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GatewayProcess]:
    world = world_of(PEOPLE, {ROOM: "3栋邻居群"})
    with running(tmp_path_factory.mktemp("gateway"), world=world) as process:
        yield process


@pytest.fixture
async def phone(gateway: GatewayProcess) -> AsyncIterator[Phone]:
    async with phone_at(gateway.address()) as phone:
        yield phone


# --- coming in -------------------------------------------------------------------------------------------------------


async def test_a_login_is_told_with_the_account(phone: Phone) -> None:
    assert (await phone.happening(What.LOGIN)).people == (BOT,)
    assert phone.transport.account == BOT
    assert phone.gaps == []


async def test_a_room_message_has_room_sender_name_and_time(gateway: GatewayProcess, phone: Phone) -> None:
    said = await gateway.says(WANG, "电梯坏了", ROOM, timestamp=1_700_000_000_000)
    message = await phone.message()
    assert (message.transport, message.id, message.chat, message.sender) == ("wechaty", said, ROOM, WANG)
    assert (message.nickname, message.text, message.group) == ("王师傅", "电梯坏了", True)
    assert message.at.timestamp() == 1_700_000_000
    assert not message.mentions_bot


async def test_a_private_message_has_the_sender_as_chat(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says(WANG, "接 1")
    message = await phone.message()
    assert (message.chat, message.sender, message.group, message.text) == (WANG, WANG, False, "接 1")


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (2, MessageType.VOICE),
        (5, MessageType.IMAGE),
        (0, MessageType.OTHER),
        (9, MessageType.OTHER),
        (15, MessageType.OTHER),
        (99, MessageType.OTHER),
        (10, MessageType.TEXT),
    ],
)
async def test_every_type_arrives(gateway: GatewayProcess, phone: Phone, number: int, kind: MessageType) -> None:
    said = await gateway.says(WANG, "某物", ROOM, type=number)
    message = await phone.message()
    assert (message.id, message.type) == (said, kind)


async def test_a_recall_names_the_message(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says(WANG, "m-17", ROOM, type=13)
    recall = await phone.message()
    assert (recall.type, recall.of, recall.text) == (MessageType.RECALL, "m-17", "")


async def test_a_native_jielong_becomes_its_text(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says(LI, XML_SOLITAIRE, ROOM, type=14)
    message = await phone.message()
    assert (message.type, message.text) == (MessageType.TEXT, "#接龙\n周六扫雪\n\n1. 小李 带铲子")


async def test_a_native_quote_is_split(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says(LI, XML_QUOTE, ROOM, type=0)
    message = await phone.message()
    assert (message.text, message.quote_id) == ("第二条 & 我来", "4711")
    assert message.quote is not None
    assert (message.quote.sender, message.quote.text) == ("小李", "灯坏了 <3栋>")


async def test_a_written_quote_is_left_in_the_text(gateway: GatewayProcess, phone: Phone) -> None:
    text = "「小李：<msg><appmsg><type>57</type><title>完 1</title></appmsg></msg>」\n- - - - - - - -\n谢谢"
    await gateway.says(LI, text, ROOM)
    assert (await phone.message()).text == text


async def test_the_bot_is_mentioned_by_whatever_name_it_has_here(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("alias", room=ROOM, contact=BOT, alias="3栋小楼(机器人")
    await phone.happening(What.DIRTY)
    await gateway.says(WANG, "@3栋小楼(机器人\u2005在吗", ROOM, mentions=[BOT])
    by_alias = await phone.message()
    await gateway.says(WANG, "@楼管家\u2005在吗", ROOM)
    by_name = await phone.message()
    for message in (by_alias, by_name):
        assert (message.mentions_bot, message.text, message.mentions) == (True, "@小楼\u2005在吗", ())


async def test_everybody_is_not_the_bot(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says(WANG, "@所有人\u2005明天停水", ROOM, mentions=["announcement@all"])
    message = await phone.message()
    assert (message.mentions_bot, message.mentions) == (False, ())


async def test_names_with_brackets_are_read_whole(gateway: GatewayProcess, phone: Phone) -> None:
    mentions = ["wx-lao", BRACKET, LI]
    text = "@老王(物业\u2005@老王\u2005@3-502(老王)\u2005看一下"
    await gateway.says(WANG, text, ROOM, mentions=mentions)
    message = await phone.message()
    assert set(message.mentions) == {"老王", "老王(物业", "3-502(老王)"}
    assert message.mentions[-1] == "老王"
    assert message.text == text


async def test_the_same_message_announced_again_is_handed_in_under_the_same_id(
    gateway: GatewayProcess, phone: Phone
) -> None:
    said = await gateway.says(WANG, "又一次", ROOM)
    await gateway.do("emit", event="message", payload={"messageId": said})
    assert [(await phone.message()).id, (await phone.message()).id] == [said, said]


async def test_the_bots_own_messages_are_not_handed_in(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says(BOT, "有人用它的手机说话", ROOM)
    await gateway.says(WANG, "我在", ROOM)
    assert (await phone.message()).sender == WANG


@pytest.mark.parametrize("timestamp", [0, 1, 1_700_000_000_000_000_000, 99_999_999_999_999])
async def test_a_senseless_time_is_now(gateway: GatewayProcess, phone: Phone, timestamp: int) -> None:
    await gateway.says(WANG, "几点了", ROOM, timestamp=timestamp)
    assert abs((datetime.now(UTC) - (await phone.message()).at).total_seconds()) < 30


# --- what happens ----------------------------------------------------------------------------------------------------


async def test_who_joins_and_leaves_is_told_with_names(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("join", room=ROOM, who=["wx-lao"], by=WANG)
    joined = await phone.happening(What.ROOM_JOIN)
    assert (joined.room, joined.topic, joined.people, joined.names) == (ROOM, "3栋邻居群", ("wx-lao",), ("老王",))
    assert (joined.by, joined.bot) == (WANG, False)
    await gateway.do("leave", room=ROOM, who=["wx-lao"], by=WANG)
    assert (await phone.happening(What.ROOM_LEAVE)).people == ("wx-lao",)


async def test_the_bot_itself_entering_and_leaving_is_marked(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("rooms", id="r9", topic="9栋邻居群", memberIdList=[WANG])
    await gateway.do("join", room="r9", who=[BOT], by=WANG)
    assert (await phone.happening(What.ROOM_JOIN)).bot
    await gateway.do("leave", room="r9", who=[BOT], by=WANG)
    assert (await phone.happening(What.ROOM_LEAVE)).bot


async def test_a_new_topic_is_told_and_known(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("rooms", id="r5", topic="旧名", memberIdList=[BOT, WANG])
    await gateway.do("topic", room="r5", topic="5栋(新)", by=WANG)
    told = await phone.happening(What.ROOM_TOPIC)
    assert (told.room, told.topic, told.old_topic, told.by) == ("r5@chatroom", "5栋(新)", "旧名", WANG)
    assert (await phone.transport.rooms())["r5@chatroom"] == "5栋(新)"


async def test_an_invitation_is_told_and_can_be_accepted(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("rooms", id="r7", topic="7栋邻居群", memberIdList=[WANG])
    await gateway.do("invite", **{"from": WANG}, room="r7")
    invitation = await phone.happening(What.ROOM_INVITE)
    assert (invitation.by, invitation.topic) == (WANG, "7栋邻居群")
    await phone.transport.accept_invitation(invitation)
    entered = await phone.happening(What.ROOM_JOIN)
    assert (entered.room, entered.bot) == ("r7@chatroom", True)


async def test_a_friendship_is_told_with_its_words_and_can_be_accepted(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("friendship", **{"from": LI}, hello="报到 8K2F")
    asked = await phone.happening(What.FRIENDSHIP)
    assert (asked.people, asked.names, asked.text, asked.asks) == ((LI,), ("3-502(老王)",), "报到 8K2F", True)
    await phone.transport.accept_friendship(asked)
    assert any(one["method"] == "friendshipAccept" for one in await gateway.get("sent"))


async def test_a_new_name_is_known_at_once(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.says("wx-renamed", "早", ROOM)
    assert (await phone.message()).nickname == "小周"
    await gateway.do("rename", contact="wx-renamed", set={"name": "周周"})
    await phone.happening(What.DIRTY)
    await gateway.says("wx-renamed", "早", ROOM)
    assert (await phone.message()).nickname == "周周"
    await gateway.do("alias", room=ROOM, contact="wx-renamed", alias="3-101 小周")
    await phone.happening(What.DIRTY)
    await gateway.says("wx-renamed", "早", ROOM)
    assert (await phone.message()).nickname == "3-101 小周"


async def test_a_login_code_is_told_and_drawn(
    gateway: GatewayProcess, phone: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    await gateway.do("scan", qrcode="https://login.example/x", status=2)
    scan = await phone.happening(What.SCAN)
    assert (scan.text, scan.waiting) == ("https://login.example/x", True)
    shown = capsys.readouterr().err
    assert "https://login.example/x" in shown
    assert "▀" in shown


async def test_an_error_of_the_puppet_is_told_and_nothing_ends(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("emit", event="error", payload={"data": "something broke"})
    assert (await phone.happening(What.ERROR)).text == "something broke"
    await gateway.says(WANG, "还在吗", ROOM)
    assert (await phone.message()).text == "还在吗"


@pytest.mark.parametrize(
    "words", ["王师傅开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求。", "消息已发出，但被对方拒收了。"]
)
async def test_a_word_that_did_not_arrive_is_told(gateway: GatewayProcess, phone: Phone, words: str) -> None:
    await gateway.says(WANG, words, type=0)
    assert (await phone.happening(What.UNDELIVERED)).people == (WANG,)
    await gateway.says(WANG, words, ROOM)
    assert (await phone.message()).chat == ROOM


async def test_a_listener_that_fails_ends_nothing(gateway: GatewayProcess) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("the disk is full")

    async with phone_at(gateway.address(), on_happening=fails, on_gap=fails) as phone:
        await gateway.do("logout")
        await phone.deaf()
        await gateway.do("login")
        await phone.linked()
        await gateway.says(WANG, "还在", ROOM)
        assert (await phone.message()).text == "还在"


async def test_logged_out_it_is_deaf_and_cannot_speak(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("logout", reason="kicked")
    await phone.happening(What.LOGOUT)
    with pytest.raises(SendError, match="not connected"):
        await phone.transport.send(line(ROOM, "有人吗"))
    await gateway.do("login")
    await phone.linked()
    (opened, closed) = phone.gaps
    assert opened == (closed[0], None)
    assert closed[1] is not None


# --- going out -------------------------------------------------------------------------------------------------------


async def test_a_mention_is_written_with_the_room_alias(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("alias", room=ROOM, contact="wx-aliased", alias="赵师傅(维修")
    await phone.happening(What.DIRTY)
    sent_as = await phone.transport.send(line(ROOM, "@赵师傅 1号单请接", mentions=("wx-aliased",)))
    sent = (await gateway.sent())[-1]
    assert (sent["text"], sent["mentionIds"]) == ("@赵师傅(维修\u20051号单请接", ["wx-aliased"])
    assert sent["id"] == sent_as


async def test_a_private_line_goes_out_as_it_is(gateway: GatewayProcess, phone: Phone) -> None:
    assert await phone.transport.send(line(WANG, "#1 电梯坏了，请接"))
    sent = (await gateway.sent())[-1]
    assert (sent["conversationId"], sent["text"]) == (WANG, "#1 电梯坏了，请接")


@pytest.mark.parametrize(
    ("words", "permanent"),
    [
        ("rate limited", False),
        ("操作过于频繁，请稍后再试", False),
        ("contact is not a friend", True),
        ("王师傅开启了朋友验证，你还不是他（她）朋友", True),
        ("你已被移出群聊", True),
        ("消息已发出，但被对方拒收了", True),
    ],
)
async def test_refusals_are_told_apart(gateway: GatewayProcess, phone: Phone, words: str, permanent: bool) -> None:
    await gateway.do("fault", method="messageSendText", mode="error", message=words)
    with pytest.raises(SendError) as refused:
        await phone.transport.send(line(WANG, "在吗"))
    assert refused.value.permanent is permanent


async def test_an_unanswered_send_that_arrived_is_settled_by_its_echo(gateway: GatewayProcess, phone: Phone) -> None:
    before = len(await gateway.sent())
    await gateway.do("fault", method="messageSendText", mode="late")
    assert await phone.transport.send(line(WANG, "只说一次"))
    assert len(await gateway.sent()) == before + 1


async def test_an_unanswered_send_that_did_not_arrive_is_tried_again(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("fault", method="messageSendText", mode="hang")
    message = line(WANG, "没到")
    with pytest.raises(SendError) as lost:
        await phone.transport.send(message)
    assert not lost.value.permanent
    assert await phone.transport.send(message)
    assert [one["text"] for one in await gateway.sent()].count("没到") == 1


async def test_an_echo_that_comes_too_late_answers_the_next_try(gateway: GatewayProcess, phone: Phone) -> None:
    await gateway.do("fault", method="messageSendText", mode="ok", delayMs=1700)
    message = line(WANG, "迟到的")
    with pytest.raises(SendError):
        await phone.transport.send(message)
    await asyncio.sleep(0.6)
    assert await phone.transport.send(message)
    assert [one["text"] for one in await gateway.sent()].count("迟到的") == 1
