#!/usr/bin/env python3
"""Sets ChungTay up and runs it; needs only Python 3.11 or newer and pip. Standard library only.

python3 run.py            set up, load the five real movements once, serve on 127.0.0.1:$PORT (8000)
python3 run.py install    set up the environment in .venv only
python3 run.py test       set up, run every check and the whole suite (embedded database and PostgreSQL)
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
DEMO_DAY = "2025-12-02"  # the day on which the demonstration stands: four of the five plans are in their award round


def say(text: str) -> None:
    print(text, flush=True)


def fail(text: str) -> None:
    sys.exit(f"\n{text}\n")


def run(*command: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> None:
    """Runs a command and stops everything with its exit code when it fails."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=quiet, text=quiet, check=False)
    if done.returncode:
        if quiet:
            say((done.stdout or "") + (done.stderr or ""))
        sys.exit(done.returncode)


def install(lock: str = "requirements.lock") -> None:
    """Makes .venv with exactly the locked packages, checked by hash; does nothing when it is up to date."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that an older Python may start
        fail("Cần Python 3.11 trở lên. Cài gói python3 mới hơn rồi chạy lại.")
    wanted = hashlib.sha256((ROOT / lock).read_bytes() + sys.version.encode()).hexdigest()
    stamp = VENV / f"{lock}.stamp"
    if not PYTHON.exists():
        say("Tạo môi trường .venv …")
        # --without-pip: Debian's python3 has no ensurepip unless python3-venv is installed; the host's pip is enough.
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
    if not stamp.exists() or stamp.read_text() != wanted:
        say(f"Cài các thư viện theo {lock} …")
        run(sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "--disable-pip-version-check",
            "--no-input", "--require-hashes", "-r", ROOT / lock)  # fmt: skip
        stamp.write_text(wanted)
    _put_on_path()
    run(PYTHON, "-m", "chungtay", "manage", "compile_catalogues", env=environment(), quiet=True)


def _put_on_path() -> None:
    """Makes `import chungtay` and the `chungtay` command work in .venv, without a build step."""
    site = subprocess.run(
        [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    (Path(site) / "chungtay.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    if os.name == "nt":
        (BIN / "chungtay.cmd").write_text(f'@"{PYTHON}" -m chungtay %*\r\n', encoding="utf-8")
        return
    script = BIN / "chungtay"
    script.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m chungtay "$@"\n', encoding="utf-8")
    script.chmod(0o755)


def environment(**more: str) -> dict[str, str]:
    env = dict(os.environ, **more)
    env.setdefault("CHUNGTAY_MODE", "demo")
    if env["CHUNGTAY_MODE"] == "demo":
        env.setdefault("CHUNGTAY_TODAY", DEMO_DAY)
    env["PYTHONUTF8"] = "1"
    return env


def serve() -> None:
    """Migrates, loads the demonstration once, and runs web server and worker until Ctrl+C."""
    install()
    port = os.environ.get("PORT", "8000")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except OSError:
            fail(
                f"Cổng {port} đang có chương trình khác dùng. Tắt chương trình đó, hoặc chạy: PORT=8001 python3 run.py"
            )
    env = environment()
    env.setdefault("CHUNGTAY_BASE_URL", f"http://127.0.0.1:{port}")
    manage = [PYTHON, "-m", "chungtay", "manage"]
    say("Chuẩn bị cơ sở dữ liệu …")
    run(*manage, "migrate", "--verbosity", "0", env=env)
    run(*manage, "collectstatic", "--noinput", "--verbosity", "0", env=env)
    if env["CHUNGTAY_MODE"] == "demo":
        run(*manage, "load_demo", env=env)
    children = [
        subprocess.Popen([str(part) for part in command], cwd=ROOT, env=env)
        for command in (
            [PYTHON, "-m", "gunicorn", "chungtay.config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
             "--timeout", "60", "--log-level", "warning", "--chdir", ROOT],
            [*manage, "worker", "--follow-parent"],
        )
    ]  # fmt: skip
    say(f"\nChungTay đang chạy ở http://127.0.0.1:{port}   (Ctrl+C để dừng)")
    if env["CHUNGTAY_MODE"] == "demo":
        run(*manage, "load_demo", "--logins", env=env)
    _wait(children)


def _wait(children: list[subprocess.Popen[bytes]]) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    code = 0
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        code = next(child.returncode for child in children if child.poll() is not None) or 1
    except KeyboardInterrupt:
        say("Đang dừng …")
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
    sys.exit(code)


def test(arguments: list[str]) -> None:
    """Everything that CI runs; extra arguments go to pytest (then only pytest runs, on the embedded database)."""
    install("requirements-test.lock")
    os.execve(PYTHON, [str(PYTHON), str(ROOT / "tools" / "check.py"), *arguments], environment())


def main() -> None:
    command, *rest = sys.argv[1:] or ["serve"]
    if shutil.which("git") is None and command == "test":
        say("Không thấy git; phần kiểm tra tệp theo git sẽ bỏ qua.")
    match command:
        case "serve" if not rest:
            serve()
        case "install" if not rest:
            install()
        case "test":
            test(rest)
        case _:
            fail(__doc__ or "")


if __name__ == "__main__":
    main()
