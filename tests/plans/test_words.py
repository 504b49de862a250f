"""Words that the machine restored: asked, corrected on screen, followed by the values, and kept to teach it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from chungtay.plans import queries
from chungtay.plans.content import review_fields, value_at
from chungtay.plans.models import Correction, Plan
from plans.plan_files import SEEDS, upload_of
from plans.test_review import answer
from support.kept import kept

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

DAMAGED = "001_2f885082b70e80f8.txt"


@pytest.fixture
@kept
def damaged(place, client_of) -> Plan:
    """A real plan whose text an English OCR damaged, restored while it was read."""
    client_of("canbo.kimphuong").post(
        "/ke-hoach/tai-len/", {"file": upload_of(DAMAGED, (SEEDS / DAMAGED).read_bytes())}
    )
    return Plan.objects.get()


@pytest.fixture
def doubted(damaged) -> tuple[Plan, str, tuple[int, int]]:
    """That plan, a value in its content outside the values asked one by one, and a word of it that is put in doubt."""
    version = damaged.current
    own = {spec.path for spec in review_fields(version.content)}
    for path, told in version.provenance.items():
        words = (told.get("restored") or "").split()
        if path in own or not path.startswith("criteria") or len(words) < 4 or not isinstance(told["value"], str):
            continue
        start = told["spans"][0][0]
        raw = version.source_text[start:].split()[0]
        if not raw.isalpha() or told["value"].split()[0].casefold() != words[0].casefold():
            continue
        page = version.pages.get()
        page.doubts = [[start, start + len(raw), 0.2, words[0], ["Khác"]]]
        page.save()
        return damaged, path, (start, start + len(raw))
    raise AssertionError("the plan has no restored criterion")


def settle(client, plan: Plan, place: tuple[int, int], **given):
    return client.post(f"/ke-hoach/{plan.pk}/chu/", {"places": f"{place[0]}-{place[1]}", **given})


def value(plan: Plan, path: str) -> str:
    return value_at(Plan.objects.get(pk=plan.pk).current.content, path)


def test_a_damaged_page_says_that_it_was_restored(damaged, client_of):
    version = damaged.current
    page = version.pages.get()
    assert page.quality == "damaged"
    assert "phong trào thi đua" in page.restored.lower()
    assert version.provenance["movement.name"]["read_by"] == "restored"
    shown = client_of("canbo.kimphuong").get(f"/ke-hoach/{damaged.pk}/").content.decode()
    assert "mất dấu, máy đã phục hồi" in shown
    assert not queries.review(version).clear  # nothing of a damaged page is confirmed in a heap


def test_a_word_in_doubt_is_asked_and_its_value_follows(doubted, client_of):
    plan, path, place = doubted
    client = client_of("canbo.kimphuong")
    read = value(plan, path)
    shown = client.get(f"/ke-hoach/{plan.pk}/").content.decode()
    left = queries.review(plan.current).left
    assert f"Còn {left} chỗ cần xem" in shown
    assert f'id="c{place[0]}"' in shown

    settle(client, plan, place, choose="Khác")
    assert value(plan, path) == " ".join(["Khác", *read.split(" ")[1:]])
    assert queries.review(Plan.objects.get().current).left == left - 1
    kept = Correction.objects.get()
    assert (kept.corrected, kept.by, kept.method) == ("Khác", "Cán bộ mẫu 01", "restored")
    assert kept.raw == plan.current.source_text[slice(*place)]

    settle(client, plan, place, answer="undo")
    assert value(plan, path) == read
    assert not Correction.objects.exists()


@pytest.mark.parametrize("given", [{"answer": "corrected", "value": "  "}, {"choose": "dài " * 40}])
def test_a_word_that_is_none_is_refused(doubted, client_of, given):
    plan, path, place = doubted
    read = value(plan, path)
    response = settle(client_of("canbo.kimphuong"), plan, place, **given)
    assert response.status_code == 400
    assert "Chưa nhập chữ đúng" in response.content.decode()
    assert value(plan, path) == read


def test_a_place_that_nobody_asked_about_is_refused(doubted, client_of):
    plan, _path, _place = doubted
    response = settle(client_of("canbo.kimphuong"), plan, (0, 5), choose="Khác")
    assert "Không có chữ này" in response.content.decode()
    assert not Correction.objects.exists()


def test_a_corrected_value_teaches_its_words_and_taking_it_back_unteaches(damaged, client_of):
    client = client_of("canbo.kimphuong")
    name = value(damaged, "movement.name")
    first, *rest = name.split()
    answer(client, damaged, "movement.name", "corrected", " ".join(["Cải", *rest]))
    kept = Correction.objects.get(path="movement.name")
    assert (kept.restored.casefold(), kept.corrected) == (first.casefold(), "Cải")
    assert kept.raw == damaged.current.source_text[kept.start : kept.end].strip('“”".,;:')
    client.post(f"/ke-hoach/{damaged.pk}/muc/", {"path": "movement.name", "answer": "undo"})
    assert not Correction.objects.exists()
    assert value(damaged, "movement.name") == name


def test_sound_text_teaches_nothing(draft, client_of):
    answer(client_of("canbo.kimphuong"), draft, "document.place", "corrected", "Đức Thọ")
    assert not Correction.objects.exists()


def test_corrections_are_exported_without_names_and_the_builder_reads_them(doubted, client_of, tmp_path):
    from build_restoration_corrections import corrections

    plan, _path, place = doubted
    settle(client_of("canbo.kimphuong"), plan, place, choose="Khác")
    shown = io.StringIO()
    call_command("export_corrections", stdout=shown)
    row = json.loads(shown.getvalue())
    assert row["corrected"] == "Khác"
    assert row["after"]
    assert "mẫu" not in shown.getvalue()
    out = tmp_path / "sua.jsonl"
    call_command("export_corrections", out=out)
    assert list(corrections(out)) == [("Khác", plan.current.source_text[slice(*place)])]
