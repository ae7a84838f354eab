import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string

import rettesnor.ui

ROOM = Path(rettesnor.ui.__file__).parent
SCRIPTS = sorted((ROOM / "static" / "ui").glob("*.js"))
ERRORS = ("400.html", "403.html", "404.html", "500.html", "403_csrf.html")
PLACES = [
    {"label": "I dag", "url": "/", "icon": "today", "current": True, "night": True},
    {"label": "Log", "url": "/log/", "icon": "log", "current": False, "night": False},
]
INPUTS: dict[str, dict[str, Any]] = {
    "empty.html": {"text": "Ingen endnu.", "url": "/", "action": "Begynd"},
    "deadline.html": {"limit": date(2026, 3, 3)},
    "panel.html": {"title": "Huset i nat", "id": "huset", "note": "14 pladser", "text": "Roligt."},
    "bar.html": {"label": "Tid", "text": "3 af 5 timer", "share": 0.6},
    "table.html": {
        "caption": "Ophold",
        "columns": [{"label": "Hus"}, {"label": "n", "number": True}],
        "rows": [["A", 3]],
    },
    "figure.html": {"sentence": "Otte af ti.", "caption": "Tal", "columns": [{"label": "Hus"}], "rows": [["A"]]},
    "definition.html": {"card": {"title": "T", "numerator": "tæller", "denominator": "nævner", "misleads": "M"}},
}


def parsed(source: str) -> Element:
    whole: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(source)
    return whole


def base(**context: Any) -> Element:
    return parsed(render_to_string("ui/base.html", {"navigation": PLACES, "csrf_token": "t0ken", **context}))


def text(part: Element | None) -> str:
    assert part is not None
    return " ".join("".join(part.itertext()).split())


def outside(root: Element) -> list[str]:
    places = [part.get(name, "") for part in root.iter() for name in ("src", "href", "action")]
    return [place for place in places if "//" in place]


@pytest.mark.parametrize("name", ["ui/base.html", "ui/quiet.html", *ERRORS])
def test_every_frame_is_danish_says_nothing_in_its_title_and_asks_nobody_else(name: str) -> None:
    root = parsed(render_to_string(name, {"navigation": PLACES}))
    scripts = list(root.iter("script"))

    assert root.get("lang") == "da"
    assert text(root.find(".//title")) == "Rettesnor"
    assert len(list(root.iter("h1"))) == 1
    assert outside(root) == []
    assert all(script.get("src") and not script.text for script in scripts)
    assert not [part for part in root.iter() if part.get("style") or part.tag == "style"]
    assert not [name for part in root.iter() for name, _value in part.items() if name.startswith("on")]


def test_the_first_thing_on_the_keyboard_is_the_way_to_the_content() -> None:
    root = base()
    first = next(root.iter("a"))

    assert first.get("href") == "#main"
    assert root.find(".//main[@id='main']") is not None


def test_the_bottom_bar_holds_the_night_tasks_and_marks_where_we_are() -> None:
    bar = base().find(".//nav[@class='night']")
    assert bar is not None

    assert [text(link) for link in bar.iter("a")] == ["I dag"]
    assert next(bar.iter("a")).get("aria-current") == "page"


def test_the_whole_menu_stands_on_every_page_without_javascript() -> None:
    side = base().find(".//nav[@class='side']")
    assert side is not None

    assert [text(link) for link in side.iter("a")] == ["I dag", "Log"]


def test_the_invented_house_says_so_and_the_real_one_does_not() -> None:
    assert "3. marts 2026" in text(base(demo_day=date(2026, 3, 3)))
    assert "pdigtet" not in text(base())


def test_htmx_swaps_a_refused_form_runs_no_code_and_carries_the_token() -> None:
    root = base()
    settings = root.find(".//meta[@name='htmx-config']")
    assert settings is not None
    body = root.find(".//body")
    assert body is not None

    assert '{"code":"422","swap":true}' in settings.get("content", "")
    assert '"allowEval":false' in settings.get("content", "")
    assert '"selfRequestsOnly":true' in settings.get("content", "")
    # Snapshots of pages in the browser's storage would outlive the session.
    assert '"historyCacheSize":0' in settings.get("content", "")
    assert "t0ken" in body.get("hx-headers", "")


def test_messages_are_announced_in_a_region_that_is_always_there() -> None:
    region = base().find(".//*[@id='messages']")
    assert region is not None

    assert region.get("role") == "status"


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_says_what_happened_and_shows_a_way_on(name: str) -> None:
    root = parsed(render_to_string(name))

    assert len(list(root.iter("p"))) >= 3
    assert root.find(".//a[@class='button']") is not None


def test_missing_and_forbidden_get_the_very_same_page() -> None:
    first = render_to_string("404.html", {"exception": "No Stay matches", "request_path": "/ophold/abc/"})

    assert first == render_to_string("404.html")
    assert "abc" not in first


@pytest.mark.parametrize("name", INPUTS)
def test_each_component_is_valid_and_says_its_words(name: str) -> None:
    source = render_to_string(f"ui/{name}", INPUTS[name])
    root = parsed(f"<!doctype html><title>t</title><body>{source}")
    body = root.find(".//body")

    for table in root.iter("table"):
        assert table.find("caption") is not None
        assert all(head.get("scope") for head in table.iter("th"))
    assert text(body)


def test_a_table_that_may_scroll_can_be_reached_by_keyboard() -> None:
    root = parsed("<!doctype html><title>t</title>" + render_to_string("ui/table.html", INPUTS["table.html"]))
    region = root.find(".//*[@role='region']")
    assert region is not None

    assert region.get("tabindex") == "0"
    assert region.get("aria-label")


def test_each_template_begins_by_saying_what_it_takes() -> None:
    for template in (ROOM / "templates").rglob("*.html"):
        lead = "".join(template.read_text(encoding="utf-8").splitlines()[:2])
        assert "{% comment %}" in lead, template.name


def test_typed_words_never_become_markup() -> None:
    source = engines["django"].from_string("{% load house %}{% status word 'done' %}").render({"word": "<script>"})

    assert "<script>" not in source


def test_the_scripts_are_few_small_and_keep_nothing_in_the_browser() -> None:
    assert len(SCRIPTS) <= 5
    for script in SCRIPTS:
        source = script.read_text(encoding="utf-8")
        assert len(source.splitlines()) < 90, script.name
        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie|innerHTML|eval\(", source
        )


def test_every_file_a_style_sheet_names_is_there() -> None:
    sheet = (ROOM / "static" / "ui" / "house.css").read_text(encoding="utf-8")
    named = re.findall(r'url\("([^"]+)"\)', sheet)
    present = {path.relative_to(ROOM / "static" / "ui").as_posix() for path in (ROOM / "static").rglob("*.css")}

    assert set(named) == present - {"house.css"}


def test_every_file_a_frame_names_is_there() -> None:
    root = base()
    named = [part.get("src") or part.get("href") or "" for part in root.iter() if part.tag in ("script", "link")]

    assert named
    for address in named:
        assert finders.find(address.split("static/", 1)[1]), address
