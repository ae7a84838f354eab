"""The whole way: an invented country is delivered, counted, released, brought home; the goal says what was planted."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dkcohort.command import main
from dkcohort.run import figures_file
from dkcohort.study import read
from rettesnor.danish import clock
from rettesnor.registers.models import Result
from rettesnor.registers.reading import standings

As = Callable[[str], Client]
PERSONS, SHELTER_WOMEN, LEAVERS, SECONDS = 60_000, 3_000, 240, 180
STAGES = ("preflight", "ingest", "run", "release")


def test_what_was_planted_in_the_country_stands_beside_the_goal(as_: As, tmp_path: Path) -> None:
    begun = time.process_time()  # not the wall's clock: what else runs on the machine is no fault of ours
    simulate = ["simulate", "--persons", str(PERSONS), "--seed", "1", "--out", str(tmp_path)]
    assert main([*simulate, "--shelter-women", str(SHELTER_WOMEN)]) == 0
    for stage in STAGES:
        assert main([stage, str(tmp_path / "study.toml")]) == 0, stage
    with clock.at(datetime(2027, 8, 2, 10, tzinfo=clock.CPH)):
        _bring_home(as_("anne"), tmp_path / "hjemtagning")
    assert time.process_time() - begun < SECONDS
    assert min(_own_leavers(tmp_path)) >= LEAVERS
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


def _bring_home(client: Client, home: Path) -> None:
    """As on the screen: the two files, through the form."""
    names = {"bundle": "bundt.txt", "manifest": "manifest.txt"}
    files = {field: SimpleUploadedFile(name, (home / name).read_bytes()) for field, name in names.items()}
    answer = client.post(reverse("registers-import"), files)
    assert answer.status_code == 302, answer.content.decode()
    assert "Nyt ophold på et andet krisecenter" in client.get(answer.headers["Location"]).content.decode()


def _own_leavers(folder: Path) -> list[int]:
    """Own leavers of each year, as the run counted them before anything was rounded."""
    leavers = json.loads(figures_file(read(folder / "study.toml")).read_text())["counts"]["leavers"]
    return [count for population, _cohort, count, _followed in leavers if population == "own"]
