#!/usr/bin/env python3
"""One command for everything. Standard library only; sets itself up on a machine with Python 3.11.

demo [--port N] [--data DIR] [--no-serve] [--seed N] [--today YYYY-MM-DD] [--scale N]
     build the demo house if it is not there, print the address and the cast, serve on 127.0.0.1
keys FILE                                      make the key file of a new installation
serve [--port N] [--host H] [--workers N] [--certificate FILE --private-key FILE]
                                               run an installation from its environment
test [--all] [pytest arguments]                everything that can run here, on SQLite and PostgreSQL
check                                          style, types, contracts, migrations, papers
pages [--data DIR]                             every address of the demo house as JSON lines
bench [name …]                                 the longer proofs and measurements
bundle [--out FILE]                            the register engine as one file, to run where nothing may be installed
lock                                           pin the dependencies anew
coverage                                       write docs/coverage.md and the tables of the handbook anew
manage …                                       Django's commands
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PY = BIN / ("python.exe" if os.name == "nt" else "python")
ENGINE = ROOT / "dkcohort" / "src"
LOCK = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"]
LOCK += ["--python-version", "3.11", "-q"]

BYTECODE = {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
"""What is compiled is kept in the environment's own folder and never in the checkout, also where somebody has asked
Python to keep nothing: each process would compile all of Django anew, and a start would take twice as long."""


def sh(*command: object, env: dict[str, str] | None = None, check: bool = True) -> int:
    """Run a command in the project's folder; a failure ends this program with the same number."""
    around = {**os.environ, **BYTECODE, **(env or {})}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=around, check=False)
    if check and done.returncode:
        sys.exit(done.returncode)
    return done.returncode


# ---------------------------------------------------------------- setting up


def setup(profile: str) -> None:
    """Make the environment of a profile ("run" or "dev") from its lock; instant when nothing changed."""
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever starts this may have an older Python)
        sys.exit("Python 3.11 or newer is needed.")
    lock = ROOT / "requirements" / f"{profile}.lock"
    want = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f".{profile}"
    if stamp.exists() and stamp.read_text() == want:
        return
    _make_venv()
    print(f"Setting up ({profile}) …", flush=True)
    pip = [PY, "-m", "pip", "--disable-pip-version-check", "-q", "install", "--require-hashes", "-r"]
    try:
        subprocess.run([*map(str, pip), str(ROOT / "requirements/tool.lock")], cwd=ROOT, check=True)
        uv = [BIN / "uv", "pip", "install", "-q", "--python", PY, "--require-hashes", "-r", lock]
        subprocess.run([str(part) for part in uv], cwd=ROOT, check=True)
    except (subprocess.CalledProcessError, FileNotFoundError):
        sh(*pip, lock)
    _see_the_checkout()
    stamp.write_text(want)
    if profile == "dev":
        (VENV / ".run").write_text(hashlib.sha256((ROOT / "requirements/run.lock").read_bytes()).hexdigest())


def _make_venv() -> None:
    if PY.exists():
        return
    import venv

    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, OSError):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python's venv is missing. On Debian: apt-get install python3-venv")


