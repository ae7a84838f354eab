"""Reading the finished bytes for what must not leave: found however it is written, and only when it is there."""

from __future__ import annotations

import re
import string
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import NameObject, TextStringObject

from rettesnor.post.reading import surfaces
from rettesnor.post.scan import Forbidden, Hit, Kind, Unreadable, hits, shows
from rettesnor.post.typeset import compile_pdf
from tests.rettesnor.post.letters import letter, narrow, notice

pytestmark = pytest.mark.text

FILLER = re.findall(
    r"\S+",
    """Vi har talt med hende om hverdagen, skolen og økonomien, og hun ønsker ro til sig selv og sine børn.
    Kommunen bedes tage kontakt, så den indledende rådgivning kan begynde hurtigst muligt.""",
)

CLEAN = letter(" ".join(FILLER))
CLEAN_WORDS = "\n".join(surface.text for surface in surfaces(CLEAN, "")).casefold()
"""All that the clean letter says, to the eye and inside: the format's own words ("title", "false") are words too."""


def _forbidden(value: str, kind: str = Kind.OTHER) -> Forbidden:
    return Forbidden(value, kind, "en prøve")


def _is_found(document: bytes, value: str, kind: str = Kind.OTHER, filename: str = "orientering.pdf") -> bool:
    return bool(hits(document, filename, [_forbidden(value, kind)]))


@pytest.mark.parametrize(
    ("forbidden", "kind", "written"),
    [
        ("Vestergade 12, 2. tv.", "adresse", "vestergade  12"),
        ("Vestergade 12", "adresse", "VESTERGADE 12, 3. sal, 8000 Aarhus C"),
        ("Vestergade 12 B, 8000 Aarhus C", "adresse", "på Vestergade nr. 12"),
        ("Vestergade 12", "adresse", "Vesterg. 12"),
        ("Vestergade 12", "adresse", "Vestergade 10-12"),
        ("Vestergade 12", "adresse", "12, Vestergade"),
        ("H.C. Andersens Boulevard 27", "adresse", "HC Andersens Blvd. 27"),
        ("Sankt Pauls Gade 4", "adresse", "Skt. Pauls gade 4"),
        ("Nørre Allé 9", "adresse", "Nr. Alle 9"),
        ("Søndergårdsvej 3", "adresse", "Soendergaardsvej 3"),
        ("Søndergårdsvej 3", "adresse", "Sondergardsvej 3"),
        ("Soendergaardsvej 3", "adresse", "Søndergårdsvej 3"),
        ("Sødergården, 8000 Aarhus C", "adresse", "hun bor på Sødergården nu"),
        ("710190-0000", "cpr", "7101900000"),
        ("7101900000", "cpr", "71 01 90 - 0000"),
        ("710190-0000", "cpr", "71.01.1990-0000"),
        ("+45 12 34 56 78", "telefon", "12345678"),
        ("12345678", "telefon", "(+45) 12 34-56 78"),
        ("0045 12345678", "telefon", "tlf.:1234 5678"),
        ("+46 70 123 45 67", "telefon", "0046701234567"),
        ("Amina Prøve", "navn", "Aminas søn, AMINA PRØVES datter"),
        ("Amina Yusuf Prøve", "navn", "Prøve, Amina Yusuf"),
        ("Amina Prøve", "navn", "Amina Fatima Prøve"),
        ("Åse", "navn", "Aase"),
        ("Bo", "navn", "sammen med Bo."),
        ("værelse 7", "vaerelse", "Værelse\u00a07"),
        ("værelse 7", "vaerelse", "VÆRELSE: 7"),
        ("Børnehuset Solsikken", "institution", "Børnehuset »Solsikken«"),
        ("Solsikken", "institution", "Solsikkens personale"),
        ("Solsikken", "institution", "s o l s i k k e n"),
        ("Kvisten", "institution", "K v i s t e n"),
        ("Fløjten", "institution", "ﬂøjten"),
        ("liva@eksempel.dk", "email", "Liva @ eksempel.dk"),
        ("Café Ro", "andet", "cafe ro"),
        ("Vestergade 12", "adresse", "Vest\u00adergade 1\u20602"),
    ],
)
def test_a_value_is_found_however_it_is_written(forbidden: str, kind: str, written: str) -> None:
    assert _is_found(letter(f"Hun har det godt {written} og børnene trives."), forbidden, kind)


