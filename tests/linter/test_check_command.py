"""`chungtay check`: what it prints, the codes it returns, its JSON and its SARIF."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest

from chungtay.cli import main
from chungtay.linter import checks
from chungtay.localities.access import system_reader
from chungtay.localities.actions import open_locality
from chungtay.localities.models import CalendarDay, Settlement
from linter.cases import CLEAN, DAMAGED

HERE = Path(__file__).parent
DAY = ["--on", "21/11/2026"]
NOON = dt.datetime(2026, 1, 10, 12, tzinfo=dt.UTC)


def test_a_plan_without_errors_returns_0_and_says_so(capsys):
    assert main(["check", str(HERE / "faultless.txt"), "--on", "2026-01-10"]) == 0
    assert "Không thấy gì phải xem lại." in capsys.readouterr().out


def test_a_plan_with_an_error_returns_1_and_shows_words_reason_and_what_to_do(capsys):
    assert main(["check", str(CLEAN["002"]), *DAY]) == 1
    said = capsys.readouterr().out
    assert "LỖI, dòng 9, cột 5: Số, ký hiệu viết sai" in said
    for part in ("“hình thức, lãng phí”", "Vì sao:", "Nên làm:", "Nghị định 30/2020/NĐ-CP"):
        assert part in said


def test_a_restored_scan_says_that_it_was_restored(capsys):
    assert main(["check", str(DAMAGED["004"]), *DAY]) == 0
    assert "máy đã phục hồi" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 50])
def test_what_cannot_be_read_returns_2(tmp_path, capsys, content):
    file = tmp_path / "ke-hoach.txt"
    file.write_bytes(content)
    assert main(["check", str(file)]) == 2
    assert capsys.readouterr().err.strip()


def test_a_text_that_is_no_plan_is_not_checked(capsys):
    letter = HERE.parent / "reading" / "plans" / "letter.txt"
    assert main(["check", str(letter), *DAY]) == 2
    assert "không phải kế hoạch" in capsys.readouterr().err


def test_an_impossible_day_is_refused(capsys):
    with pytest.raises(SystemExit) as refused:
        main(["check", str(CLEAN["002"]), "--on", "31/02/2026"])
    assert refused.value.code == 2
    assert "chỉ có 28 ngày" in capsys.readouterr().err


def test_a_locality_is_checked_by_its_own_calendar_and_settled_law(db, capsys):
    """The last day for dossiers, 15/12/2026, is a Tuesday: off only where the commune says so."""
    commune = open_locality(
        code="xa-mau", kind="xã", name="Mẫu Sơn", valid_from=dt.date(2025, 7, 1), by=system_reader(None), at=NOON
    )  # fmt: skip
    file = [str(HERE / "faultless.txt"), "--on", "2026-01-10", "--json"]
    assert main(["check", *file, "--locality", "xa-mau"]) == 0
    before = json.loads(capsys.readouterr().out)
    assert before["findings"] == []
    by = {"entered_by": "Quản trị mẫu", "entered_at": NOON}
    CalendarDay.objects.create(locality=commune, day="2026-12-15", act="nghỉ", reason="ngày hội của xã mẫu",
                               document="Công văn mẫu", **by)  # fmt: skip
    Settlement.objects.create(locality=commune, rule="R-61", starts_on="2025-07-01", value=True,
                              document="Công văn mẫu", settled_by="Quản trị mẫu", settled_at=NOON)  # fmt: skip
    assert main(["check", *file, "--locality", "xa-mau"]) == 0
    after = json.loads(capsys.readouterr().out)
    assert [(f["check"], "ngày hội của xã mẫu" in f["message"]) for f in after["findings"]] == [
        ("han-roi-ngay-nghi", True)
    ]
    assert after["ruleset_version"] != before["ruleset_version"]
    assert main(["check", *file]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert main(["check", *file, "--locality", "khong-co"]) == 2
    assert "Chưa có địa phương mã “khong-co”" in capsys.readouterr().err


def test_json_holds_everything_a_program_needs(capsys):
    main(["check", str(CLEAN["002"]), *DAY, "--json"])
    data = json.loads(capsys.readouterr().out)
    assert data["counts"]["error"] == sum(f["severity"] == "error" for f in data["findings"]) == 1
    assert (data["plan_day"], data["checked_on"], data["text"]) == ("2025-02-01", "2026-11-21", "sound")
    text = CLEAN["002"].read_text(encoding="utf-8")
    for finding in data["findings"]:
        assert finding["why"]
        assert finding["suggestion"]
        if place := finding["place"]:
            assert " ".join(text[place["start"] : place["end"]].split()) == place["words"]


@pytest.mark.parametrize(
    "plan", [CLEAN["002"], CLEAN["003"], DAMAGED["004"]], ids=["clean", "without letterhead", "scan"]
)
def test_sarif_has_the_shape_of_the_standard(plan, capsys):
    main(["check", str(plan), *DAY, "--sarif", "-"])
    log = json.loads(capsys.readouterr().out)
    jsonschema.validate(log, json.loads((HERE / "sarif_shape.json").read_text(encoding="utf-8")))
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    fingerprints = [result["partialFingerprints"]["finding/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == len(fingerprints)


def test_sarif_goes_to_a_file_beside_the_words_for_people(tmp_path, capsys):
    target = tmp_path / "ke-hoach.sarif"
    assert main(["check", str(CLEAN["002"]), *DAY, "--sarif", str(target)]) == 1
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert "Kiểm tra:" in capsys.readouterr().out


def test_every_check_says_why_in_a_whole_sentence() -> None:
    for check in checks().values():
        assert check.why.endswith("."), check.id
        assert check.why[0].isupper() or check.why[0] == "“", check.id
        assert not check.title.endswith("."), check.id
