"""Every check of the project, in the order of their cost; run by `python3 run.py test`.

Debian packages that the suite needs (chromium, PostgreSQL, gettext) are installed when this runs as root on Debian;
otherwise the message names them. With arguments only pytest runs, on the embedded database, with those arguments:
`python3 run.py test --cov` also measures which branches the tests reach, which doubles the time of a run.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PACKAGES = {
    "chromium": "chromium",
    "xgettext": "gettext",
    "initdb": "postgresql",
    "tesseract": "tesseract-ocr",
    "vie": "tesseract-ocr-vie",
}
# What PostgreSQL may answer otherwise is asked again there: every test that touches a database (tests/conftest.py
# leaves out the others). The engines' tests touch none; of the browser's walks the one to the certificate is enough.
ENGINES = {"config", "indicators", "law", "linter", "reading", "signing", "typesetting"}
WALKS, THE_WALK = "e2e", "e2e/test_round.py"


def say(text: str) -> None:
    print(f"\n== {text}", flush=True)


def run(*command: object, **env: str) -> None:
    started = time.monotonic()
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=dict(os.environ, **env), check=False)
    if done.returncode:
        sys.exit(f"\nKhông đạt: {' '.join(map(str, command))}")
    print(f"   ({time.monotonic() - started:.0f} s)", flush=True)


def find(tool: str) -> str | None:
    if tool == "initdb":
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        return str(found[-1]) if found else shutil.which("initdb")
    if tool == "vie":
        data = sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata/vie.traineddata"))
        return str(data[-1]) if data else None
    if tool == "chromium":
        return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    return shutil.which(tool)


def ensure_tools() -> None:
    """Installs what is missing when it may; a missing browser or server fails the run, it is never skipped."""
    missing = [package for tool, package in PACKAGES.items() if not find(tool)]
    if not missing:
        return
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Cài gói Debian: {', '.join(missing)}")
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update", "-qq"], check=False, env=quiet)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.run(command, check=False, env=quiet, stdout=subprocess.DEVNULL)
        missing = [package for tool, package in PACKAGES.items() if not find(tool)]
    if missing:
        sys.exit(
            f"\nThiếu gói để chạy thử: {', '.join(missing)}.\nCài rồi chạy lại: apt-get install {' '.join(missing)}"
        )


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server: the one of DATABASE_URL, else a private one in a temporary folder."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    initdb = Path(find("initdb") or "")
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="chungtay-pg-"))
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "cwd": folder}
    subprocess.run(
        [*as_user, initdb, "-D", data, "-U", "chungtay", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True,
        **quiet,
    )
    control = [*as_user, initdb.with_name("pg_ctl"), "-D", data, "-w"]
    # A throw-away server: no fsync, it dies with the run.
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], check=True, **quiet)
    try:
        yield f"postgres://chungtay@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def pytest(*arguments: object, **env: str) -> None:
    workers = min(4, (os.cpu_count() or 2))
    run(sys.executable, "-m", "pytest", "-q", "-n", workers, "--dist", "loadgroup", *arguments, **env)


def rooms() -> list[str]:
    """Every folder of tests but the engines': a new room is asked on PostgreSQL without being named here."""
    folders = sorted(path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py")))
    chosen = [name for name in folders if name not in ENGINES | {WALKS}]
    return [f"tests/{name}" for name in (*chosen, THE_WALK, "test_consistency.py")]


def statically() -> None:
    """What reads the code without running the suite; side by side, for most of it is mypy's."""
    manage = (sys.executable, "-m", "chungtay", "manage")
    checks: list[tuple[str, tuple[object, ...]]] = [
        ("Kiểu (mypy)", (sys.executable, "-m", "mypy")),
        ("Quy tắc viết mã (ruff)", (BIN / "ruff", "check", "--no-cache", ".")),
        ("Cách trình bày mã (ruff)", (BIN / "ruff", "format", "--check", "--no-cache", ".")),
        ("Các tầng (import-linter)", (BIN / "lint-imports", "--no-cache")),
        ("Di trú đủ", (*manage, "makemigrations", "--check", "--dry-run")),
        ("Cấu hình của Django", (*manage, "check", "--fail-level", "WARNING")),
        ("Bản dịch đủ và khớp", (sys.executable, ROOT / "tools" / "translations.py", "--check")),
    ]

    def ask(check: tuple[str, tuple[object, ...]]) -> subprocess.CompletedProcess[str]:
        words = [str(part) for part in check[1]]
        return subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)

    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        failed = []
        for (name, _command), done in zip(checks, pool.map(ask, checks), strict=True):
            say(name)
            print(done.stdout.strip(), flush=True)
            failed += [name] if done.returncode else []
    if failed:
        sys.exit(f"\nKhông đạt: {', '.join(failed)}")


def main() -> None:
    ensure_tools()
    os.environ["CHUNGTAY_DATA"] = tempfile.mkdtemp(prefix="chungtay-test-")
    os.environ.pop("CHUNGTAY_TODAY", None)
    # The suite starts hundreds of processes of ours; each would compile the whole program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        if len(sys.argv) > 1:
            run(sys.executable, "-m", "pytest", *sys.argv[1:])
            return
        statically()
        say("Bộ thử trên cơ sở dữ liệu nhúng (SQLite)")
        pytest()
        say("Các phòng trên PostgreSQL")
        with postgresql() as address:
            pytest(*rooms(), DATABASE_URL=address, CHUNGTAY_TEST_ONLY="database")
        say("Tất cả đều đạt")
    finally:
        shutil.rmtree(os.environ["CHUNGTAY_DATA"], ignore_errors=True)


if __name__ == "__main__":
    main()
