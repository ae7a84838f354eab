"""The last look at what leaves, byte by byte: person numbers, paths and small counts, however they were made."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_ALLOWED = {".xlsx", ".txt"}
_GAP = r"[ \u00a0\u2009\u202f]"
_DAY, _MONTH = r"(?:[06][1-9]|[1278]\d|[39][01])", r"(?:0[1-9]|1[0-2])"
"""The day of a replacement number is sixty too high."""
_PATTERNS = {
    "noget, der ligner et personnummer": re.compile(
        r"(?<!\d)(?<!\d[.,])(?:\d{10}|\d{12}|\d{6}[-‐‑–]\d{4}"  # noqa: RUF001  (hyphens as they are typed)
        # With gaps it must also be a day: "projekt 708421 2024" is none.
        rf"|{_DAY}{_MONTH}\d\d{_GAP}?[-‐‑–]?{_GAP}?\d{{4}}"  # noqa: RUF001
        rf"|{_DAY}(?:{_GAP}|[.-]){_MONTH}(?:{_GAP}|[.-])\d\d{_GAP}?[-‐‑–]?{_GAP}?\d{{4}})(?![.,]?\d)"  # noqa: RUF001
    ),
    # In the bundle every backslash is written twice.
    "en sti": re.compile(
        r"(?<![A-Za-z])[A-Za-z]:[\\/]{1,2}[\w.]|\\{2,}[\w.$-]+\\+[\w.$-]|(?<![\w<:/])/(?:[\w.-]+/)+[\w.-]+"
        r"|(?i:\bfile):/"
    ),
    "et filnavn fra registrene": re.compile(r"\.(?:sas7bdat|parquet)\b", re.IGNORECASE),
}
_WHOLE = r"(?<![\w.,-])(\d+)(?![.,]?\d)"
_COUNTED = (
    r"kvinde[rn]?|kvinderne|person(?:er|erne|en)?|barn|barnet|børn|børnene|mand|mænd|beboere?|borgere?|patient(?:er)?"
    r"|klient(?:er|erne|en)?|mor|mødre|mødrene|piger?|pigerne|drenge?|drengene|familier?|familierne|beboerne|borgerne"
    r"|udflytte[dtr]e?|rækker?|ophold|opholdene|forløb|forløbene|hændelser?|sigtelser?|anmeldelser?|dødsfald|tilfælde"
)
_PERSONS = (
    r"kvinder(?:ne)?|personer(?:ne)?|børn(?:ene)?|mænd(?:ene)?|beboere|beboerne|borgere|borgerne|patienter(?:ne)?"
    r"|klienter(?:ne)?|mødre(?:ne)?|piger(?:ne)?|drenge(?:ne)?|familier(?:ne)?"
)
"""What a count may stand behind. Of one only it is a code: "kode for kvinde: 2"."""
_TIMES = r"år|måned(?:er)?|mdr|uger?|dage?|gange?|pct|og|eller|af"
_COUNTS = (
    re.compile(r"\b(?:n|antal)\s*[:=]\s*(\d+)(?![.,]?\d)", re.IGNORECASE),
    # "3 kvinder", "(3) kvinder" and "3 andre kvinder", but not "inden for 3 måneder" or "2 år efter forløbet".
    re.compile(rf"{_WHOLE}\)?\s+(?:(?!(?:{_TIMES})\b)\w+\s+)?(?:{_COUNTED})\b", re.IGNORECASE),
    # "2-3 kvinder": the hyphen is no minus, and no part of a date.
    re.compile(rf"(?<![\w.,-])\d{{1,3}}[-‐‑](\d+)\s+(?:(?!(?:{_TIMES})\b)\w+\s+)?(?:{_COUNTED})\b", re.IGNORECASE),  # noqa: RUF001
    # "3 ud af 10 kvinder" and "4 af kvinderne".
    re.compile(
        rf"{_WHOLE}\)?\s+(?:ud\s+)?af\s+(?:(?:de|alle)\s+)?(?:\d[\d.]*\s+)?(?:\w+\s+)?(?:{_COUNTED})\b", re.IGNORECASE
    ),
)
_BEHIND = re.compile(
    rf"\b(?:antal\s+(?:{_PERSONS})\s*[:=]?|(?:{_PERSONS})\s*[:=])\s*(\d+)(?![.,]?\d|\s*(?:%|(?:{_TIMES})\b))",
    re.IGNORECASE,
)
"""The count of those who stand before it; the manifest has such, rounded."""
_FIELD = re.compile(r'"n"\s*:\s*(\d+)\b')
_ROUNDED = 5
_HEADING, _USUAL = "Antal (afrundet)", 7
"""What the column of counts is called in the tables, and where it is when nobody says."""
_ROWS = ("Rækker i ", "Udflyttede kvinder")
"""The paragraphs of the manifest that tell of rows and women: every number after the last colon is a count."""


def sweep(folder: Path, threshold: int) -> list[str]:
    """Return a Danish sentence for everything in the folder that may not leave; empty when nothing was found."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in _ALLOWED:
            found.append(f"{path.name}: filtypen må ikke hjemtages")
        elif path.suffix == ".txt":
            found += _text(path.name, path.read_text(encoding="utf-8", errors="replace"), threshold)
        else:
            found += _workbook(path, threshold)
    return found


