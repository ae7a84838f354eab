"""Making an invented country: its registers, a study file that is ready to run, and the truth it was made from."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from dkcohort.days import day
from dkcohort.layout.arrivals import falls, gaps
from dkcohort.simulate import crowd, kkcoph, lives, people, residence, truth
from dkcohort.simulate.deliver import Delivery
from dkcohort.simulate.people import People
from dkcohort.simulate.shelter import Stays
from dkcohort.simulate.world import ONE_BY_ONE, OWN_CENTRES, World, cohorts
from dkcohort.stage import Refused, Say, hush

_TRIES = 20

_STUDY = """# En opdigtet undersøgelse af et opdigtet land, lavet af »dkcohort simulate«.
[study]
title = "Opdigtet land {seed}"

[places]
registers = "registre"
work = "arbejde"
release = "hjemtagning"
ledger = "regnskab.json"
residents = "eksterne/residents.parquet"

[own]
mode = "{mode}"
centres = [{centres}]

[when]
cohorts = [{cohorts}]
baseline = {baseline}
data_cut = {data_cut}
horizons = [6, 12, 24]
residence = "dod_vnds"

[themes]
include = [{themes}]

[disclosure]
threshold = 5
"""


def simulate(world: World, folder: Path, themes: tuple[str, ...], mode: str = "centre", snapshots: int = 0,
             say: Say = hush) -> Path:  # fmt: skip
    """Write registers, study.toml and sandhed.json into a folder and return the study file's path.

    The first 60,000 persons, all shelter women and their children among them, are drawn one by one. `snapshots` limits
    the cohorts to those whose women are seen on one of the last so many 31 Decembers, and BEF to these and one before;
    too few for a year and its baseline is `Refused`.
    """
    years = _followed(world, snapshots)
    _place(folder)
    world, persons, stays, rows = _drawn(world)
    out = Delivery(folder / "registre")
    residence.deliver(world, persons, stays, out, snapshots)
    kkcoph.deliver(world, persons, rows, out)
    lives.deliver(world, persons, out)
    out.close()
    if world.persons > ONE_BY_ONE:
        crowd.deliver(world, world.persons - ONE_BY_ONE, out.folder, snapshots, say)
    outside = folder / "eksterne"
    (folder / "registre" / "residents.parquet").replace(outside / "residents.parquet")
    (folder / "sandhed.json").write_text(_truth(world, years), encoding="utf-8")
    study = folder / "study.toml"
    study.write_text(_study(world, themes, mode, years), encoding="utf-8")
    return study


def _place(folder: Path) -> None:
    """Make the folder and those in it, before the country is drawn; Refused where that cannot be."""
    try:
        for inside in ("registre", "eksterne"):
            (folder / inside).mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise Refused(
            f"Landet kan ikke skrives i {folder}: dér er en fil, eller dér kan ingen mappe laves. Vælg en anden mappe "
            "med --out."
        ) from wrong


def _drawn(world: World) -> tuple[World, People, Stays, kkcoph.Columns]:
    """The people and their stays. Drawn again where chance left months that look as if stays were missing."""
    for redrawn in range(_TRIES):
        world = replace(world, redrawn=redrawn)
        persons, stays = people.populate(replace(world, persons=min(world.persons, ONE_BY_ONE)))
        rows = kkcoph.rows_of(world, persons, stays)
        if not any([*gaps(one), *falls(one)] for one in kkcoph.series(world, rows)):
            return world, persons, stays, rows
    raise Refused("Der kommer for få på krisecenter til, at registrene hænger sammen: vælg flere med --shelter-women.")


def _followed(world: World, snapshots: int) -> list[int]:
    """The cohorts whose 31 December before is among the last so many; 0 is all."""
    until, years = day(world.until).year, list(cohorts(world))
    least = until - years[-2] + 2
    if snapshots and snapshots < least:
        raise Refused(f"--snapshots er {snapshots}, men skal være mindst {least}, eller 0 for alle årsskifter.")
    return [year for year in years if not snapshots or year - 1 > until - snapshots]


def _study(world: World, themes: tuple[str, ...], mode: str, years: list[int]) -> str:
    quoted = {"centres": OWN_CENTRES, "themes": themes}
    lists = {key: ", ".join(f'"{value}"' for value in values) for key, values in quoted.items()}
    return _STUDY.format(seed=world.seed, mode=mode, cohorts=", ".join(map(str, years)), baseline=years[-2],
                         data_cut=day(world.until).isoformat(), **lists)  # fmt: skip


def _truth(world: World, years: list[int]) -> str:
    content = {"parameters": asdict(world), "truths": truth.planted(world, years)}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
