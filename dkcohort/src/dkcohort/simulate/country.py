"""Making an invented country: its registers, a study file that is ready to run, and the truth it was made from."""

import json
from dataclasses import asdict, replace
from pathlib import Path

from dkcohort.days import day
from dkcohort.simulate import crowd, kkcoph, lives, people, residence, truth
from dkcohort.simulate.deliver import Delivery
from dkcohort.simulate.world import ONE_BY_ONE, OWN_CENTRES, World
from dkcohort.stage import Say, hush

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

    The first 60,000 persons, all shelter women and their children among them, are drawn one by one.
    """
    persons, stays = people.populate(replace(world, persons=min(world.persons, ONE_BY_ONE)))
    out = Delivery(folder / "registre")
    residence.deliver(world, persons, stays, out, snapshots)
    kkcoph.deliver(world, persons, stays, out)
    lives.deliver(world, persons, out)
    out.close()
    if world.persons > ONE_BY_ONE:
        crowd.deliver(world, world.persons - ONE_BY_ONE, out.folder, snapshots, say)
    outside = folder / "eksterne"
    outside.mkdir(exist_ok=True)
    (folder / "registre" / "residents.parquet").replace(outside / "residents.parquet")
    (folder / "sandhed.json").write_text(_truth(world), encoding="utf-8")
    study = folder / "study.toml"
    study.write_text(_study(world, themes, mode), encoding="utf-8")
    return study


def cohorts(world: World) -> range:
    """Return the years whose leavers can be followed for a year, the last four of them."""
    last = day(world.until - 365).year
    return range(last - 3, last + 1)


def _study(world: World, themes: tuple[str, ...], mode: str) -> str:
    years = cohorts(world)
    quoted = {"centres": OWN_CENTRES, "themes": themes}
    lists = {key: ", ".join(f'"{value}"' for value in values) for key, values in quoted.items()}
    return _STUDY.format(seed=world.seed, mode=mode, cohorts=", ".join(map(str, years)), baseline=years[-2],
                         data_cut=day(world.until).isoformat(), **lists)  # fmt: skip


def _truth(world: World) -> str:
    content = {"parameters": asdict(world), "truths": truth.planted(world, cohorts(world))}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
