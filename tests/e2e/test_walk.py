"""The whole line once: from the first call to the figure beside the goal, as the cast, with real clicks and typing."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DemoHouse, Visitor
from tests.e2e.pages import arrive, chip, choose, field, fill, follow, press

pytestmark = [pytest.mark.browser, pytest.mark.walk]

FIGURES = ("CHI-A1", "MUN-G1a", "OUT-G1a")
NAME, NUMBER = "Freja Prøvesang", "710391-4988"
CHILD, CHILD_NUMBER = "Viola Prøvesang", "650519-4126"
QUARTER = "1. kvartal 2026"
MATURED = date(2026, 4, 20)
CPH = ZoneInfo("Europe/Copenhagen")
BEGINS = datetime.combine(date(2026, 1, 1), time(), CPH)
ENDS = datetime.combine(date(2026, 4, 1), time(), CPH)

Become = Callable[..., Visitor]


def test_from_the_first_call_to_the_figure_beside_the_goal(demo_house: DemoHouse, become: Become) -> None:
    lone, anne = become("lone"), become("anne")
    before, closed_before = live_figures(lone), closed_figures(anne)

    enquiry = karen_takes_the_call(become("karen"))
    vera_screens_the_woman_and_her_child(become("vera"), enquiry)
    stay = lone_decides(lone, enquiry)
    child = lone_assigns(lone)
    sofie = become("sofie")
    first = sofie_prepares_the_first_notice(sofie, stay)
    lone_releases(lone, first)
    sofie_notes_that_it_left(sofie, first)
    sofie_records(sofie, stay, lone_reads_the_alias(lone, stay))
    bodil_notes_how_the_child_is_doing(become("bodil"), child)
    sofie_prepares_leaving(sofie, stay, child)
    last = sofie_lets_her_go(sofie, stay)
    lone_releases(lone, last)
    sofie_notes_that_it_left(sofie, last)

    after = live_figures(lone)
    # One child assessed in time, two notices sent in time, one stay ended with the time after settled.
    more = {"CHI-A1": 1, "MUN-G1a": 2, "OUT-G1a": 1}
    assert after == {key: (hits + more[key], of + more[key]) for key, (hits, of) in before.items()}
    assert closed_figures(anne) == closed_before

    demo_house.start(today=MATURED)
    try:
        anne_closes_and_reads_what_a_recount_finds(demo_house, become("anne"))
    finally:
        demo_house.start()


# ---------------------------------------------------------------- the cast, one after the other


def karen_takes_the_call(karen: Visitor) -> str:
    page = karen.go("/")
    follow(page, "Ny henvendelse")
    field(page, "Hvad fortæller hun?").press_sequentially("Hun står på en tankstation med sin datter. Han leder.")
    chip(page, "Kan hun tale trygt lige nu?", "Ja")
    chip(page, "Er hun eller børnene i fare nu?", "Ja")
    chip(page, "Børn, hun har med", "1")
    choose(page, "Sprog", "Dansk")
    fill(page, "Hvor er hun nu?", "Tankstationen ved ringvejen")
    page.get_by_text("Mere om henvendelsen").click()
    choose(page, "Hendes kommune", "Roskilde")
    chip(page, "Hvad sker der nu?", "Plads tilbudt, går videre til visitation")
    press(page, "Gem henvendelsen")
    return arrive(page, r"/henvendelser/([\w-]+)/visitation/")[1]


def vera_screens_the_woman_and_her_child(vera: Visitor, enquiry: str) -> None:
    page = vera.go("/")
    follow(page, "Henvendelser")
    page.locator(f'main a[href="/henvendelser/{enquiry}/"]').first.click()
    follow(page, "Begynd visitationen")
    fill(page, "Med hendes egne ord", "Jeg vil bare have, at vi kan sove.")
    chip(page, "Er hun fyldt 18 år?", "Ja")
    chip(page, "Er der vold i nære relationer?", "Ja")
    chip(page, "Er Liva det rette sted for hende?", "Ja")
    chip(page, "Hvor sikker er hun?", "Alvorlig trussel")
    chip(page, "Psykisk helbred, efter husets regler", "Kan være her")
    choose(page, "Sprog", "Dansk")
    fill(page, "Navn", NAME)
    fill(page, "CPR-nummer", NUMBER)
    press(page, "Gem og skriv et barn ind")
    arrive(page, rf"/henvendelser/{enquiry}/boern/ny/")
    fill(page, "Hvad kalder vi barnet?", CHILD)
    fill(page, "Hvad ser og hører du?", "Hun holder sin bamse tæt og svarer med hovedet.")
    fill(page, "Barnets CPR-nummer", CHILD_NUMBER)
    press(page, "Gem")
    arrive(page, rf"/henvendelser/{enquiry}/visitation/")
    expect(page.get_by_text(CHILD).first).to_be_visible()


def lone_decides(lone: Visitor, enquiry: str) -> str:
    page = lone.go("/")
    follow(page, "Henvendelser")
    page.locator(f'main a[href="/henvendelser/{enquiry}/"]').first.click()
    follow(page, "Træf afgørelse")
    chip(page, "Afgørelse", "Ja, hun kan bo her")
    fill(page, "Begrundelse", "Hun er i målgruppen, og der er plads til dem begge.")
    fill(page, "Truffet", "nu")
    fill(page, "Flytter ind", "nu")
    press(page, "Træf afgørelsen")
    return arrive(page, r"/ophold/([\w-]+)/")[1]


def lone_assigns(lone: Visitor) -> str:
    """From the stay's page; the child's code."""
    page = lone.page
    child = str(page.locator('main a[href^="/boern/"]').first.get_attribute("href")).split("/")[2]
    follow(page, "Vælg kontaktpersoner")
    for task, whom, who in (
        ("kontaktperson", 0, "Sofie Holm, Socialrådgiver"),
        ("børnefaglig koordinator", 1, "Bodil Krogh, Børnefaglig koordinator"),
    ):
        chip(page, "Opgave", task)
        field(page, "For hvem").select_option(index=whom)
        choose(page, "Medarbejder", who)
        press(page, "Gem")
        given = page.locator("ul.lines li").filter(has_text=who.split(",")[0]).filter(has_text=task)
        expect(given).to_be_visible()
    return child


def lone_reads_the_alias(lone: Visitor, stay: str) -> str:
    return lone.go(f"/ophold/{stay}/").locator("h1").inner_text()


def sofie_prepares_the_first_notice(sofie: Visitor, stay: str) -> str:
    page = sofie.go(f"/ophold/{stay}/")
    follow(page, "Kommuner")
    choose(page, "Handlekommune", "Roskilde")
    press(page, "Gem")
    arrive(page, rf"/ophold/{stay}/")
    follow(page, "Om optagelse")
    fill(page, "Begrundelse", "Hun har brug for et sikkert sted sammen med sit barn.")
    press(page, "Klargør brevet")
    return arrive(page, r"/ud/([\w-]+)/")[1]


def lone_releases(lone: Visitor, letter: str) -> None:
    page = lone.go("/")
    follow(page, "Ud af huset")
    page.locator(f'main a[href="/ud/{letter}/"]').first.click()
    expect(page.get_by_text(NAME).first).to_be_visible()
    press(page, "Frigiv brevet")
    expect(page.get_by_role("button", name="Frigiv brevet")).to_have_count(0)


def sofie_notes_that_it_left(sofie: Visitor, letter: str) -> None:
    page = sofie.go(f"/ud/{letter}/")
    chip(page, "Sendt med", "Digital Post")
    fill(page, "Sendt hvornår", "nu")
    fill(page, "Hvad viser, at det er sendt?", "Kvittering 4711")
    press(page, "Det er sendt")
    expect(page.get_by_role("button", name="Det er sendt")).to_have_count(0)


def sofie_records(sofie: Visitor, stay: str, alias: str) -> None:
    page = sofie.go("/")
    follow(page, "Registrér")
    page.get_by_role("searchbox").first.fill(alias)
    page.locator(f'#people a[href="/registrer/{stay}/"]').click()
    for sought, status in (("spiral", "Udført"), ("læge", "Tilbudt"), ("legater", "Udført")):
        page.locator("#filter_lines").fill(sought)
        page.locator("#lines label:visible").first.click()
        chip(page, "Hvad skete der", status)
        press(page, "Gem")
        expect(page.locator("#messages")).to_contain_text("Gemt som")
    expect(page.locator(".plain-list li")).to_have_count(3)


def bodil_notes_how_the_child_is_doing(bodil: Visitor, child: str) -> None:
    page = bodil.go(f"/boern/{child}/")
    follow(page, "Skriv om barnets trivsel")
    fill(page, "Barnets egne ord", "Jeg vil sove med lyset tændt.")
    fill(page, "Det har jeg set og hørt", "Hun faldt til ro, da vi læste højt.")
    page.locator("fieldset fieldset").first.get_by_text("Både og", exact=True).click()
    press(page, "Gem notatet")
    expect(page.get_by_text("Hun faldt til ro, da vi læste højt.")).to_be_visible()


def sofie_prepares_leaving(sofie: Visitor, stay: str, child: str) -> None:
    page = sofie.go(f"/ophold/{stay}/")
    follow(page, "Forbered udflytning")
    fill(page, "Planlagt udflytning", "i dag")
    chip_or_list(page, "Hun flytter til", "Ny egen bolig")
    chip_or_list(page, "Efterværn, besluttet sammen med hende", "Aftalt med os")
    fill(page, "Hvad er aftalt om tiden efter?", "Vi ringer aldrig. Hun kommer forbi den første mandag.")
    press(page, "Gem")
    arrive(page, rf"/ophold/{stay}/")
    page.locator(f'main a[href="/boern/{child}/"]').first.click()
    follow(page, "Skriv om opfølgning")
    chip_or_list(page, "Opfølgning for barnet", "Opfølgende samtaler hos os")
    press(page, "Gem")
    arrive(page, rf"/boern/{child}/")


def sofie_lets_her_go(sofie: Visitor, stay: str) -> str:
    page = sofie.go(f"/ophold/{stay}/")
    follow(page, "Hun er flyttet")
    fill(page, "Hvornår flyttede hun", "nu")
    chip_or_list(page, "Sådan sluttede opholdet", "Aftalt fraflytning")
    choose(page, "Kommune efter opholdet", "Roskilde")
    press(page, "Gem")
    arrive(page, rf"/ophold/{stay}/")
    follow(page, "Om udskrivning")
    fill(page, "Begrundelse", "Hun flytter i egen bolig og har selv valgt dagen.")
    press(page, "Klargør brevet")
    return arrive(page, r"/ud/([\w-]+)/")[1]


def chip_or_list(page: Page, question: str, answer: str) -> None:
    """A long list of codes opens, a short one lies there as chips."""
    if page.locator("legend", has_text=question).count():
        chip(page, question, answer)
    else:
        choose(page, question, answer)


# ---------------------------------------------------------------- the figures on the page


def live_figures(lone: Visitor) -> dict[str, tuple[int, int]]:
    """What Lone's pages say of the running quarter: key -> (hits, of)."""
    found = {}
    for key in FIGURES:
        words = lone.go(f"/opfoelgning/{key}/").locator(f'[data-live="{key}"]').inner_text()
        share = re.search(r"(\d+) af (\d+)", words)
        assert share, words
        found[key] = (int(share[1]), int(share[2]))
    return found


