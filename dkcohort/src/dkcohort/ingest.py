"""The registers made ready to be read: sas7bdat becomes parquet, parquet is read where it lies; rows are counted."""

from dataclasses import replace
from pathlib import Path

from dkcohort.catalogue import Batch, Batches, fingerprint, opened, packed, unpacked
from dkcohort.engine import DuckEngine
from dkcohort.layout.preflight import catalogue_file
from dkcohort.stage import Refused, Say, counted, keep, kept, written
from dkcohort.study import Study


def ingest(study: Study, say: Say) -> None:
    """Convert what must be, count every register's rows against what the preflight saw, and keep the new catalogue.

    Refused if a file has changed since the preflight or gives another number of rows than it said.
    """
    batches = unpacked(kept(catalogue_file(study), "preflight"))
    place = study.work / "ingest"
    with written(place) as beside:
        ready = {name: [_ready(b, name, beside, place) for b in found] for name, found in batches.items()}
        _count(study, ready, beside, place, say)
        files = sorted({f for found in ready.values() for b in found for f in b.files})
        prints = {f: fingerprint(beside / Path(f).relative_to(place) if Path(f).is_relative_to(place) else Path(f))
                  for f in files if not Path(f).is_relative_to(place)}  # fmt: skip
        keep(beside / "catalogue.json", {"registers": packed(ready), "files": prints})


def catalogue(study: Study) -> Batches:
    """Return the registers as ingested; Refused if a file has been touched since."""
    content = kept(study.work / "ingest" / "catalogue.json", "ingest")
    for name, seen in content["files"].items():
        path = Path(name)
        if not path.exists() or list(fingerprint(path)) != seen:
            raise Refused(f"Filen {path.name} er ændret siden indlæsningen: kør preflight og ingest igen.")
    return unpacked(content["registers"])


def _ready(batch: Batch, name: str, beside: Path, place: Path) -> Batch:
    """The batch with its SAS files converted; their names are those they will have when the stage is done."""
    files = []
    for number, file in enumerate(batch.files):
        if not file.lower().endswith(".sas7bdat"):
            files.append(file)
            continue
        from dkcohort.layout import sas

        target = f"{name}{batch.period}-{number}.parquet"
        sas.convert(Path(file), beside / target)
        files.append(str(place / target))
    return replace(batch, files=tuple(files))


def _count(study: Study, ready: Batches, beside: Path, place: Path, say: Say) -> None:
    engine = DuckEngine(memory=study.memory, threads=study.threads)
    here = {n: [replace(b, files=tuple(f.replace(str(place), str(beside)) for f in b.files)) for b in found]
            for n, found in ready.items()}  # fmt: skip
    opened(engine, here)
    for name, found in sorted(here.items()):
        rows = engine.rows(f"SELECT count(*) FROM {name}")[0][0]  # noqa: S608
        if rows != sum(b.rows for b in found):
            raise Refused(
                f"{name.upper()} giver et andet antal rækker, end preflight så: er filen ved at blive skrevet?"
            )
        say(f"{name.upper()}: {counted(rows, study.threshold)} rækker klar")
    engine.close()
