"""Giving back a published table: a country made of Danmarks Statistik's 2021 figures is counted as they were.

This proves grouping and totals and nothing more: the women, their days and their centres are invented.
"""

from pathlib import Path

from dkcohort.simulate.published import TABLE, UNKNOWN, deliver
from tests.dkcohort.countries import figures, prepared


def test_the_ages_of_2021_are_counted_as_they_were_published(tmp_path: Path) -> None:
    # Danmarks Statistik, NYT 38290: https://www.dst.dk/da/Statistik/nyheder-analyser-publ/nyt/NytHtml?cid=38290
    from dkcohort.study import read

    study_file = deliver(tmp_path, seed=1)
    prepared(read(study_file))
    found = {(f.indicator, f.part): f for f in figures(study_file) if f.population == "all"}
    for part, (stays, women) in {**TABLE, "unknown": UNKNOWN}.items():
        assert found["age.stays", part].hits == stays
        assert found["age.women", part].hits == women
    assert found["age.stays", "50+"].of == 3094
    assert found["age.women", "50+"].of == 2618