@pytest.mark.parametrize(
    "written",
    [
        "Opdigtet Stræde 14",
        "Opdigtet Stræde",
        "opdigtet strædes beboere",
        "Opdigtet Stræde, 1499 København K",
        "Opdigtet Stræde. Hun har to børn",
        "Opdigtet Stræde 3 måneder",
        "Opdigtet Stræde, husnummer 14",
        "Opdigtet Stræde, nummer 14",
        "Opdigtet Stræde husnr. 14",
        "Opdigtet Stræde 1 4",
        "Opdigtet Stræde fjorten",
        "Opdigtet Stræde (gadedøren) 14",
        "Opd. Stræde 14",
        "O. Stræde nr. 14",
        "Opdigtet Str. 14",
        "Opdigtet 14",
        "OPDIGTET\nSTRÆDE 14",
    ],
)
def test_the_house_is_found_in_every_plain_way_of_saying_where_it_is(written: str) -> None:
    assert _is_found(letter(f"Hun bor i {written}."), "Opdigtet Stræde 14, 1499 København K", Kind.ADDRESS)


@pytest.mark.parametrize("written", ["Fabelgade", "Fabelg. 27", "Fab. gade 27", "Fabel. 27", "fabelgade syvogtyve"])
def test_a_street_of_one_word_is_found_too(written: str) -> None:
    assert _is_found(letter(f"Hun bor i {written} i byen."), "Fabelgade 27, 8099 Aarhus C", Kind.ADDRESS)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("Opdigtet Stræde 14", "Opdigtet Stræde 3, 2. sal"),
        ("Opdigtet Stræde 14", "et andet stræde, nummer 14"),
        ("Opdigtet Stræde 14", "den 14. marts"),
        ("Opdigtet Stræde 14", "hendes historie er ikke opdigtet. 14 dage senere"),
        ("Ny Vej 3", "hun har fundet en ny vej i livet"),
        ("Torvet 3", "de mødtes på torvet"),
        ("Store Torv 4", "det er et stort torv"),
        ("Nygade 1", "Vi begynder på en ny gade i byen"),
    ],
)
def test_a_street_that_is_another_or_a_plain_word_is_left_alone(address: str, written: str) -> None:
    assert not _is_found(letter(f"Vi skriver: {written} og så videre."), address, Kind.ADDRESS)


@pytest.mark.parametrize(
    "written",
    [
        "værelse 12",
        "værelse nr. 12",
        "værelset 12",
        "Værelset nr.12",
        "vær. 12",
        "værelse nummer 12",
        "værelsesnummer 12",
        "rum 12",
        "rummet nr. 12",
        "værelse tolv",
        "værelse 11-12",
        "værelse 11 og 12",
        "værelse 12-13",
        "værelse 1 2",
        "værelset med nummer 12",
        "vaerelse #12",
    ],
)
@pytest.mark.parametrize("value", ["værelse 12", "værelse nr. 12", "værelse 12 B"])
def test_a_room_is_found_in_every_plain_way_of_saying_which(value: str, written: str) -> None:
    assert _is_found(letter(f"Hun bor på {written} hos os."), value, Kind.ROOM)


@pytest.mark.parametrize("written", ["det gule værelse", "værelset Gule", "værelse: gule"])
def test_a_room_with_a_name_is_found(written: str) -> None:
    assert _is_found(letter(f"Hun bor i {written} hos os."), "værelse Gule", Kind.ROOM)


@pytest.mark.parametrize(
    "written",
    ["værelse 2", "værelse 120", "værelse 112", "12 dage i et værelse", "forum 12", "den 12. marts", "tolv år"],
)
def test_another_room_is_left_alone(written: str) -> None:
    assert not _is_found(letter(f"Hun bor på {written} hos os."), "værelse 12", Kind.ROOM)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("Børnehaven Solstrålen, Nørregade 12", "Børnehaven Solstrålen"),
        ("Børnehaven Solstrålen, Nørregade 12", "Solstrålen"),
        ("Børnehaven Solstrålen, Nørregade 12", "børnehave Solstrålen"),
        ("Børnehaven Solstrålen, Nørregade 12", "Solstrålens vuggestue"),
        ("Børnehaven Solstrålen, Nørregade 12", "Nørregade 12"),
        ("Børnehaven Solstrålen, Nørregade 12", "Nørreg. 12"),
        ("Børnehaven Solstrålen, Nørregade 12, 8000 Aarhus C", "Nørregade nr. 12"),
        ("Skolen på Nørregade 12", "Nørregade 12"),
        ("Børnehaven Regnbuen på Papirøen", "Papirøen"),
        ("Regnbuen", "en regnbue"),
        ("Solstrålen (vuggestuen)", "Solstrålen"),
    ],
)
def test_an_institution_is_found_by_what_tells_it_apart(stored: str, written: str) -> None:
    assert _is_found(letter(f"Barnet går i {written} om dagen."), stored, Kind.INSTITUTION)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("Børnehaven Solstrålen, Nørregade 12", "børnehaven"),
        ("Børnehaven Solstrålen, Nørregade 12", "en børnehave, en skole, en vuggestue eller et dagtilbud"),
        ("Børnehaven Solstrålen, Nørregade 12", "skole den 12. marts"),
        ("Dagplejen hos Ingen", "dagpleje, og ingen af dem"),
        ("Viborg Friskole", "friskole i Viborg Kommune"),
        ("Københavns Internationale Skole, 2100 København Ø", "skole i København og i Københavns Kommune"),
    ],
)
def test_a_word_that_fits_many_institutions_is_left_alone(stored: str, written: str) -> None:
    assert not _is_found(letter(f"Barnet går i {written} om dagen."), stored, Kind.INSTITUTION)


