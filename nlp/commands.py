"""Commands: a verb with a number, a verb with what it needs, or a word that says it all. Anything else is talk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from nlp import command_words as words
from nlp.model import Intent
from nlp.numbers import read_number

LONGEST: Final = 600
"""A command is short; what is longer is read no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a command says: `no` is the number it names, `args` what follows verb and number.

    `command` is None where the intent says it all (接 12 is `Intent.ACCEPT`). `items` are the parts of a batch,
    `nos` every number that was named, in order.
    """

    intent: Intent
    command: str | None = None
    no: int | None = None
    args: str = ""
    items: tuple[Command, ...] = ()
    nos: tuple[int, ...] = ()


def read_command(own: str, *, chat: str = "group") -> Command | None:
    """The command in somebody's own words, or None for talk.

    `chat` is "private" also for words that are addressed to the bot or quote it: there 是, 1 and 退 mean something.
    """
    text = _without_bot(own)
    if not text or len(text) > LONGEST or text[0] not in _beginnings(chat):
        return None
    alone = _read_alone(text.rstrip(_ENDING), chat)
    numbered = (_read_topic, _read_batch, _read_numbered) if _NUMERAL.search(text) else ()
    for read in (*numbered, _read_head, _read_unnumbered, _read_rest):
        alone = alone or read(text, chat)
    return alone


_NUMERAL: Final = re.compile(r"[\d一二三四五六七八九十]")
_ENDING: Final = "。.!！~～…,，、 \n"
_SOFTENERS: Final = "[了啦吧哈哦呀啊的喽咯呢]{0,2}"
_PARTICLES: Final = _SOFTENERS + r"[。.!！~～…,，\s]*"
_BOT: Final = re.compile(r"@?小楼[\u2005\s,，:：、]*")


def _without_bot(own: str) -> str:
    text = own.strip()
    return _BOT.sub("", text, count=1) if text[:2] == "小楼" or text[:3] == "@小楼" else text


def _command(meaning: str | Intent, no: int | None = None, args: str = "") -> Command:
    nos = () if no is None else (no,)
    if isinstance(meaning, Intent):
        return Command(intent=meaning, no=no, args=args, nos=nos)
    return Command(intent=Intent.COMMAND, command=meaning, no=no, args=args, nos=nos)


# ---- words that stand alone


def _read_alone(text: str, chat: str) -> Command | None:
    word = text.lower()
    by_chat = words.IN_PRIVATE if chat == "private" else words.IN_GROUP
    meaning = words.ALONE.get(word) or by_chat.get(word or "?")
    if meaning:
        return _command(meaning, args=text if word in words.ALONE_WITH_ARGS else "")
    return _read_answer(word) if chat == "private" else None


def _read_answer(word: str) -> Command | None:
    chosen = re.fullmatch(r"#?([1-9]\d?)[.、]?\s*(?:满意|一般)?|#?(?=3)(\d)[.、]?\s*没解决", word)
    if chosen:
        return _command("answer", args=chosen[1] or chosen[2])
    return _command("answer", args=word) if word in words.ANSWERS else None


# ---- a verb and a number


_NO: Final = r"(?:第|#|＃|no\.?)?\s*(?P<no>\d{1,6})(?:\s*号单子?|号(?=\s|$))?"
_SPOKEN_NO: Final = r"#?(?P<no>[一二三四五六七八九十]{1,3})(?:号单)?"


def _alternatives(choices: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, choices), key=len, reverse=True))


@cache
def _verbs() -> dict[str, words.Verb]:
    return {word: verb for verb in words.VERBS for word in verb.words}


@cache
def _verb_first() -> re.Pattern[str]:
    verbs = _alternatives(word for word, verb in _verbs().items() if not verb.asks)
    number = rf"(?:{_NO}{words.NOT_A_NUMBER}|{_SPOKEN_NO.replace('<no>', '<spoken>')}(?=\s|$|{verbs}))"
    return re.compile(rf"(?P<verb>{verbs})了?\s*[:：]?\s*{number}", re.IGNORECASE)


@cache
def _number_first() -> re.Pattern[str]:
    verbs = _alternatives(word for word, verb in _verbs().items() if verb.after)
    number = rf"(?:{_NO}号?|{_SPOKEN_NO.replace('<no>', '<spoken>')})"
    return re.compile(rf"{number}(?P<gap>\s*)(?:已经?|都|我)?(?P<verb>{verbs})", re.IGNORECASE)


def _read_numbered(text: str, chat: str) -> Command | None:
    match = _verb_first().match(text) or _number_first().match(text)
    return _settle(match, text[match.end() :], chat) if match else None


def _settle(match: re.Match[str], rest: str, chat: str, *, part: bool = False) -> Command | None:
    """The command of a verb and number, if what follows is what this verb may be followed by.

    一 to 九十九 are read with words behind them only as part of a batch: 二退二进 is no command.
    """
    verb = _verbs()[match["verb"].lower()]
    if verb.asks and not (chat == "private" or "#" in match[0]):
        return None
    rest = rest.strip("?？") if verb.asks else rest
    no = read_number(match["no"] or match["spoken"])
    args = _args(verb, rest, sure=chat == "private" or _is_plain(match, rest))
    if no is None or args is None:
        return None
    if match["spoken"] and not part and (args or verb.rest not in _NEEDS_NOTHING):
        return None
    command = _command(verb.command, no, args)
    return _with_others(command) if verb.rest == words.MERGED else command


def _is_plain(match: re.Match[str], rest: str) -> bool:
    """Whether it is one of ours among neighbours too: the number marked as #12, or a remark set apart (完 12，…)."""
    return "#" in match[0] or (match.start("verb") == match.start() and rest[:1] in "，,：:；;。")


