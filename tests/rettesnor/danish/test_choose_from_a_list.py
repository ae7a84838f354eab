"""Choosing from a list: the codes, their labels, and the three different non-answers."""

from datetime import date

import pytest

from rettesnor.danish import codes

THREE = [("ikke_spurgt", "Ikke spurgt"), ("ved_ikke", "Ved ikke"), ("oensker_ikke", "Ønsker ikke at oplyse")]
STATUSES = {"læst i kilde", "husets forslag", "svarkategorier uverificeret", "uverificeret"}

# Written by hand: the lists that ask about a person, and those that record what we ourselves did or decided.
ABOUT_A_PERSON = {
    "home_municipality",
    "municipality", "destination", "enquiry_from", "language", "language_level", "interpreter", "interpreter_need",
    "screening_result", "safety_level", "yes_no", "child_offer_type", "child_need", "wellbeing", "child_sex",
    "child_day", "aftercare", "safe_contact", "followup_child", "violence_form", "violence_by", "source_of_referral",
    "residence_before", "earlier_stays", "counselling", "psychologist",
}  # fmt: skip
ABOUT_OUR_OWN_ACTS = {
    "region", "refusal_reason", "refusal_help", "enquiry_channel", "enquiry_about", "enquiry_outcome",
    "visitation_outcome", "child_offer", "child_theme", "wellbeing_source", "effort_status", "age_group",
    "child_age_group", "length_group", "discharge_kind", "dispatch", "cpr_purpose",
    "complaint_guidance",
}  # fmt: skip


def test_every_list_is_either_about_a_person_or_about_our_own_acts() -> None:
    assert not ABOUT_A_PERSON & ABOUT_OUR_OWN_ACTS
    assert set(codes.names()) == ABOUT_A_PERSON | ABOUT_OUR_OWN_ACTS


@pytest.mark.parametrize("name", sorted(ABOUT_A_PERSON))
def test_a_list_about_a_person_ends_with_the_three_non_answers(name: str) -> None:
    assert codes.choices(name)[-3:] == THREE
    assert len(codes.choices(name)) > 4


@pytest.mark.parametrize("name", sorted(ABOUT_OUR_OWN_ACTS))
def test_what_we_did_ourselves_is_always_known(name: str) -> None:
    assert not codes.non_answers() & {code for code, _ in codes.choices(name)}


@pytest.mark.parametrize("name", codes.names())
def test_codes_and_labels_are_unique_plain_and_sourced(name: str) -> None:
    rows = codes.rows(name)
    assert len({(row.code, row.valid_from) for row in rows}) == len(rows)
    assert len({label for _, label in codes.choices(name)}) == len(codes.choices(name))
    assert codes.title(name)
    for row in rows:
        assert row.code.isascii()
        assert row.label == row.label.strip() != ""
        assert row.source
        assert row.status in STATUSES


def test_a_code_is_known_by_its_label() -> None:
    assert codes.label("municipality", "0751") == "Aarhus"
    assert codes.label("language", "prs") == "Dari"
    assert codes.valid("destination", "tilbage_til_udoever")


def test_an_unknown_code_or_list_is_refused() -> None:
    assert not codes.valid("municipality", "9999")
    with pytest.raises(LookupError, match="9999"):
        codes.label("municipality", "9999")
    with pytest.raises(LookupError, match="favourite_colour"):
        codes.choices("favourite_colour")
    with pytest.raises(LookupError, match="municipality_region"):
        codes.choices("municipality_region")


def test_there_are_98_municipalities_and_christiansoe_is_none_of_them() -> None:
    municipalities = [code for code, _ in codes.choices("municipality") if code not in codes.non_answers()]
    assert len(municipalities) == 98
    assert all(len(code) == 4 and code.isdigit() for code in municipalities)
    assert not codes.valid("municipality", "0411")


def test_where_somebody_lives_may_be_outside_denmark_but_no_municipality_is() -> None:
    told, outside = codes.choices("home_municipality"), ["Grønland", "Færøerne", "Udlandet"]
    assert [label for _, label in told[98:-3]] == outside
    assert told[:98] == codes.choices("municipality")[:98]
    assert not any(codes.valid("municipality", code) or code.isdigit() for code, _ in told[98:-3])


def test_the_regions_have_the_published_number_of_municipalities() -> None:
    assert _sizes(date(2026, 12, 31)) == {"1081": 11, "1082": 19, "1083": 22, "1084": 29, "1085": 17}
    assert _sizes(date(2027, 1, 1)) == {"1081": 11, "1082": 19, "1083": 22, "oestdanmark": 46}


def test_region_oestdanmark_is_marked_as_unverified_and_not_offered_before_2027() -> None:
    row = next(row for row in codes.rows("region") if row.code == "oestdanmark")
    assert row.status == "uverificeret"
    assert not codes.valid("region", "oestdanmark", on=date(2026, 12, 31))
    assert codes.valid("region", "oestdanmark", on=date(2027, 1, 1))


def test_a_municipality_has_no_region_before_there_were_regions_and_a_non_answer_has_none() -> None:
    with pytest.raises(LookupError, match="0101"):
        codes.region("0101", date(2006, 12, 31))
    with pytest.raises(LookupError, match="ved_ikke"):
        codes.region("ved_ikke", date(2026, 1, 1))


def test_age_and_placement_can_be_recorded_as_refusal_so_that_none_can_be_shown() -> None:
    for code in codes.EXCEPTIONAL_REFUSALS:
        assert "undtagelse" in codes.label("refusal_reason", code)


@pytest.mark.parametrize("name", ["interpreter", "enquiry_from"])
def test_a_child_can_never_be_chosen(name: str) -> None:
    offered = [label.lower() for _, label in codes.choices(name) if "aldrig et barn" not in label]
    assert not any("barn" in label or "børn" in label for label in offered)


@pytest.mark.parametrize(
    ("age", "group"),
    [
        (None, "ukendt"), (0, "under_18"), (17, "under_18"), (18, "18-24"), (24, "18-24"), (25, "25-29"),
        (29, "25-29"), (30, "30-39"), (39, "30-39"), (40, "40-49"), (49, "40-49"), (50, "50+"), (97, "50+"),
    ],
)  # fmt: skip
def test_a_woman_falls_in_the_age_group_of_the_published_statistics(age: int | None, group: str) -> None:
    assert codes.age_group(age) == group
    assert codes.valid("age_group", group)


@pytest.mark.parametrize(
    ("age", "group"),
    [(None, "ukendt"), (0, "0-2"), (2, "0-2"), (3, "3-5"), (6, "6-9"), (10, "10-14"), (15, "15-17"), (18, "18+")],
)
def test_a_child_falls_in_its_age_group(age: int | None, group: str) -> None:
    assert codes.child_age_group(age) == group
    assert codes.valid("child_age_group", group)


@pytest.mark.parametrize(
    ("days", "group"),
    [(0, "under_1"), (1, "1-30"), (30, "1-30"), (31, "31-119"), (119, "31-119"), (120, "120+"), (700, "120+")],
)
def test_a_stay_falls_in_its_length_group(days: int, group: str) -> None:
    assert codes.length_group(days) == group
    assert codes.valid("length_group", group)


def test_a_negative_age_or_length_is_refused() -> None:
    for grouped in (codes.age_group, codes.child_age_group, codes.length_group):
        with pytest.raises(ValueError, match="negative"):
            grouped(-1)


def _sizes(on: date) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for code, _ in codes.choices("municipality"):
        if code not in codes.non_answers():
            region = codes.region(code, on)
            sizes[region] = sizes.get(region, 0) + 1
            assert codes.valid("region", region, on)
    return sizes
