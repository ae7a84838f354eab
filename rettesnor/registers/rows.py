"""Which rows of the document this room serves, and with what."""

_AFTER = "indicator: what a bundle of the register engine brought, or what it awaits"

ROWS = {
    "PRE-N2": ["record: each figure of others carries definition, window, source and vintage"],
    "OTH-G1": [_AFTER],
    "OTH-G2": [_AFTER, "record: the level of 2024, from a bundle counted like the years held against it"],
    "CRI-G1": [_AFTER],
    "PLA-G1": [_AFTER],
    "EDU-G2": [_AFTER],
    "ORI-G1": ["indicator: origin as the register tells it, description only"],
    "CHI-G4": [_AFTER],
}
