"""The files of a delivery: which register and period each belongs to, and what is wrong before anything is read."""

import codecs
import os
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dkcohort.layout.contract import Register, registers
from dkcohort.layout.faults import Fault, fault

_PACKED = {".zip", ".gz", ".7z", ".bz2", ".zst"}
_THEIRS = {"lost+found", "System Volume Information"}
_PACKED_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"BZh", b"\x28\xb5\x2f\xfd")
_DATA = re.compile(r"\.(parquet|sas7bdat)\b", re.IGNORECASE)
_UNDER_WAY = re.compile(r"^~|\.(tmp|part|partial|crdownload|lck)$")
_REST = re.compile(r"^_?(?P<period>\d{4}|\d{6})?(?:_?part-?(?P<part>\d+))?$")
_PERIODS = {"all": "intet eller udgavens årstal", "year": "årstal (åååå)", "quarter": "årstal og måned (ååååmm)"}
_LPR_F = {"lpr_f_kontakter", "lpr_f_diagnoser", "kontakter", "diagnoser"}
_SAS_MAGIC = bytes.fromhex("000000000000000000000000c2ea8160b31411cfbd92080009c7318c181f1011")


@dataclass(frozen=True, order=True)
class File:
    """A file of a register; `period` is "" for a cumulative file, `part` counts the pieces of one period."""

    register: str
    period: str
    part: int
    path: Path

    @property
    def name(self) -> str:
        """The name it was delivered under: a sas7bdat that was made parquet keeps its own."""
        return re.sub(r"(?i)(?<=\.sas7bdat)\.parquet$", "", self.path.name)


def find(folder: Path, wanted: Iterable[str]) -> tuple[list[File], list[Fault]]:
    """Return the files of the wanted registers, and every fault that shows without opening one."""
    if not folder.is_dir():
        return [], [fault("folder-missing")]
    shut = _shut(folder)
    if shut:
        return [], shut
    paths, wanted = _files(folder), set(wanted)
    odd = _no_files(folder, wanted)
    if not paths and not odd:
        return [], [fault("folder-empty")]
    files: list[File] = []
    faults = [*_side_by_side(paths), *odd]
    for path in paths:
        name = _register_of(path)
        faults += _alike(path, folder, wanted) if name not in registers() else []
        if name not in wanted:
            continue
        found = _file(registers()[name], path)
        (files if isinstance(found, File) else faults).append(found)  # type: ignore[arg-type]
    files, repeated = _once(sorted(files))
    return files, faults + repeated + _gaps(files)


def unknown(folder: Path) -> list[str]:
    """Return the names of the files that look like data and belong to no register of the contract."""
    return [_told(p, folder) for p in _files(folder) if _DATA.search(p.name) and _register_of(p) not in registers()]


def _shut(folder: Path) -> list[Fault]:
    """Folders that may not be looked into: what lies in one would be taken for missing."""
    inside = [folder, *(p for p in folder.rglob("*") if not p.name.startswith("."))] if _is_open(folder) else [folder]
    return [
        fault("folder-shut", folder=p.name) for p in inside if p.is_dir() and p.name not in _THEIRS and not _is_open(p)
    ]


def _is_open(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.X_OK)


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def _no_files(folder: Path, wanted: set[str]) -> list[Fault]:
    """What is called like a file of a register the study needs, but is a folder or a link that leads nowhere."""
    called = (p for p in folder.rglob("*") if not p.is_file() and not p.name.startswith("."))
    named = [(p, _register_of(p)) for p in sorted(called) if p.suffix.lower() in {".parquet", ".sas7bdat"}]
    return [fault("file-no-file", name, _told(p, folder)) for p, name in named if name in wanted]


