"""LibreOffice as the yardstick: CPU seconds of converting Word files, where it is installed."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

from chungtay.typesetting import layout

FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>"""


def find() -> str | None:
    """The command: $SOFFICE, or soffice on the path; None when there is none."""
    return os.environ.get("SOFFICE") or shutil.which("soffice")


def convert(command: str, files: list[bytes]) -> tuple[float, int]:
    """CPU seconds (user and system, children included) of one warm conversion of `files`, and how many PDFs came out.

    LibreOffice stops silently after 247 files of one call: the caller must compare the count.
    """
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        paths = []
        for number, content in enumerate(files):
            path = home / f"{number:05d}.docx"
            path.write_bytes(content)
            paths.append(str(path))
        # No typeface but ours: one that LibreOffice picks itself has other widths and other pages.
        conf = home / "fonts.conf"
        conf.write_text(FONTS.format(fonts=layout.FONTS, cache=home / "cache"), encoding="utf-8")
        env = {**os.environ, "FONTCONFIG_FILE": str(conf)}
        base = [command, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
        for _ in range(2):  # makes the profile; the first start may only ask for a restart
            subprocess.run([*base, "--outdir", folder, paths[0]], capture_output=True, check=False, env=env)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*base, "--outdir", str(home / "out"), *paths], capture_output=True, check=True, env=env)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return spent, len(list((home / "out").glob("*.pdf")))
