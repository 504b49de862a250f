"""Rules of the house that a reviewer would otherwise have to remember."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Written in two parts so that this file does not trip over itself.
HOSTS = re.compile(
    "|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"])
)
MACHINE_PATHS = re.compile(r"(?<![\w.)}])/(?:work|farm|root|tmp|home/[a-z]+|Users/\w+)/")
TEXT = {".py", ".md", ".toml", ".lock", ".yaml", ".yml", ".html", ".css", ".js", ".json", ".txt", ".typ", ".po", ".cfg"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:  # a copy without git: everything that is not made by running
        skipped = {".venv", "data", ".git"}
        return [p for p in ROOT.rglob("*") if p.is_file() and not skipped & set(p.relative_to(ROOT).parts)]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_package_registry_or_a_path_of_a_machine():
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content:  # pictures, fonts, office files
            continue
        text = content.decode("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {m[0]}" for m in (*HOSTS.finditer(text), *MACHINE_PATHS.finditer(text))]
    assert found == []


def test_every_direct_dependency_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = {line.split('"')[1]: line for line in text.splitlines() if line.startswith('    "')}
    assert [name for name in wanted if not re.search(r"#\s+\w.{10,}$", lines[name])] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_locks_are_hashed_and_name_every_direct_dependency(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==[^\n]*\\\n((?:    --hash[^\n]*\n?)+)", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = project["dependencies"] + (project["optional-dependencies"]["test"] if "test" in lock else [])
    names = {re.split(r"[\[<>=~;]", d)[0].lower().replace("_", "-") for d in direct}
    assert names - {name for name, _ in pinned} == set()


def test_run_py_needs_nothing_but_the_standard_library():
    import ast
    import sys

    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = {n.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
    imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)


def test_the_demonstration_password_stands_in_one_place():
    from chungtay.demo.people import PASSWORD

    holders = [p for p in tracked() if p.suffix in TEXT and PASSWORD in p.read_text(encoding="utf-8", errors="replace")]
    assert [str(p.relative_to(ROOT)) for p in holders] == ["src/chungtay/demo/people.py"]


def test_links_of_the_documents_lead_somewhere():
    broken = []
    for page in [path for path in tracked() if path.suffix == ".md"]:
        for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []
