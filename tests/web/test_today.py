"""My work today, search and the audit log: what now, by when, why; and nothing of another locality."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.localities.models import Appointment, Person
from chungtay.movements.models import Deadline
from chungtay.nominations.models import Nomination
from chungtay.plans.models import Plan
from chungtay.web.events import event_words
from chungtay.web.today import tasks
from support.places import DAY

NOW = dt.datetime.combine(DAY, dt.time(9), dt.UTC)


def home(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_date_and_the_nearest_limit_are_the_first_sentence(movement, client_of):
    page = home(client_of("canbo.kimphuong"))
    assert "Thứ Ba, 02/12/2025." in page
    assert "Hạn gần nhất phía trước: Nộp hồ sơ xét khen thưởng" in page
    assert "ngày cuối là 05/12/2025, thứ Sáu" in page


def test_people_are_addressed_as_they_wish(movement, client_of):
    User.objects.filter(username="canbo.kimphuong").update(address="chị")
    assert "Hôm nay chị không có việc nào phải làm" in home(client_of("canbo.kimphuong"))


def test_nobody_has_an_empty_page_without_a_word(other_place, client_of):
    page = home(client_of("canbo.tienthanh"))
    assert "Không có việc nào đang chờ" in page
    assert "Không có hạn nào trong các phong trào đang chạy" in page
    assert "/ke-hoach/tai-len/" in page


def test_a_draft_asks_the_clerk_to_go_on_and_only_the_clerk(movement, client_of):
    plan, version = movement.plan, movement.plan.current
    copy = Plan.objects.create(locality=plan.locality, title="Kế hoạch mẫu năm sau", created_at=plan.created_at)
    version.pk, version.plan, version.frozen = None, copy, False
    version.save()
    page = home(client_of("canbo.kimphuong"))
    assert "Đối chiếu Kế hoạch mẫu năm sau" in page
    assert f'href="/ke-hoach/{copy.pk}/"' in page
    assert "Có <b>1 việc</b> cần anh/chị làm hôm nay" in page
    assert "Kế hoạch mẫu năm sau" not in home(client_of("donvi.kimphuong"))


def test_while_dossiers_are_collected_the_unit_sees_its_limit(movement, client_of):
    movement.state = "collecting"
    movement.save(update_fields=["state"])
    page = home(client_of("donvi.kimphuong"))
    assert "Đề nghị khen thưởng trong Chung tay Cải cách hành chính" in page
    assert "Còn 3 ngày" in page


def test_another_localitys_work_is_not_shown(movement, other_place, client_of):
    assert "Nộp hồ sơ xét khen thưởng" not in home(client_of("canbo.tienthanh"))


def test_search_finds_without_accents_in_what_one_may_read(movement, other_place, client_of):
    page = client_of("canbo.kimphuong").get("/tim?q=chung tay cai cach").content.decode()
    assert f'href="/phong-trao/{movement.pk}/"' in page
    assert f'href="/ke-hoach/{movement.plan_id}/"' in page
    nothing = client_of("canbo.tienthanh").get("/tim?q=chung tay cai cach").content.decode()
    assert "Không thấy gì khớp" in nothing


def test_search_shows_what_was_typed_as_text(movement, client_of):
    page = client_of("canbo.kimphuong").get("/tim", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def auditor(locality) -> User:
    user = User.objects.create_user("thanhtra", "mat-khau-thanh-tra", full_name="Thanh tra mẫu")
    Appointment.objects.create(user=user, locality=locality, role=Role.AUDITOR, valid_from=dt.date(2021, 1, 1))
    return user


def test_the_auditor_reads_events_in_words(movement, client_of):
    auditor(movement.locality)
    page = client_of("thanhtra").get("/nhat-ky/").content.decode()
    assert "Phát động" in page
    assert "Xác nhận một mục" in page
    assert "plan.field_reviewed" not in page


def test_the_audit_log_of_another_locality_is_not_shown(movement, other_place, client_of):
    auditor(other_place)
    page = client_of("thanhtra").get("/nhat-ky/").content.decode()
    assert "Chung tay" not in page
    assert "Chưa có sự kiện nào" in page


@pytest.mark.parametrize("login", ["canbo", "chutich", "donvi"])
def test_the_log_is_not_for_everyone(place, client_of, login):
    assert client_of(f"{login}.kimphuong").get("/nhat-ky/").status_code == 403


def test_an_event_nobody_named_keeps_its_code():
    assert event_words("room.unheard_of") == "room.unheard_of"
    assert event_words("movement.launched") == "Phát động"


def test_today_asks_as_much_for_three_drafts_as_for_one(movement, client_of):
    client = client_of("canbo.kimphuong")

    def copy_plan() -> None:
        version = movement.plan.current
        copy = Plan.objects.create(locality=movement.locality, title="Bản mẫu", created_at=movement.launched_at)
        version.pk, version.plan, version.frozen = None, copy, False
        version.save()

    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            home(client)
        return len(caught)

    copy_plan()
    one = asked()
    copy_plan()
    copy_plan()
    assert asked() == one


def test_the_unit_is_invited_once_for_each_movement_with_the_limit_for_dossiers_only(movement, client_of):
    movement.state = "collecting"
    movement.save(update_fields=["state"])
    day = DAY + dt.timedelta(20)
    Deadline.objects.create(
        movement=movement,
        position=9,
        what="Kết thúc phong trào",
        date=day.isoformat(),
        comparator="on_or_before",
        last_day=day,
    )
    page = home(client_of("donvi.kimphuong"))
    assert page.count("Đề nghị khen thưởng trong") == 1
    assert "Đơn vị chưa lập hồ sơ nào." in page
    movement.deadlines.all().delete()
    page = home(client_of("donvi.kimphuong"))
    assert "Kế hoạch không nêu hạn nộp hồ sơ." in page
    assert "Hôm nay anh/chị không có việc nào phải làm" in page  # may be done any day: no work of today


def test_what_waits_for_the_chair_stands_first_and_is_the_first_sentence(movement, client_of, reader_of):
    chair = User.objects.get(username="chutich.kimphuong")
    for role in (Role.CLERK, Role.UNIT_HEAD):  # one person with several hats, as in small offices
        Appointment.objects.create(user=chair, locality=movement.locality, role=role, valid_from=DAY)
    movement.state = "collecting"
    movement.save(update_fields=["state"])
    person = Person.objects.filter(locality=movement.locality, user=None).first()
    dossier = Nomination.objects.create(
        locality=movement.locality, movement=movement, award_level=movement.award_levels.first(), person=person,
        subject="individual", state="extra_requested", state_reason="Kế hoạch cho khen thêm", created_at=NOW,
    )  # fmt: skip
    first, *_rest = tasks(reader_of("chutich.kimphuong"), DAY)
    assert first.url == f"/ho-so/{dossier.pk}/"
    assert first.why == "Kế hoạch cho khen thêm"
    page = home(client_of("chutich.kimphuong"))
    assert "<b>1 việc</b> chờ anh/chị ký hoặc quyết định" in page


def test_the_language_is_chosen_on_the_page_and_kept(movement, client_of):
    client = client_of("canbo.kimphuong")
    assert '<html lang="vi"' in home(client)
    chosen = client.post("/ngon-ngu/", {"language": "en", "next": "/phong-trao/"})
    assert chosen["Location"] == "/phong-trao/"
    page = home(client)
    assert '<html lang="en"' in page
    assert 'lang="vi" aria-pressed="false">Tiếng Việt' in page
    assert client.post("/ngon-ngu/", {"language": "vi", "next": "https://example.org/"})["Location"] == "/"
    assert client.get("/ngon-ngu/").status_code == 405