def _text(name: str, text: str, threshold: int) -> Iterator[str]:
    """Each thing is told once a file, with the first line it is in."""
    seen = set()
    rest = zip(_in_columns(text), _in_paragraphs(text), strict=True)
    for number, (line, counts) in enumerate(zip(text.split("\n"), rest, strict=True), start=1):
        for what in _wrong(line, [n for some in counts for n in some], threshold):
            if what not in seen:
                seen.add(what)
                yield f"{name}, linje {number}: {what}"


def _wrong(text: str, counts: list[int], threshold: int) -> Iterator[str]:
    yield from (what for what, pattern in _PATTERNS.items() if pattern.search(text))
    told = [int(n) for pattern in _COUNTS for n in pattern.findall(text)]
    # A number that was rounded down may be a little under the threshold without telling of so few.
    least = threshold - _ROUNDED // 2
    named = map(int, (*_FIELD.findall(text), *_BEHIND.findall(text)))
    placed = [n for n in (*counts, *named) if n % _ROUNDED or n < least]
    if any(0 < n < threshold for n in (*told, *placed)):
        yield f"et antal under {threshold}"


def _in_columns(text: str) -> Iterator[list[int]]:
    """The count of each line of a table whose columns are apart by tabulators."""
    column = _USUAL
    for line in text.split("\n"):
        cells = line.split("\t")
        if _HEADING in cells:
            column = cells.index(_HEADING)
        told = cells[column].strip() if len(cells) > column else ""
        yield [int(told)] if told.isdecimal() else []


def _in_paragraphs(text: str) -> Iterator[list[int]]:
    """The counts of each line of the manifest's paragraphs about rows and women."""
    inside = False
    for line in text.split("\n"):
        inside = line.startswith(_ROWS) or (inside and line.startswith(" "))
        yield [int(n) for n in re.findall(_WHOLE, line.rpartition(": ")[2])] if inside and ": " in line else []


def _workbook(path: Path, threshold: int) -> Iterator[str]:
    """Every part of a workbook, its properties too."""
    with zipfile.ZipFile(path) as parts:
        texts = {name: parts.read(name).decode("utf-8", errors="replace") for name in sorted(parts.namelist())}
    words = re.findall(r"<si>(.*?)</si>", texts.get("xl/sharedStrings.xml", ""), re.DOTALL)
    for name, text in texts.items():
        # The names of the format itself are addresses on the web, not paths.
        plain = re.sub(r'(?:xmlns(?::\w+)?|Type|Target|PartName|ContentType)="[^"]*"', "", text)
        yield from (f"{path.name}:{name}: {what}" for what in _wrong(plain, _in_cells(text, words), threshold))


def _in_cells(text: str, words: list[str]) -> list[int]:
    """The numbers of a sheet, all of which are counts (shares, years and horizons are text), and its column of counts.

    `words` are the texts of the workbook, which cells name by their place.
    """
    found = []
    for column, kind, value in re.findall(r'<c r="([A-Z]+)\d+"([^>]*)><v>(\d+)</v>', text):
        is_text = 't="s"' in kind
        if is_text and column == chr(ord("A") + _USUAL) and int(value) < len(words):
            found += re.findall(r">\s*(\d+)\s*<", words[int(value)])
        elif not is_text:
            found.append(value)
    return [int(n) for n in found]