_EDGES: Final = " \n\t,，:：;；。、"
_NEEDS_NOTHING: Final = (words.NOTHING, words.REMARK)
_REMARK: Final = re.compile(rf"{_SOFTENERS}(?:\s*[,，。:：;；!！]\s*|\s+(?!{words.COUNTED}))(?P<said>\S.*)", re.DOTALL)


def _args(verb: words.Verb, rest: str, *, sure: bool) -> str | None:
    """What follows a verb and its number; None where this verb may not be followed by that."""
    if verb.rest in _NEEDS_NOTHING and re.fullmatch(_PARTICLES, rest.strip(_BETWEEN)):
        return ""
    if verb.rest == words.NOTHING:
        return None
    if verb.rest == words.REMARK:
        remark = _REMARK.fullmatch(rest) if sure else None
        return remark["said"].strip(_EDGES) if remark else None
    args = rest.strip(_EDGES)
    return args if re.fullmatch(verb.rest, args, re.DOTALL) else None


@cache
def _unnumbered() -> tuple[tuple[re.Pattern[str], words.Verb], ...]:
    verbs = [verb for verb in words.VERBS if verb.gap is not None]
    return tuple(
        (re.compile(rf"(?:{_alternatives(verb.words)}){verb.gap}(?P<said>\S.*)", re.DOTALL), verb) for verb in verbs
    )


def _read_unnumbered(text: str, chat: str) -> Command | None:
    """升 修不了, 延到周五 等配件 to the bot alone: which item is meant is found by who says it."""
    if chat != "private":
        return None
    for pattern, verb in _unnumbered():
        match = pattern.fullmatch(text)
        args = match["said"].strip(_EDGES) if match else ""
        if args and re.fullmatch(verb.rest, args, re.DOTALL):
            return _command(verb.command, args=args)
    return None


def _with_others(command: Command) -> Command:
    others = re.findall(r"\d{1,6}", command.args)
    return replace(command, args=" ".join(others), nos=(*command.nos, *map(int, others)))


# ---- several in one message


_SEVERAL: Final = r"#?\d{1,6}(?:\s*[、,，和及\s]\s*#?\d{1,6})+"
_LONGEST_BATCH: Final = 300
_SAID: Final = re.compile(rf"\s*(?:我|都|全|已经?){{0,3}}(\S{{1,4}}?){_PARTICLES}")
_SEPARATED: Final = re.compile(r"[、,，和及\s#]+")
_AROUND_NUMBERS: Final = "#。.!！,，、;； "


def _read_batch(text: str, chat: str) -> Command | None:
    if len(text) > _LONGEST_BATCH:
        return None
    items = _one_verb_many_numbers(text) or _many_verbs(text, chat)
    if not items:
        return None
    nos = tuple(no for item in items for no in item.nos)
    return Command(intent=Intent.COMMAND, command="batch", items=items, nos=nos)


