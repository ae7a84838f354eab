"""Which rows of the document this room serves, and with what."""

ROWS = {
    "AGE-G1": ["age group at admission as a code; age is never a reason for refusal"],
    "CHI-N1": ["a record of its own for every child"],
    "CHI-N2": ["at the decision: is Liva the right place for the child"],
    "CHI-G2": ["the children's capacity as a dated limit, beside the enquiry"],
    "CHI-A1": ["the child's assessment before the decision, or within 24 hours"],
    "CHI-A3": ["follow-up considered for each child that leaves"],
    "CHI-A6": ["a child coordinator for every child"],
    "OTH-G2": ["destination at leaving: moved directly to another shelter"],
    "OTH-A3": ["follow-up talks agreed with rules for safe contact"],
    "MUN-G1": ["notices of admission and discharge with both limits"],
    "ORI-G2": ["language and interpreter at the visitation"],
    "PSY-N1": ["screening in three steps; how a refused woman was helped on"],
    "OUT-N1": ["enquiries that end as counselling only"],
    "OUT-G1": ["aftercare decided with her at leaving"],
}
