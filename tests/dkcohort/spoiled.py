"""Spoiled deliveries: what can be wrong with the files that arrive, each done to a good delivery and nothing else."""

import shutil
from collections.abc import Callable

from tests.dkcohort.delivery import Delivery

Spoil = Callable[[Delivery], None]


def _twice(name: str, column: str, as_: str) -> Spoil:
    """A second column whose name differs by case only. DuckDB cannot write that; others can, and SAS readers do."""

    def spoil(d: Delivery) -> None:
        import polars

        path = d.file(name)
        frame = polars.read_parquet(path)
        path.unlink()
        frame.with_columns(frame[column].alias(as_)).write_parquet(path)

    return spoil


def _damage(d: Delivery) -> None:
    path = d.file("kkcoph.")
    data = bytearray(path.read_bytes())
    data[200:4000] = bytes(3800)
    path.unlink()
    path.write_bytes(bytes(data))


def _sas(d: Delivery, size: int, header: bytes | None = None) -> None:
    """A file that says it is sas7bdat, with as many pages as its header names, or fewer."""
    magic = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")
    head = bytearray(1024)
    head[: len(magic)] = magic if header is None else header.ljust(32, b"x")
    head[35], head[37] = 0x32, 1
    head[196:208] = (1024).to_bytes(4, "little") + (4096).to_bytes(4, "little") + (10).to_bytes(4, "little")
    d.remove("kkcoph.")
    (d.folder / "kkcoph2026.sas7bdat").write_bytes(bytes(head) + bytes(size))


def _text(d: Delivery) -> None:
    d.remove("kkcoph.")
    (d.folder / "kkcoph.parquet").write_bytes(b"PNR;INDFLYT\n" * 9)


def _bytes(d: Delivery, content: bytes) -> None:
    d.remove("kkcoph.")
    (d.folder / "kkcoph.parquet").write_bytes(content)


def _parts(d: Delivery) -> None:
    d.rewrite("kkcoph.", "SELECT * FROM t WHERE INDFLYT < DATE '2021-01-01'", "kkcoph_part-0.parquet")
    d.rewrite("kkcoph.", "SELECT * FROM t WHERE INDFLYT >= DATE '2021-01-01'", "kkcoph_part-2.parquet")
    d.remove("kkcoph.")


def _dream_in_two(d: Delivery) -> None:
    """As many weeks in both pieces, but not the same."""
    d.rewrite("dream", "SELECT *, Y_2310 AS Y_9132 FROM t LIMIT 100", "dream_part-0.parquet")
    d.rewrite("dream.", "SELECT *, Y_2310 AS Y_9133 FROM t OFFSET 100", "dream_part-1.parquet")
    d.remove("dream.")


def _fractions(d: Delivery) -> None:
    d.retype("kkcoph.", "KOM", "CASE WHEN hash(PNR) % 2 = 0 THEN 101.5 ELSE CAST(KOM AS DOUBLE) END")
    d.declared.append('"kkcoph.kom" = "number"')


def _two_forms(d: Delivery) -> None:
    """Half the dates as the study file says, half in the Danish order."""
    iso, danish = "strftime(INDFLYT, '%Y-%m-%d')", "strftime(INDFLYT, '%d-%m-%Y')"
    d.retype("kkcoph.", "INDFLYT", f"CASE WHEN hash(PNR) % 2 = 0 THEN {iso} ELSE {danish} END")
    d.declared.append('"kkcoph.indflyt" = "iso_text"')


def sas_days(d: Delivery, other: str, where: str, column: str = "UDFLYT") -> None:
    """Days as SAS counts them, but for some rows that have another number."""
    d.retype("kkcoph.", column, f"CASE WHEN {where} THEN {other} ELSE CAST({column} - DATE '1960-01-01' AS DOUBLE) END")
    d.declared.append(f'"kkcoph.{column.lower()}" = "sas_day"')


def _drift(d: Delivery) -> None:
    d.retype("bef202112", "KOEN", "CAST(KOEN AS INTEGER)")


def _keep_sas(d: Delivery) -> None:
    keep = d.folder / "kept.bin"
    shutil.copyfile(d.file("kkcoph."), keep)
    _sas(d, 4096 * 10)
    keep.replace(d.folder / "kkcoph.parquet")


def _dream(select: str) -> Spoil:
    return lambda d: d.rewrite("dream", select)


def _all(name: str, column: str, value: str) -> Spoil:
    return lambda d: d.change(name, column, value)


def _some(name: str, column: str, value: str, where: str) -> Spoil:
    return lambda d: d.change(name, column, value, where)


def _type(name: str, column: str, expression: str) -> Spoil:
    return lambda d: d.retype(name, column, expression)


def _swapped(column: str, one: str, other: str) -> str:
    """Two codes under each other's meaning."""
    return f"CASE {column} WHEN '{one}' THEN '{other}' WHEN '{other}' THEN '{one}' ELSE {column} END"