def closed_figures(anne: Visitor) -> dict[str, str]:
    """Everything Anne's pages show of the indicators: key -> the whole of the page's main part."""
    shown = {}
    for key in FIGURES:
        shown[key] = anne.go(f"/opfoelgning/{key}/").locator("main").inner_html()
        assert anne.page.locator("[data-live]").count() == 0
    return shown


def anne_closes_and_reads_what_a_recount_finds(house: DemoHouse, anne: Visitor) -> None:
    anne_closes(anne)
    recount = Recount(house)
    counted = {"CHI-A1": recount.children(), "MUN-G1a": recount.notices(), "OUT-G1a": recount.aftercare()}
    for key, houses in counted.items():
        anne.go(f"/opfoelgning/{key}/")
        for place, expected in by_hand(houses).items():
            assert in_the_table(anne.page, key, place) == expected, (key, place)


def anne_closes(anne: Visitor) -> None:
    """The oldest first, until the quarter is closed."""
    for _quarter in range(3):
        page = anne.go("/opfoelgning/")
        follow(page, "Luk en periode")
        if not page.locator("main select option", has_text=QUARTER).count():
            return
        field(page, "Kvartal").select_option(index=0)
        press(page, "Luk kvartalet")
        expect(page.locator("#messages")).to_contain_text("lukket")
    raise AssertionError(f"{QUARTER} could not be closed")