@pytest.mark.parametrize(
    "written",
    [
        "111191",
        "11111991",
        "-".join(("111191", "1234")),
        "født 11. november 1991",
        "11.11.1991",
        "11/11 1991",
        "11-11-91",
        "1991-11-11",
        "11. nov. 1991",
        "den ellevte november 1991",
        "født den 11. november",
        "fødselsdag 11/11",
        "f. 11/11",
        "født i november 1991",
        "født nov. 91",
        "født 11/1991",
        "født d. ellevte i ellevte 1991",
    ],
)
def test_a_day_of_birth_is_found_in_digits_and_in_words(written: str) -> None:
    assert _is_found(letter(f"Hun er {written} og bor alene."), "1991-11-11", Kind.BORN)


@pytest.mark.parametrize(
    "written",
    [
        "11. november 2025",
        "optaget den 11. november",
        "11/12 1991",
        "1111911",
        "1. 11. 1991",
        "her siden november 1991",
        "født i november",
    ],
)
def test_another_day_is_left_alone(written: str) -> None:
    assert not _is_found(letter(f"Hun er {written} og bor alene."), "1991-11-11", Kind.BORN)


@pytest.mark.parametrize(
    ("forbidden", "kind", "written"),
    [
        ("Vestergade 12", "adresse", "Vestergade 121"),
        ("Vestergade 12", "adresse", "Vestergade 1, 2. tv."),
        ("Vestergade 12", "adresse", "Vestergade 2"),
        ("Vestergade 12", "adresse", "Østergade 12"),
        ("Ane", "navn", "Hun har lagt planen og rejser til Hanehoved."),
        ("Anna", "navn", "Hannah og Annalisa"),
        ("Iben", "navn", "Hun har ondt i benene og i ben og fod"),
        ("Bo", "navn", "Hun vil bosætte sig."),
        ("Liselotte Berg", "navn", "Liselotte bor ved et bjerg"),
        ("8", "vaerelse", "28. juli 1988"),
        ("værelse 7", "vaerelse", "værelse 71"),
        ("710190-0000", "cpr", "710190-00001"),
        ("12345678", "telefon", "1234567"),
        ("Huset på Bakken", "hus", "Huset ligger på en bakke i København"),
        ("Bjørnen", "institution", "hun har børnene hos sig"),
    ],
)
def test_what_only_looks_alike_is_left_alone(forbidden: str, kind: str, written: str) -> None:
    assert not _is_found(letter(f"Vi skriver: {written} og så videre."), forbidden, kind)


def test_the_name_of_the_town_is_no_secret_unless_it_is_given() -> None:
    document = letter("Hun vil gerne blive i København.")
    assert not _is_found(document, "Krisecentret på Engen, København", Kind.HOUSE)
    assert _is_found(document, "København", Kind.HOUSE)


@pytest.mark.parametrize(
    "name", ["Ida", "Ane", "Mona", "Dina", "Ali", "Ole", "Liv", "Ea", "Tor", "Eja", "Iben", "Ro Dam"]
)
def test_an_ordinary_letter_hits_no_short_name_that_is_not_in_it(name: str) -> None:
    assert not _is_found(CLEAN, name, Kind.NAME)


def test_blank_values_forbid_nothing() -> None:
    blank = [_forbidden(""), _forbidden("  - "), _forbidden("", "adresse"), _forbidden("", "cpr")]
    assert hits(letter("x"), "a.pdf", blank) == []