_HALF = "hash(PNR) % 2 = 0"
_HEADER = "SELECT * FROM t UNION ALL SELECT * REPLACE ('DSTNR' AS DSTNR) FROM (SELECT * FROM t LIMIT 9)"
_OTHER_DAY = "SELECT * FROM t UNION ALL SELECT * REPLACE (DODDATO - 1 AS DODDATO) FROM t"
_OLD_LIST = "SELECT * REPLACE (INDFLYT - 4000 AS INDFLYT, UDFLYT - 4000 AS UDFLYT) FROM t"
_SHORTER = "SELECT * FROM t WHERE INDFLYT < DATE '2026-01-01'"
_WHOLE = "kkcoph."
_SEVENFOLD = "least(INDFLYT + 7 * CAST(UDFLYT - INDFLYT AS INTEGER), DATE '2026-12-31')"
_IN_2023 = "year(INDFLYT) = 2023"
_HALF_A_YEAR = "INDFLYT BETWEEN DATE '2023-07-01' AND DATE '2023-12-31'"
_HALF_OF_LEAVINGS = "UDFLYT BETWEEN DATE '2023-07-01' AND DATE '2023-12-31'"
_HALF_OF_CONTACTS = "KONT_STARTTIDSPUNKT BETWEEN DATE '2023-07-01' AND DATE '2023-12-31'"
_OWN = "DSTNR IN ('9001', '9002')"
_SOME_RELEASED = "CASE WHEN hash(PNR) % 5 < 2 THEN IND_LOESLDTO END"
_NEARLY_ALL = "hash(PNR) % 12 > 0"
_MOST = "hash(PNR) % 5 > 0"
_HALF_OF_DAYS = f"CASE WHEN {_HALF} THEN SIG_GER1DTO END"
_OTHER_ORIGIN = "CASE IE_TYPE WHEN '2' THEN '3' WHEN '3' THEN '2' ELSE IE_TYPE END"
_OTHER_SEX = "CASE KOEN WHEN '1' THEN '2' ELSE '1' END"

_ALSO_ELSEWHERE = "SELECT * FROM t UNION ALL SELECT * REPLACE ('7777' AS DSTNR) FROM t WHERE DSTNR = '9001'"
_MENTAL_FROM_2021 = """DIAG_KODE LIKE 'DF%' AND DW_EK_KONTAKT IN (SELECT DW_EK_KONTAKT
  FROM read_parquet('{contacts}') WHERE KONT_STARTTIDSPUNKT >= TIMESTAMP '2021-01-01')"""
_STILL_OPEN = """SELECT * FROM t UNION ALL SELECT * REPLACE (NULL AS UDFLYT, NULL AS RETDATO) FROM t
  WHERE INDFLYT <= DATE '2024-12-31' AND UDFLYT > DATE '2024-12-31'"""
"""What the delivery of 2024 had open stands beside what the next one closed."""


def _otherwise(column: str, value: str) -> str:
    """Some stays once more, as another delivery has them."""
    return f"SELECT * FROM t UNION ALL SELECT * REPLACE ({value} AS {column}) FROM t WHERE {_HALF}"


def _exchanged(d: Delivery) -> None:
    """Without the countries, which give it away by their names."""
    d.rewrite("vnds_ud", "SELECT PNR, HAEND_DATO FROM t", "kept.bin")
    d.rewrite("vnds_ind", "SELECT PNR, HAEND_DATO FROM t", "vnds_ud.parquet")
    d.rename("kept.bin", "vnds_ind.parquet")


def _without_mental(d: Delivery) -> str:
    return f"SELECT * FROM t WHERE NOT ({_MENTAL_FROM_2021.format(contacts=d.file('lpr_a_kontakt'))})"


FILES: dict[str, Spoil] = {
    "folder-missing": lambda d: shutil.rmtree(d.folder),
    "folder-empty": lambda d: d.remove_all("*"),
    "register-missing": lambda d: d.remove("dod"),
    "file-type": lambda d: d.rename(_WHOLE, "kkcoph.csv"),
    "file-alike": lambda d: d.copy(_WHOLE, "Kopi af kkcoph.parquet"),
    "file-packed": lambda d: d.rename(_WHOLE, "kkcoph.parquet.zip"),
    "file-under-way": lambda d: d.rename(_WHOLE, "kkcoph.parquet.part"),
    "file-no-file": lambda d: d.astray(_WHOLE),
    "file-empty": lambda d: d.cut(_WHOLE, 0),
    "file-not-parquet": _text,
    "file-utf16": lambda d: _bytes(d, "PNR;INDFLYT".encode("utf-16")),
    "file-truncated": lambda d: d.cut(_WHOLE),
    "file-damaged": _damage,
    "sas-not-sas": lambda d: _sas(d, 4096 * 10, b"no header of SAS"),
    "sas-truncated": lambda d: _sas(d, 4096 * 4),
    "period-unreadable": lambda d: d.rename("bef202412", "bef_december_2024.parquet"),
    "period-impossible": lambda d: d.rename("bef202412", "bef202413.parquet"),
    "period-twice": lambda d: d.rewrite(_WHOLE, _SHORTER, "kkcoph2025.parquet"),
    "period-both-forms": _keep_sas,
    "period-gap": lambda d: d.remove("bef202212"),
    "period-missing": lambda d: d.remove_all("bef202[456]*"),
    "part-missing": _parts,
    "layouts-vnds": lambda d: d.copy("vnds_ud", "vnds2024.parquet"),
}  # fmt: skip
"""What shows without opening a file."""


