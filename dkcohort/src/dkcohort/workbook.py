"""The tables for people: a workbook with one sheet a theme, and the same as text."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dkcohort import definitions
from dkcohort.labels import danish, label
from dkcohort.record import Line

HEADINGS = ("Figur", "Mål", "Slags", "Hvem", "Årgang", "Måneder", "Del", "Antal (afrundet)", "Tal", "Nedre", "Øvre",
            "Status")  # fmt: skip
_SHARES = {"incidence", "share", "part", "bound"}
_WIDTHS = (46, 8, 24, 28, 8, 8, 20, 14, 10, 10, 10, 10)


def by_theme(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """Return the lines by theme, in the order of the definitions."""
    return {name: [line for line in lines if line.indicator.split(".")[0] == name] for name in definitions.themes()}


def cells(line: Line) -> tuple[str | int, ...]:
    """Return a line as a reader sees it: shares in per cent, the mark »skjult« instead of numbers."""
    numbers = [_shown(line, number) for number in (line.value, line.low, line.high)]
    many = "skjult" if line.n is None else line.n
    return (line.title, line.goal, label("kind", line.kind), label("population", line.population), str(line.cohort),
            "" if line.months is None else str(line.months), label("part", line.part), many, *numbers,
            line.status)  # fmt: skip


def _shown(line: Line, number: float | None) -> str:
    if line.status == "skjult":
        return "skjult"
    if number is None:
        return "-"
    return f"{danish(100 * number, 1)} %" if line.kind in _SHARES else danish(number, 2)


def write(path: Path, title: str, created: datetime, lines: Sequence[Line]) -> None:
    """Write the workbook. `created` is the data cut, never the clock, so that the same release is the same bytes."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"title": title, "created": created})
    for name, chosen in by_theme(lines).items():
        if chosen:
            _sheet(book, definitions.themes()[name], chosen)
    book.close()


def _sheet(book, theme: definitions.Theme, lines: Sequence[Line]) -> None:  # type: ignore[no-untyped-def]
    sheet = book.add_worksheet(theme.name)
    bold = book.add_format({"bold": True})
    sheet.write_string(0, 0, theme.title, bold)
    sheet.write_string(1, 0, " ".join(theme.comment.split()))
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(3, column, heading, bold)
    for row, line in enumerate(lines, start=4):
        for column, value in enumerate(cells(line)):
            sheet.write(row, column, value)
    sheet.freeze_panes(4, 1)


def text(lines: Sequence[Line]) -> str:
    """Return the same tables as text: one block a theme, columns apart by tabulators."""
    blocks = []
    for name, chosen in by_theme(lines).items():
        if chosen:
            theme = definitions.themes()[name]
            rows = ["\t".join(map(str, cells(line))) for line in chosen]
            blocks.append("\n".join([theme.title, " ".join(theme.comment.split()), "", "\t".join(HEADINGS), *rows]))
    return "\n\n\n".join(blocks) + "\n"
