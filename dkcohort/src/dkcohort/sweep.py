"""The last look at what leaves, byte by byte: person numbers, paths and small counts, however they were made."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_ALLOWED = {".xlsx", ".txt"}
_PATTERNS = {
    "noget, der ligner et personnummer": re.compile(r"(?<![\d.,])(?:\d{10}|\d{12}|\d{6}-\d{4})(?![\d.,])"),
    "en sti": re.compile(r"[A-Za-z]:\\\\?[\w.]|\\\\\\\\?\w+\\\\|(?<![\w<:/])/(?:[\w.-]+/)+[\w.-]+"),
    "et filnavn fra registrene": re.compile(r"\.(?:sas7bdat|parquet)\b", re.IGNORECASE),
}
_COUNT = re.compile(r'"n": (\d+)\b')


def sweep(folder: Path, threshold: int) -> list[str]:
    """Return a Danish sentence for everything in the folder that may not leave; empty when nothing was found."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.suffix not in _ALLOWED:
            found.append(f"{path.name}: filtypen må ikke hjemtages")
            continue
        for where, text in _texts(path):
            found += [f"{where}: {what}" for what, pattern in _PATTERNS.items() if pattern.search(text)]
            small = [n for n in map(int, _COUNT.findall(text)) if 0 < n < threshold]
            found += [f"{where}: et antal under {threshold}" for _ in small[:1]]
            if path.suffix == ".xlsx":
                found += [f"{where}: {wrong}" for wrong in _cells(text, threshold)]
    return found


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """All text of a file; of a workbook that of every part in it, its properties too."""
    if path.suffix == ".txt":
        yield path.name, path.read_text(encoding="utf-8")
        return
    with zipfile.ZipFile(path) as parts:
        for name in sorted(parts.namelist()):
            text = parts.read(name).decode("utf-8", errors="replace")
            # The names of the format itself are addresses on the web, not paths.
            yield (
                f"{path.name}:{name}",
                re.sub(r'(?:xmlns(?::\w+)?|Type|Target|PartName|ContentType)="[^"]*"', "", text),
            )


def _cells(text: str, threshold: int) -> list[str]:
    """Whole numbers in cells marked as counts (style 1 in our workbooks) that are below the threshold."""
    counts = re.findall(r'<c r="[A-Z]+\d+" s="1"><v>(\d+)</v>', text)
    return [f"et antal under {threshold}" for n in map(int, counts) if 0 < n < threshold][:1]
