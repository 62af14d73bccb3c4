"""The page itself: each section says in a line or two how it stands, and marks what wants a look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.operator.facts import Broken, Facts, Undelivered, Waiting
from bot.operator.markup import Html, joined, tag
from bot.operator.texts import words
from bot.wechaty import LinkState
from bot.wechaty.qr import QUIET, Unfit, modules
from storage.tables import OutboxState

FULL = 500 * 2**20
BACKUP_OLD = timedelta(days=2)
LOGIN_REFRESH, REFRESH = 10, 60


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it; `look` when a person should do something."""

    name: str
    body: Html
    look: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """Facts put into words for one time zone."""

    facts: Facts
    zone: ZoneInfo

    def html(self, notice: str = "") -> str:
        """The whole page."""
        sections = [make(self) for make in SECTIONS]
        looks = sum(section.look for section in sections)
        verdict = words("look", count=looks) if looks else words("well")
        return "<!doctype html>\n" + tag(
            "html",
            tag("head", *self._head()),
            tag(
                "body",
                tag("header", tag("h1", words("title")), tag("p", verdict, class_="look" if looks else "well")),
                tag("p", notice, class_="notice", role="status") if notice else "",
                tag("main", *map(_section, sections)),
                tag("footer", words("asked", at=self.when(self.facts.now))),
            ),
            lang="zh-CN",
        )

    def _head(self) -> Iterator[Html]:
        yield tag("meta", charset="utf-8")
        yield tag("meta", name="viewport", content="width=device-width, initial-scale=1")
        if (seconds := self._refresh()) is not None:
            yield tag("meta", http_equiv="refresh", content=seconds)
        yield tag("title", words("title"))
        yield tag("link", rel="icon", href="/icon.svg", type="image/svg+xml")
        yield tag("link", rel="stylesheet", href="/static/sheet.css")

    def _refresh(self) -> int | None:
        """In how many seconds the page comes anew; not under the hands of somebody who is choosing a building."""
        if self.facts.waiting:
            return None
        wants_login = self.facts.link is not None and not self.facts.link.hears
        return LOGIN_REFRESH if wants_login else REFRESH

    # --- sections ----------------------------------------------------------------------------------------------------

    def link(self) -> Section:
        """Whether it hears WeChat; the code to be scanned where somebody must log in."""
        link = self.facts.link
        if link is None:
            return Section("link", _line(words("link_none")))
        if link.hears:
            heard = self.when(link.heard_at) if link.heard_at else ""
            account = tag("p", words("link_account", account=link.account), class_="small")
            return Section("link", joined(_line(words("link_hears", heard=heard)), account))
        return Section("link", joined(self._deaf(link), _way_in(link)), look=True)

    def _deaf(self, link: LinkState) -> str:
        if link.deaf_since is None:
            return ""
        span = spoken_span(self.facts.now - link.deaf_since)
        return _line(words("link_deaf", since=self.when(link.deaf_since), span=span))

    def gaps(self) -> Section:
        """When it was deaf lately."""
        lines = [self._gap(since, until) for since, until in self.facts.gaps]
        return Section("gaps", _list(lines) if lines else _line(words("gaps_none")))

    def _gap(self, since: datetime, until: datetime | None) -> str:
        if until is None:
            return words("gap_open", since=self.when(since))
        return words("gap", since=self.when(since), until=self.when(until), span=spoken_span(until - since))

    def rooms(self) -> Section:
        """Groups that wait, each with a form that binds it."""
        waiting = self.facts.waiting
        if not waiting:
            return Section("rooms", _line(words("rooms_none")))
        return Section("rooms", joined(_line(words("rooms_hint")), *map(self._waiting_room, waiting)), look=True)

    def _waiting_room(self, room: Waiting) -> Html:
        name = room.name or words("room_nameless")
        faces = words("room_known", names="、".join(room.known)) if room.known else words("room_strangers")
        choose = tag("option", words("room_unit"), value="")
        options = (tag("option", unit, value=number) for number, unit in self.facts.units)
        return tag(
            "form",
            tag("p", tag("b", name), " ", words("room_seen", at=self.when(room.seen_at)), faces),
            tag("input", type="hidden", name="chat", value=room.chat),
            tag("select", choose, *options, name="unit", required="", aria_label=words("room_unit")),
            tag("button", words("room_bind")),
            method="post",
            action="/bind",
        )

    def undelivered(self) -> Section:
        """Words that did not arrive."""
        lines = [self._undelivered(one) for one in self.facts.undelivered]
        return Section("undelivered", _list(lines) if lines else _line(words("undelivered_none")), look=bool(lines))

    def _undelivered(self, one: Undelivered) -> Html:
        about = words("undelivered_some") if one.no is None else words("undelivered_no", no=one.no)
        following = words("given_up" if one.given_up else "tried_again")
        since = self.when(one.since)
        said = words("undelivered_one", to=one.to, about=about, since=since, tries=one.tries, next=following)
        return joined(said, tag("small", one.error))

    def broken(self) -> Section:
        """Messages that a handler failed on, each with its error and a button."""
        broken = self.facts.broken
        body = joined(*map(self._broken, broken)) if broken else _line(words("broken_none"))
        return Section("broken", body, look=bool(broken))

    def _broken(self, one: Broken) -> Html:
        where = words("broken_where", where=one.where) if one.where else words("broken_private")
        again = tag("button", words("broken_again")) if one.whole else tag("small", words("broken_gone"))
        return tag(
            "form",
            tag("p", words("broken_one", at=self.when(one.at), who=one.who, where=where)),
            tag("details", tag("summary", words("broken_error"), " ", tag("small", one.error)), tag("pre", one.trace)),
            tag("input", type="hidden", name="message", value=one.id),
            again,
            method="post",
            action="/again",
        )

    def outbox(self) -> Section:
        """How much waits, is under way, went out and did not."""
        counts = {state.value: self.facts.outbox.get(state, 0) for state in OutboxState}
        return Section("outbox", _line(words("outbox_counts", **counts)))

    def machine(self) -> Section:
        """Loops, disk, backup and calendar."""
        notes = [self._loops(), self._disk(), self._backup(), self._holidays()]
        body = joined(*(_line(said) for said, _ in notes))
        return Section("machine", body, look=any(look for _, look in notes))

    def _loops(self) -> tuple[str, bool]:
        ages = {loop: round(age) for loop, age in self.facts.ages.items()}
        for loop in self.facts.stopped:
            return words("loop_stopped", loop=words(f"loop_{loop}"), seconds=ages[loop]), True
        return words("loops_well", **ages), False

    def _disk(self) -> tuple[str, bool]:
        size, free = spoken_size(self.facts.database_bytes), spoken_size(self.facts.free_bytes)
        if self.facts.free_bytes < FULL:
            return words("disk_full", free=free), True
        return words("database", size=size, free=free), False

    def _backup(self) -> tuple[str, bool]:
        if (day := self.facts.backup) is None:
            return words("backup_none"), False
        age = self.facts.now.astimezone(self.zone).date() - day
        spoken = f"{day.month}月{day.day}日"
        if age >= BACKUP_OLD:
            return words("backup_old", day=spoken, days=age.days), True
        return words("backup", day=spoken), False

    def _holidays(self) -> tuple[str, bool]:
        years = self.facts.unknown_years
        if not years:
            return words("holidays"), False
        this_year = self.facts.now.astimezone(self.zone).year
        return words("holidays_unknown", years="、".join(map(str, years))), this_year in years

    def when(self, moment: datetime) -> str:
        """7月13日 09:30, without the day where it is today."""
        local, today = moment.astimezone(self.zone), self.facts.now.astimezone(self.zone).date()
        day = "" if local.date() == today else f"{local.month}月{local.day}日 "
        return f"{day}{local:%H:%M}"