def test_a_hit_says_what_and_where_but_never_the_value() -> None:
    found = hits(letter("Vestergade 12"), "brev.pdf", [Forbidden("Vestergade 12", "adresse", "husets adresse")])
    assert found == [Hit("adresse", "husets adresse", "side", 1)]
    assert "Vestergade" not in repr(found)


def test_the_file_name_is_read_too() -> None:
    found = hits(letter("x"), "vestergade_12.pdf", [_forbidden("Vestergade 12", "adresse")])
    assert [hit.place for hit in found] == ["filnavn"]


def test_the_title_is_read_too() -> None:
    found = hits(letter("x", title="Brev om Amina Prøve"), "a.pdf", [_forbidden("Amina Prøve", "navn")], allowed=[])
    assert "oplysninger" in {hit.place for hit in found}


def _with_writer(change: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(letter("Intet her.")))
    secret = "Vestergade 12"
    if change == "author":
        writer.add_metadata({"/Author": secret})
    elif change == "note":
        writer.add_annotation(0, Text(rect=(50, 50, 90, 90), text=secret))
    elif change == "outline":
        writer.add_outline_item(secret, 0)
    elif change == "destination":
        writer.add_named_destination(secret, 0)
    elif change == "name":
        writer._root_object[NameObject("/PieceInfo")] = NameObject("/Vestergade12")
    elif change == "catalog":
        writer._root_object[NameObject("/Whatever")] = TextStringObject(secret)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("change", ["author", "note", "outline", "destination", "name", "catalog"])
def test_what_stands_outside_the_pages_is_read_too(change: str) -> None:
    assert _is_found(_with_writer(change), "Vestergade 12", "adresse")


@pytest.mark.parametrize(
    "hidden",
    [
        b"% Vestergade 12",
        "Vestergade 12".encode("utf-16-le"),
        b"x" + "Vestergade 12".encode("utf-16-be"),
        b"<" + "Vestergade 12".encode("latin-1").hex().encode() + b">",
        b"<FEFF" + "Vestergade 12".encode("utf-16-be").hex().upper().encode() + b">",
    ],
)
def test_what_hides_between_the_objects_is_found(hidden: bytes) -> None:
    document = letter("Intet her.") + b"\n" + hidden
    assert [hit.place for hit in hits(document, "a.pdf", [_forbidden("Vestergade 12", "adresse")])] == ["skjult"]


def test_a_value_the_law_demands_is_excused_only_where_it_is_demanded() -> None:
    forbidden = [_forbidden("Amina", "navn"), _forbidden("Aarhus Kvindehus", "hus"), _forbidden("Aarhus", "navn")]
    allowed = ["Amina Prøve", "Aarhus Kommune"]
    lawful = compile_pdf("notice", notice(recipient=["Aarhus Kommune"]), title="x")
    assert hits(lawful, "a.pdf", forbidden, allowed=allowed) == []
    leak = compile_pdf("notice", notice(recipient=["Aarhus Kommune"], reason=["Aarhus Kvindehus"]), title="x")
    assert {hit.kind for hit in hits(leak, "a.pdf", forbidden, allowed=allowed)} == {"hus", "navn"}


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("Vestergade 12", Kind.ADDRESS),
        ("Solstrålen", Kind.INSTITUTION),
        ("værelse 12", Kind.ROOM),
        ("12345678", Kind.PHONE),
        ("Huset på Engen", Kind.HOUSE),
    ],
)
def test_a_whereabouts_is_never_excused_by_standing_in_a_name(value: str, kind: Kind) -> None:
    name = f"Amina {value} Prøve"
    persons = [{"label": "Kvinde", "name": name, "cpr": "710190-0000"}]
    document = compile_pdf("notice", notice(persons=persons), title="x")
    assert {hit.kind for hit in hits(document, "a.pdf", [_forbidden(value, kind)], allowed=[name])} == {kind}


@pytest.mark.parametrize("broken", [b"", b"not a pdf", b"%PDF-1.7\n", b"PK\x03\x04"])
def test_a_document_that_cannot_be_read_is_not_called_clean(broken: bytes) -> None:
    with pytest.raises(Unreadable):
        hits(broken, "a.pdf", [])


