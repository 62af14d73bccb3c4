"""What every transport promises, proved on each of them. A new transport is one class here and one row in `PLACES`."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, cast

import pytest

from bot import replay
from bot.core import Core
from handlers.messages import IncomingMessage, MessageType, OutgoingMessage
from nlp.quoting import take_apart
from storage.tables import Priority
from tests.bot.webhouse import SETTINGS, START, WebHouse, web_house
from tests.bot.wechat import BOT, GatewayProcess, Phone, phone_at, running, world_of

ROOM = "3栋邻居群"
XIAOLI = "小李"
_keys = iter(range(1, 1_000_000))


class Place(Protocol):
    """Where 小李 lives in 3栋邻居群, and what the bot hears and says there."""

    name: str
    room: str
    person: str

    async def says(self, text: str, *, private: bool = False, mentions_bot: bool = False) -> str:
        """小李 says something; the message's id. `mentions_bot` @s the bot as the platform does."""
        ...

    async def recalls(self, message_id: str) -> None:
        """小李 takes a message back."""
        ...

    async def heard(self) -> IncomingMessage:
        """The next message handed in."""
        ...

    async def send(self, message: OutgoingMessage) -> str | None:
        """What the core asks for."""
        ...

    async def seen(self) -> list[tuple[str, str]]:
        """What the bot said so far: (chat, text)."""
        ...


class ReplayPlace:
    """Lines of a file in, lines of output out."""

    name, room, person = "replay", ROOM, XIAOLI

    def __init__(self) -> None:
        self._out = io.StringIO()
        self._stage = replay.Stage(cast("Core", None), SETTINGS, self._out, io.StringIO())
        self._messages: list[IncomingMessage] = []
        self._numbers = iter(range(1, 1000))

    async def says(self, text: str, *, private: bool = False, mentions_bot: bool = False, **more: Any) -> str:
        line = {"sender": XIAOLI, "text": text, **({} if private else {"room": ROOM}), **more}
        line["mentions"] = [SETTINGS.bot_name] if mentions_bot else []
        at = START + timedelta(seconds=(number := next(self._numbers)))
        message = replay._message(self._stage, line, at, number)
        assert message is not None
        self._messages.append(message)
        return message.id

    async def recalls(self, message_id: str) -> None:
        await self.says("", type="recall", of=message_id)

    async def heard(self) -> IncomingMessage:
        return self._messages.pop(0)

    async def send(self, message: OutgoingMessage) -> str | None:
        replay._say(self._stage, message)
        return None

    async def seen(self) -> list[tuple[str, str]]:
        lines = [json.loads(line) for line in self._out.getvalue().splitlines()]
        return [(line.get("room") or line["to"], line["text"]) for line in lines]


class WebPlace:
    """The page."""

    name, room, person = "web", ROOM, XIAOLI

    def __init__(self, house: WebHouse) -> None:
        self._house = house
        self._transport = house.transport
        self._persona = house.transport.cast.people[XIAOLI]
        self._taken = 0

    async def says(self, text: str, *, private: bool = False, mentions_bot: bool = False) -> str:
        said = await self._transport.say(
            self._persona, message_id=secrets.token_hex(16), chat=XIAOLI if private else ROOM, text=text
        )
        return str(said.message_id)

    async def recalls(self, message_id: str) -> None:
        await self._transport.recall(self._persona, chat=ROOM, of=message_id)

    async def heard(self) -> IncomingMessage:
        self._taken += 1
        return self._house.heard[self._taken - 1]

    async def send(self, message: OutgoingMessage) -> str | None:
        return await self._transport.send(message)

    async def seen(self) -> list[tuple[str, str]]:
        return [(one.chat, one.text) for one in await self._transport.history.since(0, None, 100) if one.from_bot]


class WechatyPlace:
    """A room of the real gateway."""

    name, room, person = "wechaty", "b3@chatroom", "wx-li"
    world = world_of({person: XIAOLI}, {room: ROOM})

    def __init__(self, gateway: GatewayProcess, phone: Phone) -> None:
        self._gateway = gateway
        self._phone = phone

    async def says(self, text: str, *, private: bool = False, mentions_bot: bool = False, **more: Any) -> str:
        mentions = [BOT] if mentions_bot else []
        return await self._gateway.says(self.person, text, "" if private else self.room, mentions=mentions, **more)

    async def recalls(self, message_id: str) -> None:
        await self.says(message_id, type=13)

    async def heard(self) -> IncomingMessage:
        return await self._phone.message()

    async def send(self, message: OutgoingMessage) -> str | None:
        return await self._phone.transport.send(message)

    async def seen(self) -> list[tuple[str, str]]:
        return [(one["conversationId"], one["text"]) for one in await self._gateway.sent()]