SECTIONS: tuple[Callable[[Sheet], Section], ...] = (
    Sheet.link,
    Sheet.rooms,
    Sheet.broken,
    Sheet.undelivered,
    Sheet.gaps,
    Sheet.outbox,
    Sheet.machine,
)


def _way_in(link: LinkState) -> Html:
    """What is to be done for it to hear."""
    if not link.linked:
        return _line(words("link_no_gateway"))
    if not link.login_code:
        return _line(words("link_no_login"))
    by_hand = tag("p", words("link_scan_link"), " ", tag("code", link.login_code), class_="small")
    return joined(_line(words("link_scan")), drawn(link.login_code), by_hand)


def drawn(link: str) -> Html:
    """The login code as a picture; nothing where the link is too long for one."""
    try:
        square = modules(link)
    except Unfit:
        return Html()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(square) for x, is_dark in enumerate(row) if is_dark)
    size = len(square) + 2 * QUIET
    view = f"-{QUIET} -{QUIET} {size} {size}"
    return tag("svg", tag("path", d=dark), viewBox=view, role="img", aria_label=words("link_scan"), class_="code")


def _section(section: Section) -> Html:
    heading = tag("h2", words(section.name))
    return tag("section", heading, section.body, id=section.name, class_="look" if section.look else "well")


def _line(said: str) -> Html:
    return tag("p", said)


def _list(lines: list[Html] | list[str]) -> Html:
    return tag("ul", *(tag("li", line) for line in lines))


def spoken_span(span: timedelta) -> str:
    """不到一分钟, 12 分钟, 3 小时, 2 天."""
    minutes = int(span.total_seconds()) // 60
    for size, unit in ((1440, "天"), (60, "小时"), (1, "分钟")):
        if minutes >= size:
            return f"{minutes // size} {unit}"
    return "不到一分钟"


def spoken_size(size: int) -> str:
    """3 MB, 12 GB."""
    return f"{size / 2**30:.0f} GB" if size >= 10 * 2**30 else f"{max(size / 2**20, 1):.0f} MB"
