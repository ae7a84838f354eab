"""The whole way: an invented country is delivered, counted, released, brought home; the goal says what was planted."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from dkcohort.command import main
from rettesnor.danish import clock
from rettesnor.registers.actions import import_bundle
from rettesnor.registers.models import Result
from rettesnor.registers.reading import standings
from rettesnor.staff.models import Employee

STAGES = ("preflight", "ingest", "run", "release")


def test_what_was_planted_in_the_country_stands_beside_the_goal(cast: dict[str, Employee], tmp_path: Path) -> None:
    simulate = ["simulate", "--persons", "60000", "--seed", "1", "--out", str(tmp_path), "--shelter-women", "3000"]
    assert main(simulate) == 0
    for stage in STAGES:
        assert main([stage, str(tmp_path / "study.toml")]) == 0, stage
    home = tmp_path / "hjemtagning"
    text, manifest = (home / "bundt.txt").read_text(), (home / "manifest.txt").read_text()
    with clock.at(datetime(2027, 8, 2, 10, tzinfo=clock.CPH)):
        import_bundle(text=text, manifest=manifest, by=cast["anne"])
    standing = standings(["OTH-G2"])["OTH-G2"]
    assert standing.has_level
    assert [told.title for told in standing.told] == [
        f"Nyt ophold på et andet krisecenter, inden for {months} måneder" for months in (12, 24, 6)
    ]
    level = Result.objects.get(
        indicator="returns.elsewhere", kind="incidence", population="own", cohort=2024, months=12
    )
    truths = json.loads((tmp_path / "sandhed.json").read_text())["truths"]
    sought = {"cohort": 2024, "indicator": "returns.elsewhere", "months": 12, "part": "alle", "population": "own"}
    (planted,) = [one["value"] for one in truths if sought.items() <= one.items()]
    assert level.low is not None
    assert level.high is not None
    assert level.low <= planted <= level.high
