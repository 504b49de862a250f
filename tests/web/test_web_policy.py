"""What the security policy and an offline office ask of every template, style and script, in every room."""

import re

import pytest

from chungtay.web.gallery import HERE

SOURCE = HERE.parent
STATIC = HERE / "static" / "web"
CSS_BUDGET = 46 * 1024  # bytes before compression, fonts.css included
TEMPLATES = sorted(p for p in SOURCE.rglob("*.html") if "templates" in p.parts)
STYLES = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))


def without_comments(path):
    return re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_inline_script_style_or_handler(path):
    source = without_comments(path)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    assert not re.search(r"hx-on|javascript:", source)
    assert [tag for tag in re.findall(r"<script\b[^>]*>", source) if " src=" not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_is_fetched_from_another_host(path):
    source = without_comments(path)
    assert re.findall(r"(?:src|action|hx-[a-z]+)=[\"'](?:https?:)?//", source) == []
    assert [tag for tag in re.findall(r"<(?:link|script|img|iframe)\b[^>]*>", source) if "//" in tag] == []


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_styles_name_no_other_host_and_nothing_newer_than_chrome_109(path):
    source = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [u for u in re.findall(r"url\(([^)]*)\)", source) if "//" in u or ":" in u] == []
    assert "@import" not in source
    assert not re.search(r"[{;]\s*&", source)  # nesting
    assert source.count("{") == source.count("}")


def test_every_file_a_style_names_is_there():
    for path in STYLES:
        for name in re.findall(r"url\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / name.strip("\"'")).is_file(), name


def test_styles_stay_small():
    assert sum(path.stat().st_size for path in STYLES) <= CSS_BUDGET


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_scripts_need_no_eval_and_build_no_html(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|\.style\b|https?://", source)
    assert source.startswith("/*")


def test_scripts_are_all_loaded():
    loaded = (HERE / "templates" / "web" / "parts" / "scripts.html").read_text(encoding="utf-8")
    assert [path.name for path in SCRIPTS if f"web/js/{path.name}" not in loaded] == []
    assert (STATIC / "vendor" / "htmx-2.0.10.min.js").is_file()


def test_vendored_htmx_is_the_file_of_the_wheel():
    import hashlib
    from pathlib import Path

    import django_htmx

    wheel = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    ours = STATIC / "vendor" / "htmx-2.0.10.min.js"
    digest = hashlib.sha256(ours.read_bytes()).hexdigest()
    assert digest == hashlib.sha256(wheel.read_bytes()).hexdigest()
    assert digest in (HERE / "static" / "VENDORED.md").read_text(encoding="utf-8")


def test_interface_speaks_to_people_politely():
    for path in TEMPLATES:
        if "web" not in path.parts and "cotton" not in path.parts:
            continue
        source = without_comments(path).lower()
        assert "vui lòng" not in source, path
        assert not re.search(r"\bbạn\b", source), path
