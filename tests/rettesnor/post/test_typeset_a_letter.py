"""Setting a letter: what is on the page is what was given, and nothing else goes with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from rettesnor.post.typeset import Unprintable, compile_pdf
from tests.rettesnor.post.letters import letter, notice


def _words(document: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)


def test_every_value_given_can_be_read_on_the_page() -> None:
    words = _words(compile_pdf("notice", notice(reason=["Hun har brug for beskyttelse."]), title="Orientering"))
    for expected in ("Viborg Kommune", "Amina Prøve", "710190-0000", "10. marts 2025", "§ 109, stk. 5", "beskyttelse"):
        assert expected in words


def test_an_ordinary_notice_fits_on_one_page() -> None:
    assert len(PdfReader(BytesIO(letter("Hun har brug for beskyttelse. " * 12))).pages) == 1


def test_a_value_is_set_as_text_and_never_run_as_markup() -> None:
    typed = '#panic("x") *ikke fed* $x$ @nogen <label> #include "notice.typ"'
    assert typed in _words(letter(typed))


def test_an_anonymous_notice_has_no_table_of_persons() -> None:
    words = _words(compile_pdf("notice", notice(persons=[]), title="Orientering"))
    assert "CPR" not in words
    assert "Personer" not in words


def test_the_document_says_it_is_accessible_and_carries_only_its_title() -> None:
    reader = PdfReader(BytesIO(letter("x")))
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()
    catalog = str(reader.root_object)
    assert "'/MarkInfo': {'/Marked': True" in catalog
    assert "'/Lang': 'da-DK'" in catalog
    assert reader.metadata is not None
    assert set(reader.metadata) == {"/Title", "/Creator"}
    assert reader.metadata.title == "Orientering"
    assert str(reader.metadata["/Creator"]).startswith("Typst")


def test_no_path_of_the_machine_is_in_the_bytes() -> None:
    document = letter("x")
    for part in (str(Path(__file__).parents[3]).encode(), b"notice.typ", b"site-packages"):
        assert part not in document


def test_the_same_values_give_the_same_bytes() -> None:
    assert letter("Det samme.") == letter("Det samme.")


def test_what_nobody_can_see_is_left_out() -> None:
    assert "Vestergade" in _words(letter("Vest\u200ber\u202egade\x07"))


@pytest.mark.parametrize("text", ["أمينة", "漢字", "🙂"])
def test_a_letter_the_font_lacks_is_refused_and_not_left_blank(text: str) -> None:
    with pytest.raises(Unprintable):
        letter(text)


def test_a_template_outside_the_room_is_refused() -> None:
    with pytest.raises(ValueError, match="template"):
        compile_pdf("../notice", notice(), title="x")


def test_letters_can_be_set_side_by_side() -> None:
    texts = [f"Afsnit nummer {number}." for number in range(24)]
    with ThreadPoolExecutor(4) as pool:
        assert all(text in _words(document) for text, document in zip(texts, pool.map(letter, texts), strict=True))
