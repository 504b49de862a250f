"""Two people review one plan at once: each learns what the other answered, and nothing is lost."""

from __future__ import annotations

import re

import pytest

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.demo.people import SINCE
from chungtay.localities.models import Appointment
from chungtay.plans import queries
from chungtay.plans.content import value_at
from chungtay.plans.models import FieldReview, Plan

SILENT = "awards[0].quota.collectives"  # the plan states no number: both see the same empty value


@pytest.fixture
def colleague(place) -> str:
    """A second clerk of the commune."""
    Appointment.objects.create(
        user=User.objects.get(username="thuky.kimphuong"), locality=place, role=Role.CLERK, valid_from=SINCE
    )
    return "thuky.kimphuong"


def form(plan: Plan, path: str, **given: str) -> dict[str, str]:
    """What the page of a person holds who opened it now."""
    line = next(line for line in queries.lines(plan.current) if line.spec.path == path)
    return {"path": path, "seen": line.seen, "answered": line.answered, **given}


def send(client, plan: Plan, given: dict[str, str], **more):
    return client.post(f"/ke-hoach/{plan.pk}/muc/", given, **more)


def test_the_second_answer_does_not_overwrite_the_first_unseen(draft, client_of, colleague):
    one, other = client_of("canbo.kimphuong"), client_of(colleague)
    late = form(draft, SILENT, answer="corrected", value="3")
    send(one, draft, form(draft, SILENT, answer="not_stated"))
    response = send(other, draft, late)
    assert response.status_code == 409
    review = FieldReview.objects.get()
    assert (review.answer, review.reviewed_by) == ("not_stated", "Cán bộ mẫu 01")
    assert value_at(Plan.objects.get().current.content, SILENT) is None


def test_the_second_sees_at_the_value_who_answered_when_and_what_they_had_typed(draft, client_of, colleague):
    late = form(draft, SILENT, answer="corrected", value="3")
    send(client_of("canbo.kimphuong"), draft, form(draft, SILENT, answer="not_stated"))
    said = send(client_of(colleague), draft, late, headers={"HX-Request": "true"}).content.decode()
    assert "Cán bộ mẫu 01 đã trả lời mục này lúc" in said
    assert "02/12/2025: “Không nêu”" in said
    assert "Anh/chị vừa nhập: “3”" in said
    assert "Hoàn tác" in said  # the way to answer otherwise
    after = form(draft, SILENT, answer="undo")
    send(client_of(colleague), draft, after)
    send(client_of(colleague), draft, form(Plan.objects.get(), SILENT, answer="corrected", value="3"))
    assert value_at(Plan.objects.get().current.content, SILENT) == 3


def test_an_answer_is_not_taken_back_by_somebody_who_saw_an_older_one(draft, client_of, colleague):
    one, other = client_of("canbo.kimphuong"), client_of(colleague)
    send(one, draft, form(draft, "document.place", answer="confirmed"))
    late = form(Plan.objects.get(), "document.place", answer="undo")
    send(one, draft, form(Plan.objects.get(), "document.place", answer="undo"))
    send(one, draft, form(Plan.objects.get(), "document.place", answer="corrected", value="Đức Thọ"))
    assert send(other, draft, late).status_code == 409
    assert value_at(Plan.objects.get().current.content, "document.place") == "Đức Thọ"


def test_two_answers_to_two_values_both_stand(draft, client_of, colleague):
    mine, theirs = form(draft, "document.place", answer="confirmed"), form(draft, SILENT, answer="not_stated")
    assert send(client_of("canbo.kimphuong"), draft, mine).status_code == 302
    assert send(client_of(colleague), draft, theirs).status_code == 302
    assert FieldReview.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "said"),
    [("absent", "Giấy không nêu"), ("not_found", "Chưa tìm thấy"), ("unreadable", "Không đọc được")],
)
def test_three_silences_are_three_answers(draft, client_of, state, said):
    version = draft.current
    version.provenance[SILENT] = {"state": state, "spans": [], "value": None}
    version.save()
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    start = page.index("<h3>Số suất tập thể, cấp huyện</h3>")
    field = page[start : page.index("<h3>", start + 1)]
    assert said in field
    others = {"Giấy không nêu", "Chưa tìm thấy", "Không đọc được"} - {said}
    assert not [other for other in others if other in field]
    assert 'value="not_stated"' in field


def test_launching_is_locked_with_what_is_missing(draft, client_of):
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    steps = page[page.index('id="plan-steps"') :][:3000]
    assert steps.count('aria-disabled="true"') == 2
    assert re.search(r"Còn \d+ mục bắt buộc chưa trả lời", steps)
    for line in queries.lines(draft.current):
        if line.spec.required and line.spec.path != SILENT:
            answer = "confirmed" if line.value is not None else "not_stated"
            send(client_of("canbo.kimphuong"), draft, form(Plan.objects.get(), line.spec.path, answer=answer))
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    steps = page[page.index('id="plan-steps"') :][:4000]
    assert re.search(r'<a href="#m\d+">Số suất tập thể, cấp huyện</a>', steps)
    send(client_of("canbo.kimphuong"), draft, form(Plan.objects.get(), SILENT, answer="not_stated"))
    page = client_of("canbo.kimphuong").get(f"/ke-hoach/{draft.pk}/").content.decode()
    assert 'value="register_issued"' in page
