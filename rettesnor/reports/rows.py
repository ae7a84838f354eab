"""Which rows of the document this room serves, and with what."""

ROWS = {
    "OTH-G2": [
        "record: the list by which Statistics Denmark tells own stays from others', handed out once",
        "reminder: a list waits to be released or fetched",
    ],
}
