"""Bảng tính tiền thưởng: refused while the law is open, printed once it is settled, and what was signed stays."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from chungtay import law
from chungtay.decisions import payments
from chungtay.decisions.models import Award, Decision, Payment
from chungtay.demo.movements import at
from chungtay.documents.actions import render
from chungtay.documents.models import Document
from chungtay.kit.errors import UserError
from chungtay.law.transitions import default_root
from chungtay.localities.models import Settlement
from chungtay.localities.rules import law_of
from chungtay.rulebook import actions as rulebook
from chungtay.rulebook.actions import Paper
from decisions.reading_papers import words

pytestmark = pytest.mark.django_db
DECEMBER_2023 = dt.date(2023, 12, 18)
SETTLED_ON = dt.date(2025, 12, 3)
LETTER = Paper("Công văn 12/SNV-TĐKT của Sở Nội vụ", dt.date(2025, 9, 5), "Mục 2")


def settle(case, factor: str = "0,3", *, replaces: Settlement | None = None) -> Settlement:
    return rulebook.settle(
        rule="R-76", answer={"individual": factor, "household_times": "1,5", "collective_times": "2"},
        starts_on=dt.date(2025, 7, 1), paper=LETTER, by=case.by("quantri"), at=at(SETTLED_ON), replaces=replaces,
        reason="Sở đính chính" if replaces else "",
    )  # fmt: skip


def make(case, decision: Decision, source: str = ""):
    return payments.make_payment_list(
        decision=decision, by=case.by("canbo"), at=at(SETTLED_ON), dated=SETTLED_ON, money_source=source
    )


def page_of(client, decision: Decision) -> str:
    response = client.get(reverse("decisions:detail", args=[decision.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_while_the_coefficient_is_open_the_list_is_refused_with_who_settles_it(kim_phuong, client_of):
    decision = kim_phuong.publish()
    with pytest.raises(UserError) as refusal:
        make(kim_phuong, decision)
    assert "Hỏi Sở Nội vụ hệ số tiền thưởng" in " ".join(refusal.value.details)
    page = page_of(client_of("canbo.kimphuong"), decision)
    assert "Chưa lập được." in page
    assert "/can-cu/quy-dinh/R-76/?ngay=02/12/2025" in page
    assert "Lập bảng tính tiền thưởng</button>" not in page
    assert client_of("canbo.kimphuong").get(reverse("decisions:payment-sheet", args=[decision.pk])).status_code == 404
    assert not Payment.objects.exists()


def test_the_refusal_links_to_the_form_that_settles_it_and_then_the_list_prints(kim_phuong, client_of):
    decision = kim_phuong.publish()
    admin, clerk = client_of("quantri.kimphuong"), client_of("canbo.kimphuong")
    form = "/can-cu/chot/R-76/?ngay=02/12/2025"
    assert admin.get(form).status_code == 200
    typed = {
        "value-individual": "0,3", "value-household_times": "1,5", "value-collective_times": "2",
        "document": LETTER.document, "dated": "05/09/2025", "starts_on": "01/07/2025",
    }  # fmt: skip
    assert admin.post(form, typed).status_code == 302
    page = page_of(clerk, decision)
    assert "tổng số 2.120.000 đồng" in page  # 1.410.000 of the collective + 710.000 of the person
    made = clerk.post(
        reverse("decisions:make-payments", args=[decision.pk]),
        {"version": decision.version, "money_source": "Quỹ thi đua, khen thưởng của xã năm 2025"},
    )
    assert made.status_code == 302
    (payment_list,) = decision.payment_lists.all()
    sums = dict(payment_list.payments.values_list("award__subject", "amount"))
    assert sums == {"collective": 1_410_000, "individual": 710_000}
    printed = words(render(payment_list.document, "pdf"))
    for said in ("BẢNG TÍNH TIỀN THƯỞNG", "1.410.000", "2.120.000", "Hai triệu một trăm hai mươi nghìn đồng",
                 "Quỹ thi đua, khen thưởng của xã năm 2025", "xã đã chốt", "Công văn 12/SNV-TĐKT"):  # fmt: skip
        assert said in printed
    page = page_of(clerk, decision)
    assert "In bảng (PDF)" in page
    assert "1.410.000" in page
    assert "chưa tính được" not in page
    assert "1.410.000" in clerk.get(reverse("decisions:register")).content.decode()


def test_each_payment_keeps_version_values_and_governing_date(kim_phuong):
    decision = kim_phuong.publish()
    settle(kim_phuong)
    payment_list = make(kim_phuong, decision)
    assert payment_list.on == decision.document.issued_on == dt.date(2025, 12, 2)
    assert payment_list.ruleset_version.startswith(f"{law.load().version}+")
    for payment in payment_list.payments.all():
        told = payment.record
        assert (told["on"], told["amount"]) == ("2025-12-02", payment.amount)
        assert told["ruleset_version"] == payment_list.ruleset_version
        by_rule = {value["rule"]: value for value in told["values"]}
        assert by_rule["R-73"]["value"] == 2_340_000
        assert by_rule["R-76"]["layer"] == "commune"
        assert by_rule["R-76"]["value"]["individual"] == "3/10"


def test_sums_that_were_signed_are_paid_as_signed(tien_thanh_2023):
    decision = tien_thanh_2023.publish(DECEMBER_2023)
    payment_list = make(tien_thanh_2023, decision)
    assert sorted(payment_list.payments.values_list("amount", flat=True)) == [270_000, 270_000, 540_000]
    assert payment_list.on == DECEMBER_2023
    assert "Mức lương cơ sở (Nghị định 24/2023/NĐ-CP)" in words(
        render(payment_list.document, "pdf")
    )  # not confirmed: warned


def test_only_a_published_decision_decided_here_is_paid(tien_thanh_2023, client_of):
    decision = tien_thanh_2023.number(DECEMBER_2023)
    with pytest.raises(UserError) as refusal:
        make(tien_thanh_2023, decision)
    assert refusal.value.details == ["Công bố quyết định rồi mới lập bảng tính tiền thưởng."]


def test_the_same_list_is_not_made_twice_and_a_new_one_voids_the_old(kim_phuong, client_of):
    decision = kim_phuong.publish()
    row = settle(kim_phuong, "0,15")
    first = make(kim_phuong, decision)
    with pytest.raises(UserError, match="không khác gì"):
        make(kim_phuong, decision)
    settle(kim_phuong, "0,3", replaces=row)
    page = page_of(client_of("canbo.kimphuong"), decision)
    assert "Có giá trị mới được chốt." in page
    assert "2.120.000" in page
    assert "tổng số 1.070.000 đồng" in page  # the made list still says what it paid
    second = make(kim_phuong, decision)
    first.document.refresh_from_db()
    assert first.document.state == Document.State.VOID
    assert list(first.payments.values_list("amount", flat=True)) == [710_000, 360_000]
    assert list(second.payments.values_list("amount", flat=True)) == [1_410_000, 710_000]
    assert payments.current_list(decision) == second


def test_the_workbook_holds_figures_and_adds_them_up(kim_phuong, client_of):
    decision = kim_phuong.publish()
    settle(kim_phuong)
    Award.objects.filter(decision=decision, ordinal=2).update(name="=HYPERLINK(1)")
    make(kim_phuong, decision)
    response = client_of("canbo.kimphuong").get(reverse("decisions:payment-sheet", args=[decision.pk]))
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet["A1"].value.startswith("Quyết định số")
    assert [cell.value for cell in sheet[2]] == list(payments.COLUMNS)
    assert [sheet.cell(row, 7).value for row in (3, 4)] == [1_410_000, 710_000]
    assert [sheet.cell(row, 5).value for row in (3, 4)] == [0.6, 0.3]
    assert sheet["G5"].value == "=SUM(G3:G4)"
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=HYPERLINK(1)", "s")


def test_a_list_is_made_by_the_clerk_and_seen_by_nobody_of_another_commune(kim_phuong, other_place, client_of):
    decision = kim_phuong.publish()
    settle(kim_phuong)
    url = reverse("decisions:make-payments", args=[decision.pk])
    assert client_of("vanthu.kimphuong").post(url, {"version": decision.version}).status_code == 403
    assert client_of("canbo.tienthanh").post(url, {"version": decision.version}).status_code == 404
    assert not Payment.objects.exists()


def test_the_database_refuses_to_rewrite_a_payment(kim_phuong):
    decision = kim_phuong.publish()
    settle(kim_phuong)
    make(kim_phuong, decision)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Payment.objects.update(amount=1)
    assert 1 not in Payment.objects.values_list("amount", flat=True)


@pytest.fixture
def other_law(tmp_path: Path, monkeypatch):
    """Makes the program run on another law folder, in which every figure of money differs."""

    def switch() -> None:
        root = tmp_path / "law"
        shutil.copytree(default_root(), root)
        money = root / "national" / "money.yaml"
        text = money.read_text(encoding="utf-8")
        for old, new in (("2340000", "9990000"), ("1800000", "8880000"), ("0.15", "0.75"), ("Nghị định 73", "Luật 1")):
            text = text.replace(old, new)
        money.write_text(text, encoding="utf-8")
        monkeypatch.setattr("chungtay.law.loading.default_root", lambda: root)
        law.load.cache_clear()

    yield switch
    monkeypatch.undo()
    law.load.cache_clear()


def test_a_decision_opened_again_shows_the_law_it_was_made_on(kim_phuong, client_of, other_law):
    """Law files and settlements change; sums, notes, payment list and record of the decision do not."""
    row = settle(kim_phuong, "0,15")
    decision = kim_phuong.publish()
    make(kim_phuong, decision)
    clerk = client_of("canbo.kimphuong")
    kept = (Decision.objects.get(pk=decision.pk).law_snapshot, *Award.objects.values_list("bonus", "bonus_record"))
    before = page_of(clerk, decision)
    paper = clerk.get(reverse("documents:file", args=[decision.document_id, "pdf"])).content
    for said in ("710.000", "360.000", "1.070.000", "Mức lương cơ sở: Nghị định 73/2024/NĐ-CP = 2.340.000 đồng/tháng"):
        assert said in before

    settle(kim_phuong, "0,3", replaces=row)
    old_version = law.load().version
    other_law()
    assert law.load().version != old_version
    assert law.on(dt.date(2025, 12, 2))["R-73"].value == 9_990_000

    after = page_of(clerk, decision)
    for said in ("710.000", "360.000", "1.070.000", "Mức lương cơ sở: Nghị định 73/2024/NĐ-CP = 2.340.000 đồng/tháng"):
        assert said in after
    assert not [told for told in ("9.990.000", "Luật 1", "Có giá trị mới được chốt") if told in after]
    now = (Decision.objects.get(pk=decision.pk).law_snapshot, *Award.objects.values_list("bonus", "bonus_record"))
    assert now == kept
    assert kept[0]["values"]["R-76"]["reference"][0]["title"].startswith("Công văn 12/SNV-TĐKT")
    assert clerk.get(reverse("documents:file", args=[decision.document_id, "pdf"])).content == paper


def test_a_decision_signed_after_settling_names_the_sums(kim_phuong):
    settle(kim_phuong)
    decision = kim_phuong.sign()
    assert dict(Award.objects.filter(decision=decision).values_list("subject", "bonus")) == {
        "collective": 1_410_000, "individual": 710_000,
    }  # fmt: skip
    assert decision.law_snapshot["ruleset_version"].startswith(f"{law.load().version}+")
    assert all(award.bonus_record["values"] for award in decision.awards.all())
    assert decision.document.data["individuals"][0]["money"] == 710_000


def test_settling_between_signature_and_number_is_no_conflict_of_dates(kim_phuong):
    from chungtay.decisions import actions

    decision = kim_phuong.sign()
    settle(kim_phuong)
    numbered = actions.number_decision(
        decision=decision, by=kim_phuong.by("vanthu"), at=at(SETTLED_ON), dated=SETTLED_ON
    )
    assert numbered.state == "numbered"
    assert numbered.document.ruleset_version == law_of(numbered.locality).version != law.load().version
