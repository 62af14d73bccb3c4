"""A street on WeChat: ids are not names, nobody is bound, and people come in by code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import select

from handlers.invitations import make_invitation
from handlers.messages import IncomingMessage
from handlers.office import Office
from handlers.settings import Rates
from storage.tables import Account, Person, Unit
from tests.world import World, demo_settings

T = TypeVar("T")


class WeChatWorld(World):
    """The demo community on WeChat."""

    def code_for(self, name: str, *, again: bool = False) -> str:
        """What `louzhang invite` prints."""
        with self.store.write() as session:
            return make_invitation(session, name, self.now, again=again)

    def checks_in(self, account: str, name: str) -> None:
        """Somebody comes in, as it should be; what they hear is expected."""
        self.whispers(account, f"报到 {self.code_for(name)}")
        self.expect(account, name, "报到好了")

    def happens(self, act: Callable[[Office], T]) -> T:
        """Something happens beside messages."""
        done = self.core.do(act, self.now)
        self._settle()
        return done

    def hears(self, account: str, text: str, *, room: str, nickname: str) -> None:
        """Somebody speaks in a group under the name they gave themselves there."""
        self._count += 1
        message = IncomingMessage(
            transport="wechaty", id=f"n{self._count}", chat=room, sender=account, nickname=nickname, at=self.now,
            group=True, text=text, mentions_bot="@小楼" in text,
        )  # fmt: skip
        self.core.receive([message], self.now)
        self._settle()

    def unit(self, name: str) -> int | None:
        """The row of a unit."""
        with self.store.read() as session:
            return session.exec(select(Unit.id).where(Unit.name == name)).first()

    def who_is(self, account: str) -> str | None:
        """The name of the person whose account it is."""
        with self.store.read() as session:
            found = session.exec(select(Account).where(Account.account_id == account)).first()
            person = session.get(Person, found.person_id) if found else None
            return person.name if person else None


def wechat(**changes: object) -> WeChatWorld:
    """A new street on WeChat, where the bot may speak as fast as it likes."""
    return WeChatWorld(settings=demo_settings(rates={"wechaty": Rates()}, **changes), transport="wechaty")
