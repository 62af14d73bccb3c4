"""Reading a message: from the text, where and by whom it was said, to what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from nlp.agreement import says_the_same
from nlp.calls import read_bring, read_need, read_task
from nlp.commands import Command, read_command
from nlp.decide import decide, tells_as_a_neighbour
from nlp.features import RESIDENT, Found, Setting, features, found_besides
from nlp.jielong import may_list, read_jielong, speaks_of_list
from nlp.local import NOWHERE, Local
from nlp.matter import Matter, read_matter, reasons
from nlp.model import Attendee, Intent, Parse, Place, Quote, Urgency, When
from nlp.normalise import clean, ordinary, plain, view
from nlp.places import read_place
from nlp.quoting import Kind, take_apart
from nlp.rulebook import RuleBook, load_rulebook
from nlp.scan import Scanner, Signs
from nlp.screen import Screen
from nlp.signup import LONGEST_ALONE, read_people, read_signup
from nlp.spelling import Speller
from nlp.splitting import split_matters
from nlp.spots import whereabouts
from nlp.subject import title
from nlp.times import read_when
from nlp.weigh import Scales, shipped_scales
from nlp.wording import DANGER, Wording, shipped_wording

PLAIN_TALK = 0.93
"""From this share on chat is chat."""
_FOR_TIME = frozenset({Intent.REQUEST, Intent.CALL, Intent.ACCEPT, Intent.URGE, Intent.NOTICE})


def load_reader(local: Local = NOWHERE, *, extra_rules: Sequence[Path] = ()) -> Reader:
    """A reader with the shipped rules and those of a community. Raises RuleError."""
    return Reader(load_rulebook(tuple(extra_rules)), shipped_scales(), shipped_wording(), local)


class _Heard(NamedTuple):
    """A message on its way to being understood."""

    text: str
    own: str
    at: datetime
    setting: Setting
    quote: Quote | None = None
    mentions: tuple[str, ...] = ()
    speech: bool = True


class Reader:
    """Understands messages. Immutable: the same words give the same answer, in any thread."""

    def __init__(self, book: RuleBook, scales: Scales, wording: Wording, local: Local = NOWHERE) -> None:
        """Build the automaton for the rules."""
        self._book, self._scales, self._wording, self._local = book, scales, wording, local
        self._scanner, self._screen = Scanner(book), Screen(book)
        self._hazards = {category: hazard for hazard, category in reversed([*book.hazards.items()])}
        self._speller = Speller(word for words in book.lists for word in words)

    def read(
        self,
        text: str,
        *,
        at: datetime,
        chat: str = "group",
        role: str = "resident",
        mentions: Sequence[str] = (),
        bot_name: str = "小楼",
        quote: Quote | None = None,
    ) -> Parse:
        """What `text`, sent at the aware time `at`, means. Never raises, whatever the text."""
        own = ordinary(text) if quote is None and not mentions else None
        if own is None:
            heard = _hear(text, at, chat, role, mentions, bot_name, quote)
        elif self._screen.is_talk(own, chat=chat, bot_name=bot_name):
            return Parse.talk(text, own).but(agree=True) if says_the_same(own) else Parse.talk(text, own)
        else:
            heard = _Heard(text, own, at, Setting(chat, role, own.startswith(bot_name)))
        parse = self._command(heard) or self._list(heard) or self._signing(heard) or self._speech(heard)
        return parse.but(agree=True) if parse.command is None and says_the_same(parse.own) else parse

    def locate(self, text: str) -> Place | None:
        """The place in any text, also in one that wants nothing."""
        return read_place(plain(clean(text)), self._local)

    def touches(self, seen: str) -> bool:
        """Whether the view `seen` passes the screen of deciding words."""
        return self._screen.touches(seen)

    def reasons(self, own: str) -> tuple[str, ...]:
        """The rules and words that speak for the best category of `own`, whatever its intent."""
        signs = self._scanner.scan(view(own))
        return reasons(signs, self._matter(signs))

    def known(self, own: str) -> frozenset[str]:
        """The words of category rules that are found in `own`."""
        signs = self._scanner.scan(view(own))
        names = [name for name in signs.spans if name.partition(".")[0] in {*self._book.categories, "danger"}]
        return frozenset(word for name in names for word in signs.words(name))

    def _command(self, heard: _Heard) -> Parse | None:
        private = heard.setting.chat == "private" or heard.setting.to_bot or _quotes_bot(heard)
        command = read_command(heard.own, chat="private" if private else "group")
        return _from_command(_blank(heard), command) if command else None

    def _list(self, heard: _Heard) -> Parse | None:
        if not may_list(heard.own):
            return None
        found = read_jielong(heard.own)
        if found is None:
            return _blank(heard) if speaks_of_list(heard.own) else None
        return _blank(heard).but(
            intent=Intent.JOIN, people=found.people, title=found.title, jielong=True, score=0.95, why=("jielong",)
        )

    def _signing(self, heard: _Heard) -> Parse | None:
        """A short message that is a sign-up and nothing else: 报, 我来, +1."""
        person = read_signup(heard.own) if len(heard.own) <= LONGEST_ALONE else None
        signs = self._scanner.scan(view(heard.own)) if person else None
        if person is None or signs is None or "agree.me_too" in signs or self._matter(signs).strong:
            return None
        plus = "+1" in heard.own
        return _blank(heard).but(intent=Intent.JOIN, people=(person,), agree=plus, score=0.95, why=("sign-up",))

    def _speech(self, heard: _Heard) -> Parse:
        if not heard.speech or not self._screen.touches(view(heard.own)):
            return _blank(heard)
        meant = self._speller.repair(heard.own)
        return self._weighed(heard, meant, self._scanner.scan(view(meant)))

    def _weighed(self, heard: _Heard, own: str, signs: Signs) -> Parse:
        hearing = self._wording.hear(signs.text)
        matter = read_matter(signs, self._book, hearing)
        facts = features(signs, matter, heard.setting)
        if matter.level == "none" and self._scales.weigh(facts, hearing.intents).of(Intent.CHAT) >= PLAIN_TALK:
            # the cues alone make it chat, so that no place and no time could change it
            return _blank(heard, own).but(agree="agree.me_too" in signs)
        place, when = read_place(own, self._local), self._when(own, heard.at)
        facts.append(found_besides(matter.level, heard.setting.role, _found(place, when)))
        intent, score = decide(own, matter, facts, self._scales.weigh(facts, hearing.intents))
        if heard.setting.role != RESIDENT and intent is not Intent.REQUEST:
            told = features(signs, matter, heard.setting._replace(role=RESIDENT))
            told.append(found_besides(matter.level, RESIDENT, _found(place, when)))
            neighbours = decide(own, matter, told, self._scales.weigh(told, hearing.intents))
            if tells_as_a_neighbour(matter, facts, score, neighbours):
                facts, (intent, score) = told, neighbours
        parse = _blank(heard, own).but(
            intent=intent,
            place=place if intent is not Intent.CHAT else None,
            when=when if intent in _FOR_TIME else None,
            score=round(score, 2),
            why=(*self._scales.reasons(facts, intent), *self._wording_says(signs, str(intent))),
            agree="agree.me_too" in signs,
            works=any(cue in signs for cue in ("done.works", "done.fixed", "done.fine")),
            fault_word=matter.strong or "context.fault" in signs,
        )
        return self._completed(heard.at, parse, signs, matter)

    def _completed(self, at: datetime, parse: Parse, signs: Signs, matter: Matter) -> Parse:
        if parse.intent is Intent.REQUEST:
            return self._request(at, parse, signs, matter)
        if parse.intent is Intent.CALL:
            own = parse.own
            task = read_task(own, signs, parse.place, parse.when)
            return parse.but(task=task, need=read_need(own), bring=read_bring(own))
        if parse.intent is Intent.JOIN:
            return parse.but(people=read_people(parse.own) or (Attendee(),))
        if parse.intent in (Intent.DONE, Intent.NOT_FIXED, Intent.URGE, Intent.WITHDRAW) and matter.category:
            return parse.but(category=matter.category)
        return parse

    def _request(self, at: datetime, parse: Parse, signs: Signs, matter: Matter) -> Parse:
        first = self._about(parse, parse.own, signs, matter)
        pieces = split_matters(parse.own, one_scene=first.urgency in _ONE_SCENE)
        if len(pieces) < 2:
            return first
        parts = [self._part(at, first, piece) for piece in pieces]
        told = _distinct([part for part in parts if part is not None])
        if len(told) < 2:
            return first
        lead = min(told, key=lambda part: _GRAVITY[part.urgency or Urgency.SMALL])
        return first.but(
            category=lead.category, urgency=lead.urgency, hazard=lead.hazard, subject=lead.subject,
            place=lead.place or first.place, parts=tuple(told),
        )  # fmt: skip

    def _part(self, at: datetime, whole: Parse, piece: str) -> Parse | None:
        signs = self._scanner.scan(view(piece))
        matter = self._matter(signs)
        if not matter.strong:
            return None
        place = read_place(piece, self._local)
        part = whole.but(own=piece, place=place, when=self._when(piece, at), parts=())
        return self._about(part, piece, signs, matter)

    def _matter(self, signs: Signs) -> Matter:
        return read_matter(signs, self._book, self._wording.hear(signs.text))

    def _when(self, own: str, at: datetime) -> When | None:
        return read_when(own, at, words=self._local.hours)

    def _about(self, parse: Parse, own: str, signs: Signs, matter: Matter) -> Parse:
        category = matter.likely
        return parse.but(
            category=category,
            urgency=matter.urgency,
            hazard=matter.hazard
            or (self._hazards.get(category, "other") if matter.urgency is Urgency.DANGER else None),
            subject=title(own, matter.span, parse.place),
            heights_or_wires=self._book.categories[category].heights_or_wires
            or _NOT_FOR_NEIGHBOURS.search(own) is not None,
            why=(*reasons(signs, matter), *_place_reason(parse.place), *self._unruled(signs, matter), *parse.why),
        )

    def _unruled(self, signs: Signs, matter: Matter) -> Iterable[str]:
        """What the wording alone decides: a category no rule finds, a danger no rule knows."""
        if matter.category is None:
            yield from self._wording_says(signs, matter.likely)
        if matter.urgency is Urgency.DANGER and not matter.hazard:
            yield from self._wording_says(signs, DANGER)

    def _wording_says(self, signs: Signs, column: str) -> list[str]:
        told = "、".join(self._wording.telling(signs.text, column))
        return [f"wording of {column}: {told}"] if told else []


_ONE_SCENE = frozenset({Urgency.DANGER, Urgency.DISPUTE})
_GRAVITY = {
    Urgency.DANGER: 0, Urgency.URGENT: 1, Urgency.DISPUTE: 2, Urgency.BIG: 3, Urgency.HARD: 4, Urgency.SMALL: 5,
}  # fmt: skip
_NOT_FOR_NEIGHBOURS = re.compile(
    "高空|外墙|楼顶|屋顶|房顶|天台|爬高|吊绳|路灯|"
    "电线|线路|高压|配电|电箱|电表|插座|跳闸|漏电|触电|短路|火花|燃气|煤气|天然气|电梯(?!口|间|厅|旁|门口|外|前|对面)"
)
"""Whatever has to do with heights, power, gas or a lift, the thing itself being of a harmless kind."""


def _hear(
    text: str, at: datetime, chat: str, role: str, mentions: Sequence[str], bot_name: str, quote: Quote | None
) -> _Heard:
    cleaned = clean(text)
    spoken = take_apart(cleaned, mentions=mentions, bot_name=bot_name)
    own = plain(spoken.own)
    quoted = quote or spoken.quote
    setting = Setting(
        chat=chat,
        role=role,
        to_bot=spoken.to_bot or own.startswith(bot_name),
        quoted=quoted is not None,
        mentions=bool(spoken.mentions),
        linked=spoken.linked,
    )
    speech = spoken.kind is Kind.SPEECH
    return _Heard(cleaned, own, at, setting, quoted, spoken.mentions, speech)


def _blank(heard: _Heard, own: str | None = None) -> Parse:
    parse = Parse.talk(heard.text, heard.own if own is None else own)
    if heard.quote is None and not heard.setting.to_bot and not heard.mentions:
        return parse
    return parse.but(quote=heard.quote, to_bot=heard.setting.to_bot, mentions=heard.mentions)


def _quotes_bot(heard: _Heard) -> bool:
    return heard.quote is not None and heard.quote.sender == "小楼"


def _from_command(blank: Parse, command: Command) -> Parse:
    return blank.but(
        intent=command.intent,
        command=command.command,
        no=command.no,
        args=command.args,
        score=1.0,
        why=(f"command: {command.command or command.intent}",),
        items=tuple(_from_command(blank, item) for item in command.items),
        works=command.intent is Intent.DONE,
    )


def _found(place: Place | None, when: When | None) -> Found:
    numbered = place is not None and bool(place.building or place.unit or place.floor or place.room)
    return Found(numbered, place is not None and bool(place.spot), when is not None)


def _distinct(parts: list[Parse]) -> list[Parse]:
    """Without those that say once more what one before them says."""
    kept: list[Parse] = []
    for part in parts:
        if not any(_is_the_same(part, one) for one in kept):
            kept.append(part)
    return kept


def _is_the_same(part: Parse, other: Parse) -> bool:
    pairs = zip(_stated(part), _stated(other), strict=True)
    return part.category == other.category and all(None in pair or pair[0] == pair[1] for pair in pairs)


def _stated(part: Parse) -> tuple[str | None, str | None, str | None]:
    place = part.place
    spot = whereabouts(part.own, place.spot if place else None)
    return (place.building if place else None, place.unit if place else None, spot)


def _place_reason(place: Place | None) -> tuple[str, ...]:
    return (f"place: {place.text}",) if place else ()
