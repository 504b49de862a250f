"""From the selected list to the published decision: who may do what, what is refused and with which words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chungtay.audit.models import Event
from chungtay.decisions import actions
from chungtay.decisions.models import Award, Certificate, Decision
from chungtay.decisions.page import chain
from chungtay.demo.movements import at
from chungtay.documents.models import Document, NumberSeries, RegisterEntry
from chungtay.kit.errors import Forbidden, UserError
from chungtay.nominations.actions import StepNotes, step_dossier
from chungtay.nominations.models import Nomination
from support.broken_store import never_given_out

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)


def page(name: str, decision: Decision) -> str:
    return reverse(f"decisions:{name}", args=[decision.pk])


def proposal_form(case, **changes: str) -> dict[str, str]:
    return {
        "group": f"{case.meeting.pk}-{case.level.pk}",
        "signer_name": "Cán bộ mẫu 02",
        "signer_title": "CHỦ TỊCH",
        "proposer_name": "Cán bộ mẫu 03",
        "proposer_title": "THƯ KÝ",
    } | changes


# ---------------------------------------------------------------- proposing


def test_the_list_page_offers_what_the_meeting_selected_with_the_real_chair_and_secretary(kim_phuong, client_of):
    html = client_of("canbo.kimphuong").get(reverse("decisions:list", args=[kim_phuong.movement.pk])).content.decode()
    for nomination in Nomination.objects.filter(state="selected"):
        assert nomination.nominee in html
    assert 'value="Cán bộ mẫu 02"' in html  # the person of the account with the role of chair
    assert 'value="Cán bộ mẫu 03"' in html  # the secretary of the meeting
    assert "Soạn tờ trình và dự thảo quyết định" in html


def test_proposing_writes_both_papers_and_leaves_nothing_waiting(kim_phuong, client_of):
    clerk = client_of("canbo.kimphuong")
    answer = clerk.post(reverse("decisions:propose", args=[kim_phuong.movement.pk]), proposal_form(kim_phuong))
    decision = Decision.objects.get()
    assert answer.url == page("detail", decision)
    assert {decision.proposal.kind, decision.document.kind} == {"to-trinh", "quyet-dinh"}
    assert decision.awards.count() == 2
    # Half past six in the morning here is the evening before in Greenwich, in which the database keeps it.
    Decision.objects.update(created_at=dt.datetime(2025, 12, 1, 23, 30, tzinfo=dt.UTC))
    assert "02/12/2025" in {step["note"] for step in chain(Decision.objects.get())}
    again = clerk.post(reverse("decisions:propose", args=[kim_phuong.movement.pk]), proposal_form(kim_phuong))
    assert again.status_code == 400
    assert "Không còn hồ sơ được chọn" in again.content.decode()


def test_a_decision_is_not_drafted_without_a_signer(kim_phuong, client_of):
    form = proposal_form(kim_phuong, signer_name="")
    answer = client_of("canbo.kimphuong").post(reverse("decisions:propose", args=[kim_phuong.movement.pk]), form)
    assert answer.status_code == 400
    assert 'value="CHỦ TỊCH"' in answer.content.decode()  # what was typed is still there
    assert not Decision.objects.exists()


def test_a_submission_without_its_signer_is_not_drafted(kim_phuong, client_of):
    form = proposal_form(kim_phuong, proposer_name=" ")
    answer = client_of("canbo.kimphuong").post(reverse("decisions:propose", args=[kim_phuong.movement.pk]), form)
    assert answer.status_code == 400
    assert "Ghi họ tên người ký tờ trình" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_registrar_numbers_a_submission_under_the_name_of_who_has_signed_it(kim_phuong, client_of):
    decision = kim_phuong.propose()
    registrar, address = client_of("vanthu.kimphuong"), page("number-proposal", decision)
    nameless = {"dated": "02/12/2025", "number": "", "signer_name": ""}
    assert "Ghi họ tên người đã ký tờ trình" in registrar.post(address, nameless).content.decode()
    decision.proposal.refresh_from_db()
    assert decision.proposal.state == "draft"
    shown = registrar.get(page("detail", decision)).content.decode()
    assert 'value="Cán bộ mẫu 03"' in shown  # whom it was drafted for
    another = {"signer_name": "Cán bộ mẫu 05", "signer_title": "ỦY VIÊN"}
    assert registrar.post(address, nameless | another).status_code == 302
    decision.refresh_from_db()
    assert decision.proposal.state == "issued"
    assert decision.proposal.data["signature"] == {"authority": ["TM. HỘI ĐỒNG", "ỦY VIÊN"], "name": "Cán bộ mẫu 05"}
    assert (decision.proposer_name, decision.proposer_title) == ("Cán bộ mẫu 05", "ỦY VIÊN")


def test_a_submission_drafted_without_a_name_spends_no_number(kim_phuong):
    decision = kim_phuong.propose()
    data = decision.proposal.data
    data["signature"]["name"] = None
    decision.proposal.save()
    numbered = {"decision": decision, "by": kim_phuong.by("vanthu"), "at": at(DAY), "dated": DAY}
    with pytest.raises(UserError, match=r"chưa có họ tên người ký ở “TM\. HỘI ĐỒNG THƯ KÝ”"):
        actions.number_proposal(**numbered)
    assert not RegisterEntry.objects.filter(document=decision.proposal).exists()


def test_nothing_waits_before_the_minutes_are_signed(movement, client_of):
    html = client_of("canbo.kimphuong").get(reverse("decisions:list", args=[movement.pk])).content.decode()
    assert "Chưa có gì để trình" in html


# ---------------------------------------------------------------- who may

ROLES = ("canbo", "chutich", "thuky", "vanthu", "donvi", "nhanvien")


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("sign", {"chutich"}), ("annul", {"chutich"}), ("number", {"vanthu"}), ("record-signature", {"vanthu"}),
     ("number-proposal", {"vanthu"}), ("print", {"canbo"}), ("reissue", {"canbo"}), ("drop", {"canbo"})],
)  # fmt: skip
def test_each_step_opens_for_its_role_alone(kim_phuong, client_of, name, allowed):
    decision = kim_phuong.propose()
    opened = {r for r in ROLES if client_of(f"{r}.kimphuong").post(page(name, decision), {}).status_code != 403}
    assert opened == allowed


def test_only_the_chair_signs_even_where_the_clerk_also_holds_other_roles(kim_phuong, client_of):
    decision = kim_phuong.propose()
    for login in set(ROLES) - {"chutich"}:
        with pytest.raises(Forbidden, match="Chủ tịch"):
            actions.sign_decision(decision=decision, by=kim_phuong.by(login), at=at(DAY), on=DAY)
    html = client_of("canbo.kimphuong").get(page("detail", decision)).content.decode()
    assert 'aria-disabled="true"' in html
    assert "Chủ tịch UBND" in html
    client_of("chutich.kimphuong").post(page("sign", decision), {"version": decision.version})
    decision.refresh_from_db()
    assert decision.state == "signed"
    assert set(Nomination.objects.filter(award__decision=decision).values_list("state", flat=True)) == {"awarded"}


@pytest.mark.parametrize("login", ["donvi", "nhanvien", "thuky"])
def test_publishing_is_for_clerk_and_registrar(kim_phuong, client_of, login):
    decision = kim_phuong.number()
    client = client_of(f"{login}.kimphuong")
    assert client.post(page("publish", decision), {"checked": "on", "version": decision.version}).status_code == 403


def test_another_commune_sees_nothing(kim_phuong, other_place, client_of):
    decision = kim_phuong.propose()
    clerk = client_of("canbo.tienthanh")
    for name in ("detail", "certificates", "bundle", "signed-copy"):
        assert clerk.get(page(name, decision)).status_code == 404
    assert clerk.get(reverse("decisions:list", args=[kim_phuong.movement.pk])).status_code == 404
    assert clerk.post(page("drop", decision), {"reason": "thử"}).status_code == 404


# ---------------------------------------------------------------- sign, number, publish


def test_a_form_opened_before_somebody_elses_step_is_refused(kim_phuong, client_of):
    decision = kim_phuong.propose()
    answer = client_of("chutich.kimphuong").post(page("sign", decision), {"version": decision.version - 1})
    assert answer.status_code == 409
    assert Decision.objects.get().state == "drafted"


def test_nobody_on_hold_is_signed_for(kim_phuong, client_of):
    decision = kim_phuong.propose()
    held = decision.awards.first().nomination
    step_dossier(nomination=held, verb="hold", by=kim_phuong.by("canbo"), at=at(DAY), on=DAY,
                 notes=StepNotes(reason="Thông tin mẫu"))  # fmt: skip
    answer = client_of("chutich.kimphuong").get(page("detail", decision)).content.decode()
    assert "đang tạm dừng xét" in answer
    client_of("chutich.kimphuong").post(page("sign", decision), {"version": decision.version})
    assert Decision.objects.get().state == "drafted"


def test_a_dropped_draft_gives_its_dossiers_back_and_the_held_one_stays_out(kim_phuong, client_of):
    decision = kim_phuong.propose()
    held = decision.awards.first().nomination
    step_dossier(nomination=held, verb="hold", by=kim_phuong.by("canbo"), at=at(DAY), on=DAY,
                 notes=StepNotes(reason="Thông tin mẫu"))  # fmt: skip
    clerk = client_of("canbo.kimphuong")
    clerk.post(page("drop", decision), {"reason": "Có trường hợp phải dừng", "version": decision.version})
    decision.refresh_from_db()
    assert (decision.state, decision.document.state) == ("dropped", "void")
    second = kim_phuong.propose()
    assert held.pk not in second.awards.values_list("nomination_id", flat=True)
    assert second.awards.get().ordinal == 1


def test_the_registrar_sees_the_next_number_and_may_leave_a_gap(kim_phuong, client_of):
    decision = kim_phuong.sign()
    registrar = client_of("vanthu.kimphuong")
    html = registrar.get(page("detail", decision)).content.decode()
    assert 'name="number" value="1"' in html
    assert 'name="dated" value="02/12/2025"' in html
    registrar.post(page("number", decision), {"dated": "03/12/2025", "number": "12", "version": decision.version})
    entry = RegisterEntry.objects.get(document=decision.document_id)
    assert (entry.code, entry.dated) == ("12/QĐ-UBND", dt.date(2025, 12, 3))
    assert Document.objects.get(pk=decision.document_id).pdf is not None


def test_a_number_given_twice_is_refused_with_the_next_free_one(kim_phuong, round_at, client_of):
    first = kim_phuong.number(number=7)
    taken = RegisterEntry.objects.get(document=first.document)
    decision = Decision.objects.create(
        locality=first.locality, movement=first.movement, award_level=first.award_level, meeting=first.meeting,
        signer_name="Cán bộ mẫu 02", signer_title="CHỦ TỊCH", created_at=at(DAY), state="signed",
        document=Document.objects.create(
            locality=first.locality, kind="quyet-dinh", title="Bản khác (mẫu)", state="signed",
            data=first.document.data, template_version="x", created_at=at(DAY), signed_on=DAY,
        ),
    )  # fmt: skip
    answer = client_of("vanthu.kimphuong").post(
        page("number", decision), {"dated": "02/12/2025", "number": "7", "version": decision.version}
    )
    html = answer.content.decode()
    assert answer.status_code == 400
    assert "Số 7 đã cấp cho văn bản khác. Số kế tiếp là 8." in html
    assert 'name="number" value="7"' in html
    assert RegisterEntry.objects.filter(series=taken.series).count() == 1


@pytest.mark.parametrize(
    ("dated", "words"), [("01/12/2025", "không thể trước ngày ký"), ("31/02/2026", "Không có ngày"), ("", "bắt buộc")]
)
def test_dates_that_cannot_be_are_explained(kim_phuong, client_of, dated, words):
    decision = kim_phuong.sign()
    answer = client_of("vanthu.kimphuong").post(page("number", decision), {"dated": dated, "version": decision.version})
    assert answer.status_code == 400
    assert words in answer.content.decode().lower() or words in answer.content.decode()
    assert not RegisterEntry.objects.filter(document=decision.document_id).exists()


def test_publishing_asks_for_the_check(kim_phuong, client_of):
    decision = kim_phuong.number()
    clerk = client_of("canbo.kimphuong")
    assert clerk.post(page("publish", decision), {"version": decision.version}).status_code == 400
    clerk.post(page("publish", decision), {"version": decision.version, "checked": "on"})
    assert Decision.objects.get().state == "published"
    assert "chỉ nêu tên" in Event.objects.get(event="decision.published").note


def test_the_registrar_files_what_the_chair_signed_on_paper(kim_phuong, client_of):
    decision = kim_phuong.propose()
    registrar = client_of("vanthu.kimphuong")
    without = registrar.post(
        page("record-signature", decision), {"signed_on": "02/12/2025", "version": decision.version}
    )
    assert without.status_code == 400
    assert "Chưa chọn tệp" in without.content.decode()
    scan = SimpleUploadedFile("quyết định.pdf", b"%PDF-1.4 scan", "application/pdf")
    registrar.post(page("record-signature", decision),
                   {"signed_on": "01/12/2025", "copy": scan, "version": decision.version})  # fmt: skip
    decision.refresh_from_db()
    assert decision.state == "signed"
    assert decision.document.signed_on == dt.date(2025, 12, 1)
    assert Event.objects.get(event="decision.signature_recorded").actor_name == "Cán bộ mẫu 04"
    copy = registrar.get(page("signed-copy", decision))
    assert copy.content == b"%PDF-1.4 scan"
    assert copy["Content-Disposition"].startswith("attachment")
    never_given_out(registrar, page("signed-copy", decision), decision.signed_copy)


# ---------------------------------------------------------------- annulment


def test_annulling_keeps_number_and_list_and_ends_the_certificates(kim_phuong, client_of):
    certificates = kim_phuong.print()
    decision = Decision.objects.get()
    chair = client_of("chutich.kimphuong")
    form = {"ground": "", "note": "Kết luận mẫu", "version": decision.version}
    assert chair.post(page("annul", decision), form).status_code == 400
    chair.post(page("annul", decision), form | {"ground": "forged_papers"})
    decision.refresh_from_db()
    assert decision.state == "annulled"
    assert {c.state for c in Certificate.objects.filter(pk__in=[c.pk for c in certificates])} == {"annulled"}
    assert RegisterEntry.objects.get(document=decision.document_id).code == "01/QĐ-UBND"
    assert Award.objects.filter(decision=decision).count() == 2
    assert set(Nomination.objects.filter(award__decision=decision).values_list("state", flat=True)) == {"recalled"}
    html = chair.get(page("detail", decision)).content.decode()
    assert "cung cấp thông tin sai hoặc làm giả hồ sơ" in html


def test_annulled_certificates_are_not_printed_again(kim_phuong):
    (first, *_rest) = kim_phuong.print()
    decision = Decision.objects.get()
    actions.annul_decision(decision=decision, ground="forged_papers", note="Kết luận mẫu", by=kim_phuong.by("chutich"),
                           at=at(DAY), on=DAY)  # fmt: skip
    with pytest.raises(UserError):
        actions.reissue_certificate(certificate=first, reason="Mất", by=kim_phuong.by("canbo"), at=at(DAY))


# ---------------------------------------------------------------- size


def test_pages_ask_as_much_for_one_as_for_three(round_at, client_of, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for plan, login, people in (("000", "kimphuong", 0), ("003", "duongquy", 3)):
        case = round_at(plan, people=people)
        clerk = client_of(f"canbo.{login}")
        listing = reverse("decisions:list", args=[case.movement.pk])
        decision = None
        for stage in ("waiting", "printed"):
            if stage == "printed":
                case.print()
                decision = Decision.objects.get(movement=case.movement)
            urls = [listing, reverse("decisions:register")] + ([page("detail", decision)] if decision else [])
            for i, url in enumerate(urls):
                with CaptureQueriesContext(
                    connection,
                ) as seen:
                    assert clerk.get(url).status_code == 200
                counts.setdefault((stage, i), []).append(len(seen))
    assert all(len(set(found)) == 1 for found in counts.values()), counts


def test_a_number_far_beyond_the_register_must_be_meant(tien_thanh_2023, client_of):
    """1445 typed for 145 would cross out a year of numbers."""
    day = dt.date(2023, 12, 18)
    decision = tien_thanh_2023.sign(day)
    series = NumberSeries.objects.create(locality=decision.locality, body="UBND", year=2023, series="QĐ", last=144)
    RegisterEntry.objects.create(series=series, number=144, code="144/QĐ-UBND", dated=day)
    registrar, page = client_of("vanthu.tienthanh"), f"/khen-thuong/{decision.pk}/so"
    typed = {"dated": "18/12/2023", "number": "1445", "version": decision.version}
    asked = registrar.post(page, typed)
    assert asked.status_code == 400
    assert "bỏ qua 1300 số sau số 144" in asked.content.decode()
    assert not Document.objects.filter(pk=decision.document_id, state="issued").exists()
    registrar.post(page, typed | {"sure": "on"})
    assert RegisterEntry.objects.filter(number=1445).exists()
