"""The login code as text, to be scanned from a terminal: QR versions 1–5 at level L, one block of bytes, mask 0."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

DATA = {1: 19, 2: 34, 3: 55, 4: 80, 5: 108}
"""Version → data bytes (ISO 18004, table 7)."""
CHECK = {1: 7, 2: 10, 3: 15, 4: 20, 5: 26}
"""Version → bytes of error correction."""
FORMAT = "111011111000100"
"""Level L with mask 0."""
QUIET = 2
Square = list[list[bool]]
Places = dict[tuple[int, int], bool]


class Unfit(ValueError):
    """Longer than the largest code made here."""


def show(link: str) -> None:
    """Ask on the terminal for the code to be scanned; a link too long to be drawn is named alone."""
    try:
        picture = draw(link)
    except Unfit:
        picture = ""
    sys.stderr.write(f"\n请用机器人的微信扫码登录 (scan with the bot's WeChat):\n{picture}\n{link}\n\n")


def draw(text: str) -> str:
    """The code in half blocks, light on dark as terminals are; two lines of modules in each line of text."""
    square = _framed(modules(text))
    pairs = zip(square[::2], [*square[1::2], [False] * len(square)], strict=False)
    return "\n".join("".join(_BLOCKS[up, down] for up, down in zip(*pair, strict=True)) for pair in pairs)


_BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}


def modules(text: str) -> Square:
    """The code's rows, True is dark. Raises `Unfit` above 106 bytes."""
    given = text.encode()
    version = next((one for one, room in DATA.items() if len(given) + 2 <= room), None)
    if version is None:
        raise Unfit(f"{len(given)} bytes are too many")
    fixed = _fixed(version)
    size = 17 + 4 * version
    bits = _bits(_with_check(_padded(given, DATA[version]), CHECK[version]))
    for row, column in _path(size, fixed):
        fixed[row, column] = next(bits, False) ^ ((row + column) % 2 == 0)
    return [[fixed[row, column] for column in range(size)] for row in range(size)]


# --- what stands in every code ---------------------------------------------------------------------------------------


def _fixed(version: int) -> Places:
    size = 17 + 4 * version
    places: Places = {}
    for place in range(8, size - 8):
        places[6, place] = places[place, 6] = place % 2 == 0
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        _rings(places, row, column, 4, size)
    if version > 1:
        _rings(places, size - 7, size - 7, 2, size)
    _format(places, size)
    return places


def _rings(places: Places, row: int, column: int, reach: int, size: int) -> None:
    """A finder (reach 4, with its light border) or an alignment mark (reach 2) around its middle."""
    light = (2, 4) if reach == 4 else (1,)
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            if 0 <= row + down < size and 0 <= column + right < size:
                places[row + down, column + right] = max(abs(down), abs(right)) not in light


def _format(places: Places, size: int) -> None:
    """The fifteen bits twice, and the dark module."""
    around = [*((8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)), *((row, 8) for row in (7, 5, 4, 3, 2, 1, 0))]
    apart = [*((size - 1 - step, 8) for step in range(7)), *((8, size - 8 + step) for step in range(8))]
    for spots in (around, apart):
        for spot, bit in zip(spots, FORMAT, strict=True):
            places[spot] = bit == "1"
    places[size - 8, 8] = True


def _path(size: int, fixed: Places) -> list[tuple[int, int]]:
    """The free places in reading order: pairs of columns from the right, up and down in turn."""
    lefts = [column for column in range(size - 2, -1, -2) if column > 6] + [4, 2, 0]
    path = []
    for turn, left in enumerate(lefts):
        rows = range(size) if turn % 2 else range(size - 1, -1, -1)
        path += [(row, column) for row in rows for column in (left + 1, left) if (row, column) not in fixed]
    return path


# --- the words -------------------------------------------------------------------------------------------------------


def _padded(given: bytes, room: int) -> bytes:
    """Byte mode, length, the bytes, an end, and filling."""
    number = (4 << 8 | len(given)) << 8 * len(given) | int.from_bytes(given)
    start = (number << 4).to_bytes(len(given) + 2)
    return (start + b"\xec\x11" * room)[:room]


def _with_check(words: bytes, count: int) -> bytes:
    """The words and their Reed–Solomon remainder."""
    left = list(words) + [0] * count
    divisor = _generator(count)
    for place in range(len(words)):
        factor = left[place]
        for step, term in enumerate(divisor):
            left[place + step] ^= _times(term, factor)
    return words + bytes(left[len(words) :])


def _generator(count: int) -> Sequence[int]:
    terms, root = [1], 1
    for _ in range(count):
        terms = [one ^ _times(other, root) for one, other in zip([*terms, 0], [0, *terms], strict=True)]
        root = _times(root, 2)
    return terms


def _times(one: int, other: int) -> int:
    """Product in GF(256) over x⁸+x⁴+x³+x²+1."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return product


def _bits(words: bytes) -> Iterator[bool]:
    return (bool(word >> place & 1) for word in words for place in range(7, -1, -1))


def _framed(square: Square) -> Square:
    size = len(square) + 2 * QUIET
    edge = [[False] * size] * QUIET
    return [*edge, *([False] * QUIET + row + [False] * QUIET for row in square), *edge]
