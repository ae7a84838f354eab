"""Reading sas7bdat through polars-readstat (the extra `sas`): each file becomes parquet beside the preflight's work.

SAS knows two types: text, where blank is missing, and one kind of number. A column of nothing but whole numbers is read
as whole numbers; the contract then decides, as for parquet, what a key, a code or a date may be.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dkcohort.layout.contract import Register, registers
from dkcohort.layout.delivery import File
from dkcohort.layout.faults import Fault, fault
from dkcohort.layout.variables import weeks


def read(files: Sequence[File], place: Path) -> tuple[list[File], list[Fault]]:
    """Return the files with every sas7bdat among them converted into a folder, and a fault for each that cannot be."""
    ready: list[File] = []
    faults: list[Fault] = []
    for number, file in enumerate(files):
        if file.path.suffix.lower() != ".sas7bdat":
            ready.append(file)
            continue
        target = place / str(number) / f"{file.path.name}.parquet"
        wrong = _convert(registers()[file.register], file, target)
        if wrong:
            faults.append(wrong)
        else:
            ready.append(replace(file, path=target))
    return ready, faults


def _convert(register: Register, file: File, target: Path) -> Fault | None:
    """Write what the contract asks of one file as parquet; the fault, if it cannot be read to its end."""
    try:
        from polars_readstat import scan_readstat
    except ImportError:
        return fault("sas-no-reader", file.register, file.path.name)
    target.parent.mkdir()
    try:
        frame = scan_readstat(str(file.path))
        _asked(register, frame).sink_parquet(target, compression="zstd")
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # the reader raises its own, and a panic of its is no Exception
        return fault("file-damaged", file.register, file.path.name)
    return None


def _asked(register: Register, frame: Any) -> Any:
    """Only the contract's columns, under the file's own names, with missing values and whole numbers as such."""
    import polars

    schema = frame.collect_schema()
    names = {name for v in register.variables for name in (v.name, *v.aliases)}
    names |= set(weeks(list(schema))) if register.weeks else set()
    asked = {name: kind for name, kind in schema.items() if name.lower() in names}
    numbers = [name for name, kind in asked.items() if kind.is_float()]
    is_whole = {name: (polars.col(name).fill_null(0) % 1 == 0).all() for name in numbers}
    found = frame.select(**is_whole).collect().row(0, named=True) if numbers else {}
    text = [polars.col(n).replace("", None) for n, kind in asked.items() if kind == polars.String]
    whole = [polars.col(n).cast(polars.Int64) for n in numbers if found[n]]
    return frame.select(list(asked)).with_columns(text + whole)
