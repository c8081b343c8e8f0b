"""Figures: what kind of image the bytes are, how large, and whether they may be published.

The size is read from the header and written into the page, so that the text does not jump when the
picture arrives. An SVG is a document that may hold scripts: opened by itself, it would run them.
"""

from __future__ import annotations

import math
import re
import struct
from dataclasses import dataclass

from lxml import etree

LARGEST = 50_000_000
"""Pixels that a figure may have. A browser needs four bytes for each, whatever the file's size."""
_NUMBER = re.compile(r"\s*([0-9]{1,7}(?:\.[0-9]{1,6})?)\s*(?:px)?\s*")
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "handler", "listener", "set", "animate"}
)
_ADDRESS = re.compile(r"#|data:image/(?:png|jpeg|gif|webp);")
_LOADING_STYLE = re.compile(r"@import|url\s*\(\s*['\"]?(?!#)|expression|\\", re.IGNORECASE)
# Start-of-frame markers of JPEG: C0 to CF without DHT, JPG and DAC (ITU T.81, table B.1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What was read of an image. `fault` says why it may not be published; `size` is in CSS pixels."""

    kind: str | None = None
    size: tuple[int, int] | None = None
    fault: str | None = None


def read_image(data: bytes) -> ImageFacts:
    """Read an image's kind and size from its first bytes; total for any bytes."""
    try:
        facts = _raster(data) or _svg(data)
    except (struct.error, IndexError):
        return ImageFacts(fault="is cut short")
    if facts.fault is None and facts.size is not None and math.prod(facts.size) > LARGEST:
        width, height = facts.size
        return ImageFacts(facts.kind, facts.size, f"has {width} × {height} pixels: too many to show")
    return facts


def _raster(data: bytes) -> ImageFacts | None:
    """Read PNG (section 11.2.2), GIF (89a, 18), WebP (RFC 9649, 2) and JPEG (T.81, B.2.2) headers."""
    size: tuple[int, int]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        kind, size = "png", struct.unpack_from(">II", data, 16)
    elif data.startswith((b"GIF87a", b"GIF89a")):
        kind, size = "gif", struct.unpack_from("<HH", data, 6)
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        kind, size = "webp", _webp(data)
    elif data.startswith(b"\xff\xd8"):
        kind, size = "jpeg", _jpeg(data)
    elif data[4:12] in (b"ftypavif", b"ftypavis"):
        return ImageFacts("avif")
    else:
        return None
    return ImageFacts(kind, size, None if min(size) else "has no width or no height")


def _webp(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            return _three(data, 24) + 1, _three(data, 27) + 1
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", data, 21)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            width, height = struct.unpack_from("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF


def _three(data: bytes, start: int) -> int:
    return data[start] | data[start + 1] << 8 | data[start + 2] << 16


def _jpeg(data: bytes) -> tuple[int, int]:
    place = 2
    while True:
        while data[place] == 0xFF and data[place + 1] == 0xFF:
            place += 1
        marker = data[place + 1]
        if data[place] != 0xFF or marker in (0xD9, 0xDA):
            return 0, 0
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        (length,) = struct.unpack_from(">H", data, place + 2)
        place += 2 + max(length, 2)


def _svg(data: bytes) -> ImageFacts:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"\0" in data or not _is_utf8(data):
        return ImageFacts(fault="is no PNG, JPEG, GIF, WebP, AVIF or SVG image")
    if b"<?xml-stylesheet" in data or re.search(rb"<!DOCTYPE[^>]*\[", data):
        return ImageFacts("svg", fault="has a style sheet elsewhere, or a document type of its own")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ImageFacts(fault="is no PNG, JPEG, GIF, WebP, AVIF or SVG image")
    if root.tag != f"{_SVG}svg":
        return ImageFacts(fault="is no SVG image")
    return ImageFacts("svg", _svg_size(root), _svg_fault(root))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _svg_fault(root: etree._Element) -> str | None:
    return next(filter(None, map(_node_fault, root.iter(etree.Element))), None)


def _node_fault(node: etree._Element) -> str | None:
    """Say what one element of an SVG does besides being looked at."""
    name = etree.QName(node).localname.lower()
    if name in _ACTIVE:
        return f"holds <{name}>"
    if name == "style" and _LOADING_STYLE.search("".join(map(str, node.itertext()))):
        return "holds a style that loads something"
    return next(filter(None, (_attribute_fault(str(key), str(value)) for key, value in node.items())), None)


def _attribute_fault(key: str, value: str) -> str | None:
    name = etree.QName(key).localname.lower()
    if name.startswith("on"):
        return f"holds the event handler {name}"
    if name in ("href", "src") and not _ADDRESS.match(value.strip()):
        return "leads or loads from elsewhere"
    if "url" in value.lower() and _LOADING_STYLE.search(value):
        return "holds a style that loads something"
    return None


def _svg_size(root: etree._Element) -> tuple[int, int] | None:
    """Give width and height in pixels, or those of the view box; an image in other units has none."""
    texts = [root.get("width") or "", root.get("height") or ""]
    box = (root.get("viewBox") or "").replace(",", " ").split()
    for pair in (texts, box[2:] if len(box) == 4 else []):
        found = [match for text in pair if (match := _NUMBER.fullmatch(text))]
        if len(found) == 2:
            width, height = (round(float(match[1])) for match in found)
            return (width, height) if width and height else None
    return None
