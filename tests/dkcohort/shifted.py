"""Deliveries whose days or codes can each be, and together cannot: all shifted, all alike, half of them left out."""

from tests.dkcohort.delivery import Delivery
from tests.dkcohort.spoiled import Spoil

_OWN = "DSTNR IN ('9001', '9002')"
_IN_2024 = "year(INDFLYT) = 2024"
_LATER = "CAST({0} + INTERVAL '{1}' AS DATE)"
_HALF = "SELECT * FROM t WHERE hash(PNR) % 2 = 0"


def _all(name: str, column: str, value: str, where: str = "true") -> Spoil:
    return lambda d: d.change(name, column, value, where)


def _every(pattern: str, column: str, value: str) -> Spoil:
    return lambda d: d.change_all(pattern, column, value)


def _keep(name: str, where: str) -> Spoil:
    return lambda d: d.rewrite(name, f"SELECT * FROM t WHERE {where}")


def _later(column: str, by: str) -> str:
    return _LATER.format(column, by)


def _half_of_ends(d: Delivery) -> None:
    d.rewrite("dod", _HALF)
    d.rewrite("vnds_ud", _HALF)


def _one_mother(d: Delivery) -> None:
    d.change_all("bef2*", "MOR_ID", "(SELECT max(MOR_ID) FROM t)")


_TEN_AND_SEVENTY = "CASE LABEL WHEN '10' THEN '70' WHEN '70' THEN '10' ELSE LABEL END"
_TO_ARRIVAL = "INDFLYT + 2 + CAST(hash(PNR) % 5 AS INTEGER)"

SHIFTED: dict[str, Spoil] = {
    "stays-nights": _all("kkcoph.", "UDFLYT", _later("UDFLYT", "1 YEAR")),
    "stays-nights-own": _all("kkcoph.", "UDFLYT", _later("UDFLYT", "90 DAY"), _OWN),
    "stays-one-length": _all("kkcoph.", "UDFLYT", "INDFLYT + 1"),
    "stays-corrected-short": _all("kkcoph.", "RETDATO", _TO_ARRIVAL, "hash(PNR) % 9 = 0"),
    "children-not-listed": _keep("kkcophb", f"NOT ({_OWN})"),
    "children-not-counted": _all("kkcoph.", "ANTBARN", "0"),
    "population-one-mother": _one_mother,
    "population-gone-some": _half_of_ends,
    "migration-late": _all("vnds_hist", "HAEND_DATO", _later("HAEND_DATO", "12 YEAR")),
    "migration-history-exchanged": _all("vnds_hist", "INDUD_KODE", "'U'"),
    "psychiatry-late": _all("psyk_adm", "D_INDDTO", _later("D_INDDTO", "6 YEAR")),
    "charges-long-after": _every("krsi*", "SIG_GER1DTO", _later("SIG_GER1DTO", "-5 YEAR")),
    "charges-early": _every("krsi*", "SIG_GER1DTO", "DATE '1960-01-01'"),
    "prison-same-day": _every("krin*", "IND_LOESLDTO", "IND_FGSLDTO"),
    "relations-all-partners": _every("krog*", "RELATION_PARTNER", "'1'"),
    "placements-end": _all("buaf", "STARTDATO", _later("STARTDATO", "-10 YEAR")),
    "placements-ages": _all("buaf", "STARTDATO", "STARTDATO - 16 * 366"),
    "education-school-codes": _all("disced15", "LABEL", _TEN_AND_SEVENTY),
    "education-no-school": _all("disced15", "LABEL", _TEN_AND_SEVENTY),
    "education-one-group": _all("disced15", "LABEL", "'10'"),
}
"""One spoiled delivery for each kind of fault."""

