"""Deliveries whose days or codes can each be, and together cannot: all shifted, all alike, half of them left out."""

from tests.dkcohort.spoiled import Delivery, Spoil

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

SHIFTED: dict[str, Spoil] = {}
"""One spoiled delivery for each kind of fault."""

ALIKE: dict[str, tuple[str, str, str, Spoil]] = {
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
}  # fmt: skip
"""The theme a delivery spoils, the kind of fault, and what is said of it."""

TRUE: dict[str, tuple[str, Spoil]] = {
    "nine of ten decisions are fines": ("crime",
        _every("kraf*", "AFG_AFGTYP3", "CASE WHEN hash(JOURNR) % 4 > 0 THEN '211' ELSE AFG_AFGTYP3 END")),
}  # fmt: skip
"""What is seldom and may be true: the theme that asks for it, and what is changed."""
