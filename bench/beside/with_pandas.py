"""The five steps in pandas with PyArrow's strings and reader: python with_pandas.py REGISTERS MUNICIPALITIES."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

pa.set_cpu_count(2)
DAY = np.timedelta64(1, "D")
ORIGIN = np.datetime64("1970-01-01")
CUT = 20818
MICROSECONDS = 86_400_000_000
GUILTY = ["111", "211"]


class Steps:
    """Each step reads what it needs through `read`, so that reading and reckoning are timed apart."""

    def __init__(self, registers: Path, municipalities: Path) -> None:
        self.registers = registers
        self.places = pd.read_csv(municipalities, dtype="str")
        self.reading = 0.0

    def read(self, files: str, *columns: str, dates: tuple[str, ...] = ()) -> pd.DataFrame:
        """Return some columns of all files of a register, dates as numbers."""
        began = time.monotonic()
        paths = sorted(self.registers.glob(files))
        frames = [pd.read_parquet(p, columns=list(columns), dtype_backend="pyarrow") for p in paths]
        whole = pd.concat(frames, ignore_index=True)
        whole.columns = [c.lower() for c in whole.columns]
        for name in dates:
            whole[name] = _days(whole[name])
        self.reading += time.monotonic() - began
        return whole

    def cohort(self) -> None:
        k = self.read("kkcoph.parquet", "PNR", "INDFLYT", "CPRTJEK", "FRIVIL_MARK", dates=("indflyt",))
        k = k[(k.cprtjek == "0") & (k.frivil_mark == "1")]
        self.first_stay = k.groupby("pnr", as_index=False).indflyt.min().rename(columns={"indflyt": "arrived"})
        self.few = self.first_stay[(self.first_stay.arrived >= 18993) & (self.first_stay.arrived < 20454)]

    def diagnoses(self) -> list[int]:
        keys = self.few.pnr
        a = self.read("psyk_adm*.parquet", "PNR", "RECNUM", "D_INDDTO", dates=("d_inddto",))
        a = a[a.pnr.isin(keys)]
        d = self.read("psyk_diag*.parquet", "RECNUM", "C_DIAG", "C_DIAGTYPE")
        d = d[d.recnum.isin(a.recnum)]
        d = d[d.c_diagtype.isin(["A", "B"]) & d.c_diag.str.startswith("DF")]
        old = a.merge(d, on="recnum").rename(columns={"d_inddto": "day", "c_diag": "code"})
        k = self.read("lpr_a_kontakt*.parquet", "PNR", "DW_EK_KONTAKT", "KONT_STARTTIDSPUNKT", "LPRINDBERETNINGSSYSTEM",
                      dates=("kont_starttidspunkt",))  # fmt: skip
        k = k[k.pnr.isin(keys)]
        k = k[k.lprindberetningssystem == "LPR3"]
        g = self.read("lpr_a_diagnose*.parquet", "DW_EK_KONTAKT", "DIAG_KODE", "DIAG_KODE_TYPE", "SENERE_AFKRAEFTET")
        g = g[g.dw_ek_kontakt.isin(k.dw_ek_kontakt)]
        g = g[g.diag_kode_type.isin(["A", "B"]) & g.diag_kode.str.startswith("DF")]
        g = g[g.senere_afkraeftet.fillna("") != "Ja"]
        new = k.merge(g, on="dw_ek_kontakt").rename(columns={"kont_starttidspunkt": "day", "diag_kode": "code"})
        found = pd.concat([old[["pnr", "day", "code"]], new[["pnr", "day", "code"]]])
        found["code"] = found.code.str.slice(1, 4)
        found = found.drop_duplicates().merge(self.few, on="pnr")
        found = found[(found.day < found.arrived) & (found.day >= found.arrived - 1826)]
        return [found.pnr.nunique(), len(found)]

    def strata(self) -> list[int]:
        b = self.read("bef2*.parquet", "PNR", "KOEN", "FOED_DAG", "KOM", "IE_TYPE", "REFERENCETID",
                      dates=("foed_dag", "referencetid"))  # fmt: skip
        b["landsdel"] = b.kom.map(self.places.set_index("kom").landsdel)
        self.bef = b
        age = (b.referencetid - b.foed_dag) // 1826
        n = b.groupby([b.referencetid, b.koen, age.rename("age"), b.landsdel, b.ie_type], sort=False).size()
        return [len(n), int(n.sum()), int(n.max())]

    def matched(self) -> list[int]:
        keys = ["referencetid", "born_in", "landsdel", "ie_type"]
        b = self.bef[self.bef.koen == "2"]
        year = (ORIGIN + self.few.arrived.to_numpy() * DAY).astype("datetime64[Y]")
        last = ((year.astype("datetime64[D]") - DAY) - ORIGIN).astype(np.int64)
        few = self.few.assign(referencetid=last)
        cases = few.merge(b, on=["pnr", "referencetid"])
        cases["born_in"] = _year(cases.foed_dag)
        women = b.assign(born_in=_year(b.foed_dag))[["pnr", "foed_dag", *keys]]
        women = women.merge(cases[keys].drop_duplicates(), on=keys)
        free = cases[["pnr", "arrived", *keys]].rename(columns={"pnr": "case_pnr"}).merge(women, on=keys)
        free = free.merge(self.first_stay.rename(columns={"arrived": "own"}), on="pnr", how="left")
        free = free[(free.pnr != free.case_pnr) & (free.own.isna() | (free.own > free.arrived))]
        numbers = free.pnr.astype("int64[pyarrow]").to_numpy(), free.case_pnr.astype("int64[pyarrow]").to_numpy()
        free["number"] = numbers[0]
        free["lot"] = (numbers[0] % 1000003) * (numbers[1] % 10007 + 1) % 2147483647
        chosen = free.sort_values(["lot", "number"]).groupby("case_pnr", sort=False).head(10)
        self.subjects = pd.concat([cases[["pnr", "arrived", "foed_dag"]], chosen[["pnr", "arrived", "foed_dag"]]])
        return [chosen.case_pnr.nunique(), len(chosen), int((chosen.number % 1000).sum())]

    def crime(self) -> list[int]:
        keys = self.subjects.pnr.drop_duplicates()
        s = self.read("krsi*.parquet", "PNR", "JOURNR", "SIG_GER1DTO", "SIG_GER9", dates=("sig_ger1dto",))
        s = s[s.pnr.isin(keys)]
        a = self.read("kraf*.parquet", "PNR", "JOURNR", "AFG_AFGTYP3")
        a = a[a.pnr.isin(keys)]
        guilty = a[a.afg_afgtyp3.isin(GUILTY)][["pnr", "journr"]].drop_duplicates().assign(guilty=1)
        s = s.assign(law=s.sig_ger9.str.slice(0, 1)).merge(guilty, on=["pnr", "journr"], how="left")
        s["guilty"] = s.guilty.fillna(0).astype(int)
        offences = s.groupby(["pnr", "journr", "law"], as_index=False, sort=False).agg(
            day=("sig_ger1dto", "min"), guilty=("guilty", "max"))  # fmt: skip
        o = self.subjects.merge(offences, on="pnr")
        o = o[(o.day >= o.arrived - 365) & (o.day < o.arrived + 365)]
        return [len(o), int(o.guilty.sum()), int((o.day >= o.arrived).sum()), int((o.law == "1").sum())]

    def residence(self) -> list[int]:
        born = self.subjects.groupby("pnr", as_index=False).foed_dag.min()
        inward = self.read("vnds_ind*.parquet", "PNR", "HAEND_DATO", dates=("haend_dato",)).assign(mark=1)
        outward = self.read("vnds_ud*.parquet", "PNR", "HAEND_DATO", dates=("haend_dato",)).assign(mark=0)
        older = self.read("vnds_hist*.parquet", "PNR", "HAEND_DATO", "INDUD_KODE", dates=("haend_dato",))
        older["mark"] = (older.indud_kode == "I").astype(int)
        dead = self.read("dod*.parquet", "PNR", "DODDATO", dates=("doddato",)).assign(mark=2)
        names = {"haend_dato": "day", "foed_dag": "day", "doddato": "day"}
        moves = [
            m[m.pnr.isin(born.pnr)].rename(columns=names)[["pnr", "day", "mark"]] for m in (inward, outward, older)
        ]
        moved = pd.concat(moves).drop_duplicates()
        coded = moved.assign(coded=moved.day * 2 + moved.mark).groupby("pnr").coded.min()
        first = pd.Series(born.pnr.map(coded).to_numpy(dtype="float64", na_value=np.nan), index=born.index)
        births = born[first.isna() | (first % 2 == 0)].rename(columns=names).assign(mark=1)
        dead = dead[dead.pnr.isin(born.pnr)].rename(columns=names)
        marks = pd.concat([moved, births, dead]).sort_values(["pnr", "day", "mark"])
        before = marks.groupby("pnr").mark.shift()
        marks = marks[before.isna() | (before != marks.mark)]
        marks["until"] = marks.groupby("pnr").day.shift(-1).fillna(CUT + 1)
        marks["why"] = marks.groupby("pnr").mark.shift(-1).fillna(9)
        p = self.subjects.merge(marks[marks.mark == 1], on="pnr")
        p = p[(p.day < p.arrived + 365) & (p.until > p.arrived)]
        until = np.minimum(np.minimum(p.until, p.arrived + 365), CUT + 1)
        days = (until - np.maximum(p.day, p.arrived)).sum()
        early = p.until < p.arrived + 365
        return [int(days), len(p), int((early & (p.why == 2)).sum()), int((early & (p.why == 0)).sum())]


def _days(dates: Any) -> Any:
    """Days since 1970 of Arrow's dates or microseconds, never by way of Python's own dates."""
    if pa.types.is_date32(dates.dtype.pyarrow_dtype):
        return dates.astype("int32[pyarrow]").to_numpy().astype(np.int64)
    return dates.astype("int64[pyarrow]").to_numpy() // MICROSECONDS


def _year(days: Any) -> Any:
    dates = ORIGIN + days.to_numpy() * DAY
    return dates.astype("datetime64[Y]").astype(np.int64) + 1970


def main(registers: str, municipalities: str) -> None:
    """Print seconds (reading, reckoning) and answers of each step as JSON."""
    steps = Steps(Path(registers), Path(municipalities))
    order: list[Callable[[], Any]] = [steps.cohort, steps.diagnoses, steps.strata, steps.matched, steps.crime,
                                      steps.residence]  # fmt: skip
    seconds, answers = {}, {}
    for step in order:
        name, began, steps.reading = step.__name__, time.monotonic(), 0.0
        answer = step()
        seconds[name] = (steps.reading, time.monotonic() - began - steps.reading)
        if answer:
            answers[name] = answer
    print(json.dumps({"version": pd.__version__, "seconds": seconds, "answers": answers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
