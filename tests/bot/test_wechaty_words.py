"""What needs no gateway: its address, its refusals, mentions and WeChat's markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wechaty import Gateway, appmsg, mentions, read_gateway
from bot.wechaty.address import CA_CERT, ENDPOINT, TOKEN
from bot.wechaty.errors import GatewayUnset
from bot.wechaty.qr import Unfit, modules

SET = {TOKEN: "puppet_secret-1", ENDPOINT: "127.0.0.1:8788"}


# --- the address -----------------------------------------------------------------------------------------------------


def test_the_two_settings_are_enough_on_loopback() -> None:
    gateway = read_gateway(SET)
    assert (gateway.host, gateway.port, gateway.encrypted) == ("127.0.0.1", 8788, False)
    assert "secret" not in repr(gateway)


@pytest.mark.parametrize("host", ["gateway.example", "10.0.0.7", "[2001:db8::7]"])
def test_everywhere_else_the_link_is_encrypted(host: str) -> None:
    context = read_gateway({**SET, ENDPOINT: f"{host}:8788"}).ssl_context()
    assert context is not None
    assert context.check_hostname


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, TOKEN),
        ({TOKEN: "x"}, ENDPOINT),
        ({ENDPOINT: "127.0.0.1:1"}, TOKEN),
        ({"TOKEN": "x", ENDPOINT: "127.0.0.1:1"}, TOKEN),
        ({**SET, ENDPOINT: "127.0.0.1"}, "host:port"),
        ({**SET, ENDPOINT: "127.0.0.1:99999"}, "host:port"),
        ({**SET, TOKEN: "two words"}, "copy it again"),
        ({**SET, CA_CERT: "/nowhere/ca.pem"}, CA_CERT),
        ({**SET, CA_CERT: "-----BEGIN CERTIFICATE-----\nnonsense"}, CA_CERT),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_one_sentence(settings: dict[str, str], words: str) -> None:
    with pytest.raises(GatewayUnset) as unset:
        read_gateway(settings)
    assert words in str(unset.value)
    assert "\n" not in str(unset.value)
    assert SET[TOKEN] not in str(unset.value)


def test_a_token_is_no_part_of_what_is_shown() -> None:
    assert "hidden" not in str(Gateway(host="h", port=1, token="hidden"))


# --- mentions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown", "spoken", "written"),
    [
        ("@小李 记下了 #1", ["3-502 小李"], ["小李"], "@3-502 小李\u2005记下了 #1"),
        ("@小李 一\n@小李 二", ["3-502 小李"], ["Li"], "@3-502 小李\u2005一\n@3-502 小李\u2005二"),
        ("@老王 @王师傅 看看", ["王师傅", "老王(物业"], ["x", "老王"], "@老王(物业\u2005@王师傅\u2005看看"),
        ("@甲 @乙 看看", ["乙", "甲"], ["", ""], "@甲\u2005@乙\u2005看看"),
        ("@李 看看", [r"\1(.*"], [""], "@\\1(.*\u2005看看"),
        ("请看看", ["小李"], ["小李"], "@小李\u2005请看看"),
        ("@小李 看看", [""], [""], "@小李 看看"),
    ],
)
def test_mentions_are_written_with_the_names_of_the_room(
    text: str, shown: list[str], spoken: list[str], written: str
) -> None:
    assert mentions.write(text, shown, spoken) == written


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=3))
def test_writing_mentions_never_fails(text: str, names: list[str]) -> None:
    mentions.write(text, names, names)


@given(st.text(max_size=60), st.text(max_size=12), st.text(max_size=12))
def test_reading_mentions_never_fails(text: str, name: str, new: str) -> None:
    assert mentions.is_named(text, name) or mentions.rename(text, name, new) == text


def test_only_a_whole_name_is_the_bot() -> None:
    assert not mentions.is_named("@小楼梯坏了", "小楼")
    assert mentions.is_named("@小楼", "小楼")
    assert mentions.is_named("好了@小楼(机\u2005", "小楼(机")


# --- markup ----------------------------------------------------------------------------------------------------------


def test_a_quoted_card_is_quoted_by_its_title() -> None:
    quoted = "<msg><appmsg><title>周六扫雪</title><type>53</type></appmsg></msg>"
    escaped = quoted.replace("<", "&lt;").replace(">", "&gt;")
    card = f"<msg><appmsg><title>我来</title><type>57</type><refermsg><content>{escaped}</content></refermsg></appmsg></msg>"
    spoken = appmsg.spoken_in(card)
    assert spoken is not None
    assert spoken.quote is not None
    assert (spoken.text, spoken.quote.text) == ("我来", "周六扫雪")


@pytest.mark.parametrize(
    "text",
    [
        "#接龙\n\n1. 小李",
        "<appmsg><title>广告</title><type>5</type></appmsg>",
        "看这个 <msg><appmsg><title>完 1</title><type>57</type></appmsg></msg>",
        "「小李：<msg><appmsg><title>完 1</title><type>57</type></appmsg></msg>」\n- - - - -\n谢谢",
        "<",
        "",
    ],
)
def test_all_else_is_left_as_it_is(text: str) -> None:
    assert appmsg.spoken_in(text) is None


@given(st.text(max_size=200))
def test_markup_never_fails(text: str) -> None:
    appmsg.spoken_in(text)
    appmsg.recalled_in(f'<sysmsg type="revokemsg">{text}')


def test_a_recall_in_markup_names_its_message() -> None:
    markup = '<sysmsg type="revokemsg"><revokemsg><msgid>1</msgid><newmsgid>4711</newmsgid></revokemsg></sysmsg>'
    assert appmsg.recalled_in(markup) == "4711"


# --- the code to scan ------------------------------------------------------------------------------------------------


def test_the_code_is_a_square_with_its_three_corners() -> None:
    square = modules("http://weixin.qq.com/x/AbCdEfGhIjKlMnOpQrSt")
    size = len(square)
    assert all(len(row) == size for row in square)
    for top, left in ((0, 0), (0, size - 7), (size - 7, 0)):
        corner = [row[left : left + 7] for row in square[top : top + 7]]
        assert [all(row) for row in corner] == [True, False, False, False, False, False, True]


def test_what_is_too_long_for_a_terminal_is_refused() -> None:
    with pytest.raises(Unfit):
        modules("x" * 500)