def in_the_table(page: Page, key: str, place: str) -> list[str]:
    """Yes, of and share of the quarter, as the table of one place has them."""
    panel = page.locator(f'[data-closed="{key}"][data-place="{place}"]')
    panel.get_by_text("Tallene i en tabel").click()
    row = panel.get_by_role("row", name=QUARTER)
    expect(row).to_be_visible()
    return row.get_by_role("cell").all_inner_texts()[:3]


def by_hand(counted: dict[str, tuple[int, int]]) -> dict[str, list[str]]:
    """The small-number rule for what staff did, place -> (yes, of, share) as printed.

    Exact counts from five, a share from ten, both houses together only where neither is hidden.
    """
    both = (sum(hits for hits, _of in counted.values()), sum(of for _hits, of in counted.values()))
    hidden = any(of < 5 for _hits, of in counted.values())
    told = {place: printed(hits, of) for place, (hits, of) in counted.items()}
    return told | {"begge": ["for få", "-", "-"] if hidden else printed(*both)}


def printed(hits: int, of: int) -> list[str]:
    if of < 5:
        return ["for få", "-", "-"]
    return [str(hits), str(of), f"{100 * hits / of:.0f}\N{NO-BREAK SPACE}%" if of >= 10 else "-"]


Answers = list[tuple[str, bool | None]]
"""(house, yes or no; None: does not count)."""


