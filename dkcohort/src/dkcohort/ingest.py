"""The registers made ready to be read: parquet stays where it is, what was sas7bdat is taken over; rows are counted."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

from dkcohort.catalogue import Batches, fingerprint, moved, opened, packed, unpacked
from dkcohort.engine import DuckEngine
from dkcohort.layout.preflight import catalogue_file
from dkcohort.stage import Refused, Say, counted, keep, kept, written
from dkcohort.study import Study


def ingest(study: Study, say: Say) -> None:
    """Take over what was converted, count every register's rows against what the preflight saw, keep the new catalogue.

    Refused if a file has changed or gone since the preflight or gives another number of rows than it said.
    """
    converted, batches = kept(catalogue_file(study), "preflight", partial(_read, prints="converted"))
    _same(converted, "forkontrollen: kør preflight")
    before = study.work / "preflight"
    _there(batches)
    place = study.work / "ingest"
    with written(place) as beside:
        for file in sorted(f for found in batches.values() for b in found for f in b.files):
            if Path(file).is_relative_to(before):
                (beside / Path(file).relative_to(before)).parent.mkdir(exist_ok=True)
                shutil.copyfile(file, beside / Path(file).relative_to(before))
        here = moved(batches, before, beside)
        _count(study, here, say)
        read = sorted({f for found in here.values() for b in found for f in b.files})
        prints = {f: fingerprint(Path(f)) for f in read if not Path(f).is_relative_to(beside)}
        keep(beside / "catalogue.json", {"registers": packed(moved(here, beside, place)),
                                         "files": {**converted, **prints}})  # fmt: skip


def catalogue(study: Study) -> Batches:
    """Return the registers as ingested; Refused if a file has been touched since."""
    files, batches = kept(study.work / "ingest" / "catalogue.json", "ingest", partial(_read, prints="files"))
    _same(files, "indlæsningen: kør preflight og ingest")
    return batches


def _read(content: Any, prints: str) -> tuple[dict[str, list[int]], Batches]:
    """The fingerprints and the registers of a catalogue; one without a register is none."""
    batches = unpacked(content["registers"])
    if not batches or not all(batches.values()):
        raise ValueError("no registers")
    return {str(file): list(seen) for file, seen in content[prints].items()}, batches


def _same(prints: dict[str, list[int]], since: str) -> None:
    for name, seen in prints.items():
        path = Path(name)
        if not path.exists() or list(fingerprint(path)) != seen:
            raise Refused(f"Filen {path.name} er ændret siden {since} igen.")


def _there(batches: Batches) -> None:
    """The name of a file and of its register, and never where it lies."""
    gone = [
        f"{Path(file).name} ({register.upper()})"
        for register, found in sorted(batches.items())
        for file in sorted(f for batch in found for f in batch.files)
        if not Path(file).exists()
    ]
    if gone:
        raise Refused(f"Filer, som forkontrollen så, findes ikke længere: {', '.join(gone)}. Kør preflight igen.")


def _count(study: Study, here: Batches, say: Say) -> None:
    engine = DuckEngine(memory=study.memory, threads=study.threads)
    opened(engine, here)
    for name, found in sorted(here.items()):
        rows = engine.rows(f"SELECT count(*) FROM {name}")[0][0]  # noqa: S608
        if rows != sum(b.rows for b in found):
            raise Refused(
                f"{name.upper()} giver et andet antal rækker, end preflight så: er filen ved at blive skrevet?"
            )
        say(f"{name.upper()}: {counted(rows, study.threshold)} rækker klar")
    engine.close()
