"""HTML that cannot be broken by what stands in it: whatever is not markup already is escaped."""

from __future__ import annotations

from html import escape

EMPTY = frozenset({"input", "link", "meta", "path"})
"""Elements that hold nothing."""


class Html(str):
    """Markup that stands as it is; made by `tag` alone."""

    __slots__ = ()


def tag(element: str, /, *inside: str, **attributes: str | int) -> Html:
    """An element. `class_` and `for_` stand for the words that Python keeps to itself, `aria_label` for aria-label."""
    written = "".join(f' {_name(key)}="{escape(str(value))}"' for key, value in attributes.items())
    if element in EMPTY:
        return Html(f"<{element}{written}>")
    return Html(f"<{element}{written}>{joined(*inside)}</{element}>")


def joined(*inside: str) -> Html:
    """Several pieces one after the other."""
    return Html("".join(piece if isinstance(piece, Html) else escape(piece) for piece in inside))


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
