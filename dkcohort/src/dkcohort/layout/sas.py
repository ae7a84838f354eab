"""Reading sas7bdat through polars-readstat (the extra `sas`): columns with their types, and conversion to parquet."""

from pathlib import Path

from dkcohort.layout.delivery import File
from dkcohort.layout.faults import Fault, fault

_TYPES = {"String": "VARCHAR", "Date": "DATE", "Float64": "DOUBLE", "Int64": "BIGINT", "Int32": "INTEGER"}


def columns(file: File) -> tuple[dict[str, str], int, Fault | None]:
    """Return the columns with DuckDB's names for their types, the number of rows, and a fault if it cannot be read."""
    try:
        import polars
        from polars_readstat import scan_readstat
    except ImportError:
        return {}, 0, fault("sas-no-reader", file.register, file.path.name)
    try:
        frame = scan_readstat(str(file.path))
        schema = frame.collect_schema()
        rows = int(frame.select(polars.len()).collect().item())
    except Exception:  # the reader raises its own, a panic among them
        return {}, 0, fault("file-damaged", file.register, file.path.name)
    return {n: _TYPES.get(str(k).split("(")[0], "TIMESTAMP") for n, k in schema.items()}, rows, None


def convert(source: Path, target: Path) -> int:
    """Write a sas7bdat file as parquet in its own order of rows and return the number of rows read."""
    from polars_readstat import scan_readstat

    frame = scan_readstat(str(source), preserve_order=True).collect()
    frame.write_parquet(target, compression="zstd")
    return int(frame.height)