def _see_the_checkout() -> None:
    """Let the environment import this checkout as it is; nothing is built."""
    where = subprocess.run(
        [str(PY), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    (Path(where.stdout.strip()) / "rettesnor.pth").write_text(f"{ROOT}\n{ENGINE}\n")


# ---------------------------------------------------------------- the demo house


def demo_parser(name: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"dev.py {name}")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=ROOT / ".demo")
    parser.add_argument("--no-serve", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--scale", type=int, default=1)
    return parser


def demo(arguments: list[str]) -> int:
    setup("run")
    wish = demo_parser("demo").parse_args(arguments)
    env = build_demo(wish)
    if not wish.no_serve:
        refuse_taken("127.0.0.1", wish.port)
    address = f"http://127.0.0.1:{wish.port}/"
    print(f"\nRettesnor, LivaShelter (opdigtet): {address}\n")
    print(the_cast())
    if wish.no_serve:
        return 0
    print("\nCtrl+C slutter.", flush=True)
    return granian(env, "127.0.0.1", wish.port, workers=1)


def the_cast() -> str:
    """Read from plain data in this checkout: starting Django for it would take as long as starting the server."""
    from rettesnor.demo.members import told

    return told()


def build_demo(wish: argparse.Namespace) -> dict[str, str]:
    """Build the demo house in its folder unless it is there; the environment that serves it."""
    data: Path = wish.data.resolve()
    (data / "static").mkdir(parents=True, exist_ok=True)  # empty here; without it whitenoise warns whoever starts
    marker = data / "built.json"
    env = demo_env(data)
    if not marker.exists():
        for rest in data.glob("rettesnor.sqlite3*"):
            rest.unlink()
        if not (data / "keys.json").exists():
            new_keys(data / "keys.json")
        day = wish.today or date.today()  # noqa: DTZ011  (the day on this machine's own calendar)
        built = {"seed": wish.seed, "scale": wish.scale, "today": day.isoformat(), "fixed": wish.today is not None}
        built["migrations"] = migrations()
        fixed = env | {"RETTESNOR_TODAY": built["today"]}
        print("Building the demo house …", flush=True)
        sh(PY, "-m", "django", "migrate", "-v0", "--skip-checks", env=fixed)
        sh(PY, "-m", "django", "build_demo", f"--seed={wish.seed}", f"--scale={wish.scale}", env=fixed)
        marker.write_text(json.dumps(built))
    built = json.loads(marker.read_text())
    if built.get("migrations") != migrations():
        print(f"The house in {data} is of an earlier version; its database is brought along …", flush=True)
        sh(PY, "-m", "django", "migrate", "-v0", "--skip-checks", env=env)
        marker.write_text(json.dumps(built | {"migrations": migrations()}))
    if wish.today is not None and wish.today.isoformat() != built["today"]:
        print(f"The house in {data} was built for {built['today']}; remove the folder to build another.")
    return env | ({"RETTESNOR_TODAY": built["today"]} if built["fixed"] else {})


def migrations() -> list[str]:
    """The steps that lead to the database of this version."""
    found = ROOT.glob("rettesnor/*/migrations/0*.py")
    return sorted(f"{path.parent.parent.name}/{path.stem}" for path in found)


def demo_env(data: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "rettesnor.config.settings",
        "RETTESNOR_MODE": "demo",
        "RETTESNOR_DATA": str(data),
        "RETTESNOR_KEYS": str(data / "keys.json"),
        "DATABASE_URL": f"sqlite:///{data / 'rettesnor.sqlite3'}",
    }


def new_keys(path: Path) -> None:
    code = "import sys, pathlib; from rettesnor.vault import keys; keys.write_new(pathlib.Path(sys.argv[1]))"
    sh(PY, "-c", code, path)


def pages(arguments: list[str]) -> int:
    setup("run")
    env = _quietly(lambda: build_demo(demo_parser("pages").parse_args(arguments)))
    # Asked in a copy: every question holds the house until it is undone, and somebody may be using it.
    with tempfile.TemporaryDirectory() as folder:
        return sh(PY, "-m", "django", "pages", env=env | {"DATABASE_URL": copied(env["DATABASE_URL"], Path(folder))})


def copied(address: str, folder: Path) -> str:
    """The address of a copy of an SQLite database, laid in a folder; what is being written meanwhile is not in it."""
    there = folder / "rettesnor.sqlite3"
    with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as house, closing(sqlite3.connect(there)) as copy:
        house.backup(copy)
    return f"sqlite:///{there}"


def _quietly(build: Callable[[], T]) -> T:
    """Only JSON goes to standard output; what building says goes to standard error."""
    kept = os.dup(1)
    sys.stdout.flush()
    os.dup2(2, 1)
    try:
        return build()
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


# ---------------------------------------------------------------- serving


def keys(arguments: list[str]) -> int:
    """Make the key file of a new installation; one that is there is never written over."""
    setup("run")
    parser = argparse.ArgumentParser(prog="dev.py keys")
    parser.add_argument("file", type=Path)
    file: Path = parser.parse_args(arguments).file.resolve()
    if file.exists():
        sys.exit(f"{file} is there already. Whatever is sealed needs the keys it was sealed with.")
    file.parent.mkdir(parents=True, exist_ok=True)
    new_keys(file)
    print(f"{file} is made. Keep a copy away from the database and its backups: without it nothing opens.")
    return 0


def serve(arguments: list[str]) -> int:
    setup("run")
    parser = argparse.ArgumentParser(prog="dev.py serve")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--certificate", type=Path, help="serve TLS itself, where no proxy in front does")
    parser.add_argument("--private-key", type=Path)
    wish = parser.parse_args(arguments)
    file = os.environ.get("RETTESNOR_KEYS") or Path(os.environ.get("RETTESNOR_DATA", ROOT / ".data")) / "keys.json"
    if not Path(file).exists():
        sys.exit(f"There is no key file at {file}. Rettesnor does not start without its keys (dev.py keys makes them).")
    refuse_taken(wish.host, wish.port)
    env = {"DJANGO_SETTINGS_MODULE": "rettesnor.config.settings", "RETTESNOR_MODE": "serve"}
    sh(PY, "-m", "django", "open_house", env=env)
    tls = ["--ssl-certificate", wish.certificate, "--ssl-keyfile", wish.private_key] if wish.certificate else []
    return granian(env, wish.host, wish.port, wish.workers, tls)


def refuse_taken(host: str, port: int) -> None:
    """Two servers can share a port without a word, and answers would come now from one house, now from the other."""
    import socket

    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return
    sys.exit(f"Somebody answers on {host}:{port} already. Choose another port with --port.")


def granian(env: dict[str, str], host: str, port: int, workers: int, tls: Sequence[object] = ()) -> int:
    command = [
        BIN / "granian",
        "rettesnor.config.wsgi:application",
        *("--interface", "wsgi", "--host", host, "--port", port, "--workers", workers),
        *("--blocking-threads", 4, "--log-level", "warning", "--no-access-log"),
        *tls,
    ]
    try:
        return sh(*command, env=env, check=False)
    except KeyboardInterrupt:
        return 0


# ---------------------------------------------------------------- testing


def test(arguments: list[str]) -> int:
    setup("dev")
    everything = "--all" in arguments
    arguments = [one for one in arguments if one != "--all"]
    chromium, postgres, r = shutil.which("chromium"), postgres_binaries(), shutil.which("Rscript")
    java = shutil.which("java")
    found = (("browser tests (chromium)", chromium), ("PostgreSQL", postgres), ("the comparison with R (Rscript)", r),
             ("Spark (java)", java))  # fmt: skip
    missing = [name for name, there in found if not there]
    if everything and missing:
        sys.exit(f"--all leaves nothing out, but this machine lacks: {', '.join(missing)}.")
    marks = " and ".join(
        [*([] if chromium else ["not browser"]), *([] if r else ["not r"]), *([] if java else ["not java"])]
    )
    print("On SQLite:", flush=True)
    together = side_by_side(arguments)
    failed = sh(PY, "-m", "pytest", "-m", marks, *together, *arguments, env={"DATABASE_URL": ""}, check=False)
    if postgres:
        aside = "the engine, letters as they are read, questions counted, methods nobody answers"
        print(f"On PostgreSQL, without what no database server answers ({aside}):", flush=True)
        with running_postgres(postgres) as url:
            marks = "not text and not once and " + ("(not browser or walk)" if chromium else "not browser")
            more = [PY, "-m", "pytest", "-m", marks, "--ignore=tests/dkcohort", *together, *arguments]
            failed = sh(*more, env={"DATABASE_URL": url}, check=False) or failed
    print(f"Left out: {', '.join(missing)}." if missing else "Left out: nothing.")
    return failed


def side_by_side(arguments: list[str]) -> list[str]:
    """Whole files on two cores where there are two and nothing smaller was asked for, in the order of one alone."""
    if (os.cpu_count() or 1) < 2 or any(not one.startswith("--") for one in arguments):
        return []
    return ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def postgres_binaries() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps it off the path."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    found = shutil.which("pg_ctl")
    return Path(found).resolve().parent if found and shutil.which("initdb") else None


@contextmanager
def running_postgres(binaries: Path) -> Iterator[str]:
    """A cluster of its own on loopback, gone afterwards; its address as DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="rettesnor-pg-"))
    data, port = folder / "data", _free_port()
    as_owner: list[str] = []
    if os.name != "nt" and os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": folder}
    init = [*as_owner, str(binaries / "initdb"), "-D", str(data), "-U", "rettesnor", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*init, "--locale=C.UTF-8"], **quiet)  # type: ignore[call-overload]
    options = f"-c listen_addresses=127.0.0.1 -p {port} -c fsync=off -c unix_socket_directories={folder}"
    control = [*as_owner, str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    subprocess.run([*control, "-o", options, "start"], **quiet)  # type: ignore[call-overload]
    try:
        yield f"postgres://rettesnor@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL, check=False, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# ---------------------------------------------------------------- checking


def check(arguments: list[str]) -> int:
    setup("dev")
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    steps: list[list[object]] = [
        [BIN / "ruff", "check", "."],
        [BIN / "ruff", "format", "--check", "."],
        [BIN / "lint-imports", "--no-cache"],
        [PY, "-m", "django", "makemigrations", "--check", "--dry-run"],
        [BIN / "djlint", "rettesnor", "--lint", "--quiet"],
        [PY, "-m", "pytest", "tests/house", "-q"],
        [BIN / "mypy"],
    ]
    failed = 0
    for step in steps:
        print("·", " ".join(Path(str(part)).name if part is step[0] else str(part) for part in step), flush=True)
        failed = sh(*step, env=env, check=False) or failed
    return failed


def coverage(arguments: list[str]) -> int:
    """Write anew what papers take from the program: docs/coverage.md, and the tables of the statistician's handbook."""
    setup("run")
    done = subprocess.run([str(PY), "-m", "rettesnor.config.coverage"], cwd=ROOT, check=True, capture_output=True)
    (ROOT / "docs" / "coverage.md").write_bytes(done.stdout)
    return sh(PY, "-m", "dkcohort.handbook", ROOT / "docs" / "haandbog" / "statistiker.md")


def bench(arguments: list[str]) -> int:
    setup("dev")
    return sh(PY, "-m", "bench", *arguments, check=False)


def bundle(arguments: list[str]) -> int:
    """Write the register engine as one file: needs only duckdb, numpy, scipy and XlsxWriter where it is run."""
    parser = argparse.ArgumentParser(prog="dev.py bundle")
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "dkcohort.pyz")
    out: Path = parser.parse_args(arguments).out
    out.parent.mkdir(parents=True, exist_ok=True)
    files = sorted(p for p in (ENGINE / "dkcohort").rglob("*") if p.is_file() and p.suffix != ".pyc")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("__main__.py"), BEGIN)
        for path in files:  # without a time of their own: the same bytes every time
            packed.writestr(zipfile.ZipInfo(path.relative_to(ENGINE).as_posix()), path.read_bytes())
    print(out)
    return 0


BEGIN = b"import sys\n\nfrom dkcohort.command import main\n\nsys.exit(main())\n"


def lock(arguments: list[str]) -> int:
    setup("dev")
    compile_ = [BIN / "uv", "pip", "compile", "pyproject.toml", *LOCK, *arguments]
    sh(*compile_, "-o", "requirements/run.lock")
    return sh(*compile_, "--extra", "dev", "-c", "requirements/run.lock", "-o", "requirements/dev.lock")


def manage(arguments: list[str]) -> int:
    setup("run")
    env = {"DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "rettesnor.config.settings")}
    if "RETTESNOR_DATA" not in os.environ and (ROOT / ".demo" / "built.json").exists():
        env |= demo_env(ROOT / ".demo")
    return sh(PY, "-m", "django", *arguments, env=env, check=False)


COMMANDS = {
    "demo": demo,
    "keys": keys,
    "serve": serve,
    "test": test,
    "check": check,
    "pages": pages,
    "bench": bench,
    "bundle": bundle,
    "lock": lock,
    "coverage": coverage,
    "manage": manage,
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        sys.exit(__doc__)
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))