def _one_verb_many_numbers(text: str) -> tuple[Command, ...]:
    first = re.match(r"[^\d#\s]{1,5}", text)
    if first and first[0] in _verbs():
        return _same(first[0], text[first.end() :].strip())
    numbers = re.match(_SEVERAL, text)
    said = _SAID.fullmatch(text, numbers.end()) if numbers else None
    return _same(said[1], numbers[0]) if numbers and said and said[1] in _verbs() else ()


def _same(word: str, numbers: str) -> tuple[Command, ...]:
    verb = _verbs()[word]
    nos = _SEPARATED.split(numbers.strip(_AROUND_NUMBERS))
    if verb.rest == words.MERGED or len(nos) < 2 or not all(no.isdecimal() and len(no) <= 6 for no in nos):
        return ()
    return tuple(_command(verb.command, int(no)) for no in nos)


@cache
def _shared_verb() -> re.Pattern[str]:
    """1、2接 where a part begins: numbers that share the verb behind the last of them."""
    verbs = _alternatives(word for word, verb in _verbs().items() if verb.after and verb.rest != words.MERGED)
    return re.compile(rf"(?:^|(?<=[,，;；。\n]))\s*(?P<nos>{_SEVERAL})\s*都?(?P<verb>{verbs})")


def _spelled_out(match: re.Match[str]) -> str:
    return " ".join(f"{no}{match['verb']}" for no in _SEPARATED.split(match["nos"].lstrip("#")))


def _many_verbs(text: str, chat: str) -> tuple[Command, ...]:
    text = _shared_verb().sub(_spelled_out, text)
    if not (_verb_first().match(text) or _number_first().match(text)):
        return ()
    starts = list(_starts(text))
    if len(starts) < 2 or starts[0].start() != 0:
        return ()
    ends = [start.start() for start in starts[1:]] + [len(text)]
    found = [_settle_all(start, text[start.end() : end], chat) for start, end in zip(starts, ends, strict=True)]
    return tuple(item for items in found for item in items) if all(found) else ()


def _starts(text: str) -> Iterator[re.Match[str]]:
    """Where each part begins: a verb with its number, or a number with its verb, whichever stands first."""
    at = 0
    while match := _next_start(text, at):
        yield match
        at = match.end()


def _next_start(text: str, at: int) -> re.Match[str] | None:
    by_verb = _search_part(_verb_first(), text, at)
    by_number = _search_part(_number_first(), text, at)
    if not by_verb or not by_number:
        return by_verb or by_number
    # in `接 1 完 2` the 完 belongs to the 2, in `接 1 2完` to the 2 before it
    belongs_on = bool(by_number["gap"]) and by_verb.start() == by_number.start("verb")
    return by_verb if belongs_on or by_verb.start() < by_number.start() else by_number


_BETWEEN: Final = " \n,，、;；。"
_INSIDE: Final = re.compile(r"[\dA-Za-z.#-]")


def _search_part(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str] | None:
    """The first match that begins a part: not in the middle of a number, a door, a plate or a word that it ends."""
    for match in pattern.finditer(text, at):
        before = text[match.start() - 1] if match.start() > at else " "
        if not _INSIDE.match(before) and (match["no"] or before in _BETWEEN):
            return match
    return None


def _settle_all(match: re.Match[str], rest: str, chat: str) -> tuple[Command, ...]:
    more = _same(match["verb"], f"{match['no']} {rest.strip()}") if match["no"] else ()
    first = None if more else _settle(match, rest, chat, part=True)
    return (first,) if first else more


# ---- topics


@cache
def _topic() -> re.Pattern[str]:
    verbs = _alternatives(word for verb in words.CHOICES for word in verb.words)
    return re.compile(
        rf"(?:(?P<verb>{verbs})\s*[:：]?\s*)?[Tt]\s*(?P<no>\d{{1,4}})(?!\d)[\s:：,，]*(?P<rest>.*)", re.DOTALL
    )


def _read_topic(text: str, _chat: str) -> Command | None:
    match = _topic().match(text)
    if not match:
        return None
    no, args = int(match["no"]), match["rest"].strip(_ENDING)
    if not match["verb"]:
        return _command("vote", no, args) if re.fullmatch(words.VOTE, args) else None
    verb = next(v for v in words.CHOICES if match["verb"] in v.words)
    return _command(verb.command, no, args) if re.fullmatch(verb.rest, args, re.DOTALL) else None


# ---- commands that begin their message


