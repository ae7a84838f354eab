"""Deliveries whose persons are nobody's: keys of another project, and persons left out of a register."""

from tests.dkcohort.spoiled import Spoil


def _foreign(pattern: str, column: str = "PNR") -> Spoil:
    return lambda d: d.change_all(pattern, column, f"reverse({column})")


LINKED: dict[str, tuple[str, str, str, Spoil]] = {
    "the keys of DREAM": ("work", "link-foreign", "DREAM: Under 50 pct. af personerne i PNR", _foreign("dream*")),
    "the keys of placements": ("placement", "link-foreign", "BUAF: ", _foreign("buaf*")),
    "the keys of education": ("education", "link-foreign", "UDDF: ", _foreign("uddf*")),
    "the keys of hospital contacts": ("mental", "link-foreign", "LPR_A_KONTAKT: ", _foreign("lpr_a_kontakt*")),
    "the keys of psychiatry": ("mental", "link-foreign", "PSYK_ADM: ", _foreign("psyk_adm*")),
    "the keys of addresses": ("home", "link-foreign", "BEFBOP: ", _foreign("befbop*")),
    "the keys of deaths": ("returns", "link-foreign", "DOD: ", _foreign("dod*")),
    "the keys of moves in": ("returns", "link-foreign", "VNDS_IND: ", _foreign("vnds_ind*")),
    "the keys of moves out": ("returns", "link-foreign", "VNDS_UD: ", _foreign("vnds_ud*")),
    "the keys of older moves": ("returns", "link-foreign", "VNDS_HIST: ", _foreign("vnds_hist*")),
    "the keys of imprisonments": ("crime", "link-foreign", "KRIN: ", _foreign("krin*")),
    "the keys of charges and decisions": ("crime", "link-foreign", "KRSI: ", _foreign("kr[sa][if]*")),
    "the keys of one year's charges": ("crime", "link-foreign", "KRSI / krsi2022.parquet: ", _foreign("krsi2022*")),
    "the keys of victims": ("violence", "link-foreign", "KROF: ", _foreign("kro[fg]*")),
    "the keys of children who came along": ("children", "link-foreign", "BARN_PNR", _foreign("kkcophb*", "BARN_PNR")),
    "the keys of mothers": ("children", "link-foreign", "BEF: ", _foreign("bef2*", "MOR_ID")),
    "a year of children who came along": ("children", "events-none", "KKCOPHB: INDFLYT har ingen dage fra 202",
        lambda d: d.rewrite("kkcophb", "SELECT * FROM t WHERE year(INDFLYT) <> 2024")),
    "the last year of children who came along": ("children", "events-none", "KKCOPHB: INDFLYT har ingen dage fra 202",
        lambda d: d.rewrite("kkcophb", "SELECT * FROM t WHERE year(INDFLYT) < 2026")),
    "half a year of charges": ("crime", "events-none", "KRSI: SIG_SIGTDTO har ingen dage fra 202",
        lambda d: d.rewrite("krsi2022", "SELECT * FROM t WHERE month(SIG_SIGTDTO) <= 6")),
    "half a year of decisions": ("crime", "events-none", "KRAF: AFG_AFGOEDTO har ingen dage fra 202",
        lambda d: d.rewrite("kraf2022", "SELECT * FROM t WHERE month(AFG_AFGOEDTO) <= 6")),
    "half a year of victims": ("violence", "events-none", "KROF: OFR_GERFRADT har ingen dage fra 202",
        lambda d: d.rewrite("krof2022", "SELECT * FROM t WHERE month(OFR_GERFRADT) <= 6")),
    "a year of moves out": ("returns", "events-none", "VNDS_UD: HAEND_DATO har ingen dage fra 202",
        lambda d: d.rewrite("vnds_ud", "SELECT * FROM t WHERE year(HAEND_DATO) <> 2023")),
    "most of DREAM is missing": ("work", "link-few", "DREAM: ",
        lambda d: d.rewrite("dream", "SELECT * FROM t LIMIT 100")),
    "most of education is missing": ("education", "link-few", "UDDF: ",
        lambda d: d.rewrite("uddf", "SELECT * FROM t LIMIT 100")),
    "most addresses are missing": ("home", "link-few", "BEFBOP: ",
        lambda d: d.rewrite("befbop", "SELECT * FROM t LIMIT 100")),
    "most hospital contacts are missing": ("mental", "link-few", "LPR_A_KONTAKT: ",
        lambda d: d.rewrite("lpr_a_kontakt", "SELECT * FROM t LIMIT 100")),
}  # fmt: skip
"""Keys of another project and persons left out: the theme, the kind of fault, and what is said of it."""
