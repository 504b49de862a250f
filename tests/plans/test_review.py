"""The review of a draft: every answer counts once, typing is forgiven, impossible values are explained."""

from __future__ import annotations

import json
import re

import pytest

from chungtay.audit.models import Event
from chungtay.kit.errors import UserError
from chungtay.movements.models import Movement
from chungtay.plans import actions, queries
from chungtay.plans.content import value_at
from chungtay.plans.models import FieldReview, Plan


def field_url(plan: Plan) -> str:
    return f"/ke-hoach/{plan.pk}/muc/"


def answer(client, plan: Plan, path: str, answer: str, value: str | None = None, **more):
    seen = queries.seen(plan.current.content, path)
    given = {"path": path, "seen": seen, "answer": answer, **({"value": value} if value is not None else {})}
    return client.post(field_url(plan), given, **more)


def now_is(plan: Plan, path: str):
    return value_at(Plan.objects.get(pk=plan.pk).current.content, path)


def test_the_field_and_its_place_in_the_source_lead_to_each_other(draft, client_of):
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    line = next(line for line in queries.lines(draft.current) if line.spec.path == "document.issuer")
    mark = re.search(rf'<mark id="{line.mark}"[^>]*>(.*?)<sup><a href="#{line.anchor}"', page, re.DOTALL)
    assert mark is not None
    assert "ỦY BAN NHÂN DÂN" in mark[1]
    assert f'id="{line.anchor}" data-ct-ref="{line.mark}"' in page


def test_spans_are_the_words_they_claim_to_be(draft):
    version = draft.current
    shown = [line for line in queries.lines(version) if line.spans]
    assert len(shown) > 10
    number = next(line for line in shown if line.spec.path == "document.number_code")
    start, end = number.spans[0]
    assert "KH/UBND" in version.source_text[start:end]


def test_what_the_plan_does_not_state_is_said_and_never_filled(draft, client_of):
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    assert now_is(draft, "awards[0].quota.collectives") is None
    start = page.index("<h3>Số suất tập thể, cấp huyện</h3>")
    field = page[start : page.index("<h3>", start + 1)]
    assert 'class="unstated">Không nêu' in field
    assert 'value="not_stated"' in field
    assert 'value="confirmed"' not in field


def test_an_answer_is_kept_with_its_author_and_can_be_taken_back(draft, client_of):
    client = client_of("canbo.kimphuong")
    answer(client, draft, "document.place", "confirmed")
    review = FieldReview.objects.get(version=draft.current, path="document.place")
    assert (review.answer, review.reviewed_by) == ("confirmed", "Cán bộ mẫu 01")
    answer(client, draft, "document.place", "undo")
    assert not FieldReview.objects.exists()
    assert Event.objects.filter(event="plan.review_undone").count() == 1


def test_undoing_a_correction_brings_back_what_was_read(draft, client_of):
    client = client_of("canbo.kimphuong")
    read = now_is(draft, "document.place")
    answer(client, draft, "document.place", "corrected", "Đức Thọ")
    assert now_is(draft, "document.place") == "Đức Thọ"
    answer(client, Plan.objects.get(), "document.place", "undo")
    assert now_is(draft, "document.place") == read


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("28/02/2025", "2025-02-28"),
        ("28.2.2025", "2025-02-28"),
        ("2/2025", "2025-02"),
        ("tháng 02/2025", "2025-02"),
        ("2025", "2025"),
    ],
)
def test_dates_are_taken_as_people_write_them_partial_ones_too(draft, client_of, typed, kept):
    answer(client_of("canbo.kimphuong"), draft, "document.date", "corrected", typed)
    assert now_is(draft, "document.date") == kept


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("document.date", "31/02/2025", "Không có ngày 31/02/2025 trong lịch"),
        ("document.date", "13/2025", "Không có tháng 13"),
        ("document.date", "hôm qua", "chưa đúng dạng ngày"),
        ("document.date", "", "Chưa nhập gì"),
        ("awards[0].quota.collectives", "ba", "Chỉ nhập số nguyên"),
        ("awards[0].quota.collectives", "-1", "Số phải từ 0 trở lên"),
        ("movement.year", "20250", "không đúng dạng của mục"),
    ],
)
def test_an_impossible_value_is_explained_at_its_field_and_changes_nothing(draft, client_of, path, typed, said):
    before = now_is(draft, path)
    response = answer(client_of("canbo.kimphuong"), draft, path, "corrected", typed)
    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    assert f'value="{typed}"' in page
    assert now_is(draft, path) == before
    assert not FieldReview.objects.exists()


