"""Which rows of the document this room serves, and with what."""

ROWS = {
    "AGE-G1": ["record: age group at admission as a code; age is never a reason for refusal"],
    "CHI-N1": ["record: a record of its own for every child"],
    "CHI-N2": ["record: at the decision: is Liva the right place for the child"],
    "CHI-G2": ["screen: the children's capacity as a dated limit, beside the enquiry"],
    "CHI-A1": [
        "record: the child's assessment before the decision, or within 24 hours",
        "reminder: a child lives here unassessed",
    ],
    "CHI-A3": [
        "record: follow-up considered for each child that leaves",
        "reminder: a child left without a word on it",
    ],
    "CHI-A6": ["record: a child coordinator for every child", "reminder: a child has none"],
    "OTH-G2": ["record: destination at leaving: moved directly to another shelter"],
    "OTH-A3": ["record: follow-up talks agreed with rules for safe contact", "reminder: an agreed talk is near"],
    "MUN-G1": ["record: notices of admission and discharge with both limits", "reminder: by the earlier limit"],
    "ORI-G2": ["record: language and interpreter at the visitation"],
    "PSY-N1": [
        "record: screening in three steps; how a refused woman was helped on",
        "reminder: a woman lives here unscreened",
    ],
    "OUT-N1": ["record: enquiries that end as counselling only"],
    "OUT-G1": [
        "record: aftercare decided with her at leaving",
        "reminder: she moves soon and it is not decided",
        "reminder: the aftercare is ours and no talk is agreed",
    ],
}
