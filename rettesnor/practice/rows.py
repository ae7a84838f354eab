"""Which rows of the document this room serves, and with what."""

_EFFORT = "record: an effort for a woman or a child with status, day, language and interpreter"

ROWS: dict[str, list[str]] = {
    "CHI-A3": [_EFFORT, "record: may be recorded after the child has moved out"],
    "CHI-A4": [
        "screen: /boern/<code>/trivsel/, the child's own words first",
        "record: a well-being note with a scale and at least one observation",
        "record: a note is put right by a new one that points at it",
        "reminder: no note for four weeks",
    ],
    "CHI-A5": [_EFFORT],
    "CHI-A7": [_EFFORT],
    "CHI-A8": [_EFFORT],
    "CHI-A9": [_EFFORT, "record: a psychologist's text is read by psychologists alone"],
    "CHI-A10": [_EFFORT],
    "CHI-A11": [_EFFORT],
    "OTH-A3": [_EFFORT, "record: may be recorded after she has moved out"],
}