def _told(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _alike(path: Path, folder: Path, wanted: Iterable[str]) -> list[Fault]:
    """A file of data that is called like a register the study needs, but not so that it can be read as one: a copy?"""
    told = _told(path, folder)
    named = [n for n in wanted if re.search(rf"(?<![a-z0-9]){n}(?![a-z])", told.lower())]
    if not named or not _DATA.search(path.name):
        return []
    return [fault("file-alike", max(named, key=len), told)]


def _stem(path: Path) -> str:
    return re.sub(r"\.(parquet|sas7bdat|csv|txt|xlsx?|zip|gz|7z|bz2|zst|tmp|part|partial|crdownload|lck)", "",
                  path.name.lower().lstrip("~$"))  # fmt: skip


def _register_of(path: Path) -> str:
    """The register a file is named after, or the folder above year=YYYY; "" for files of no register."""
    if path.parent.name.startswith("year="):
        return path.parent.parent.name.lower()
    stem = _stem(path)
    named = [n for n in registers() if re.match(rf"^{n}(_?\d|_?part|$|[ _-]|\()", stem)]
    return max(named, key=len, default="")


def _file(register: Register, path: Path) -> File | Fault:
    if _UNDER_WAY.search(path.name.lower()):
        return fault("file-under-way", register.name, path.name)
    if path.suffix.lower() in _PACKED:
        return fault("file-packed", register.name, path.name)
    if path.suffix.lower() not in {".parquet", ".sas7bdat"}:
        return fault("file-type", register.name, path.name)
    if path.parent.name.startswith("year="):
        rest = _REST.match(path.parent.name[5:] + _stem(path))
    else:
        rest = _REST.match(_stem(path)[len(register.name) :])
    expected = _PERIODS.get(register.files, "")
    if rest is None:
        return fault("period-unreadable", register.name, path.name, expected=expected)
    period = rest["period"] or ""
    if {"year": 4, "quarter": 6}.get(register.files, len(period)) != len(period):
        return fault("period-unreadable", register.name, path.name, expected=expected)
    if len(period) == 6 and register.files == "quarter" and period[4:] not in {"03", "06", "09", "12"}:
        return fault("period-impossible", register.name, path.name, period=period)
    try:
        wrong = _bytes(register.name, path)
    except OSError:
        wrong = fault("file-shut", register.name, path.name)
    return wrong or File(register.name, period, int(rest["part"] or -1), path)


def _bytes(register: str, path: Path) -> Fault | None:
    """What the first and last bytes give away."""
    size = path.stat().st_size
    if size == 0:
        return fault("file-empty", register, path.name)
    with path.open("rb") as file:
        head = file.read(512)
        if path.suffix.lower() == ".sas7bdat":
            return _sas(register, path, head, size)
        file.seek(max(size - 4, 0))
        tail = file.read(4)
    if head.startswith(_PACKED_MAGIC):
        return fault("file-packed", register, path.name)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return fault("file-utf16", register, path.name)
    if head[:4] != b"PAR1":
        return fault("file-not-parquet", register, path.name)
    return fault("file-truncated", register, path.name) if tail != b"PAR1" or size < 12 else None


def _sas(register: str, path: Path, head: bytes, size: int) -> Fault | None:
    """A sas7bdat says in its header how long it is: header and so many pages (Shotwell, SAS7BDAT file format)."""
    if head[:32] != _SAS_MAGIC or len(head) < 288:
        return fault("sas-not-sas", register, path.name)
    shift = 4 if head[35:36] == b"3" else 0
    order = "<" if head[37] == 1 else ">"
    header, page = struct.unpack_from(f"{order}II", head, 196 + shift)
    pages = struct.unpack_from(f"{order}{'Q' if head[32:33] == b'3' else 'I'}", head, 204 + shift)[0]
    expected = header + page * pages
    if size < expected:
        return fault("sas-truncated", register, path.name, found=size, expected=expected)
    return None


def _side_by_side(paths: list[Path]) -> list[Fault]:
    """Old and new layouts of the same events in one folder."""
    stems = {re.sub(r"_?\d*$", "", _stem(path)) for path in paths}
    faults = []
    if "vnds" in stems and stems & {"vnds_ind", "vnds_ud"}:
        faults.append(fault("layouts-vnds", "vnds"))
    if stems & {"lpr_a_kontakt", "lpr_a_diagnose"}:
        faults += [fault("layouts-lpr", "lpr_a_kontakt", other=other) for other in sorted(stems & _LPR_F)[:1]]
    if stems & {"t_psyk_adm", "t_psyk_diag"} and stems & {"psyk_adm", "psyk_diag"}:
        faults.append(fault("layouts-psyk", "psyk_adm"))
    return faults


def _once(files: list[File]) -> tuple[list[File], list[Fault]]:
    """Leave out a file that is another's exact copy; two different files of one period are a fault."""
    kept: dict[tuple[str, str, int], File] = {}
    faults = []
    for file in files:
        period = file.period if registers()[file.register].files != "all" else ""
        first = kept.setdefault((file.register, period, file.part), file)
        if first is file or _same(first.path, file.path):
            continue
        kind = "period-both-forms" if first.path.suffix.lower() != file.path.suffix.lower() else "period-twice"
        gaps = {"period": file.period or "(hele registeret)", "other": first.path.name}
        faults.append(fault(kind, file.register, file.path.name, **gaps))
    return sorted(kept.values()), faults


def _same(one: Path, other: Path) -> bool:
    return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()


def _gaps(files: list[File]) -> list[Fault]:
    """Years missing between the first and the last delivered, and parts missing in their row."""
    faults = []
    for name in sorted({f.register for f in files}):
        own = [f for f in files if f.register == name]
        if registers()[name].files in {"year", "quarter"}:
            years = {int(f.period[:4]) for f in own}
            missing = sorted(set(range(min(years), max(years))) - years)
            faults += [fault("period-gap", name, period=year) for year in missing]
        for period in sorted({f.period for f in own}):
            parts = sorted(f.part for f in own if f.period == period and f.part >= 0)
            missing = sorted(set(range(parts[0], parts[-1])) - set(parts)) if parts else []
            faults += [fault("part-missing", name, part=part) for part in missing]
    return faults