def _weeks_of(year: int, value: str) -> str:
    return ", ".join(f"{value} AS Y_{year % 100}{week:02d}" for week in range(1, 53))


VARIABLES: dict[str, Spoil] = {
    "column-missing": lambda d: d.rewrite(_WHOLE, "SELECT * EXCLUDE (UDFLYT) FROM t"),
    "column-padded": lambda d: d.rewrite(_WHOLE, 'SELECT * RENAME (UDFLYT AS "UDFLYT ") FROM t'),
    "column-two-names": lambda d: d.rewrite("lpr_a_diagnose", "SELECT *, DIAG_KODE_TYPE AS DIAG_TYPE FROM t"),
    "column-case-twice": _twice(_WHOLE, "CPRTJEK", "cprtjek"),
    "weeks-twice": _twice("dream", "Y_2310", "y_2310"),
    "rows-none": lambda d: d.rewrite(_WHOLE, "SELECT * FROM t WHERE false"),
    "column-exchanged": lambda d: d.instead("vnds_ind", of="vnds_ud"),
    "type-person-number": _type(_WHOLE, "PNR", "CAST(PNR AS DOUBLE)"),
    "type-bytes": _type(_WHOLE, "OPHOLD", "encode(OPHOLD)"),
    "type-nested": _type(_WHOLE, "DSTNR", "[DSTNR]"),
    "type-date-number": _type(_WHOLE, "INDFLYT", "CAST(INDFLYT - DATE '1960-01-01' AS DOUBLE)"),
    "type-date-text": _type(_WHOLE, "INDFLYT", "strftime(INDFLYT, '%d%b%Y')"),
    "type-date-moment": _type(_WHOLE, "INDFLYT", "CAST(INDFLYT AS TIMESTAMP) + INTERVAL 9 HOUR"),
    "type-code-number": _type(_WHOLE, "DSTNR", "CAST(DSTNR AS DOUBLE)"),
    "type-whole": _type(_WHOLE, "ANTBARN", "CAST(ANTBARN AS VARCHAR)"),
    "type-drift": _drift,
    "declared-unknown": lambda d: d.declared.append('"kkcoph.indflyttet" = "sas_day"'),
    "weeks-missing": _dream("SELECT * EXCLUDE (Y_2310) FROM t"),
    "weeks-impossible": _dream("SELECT *, Y_2310 AS Y_2353 FROM t"),
    "weeks-differ": _dream_in_two,
    "weeks-blank": _dream("SELECT * REPLACE (" + _weeks_of(2023, "NULL::VARCHAR") + ") FROM t"),
    "weeks-short": _dream("SELECT PNR, COLUMNS('Y_2[0-4]..') FROM t"),
}
"""What the columns give away."""

