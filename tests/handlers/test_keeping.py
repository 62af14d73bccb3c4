"""How long things are kept: a night later than their time they are gone, and the figures stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func
from sqlmodel import select

from bot.nightly import tidy_up
from handlers.settings import Keeping
from storage.tables import ChatMessage, InboxEntry, OutboxEntry, RequestEvent, Status
from tests.handlers.traces import traces
from tests.world import World

WORDS = "2栋1单元楼道灯坏了，在201门口"


def closed(world: World) -> None:
    """A lamp was reported, mended and found good."""
    world.says("孙师傅", WORDS)
    world.whispers("王师傅", "接 1")
    world.whispers("王师傅", "完 1 换了感应头")
    world.says("孙师傅", "好了，灯亮了")
    world.forget()
    assert world.request(1).status is Status.CLOSED


def after(world: World, days: int) -> dict[str, int]:
    """What the night does so many days from now."""
    return tidy_up(world.core, world.now + timedelta(days=days))


def count(world: World, table: type) -> int:
    with world.store.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_keys_of_chatter_are_kept_for_a_week_and_no_longer(world: World) -> None:
    world.says("小李", "今天天气真好")
    assert after(world, 6)["seen"] == 0
    assert after(world, 8)["seen"] == 1
    assert count(world, InboxEntry) == 0


def test_chatter_is_never_kept_in_words(world: World) -> None:
    world.says("小李", "今天天气真好")
    assert traces(world.store, "天气") == []


def test_the_words_of_a_closed_request_are_kept_for_180_days_and_then_only_what_when_and_where(world: World) -> None:
    closed(world)
    assert after(world, 179)["requests"] == 0
    assert traces(world.store, "201门口") != []
    assert after(world, 181)["requests"] == 1
    assert traces(world.store, "201门口", "感应头", "楼道灯") == []
    request = world.request(1)
    assert (request.category, request.entrance, request.subject) == ("lighting", "1", "灯的事")
    assert request.closed_at is not None


def test_the_words_of_an_open_request_stay_however_long_it_takes(world: World) -> None:
    world.says("孙师傅", WORDS)
    world.forget()
    assert after(world, 200)["requests"] == 0
    assert world.request(1).text == WORDS


def test_what_was_said_about_nothing_in_particular_goes_after_a_month(world: World) -> None:
    world.whispers("小李", "帮助")
    world.forget()
    assert after(world, 31)["said"] == 1
    assert count(world, OutboxEntry) == 0


def test_the_web_chats_history_goes_after_a_month_with_its_pictures(world: World) -> None:
    with world.store.write() as session:
        session.add(ChatMessage(chat="3栋邻居群", message_id="a", sender="小李", at=world.now, image="p.jpg"))
    thrown: list[str] = []
    counts = tidy_up(world.core, world.now + timedelta(days=31), thrown.append)
    assert (counts["history"], counts["pictures"], thrown) == (1, 1, ["p.jpg"])


def test_the_steps_are_kept_for_three_years(world: World) -> None:
    closed(world)
    steps = count(world, RequestEvent)
    assert after(world, 3 * 365 - 5)["events"] == 0
    assert after(world, 3 * 365 + 5)["events"] == steps


def test_a_night_with_nothing_to_do_counts_nothing(world: World) -> None:
    assert set(tidy_up(world.core, world.now).values()) == {0}


def test_the_counts_are_logged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(world.core, "log", lambda action, **fields: told.append((action, fields)))
    world.says("小李", "今天天气真好")
    after(world, 8)
    assert told[-1][0] == "tidied_up"
    assert told[-1][1]["seen"] == 1


def test_a_community_may_keep_things_shorter(make_world) -> None:  # type: ignore[no-untyped-def]
    world = make_world(keeping=Keeping(text_days=10))
    closed(world)
    assert after(world, 11)["requests"] == 1
