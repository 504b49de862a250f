"""The steps of a movement from its page: who may, what is asked, what is written down."""

from __future__ import annotations

import datetime as dt

import pytest

from chungtay.audit.models import Event
from chungtay.kit.errors import Forbidden
from chungtay.movements import actions
from chungtay.movements.models import Movement


def do(client, movement: Movement, verb: str, note: str = ""):
    movement.refresh_from_db()
    given = {"verb": verb, "version": movement.version, "note": note}
    return client.post(f"/phong-trao/{movement.pk}/buoc/", given)


def state(movement: Movement) -> str:
    return Movement.objects.get(pk=movement.pk).state


def test_opening_and_pausing_dossiers(movement, client_of):
    client = client_of("canbo.kimphuong")
    assert do(client, movement, "open_dossiers").status_code == 302
    assert state(movement) == "collecting"
    refused = do(client, movement, "pause_dossiers")
    assert refused.status_code == 400
    assert "Chưa ghi lý do" in refused.content.decode()
    do(client, movement, "pause_dossiers", "Chờ hướng dẫn của tỉnh")
    assert state(movement) == "running"
    assert Event.objects.get(event="movement.dossiers_paused").note == "Chờ hướng dẫn của tỉnh"


def test_a_suspended_movement_comes_back_to_where_it_was(movement, client_of):
    client = client_of("canbo.kimphuong")
    do(client, movement, "open_dossiers")
    do(client, movement, "suspend", "Sáp nhập xã")
    assert Movement.objects.get().suspended_from == "collecting"
    refused = do(client, movement, "resume")
    assert "Chưa có quyết định sửa đổi hay giữ nguyên" in refused.content.decode()
    do(client, movement, "resume", "Văn bản 12/UBND ngày 01/12/2025: giữ nguyên kế hoạch")
    assert (state(movement), Movement.objects.get().suspended_from) == ("collecting", "")


@pytest.mark.parametrize(
    ("login", "verb"), [("donvi", "open_dossiers"), ("chutich", "open_dossiers"), ("canbo", "close_early")]
)
def test_a_step_of_somebody_else_is_refused(movement, client_of, login, verb):
    assert do(client_of(f"{login}.kimphuong"), movement, verb, "lý do").status_code == 403
    assert state(movement) == "running"


def test_the_awards_do_not_begin_before_a_closed_meeting(movement, client_of):
    client = client_of("canbo.kimphuong")
    do(client, movement, "open_dossiers")
    do(client, movement, "start_review")
    refused = do(client, movement, "start_awards")
    assert refused.status_code == 400
    assert "chưa có biên bản đã ký" in refused.content.decode()
    assert state(movement) == "reviewing"


def test_a_stale_page_changes_nothing(movement, client_of):
    client = client_of("canbo.kimphuong")
    old = movement.version
    do(client, movement, "open_dossiers")
    given = {"verb": "pause_dossiers", "version": old, "note": "lý do"}
    assert client.post(f"/phong-trao/{movement.pk}/buoc/", given).status_code == 409
    assert state(movement) == "collecting"


def extend(client, movement, until: str, reason: str = "Bão lũ"):
    given = {"until": until, "reason": reason, "version": movement.version}
    return client.post(f"/phong-trao/{movement.pk}/gia-han/", given)


def test_the_chair_extends_and_the_plans_limit_stays(movement, client_of):
    client = client_of("chutich.kimphuong")
    assert extend(client, movement, "12/12/2025").status_code == 302
    movement.refresh_from_db()
    assert movement.late_filing_until == dt.date(2025, 12, 12)
    assert movement.deadlines.get().last_day == dt.date(2025, 12, 5)
    event = Event.objects.get(event="movement.filing_extended")
    assert (event.after, event.note) == ({"until": "2025-12-12"}, "Bão lũ")
    assert (
        "Chủ tịch UBND cho nhận hồ sơ đến hết 12/12/2025" in client.get(f"/phong-trao/{movement.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("until", "reason", "said"),
    [
        ("05/12/2025", "Bão lũ", "Ngày mới phải sau hạn trong kế hoạch, 05/12/2025"),
        ("31/02/2026", "Bão lũ", "Không có ngày 31/02/2026"),
        ("12/12/2025", "", "Chưa ghi lý do"),
        ("", "Bão lũ", "Chưa ghi ngày"),
    ],
)
def test_an_extension_that_makes_no_sense_is_explained(movement, client_of, until, reason, said):
    response = extend(client_of("chutich.kimphuong"), movement, until, reason)
    assert response.status_code == 400
    assert said in response.content.decode()
    movement.refresh_from_db()
    assert movement.late_filing_until is None


def test_an_extension_into_the_past_is_refused(movement, client_of, settings):
    settings.CHUNGTAY_TODAY = dt.date(2025, 12, 20)
    assert "đã qua" in extend(client_of("chutich.kimphuong"), movement, "12/12/2025").content.decode()


def test_the_clerk_sees_why_the_extension_is_locked_and_cannot_do_it(movement, client_of, reader_of):
    client = client_of("canbo.kimphuong")
    page = client.get(f"/phong-trao/{movement.pk}/").content.decode()
    assert "Chỉ Chủ tịch UBND cho nhận hồ sơ muộn" in page
    assert extend(client, movement, "12/12/2025").status_code == 403
    with pytest.raises(Forbidden):
        actions.extend_filing(
            movement=movement, until=dt.date(2025, 12, 12), reason="Bão lũ", by=reader_of("canbo.kimphuong"),
            at=movement.launched_at,
        )  # fmt: skip


def test_overdue_filing_is_told_first(movement, client_of, settings):
    settings.CHUNGTAY_TODAY = dt.date(2025, 12, 8)
    page = client_of("canbo.kimphuong").get(f"/phong-trao/{movement.pk}/").content.decode()
    assert "Hạn nộp hồ sơ đã qua 3 ngày" in page


def test_only_an_issued_plan_is_launched_and_only_once(movement, client_of):
    response = client_of("canbo.kimphuong").post(f"/phong-trao/phat-dong/{movement.plan_id}/")
    assert response.status_code == 400
    assert "đã phát động" in response.content.decode()
    assert Movement.objects.count() == 1
