"""Which rows of the document this room serves, and with what."""

ROWS = {
    "PRE-N2": ["indicator: each figure names its source, its period and its definition"],
    "PRE-N3": [
        "screen: /opfoelgning/luk/, a quarter is closed; figures stand beside the lines of the document",
        "reminder: a quarter has ended and is not closed",
    ],
    "AGE-G1": ["indicator: description without a target; check: refusals because of age"],
    "CHI-A1": ["indicator: children assessed before the stay is decided, in four bands and never"],
    "MUN-G1": ["indicator: notices in time, in both readings of the working day"],
    "OTH-G2": ["indicator: starting level missing; direct transfers shown apart, the way back to the violence beside"],
    "PSY-N1": ["indicator: refusals for mental health with a warm handover, all refusals beside"],
    "OUT-G1": ["indicator: aftercare decided with her at leaving"],
}