ROWS: dict[str, Spoil] = {
    "all-missing": _all(_WHOLE, "OPHOLD", "NULL"),
    "missing-here": _all("krsi2022", "SIG_GER1DTO", "NULL"),
    "person-missing": _some(_WHOLE, "PNR", "NULL", _HALF),
    "person-form": _some(_WHOLE, "PNR", "substr(PNR, 3)||'A'", _HALF),
    "person-cpr": _all(_WHOLE, "PNR", "substr(PNR, 3)"),
    "person-blanks": _some(_WHOLE, "PNR", "PNR || ' '", _HALF),
    "value-missing": _some(_WHOLE, "INDFLYT", "NULL", _HALF),
    "value-blanks": _some(_WHOLE, "DSTNR", "' ' || DSTNR", _HALF),
    "value-header": lambda d: d.rewrite(_WHOLE, _HEADER),
    "text-mangled": _some(_WHOLE, "DSTNR", "'K\u00c3\u00b8b'", _HALF),
    "text-decimal-point": _fractions,
    "text-decimal-comma": _some(_WHOLE, "DSTNR", "DSTNR || ',0'", _HALF),
    "date-early": _some(_WHOLE, "INDFLYT", "DATE '1899-01-01'", _HALF),
    "code-unknown": _all("bef202212", "IE_TYPE", "'dansk'"),
    "code-one": _dream("SELECT * REPLACE (" + _weeks_of(2023, "'130'") + ") FROM t"),
    "code-starts": _all("krsi2023", "SIG_GER9", "'9' || substr(SIG_GER9, 1, 8)"),
    "code-none-known": _all("bef202212", "IE_TYPE", "'7'"),
    "date-outside": lambda d: d.instead("krsi2020", of="krsi2021"),
    "date-unreadable": _two_forms,
    "date-late": _some(_WHOLE, "INDFLYT", "INDFLYT + 3653", "INDFLYT > DATE '2020-01-01'"),
    "rows-repeated": lambda d: d.rewrite("dod", "SELECT * FROM t UNION ALL SELECT * FROM t"),
    "key-repeated": lambda d: d.rewrite("dod", _OTHER_DAY),
    "arrivals-none": lambda d: d.rewrite(_WHOLE, f"SELECT * FROM t WHERE NOT ({_HALF_A_YEAR})"),
    "arrivals-none-own": _some(_WHOLE, "DSTNR", "'8' || substr(DSTNR, 2)", f"{_OWN} AND INDFLYT >= DATE '2025-01-01'"),
    "arrivals-fall": lambda d: d.rewrite(_WHOLE, f"SELECT * FROM t WHERE NOT ({_HALF_A_YEAR} AND {_MOST})"),
    "arrivals-fall-own": _some(_WHOLE, "DSTNR", "'5001'", f"{_OWN} AND {_HALF_A_YEAR} AND {_MOST}"),
    "leavings-none": _some(_WHOLE, "RETDATO", "DATE '2025-12-31'", "UDFLYT >= DATE '2023-01-01'"),
    "leavings-none-own": _some(_WHOLE, "UDFLYT", "NULL", f"{_OWN} AND INDFLYT >= DATE '2022-10-01'"),
    "leavings-fall": _some(_WHOLE, "UDFLYT", "NULL", f"{_HALF_OF_LEAVINGS} AND {_MOST}"),
    "leavings-fall-own": _some(_WHOLE, "UDFLYT", "NULL", f"{_OWN} AND {_HALF_OF_LEAVINGS} AND {_NEARLY_ALL}"),
    "events-none": lambda d: d.rewrite("dod", "SELECT * FROM t WHERE NOT year(DODDATO) = 2023"),
    "events-fall": lambda d: d.rewrite("lpr_a_kontakt", f"SELECT * FROM t WHERE NOT ({_HALF_OF_CONTACTS} AND {_MOST})"),
    "ends-early": lambda d: d.rewrite(_WHOLE, _SHORTER),
    "cohorts-early": lambda d: d.rewrite(_WHOLE, "SELECT * FROM t WHERE INDFLYT > DATE '2023-07-01'"),
}  # fmt: skip
"""What single rows give away."""

