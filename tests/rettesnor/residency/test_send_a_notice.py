"""The notice to the municipality: built by rule, prepared by one, released by another, no hiding place in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rettesnor.danish import clock
from rettesnor.danish.refused import Refused
from rettesnor.network.actions import load_offices
from rettesnor.network.models import Office
from rettesnor.post import actions as gate
from rettesnor.post import scan, sources
from rettesnor.post.models import Document
from rettesnor.residency.actions.child import child_leaves
from rettesnor.residency.actions.intake import take_call
from rettesnor.residency.actions.leaving import leave, prepare_leaving
from rettesnor.residency.actions.notice import note_sent_elsewhere, prepare_notice, warnings
from rettesnor.residency.actions.stay import correct_date, move, name_child, name_her, note_stay, set_municipalities
from rettesnor.residency.models import Enquiry, Notice, Stay
from rettesnor.staff.models import Employee, House
from tests.rettesnor.residency.lives import NAME, NUMBER, WHY, children_of, fresh, log_of, moved_in, notice_of, people

As = Callable[[str], Client]


@pytest.fixture
def amina(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    load_offices()
    return moved_in(houses["kbh"], people(cast))


@pytest.fixture
def hidden(cast: dict[str, Employee], houses: dict[str, House]) -> Stay:
    """An anonymous stay."""
    load_offices()
    return moved_in(houses["kbh"], people(cast), anonymous=True)


def holds(document: Document, words: str) -> bool:
    return scan.shows(document.content, words)


def test_an_ordinary_notice_names_the_woman_and_each_child(amina: Stay, cast: dict[str, Employee]) -> None:
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    assert letter.status == Document.READY
    for words in (NAME, "710190-0002", "Sami Prøvebarn", "650318-4001", "Lea Prøvebarn", "uden CPR-nummer", WHY):
        assert holds(letter, words), words
    assert holds(letter, "Københavns Kommune")
    assert holds(letter, "9. marts 2026")


@pytest.mark.parametrize(("children", "said"), [(2, "på hende og 2 børn"), (0, "på hende.")])
def test_the_page_says_whom_the_letter_names(
    amina: Stay, cast: dict[str, Employee], as_: Callable[[str], Client], children: int, said: str
) -> None:
    if not children:
        amina.child_stays.all().delete()
    page = as_("sofie").get(f"/orienteringer/{notice_of(amina).code}/").content.decode()
    assert f"Navn og CPR-nummer {said}" in page


def test_it_says_the_law_as_it_stood_on_the_day(amina: Stay, cast: dict[str, Employee]) -> None:
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    assert letter.legal_basis
    assert holds(letter, letter.legal_basis.split(";")[0])


def test_it_is_released_by_another_and_counts_as_sent_when_it_has_left(
    amina: Stay, cast: dict[str, Employee], as_: As
) -> None:
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": WHY})
    letter = Document.objects.get()
    assert answer.headers["Location"] == reverse("post-document", args=[letter.code])
    assert as_("lone").post(reverse("post-release", args=[letter.code])).status_code == 302
    assert notice_of(amina).sent_on is None
    told = {"channel": "digital_post", "proof": "Kvittering 4711", "at": "nu"}
    assert as_("sofie").post(reverse("post-dispatch", args=[letter.code]), told).status_code == 302
    assert notice_of(amina).sent_on == clock.today()


def test_who_prepared_it_may_not_release_it(amina: Stay, cast: dict[str, Employee]) -> None:
    letter = prepare_notice(notice_of(amina), by=cast["lone"], reason=WHY)
    with pytest.raises(Refused):
        gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))


@pytest.mark.parametrize(
    "leak",
    [
        "Hun bor i Opdigtet Stræde 14, 1499 København K.",
        "Ring til os på 00 10 20 30.",
        "Drengen går i Skovtrolden Børnehus.",
        "Hun bor på værelse 7.",
        "Hun flytter til Ny Vej 3, 4000 Roskilde.",
        "Hendes telefon er 00998877.",
    ],
    ids=[
        "the house's address",
        "its telephone",
        "the child's institution",
        "her room",
        "next address",
        "her telephone",
    ],
)
def test_what_gives_her_away_stops_the_letter_and_it_cannot_be_released(
    amina: Stay, cast: dict[str, Employee], leak: str
) -> None:
    note_stay(amina, by=cast["sofie"], room="7")
    prepare_leaving(amina, by=cast["sofie"], next_address="Ny Vej 3, 4000 Roskilde")
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=f"{WHY} {leak}")
    assert letter.status == Document.BLOCKED
    with pytest.raises(Refused):
        gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))
    assert Document.objects.get(pk=letter.pk).released_at is None


@pytest.mark.parametrize(
    "leak", ["Opdigtet Stræde 14", "værelse 5", "Fabelgade 27", "værelse 2", "værelse 3", "00 10 20 30"]
)
def test_where_she_lived_before_she_moved_stops_the_letter(
    amina: Stay, cast: dict[str, Employee], houses: dict[str, House], leak: str
) -> None:
    note_stay(amina, by=cast["sofie"], room="2")
    note_stay(fresh(amina), by=cast["sofie"], room="5")
    move(fresh(amina), to_house=houses["aar"], at=clock.now(), by=cast["sofie"], room="3")
    reason = f"Hun blev optaget i {leak}, og er nu flyttet videre."
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=reason)
    assert letter.status == Document.BLOCKED


def test_the_other_house_stops_the_letter_though_she_never_lived_there(amina: Stay, cast: dict[str, Employee]) -> None:
    reason = f"{WHY} Hun kan også få plads i Fabelgade 27."
    assert prepare_notice(notice_of(amina), by=cast["sofie"], reason=reason).status == Document.BLOCKED


@pytest.mark.parametrize("hidden_in", ["hers", "the child's"])
@pytest.mark.parametrize("place", ["Skovtrolden Børnehus", "Opdigtet Stræde 14", "værelse 7"])
def test_a_place_hidden_in_a_name_stops_the_letter(
    amina: Stay, cast: dict[str, Employee], hidden_in: str, place: str
) -> None:
    note_stay(amina, by=cast["sofie"], room="7")
    if hidden_in == "hers":
        name_her(amina.resident, name=f"{NAME} ({place})", number=NUMBER, phone="", by=cast["sofie"])
    else:
        name, stored = f"Sami ({place})", "Skovtrolden Børnehus"
        name_child(children_of(amina)[0], name=name, number="", institution=stored, by=cast["sofie"])
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    assert letter.status == Document.BLOCKED


def test_what_becomes_known_after_preparing_stops_the_release(amina: Stay, cast: dict[str, Employee]) -> None:
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=f"{WHY} Hun har søgt bolig på Ny Vej 3.")
    assert letter.status == Document.READY
    prepare_leaving(amina, by=cast["sofie"], next_address="Ny Vej 3, 4000 Roskilde")
    with pytest.raises(Refused):
        gate.release(letter, by=cast["lone"], forbidden=sources.forbidden_for(letter))
    assert Document.objects.get(pk=letter.pk).status == Document.BLOCKED


PLACES = [
    ("Kvindehjemmet Jagtvej 9911, kælderen", "Hun opholder sig på Jagtvej 9911."),
    ("Kvindehjemmet Jagtvej 9911, kælderen", "Hun var på Jagtvej."),
    ("Kvindehjemmet Jagtvej 9911, kælderen", "Hun kom fra kvindehjemmet."),
    ("kvindehjemmet jagtvej 9911", "Hun var i Jagtv. 9911."),
    ("Xyrkelgade 19 i Vanløse", "Hun var i Xyrkelgade."),
    ("Xyrkelgade 19 i Vanløse", "Hun var i xyrkelg. 19, da hun ringede."),
    ("Xyrkelgade 19 i Vanløse", "Hun gemte sig i vanløse."),
    ("XYRKELGADE 19, KÆLDEREN", "Hun var i Xyrkelgade 19."),
    ("Hos Xanthippe, Opdigtet Torv 3", "Hun bor hos Xanthippe."),
    ("På Rigshospitalet", "Hun lå på Rigshospitalet."),
    ("Rigshospitalet", "Hun lå på Rigshospitalet."),
    ("hos sin moster på Skt. Pauls Allé nr. 7", "Hun sov på Sankt Pauls Allé 7."),
    ("hos sin søster, 2400 København NV", "Hun var i 2400 NV."),
    ("Ny Vej 3 hos en veninde", "Hun sov på Ny Vej 3."),
    ("hos Larsen, Store Torv 4", "Hun sov på Store Torv 4."),
    ("Hotel Aarhus", "Hun boede på Hotel Aarhus."),
    ("i sommerhus ved Xyrkel Strand", "De var ved Xyrkel Strand."),
    ("hos veninde, 22 33 44 55", "Ring på 22334455."),
]
NO_PLACES = [
    *("Hos en veninde", "hos veninde", "ved ikke", "Ved ikke", "i bilen", "I bilen", "på gaden", "På gaden", "Gaden"),
    *("Hjemme", "hjemme hos manden", "På arbejde", "På stationen", "Stationen", "Hos sin søster", "HOS EN VENINDE"),
    *("Hos sin mor i Aarhus", "på skadestuen i Viborg", "Sidder i bilen på en parkeringsplads", "på vej", "i toget"),
    *("Hos en Veninde i Danmark", "hos veninde i 2 dage, kl. 16", "Krisecenter i Københavns Kommune", "2. sal", "-"),
    *("Familieretshuset", "Politistationen", "Amina er hos en nabo", "hjemme med Sami og Lea", "På motorvejen", "?"),
    *("Gemmer sig i kælderen. Ring efter kl. 16.", "Låst inde på et værelse", "Kvinden er ude at gå med 2 børn", ""),
]
EVERYDAY = (
    "Hun har været hos en veninde i 2 dage og hos sin mor i Aarhus. Hjemme var hun bange, og hun ved ikke, hvor han "
    "er. Hun sad i bilen på en parkeringsplads ved stationen, og på gaden fulgte han efter. Hun gik på arbejde kl. "
    "16. Hun var på skadestuen og hos sin søster i Danmark. Amina og Sami er hos en nabo. Gaden er mørk, og på vej "
    "hjem til 2. sal låste hun sig inde på et værelse i kælderen. Sagen ligger i Familieretshuset i Københavns "
    "Kommune."
)


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
@pytest.mark.parametrize("earlier", [False, True], ids=["this call", "an earlier call"])
@pytest.mark.parametrize(("whereabouts", "typed"), PLACES[::3])
def test_where_she_was_while_somebody_called_stops_the_letter(
    cast: dict[str, Employee],
    houses: dict[str, House],
    whereabouts: str,
    typed: str,
    earlier: bool,
    anonymous: bool,
) -> None:
    load_offices()
    stay = moved_in(houses["kbh"], people(cast), anonymous=anonymous)
    if earlier:
        call = take_call(house=houses["aar"], by=cast["vera"], outcome="visitation", whereabouts=whereabouts)
        Enquiry.objects.filter(pk=call.pk).update(resident=stay.resident)
    else:
        call = Enquiry.objects.select_related("key").get(stay=stay)
        call.whereabouts = whereabouts
        call.save()
    letter = prepare_notice(notice_of(stay), by=cast["sofie"], reason=f"{WHY} {typed}")
    assert letter.status == Document.BLOCKED


@pytest.mark.parametrize(("whereabouts", "typed"), PLACES)
def test_where_she_was_is_told_while_one_writes(amina: Stay, whereabouts: str, typed: str) -> None:
    call = Enquiry.objects.select_related("key").get(stay=amina)
    call.whereabouts = whereabouts
    call.save()
    assert "hvor hun var, da der blev ringet" in warnings(notice_of(amina), f"{WHY} {typed}")


@pytest.mark.parametrize("whereabouts", NO_PLACES)
def test_words_that_tell_no_place_stop_no_letter(amina: Stay, whereabouts: str) -> None:
    call = Enquiry.objects.select_related("key").get(stay=amina)
    call.whereabouts = whereabouts
    call.save()
    assert warnings(notice_of(amina), f"{WHY} {EVERYDAY}") == []


def test_her_own_name_among_where_she_was_stops_no_letter_that_must_name_her(
    amina: Stay, cast: dict[str, Employee]
) -> None:
    call = Enquiry.objects.select_related("key").get(stay=amina)
    call.whereabouts = "Hos sin bror Xerxes Prøvekvinde i Viborg sammen med Sami"
    call.save()
    assert warnings(notice_of(amina), "Hun bor hos Xerxes.") == ["hvor hun var, da der blev ringet"]
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=f"{WHY} {EVERYDAY}")
    assert letter.status == Document.READY


def test_the_page_warns_beside_the_reason_and_keeps_the_text(amina: Stay, as_: As) -> None:
    leak = f"{WHY} Hun bor i Opdigtet Stræde 14."
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": leak})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Teksten røber husets adresse" in page
    assert "Hun bor i Opdigtet Stræde 14." in page
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Hun er glad 🙂", "Teksten har tegn, som ikke kan trykkes i brevet"),
        ("Hendes mor siger سلمى", "Teksten har tegn, som ikke kan trykkes i brevet"),
        ("Hun har boet her. \u202e72 edaglebaF\u202c", "Teksten har usynlige tegn, som vender skriveretningen"),
    ],
)
def test_what_cannot_be_printed_is_told_beside_the_reason(amina: Stay, as_: As, typed: str, told: str) -> None:
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": typed})
    assert answer.status_code == 422
    assert told in answer.context["form"].errors["reason"][0]
    assert "latinske" not in str(answer.context["form"].non_field_errors())
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["سلمى", "Amina \u202eedaglebaF\u202c"])
def test_a_name_that_cannot_be_printed_is_told_as_such(
    amina: Stay, cast: dict[str, Employee], as_: As, name: str
) -> None:
    name_child(children_of(amina)[0], name=name, number="", institution="", by=cast["sofie"])
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": WHY})
    assert answer.status_code == 422
    assert "Et barns navn kan ikke trykkes i brevet." in answer.content.decode()
    name_her(amina.resident, name=name, number=NUMBER, phone="", by=cast["sofie"])
    page = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": WHY}).content.decode()
    assert "Hendes navn kan ikke trykkes i brevet." in page
    assert "med latinske bogstaver på siden „Ret navn og telefon“" in page
    assert not Document.objects.exists()


def test_a_letter_that_was_stopped_is_prepared_again_in_other_words(amina: Stay, cast: dict[str, Employee]) -> None:
    stopped = prepare_notice(notice_of(amina), by=cast["sofie"], reason="Hun bor i Opdigtet Stræde 14.")
    with pytest.raises(Refused, match="Træk det tilbage"):
        prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    gate.recall(stopped, reason="Adressen stod i teksten.", by=cast["sofie"])
    again = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    assert again.status == Document.READY
    assert notice_of(amina).document == again


def test_two_who_prepare_it_at_once_make_one_letter(amina: Stay, cast: dict[str, Employee]) -> None:
    opened, opened_by_another = notice_of(amina), notice_of(amina)
    first = prepare_notice(opened, by=cast["sofie"], reason=WHY)
    with pytest.raises(Refused, match="allerede klargjort"):
        prepare_notice(opened_by_another, by=cast["vera"], reason=f"{WHY} Hun har to børn.")
    assert Document.objects.get() == first
    assert opened.document == notice_of(amina).document == first


def test_who_comes_second_reads_why_and_keeps_the_text(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    hers = "Hun har været udsat for trusler gennem lang tid."
    answer = as_("vera").post(reverse("notice", args=[notice_of(amina).code]), {"reason": hers})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Der er allerede klargjort et brev. Træk det tilbage" in page
    assert hers in page


def test_who_comes_after_it_was_sent_elsewhere_reads_why_and_keeps_the_text(
    amina: Stay, cast: dict[str, Employee], as_: As
) -> None:
    note_sent_elsewhere(notice_of(amina), sent_on=date(2026, 3, 10), how="brev", by=cast["sofie"])
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": WHY})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Orienteringen er allerede sendt." in page
    assert WHY in page


def test_a_letter_that_another_has_replaced_is_not_released(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    Notice.objects.filter(stay=amina).update(document=None)
    answer = as_("lone").post(reverse("post-release", args=[letter.code]))
    assert answer.status_code == 422
    assert "hører ikke længere til en orientering" in answer.content.decode()
    assert Document.objects.get().status == Document.READY


class TestAnAnonymousStay:
    """0 of name and number, whatever is known later."""

    def test_says_when_and_why_and_nobody(self, hidden: Stay, cast: dict[str, Employee]) -> None:
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=WHY)
        assert letter.status == Document.READY
        assert holds(letter, "9. marts 2026")
        assert holds(letter, "Opholdet er anonymt")
        for words in (hidden.resident.alias, "Skovtrolden", "uden CPR-nummer", "Sami"):
            assert not holds(letter, words), words

    def test_stays_so_after_she_was_named(self, hidden: Stay, cast: dict[str, Employee]) -> None:
        name_her(hidden.resident, name=NAME, number=NUMBER, phone="00 99 88 77", by=cast["sofie"])
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=WHY)
        assert letter.status == Document.READY
        raw = letter.content
        for words in (NAME, "Amina", "Prøvekvinde", NUMBER, "710190-0002", "00998877", hidden.resident.alias):
            assert not holds(letter, words), words
            if len(words) > 3:  # a bird of two letters stands in packed bytes by chance
                assert words.encode() not in raw
                assert words.encode("utf-16-be") not in raw
        assert not letter.filename.count("amina")

    @pytest.mark.parametrize("typed", [NAME, "Amina", "710190-0002", "7101900002", "Sami"])
    def test_is_stopped_when_somebody_types_who_she_is(
        self, hidden: Stay, cast: dict[str, Employee], typed: str
    ) -> None:
        child = hidden.child_stays.order_by("pk")[0].child
        told = child.assessments.select_related("key").get()
        told.called = "Sami"
        told.save()
        name_her(hidden.resident, name=NAME, number=NUMBER, phone="", by=cast["sofie"])
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} Det drejer sig om {typed}.")
        assert letter.status == Document.BLOCKED

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("Fatima Al-Hassan", "Kvinden er truet af familien Hassan."),
            ("Fatima Al-Hassan", "Hun hedder Alhassan."),
            ("Anne-Marie Li Sørensen-Öztürk", "Hun hedder Sørensen."),
            ("Anne-Marie Li Sørensen-Öztürk", "Hun hedder Öztürk."),
            ("Anne-Marie Li Sørensen-Öztürk", "Marie er bange."),
            ("Anne-Marie Li Sørensen-Öztürk", "Hun kaldes Li."),
            ("Anne-Marie Li Sørensen-Öztürk", "Kun Li og børnene ved det."),
            ("Zenobia Quistgaard-Wulff", "Det er en Quistgaard."),
            ("Zenobia Quistgaard-Wulff", "Hun er født Wulff."),
            ("Zenobia Quistgaard-Wulff", "Hun er en Quist gaard."),
            ("Siobhan O'Connor", "Hun hedder Connor."),
            ("Nour van der Meer", "Hun hedder Meer."),
            ("Bo Vi Nguyen", "Hun bad Vi om hjælp."),
        ],
    )
    @pytest.mark.parametrize("whose", ["hers", "the child's"])
    def test_is_stopped_by_any_part_of_a_name(
        self, hidden: Stay, cast: dict[str, Employee], whose: str, name: str, typed: str
    ) -> None:
        if whose == "hers":
            name_her(hidden.resident, name=name, number="", phone="", by=cast["sofie"])
        else:
            name_her(hidden.resident, name=NAME, number="", phone="", by=cast["sofie"])
            name_child(children_of(hidden)[0], name=name, number="", institution="", by=cast["sofie"])
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} {typed}")
        assert letter.status == Document.BLOCKED

    @pytest.mark.parametrize("name", ["Vi En Der Hansen", "Nour van der Meer", "Bo Vi Nguyen", "Li Du", "Maj Ny Lund"])
    def test_is_not_stopped_by_a_name_that_is_a_small_word(
        self, hidden: Stay, cast: dict[str, Employee], name: str
    ) -> None:
        name_her(hidden.resident, name=name, number="", phone="", by=cast["sofie"])
        reason = f"Vi har talt med hende. {WHY} Der er tre børn. En ny samtale er den 3. maj. Er hun enig? Du og vi bo."
        assert prepare_notice(notice_of(hidden), by=cast["sofie"], reason=reason).status == Document.READY

    @pytest.mark.parametrize(
        "typed", ["110190", "født 11. januar 1990", "11.01.1990", "11/1 1990", "710190", "født den 5. marts 2018"]
    )
    def test_is_stopped_by_a_day_of_birth(self, hidden: Stay, cast: dict[str, Employee], typed: str) -> None:
        name_her(hidden.resident, name=NAME, number=NUMBER, phone="", by=cast["sofie"])
        name_child(children_of(hidden)[0], name="Sami", number="6503184001", institution="", by=cast["sofie"])
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} Hun er {typed}.")
        assert letter.status == Document.BLOCKED

    @pytest.mark.parametrize("typed", ["Hanne Ringer", "Hanne", "22 33 44 55", "2233 4455", "hanne@eksempel.dk"])
    @pytest.mark.parametrize("caller", ["hun_selv", "kommune"])
    def test_is_stopped_by_who_called_about_her(
        self, hidden: Stay, cast: dict[str, Employee], caller: str, typed: str
    ) -> None:
        call = hidden.enquiry
        assert call is not None
        call.caller, call.caller_name = caller, "Hanne Ringer, Københavns Kommune"
        call.call_back = "22334455 efter kl. 16 eller hanne@eksempel.dk"
        call.save()
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} Spørg {typed}.")
        assert letter.status == Document.BLOCKED

    @pytest.mark.parametrize(
        ("call_back", "typed"),
        [
            ("Bedst kl. 10-12 61 72 83 94", "Hun kan træffes på 61 72 83 94."),
            ("Bedst kl. 10-12 61 72 83 94", "Hun kan træffes på +45 61728394."),
            ("61 72 83 94 12 34 56 78", "Ring 12 34 56 78."),
            ("kl. 9 +46 70 123 45 67", "Ring 0046701234567."),
            ("kl. 9 +46 70 123 45 67", "Ring 070-123 45 67."),
        ],
    )
    def test_is_stopped_by_a_number_beside_another(
        self, hidden: Stay, cast: dict[str, Employee], call_back: str, typed: str
    ) -> None:
        call = hidden.enquiry
        assert call is not None
        call.call_back = call_back
        call.save()
        letter = prepare_notice(notice_of(hidden), by=cast["sofie"], reason=f"{WHY} {typed}")
        assert letter.status == Document.BLOCKED

    def test_is_not_stopped_by_an_office_that_called(self, hidden: Stay, cast: dict[str, Employee]) -> None:
        call = hidden.enquiry
        assert call is not None
        call.caller, call.caller_name = "kommune", "Sagsbehandler i Københavns Kommune"
        call.save()
        reason = f"{WHY} Politiet og hendes sagsbehandler er orienteret."
        assert prepare_notice(notice_of(hidden), by=cast["sofie"], reason=reason).status == Document.READY

    def test_is_stopped_by_a_short_or_hyphenated_name_that_called(
        self, hidden: Stay, cast: dict[str, Employee]
    ) -> None:
        call = hidden.enquiry
        assert call is not None
        call.caller_name = "Jo Friis-Madsen, kl 10 på kontoret"
        call.save()
        for typed in ("Tal med Madsen.", "Tal med Jo om det."):
            assert warnings(notice_of(hidden), f"{WHY} {typed}") == ["navnet på den, der ringede"]
        plain = f"{WHY} Jo mere ro hun får, jo bedre, og kl 10 på mandag ringer vi."
        assert not warnings(notice_of(hidden), plain)

    def test_keeps_its_rules_at_discharge(self, hidden: Stay, cast: dict[str, Employee]) -> None:
        name_her(hidden.resident, name=NAME, number=NUMBER, phone="", by=cast["sofie"])
        leave(
            fresh(hidden),
            by=cast["sofie"],
            left_at=clock.now(),
            kind="aftalt",
            destination="familie",
            aftercare="nej_tak",
        )
        letter = prepare_notice(notice_of(hidden, "discharge"), by=cast["sofie"], reason="Hun er flyttet.")
        assert holds(letter, "11. marts 2026")
        assert not holds(letter, "Amina")

    def test_shows_no_name_to_who_prepares_it(self, hidden: Stay, as_: As) -> None:
        page = as_("sofie").get(reverse("notice", args=[notice_of(hidden).code])).content.decode()
        assert "Ingen navne og ingen CPR-numre" in page


class TestTheRecipient:
    def test_is_the_office_of_the_municipality_that_handles_the_case(
        self, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        set_municipalities(amina, by=cast["sofie"], case_municipality="0751", home_municipality="0101")
        letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        assert letter.recipient == "Aarhus Kommune"
        assert letter.municipality == "0751"

    def test_is_another_only_by_name_and_with_a_reason(self, amina: Stay, cast: dict[str, Employee]) -> None:
        other = Office.objects.create(municipality="0147", department="Sekretariatet", alternative=True)
        with pytest.raises(Refused) as refused:
            prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY, alternative=other)
        assert refused.value.field == "alternative_reason"
        letter = prepare_notice(
            notice_of(amina),
            by=cast["sofie"],
            reason=WHY,
            alternative=other,
            alternative_reason="Udøveren er ansat i kommunens afdeling.",
        )
        assert letter.recipient == "Frederiksberg Kommune"
        assert not holds(letter, "Udøveren")

    def test_must_be_known(self, amina: Stay, cast: dict[str, Employee]) -> None:
        set_municipalities(amina, by=cast["sofie"], case_municipality="", home_municipality="0101")
        with pytest.raises(Refused, match="handlekommunen"):
            prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_notice_without_a_reason_is_refused(amina: Stay, as_: As, reason: str) -> None:
    answer = as_("sofie").post(reverse("notice", args=[notice_of(amina).code]), {"reason": reason})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_the_visitator_prepares_the_notice_of_admission_only(amina: Stay, cast: dict[str, Employee], as_: As) -> None:
    vera = as_("vera")
    assert vera.get(reverse("notice", args=[notice_of(amina).code])).status_code == 200
    leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")
    assert vera.get(reverse("notice", args=[notice_of(amina, "discharge").code])).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"), [("ulla", 404), ("karen", 403), ("bodil", 403), ("lone", 403), ("dan", 403)]
)
def test_others_cannot_open_a_notice(amina: Stay, as_: As, name: str, status: int) -> None:
    assert as_(name).get(reverse("notice", args=[notice_of(amina).code])).status_code == status


class TestSentAnotherWay:
    def test_is_noted_with_the_day_and_how(self, amina: Stay, as_: As) -> None:
        told = {"sent_on": "i går", "how": "sikker_mail"}
        answer = as_("sofie").post(reverse("notice-elsewhere", args=[notice_of(amina).code]), told)
        assert answer.status_code == 302
        assert notice_of(amina).sent_on == date(2026, 3, 10)
        assert log_of("notér sendt")[0].actor_name == "Sofie Holm"

    def test_is_refused_for_a_day_to_come(self, amina: Stay, cast: dict[str, Employee]) -> None:
        with pytest.raises(Refused):
            note_sent_elsewhere(notice_of(amina), sent_on=date(2026, 3, 12), how="brev", by=cast["sofie"])

    def test_is_refused_for_a_day_before_the_decision(self, amina: Stay, as_: As) -> None:
        told = {"sent_on": "8-3-2026", "how": "brev"}
        answer = as_("sofie").post(reverse("notice-elsewhere", args=[notice_of(amina).code]), told)
        assert answer.status_code == 422
        assert "før afgørelsen om opholdet, mandag 9. marts 2026" in answer.content.decode()
        assert notice_of(amina).sent_on is None

    def test_of_a_discharge_may_be_a_day_before_she_left_but_not_before_she_came(
        self, amina: Stay, cast: dict[str, Employee]
    ) -> None:
        leave(amina, by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="familie", aftercare="liva")
        discharge = notice_of(amina, "discharge")
        with pytest.raises(Refused) as refused:
            note_sent_elsewhere(discharge, sent_on=date(2026, 1, 1), how="brev", by=cast["sofie"])
        assert refused.value.field == "sent_on"
        note_sent_elsewhere(discharge, sent_on=date(2026, 3, 10), how="brev", by=cast["sofie"])
        assert notice_of(amina, "discharge").sent_on == date(2026, 3, 10)

    def test_is_refused_while_a_letter_waits_here(self, amina: Stay, cast: dict[str, Employee]) -> None:
        prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        with pytest.raises(Refused, match="Træk det tilbage"):
            note_sent_elsewhere(notice_of(amina), sent_on=date(2026, 3, 10), how="brev", by=cast["sofie"])

    def test_then_no_letter_is_prepared(self, amina: Stay, cast: dict[str, Employee]) -> None:
        note_sent_elsewhere(notice_of(amina), sent_on=date(2026, 3, 10), how="brev", by=cast["sofie"])
        with pytest.raises(Refused, match="allerede sendt"):
            prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)


def test_a_corrected_decision_moves_both_limits(amina: Stay, cast: dict[str, Employee]) -> None:
    before = notice_of(amina)
    friday = amina.decided_at - timedelta(days=3)
    Enquiry.objects.filter(stay=amina).update(received_at=friday)
    correct_date(amina, field="decided_at", to=friday, reason="Afgørelsen var fredag.", by=cast["sofie"])
    after: Notice = notice_of(amina)
    assert (before.reminds_on, before.due_on) == (date(2026, 3, 12), date(2026, 3, 12))
    assert (after.triggered_on, after.reminds_on, after.due_on) == (
        date(2026, 3, 6),
        date(2026, 3, 10),
        date(2026, 3, 11),
    )


class TestALetterThatNoLongerFits:
    """Something it says has been put right since: it is not released, and its page says what."""

    def asked(self, amina: Stay, as_: As, letter: Document) -> str:
        released = as_("lone").post(reverse("post-release", args=[letter.code]))
        assert released.status_code == 422
        assert Document.objects.get(pk=letter.pk).status == Document.READY
        page = as_("lone").get(reverse("post-document", args=[letter.code])).content.decode()
        assert "Brevet passer ikke længere med sagen" in page
        assert "Frigiv brevet" not in page
        told = released.content.decode()
        return told[told.index("er noget rettet:") :][:200]

    def test_because_another_municipality_handles_her_case(
        self, amina: Stay, cast: dict[str, Employee], as_: As
    ) -> None:
        letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        set_municipalities(amina, home_municipality="0265", case_municipality="0265", by=cast["sofie"])
        assert "modtageren" in self.asked(amina, as_, letter)

    def test_because_the_day_was_another(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        Enquiry.objects.filter(stay=amina).update(received_at=clock.now() - timedelta(days=5))
        correct_date(
            fresh(amina),
            field="decided_at",
            to=clock.now() - timedelta(days=4),
            reason="Det var dagen før.",
            by=cast["sofie"],
        )
        told = self.asked(amina, as_, letter)
        assert "datoen" in told
        assert "fristen" in told

    def test_because_the_number_was_another_s(self, amina: Stay, cast: dict[str, Employee], as_: As) -> None:
        letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        name_her(amina.resident, name=NAME, number="7103880003", phone="", by=cast["sofie"])
        assert "hvem det handler om" in self.asked(amina, as_, letter)

    def test_and_fits_again_when_it_is_made_anew(self, amina: Stay, cast: dict[str, Employee]) -> None:
        letter = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        set_municipalities(amina, home_municipality="0265", case_municipality="0265", by=cast["sofie"])
        gate.recall(letter, reason="Kommunen var en anden.", by=cast["lone"])
        again = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
        gate.release(again, by=cast["lone"], forbidden=sources.forbidden_for(again))
        assert Document.objects.get(pk=again.pk).status == Document.RELEASED

    def test_but_a_recipient_that_was_chosen_stays(self, amina: Stay, cast: dict[str, Employee]) -> None:
        other = Office.objects.usual("0265", clock.today())
        letter = prepare_notice(
            notice_of(amina), by=cast["sofie"], reason=WHY, alternative=other, alternative_reason="Han arbejder der."
        )
        assert list(sources.outdated(letter)) == []


def test_a_child_that_came_or_left_on_another_day_stands_with_that_day(amina: Stay, cast: dict[str, Employee]) -> None:
    sami, lea = amina.child_stays.order_by("pk")
    child_leaves(amina, child_stay=sami, left_at=clock.now() - timedelta(days=1), by=cast["sofie"])
    lea.moved_in_at = clock.now() - timedelta(hours=1)
    lea.save()
    arrived = prepare_notice(notice_of(amina), by=cast["sofie"], reason=WHY)
    assert [person["label"] for person in arrived.named] == ["Kvinde", "Barn", "Barn, her fra 11. mar. 2026"]
    leave(fresh(amina), by=cast["sofie"], left_at=clock.now(), kind="aftalt", destination="venner", aftercare="liva")
    left = prepare_notice(notice_of(amina, "discharge"), by=cast["sofie"], reason=WHY)
    assert [person["label"] for person in left.named] == ["Kvinde", "Barn, flyttet 10. mar. 2026", "Barn"]
