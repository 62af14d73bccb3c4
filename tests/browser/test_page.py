"""The page under a neighbour's hands: strange words, broken lines, keys, photos."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.house import House, Street

LAID_OUT = """() => new Promise(done =>
    requestAnimationFrame(() => requestAnimationFrame(() => done(document.documentElement.scrollWidth))))"""
"""How wide the page is once it has been drawn."""
STRANGE = [
    "<script>window.harmed=1</script>",
    "<img src=x onerror=window.harmed=1>",
    "<svg/onload=window.harmed=1>",
    "<iframe srcdoc='<script>parent.harmed=1</script>'></iframe>",
    "<a href='javascript:window.harmed=1'>点我</a>",
    '"><script>window.harmed=1</script>',
    "'-window.harmed=1-'",
    "{{constructor.constructor('window.harmed=1')()}}",
    "${window.harmed=1}",
    "<math><mtext></mtext><style><img src=x onerror=window.harmed=1></style></math>",
    "<details open ontoggle=window.harmed=1>",
    "<b>粗</b>&lt;script&gt;",
    "@<img src=x onerror=window.harmed=1>\u2005",
    "javascript:window.harmed=1",
    '<!--<img src="--><img src=x onerror=window.harmed=1>">',
    "\u202e<script>window.harmed=1</script>",
]


def test_neighbours_words_never_run_as_anything(desktop: Street) -> None:
    street, page = desktop, desktop.page
    street.play("周敏")
    street.enter("翠湖议事群")
    for words in STRANGE:
        street.page.locator(".pane textarea").fill(words)
        street.page.locator(".pane textarea").press("Enter")
    expect(street.messages.locator(".said.mine")).to_have_count(len(STRANGE))
    expect(page.locator(".state")).to_have_count(0)
    page.reload()
    expect(street.messages.locator(".said.mine")).to_have_count(len(STRANGE))
    shown = street.messages.locator(".said.mine .bubble").all_inner_texts()
    assert shown[:4] == STRANGE[:4]
    assert page.evaluate("window.harmed") is None
    assert page.locator(".bubble :is(script, img, svg, iframe, a, b, details)").count() == 0


def test_a_reload_shows_each_message_once_and_keeps_the_place(desktop: Street) -> None:
    desktop.play("张姐")
    desktop.enter("3栋邻居群")
    desktop.say("大家早上好")
    desktop.page.reload()
    expect(desktop.page.locator("button.who")).to_contain_text("张姐")
    expect(desktop.said("大家早上好")).to_have_count(1)


def test_what_is_written_while_the_service_is_dead_arrives_once_when_it_lives_again(
    desktop: Street, house: House
) -> None:
    desktop.enter("3栋邻居群")
    desktop.say("断线之前")
    house.kill()
    expect(desktop.page.locator("#line")).to_contain_text("网络断了")
    field = desktop.page.locator(".pane textarea")
    field.fill("断线之后")
    field.press("Enter")
    expect(desktop.page.locator(".state")).to_have_text("发送中…")
    house.start()
    expect(desktop.page.locator(".state")).to_have_count(0, timeout=20_000)
    expect(desktop.page.locator("#line")).to_be_hidden()
    desktop.page.reload()
    expect(desktop.said("断线之前")).to_have_count(1)
    expect(desktop.said("断线之后")).to_have_count(1)


def test_enter_sends_shift_enter_breaks_the_line_and_an_input_method_is_left_alone(desktop: Street) -> None:
    field = desktop.page.locator(".pane textarea")
    desktop.enter("3栋邻居群")
    field.fill("deng")
    field.evaluate("box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true}))")
    field.evaluate("box => box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229}))")
    expect(field).to_have_value("deng")
    field.fill("第一行")
    field.press("Shift+Enter")
    field.press_sequentially("第二行")
    field.press("Enter")
    assert desktop.said("第一行").inner_text() == "第一行\n第二行"


def test_names_are_completed_behind_an_at_sign_with_keys_alone(desktop: Street) -> None:
    field = desktop.page.locator(".pane textarea")
    desktop.enter("3栋邻居群")
    field.press_sequentially("@李")
    options = desktop.page.get_by_role("option")
    expect(options).to_have_text(["李李婶", "李李大哥"])
    field.press("ArrowDown")
    field.press("Enter")
    field.press_sequentially("在吗")
    field.press("Enter")
    assert desktop.said("在吗").inner_text() == "@李大哥\u2005在吗"


def test_a_message_is_quoted_and_taken_back_with_keys_alone(desktop: Street) -> None:
    page = desktop.page
    desktop.play("孙师傅")
    desktop.enter("2栋邻居群")
    desktop.say("我说两句")
    more = page.get_by_role("button", name="我这条消息的更多操作")
    more.focus()
    more.press("Enter")
    page.keyboard.press("Enter")
    desktop.say("就是这个")
    expect(page.locator(".quoted")).to_have_text("孙师傅：我说两句")
    more.first.focus()
    more.first.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(desktop.messages.get_by_text("您撤回了一条消息")).to_be_visible()
    expect(page.locator(".quoted")).to_have_text("引用的内容已撤回")


def test_a_photo_is_shown_and_opened_and_anything_else_is_refused_with_a_sentence(
    desktop: Street, tmp_path: Path
) -> None:
    page = desktop.page
    desktop.enter("3栋邻居群")
    good, bad = tmp_path / "lamp.png", tmp_path / "page.png"
    good.write_bytes(_png())
    bad.write_bytes(b"<html><script>alert(1)</script>")
    page.locator("input[type=file]").set_input_files(good)
    picture = page.get_by_role("img", name="小李发的照片")
    expect(picture).to_be_visible()
    expect(page.locator(".state")).to_have_count(0)
    expect(page.locator(".photo img")).to_have_js_property("naturalWidth", 40)
    picture.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.locator(".state.failed")).to_contain_text("不是照片")
    page.get_by_role("button", name="不发了").click()
    expect(page.locator(".state")).to_have_count(0)


def test_nothing_stands_beyond_the_edge_at_any_width(desktop: Street) -> None:
    desktop.enter("3栋邻居群")
    for width in (320, 375, 560, 768, 900, 1024, 1920):
        desktop.page.set_viewport_size({"width": width, "height": 740})
        assert desktop.page.evaluate(LAID_OUT) <= width, width


def _png() -> bytes:
    rows = b"".join(b"\x00" + b"\xe0\xc0\x60" * 40 for _ in range(30))
    head = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