@cache
def _heads() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """The patterns by their first character, so that talk meets none of them."""
    table: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for source, command in words.HEADS:
        pattern = re.compile(_with_lists(source) + rf"[{re.escape(_ENDING)}]*", re.DOTALL)
        for first in _first_characters(source):
            table.setdefault(first, []).append((pattern, command))
    return {first: tuple(rows) for first, rows in table.items()}


def _with_lists(source: str) -> str:
    for name, listed in (("SKILL", words.SKILLS), ("TOOL", words.TOOLS)):
        source = source.replace(name, f"(?:{_alternatives(listed.split())})")
    return source


def _first_characters(source: str) -> set[str]:
    if source.startswith("(?:"):
        return {choice[0] for choice in source[3 : source.index(")")].split("|")}
    return {source[0]}


def _read_head(text: str, _chat: str) -> Command | None:
    for pattern, command in _heads().get(text[0], ()):
        match = pattern.fullmatch(text)
        if match:
            return _command(command, args=(match.groupdict().get("args") or "").strip())
    return None


_FOR_SOMEBODY: Final = re.compile(
    r"[帮替给](?P<who>[^报,，。\s]{1,8})报(?:修|个修|一下修|事|一下)?[\s:：,，]*"
    r"(?P<what>(?![名上了过警销考价废案复告答纸社]|个名|[一两二三俩\d]?[个位]).{3,})",
    re.DOTALL,
)
_QUANTITY: Final = r"(?:\d{1,6}(?:\.\d)?|[一二两三四五六七八九十百半]{1,4})"
_RESULT: Final = re.compile(
    rf"(?:今天|这次|刚才)?(?:一共|总共|共)?(?P<came>实到|来了|到了|有)?\s*(?P<n>{_QUANTITY})\s*[多来]?"
    r"(?:[个位名]?(?:人|邻居|街坊)|[位名])(?P<there>到场|参加)?[\s,，、;；]*"
    rf"(?P<did>(?:清理?|清运|打?扫|拔|收|装|铲|捡|种|刷|运|搬|修|擦|挖|拆)?[了出走完]{{0,2}}\s*(?:约|大概)?{_QUANTITY}\s*[多余大小整]{{0,2}}"
    r"(?:平方米|平米|平方|平|㎡|m2|袋|车|筐|桶|小时|米|棵|户|件|公斤|斤|吨|处|张|箱|次)[^么吗?？]{0,20})?"
)


def reads_as_result(own: str) -> bool:
    """Whether somebody says how many came: 一共来了8个人. Among neighbours that means something of a call alone."""
    found = _RESULT.fullmatch(own.strip(_ENDING))
    return bool(found and (found["did"] or found["came"] or found["there"]))


def _read_rest(text: str, chat: str) -> Command | None:
    """What has no head of its own: reports for somebody, a result, a refusal with its reason."""
    somebody = _FOR_SOMEBODY.fullmatch(text)
    if somebody:
        return _command("report_for", args=f"{somebody['who']} {somebody['what'].strip()}")
    result = _RESULT.fullmatch(text)
    if result and (result["did"] or chat == "private"):
        return _command("result", args=text)
    if chat == "private" and re.fullmatch(words.ASKS_FOR_LIST, text.rstrip(_ENDING + "?？")):
        return _command("list", args=text)
    refused = re.fullmatch(r"退\s*(?:单)?[\s,，:：](?P<why>.+)", text, re.DOTALL) if chat == "private" else None
    return _command(Intent.DECLINE, args=refused["why"].strip()) if refused else None


_OTHER_BEGINNINGS: Final = "#＃第TtOoHhNn?？0123456789一二两三四五六七八九十帮替给共总实来到今这刚"
_MORE_IN_PRIVATE: Final = "看待还有哪手发查"


@cache
def _beginnings(chat: str) -> frozenset[str]:
    """The characters a command can begin with; nearly all talk stops here."""
    listed = [
        *(word for word, verb in _verbs().items() if not verb.asks),
        *words.ALONE,
        *words.IN_PRIVATE,
        *words.IN_GROUP,
        *words.ANSWERS,
    ]
    listed += [word for verb in words.CHOICES for word in verb.words]
    firsts = {word[0] for word in listed} | set(_heads()) | set(_OTHER_BEGINNINGS)
    firsts |= set(_MORE_IN_PRIVATE) if chat == "private" else set()
    return frozenset(firsts)
