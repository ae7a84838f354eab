"""Numbers as they are said in Danish: "fjorten", "enogtyve", "hundrede og syv", "den ellevte"."""

_SMALL = (
    "nul en|et|een|eet to tre fire fem seks syv otte ni ti elleve tolv tretten fjorten femten seksten sytten atten"
    " nitten"
)
_TENS = (
    "tyve tredive|tredve fyrre|fyrretyve halvtreds|halvtredsindstyve tres|tresindstyve"
    " halvfjerds|halvfjerdsindstyve firs|firsindstyve halvfems|halvfemsindstyve"
)
_DAYS = (
    "første anden tredje|tredie fjerde femte sjette syvende ottende niende tiende ellevte tolvte trettende fjortende"
    " femtende sekstende syttende attende nittende tyvende enogtyvende toogtyvende treogtyvende fireogtyvende"
    " femogtyvende seksogtyvende syvogtyvende otteogtyvende niogtyvende tredivte|tredvte enogtredivte|enogtredvte"
)

BELOW = 1000


def spoken(number: int) -> list[str]:
    """Every way a number from 0 to 999 is said; "hundrede" stands apart from what follows. None for other numbers."""
    if not 0 <= number < BELOW:
        return []
    if number == 1:
        return ["et", "eet"]  # counting; "en" is the article
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    heads = [f"{count} hundrede" for count in _forms(_SMALL, hundreds)] + (["hundrede"] if hundreds == 1 else [])
    tails = [f" {link}{form}" for form in _below_hundred(rest) for link in ("", "og ")] if rest else [""]
    return [head + tail for head in heads for tail in tails]


def day_of_month(day: int) -> list[str]:
    """The day from 1 to 31 as it is said of a date: "ellevte"."""
    return _forms(_DAYS, day - 1)


def _below_hundred(number: int) -> list[str]:
    if number < 20:
        return _forms(_SMALL, number)
    tens, ones = divmod(number, 10)
    ends = _forms(_TENS, tens - 2)
    return [f"{first}og{end}" for first in _forms(_SMALL, ones) for end in ends] if ones else ends


def _forms(table: str, place: int) -> list[str]:
    return table.split()[place].split("|")
