"""Read everything that a finished PDF says, to the eye and out of its sight."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ByteStringObject, IndirectObject, NameObject, StreamObject

from rettesnor.post.drawn import drawn
from rettesnor.post.surface import FILENAME, INSIDE, METADATA, PAGE, WHOLE, Surface, Unreadable

_SEAM = "\nxqxqx\n"
"""Set between texts that do not belong together, so that no value is found across them."""
_SYNTAX = re.compile(rb"/[^\s/<>\[\]()]*|\b(?:obj|endobj|stream|endstream|xref|startxref|trailer)\b")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
_TAG = re.compile(r"<[^>]*>")
_XMP = "xmpmeta|RDF|Description|Alt|Bag|li|title|language|format|part|NPages|InstanceID|DocumentID|RenditionClass"
_XMP_TAG = re.compile(rf"</?(?:x|rdf|dc|xmp|xmpMM|xmpTPg|pdf|pdfuaid):(?:{_XMP}|CreatorTool|PDFVersion)(?=[\s>])")
"""The metadata format's own words, which say nothing about anybody; any other name could be somebody's."""


def surfaces(document: bytes, filename: str) -> list[Surface]:
    """Every text of the document and its file name. Raises ``Unreadable`` if some part cannot be read."""
    try:
        reader = PdfReader(BytesIO(document), strict=True)
        if reader.is_encrypted:
            raise Unreadable("encrypted")
        pages = [(page.extract_text(), drawn(page, reader)) for page in reader.pages]
        body = [drawn(page, reader, beside=False) for page in reader.pages]
        objects = list(_objects(reader))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise Unreadable(repr(error)) from error
    _refuse_what_has_no_text(objects)
    found = [Surface(FILENAME, filename)]
    found += [Surface(PAGE, _SEAM.join(texts), number) for number, texts in enumerate(pages, 1)]
    found += [Surface(WHOLE, _SEAM.join("\n".join(texts) for texts in (*zip(*pages, strict=True), body)))]
    found += [Surface(METADATA, _SEAM.join(filter(None, _strings(objects))))]
    return found + [Surface(INSIDE, text, raw=True) for text in _raw(document, objects)]


def _objects(reader: PdfReader) -> Iterator[Any]:
    """The trailer and every object of the file, reachable or not."""
    yield reader.trailer
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    for number in sorted(numbers - {0}):
        yield reader.get_object(IndirectObject(number, 0, reader))


def _refuse_what_has_no_text(objects: Iterable[Any]) -> None:
    for thing in objects:
        what = {thing.get("/Type"), thing.get("/Subtype")} if isinstance(thing, StreamObject) else set()
        if what & {"/Image", "/EmbeddedFile"}:
            raise Unreadable("a picture or an attachment")


def _strings(objects: Iterable[Any]) -> Iterator[str]:
    """Titles, outlines, notes, alternative texts, destinations: each string of each object, and XML without tags."""
    for thing in objects:
        yield from _walk(thing)
        if isinstance(thing, StreamObject) and thing.get("/Subtype") == "/XML":
            words = thing.get_data().decode("utf-8", "replace")
            yield html.unescape(_TAG.sub(" ", words))
            yield html.unescape(_XMP_TAG.sub("<", words))


def _walk(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        for key, inner in thing.items():
            yield from _walk(key)
            yield from _walk(inner)
    elif isinstance(thing, list):
        for inner in thing:
            yield from _walk(inner)
    elif isinstance(thing, NameObject):
        # Short names are the format's own words (/Page, /Kids); a long one could be somebody's.
        yield thing[1:] if len(thing) > 12 else ""
    elif isinstance(thing, str):
        yield thing
    elif isinstance(thing, ByteStringObject):
        yield from _decoded(bytes(thing))


def _raw(document: bytes, objects: Iterable[Any]) -> Iterator[str]:
    """The bytes of the file and of each unpacked stream, also of streams that no table mentions."""
    yield from _decoded(_SYNTAX.sub(b" ", document))
    yield from (text for match in _HEX.finditer(document) for text in _decoded(_unhex(match[1])))
    streams = {thing.get_data() for thing in objects if isinstance(thing, StreamObject)}
    streams |= {_inflated(match[1]) for match in _STREAM.finditer(document)}
    yield from (text for stream in streams for text in _decoded(stream))


def _unhex(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode())


def _inflated(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed)
    except zlib.error:
        return b""


def _decoded(raw: bytes) -> Iterator[str]:
    yield raw.decode("utf-8", "replace")
    yield raw.decode("latin-1")
    for start in (0, 1):
        yield raw[start:].decode("utf-16-le", "replace")
        yield raw[start:].decode("utf-16-be", "replace")
