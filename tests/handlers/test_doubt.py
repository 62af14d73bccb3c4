"""Perhaps a matter: the head is asked in private, nothing is said in the group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import select

from nlp.model import Parse, Place
from storage.tables import ServiceRequest, Status
from tests.world import World, shipped_reader


class HalfSure:
    """Understands like the shipped rules and is never sure of what is said in a group."""

    def __init__(self) -> None:
        self._reader = shipped_reader()

    def read(self, text: str, *, at: datetime, **more: Any) -> Parse:
        parse = self._reader.read(text, at=at, **more)
        return replace(parse, score=0.6) if parse.intent == "request" and not parse.to_bot else parse

    def locate(self, text: str) -> Place | None:
        return self._reader.locate(text)


@pytest.fixture
def world() -> Iterator[World]:
    """A street where the bot is not sure."""
    street = World(reader=HalfSure())
    yield street
    street.close()
    street.expect_nothing()


def the_one(world: World) -> ServiceRequest:
    """The only request there is."""
    with world.store.read() as session:
        return session.exec(select(ServiceRequest)).one()


class Unsure(HalfSure):
    """… and even less sure, wherever it is said."""

    def read(self, text: str, *, at: datetime, **more: Any) -> Parse:
        parse = self._reader.read(text, at=at, **more)
        return replace(parse, score=0.4) if parse.intent == "request" else parse


def test_below_half_nobody_is_asked_and_a_private_text_is_answered_like_any_other() -> None:
    world = World(reader=Unsure())
    world.says("张姐", "3栋1单元门口垃圾没人清")
    world.whispers("张姐", "3栋1单元门口垃圾没人清")
    world.expect("张姐", "可以这样说", why="answer")
    world.until("07-14 09:00")
    world.expect_nothing()
    world.close()


def doubted(world: World, words: str = "3栋1单元门口垃圾没人清") -> None:
    """张姐 says something that may be a matter; 苏玲 is asked."""
    world.says("张姐", words)
    world.expect("苏玲", "像是一件事", words, "是", "不是", why="ask")
    assert the_one(world).status is Status.UNCONFIRMED
    assert the_one(world).no is None


def test_the_heads_yes_opens_it_and_the_group_hears_the_ack(world: World) -> None:
    doubted(world)
    world.advance(minutes=10)
    world.whispers("苏玲", "是")
    world.expect("苏玲", "#1", why="status")
    world.expect("3栋", "@张姐", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")


def test_the_heads_no_ends_it_without_a_word(world: World) -> None:
    doubted(world)
    world.whispers("苏玲", "不是")
    world.expect("苏玲", "不记", why="status")
    assert the_one(world).status is Status.WITHDRAWN


def test_without_an_answer_in_two_working_hours_it_opens_when_it_has_a_place_and_a_fault_word(world: World) -> None:
    doubted(world)
    world.until("07-13 11:31")
    world.expect("3栋", "@张姐", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")


def test_without_a_place_it_stays_in_the_heads_list_until_she_says(world: World) -> None:
    world.says("陈阿姨", "门口垃圾没人清", room="3栋")
    world.forget()
    if the_one(world).spot is None:
        world.until("07-14 08:31")
        world.expect("苏玲", "还没认", why="digest")
        world.forget()


def test_addressed_to_the_bot_it_opens_at_once(world: World) -> None:
    world.says("张姐", "@小楼 3栋1单元门口垃圾没人清")
    world.expect("3栋", "@张姐", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")


def test_in_private_it_opens_at_once(world: World) -> None:
    world.whispers("张姐", "3栋1单元门口垃圾没人清")
    world.expect("张姐", "#1", why="ack")
    world.expect("小陈", "#1", why="assign")