@pytest.mark.parametrize("change", ["encrypt", "attach"])
def test_a_locked_document_or_an_attachment_is_not_called_clean(change: str) -> None:
    writer = PdfWriter(clone_from=BytesIO(letter("Intet her.")))
    if change == "encrypt":
        writer.encrypt("", algorithm="RC4-128")
    else:
        writer.add_attachment("kort.txt", b"Vestergade 12")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(Unreadable):
        hits(out.getvalue(), "a.pdf", [])


def test_the_scan_can_prove_that_it_sees_the_page() -> None:
    assert shows(letter("x"), "Orientering om optagelse på krisecenter")
    assert not shows(letter("x"), "Orientering om udskrivning")


def test_an_address_that_begins_on_one_page_and_ends_on_the_next_is_found() -> None:
    for padding in range(40, 100):
        document = narrow("ord " * padding + "Søndre Ringvejsgade 127 " + "ord " * 10)
        pages = [page.extract_text() for page in PdfReader(BytesIO(document)).pages]
        if not any("127" in page and "Ringvejsgade" in page.replace("-\n", "") for page in pages):
            assert _is_found(document, "Søndre Ringvejsgade 127", Kind.ADDRESS)
            return
    pytest.fail("no padding split the address")


LETTERS = string.ascii_lowercase + "æøåéü"
word = st.text(LETTERS, min_size=2, max_size=11)
long_word = st.text(LETTERS, min_size=4, max_size=11)
ends = st.sampled_from(["gade", "vej", "stræde", "s Allé", " Boulevard", "vænget", "parken", "bakke", "vejen", "høj"])
street = st.builds(lambda stem, end: (stem + end).capitalize(), long_word, ends)
number = st.integers(1, 400).map(str)
address = st.builds("{} {}{}".format, street, number, st.sampled_from(["", "B", ", 2. tv.", ", st. th, 8000 Aarhus C"]))
digits = st.text(string.digits, min_size=4, max_size=4)
cpr = st.builds("{:02}{:02}{:02}-{}".format, st.integers(61, 91), st.integers(1, 12), st.integers(0, 99), digits)
phone = st.integers(20000000, 99999999).map(str)
name = st.lists(long_word.map(str.capitalize), min_size=2, max_size=3).map(" ".join)
room = st.builds("værelse {}".format, st.one_of(st.integers(1, 40), long_word.map(str.capitalize)))
secret = st.one_of(
    st.tuples(st.just("adresse"), address),
    st.tuples(st.just("cpr"), cpr),
    st.tuples(st.just("telefon"), phone),
    st.tuples(st.just("navn"), name),
    st.tuples(st.just("navn"), long_word),
    st.tuples(st.just("vaerelse"), room),
    st.tuples(st.just("institution"), st.lists(long_word, min_size=1, max_size=3).map(" ".join)),
)
case = st.sampled_from([str.lower, str.upper, str.title, str])
space = st.sampled_from([" ", "  ", "\u00a0", "\n", " \u2009"])
spelling = st.sampled_from([str, lambda text: text.replace("å", "aa").replace("æ", "ae").replace("ø", "oe")])
breaks = st.sampled_from(["", "\u00ad", "\u200b"])


@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), secret, st.integers(0, len(FILLER)), case, space, spelling, st.sampled_from([letter, narrow]))
def test_any_value_put_anywhere_is_found(data, secret, place, case, space, spelling, set_page) -> None:  # type: ignore[no-untyped-def]
    kind, value = secret
    written = spelling(case(value)).replace(" ", space)
    at = data.draw(st.integers(0, len(written)))
    written = written[:at] + data.draw(breaks) + written[at:]
    document = set_page(" ".join([*FILLER[:place], written, *FILLER[place:]]))
    assert _is_found(document, value, kind), written


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(secret)
def test_a_letter_without_the_value_is_clean(secret: tuple[str, str]) -> None:
    kind, value = secret
    if kind in ("navn", "institution") and any(word.casefold() in CLEAN_WORDS for word in value.split()):
        return
    assert not _is_found(CLEAN, value, kind)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Hendes cpr slutter på 4988.", True),
        ("CPR-nummeret er ikke oplyst, men de fire sidste er 4988.", True),
        ("Personnummer: xxxxxx-4988", True),
        ("Hun skylder 4988 kroner.", False),
        ("Hun har intet CPR-nummer. Hun skylder 4988 kroner.", False),
        ("Hendes cpr slutter på 4989.", False),
    ],
)
def test_the_last_digits_of_a_number_are_found_where_it_is_told(written: str, found: bool) -> None:
    assert _is_found(letter(written), "650388-4988", Kind.CPR) is found