ALIKE: dict[str, tuple[str, str, str, Spoil]] = {
    "all stays are three months longer": ("age", "stays-nights", "under 10 pct. varer længere (alle",
        _all("kkcoph.", "UDFLYT", _later("UDFLYT", "90 DAY"))),
    "all stays of one year are a year longer": ("age", "stays-nights", "varer længere (2023):",
        _all("kkcoph.", "UDFLYT", _later("UDFLYT", "1 YEAR"), "year(INDFLYT) = 2023")),
    "nobody stays for a week": ("age", "stays-nights", "varer længere (alle år, 2017, 2018",
        _all("kkcoph.", "UDFLYT", "least(UDFLYT, INDFLYT + 1 + CAST(hash(PNR, INDFLYT) % 6 AS INTEGER))")),
    "nobody stays for a week at the own houses": ("age", "stays-nights-own", "næsten ingen (egne centre i ",
        _all("kkcoph.", "UDFLYT", "least(UDFLYT, INDFLYT + 1 + CAST(hash(PNR, INDFLYT) % 6 AS INTEGER))", _OWN)),
    "the corrected day is the second of each stay": ("age", "stays-one-length", "lige mange nætter (alle år, 2017",
        _all("kkcoph.", "RETDATO", "INDFLYT + 2")),
    "the own stays are of one length": ("age", "stays-one-length", "lige mange nætter (egne centre i ",
        _all("kkcoph.", "UDFLYT", "INDFLYT + 40", f"{_OWN} AND {_IN_2024}")),
    "a year of children is missing at the own houses": ("children", "children-not-listed", "(egne centre i 2024",
        _keep("kkcophb", f"NOT ({_OWN} AND {_IN_2024})")),
    "a year of children is not counted": ("children", "children-not-counted", "(2024, egne centre i 2024",
        _all("kkcoph.", "ANTBARN", "0", _IN_2024)),
    "everybody is of Danish origin": ("origin", "code-one", "IE_TYPE har den samme kode (»1«)",
        _every("bef2*", "IE_TYPE", "'1'")),
    "everybody in one file is of Danish origin": ("origin", "code-one", "BEF / bef202312.parquet: IE_TYPE",
        _all("bef202312", "IE_TYPE", "'1'")),
    "all addresses are in one municipality": ("home", "code-one", "BEFADR / befadr.parquet: KOM har den samme kode",
        _all("befadr", "KOM", "'101'")),
    "all decisions are of one kind": ("crime", "code-one", "AFG_AFGTYP3 har den samme kode (»111«)",
        _every("kraf*", "AFG_AFGTYP3", "'111'")),
    "all decisions are of one offence": ("crime", "code-one", "AFG_GER9 har den samme kode (»211100000«)",
        _every("kraf*", "AFG_GER9", "'211100000'")),
    "all charges are of one offence": ("crime", "code-one", "SIG_GER9 har den samme kode (»211100000«)",
        _every("krsi*", "SIG_GER9", "'211100000'")),
    "all victims are of one offence": ("violence", "code-one", "OFR_GER9 har den samme kode (»123200000«)",
        _every("krof*", "OFR_GER9", "'123200000'")),
    "a year's offences are of the day that is nought": ("crime", "charges-early", "KRSI / krsi2024.parquet: SIG_",
        _all("krsi2024", "SIG_GER1DTO", "DATE '1960-01-01'")),
    "a year's offences are five years back": ("crime", "charges-long-after", "KRSI / krsi2024.parquet: SIG_GER1DTO",
        _all("krsi2024", "SIG_GER1DTO", _later("SIG_GER1DTO", "-5 YEAR"))),
    "half of the dead are missing": ("age", "population-gone-some", "BEF: Over 15 pct.",
        lambda d: d.rewrite("dod", _HALF)),
    "half of those who moved out are missing": ("age", "population-gone-some", "BEF: Over 15 pct.",
        lambda d: d.rewrite("vnds_ud", _HALF)),
}  # fmt: skip
"""The theme a delivery spoils, the kind of fault, and what is said of it."""

TRUE: dict[str, tuple[str, Spoil]] = {
    "most stays at the own houses are long": ("age",
        _all("kkcoph.", "UDFLYT", _later("UDFLYT", "40 DAY"), f"{_OWN} AND hash(PNR) % 8 > 0")),
    "half of the stays have no count of children": ("children", _all("kkcoph.", "ANTBARN", "0", "hash(PNR) % 2 = 0")),
    "half of the children have no row": ("children", _keep("kkcophb", "hash(PNR) % 2 = 0")),
    "every other stay is of one night": ("age", _all("kkcoph.", "UDFLYT", "INDFLYT + 1", "hash(PNR) % 5 < 2")),
    "a third is charged after two years": ("crime",
        _every("krsi*", "SIG_GER1DTO", "CASE WHEN hash(JOURNR) % 3 = 0 THEN SIG_GER1DTO - 800 ELSE SIG_GER1DTO END")),
    "only partners have a code": ("violence",
        _every("krog*", "RELATION_PARTNER", "CASE WHEN RELATION_PARTNER = '1' THEN '1' END")),
    "nine of ten decisions are fines": ("crime",
        _every("kraf*", "AFG_AFGTYP3", "CASE WHEN hash(JOURNR) % 4 > 0 THEN '211' ELSE AFG_AFGTYP3 END")),
    "some children stand at another centre": ("children",
        _all("kkcophb", "DSTNR", "'7' || substr(DSTNR, 2)", "hash(PNR, INDFLYT) % 16 = 0")),
    "some stays have the children of their last row": ("children",
        _all("kkcophb", "INDFLYT", "least(INDFLYT + 3, COALESCE(UDFLYT, INDFLYT))")),
    "some women have no address the day before": ("home", _keep("befbop", "hash(PNR) % 10 > 0")),
    "of some offences the year alone is known": ("crime",
        _every("krsi*", "SIG_GER1DTO", "CASE WHEN hash(JOURNR) % 10 = 0 "
               "THEN date_trunc('year', SIG_GER1DTO)::DATE ELSE SIG_GER1DTO END")),
    "some in the old register came of late": ("mental",
        _all("psyk_adm", "D_INDDTO", "DATE '2024-04-02'", "hash(RECNUM) % 300 = 0")),
}  # fmt: skip
"""What is seldom and may be true: the theme that asks for it, and what is changed."""
