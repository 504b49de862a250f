"""LibreOffice as a second reader of our Word files, where it is installed, with no typeface but ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from chungtay.typesetting import layout

FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family></prefer></alias>
</fontconfig>"""


def command() -> str | None:
    """The command, or None where LibreOffice is not installed."""
    return os.environ.get("SOFFICE") or shutil.which("soffice")


def convert(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Each Word file as LibreOffice prints it. Raises AssertionError when it loses one (it stops at 247)."""
    found = command()
    assert found is not None
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        conf = home / "fonts.conf"
        conf.write_text(FONTS_CONF.format(fonts=layout.FONTS, cache=home / "cache"), encoding="utf-8")
        names = list(files)
        for index, name in enumerate(names):
            (home / f"{index:03d}.docx").write_bytes(files[name])
        paths = [str(p) for p in sorted(home.glob("*.docx"))]
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        call = [found, profile, "--headless", "--convert-to", "pdf", "--outdir", str(home / "out"), *paths]
        env = {**os.environ, "FONTCONFIG_FILE": str(conf), "HOME": folder}
        for _ in range(2):  # the first start makes the profile and may only ask for a restart
            subprocess.run(call, capture_output=True, check=False, env=env, timeout=240)
            if len(list((home / "out").glob("*.pdf"))) == len(names):
                break
        made = {names[int(p.stem)]: p.read_bytes() for p in (home / "out").glob("*.pdf")}
    assert set(made) == set(names)
    return made
