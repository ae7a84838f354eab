"""Rettesnoren and Opfølgning as each of the cast reads them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from rettesnor.audit.models import Entry
from rettesnor.danish import clock
from rettesnor.followup import actions
from rettesnor.followup.counts import Counts
from rettesnor.followup.figures import facts_of
from rettesnor.followup.indicators import CARDS, measure
from rettesnor.followup.models import Measurement
from rettesnor.followup.period import Period, between
from rettesnor.followup.reading import Shown
from rettesnor.guideline.models import Line, LocalNote
from rettesnor.practice.models import Effort
from rettesnor.residency.models import Leaving, Resident, Stay
from rettesnor.staff.models import Employee, House, RoleGrant
from tests.rettesnor.followup.by_chance import FIRST, Chance
from tests.rettesnor.registers.bundles import brought, incidence

CLOSED = between(FIRST, Period(2025, 4))
As = Callable[[str], Client]


@pytest.fixture
def rows(cast: dict[str, Employee], document: None, now: datetime) -> Chance:
    chance = Chance(21, cast["lone"], now)
    chance.stays(150)
    chance.noes(220)
    chance.efforts(250)
    return chance


@pytest.fixture
def closed(rows: Chance, cast: dict[str, Employee]) -> None:
    actions.close_many(CLOSED, by=cast["anne"])


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.status_code
    words = strip_tags(answer.content.decode().replace("<", " <"))
    return re.sub(r"\s+", " ", words.replace("\N{NO-BREAK SPACE}", " "))


def everything(client: Client) -> str:
    """All that one person can read about the figures, in one string."""
    keys = [text(client, "figure", key, query=query) for key in CARDS for query in ("", "?vis=aar")]
    lines = [text(client, "line", card.line) for card in CARDS.values()]
    return " ".join([text(client, "followup"), text(client, "guideline"), *keys, *lines])


# who reads what


@pytest.mark.parametrize("who", ["karen", "sofie", "bodil", "pia"])
def test_those_of_one_house_read_that_house_alone(who: str, closed: None, as_: As) -> None:
    page = everything(as_(who))
    assert "København, 4. kvartal 2025" in page
    assert "Aarhus" not in page
    assert "Begge huse" not in page
    assert "lige nu" not in page


@pytest.mark.parametrize("who", ["anne", "dan", "vera"])
def test_those_of_both_houses_read_each_and_both_together(who: str, closed: None, as_: As) -> None:
    page = text(as_(who), "followup")
    for place in ("Aarhus", "København", "Begge huse"):
        assert f"{place}, 4. kvartal 2025" in page
    assert "lige nu" not in page


@pytest.mark.parametrize("who", ["frida", "ivar"])
def test_some_read_the_text_without_any_figure(who: str, closed: None, as_: As) -> None:
    client = as_(who)
    for name, args in (("followup", ()), ("figure", ("CHI-A1",))):
        assert client.get(reverse(name, args=args)).status_code == 403
    page = text(client, "guideline")
    assert "Vurdering ved visitation" in page
    assert "kvartal" not in page
    assert "ikke bygget endnu" not in page
    assert "Du ser teksten uden tal" in text(client, "line", "CHI-A1")


def test_the_leader_reads_the_own_house_exactly_and_as_it_stands(
    closed: None, as_: As, houses: dict[str, House]
) -> None:
    page = text(as_("lone"), "followup")
    counts = measure(CARDS["CHI-A1"], [Period(2026, 1)], clock.today())[houses["kbh"].pk, "2026K1"]
    assert f"København lige nu, 1. kvartal 2026 {counts.yes} af {counts.of}" in page
    assert "Aarhus" not in page
    sensitive = Measurement.objects.filter(key="PSY-N1", house=houses["kbh"]).order_by("-period")[:4]
    hits = sum(Counts.from_json(row.counts).yes for row in sensitive)
    of = sum(Counts.from_json(row.counts).of for row in sensitive)
    assert f"{hits} af {of}" in text(as_("lone"), "figure", "PSY-N1")


# what a figure says


def test_a_closed_figure_is_the_frozen_one_whatever_happens_afterwards(closed: None, as_: As) -> None:
    before = text(as_("anne"), "figure", "OUT-G1a")
    Leaving.objects.update(aftercare="ikke_naaet")
    assert text(as_("anne"), "figure", "OUT-G1a") == before


def test_a_figure_carries_interval_comparison_and_coverage(closed: None, as_: As, houses: dict[str, House]) -> None:
    row = Measurement.objects.get(key="MUN-G1a", house=houses["kbh"], period="2025K4")
    counts = Counts.from_json(row.counts)
    page = text(as_("anne"), "followup")
    found = re.search(
        rf"{counts.yes} af {counts.of} \((\d+) %; kan være (\d+)-(\d+) %\)\. Kvartalet før: \d+ %\.", page
    )
    assert found is not None
    share, low, high = map(int, found.groups())
    assert low < share < high
    assert "For lidt registreret" in text(as_("anne"), "figure", "OUT-G1a")


def test_age_is_described_without_a_line_a_judgement_or_an_arrow(closed: None, as_: As) -> None:
    answer = as_("anne").get(reverse("figure", args=["AGE-G1"])).content.decode()
    assert "Intet mål, med vilje" in answer
    assert 'class="line"' not in answer
    assert "Forskellen" not in answer
    assert 'class="bar"' in answer
    assert "Afvisninger begrundet med alder (skal være 0)" in answer
    assert "Intet mål, med vilje." in text(as_("anne"), "guideline")


def test_a_missing_starting_level_is_said_and_the_proxy_stands_apart(
    closed: None, as_: As, cast: dict[str, Employee]
) -> None:
    for page in (
        text(as_("anne"), "figure", "OTH-G2"),
        text(as_("anne"), "followup"),
        text(as_("anne"), "line", "OTH-G2"),
    ):
        assert "udgangspunkt mangler" in page
        assert "de direkte flytninger" in page
    assert "Udgangspunktet mangler" in text(as_("anne"), "guideline")
    brought(cast["anne"], incidence(2024, 18, 60), incidence(2025, 9, 55))
    for page in (text(as_("anne"), "figure", "OTH-G2"), text(as_("anne"), "line", "OTH-G2")):
        assert "udgangspunkt mangler" not in page
        assert "30 % (kan være" in page
        assert "Ikke til at skelne fra 2024." in page
    assert "Ikke til at skelne fra 2024." in text(as_("anne"), "guideline")


def test_a_sensitive_figure_stands_for_both_houses_alone(closed: None, as_: As) -> None:
    page = as_("karen").get(reverse("figure", args=["PSY-N1"])).content.decode()
    assert "Vises kun for begge huse sammen" in page
    assert 'class="chart"' not in page
    assert 'class="chart"' in as_("anne").get(reverse("figure", args=["PSY-N1"])).content.decode()


def test_both_readings_of_a_working_day_are_printed_where_they_differ(
    closed: None, as_: As, houses: dict[str, House]
) -> None:
    row = Measurement.objects.get(key="MUN-G1a", house=houses["kbh"], period="2025K4")
    other = Counts.from_json(row.counts).other
    page = text(as_("anne"), "figure", "MUN-G1a")
    assert f"Regnet med lørdag som hverdag {other['yes']} af {other['yes'] + other['no']}" in page


def test_both_readings_are_printed_where_they_are_the_same_too() -> None:
    words, same = "Regnet med lørdag som hverdag", Shown(hits=7, of=9, other=(7, 9))
    assert facts_of(CARDS["MUN-G1a"], same) == [(words, "7 af 9, det samme")]
    assert facts_of(CARDS["MUN-G1a"], replace(same, other=(6, 9))) == [(words, "6 af 9")]
    assert facts_of(CARDS["MUN-G1a"], replace(same, other=None)) == []


def test_the_five_spans_of_time_are_shown_for_the_children(closed: None, as_: As) -> None:
    page = text(as_("anne"), "figure", "CHI-A1")
    for words in CARDS["CHI-A1"].bands.values():
        assert str(words) in page


def test_years_are_shown_when_their_quarters_are_closed(closed: None, as_: As) -> None:
    page = text(as_("anne"), "figure", "MUN-G1a", query="?vis=aar")
    assert "2025. Lukkede perioder" in page
    assert "2024. Lukkede" not in page


def test_figures_about_persons_are_shown_by_calendar_year_and_say_why(closed: None, as_: As) -> None:
    for key, why in (("OTH-G2", "kan trækkes fra hinanden"), ("AGE-G1", "kalenderår"), ("PSY-N1", "kalenderår")):
        page = as_("anne").get(reverse("figure", args=[key])).content.decode()
        assert "2025. Lukkede perioder" in page
        assert "kvartal 2025. Lukkede" not in page
        assert why in page
        assert "vis=aar" not in page, "there is nothing else to choose"
    assert "Begge huse, 2025" in text(as_("anne"), "followup")


def test_a_year_is_marked_where_the_wording_was_new_in_any_of_its_quarters(closed: None, as_: As) -> None:
    assert "Ordlyd 2025" in text(as_("anne"), "figure", "OTH-G2"), "it was new on the first of January"


def test_every_line_of_the_document_stands_in_it_with_a_figure_or_a_reason(closed: None, as_: As) -> None:
    page = as_("anne").get(reverse("guideline")).content.decode()
    lines = Line.objects.count()
    assert page.count('class="goal-line"') == lines == 75
    margins = re.findall(r'<div class="margin">(.*?)</div>', page, re.S)
    assert len(margins) == lines
    assert all(strip_tags(margin).strip() for margin in margins)
    for words in (
        "Kun registeret ved det",
        "Tallet er ikke bygget endnu",
        "Udgangspunktet mangler",
        "Intet mål, med vilje",
    ):
        assert words in page


def test_what_was_recorded_stands_beside_the_line(closed: None, as_: As, houses: dict[str, House]) -> None:
    quarter = Period(2025, 4)
    done = Effort.objects.standing().filter(
        stay__house=houses["kbh"], on__gte=quarter.first_day, on__lt=quarter.day_after
    )
    for line in Line.objects.filter(recordable=True):
        mine = done.filter(line=line.pk, status__in=("udfoert", "tilbudt", "afslaaet"))
        page = text(as_("lone"), "line", line.pk)
        shown = re.search(r"lukkede kvartal (.*?) Tallet er", page)
        assert shown is not None
        assert sum(map(int, re.findall(r"\d+", shown[1]))) == mine.count()


def test_a_few_records_are_no_number_for_others_than_the_leader(closed: None, as_: As) -> None:
    page = as_("anne").get(reverse("guideline")).content.decode()
    told = re.findall(r"<li>(?:Aarhus|København): ([^<]*)</li>", page)
    assert told
    for words in told:
        numbers = [int(number) for number in re.findall(r"\d+", words)]
        assert sum(numbers) >= 5 or words == "registreret få gange eller slet ikke"


@pytest.fixture
def sensitive(rows: Chance, cast: dict[str, Employee], houses: dict[str, House]) -> None:
    """Of PSY-A3 thirteen in the last closed quarter, five of them in Aarhus; of CRI-A2 five, all in Aarhus."""
    Effort.objects.all().delete()
    for line, house, statuses in (
        ("PSY-A3", "kbh", ["udfoert"] * 8),
        ("PSY-A3", "aar", ["udfoert"] * 4 + ["afslaaet"]),
        ("CRI-A2", "aar", ["udfoert"] * 4 + ["afslaaet"]),
        ("CHI-A3", "aar", ["udfoert"] * 4 + ["afslaaet"]),
    ):
        stay = Stay.objects.filter(house=houses[house])[0]
        Effort.objects.bulk_create(
            Effort(key=rows.key, stay=stay, line=line, status=status, on=date(2025, 11, 3), by=cast["lone"])
            for status in statuses
        )
    actions.close_many(CLOSED, by=cast["anne"])


def recorded(client: Client, line: str) -> list[str]:
    """What the margin of Rettesnoren says was written down; the page of the line says the same."""
    found = []
    for name, args in (("guideline", ()), ("line", (line,))):
        page = client.get(reverse(name, args=args)).content.decode()
        if name == "guideline":
            page = page.split(f'id="{line}"')[1].split("</article>")[0]
        found.append(re.findall(r"<li>(.*?)</li>", page.split('aria-labelledby="recorded"')[-1].split("</ul>")[0]))
    assert found[0] == found[1]
    return found[0]


def test_efforts_in_a_sensitive_area_are_told_for_both_houses_together_from_ten(sensitive: None, as_: As) -> None:
    assert recorded(as_("anne"), "PSY-A3") == ["Begge huse: registreret 13 gange"]
    assert recorded(as_("anne"), "CRI-A2") == ["Begge huse: registreret få gange eller slet ikke"]
    assert recorded(as_("karen"), "PSY-A3") == ["Vises kun for begge huse sammen, fordi det er følsomt."]
    assert "Aarhus: udført 4, nej tak 1" in recorded(as_("anne"), "CHI-A3")


def test_the_leader_reads_the_sensitive_efforts_of_her_own_house(sensitive: None, as_: As) -> None:
    assert recorded(as_("aksel"), "PSY-A3") == ["udført 4, nej tak 1"]
    assert recorded(as_("lone"), "CRI-A2") == ["ikke registreret"]


def test_a_leader_in_the_working_group_cannot_take_her_house_from_both(
    sensitive: None, as_: As, cast: dict[str, Employee]
) -> None:
    RoleGrant.objects.create(employee=cast["lone"], role="A", since=date(2025, 1, 1))
    hidden = "Vises ikke: det, der ikke vises for det ene hus, kunne regnes ud."
    assert recorded(as_("lone"), "PSY-A3") == ["København: udført 8", f"Begge huse: {hidden}"]
    assert f"Begge huse Lukkede tal {hidden}" in text(as_("lone"), "figure", "PSY-N1")


# the rows behind


def test_the_leader_sees_numbered_rows_without_names(closed: None, as_: As, houses: dict[str, House]) -> None:
    Resident.objects.update(alias="Hemmelig-Anemone")
    before = Entry.objects.filter(verb="opslag").count()
    for key, card in CARDS.items():
        answer = as_("lone").get(reverse("figure-rows", args=[key, "kbh", "2026K1"]))
        rows = card.rows([Period(2026, 1)], clock.today()).filter(unit_house=houses["kbh"].pk)
        assert answer.content.decode().count('<th scope="row">') == rows.count()
        assert "Anemone" not in answer.content.decode()
    assert Entry.objects.filter(verb="opslag").count() == before
    assert Entry.objects.filter(verb="liste", noun="indikator").count() == len(CARDS)


def test_a_row_opens_its_stay_only_while_it_may_be_opened(closed: None, as_: As, cast: dict[str, Employee]) -> None:
    page = as_("lone").get(reverse("figure-rows", args=["OUT-G1a", "kbh", "2025K2"])).content.decode()
    assert reverse("stay", args=["x"])[:8] not in page.split("<table")[1]
    page = as_("lone").get(reverse("figure-rows", args=["AGE-G1", "kbh", "2026K1"])).content.decode()
    linked = set(re.findall(r"/ophold/([\w-]+)/", page.split("<table")[1]))
    assert linked
    assert linked <= set(Stay.objects.visible_to(cast["lone"], "stay.see").values_list("code", flat=True))


@pytest.mark.parametrize(
    "args",
    [
        ("CHI-A1", "aar", "2026K1"),
        ("CHI-A1", "kbh", "2026"),
        ("CHI-A1", "kbh", "x"),
        ("X", "kbh", "2026K1"),
        ("CHI-A1", "ingen", "2026K1"),
    ],
)
def test_other_houses_rows_and_what_is_not_there_are_the_same(args: tuple[str, ...], closed: None, as_: As) -> None:
    assert as_("lone").get(reverse("figure-rows", args=args)).status_code == 404


def test_those_who_may_not_see_the_rows_are_told_why(closed: None, as_: As) -> None:
    assert as_("anne").get(reverse("figure-rows", args=["CHI-A1", "kbh", "2025K4"])).status_code == 403
    assert "kan kun lederen af huset se" in text(as_("anne"), "figure", "CHI-A1")
    assert "kan kun lederen af huset se" in text(as_("sofie"), "line", "CHI-A3")


def test_the_leader_lists_what_was_recorded_under_a_line(closed: None, as_: As, houses: dict[str, House]) -> None:
    page = as_("lone").get(reverse("line-records", args=["CHI-A3"])).content.decode()
    mine = Effort.objects.standing().filter(
        line="CHI-A3", stay__house=houses["kbh"], on__gte=Period(2025, 2).first_day, on__lt=Period(2026, 2).first_day
    )
    assert page.count('<th scope="row">') == mine.count()
    assert as_("anne").get(reverse("line-records", args=["CHI-A3"])).status_code == 403


# notes


def test_the_leader_notes_how_the_house_does_a_line(document: None, as_: As, houses: dict[str, House]) -> None:
    client = as_("lone")
    address = reverse("line-note", args=["CHI-A1"])
    client.post(address, {"house": houses["kbh"].pk, "text": "Bodil ser hvert barn samme dag."})
    assert "Bodil ser hvert barn samme dag." in text(as_("karen"), "line", "CHI-A1")
    assert client.post(address, {"house": houses["aar"].pk, "text": "Ikke mit hus."}).status_code == 422
    answer = client.post(address, {"house": houses["kbh"].pk, "text": "Om 720375-1234"})
    assert answer.status_code == 422
    assert "Om 720375-1234" in answer.content.decode()
    assert LocalNote.objects.count() == 1


def test_the_same_note_sent_twice_is_one(document: None, as_: As, houses: dict[str, House]) -> None:
    client, address = as_("lone"), reverse("line-note", args=["CHI-A1"])
    form = client.get(reverse("line", args=["CHI-A1"])).context["form"]
    typed = {"house": houses["kbh"].pk, "text": "Samme dag.", "client_key": str(form["client_key"].value())}
    assert [client.post(address, typed).status_code for _time in range(4)] == [302] * 4
    assert LocalNote.objects.count() == 1


def test_the_same_note_with_other_words_meets_the_first(document: None, as_: As, houses: dict[str, House]) -> None:
    client, address = as_("lone"), reverse("line-note", args=["CHI-A1"])
    typed = {"house": houses["kbh"].pk, "text": "Samme dag.", "client_key": str(uuid4())}
    client.post(address, typed)
    answer = client.post(address, typed | {"text": "Næste dag."})
    assert answer.status_code == 409
    assert "allerede gemt, men med andre ord" in answer.content.decode()
    assert [note.text for note in LocalNote.objects.all()] == ["Samme dag."]
    again = {"client_key": answer.context["form"]["client_key"].value(), "text": "Næste dag."}
    assert client.post(address, typed | again).status_code == 302
    assert LocalNote.objects.count() == 2


@pytest.mark.parametrize("who", ["karen", "anne", "frida"])
def test_others_do_not_note(who: str, document: None, as_: As, houses: dict[str, House]) -> None:
    address = reverse("line-note", args=["CHI-A1"])
    assert as_(who).post(address, {"house": houses["kbh"].pk, "text": "Nej."}).status_code == 403


def test_a_line_that_is_not_there_is_not_found(document: None, as_: As) -> None:
    assert as_("anne").get(reverse("line", args=["CHI-A99"])).status_code == 404


# before anything is closed


def test_nothing_closed_is_said_in_words(rows: Chance, as_: As) -> None:
    page = text(as_("anne"), "followup")
    assert "Ingen periode er lukket endnu" in page
    assert "Ikke nok lukkede perioder endnu" in page
    assert "Ingen periode er lukket endnu" in text(as_("anne"), "guideline")


# how the pages are made


PAGES = [
    ("guideline", (), ""),
    ("line", ("CHI-A1",), ""),
    ("line", ("CHI-A3",), ""),
    ("line", ("AGE-G1",), ""),
    ("followup", (), ""),
    ("close-period", (), ""),
    *(("figure", (key,), query) for key in CARDS for query in ("", "?vis=aar")),
    ("figure-rows", ("CHI-A1", "kbh", "2026K1"), ""),
    ("line-records", ("CHI-A3",), ""),
]


@pytest.mark.parametrize("who", ["lone", "anne"])
def test_every_page_is_whole_and_without_style_or_script_of_its_own(who: str, closed: None, as_: As) -> None:
    client, parser = as_(who), html5lib.HTMLParser(strict=True)
    for name, args, query in PAGES:
        answer = client.get(reverse(name, args=args) + query)
        if answer.status_code == 403:
            continue
        page = answer.content.decode()
        parser.parse(page)
        assert page.count("<h1") == 1, name
        assert "<title>Rettesnor</title>" in page
        assert " style=" not in page
        assert page.count("<table") == page.count("<caption"), name
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), (name, args)


def queries(client: Client, name: str, args: tuple[str, ...], query: str) -> int:
    with CaptureQueriesContext(connection) as met:
        client.get(reverse(name, args=args) + query)
    return len(met)


def test_pages_ask_the_same_however_many_residents_and_quarters(
    rows: Chance, cast: dict[str, Employee], as_: As
) -> None:
    client = as_("lone")
    actions.close_many(CLOSED[-4:], by=cast["anne"])
    queries(client, "log-own", (), "")
    before = {page: queries(client, *page) for page in PAGES}
    rows.stays(100)
    rows.efforts(100)
    actions.close_many(CLOSED, by=cast["anne"])
    assert {page: queries(client, *page) for page in PAGES} == before


@pytest.mark.parametrize("who", ["lone", "anne"])
def test_pages_ask_little(who: str, closed: None, as_: As) -> None:
    client = as_(who)
    bare = queries(client, "log-own", (), "")
    asked = {page: queries(client, *page) - bare for page in PAGES}
    assert max(asked.values()) <= 12, asked


def test_closed_figures_are_read_from_what_was_frozen_alone(closed: None, as_: As) -> None:
    client = as_("anne")
    for page in [("guideline", (), ""), ("followup", (), ""), ("figure", ("CHI-A1",), ""), ("line", ("OUT-G1",), "")]:
        name, args, query = page
        with CaptureQueriesContext(connection) as met:
            client.get(reverse(name, args=args) + query)
        assert not [query["sql"] for query in met if "residency_" in query["sql"] or "practice_" in query["sql"]]