def test_a_value_that_somebody_changed_in_between_is_not_confirmed_unseen(draft, client_of, reader_of):
    seen = queries.seen(draft.current.content, "document.place")
    answer(client_of("canbo.kimphuong"), draft, "document.place", "corrected", "Đức Thọ")
    given = {"path": "document.place", "seen": seen, "answer": "confirmed"}
    response = client_of("canbo.kimphuong").post(field_url(draft), given)
    assert response.status_code == 409
    assert FieldReview.objects.get().answer == "corrected"


def test_htmx_gets_the_field_the_counts_and_the_next_step_only(draft, client_of):
    response = answer(
        client_of("canbo.kimphuong"), draft, "document.place", "confirmed", headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert 'Chưa xác nhận <b class="n">17</b>' in text
    assert "Hoàn tác" in text
    assert text.count('hx-swap-oob="true"') == 4  # its part, the counts, the next step, the tabs


def test_htmx_shows_a_refused_value_in_its_field(draft, client_of):
    response = answer(
        client_of("canbo.kimphuong"), draft, "document.date", "corrected", "31/02/2025", headers={"HX-Request": "true"}
    )
    assert "Không có ngày 31/02/2025 trong lịch" in response.content.decode()
    assert not FieldReview.objects.exists()


def test_clear_values_are_confirmed_together_doubtful_and_silent_ones_are_not(draft, client_of):
    client_of("canbo.kimphuong").post(f"/ke-hoach/{draft.pk}/xac-nhan-muc-ro/")
    confirmed = set(FieldReview.objects.values_list("path", flat=True))
    told = draft.current.provenance
    assert confirmed
    assert all(told[path]["state"] == "found" and told[path]["confidence"] >= queries.CLEAR for path in confirmed)
    assert "awards[0].quota.collectives" not in confirmed


def test_the_way_from_review_to_the_running_movement(draft, client_of):
    client = client_of("canbo.kimphuong")
    page = client.get(f"/ke-hoach/{draft.pk}/").content.decode()
    assert 'aria-disabled="true"' in page  # locked, with its reason, while values are open
    client.post(f"/ke-hoach/{draft.pk}/xac-nhan-muc-ro/")
    for line in queries.lines(Plan.objects.get().current):
        if line.review is None:
            answer(client, Plan.objects.get(), line.spec.path, "not_stated" if line.value is None else "confirmed")
    plan = Plan.objects.get()
    response = client.post(
        f"/ke-hoach/{plan.pk}/buoc/", {"verb": "register_issued", "version": plan.version}, follow=True
    )
    page = response.content.decode()
    assert "Phát động phong trào" in page
    assert "Đúng</span>" not in page  # read only from now on
    response = client.post(f"/phong-trao/phat-dong/{plan.pk}/")
    movement = Movement.objects.get()
    assert response.headers["Location"] == f"/phong-trao/{movement.pk}/"
    assert movement.state == "running"
    assert "không nêu số suất" in client.get(f"/phong-trao/{movement.pk}/").content.decode()


def test_issuing_waits_for_every_required_value(draft, client_of):
    response = client_of("canbo.kimphuong").post(
        f"/ke-hoach/{draft.pk}/buoc/", {"verb": "register_issued", "version": draft.version}
    )
    assert response.status_code == 400
    assert "chưa xác nhận" in response.content.decode().lower()
    assert Plan.objects.get().state == "draft"


def test_a_stale_step_is_refused(draft, client_of):
    Plan.objects.filter(pk=draft.pk).update(version=draft.version + 1)
    response = client_of("canbo.kimphuong").post(
        f"/ke-hoach/{draft.pk}/buoc/", {"verb": "register_issued", "version": draft.version}
    )
    assert response.status_code == 409


def test_issued_text_is_never_changed(movement, reader_of):
    version = movement.plan.current
    clerk = reader_of("canbo.kimphuong")
    at = movement.launched_at
    with pytest.raises(UserError, match="đã ban hành"):
        actions.review_field(
            version=version, path="document.place", answer=FieldReview.Answer.NOT_STATED, by=clerk, at=at
        )
    with pytest.raises(UserError, match="đã ban hành"):
        actions.undo_review(version=version, path="document.place", by=clerk, at=at)


@pytest.mark.parametrize("login", ["chutich", "donvi", "vanthu", "thuky"])
def test_others_read_the_draft_and_cannot_answer(draft, client_of, login):
    client = client_of(f"{login}.kimphuong")
    page = client.get(f"/ke-hoach/{draft.pk}/").content.decode()
    assert f"/ke-hoach/{draft.pk}/muc/" not in page
    assert answer(client, draft, "document.place", "confirmed").status_code == 403
    assert client.post(f"/ke-hoach/{draft.pk}/xac-nhan-muc-ro/").status_code == 403
    assert not FieldReview.objects.exists()


WRITTEN = ("muc/", "xac-nhan-muc-ro/", "xac-nhan-phan/", "buoc/")


@pytest.mark.parametrize("path", ["", *WRITTEN, "tep-goc/", "ban-trinh-bay.pdf"])
def test_another_localitys_plan_does_not_exist(draft, other_place, client_of, path):
    client = client_of("canbo.tienthanh")
    url = f"/ke-hoach/{draft.pk}/{path}"
    given = {"path": "document.place", "answer": "confirmed", "verb": "register_issued", "version": "1"}
    response = client.post(url, given) if path in WRITTEN else client.get(url)
    assert response.status_code == 404
    assert not FieldReview.objects.exists()


def test_seen_is_plain_json(draft):
    assert json.loads(queries.seen(draft.current.content, "document.place")) == now_is(draft, "document.place")


def add(client, plan: Plan, kind: str, text: str, level: str = "xã"):
    return client.post(f"/ke-hoach/{plan.pk}/them-phan/", {"kind": kind, "text": text, "level": level})


def test_a_part_that_the_machine_did_not_see_is_added_and_then_asked(draft, client_of):
    client = client_of("canbo.kimphuong")
    before = len(list(queries.lines(draft.current)))
    assert add(client, draft, "award", "Giấy khen").status_code == 302
    plan = Plan.objects.get()
    assert now_is(plan, "awards[1]") == {
        "level": "xã", "authority": None, "form": "Giấy khen",
        "quota": {"collectives": None, "individuals": None, "comparator": None, "exception_text": None},
    }  # fmt: skip
    assert len(list(queries.lines(plan.current))) == before + 4
    answer(client, plan, "awards[1].quota.individuals", "corrected", "3")
    assert now_is(plan, "awards[1].quota.individuals") == 3


@pytest.mark.parametrize("kind", ["deadline", "criterion_collective", "criterion_individual", "dossier"])
def test_every_kind_of_part_keeps_the_plan_sound(draft, client_of, kind):
    from chungtay.plans.content import faults

    assert add(client_of("canbo.kimphuong"), draft, kind, "Chữ chép từ giấy").status_code == 302
    content = Plan.objects.get().current.content
    assert faults(content) == []
    assert "Chữ chép từ giấy" in json.dumps(content, ensure_ascii=False)


def test_only_an_added_part_is_taken_back_with_its_answers(draft, client_of):
    client = client_of("canbo.kimphuong")
    add(client, draft, "award", "Giấy khen")
    answer(client, Plan.objects.get(), "awards[1].form", "confirmed")
    refused = client.post(f"/ke-hoach/{draft.pk}/bo-phan/", {"path": "awards[0]"})
    assert refused.status_code == 400
    client.post(f"/ke-hoach/{draft.pk}/bo-phan/", {"path": "awards[1]"})
    assert now_is(draft, "awards[1]") is None
    assert now_is(draft, "awards[0].level") == "huyện"
    assert not FieldReview.objects.exists()


def test_nothing_typed_adds_nothing(draft, client_of):
    response = add(client_of("canbo.kimphuong"), draft, "award", "  ")
    assert response.status_code == 400
    assert "Chưa nhập gì" in response.content.decode()
    assert now_is(draft, "awards[1]") is None


def test_parts_are_added_only_by_the_clerk_of_the_place(draft, other_place, client_of):
    assert add(client_of("chutich.kimphuong"), draft, "award", "Giấy khen").status_code == 403
    assert add(client_of("canbo.tienthanh"), draft, "award", "Giấy khen").status_code == 404


def group_form(plan: Plan, name: str) -> dict[str, list[str]]:
    """What the button “Đúng cả … mục trên” of a part sends."""
    together = queries.review(plan.current).part(name).together
    return {"path": [line.spec.path for line in together], "seen": [line.seen for line in together]}


def test_a_part_looked_over_is_confirmed_in_one_answer(draft, client_of):
    client = client_of("canbo.kimphuong")
    given = group_form(draft, "Phong trào và thời gian")
    assert "movement.name" in given["path"]
    client.post(f"/ke-hoach/{draft.pk}/xac-nhan-phan/", given)
    kept = dict(FieldReview.objects.values_list("path", "answer"))
    assert kept.keys() == set(given["path"])
    assert kept["movement.name"] == "confirmed"
    assert {answer for path, answer in kept.items() if now_is(draft, path) is None} <= {"not_stated"}
    assert Event.objects.filter(event="plan.field_reviewed").count() == len(kept)


def test_a_part_never_answers_what_must_be_asked_by_itself(draft):
    for part in ("Phần đầu và người ký", "Phong trào và thời gian", "Khen thưởng", "Các hạn"):
        for line in queries.review(draft.current).part(part).together:
            assert line.value is not None or not line.spec.required
            assert not line.unsure
            assert not line.warnings
    number = next(line for line in queries.lines(draft.current) if line.spec.path == "document.number_code")
    assert not number.plain  # the paper leaves the number blank


def test_what_a_colleague_did_meanwhile_stays_open_in_a_part(draft, client_of):
    client = client_of("canbo.kimphuong")
    given = group_form(draft, "Phong trào và thời gian")
    answer(client, draft, "movement.name", "corrected", "Thi đua khác")
    answer(client, Plan.objects.get(), "movement.name", "undo")
    answer(client, Plan.objects.get(), "movement.year", "confirmed")
    at = given["path"].index("movement.period.end")
    given["seen"][at] = '"2024-12-31"'  # they had another value before their eyes
    page = client.post(f"/ke-hoach/{draft.pk}/xac-nhan-phan/", given, follow=True).content.decode()
    assert "2 mục vừa có người khác trả lời hoặc sửa" in page
    assert not FieldReview.objects.filter(path="movement.period.end").exists()


def test_only_the_clerk_confirms_a_part(draft, client_of):
    client = client_of("chutich.kimphuong")
    given = group_form(draft, "Phong trào và thời gian")
    assert client.post(f"/ke-hoach/{draft.pk}/xac-nhan-phan/", given).status_code == 403
    assert not FieldReview.objects.exists()
