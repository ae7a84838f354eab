"""Which rows of the document this room serves, and with what."""

ROWS = {
    "PRE-N1": ["screen: what is not ours to steer is not in the edition: no occupancy, budget or plan target"],
    "PRE-N2": ["record: each edition carries who adopted it, when, and on which evidence"],
    "PRE-N4": ["record: wordings are versions with a reason; a dropped line keeps its id"],
    "AGE-A1": ["screen: local notes: how each house does a line"],
}