class Recount:
    """The first quarter of 2026 counted row by row from the database, without the house's own counting."""

    def __init__(self, house: DemoHouse) -> None:
        self.url = house.env["DATABASE_URL"]
        houses = {row[0]: row[1] for row in self.rows("SELECT id, code FROM staff_house")}
        self.stays = {
            row[0]: {"first": houses[row[1]], "house": houses[row[2]], "decided": row[3], "left": row[4]}
            for row in self.rows("SELECT id, first_house_id, house_id, decided_at, left_at FROM residency_stay")
        }

    def rows(self, sql: str) -> list[list[Any]]:
        with self._connection() as connection:
            return [[_read(value) for value in row] for row in connection.execute(sql).fetchall()]

    def _connection(self) -> Any:
        if self.url.startswith("sqlite"):
            return closing(sqlite3.connect(self.url.removeprefix("sqlite:///")))
        import psycopg

        return psycopg.connect(self.url.replace("postgres://", "postgresql://"))

    def children(self) -> dict[str, tuple[int, int]]:
        """Children who moved in, assessed at the decision at the latest."""
        found: Answers = []
        for stay, moved_in, assessed in self.rows("SELECT stay_id, moved_in_at, assessed_at FROM residency_childstay"):
            if BEGINS <= moved_in < ENDS:
                in_time = assessed is not None and assessed <= self.stays[stay]["decided"]
                found.append((self.stays[stay]["first"], in_time))
        return _counted(found)

    def notices(self) -> dict[str, tuple[int, int]]:
        """Notices whose clock began, sent on the last day at the latest (Monday to Friday)."""
        sql = "SELECT stay_id, kind, triggered_on, due_on, sent_on, not_owed_why FROM residency_notice"
        found: Answers = []
        for stay, kind, began, due, sent, not_owed in self.rows(sql):
            if BEGINS.date() <= began < ENDS.date() and not_owed is None:
                house = self.stays[stay]["first" if kind == "admission" else "house"]
                undecided = sent is None and due >= MATURED
                found.append((house, None if undecided else sent is not None and sent <= due))
        return _counted(found)

    def aftercare(self) -> dict[str, tuple[int, int]]:
        """Stays that ended, with the time after settled together with her; no answer does not count."""
        settled = dict(self.rows("SELECT stay_id, aftercare FROM residency_leaving"))
        found: Answers = []
        for code, stay in self.stays.items():
            if stay["left"] is not None and BEGINS <= stay["left"] < ENDS:
                found.append((stay["house"], SETTLED.get(settled.get(code, ""))))
        return _counted(found)


SETTLED = dict.fromkeys(("liva", "andre", "liva_og_andre", "nej_tak", "ikke_sikkert"), True) | {"ikke_naaet": False}


def _read(value: Any) -> Any:
    """Dates and moments as PostgreSQL gives them; SQLite keeps them as text in UTC."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d( [\d:.]+)?", value):
        return value
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if " " in value else date.fromisoformat(value)


def _counted(answers: Answers) -> dict[str, tuple[int, int]]:
    """(yes, yes and no) of each house."""
    told = {house: [answer for where, answer in answers if where == house] for house in ("kbh", "aar")}
    return {house: (given.count(True), given.count(True) + given.count(False)) for house, given in told.items()}