RELATIONS: dict[str, Spoil] = {
    "stays-not-women": _all(_WHOLE, "PNR", "'9' || substr(PNR, 2)"),
    "stays-reversed": _some(_WHOLE, "UDFLYT", "INDFLYT - 3", _HALF),
    "stays-all-open": _some(_WHOLE, "UDFLYT", "NULL", "hash(PNR) % 10 > 0"),
    "stays-own-centres": _all(_WHOLE, "DSTNR", "'7' || substr(DSTNR, 2)"),
    "stays-anonymous-codes": _all(_WHOLE, "OPHOLD", "'1'"),
    "stays-all-outpatient": _all(_WHOLE, "FRIVIL_MARK", "'2'"),
    "stays-anonymous-share": _all(_WHOLE, "OPHOLD", _swapped("OPHOLD", "1", "0")),
    "stays-outpatient-share": _all(_WHOLE, "FRIVIL_MARK", _swapped("FRIVIL_MARK", "1", "2")),
    "stays-imputed-share": _all(_WHOLE, "IMP_MARK", _swapped("IMP_MARK", "1", "0")),
    "stays-anonymous-known": _all(_WHOLE, "CPRTJEK", "CASE WHEN INDFLYT < DATE '2023-01-01' THEN CPRTJEK ELSE '0' END"),
    "stays-named-unknown": _some(_WHOLE, "CPRTJEK", "'1'", f"{_IN_2023} AND hash(PNR) % 3 > 0"),
    "stays-open-long": _some(_WHOLE, "UDFLYT", "NULL", f"{_IN_2023} AND hash(PNR) % 5 > 2"),
    "stays-no-nights-year": _some(_WHOLE, "UDFLYT", "INDFLYT", f"{_IN_2023} AND hash(PNR) % 5 > 1"),
    "stays-one-leaving-day": _some(_WHOLE, "RETDATO", "DATE '2024-06-30'", f"{_IN_2023} AND {_HALF}"),
    "stays-length": _some(_WHOLE, "UDFLYT", _SEVENFOLD, _IN_2023),
    "stays-two-centres": lambda d: d.rewrite(_WHOLE, _ALSO_ELSEWHERE),
    "children-without-stay": _some("kkcophb", "INDFLYT", "INDFLYT - 1", _HALF),
    "children-without-stay-here": _some("kkcophb", "DSTNR", "'91' || substr(DSTNR, 3)", _OWN),
    "children-one-child": _all("kkcophb", "BARN_PNR", "(SELECT min(BARN_PNR) FROM t)"),
    "children-own-woman": _all("kkcophb", "BARN_PNR", "PNR"),
    "population-sex": _some("bef202212", "KOEN", "'K'", _HALF),
    "population-sex-only-one": lambda d: d.change_all("bef2*", "KOEN", "'2'"),
    "population-sex-reversed": lambda d: d.change_all("bef2*", "KOEN", _OTHER_SEX),
    "population-sex-share": _all("bef202412", "KOEN", "'2'"),
    "population-period": _all("bef202212", "REFERENCETID", "DATE '2022-01-01'"),
    "population-half": lambda d: d.rewrite("bef202212", "SELECT * FROM t LIMIT 100"),
    "population-born-late": _some("bef202212", "FOED_DAG", "REFERENCETID + 1", _HALF),
    "population-born-changes": _all("bef202212", "FOED_DAG", "FOED_DAG - 400"),
    "population-other-keys": _all("bef202212", "PNR", "reverse(PNR)"),
    "population-municipality": _some("bef202212", "KOM", "'999'", _HALF),
    "addresses-municipality": _all("befadr", "KOM", "'1' || KOM"),
    "stays-municipality": _all(_WHOLE, "KOM", "'1' || KOM"),
    "deaths-before-birth": _some("dod", "DODDATO", "DATE '1901-01-01'", _HALF),
    "deaths-alive": _some("dod", "DODDATO", "DODDATO - 3000", _HALF),
    "migration-kind": _all("vnds_hist", "INDUD_KODE", "'X'"),
    "migration-out-exchanged": _exchanged,
    "migration-in-exchanged": _exchanged,
    "population-gone": lambda d: d.rewrite("vnds_ud", "SELECT * FROM t LIMIT 30"),
    "population-one-birthday": lambda d: d.change_all("bef2*", "FOED_DAG", "DATE '1985-05-05'"),
    "population-new-year": lambda d: d.change_all("bef2*", "FOED_DAG", "date_trunc('year', FOED_DAG)::DATE"),
    "stays-no-nights": _all(_WHOLE, "UDFLYT", "INDFLYT"),
    "stays-corrected-to-arrival": _some(_WHOLE, "RETDATO", "INDFLYT", "hash(PNR) % 9 = 0"),
    "population-origin-changes": _all("bef202212", "IE_TYPE", _OTHER_ORIGIN),
    "population-one-municipality": _all("bef202212", "KOM", "'101'"),
    "stays-two-deliveries": lambda d: d.rewrite(_WHOLE, _STILL_OPEN),
    "stays-in-conflict": lambda d: d.rewrite(_WHOLE, _otherwise("ANTBARN", "ANTBARN + 1")),
    "stays-children": _some(_WHOLE, "ANTBARN", "-1", _HALF),
    "stays-without-secrecy": _some(_WHOLE, "OPHOLD", "NULL", _HALF),
    "placements-late": lambda d: d.rewrite("buaf", "SELECT * FROM t WHERE STARTDATO >= DATE '2011-01-01'"),
    "addresses-reversed": _some("befbop", "BOP_VTIL", "BOP_VFRA - 1", _HALF),
    "addresses-elsewhere": _all("befbop", "ADRESSE_ID", "(SELECT min(ADRESSE_ID) FROM t)"),
    "addresses-none-before": _all("befbop", "BOP_VTIL", "BOP_VFRA"),
    "addresses-unknown": lambda d: d.rewrite("befadr", "SELECT * FROM t LIMIT 100"),
    "lifelines-reversed": _some("lifelines", "EVENT_FINAL_DATE", "EVENT_START_DATE - 1", _HALF),
    "lifelines-causes": _all("lifelines", "EVENT_CAUSE_FINAL", "CASE WHEN EVENT_FINAL_DATE IS NOT NULL THEN 'Q' END"),
    "psychiatry-diagnoses-loose": _all("psyk_diag", "RECNUM", "'X' || RECNUM"),
    "psychiatry-prefix": _all("psyk_diag", "C_DIAG", "substr(C_DIAG, 2)"),
    "hospital-diagnoses-loose": _all("lpr_a_diagnose", "DW_EK_KONTAKT", "'X' || DW_EK_KONTAKT"),
    "hospital-prefix": _all("lpr_a_diagnose", "DIAG_KODE", "substr(DIAG_KODE, 2)"),
    "psychiatry-no-mental": _all("psyk_diag", "C_DIAG", "'DZ032'"),
    "hospital-no-mental": _some("lpr_a_diagnose", "DIAG_KODE", "'DZ032'", "DIAG_KODE LIKE 'DF%'"),
    "hospital-mental-year": lambda d: d.rewrite("lpr_a_diagnose", _without_mental(d)),
    "hospital-retracted": _all("lpr_a_diagnose", "SENERE_AFKRAEFTET",
                               "CASE WHEN SENERE_AFKRAEFTET = 'Ja' THEN 'Nej' ELSE 'Ja' END"),
    "hospital-systems-exchanged": _all("lpr_a_kontakt", "LPRINDBERETNINGSSYSTEM",
                                       _swapped("LPRINDBERETNINGSSYSTEM", "LPR2", "LPR3")),
    "hospital-system": _some("lpr_a_kontakt", "LPRINDBERETNINGSSYSTEM", "'LPR1'", _HALF),
    "hospital-no-new-system": _all("lpr_a_kontakt", "LPRINDBERETNINGSSYSTEM", "'LPR2'"),
    "charges-offence-dates": _all("krsi2022", "SIG_GER1DTO", "SIG_SIGTDTO + 1"),
    "charges-new-year": lambda d: d.change_all("krsi2*", "SIG_GER1DTO", "date_trunc('year', SIG_GER1DTO)::DATE"),
    "charges-no-offence-dates": lambda d: d.change_all("krsi2*", "SIG_GER1DTO", _HALF_OF_DAYS),
    "charges-year-without-offence-dates": _some("krsi2022", "SIG_GER1DTO", "NULL", _HALF),
    "charges-same-day": _all("krsi2022", "SIG_GER1DTO", "SIG_SIGTDTO"),
    "decisions-year-without-charge": _all("kraf2022", "JOURNR", "'X' || JOURNR"),
    "relations-year-without-victim": _all("krog2022", "JOURNR", "'X' || JOURNR"),
    "population-own-mother": _some("bef202212", "MOR_ID", "PNR", "MOR_ID IS NOT NULL"),
    "decisions-without-charge": lambda d: d.change_all("kraf*", "JOURNR", "'X' || JOURNR"),
    "decisions-before-charge": _all("kraf2022", "AFG_AFGOEDTO", "DATE '2022-01-01'"),
    "offences-short-codes": _all("kraf2022", "AFG_GER9", "substr(AFG_GER9, 1, 7)"),
    "prison-reversed": _all("krin2022", "IND_LOESLDTO", "IND_FGSLDTO - 1"),
    "prison-not-released": lambda d: d.change_all("krin*", "IND_LOESLDTO", _SOME_RELEASED),
    "relations-without-victim": _all("krog2022", "JOURNR", "'X' || JOURNR"),
    "relations-copied": lambda d: d.instead("krog2020", of="krog2021"),
    "placements-reversed": _some("buaf", "SLUTDATO", "STARTDATO - 1", "SLUTDATO IS NOT NULL"),
    "education-format": lambda d: d.rewrite("disced15", "SELECT * FROM t LIMIT 3"),
    "education-groups": _all("disced15", "LABEL", "substr(START, 1, 2)"),
    "education-reversed": _all("uddf", "HF_VTIL", "HF_VFRA - 1"),
    "education-of-children": _all("uddf", "HF_VFRA", "CAST(HF_VFRA - INTERVAL 10 YEAR AS DATE)"),
    "begins-late": lambda d: d.rewrite("psyk_adm", "SELECT * FROM t WHERE year(D_INDDTO) >= 2018"),
    "stops-early": lambda d: d.rewrite("psyk_adm", "SELECT * FROM t WHERE year(D_INDDTO) <= 2016"),
    "link-foreign": _all("dream", "PNR", "reverse(PNR)"),
    "link-few": _dream("SELECT * FROM t LIMIT 100"),
    "layouts-lpr": lambda d: d.copy("lpr_a_kontakt", "lpr_f_kontakter2019.parquet"),
    "layouts-psyk": lambda d: d.copy("psyk_adm", "t_psyk_adm.parquet"),
}  # fmt: skip
"""What registers must agree about, or what lies side by side."""