class Grounds:
    """What places are built on: a folder, and one gateway for all tests of this file, started when first needed."""

    def __init__(self, home: Path, closing: ExitStack) -> None:
        self.folder = home
        self._home = home
        self._closing = closing
        self._gateway: GatewayProcess | None = None

    def gateway(self) -> GatewayProcess:
        if self._gateway is None:
            self._gateway = self._closing.enter_context(running(self._home, world=WechatyPlace.world))
        return self._gateway


@asynccontextmanager
async def replay_place(_grounds: Grounds) -> AsyncIterator[Place]:
    yield ReplayPlace()


@asynccontextmanager
async def web_place(grounds: Grounds) -> AsyncIterator[Place]:
    async with web_house(grounds.folder) as house:
        yield WebPlace(house)


@asynccontextmanager
async def wechaty_place(grounds: Grounds) -> AsyncIterator[Place]:
    gateway = grounds.gateway()
    await gateway.do("sent/clear")
    async with phone_at(gateway.address()) as phone:
        yield WechatyPlace(gateway, phone)


PLACES: dict[str, Callable[[Grounds], AbstractAsyncContextManager[Place]]] = {
    "replay": replay_place,
    "web": web_place,
    "wechaty": wechaty_place,
}


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    with ExitStack() as closing:
        yield Grounds(tmp_path_factory.mktemp("grounds"), closing)


@pytest.fixture(params=PLACES)
async def place(request: pytest.FixtureRequest, grounds: Grounds, tmp_path: Path) -> AsyncIterator[Place]:
    grounds.folder = tmp_path
    async with PLACES[request.param](grounds) as place:
        yield place


def line(chat: str, text: str, *, group: bool, transport: str) -> OutgoingMessage:
    return OutgoingMessage(
        key=next(_keys), transport=transport, chat=chat, group=group, text=text, mentions=(), kind=None, no=None,
        why="ack", priority=Priority.NORMAL, at=datetime.now(UTC),
    )  # fmt: skip


async def test_what_is_said_in_a_group_comes_in_whole(place: Place) -> None:
    said = await place.says("3栋2单元电梯坏了\n第二行 😀")
    message = await place.heard()
    assert (message.transport, message.id) == (place.name, said)
    assert (message.chat, message.sender, message.group) == (place.room, place.person, True)
    assert (message.nickname, message.text, message.type) == (XIAOLI, "3栋2单元电梯坏了\n第二行 😀", MessageType.TEXT)
    assert message.at.utcoffset() == timedelta()
    assert (message.mentions, message.mentions_bot, message.of) == ((), False, None)


async def test_in_private_the_chat_is_the_sender(place: Place) -> None:
    await place.says("接 1", private=True)
    message = await place.heard()
    assert (message.chat, message.sender, message.group) == (place.person, place.person, False)


async def test_ids_differ_and_the_order_of_a_room_is_kept(place: Place) -> None:
    said = [await place.says(f"第{number}句") for number in range(20)]
    heard = [await place.heard() for _ in said]
    assert [message.id for message in heard] == said
    assert len(set(said)) == len(said)
    assert [message.text for message in heard] == [f"第{number}句" for number in range(20)]


@pytest.mark.parametrize("end", ["\u2005", " "])
async def test_the_bot_is_called_by_its_name(place: Place, end: str) -> None:
    bot = SETTINGS.bot_name
    await place.says(f"@{bot}{end}在吗", mentions_bot=True)
    message = await place.heard()
    assert message.mentions_bot
    assert message.mentions == ()
    spoken = take_apart(message.text, mentions=message.mentions, bot_name=bot)
    assert (spoken.own, spoken.to_bot) == ("在吗", True)


async def test_a_recall_names_what_it_takes_back(place: Place) -> None:
    said = await place.says("说错了")
    await place.heard()
    await place.recalls(said)
    recall = await place.heard()
    assert (recall.type, recall.of, recall.sender) == (MessageType.RECALL, said, place.person)
    assert recall.id != said
    assert "说错了" not in recall.text


async def test_what_is_sent_arrives_where_it_belongs_and_in_order(place: Place) -> None:
    sent = [(place.room, f"第{number}条") for number in range(5)] + [(place.person, "只给您看")]
    ids = [await place.send(line(chat, text, group=chat == place.room, transport=place.name)) for chat, text in sent]
    assert await place.seen() == sent
    known = [one for one in ids if one is not None]
    assert len(set(known)) == len(known)
