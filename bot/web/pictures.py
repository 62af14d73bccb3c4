"""Photos: told by their content, freed of what a camera writes into them, kept in a folder under random names.

A photo of a neighbour carries where it was taken. Nobody means to tell that to a group, so it is taken out.
"""

from __future__ import annotations

import secrets
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.web.texts import Refused

LARGEST = 5 * 1024 * 1024
"""Bytes of a photo."""
MOST_PIXELS = 100_000_000
"""A small file can unfold into a picture that freezes a neighbour's phone."""

CONTENT_TYPES = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG_KEPT = frozenset({0xE0, 0xE2, 0xEE})
"""Of the application segments: the density, the colour profile and Adobe's colour transform."""
_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_PNG_DROPPED = frozenset({b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"})
_WEBP_DROPPED = frozenset({b"EXIF", b"XMP "})
_EXIF = b"Exif\x00\x00"


class Album:
    """A folder of photos."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, content: bytes) -> str:
        """Keep a photo; returns its name. Raises `Refused` when it is none or too large."""
        suffix, plain = without_traces(content)
        name = secrets.token_hex(16) + suffix
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / name).write_bytes(plain)
        return name

    def path(self, name: str) -> Path:
        """Where the photo of that name lies."""
        return self._folder / Path(name).name

    def remove(self, name: str) -> None:
        """Throw a photo away; one that is gone already is fine."""
        self.path(name).unlink(missing_ok=True)


def without_traces(content: bytes) -> tuple[str, bytes]:
    """File suffix and content without place, device and comments. Raises `Refused` for anything but a photo."""
    if len(content) > LARGEST:
        raise Refused("photo_size")
    suffix, clean = _cleaner(content)
    try:
        return suffix, clean(content)
    except (IndexError, struct.error, ValueError) as wrong:
        raise Refused("photo_broken") from wrong


def _cleaner(content: bytes) -> tuple[str, Callable[[bytes], bytes]]:
    if content.startswith(b"\xff\xd8\xff"):
        return ".jpg", _clean_jpeg
    if content.startswith(_PNG):
        return ".png", _clean_png
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp", _clean_webp
    raise Refused("photo_kind")


def _check_size(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise ValueError(f"a picture of {width} × {height}")


def _clean_jpeg(content: bytes) -> bytes:
    kept, at, sized = [content[:2]], 2, False
    while content[at + 1] != 0xDA:
        marker, length = struct.unpack_from(">xBH", content, at)
        body = content[at + 4 : at + 2 + length]
        if content[at] != 0xFF or length < 2:
            raise ValueError("no segment here")
        if marker in _JPEG_FRAMES:
            _check_size(*struct.unpack_from(">xHH", body))
            sized = True
        kept.append(_jpeg_segment(marker, body))
        at += 2 + length
    if not sized:
        raise ValueError("no frame before the scan")
    return b"".join(kept) + content[at:]


def _jpeg_segment(marker: int, body: bytes) -> bytes:
    if marker == 0xE1 and body.startswith(_EXIF):
        body = _EXIF + _only_turned(_orientation(body[6:]))
    elif (0xE0 <= marker <= 0xEF and marker not in _JPEG_KEPT) or marker == 0xFE:
        return b""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _orientation(tiff: bytes) -> int:
    """Which way up the camera was held (1–8): the one note of the camera's that is needed to show it."""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == 0x0112 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass  # notes that end in the middle: shown as it is
    return 1


def _only_turned(orientation: int) -> bytes:
    return b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _clean_png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    _check_size(*struct.unpack_from(">II", content, at + 8))
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError("ends in the middle")
        if name not in _PNG_DROPPED:
            kept.append(chunk)
        if name == b"IEND":
            return b"".join(kept)
        at += 12 + length


def _clean_webp(content: bytes) -> bytes:
    chunks = [(name, body) for name, body in _webp_chunks(content) if name not in _WEBP_DROPPED]
    if not any(name in (b"VP8 ", b"VP8L", b"ANMF") for name, _ in chunks):
        raise ValueError("no picture in it")
    body = b"".join(name + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2) for name, part in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at < min(len(content), struct.unpack_from("<I", content, 4)[0] + 8):
        name, length = struct.unpack_from("<4sI", content, at)
        part = content[at + 8 : at + 8 + length]
        if len(part) < length:
            raise ValueError("ends in the middle")
        if name == b"VP8X":
            _check_size(1 + int.from_bytes(part[4:7], "little"), 1 + int.from_bytes(part[7:10], "little"))
            part = bytes([part[0] & ~0x0C]) + part[1:]
        yield name, part
        at += 8 + length + length % 2