LISTED: dict[str, Spoil] = {
    "residents-unknown": _all("residents", "PNR", "'9' || substr(PNR, 2)"),
    "residents-reversed": _some("residents", "UDFLYT", "INDFLYT - 1", _HALF),
    "residents-open-long": _some("residents", "UDFLYT", "NULL", f"{_IN_2023} AND hash(PNR) % 5 > 2"),
    "residents-no-stay": lambda d: d.rewrite(
        "residents", "SELECT * REPLACE (INDFLYT - 4000 AS INDFLYT, UDFLYT - 4000 AS UDFLYT) FROM t"
    ),
    "residents-not-own": _all("residents", "UDFLYT", "INDFLYT + 2"),
}
"""The centre's own list."""

COUNTED: dict[str, tuple[str, str, str, Spoil]] = {
    "DREAM's codes are text with decimals": ("work", "code-unknown", "DREAM / dream.parquet: Y_2",
        lambda d: _weeks(d, "w || '.0'")),
    "DREAM's codes are decimal numbers": ("work", "code-unknown", "ventet tre cifre",
        lambda d: _weeks(d, "CAST(w AS DOUBLE)")),
    "one week of DREAM is written in words": ("work", "code-unknown", "Y_2310 har i ",
        _all("dream", "Y_2310", "'KONTANTHJ'")),
    "one of DREAM's codes is written in words": ("work", "code-unknown", "Y_2310 har i under 5 rækker",
        _some("dream", "Y_2310", "'KONTANTHJ'", "PNR = (SELECT min(PNR) FROM t)")),
    "none of DREAM's codes is the study's": ("work", "code-none-known", "dream_cash", lambda d: _weeks(d, "'555'")),
    "a year of charges is another's": ("crime", "date-outside", "KRSI / krsi2021.parquet: SIG_SIGTDTO",
        lambda d: d.instead("krsi2020", of="krsi2021")),
    "a year of charges is the next one's": ("crime", "date-outside", "KRSI / krsi2021.parquet",
        lambda d: d.instead("krsi2022", of="krsi2021")),
    "a year of charges is two years'": ("crime", "date-outside", "KRSI / krsi2021.parquet",
        lambda d: d.rewrite("krsi2021", f"SELECT * FROM t UNION ALL SELECT * FROM '{d.file('krsi2020')}'")),
    "a year of decisions is another's": ("crime", "date-outside", "KRAF / kraf2021.parquet: AFG_AFGOEDTO",
        lambda d: d.instead("kraf2020", of="kraf2021")),
    "a year of imprisonments is another's": ("crime", "date-outside", "KRIN / krin2022.parquet: IND_FGSLDTO",
        lambda d: d.instead("krin2020", of="krin2022")),
    "a year of victims is another's": ("violence", "date-outside", "KROF / krof2021.parquet: OFR_GERFRADT",
        lambda d: d.instead("krof2020", of="krof2021")),
    "a year of relations is another's": ("violence", "relations-copied", "Over halvdelen af rækkerne",
        lambda d: d.instead("krog2020", of="krog2021")),
    "no relation is to a partner": ("violence", "code-none-known", "partner_relation",
        lambda d: d.change_all("krog*", "RELATION_PARTNER", "'J'")),
    "no decision is known": ("crime", "code-none-known", "AFG_AFGTYP3 har for få af de koder",
        lambda d: d.change_all("kraf*", "AFG_AFGTYP3", "'999'")),
    "no decision of one year is known": ("crime", "code-none-known", "KRAF / kraf2021.parquet",
        _all("kraf2021", "AFG_AFGTYP3", "'999'")),
    "charges have the short code of the offence": ("crime", "code-unknown", "SIG_GER9",
        _all("krsi2021", "SIG_GER9", "substr(SIG_GER9, 1, 7)")),
    "victims have the short code of the offence": ("violence", "code-unknown", "OFR_GER9",
        _all("krof2021", "OFR_GER9", "substr(OFR_GER9, 1, 7)")),
    "no victim of a year was of violence": ("violence", "code-starts", "KROF / krof2023.parquet: OFR_GER9",
        _all("krof2023", "OFR_GER9", "'13' || substr(OFR_GER9, 3)")),
    "everybody has one education": ("education", "code-one", "UDDF / uddf.parquet: HFAUDD har den samme kode",
        _all("uddf", "HFAUDD", "'4280'")),
    "one year's charges have no day of the offence": ("crime", "missing-here", "KRSI / krsi2021.parquet: Variablen",
        _all("krsi2021", "SIG_GER1DTO", "NULL")),
    "one year's charges have hardly a day of the offence": ("crime", "missing-here", "SIG_GER1DTO er tom",
        _some("krsi2021", "SIG_GER1DTO", "NULL", "hash(JOURNR) % 50 > 0")),
    "nobody has a mother in one file": ("children", "missing-here", "BEF / bef202312.parquet: Variablen MOR_ID",
        _all("bef202312", "MOR_ID", "NULL")),
    "the relations of one year are empty": ("violence", "missing-here", "krog2023.parquet: Variablen RELATION_PARTNER",
        _all("krog2023", "RELATION_PARTNER", "NULL")),
    "nobody stays a night by the corrected day": ("returns", "stays-no-nights", "KKCOPH: Fraflytningen er",
        _some(_WHOLE, "RETDATO", "INDFLYT", _MOST)),
    "the origins of the first file are mixed up": ("origin", "population-origin-changes", "BEF / bef202012.parquet",
        _some("bef202012", "IE_TYPE", "'2'", "IE_TYPE = '1' AND hash(PNR) % 9 = 0")),
    "what was retracted is so in lower case": ("mental", "code-unknown", "SENERE_AFKRAEFTET",
        _all("lpr_a_diagnose", "SENERE_AFKRAEFTET", "lower(SENERE_AFKRAEFTET)")),
    "LPR3's kinds of diagnosis are in lower case": ("mental", "code-unknown", "DIAG_KODE_TYPE har i ",
        _all("lpr_a_diagnose", "DIAG_KODE_TYPE", "lower(DIAG_KODE_TYPE)")),
    "no diagnosis of LPR3 is main or additional": ("mental", "code-none-known", "DIAG_KODE_TYPE",
        _all("lpr_a_diagnose", "DIAG_KODE_TYPE", "'G'")),
    "the old kinds of diagnosis are in lower case": ("mental", "code-unknown", "C_DIAGTYPE",
        _all("psyk_diag", "C_DIAGTYPE", "lower(C_DIAGTYPE)")),
    "no origin is known": ("origin", "code-none-known", "origin_danish",
        lambda d: d.change_all("bef2*", "IE_TYPE", "'7'")),
    "most origins of one file are not known": ("origin", "code-none-known", "BEF / bef202412.parquet",
        _some("bef202412", "IE_TYPE", "'7'", "IE_TYPE = '1'")),
    "everybody in one file is a woman": ("age", "population-sex-share", "BEF / bef202412.parquet",
        _all("bef202412", "KOEN", "'2'")),
    "the sexes are exchanged": ("age", "population-sex-reversed", "kønnene er byttet om",
        lambda d: d.change_all("bef2*", "KOEN", _OTHER_SEX)),
    "some stays are imputed in one delivery only": ("returns", "stays-in-conflict", "KKCOPH: ",
        lambda d: d.rewrite(_WHOLE, _otherwise("IMP_MARK", "'1'"))),
    "some stays are outpatient in one delivery only": ("returns", "stays-in-conflict", "to leverancer lagt i én fil",
        lambda d: d.rewrite(_WHOLE, _otherwise("FRIVIL_MARK", "'2'"))),
    "the children have another numbering of the centres": ("children", "children-without-stay", "KKCOPHB: ",
        _all("kkcophb", "DSTNR", "'7' || substr(DSTNR, 2)")),
    "the children have the own centres otherwise": ("children", "children-without-stay-here", "(egne centre i 20",
        _some("kkcophb", "DSTNR", "'91' || substr(DSTNR, 3)", _OWN)),
    "the children of one other centre are under another number": ("children", "children-without-stay-here", "(center 7",
        _some("kkcophb", "DSTNR", "'7' || substr(DSTNR, 2)", "DSTNR = (SELECT max(DSTNR) FROM t WHERE DSTNR < '9')")),
    "a year's children have one key": ("children", "children-one-child", "(alle år, 2024, egne centre i 2024)",
        _some("kkcophb", "BARN_PNR", "(SELECT min(BARN_PNR) FROM t)", "year(INDFLYT) = 2024")),
    "a year's offences are of New Year's Day": ("crime", "charges-new-year", "KRSI / krsi2023.parquet: SIG_GER1DTO",
        _all("krsi2023", "SIG_GER1DTO", "date_trunc('year', SIG_GER1DTO)::DATE")),
    "what is anonymous has another code": ("returns", "code-unknown", "OPHOLD har i ",
        _some(_WHOLE, "OPHOLD", "'J'", "OPHOLD = '1'")),
    "the code of a key that is none is another": ("returns", "code-unknown", "CPRTJEK har i ",
        _some(_WHOLE, "CPRTJEK", "'X'", "CPRTJEK = '1'")),
    "the codes of secrecy have two digits": ("returns", "code-unknown", "shelter_anonymous (1) eller shelter_named (0)",
        _all(_WHOLE, "OPHOLD", "'0' || OPHOLD")),
    "nobody is anonymous": ("returns", "code-none-known", "sættes den til en tom liste",
        _all(_WHOLE, "OPHOLD", "'0'")),
    "the codes of the offer have two digits": ("returns", "code-unknown", "FRIVIL_MARK har i ",
        _all(_WHOLE, "FRIVIL_MARK", "'0' || FRIVIL_MARK")),
    "who is imputed is told by a letter": ("returns", "code-unknown", "IMP_MARK har i ",
        _all(_WHOLE, "IMP_MARK", "'N'")),
    "the sexes of one file are exchanged": ("age", "population-sex-reversed", "BEF / bef202412.parquet",
        _all("bef202412", "KOEN", _OTHER_SEX)),
}  # fmt: skip
"""What would be counted by half without a word: the theme it spoils, the kind of fault, and what is said of it."""


def _weeks(d: Delivery, expression: str) -> None:
    """Make every week of DREAM anew from its code `w`; blank stays blank."""
    import polars

    weeks = [name for name in polars.read_parquet_schema(d.file("dream")) if name.startswith("Y_")]
    made = ", ".join(f"CASE WHEN {w} <> '' THEN {expression.replace('w', w, 1)} END AS {w}" for w in weeks)
    d.rewrite("dream", f"SELECT PNR, {made} FROM t")


THEME = {"code-one": "work", "code-starts": "crime", "address": "home", "date-ou": "crime",
         "hospita": "mental", "psychia": "mental", "layouts-l": "mental", "layouts-p": "mental",
         "missing-": "crime", "charges": "crime", "decisio": "crime", "offence": "crime", "prison-": "crime",
         "relatio": "violence", "placeme": "placement", "educati": "education", "weeks-": "work", "link-": "work",
         "events-f": "mental", "begins-": "mental", "stops-": "mental", "column-two": "mental"}  # fmt: skip


def theme(kind: str) -> str:
    """The theme whose registers a fault is about."""
    return next((name for start, name in THEME.items() if kind.startswith(start)), "age")
