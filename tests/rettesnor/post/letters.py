"""Letters for the tests of the gate: an ordinary notice, and a narrow page that breaks words."""

from __future__ import annotations

import json

import typst

from rettesnor.post.typeset import compile_pdf, fonts, plain

NARROW = b"""
#let data = json(bytes(sys.inputs.data))
#set document(title: "Brev")
#set page(width: 60mm, height: 90mm, margin: 12mm, footer: [Fortroligt #context counter(page).display()])
#set text(font: "Source Sans Pro", size: 10pt, lang: "da", hyphenate: true)
#set par(justify: true)
#for entry in data { par(entry) }
"""


def notice(**changes: object) -> dict[str, object]:
    """The values of an ordinary notice to a municipality, with some of them changed."""
    return {
        "recipient": ["Viborg Kommune", "Familierådgivningen", "Prinsens Alle 5", "8800 Viborg"],
        "sender": ["LivaShelter"],
        "date": "12. marts 2025",
        "reference": "h7Qk2",
        "reference_label": "Vores reference:",
        "heading": "Orientering om optagelse på krisecenter",
        "paragraphs": ["Vi orienterer hermed kommunen om, at personerne herunder er optaget hos os."],
        "persons_heading": "Personer",
        "persons_columns": ["", "Navn", "CPR-nummer"],
        "persons": [{"label": "Kvinde", "name": "Amina Prøve", "cpr": "710190-0000"}],
        "facts_heading": "Ophold",
        "facts": [["Dato for beslutning", "10. marts 2025"]],
        "reason_heading": "Begrundelse",
        "reason": ["Hun har været udsat for vold i en nær relation og har brug for beskyttelse."],
        "legal_heading": "Lovgrundlag",
        "legal": "Orienteringen gives efter servicelovens § 109, stk. 5 og 7.",
        "contact": "Svar os gennem Digital Post.",
        "footer": "Fortroligt",
    } | changes


def letter(*reason: str, title: str = "Orientering") -> bytes:
    """The finished bytes of a notice with these paragraphs as its reason; it names nobody."""
    return compile_pdf("notice", notice(persons=[], reason=list(reason)), title=title)


def narrow(*paragraphs: str) -> bytes:
    """The finished bytes of small pages with straight edges, where words are broken and texts run over the page."""
    data = json.dumps(plain(paragraphs))
    return typst.compile(NARROW, font_paths=fonts(), ignore_system_fonts=True, format="pdf", sys_inputs={"data": data})
