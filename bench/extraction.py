"""python -m bench.extraction STUDY.toml: every step that reads registers, against the bare scan of its columns.

Before a step runs, the columns it reads are read bare: the greatest value of each, by the same DuckDB with the same
limits, straight from the files, without views, casts or joins. What takes less than a second is done five times, by
turns, and the median told: a single time of a few hundredths says as much of the machine as of the step. Prints a JSON
list.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from dkcohort import ingest
from dkcohort.catalogue import Batches, opened
from dkcohort.engine import DuckEngine
from dkcohort.run import computed
from dkcohort.stage import hush
from dkcohort.study import Study, read

READ: dict[str, dict[str, str]] = {
    "known": {"bef": "pnr koen foed_dag kom ie_type referencetid"},
    "kinds": {"bef": "koen foed_dag kom ie_type referencetid"},
    "alike": {"bef": "pnr koen foed_dag kom ie_type referencetid"},
    "everybody": {"bef": "pnr foed_dag"},
    "moves": {"dod": "pnr doddato", "vnds_ind": "pnr haend_dato", "vnds_ud": "pnr haend_dato",
                           "vnds_hist": "pnr haend_dato indud_kode"},
    "profile_children": {"bef": "mor_id foed_dag referencetid"},
    "profile_home": {"befbop": "pnr adresse_id bop_vfra bop_vtil", "befadr": "adresse_id kom"},
    "psychiatric": {"psyk_adm": "pnr recnum d_inddto", "psyk_diag": "recnum c_diag c_diagtype",
                    "lpr_a_kontakt": "pnr dw_ek_kontakt kont_starttidspunkt lprindberetningssystem",
                    "lpr_a_diagnose": "dw_ek_kontakt diag_kode diag_kode_type senere_afkraeftet"},
    "imprisoned": {"krin": "pnr ind_fgsldto ind_loesldto ind_overfkod"},
    "offences": {"krsi": "pnr journr sig_ger1dto sig_ger9", "kraf": "pnr journr afg_afgtyp3 afg_ger9"},
    "placed": {"buaf": "pnr startdato slutdato ansted_klas"},
    "schooling": {"uddf": "pnr hfaudd hf_vfra hf_vtil"},
    "dream_few": {"dream": "pnr"},
    "violence": {"krof": "pnr journr ofr_gerfradt ofr_ger9",
                 "krog": "pnr journr relation_partner relation_partner_hist"},
}  # fmt: skip
"""Which columns of which registers a step reads; of DREAM every week besides."""
SHORT, TIMES = 1.0, 5
"""Seconds under which a step is done several times, and how many."""


class Timed(DuckEngine):
    """An engine that holds each step that reads registers against the bare scan of the same columns."""

    def __init__(self, study: Study, batches: Batches) -> None:
        super().__init__(study.work / "spild-bench", study.memory, study.threads)
        self.batches = batches
        self.found: list[dict[str, object]] = []

    def step(self, name: str, select: str) -> int:
        """Make the table, timed if it reads registers."""
        if name not in READ:
            return super().step(name, select)
        count = 0

        def run() -> None:
            nonlocal count
            count = super(Timed, self).step(name, select)

        pairs = [(_timed(lambda: self._bare(READ[name])), _timed(run))]
        while max(seconds for seconds, _ in pairs[0]) < SHORT and len(pairs) < TIMES:
            pairs.append((_timed(lambda: self._bare(READ[name])), _timed(run)))
        bare, own = (_median(times) for times in zip(*pairs, strict=True))
        rows = sum(batch.rows for register in READ[name] for batch in self.batches[register])
        self.found.append({"step": name, "rows": rows, "seconds": own[0], "processor": own[1], "bare": bare[0],
                           "bare_processor": bare[1]})  # fmt: skip
        return count

    def _bare(self, columns: dict[str, str]) -> None:
        for register, wanted in columns.items():
            found = self.batches[register]
            names = {v.name: v.column for v in found[0].variables}
            chosen = [names[name] for name in wanted.split()] + list(found[0].weeks)
            greatest = ", ".join(f'max("{column}")' for column in chosen)
            files = [file for batch in found for file in batch.files]
            self.rows(f"SELECT {greatest} FROM read_parquet({files})")  # noqa: S608


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    clock, processor = time.monotonic(), time.process_time()
    work()
    return time.monotonic() - clock, time.process_time() - processor


def _median(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    clock, processor = zip(*times, strict=True)
    return median(clock), median(processor)


def main(study_file: Path) -> None:
    """Run the steps of an ingested study and print what each took."""
    study = read(study_file)
    engine = Timed(study, ingest.catalogue(study))
    opened(engine, engine.batches)
    computed(engine, study, hush)
    print(json.dumps(engine.found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
