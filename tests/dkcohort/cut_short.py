"""Deliveries that lack years: the last, the first there are, or those a theme looks back on before the first cohort."""

from tests.dkcohort.delivery import Delivery
from tests.dkcohort.spoiled import Spoil


def _without(*patterns: str) -> Spoil:
    def spoil(d: Delivery) -> None:
        for pattern in patterns:
            d.remove_all(pattern)

    return spoil


def _only(name: str, where: str) -> Spoil:
    return lambda d: d.rewrite(name, f"SELECT * FROM t WHERE {where}")


CUT: dict[str, tuple[str, str, str, Spoil]] = {
    "the last years of relations": ("violence", "period-missing", "KROG: Perioden 2025 mangler",
        _without("krog202[56]*")),
    "the last year of victims": ("violence", "period-missing", "KROF: Perioden 2026 mangler",
        _without("krof2026*")),
    "the last year of charges": ("crime", "period-missing", "KRSI: Perioden 2026 mangler",
        _without("krsi2026*")),
    "the last year of decisions": ("crime", "period-missing", "KRAF: Perioden 2026 mangler",
        _without("kraf2026*")),
    "the last year of prison": ("crime", "period-missing", "KRIN: Perioden 2026 mangler",
        _without("krin2026*")),
    "the last years of psychiatry": ("mental", "stops-early", "PSYK_ADM: Registeret slutter i 2017",
        _only("psyk_adm", "year(D_INDDTO) <= 2017")),
    "the last years of placements": ("placement", "stops-early", "BUAF: Registeret slutter i 202",
        _only("buaf", "year(STARTDATO) <= 2024")),
    "the last years of education": ("education", "stops-early", "UDDF: Registeret slutter i 202",
        _only("uddf", "year(HF_VFRA) <= 2024")),
    "the last years of addresses": ("home", "stops-early", "BEFBOP: Registeret slutter i 202",
        _only("befbop", "year(BOP_VFRA) <= 2024")),
    "the last years of the older moves": ("age", "stops-early", "VNDS_HIST: Registeret slutter i 200",
        _only("vnds_hist", "year(HAEND_DATO) <= 2001")),
    "the last years of hospital contacts": ("mental", "ends-early", "LPR_A_KONTAKT: ",
        _only("lpr_a_kontakt", "year(KONT_STARTTIDSPUNKT) <= 2025")),
    "charges two years before": ("crime", "period-missing", "KRSI: Perioden 2019 mangler",
        _without("krsi201*", "krsi2020*")),
    "decisions two years before": ("crime", "period-missing", "KRAF: Perioden 2019 mangler",
        _without("kraf201*")),
    "prison two years before": ("crime", "period-missing", "KRIN: Perioden 2019 mangler",
        _without("krin201*", "krin2020*")),
    "victims the year before": ("violence", "period-missing", "KROF: Perioden 2021 mangler",
        _without("krof201*", "krof202[01]*")),
    "the population of the year before": ("children", "period-missing", "BEF: Perioden 2020 mangler",
        _without("bef2019*", "bef2020*")),
    "psychiatry five years before": ("mental", "begins-late", "PSYK_ADM: Registeret begynder i 2018, men",
        _only("psyk_adm", "year(D_INDDTO) >= 2018")),
    "hospital contacts five years before": ("mental", "events-none", "LPR_A_KONTAKT: KONT_STARTTIDSPUNKT har ingen",
        _only("lpr_a_kontakt", "year(KONT_STARTTIDSPUNKT) >= 2022")),
    "the first years of placements": ("placement", "begins-late", "BUAF: Registeret begynder i ",
        _only("buaf", "year(STARTDATO) >= 1990")),
    "the first years of education": ("education", "begins-late", "UDDF: Registeret begynder i 2010, men temaerne ser",
        _only("uddf", "year(HF_VFRA) >= 2010")),
    "the first years of moves out": ("age", "begins-late", "VNDS_UD: Registeret begynder i ",
        _only("vnds_ud", "year(HAEND_DATO) >= 2010")),
    "the first years of moves in": ("age", "begins-late", "VNDS_IND: Registeret begynder i 20",
        _only("vnds_ind", "year(HAEND_DATO) >= 2010")),
}  # fmt: skip
"""The theme that asks, the kind of fault, and what is said of it."""
