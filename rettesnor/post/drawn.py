"""A reader of our own for what a page draws, letter by letter in the order of the file.

It stands beside pypdf's, which guesses words from positions and overlooks replacement texts; a value must hide from
both to pass. It needs nothing but each font's ToUnicode table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream, StreamObject

_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)endbf", re.DOTALL)
_CODE = re.compile(r"<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")


@dataclass
class _Hand:
    """What is set while a page is drawn: the font, and the marked parts that are open."""

    fonts: Mapping[str, Mapping[int, str]]
    font: Mapping[int, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)

    @property
    def replaced(self) -> bool:
        return "replaced" in self.open

    @property
    def beside(self) -> bool:
        return "artifact" in self.open


def drawn(page: PageObject, reader: PdfReader, *, beside: bool = True) -> str:
    """The words of a page, a new line for each run; ``beside=False`` leaves out page heads and feet."""
    if "/Contents" not in page:
        return ""
    fonts = page.get("/Resources", {}).get("/Font", {})
    hand = _Hand({name: _letters(font.get_object()) for name, font in fonts.items()})
    content = ContentStream(page["/Contents"], reader, "bytes")
    return "".join(_draw(hand, content.operations, beside))


def _draw(hand: _Hand, operations: list[Any], beside: bool) -> Iterator[str]:
    for operands, operator in operations:
        if operator in (b"BDC", b"BMC"):
            replacement = _open(hand, operands)
            if beside or not hand.beside:
                yield replacement
        elif operator == b"EMC" and hand.open:
            hand.open.pop()
        elif operator == b"Tf":
            hand.font = hand.fonts.get(operands[0], {})
        elif beside or not hand.beside:
            yield _shown(hand, operands, operator)


def _open(hand: _Hand, operands: list[Any]) -> str:
    details = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
    words = details.get("/ActualText")
    hand.open.append("replaced" if words is not None else "artifact" if operands[0] == "/Artifact" else "")
    return "" if words is None else _text(words)


def _text(words: Any) -> str:
    raw = words if isinstance(words, bytes) else getattr(words, "original_bytes", b"")
    if not raw:
        return str(words)
    return raw.decode("utf-16", "replace") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")


def _shown(hand: _Hand, operands: list[Any], operator: bytes) -> str:
    if operator in (b"BT", b"T*", b"Td", b"TD"):
        return "\n"
    if hand.replaced or operator not in (b"Tj", b"TJ", b"'", b'"'):
        return ""
    pieces = operands[0] if operator == b"TJ" else operands[-1:]
    return "".join(_decoded(hand.font, piece) for piece in pieces if isinstance(piece, str | bytes))


def _decoded(font: Mapping[int, str], piece: str | bytes) -> str:
    raw = piece if isinstance(piece, bytes) else getattr(piece, "original_bytes", piece.encode("latin-1", "replace"))
    if not font:
        return raw.decode("latin-1")
    return "".join(font.get(int.from_bytes(raw[at : at + 2]), "\ufffd") for at in range(0, len(raw), 2))


def _letters(font: Any) -> dict[int, str]:
    """Glyph number -> letters, for the two-byte fonts that typst writes; empty for others."""
    table = font.get("/ToUnicode")
    table = table.get_object() if table is not None else None
    if font.get("/Subtype") != "/Type0" or not isinstance(table, StreamObject):
        return {}
    letters: dict[int, str] = {}
    for section in _SECTION.finditer(table.get_data().decode("latin-1")):
        letters.update(_ranges(section[2]) if section[1] == "bfrange" else _single(section[2]))
    return letters


def _single(body: str) -> dict[int, str]:
    codes = _CODE.findall(body)
    return {int(glyph, 16): _from_hex(text) for glyph, text in zip(codes[::2], codes[1::2], strict=False)}


def _ranges(body: str) -> dict[int, str]:
    letters: dict[int, str] = {}
    for low, high, target in _RANGE.findall(body):
        first, last, texts = int(low, 16), int(high, 16), _CODE.findall(target)
        for step in range(last - first + 1):
            listed = target.startswith("[")
            if listed and step >= len(texts):
                break
            letters[first + step] = _from_hex(texts[step]) if listed else _after(_from_hex(texts[0]), step)
    return letters


def _after(text: str, step: int) -> str:
    return text[:-1] + chr(ord(text[-1]) + step) if text else ""


def _from_hex(digits: str) -> str:
    return bytes.fromhex(digits.zfill(len(digits) + len(digits) % 2)).decode("utf-16-be", "replace")
