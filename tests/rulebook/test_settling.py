"""Open questions settled on screen: who may, what is refused, and a history that nobody can rewrite."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from chungtay import law
from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.actions import broken_links
from chungtay.audit.models import Event
from chungtay.demo.movements import at
from chungtay.demo.people import PLACES, SINCE, load_place
from chungtay.kit.errors import Forbidden, UserError
from chungtay.law import Unsettled
from chungtay.localities.models import Appointment, Locality, Settlement
from chungtay.localities.rules import law_of, law_on, laws_of, place_of
from chungtay.rulebook import actions
from chungtay.rulebook.actions import Paper
from support.kept import kept
from support.places import DAY

pytestmark = pytest.mark.django_db
LETTER = Paper("Công văn 12/SNV-TĐKT của Sở Nội vụ", dt.date(2025, 9, 5), "Mục 2")
JULY = dt.date(2025, 7, 1)
FORM = {
    "value-individual": "0,3", "value-household_times": "1,5", "value-collective_times": "2",
    "document": "Công văn 12/SNV-TĐKT của Sở Nội vụ", "dated": "05/09/2025", "article": "Mục 2",
    "starts_on": "01/07/2025", "note": "",
}  # fmt: skip


@pytest.fixture
def admin(place, reader_of):
    return reader_of("quantri.kimphuong")


def settle(by, rule="R-68", answer=None, starts_on=JULY, **more) -> Settlement:
    return actions.settle(
        rule=rule, answer=answer or {"": "5"}, starts_on=starts_on, paper=LETTER, by=by, at=at(DAY), **more
    )


def days(locality, on=DAY) -> int:
    return law_on(locality, on)["R-68"].value


def test_an_administrator_settles_the_coefficient_and_the_law_of_the_place_knows_it(place, client_of):
    client = client_of("quantri.kimphuong")
    page = client.get("/can-cu/chot/R-76/").content.decode()
    assert "chỉ áp dụng cho xã Kim Phượng" in page
    assert "Hệ số của cá nhân (lần lương cơ sở)" in page
    assert 'value="01/07/2025"' in page
    with pytest.raises(Unsettled):
        law_on(place, DAY)["R-76"]
    assert client.post("/can-cu/chot/R-76/", FORM)["Location"] == "/can-cu/quy-dinh/R-76/"
    value = law_on(place, DAY)["R-76"]
    assert value.layer_label == "xã đã chốt"
    assert value.source == "Mục 2, Công văn 12/SNV-TĐKT của Sở Nội vụ ngày 05/09/2025"
    rule = client.get("/can-cu/quy-dinh/R-76/").content.decode()
    assert "Cá nhân:</span> 0,3" in rule
    assert "Công văn 12/SNV-TĐKT" in rule
    assert "Cần hỏi" not in rule
    asked = client.get("/can-cu/?loc=chua-ro").content.decode()
    assert "Hỏi Sở Nội vụ hệ số tiền thưởng" not in asked
    assert "Hệ số giấy khen" in client.get("/can-cu/?loc=da-chot").content.decode()


def test_what_one_commune_settles_is_nothing_to_another(place, other_place, admin):
    settle(admin)
    assert days(place) == 5
    with pytest.raises(Unsettled):
        days(other_place)


def test_a_value_that_cannot_be_is_said_at_its_box_and_what_was_typed_stays(place, client_of):
    response = client_of("quantri.kimphuong").post("/can-cu/chot/R-76/", FORM | {"value-individual": "nhiều"})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="id_value-individual_error"' in page
    assert "phải là số" in page
    assert 'value="nhiều"' in page
    assert "05/09/2025" in page
    assert not Settlement.objects.exists()


@pytest.mark.parametrize("missing", ["document", "dated", "starts_on", "value-individual"])
def test_a_settled_value_needs_its_paper_its_day_and_itself(place, client_of, missing):
    response = client_of("quantri.kimphuong").post("/can-cu/chot/R-76/", FORM | {missing: ""})
    assert response.status_code == 400
    assert f'id="id_{missing}_error"' in response.content.decode()
    assert not Settlement.objects.exists()


def test_a_paper_of_tomorrow_and_a_day_outside_the_rule_are_refused(admin):
    with pytest.raises(UserError, match="không thể sau hôm nay"):
        actions.settle(rule="R-68", answer={"": "5"}, starts_on=JULY, by=admin, at=at(DAY),
                       paper=Paper("Công văn mẫu", DAY + dt.timedelta(days=1)))  # fmt: skip
    with pytest.raises(UserError, match=r"không có hiệu lực ngày 30/06/2025"):
        settle(admin, "R-76", {"individual": "0,3"}, dt.date(2025, 6, 30))


@pytest.mark.parametrize("login", ["canbo.kimphuong", "chutich.kimphuong", "vanthu.kimphuong", "nhanvien.kimphuong"])
def test_nobody_else_settles_but_everybody_reads(place, client_of, login):
    client = client_of(login)
    assert client.get("/can-cu/chot/R-76/").status_code == 403
    assert client.post("/can-cu/chot/R-76/", FORM).status_code == 403
    page = client.get("/can-cu/quy-dinh/R-76/").content.decode()
    assert "Chốt điều này" not in page
    assert "quản trị của xã Kim Phượng chốt" in page
    assert not Settlement.objects.exists()


def test_the_action_itself_refuses_those_without_the_role(place, reader_of):
    with pytest.raises(Forbidden):
        settle(reader_of("canbo.kimphuong"))


def test_another_communes_settlement_does_not_exist_for_an_administrator(place, other_place, admin, client_of):
    row = settle(admin)
    stranger = client_of("quantri.tienthanh")
    assert stranger.post(f"/can-cu/rut/{row.pk}/", {"reason": "x"}).status_code == 404
    assert stranger.get(f"/can-cu/chot/R-68/?thay={row.pk}").status_code == 404
    assert "Công văn 12/SNV" not in stranger.get("/can-cu/quy-dinh/R-68/").content.decode()


def test_a_correction_is_a_new_row_with_a_reason_and_the_old_one_stays_readable(place, admin, client_of):
    first = settle(admin)
    client = client_of("quantri.kimphuong")
    page = client.get(f"/can-cu/chot/R-68/?thay={first.pk}").content.decode()
    assert 'value="5"' in page
    form = {"value": "7", "document": "Công văn 15/SNV-TĐKT", "dated": "10/10/2025", "starts_on": "01/07/2025"}
    assert client.post(f"/can-cu/chot/R-68/?thay={first.pk}", form).status_code == 400
    assert client.post(f"/can-cu/chot/R-68/?thay={first.pk}", form | {"reason": "Sở đính chính"}).status_code == 302
    assert days(place) == 7
    history = client.get("/can-cu/quy-dinh/R-68/").content.decode()
    assert all(text in history for text in ("5 ngày làm việc", "7 ngày làm việc", "đã thay", "Sở đính chính"))
    assert Settlement.objects.get(pk=first.pk).value == 5
    assert [e.event for e in Event.objects.filter(event__startswith="law.").order_by("sequence")] == [
        "law.settled", "law.settled_again",
    ]  # fmt: skip
    assert list(broken_links()) == []


def test_two_people_cannot_replace_the_same_row(place, admin):
    first = settle(admin)
    settle(admin, answer={"": "7"}, replaces=first, reason="Đính chính")
    with pytest.raises(UserError, match="vừa được thay hoặc rút"):
        settle(admin, answer={"": "9"}, replaces=first, reason="Đính chính")
    with pytest.raises(UserError, match="Đã có giá trị chốt từ ngày"):
        settle(admin, answer={"": "9"})
    assert days(place) == 7


def test_a_later_value_follows_the_earlier_one_without_replacing_it(place, admin):
    settle(admin)
    settle(admin, answer={"": "7"}, starts_on=dt.date(2025, 12, 1))
    assert (days(place, dt.date(2025, 11, 30)), days(place, dt.date(2025, 12, 1))) == (5, 7)


def test_a_withdrawn_value_is_open_again_but_stays_in_the_history(place, admin, client_of):
    row = settle(admin)
    client = client_of("quantri.kimphuong")
    assert client.post(f"/can-cu/rut/{row.pk}/", {"reason": ""}).status_code == 400
    assert client.post(f"/can-cu/rut/{row.pk}/", {"reason": "Ghi nhầm văn bản"}).status_code == 302
    with pytest.raises(Unsettled):
        days(place)
    page = client.get("/can-cu/quy-dinh/R-68/").content.decode()
    assert all(text in page for text in ("Ghi nhầm văn bản", "5 ngày làm việc", "đã rút"))
    assert client.post(f"/can-cu/rut/{row.pk}/", {"reason": "Lần nữa"}).status_code == 400


def test_an_ended_value_holds_up_to_the_day_before(place, admin):
    actions.withdraw(settlement=settle(admin), reason="Công văn hết hiệu lực", by=admin, at=at(DAY), ends_on=DAY)
    assert days(place, DAY - dt.timedelta(days=1)) == 5
    with pytest.raises(Unsettled):
        days(place)


def test_the_database_refuses_to_change_or_delete_what_was_settled(admin):
    row = settle(admin)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Settlement.objects.filter(pk=row.pk).update(value=99)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.delete()
    assert Settlement.objects.get(pk=row.pk).value == 5


@pytest.fixture
@kept
def tung_anh(db) -> Locality:
    """Xã Tùng Anh under tỉnh Hà Tĩnh, whose overseer captren.hatinh settles for the whole province."""
    return load_place(next(p for p in PLACES if p.code == "tung-anh"))


def test_a_province_settles_for_its_communes_and_none_of_them_loosens(tung_anh, reader_of):
    province, commune = reader_of("captren.hatinh"), reader_of("quantri.tunganh")
    settle(province, "R-48", {"": "1/2"})
    value = law_on(tung_anh, DAY)["R-48"]
    assert value.layer_label == "tỉnh đã chốt"
    with pytest.raises(UserError, match=r"thấp hơn mức tối thiểu 1/2 của cấp trên.*Công văn 12/SNV-TĐKT"):
        settle(commune, "R-48", {"": "2/5"})
    settle(commune, "R-48", {"": "3/5"})
    assert law_on(tung_anh, DAY)["R-48"].layer_label == "xã đã chốt"


def test_what_the_province_settled_is_closed_to_a_commune(tung_anh, reader_of, client_of):
    settle(reader_of("captren.hatinh"), "R-59", {"": "10"})
    with pytest.raises(UserError, match="đã có giá trị"):
        settle(reader_of("quantri.tunganh"), "R-59", {"": "30"})
    client = client_of("quantri.tunganh")
    page = client.get("/can-cu/quy-dinh/R-59/").content.decode()
    assert "Chốt điều này" not in page
    assert "Tỉnh đã chốt" in page
    assert client.get("/can-cu/chot/R-59/").status_code == 302


def test_a_loosening_value_is_refused_on_screen_with_the_reason(tung_anh, reader_of, client_of):
    settle(reader_of("captren.hatinh"), "R-48", {"": "50 %"})
    form = {"value": "40 %", "document": "Quy chế mẫu", "dated": "05/09/2025", "starts_on": "01/07/2025"}
    response = client_of("quantri.tunganh").post("/can-cu/chot/R-48/", form)
    assert response.status_code == 400
    assert "thấp hơn mức tối thiểu 1/2 của cấp trên" in response.content.decode()


def test_an_overseer_placed_in_a_commune_answers_nothing_for_it(place, client_of):
    user = User.objects.create_user("giamsat.mau", None, full_name="Cán bộ mẫu 98")
    Appointment.objects.create(user=user, locality=place, role=Role.OVERSEER, valid_from=SINCE)
    assert client_of("giamsat.mau").get("/can-cu/chot/R-76/").status_code == 403


def test_a_commune_has_its_own_or_its_provinces_code(tung_anh, place):
    assert place_of(tung_anh) == "42"
    tung_anh.province_code = ""
    assert place_of(tung_anh) == "42"
    assert place_of(place) is None
    assert law_of(tung_anh).on(DAY).place == "42"


def test_a_province_with_read_rules_leaves_its_communes_nothing_to_settle(place, admin, client_of):
    Locality.objects.filter(pk=place.pk).update(province_code="24")
    december = dt.date(2025, 12, 20)
    assert law_on(Locality.objects.get(pk=place.pk), december)["R-40"].layer_label == "tỉnh, thành phố"
    page = client_of("quantri.kimphuong").get("/can-cu/quy-dinh/R-40/?ngay=20/12/2025").content.decode()
    assert "quy định của tỉnh" in page
    assert "Chốt điều này" not in page


def test_every_open_question_has_a_form_that_opens(place, client_of):
    client = client_of("quantri.kimphuong")
    resolved = law.load().on(DAY)
    numbers = [n for n in resolved if (v := resolved.peek(n)) and v.value is None]
    page = client.get("/can-cu/?loc=chua-ro").content.decode()
    for number in numbers:
        assert client.get(reverse("rulebook:settle", args=[number])).status_code == 200, number
        assert f'href="/can-cu/chot/{number}/"' in page


def test_rules_say_where_the_program_uses_them(place, client_of):
    client = client_of("canbo.kimphuong")
    assert (
        "Phần mềm dùng ở: Quyết định, giấy khen; Tiền thưởng" in client.get("/can-cu/quy-dinh/R-76/").content.decode()
    )
    assert "chỉ giữ để tra cứu" in client.get("/can-cu/quy-dinh/R-101/").content.decode()
    assert "Mức lương cơ sở" in client.get("/can-cu/?q=tien thuong luong co so").content.decode()


@pytest.fixture
def merged(place, admin) -> Locality:
    """Xã mẫu mới, into which xã Kim Phượng was merged on 01/07/2025; both people's committees have an administrator."""
    new = Locality.objects.create(code="xa-mau-moi", kind="xã", name="mẫu mới", valid_from=JULY)
    new.predecessors.add(place)
    user = User.objects.create_user("quantri.moi", None, full_name="Cán bộ mẫu 97")
    Appointment.objects.create(user=user, locality=new, role=Role.ADMINISTRATOR, valid_from=JULY)
    return new


BEFORE = dt.date(2025, 3, 1)


def test_what_a_merged_commune_settled_ends_with_it(place, admin, merged):
    settle(admin, starts_on=BEFORE)
    Locality.objects.filter(pk=place.pk).update(valid_to=JULY)
    old = Locality.objects.get(pk=place.pk)
    assert days(old, JULY - dt.timedelta(days=1)) == 5
    for body in (old, merged):
        with pytest.raises(Unsettled):
            days(body, JULY)


def test_after_a_merger_the_old_answers_are_offered_and_settled_anew(place, admin, merged, client_of):
    row = settle(admin, starts_on=BEFORE)
    Locality.objects.filter(pk=place.pk).update(valid_to=JULY)
    client = client_of("quantri.moi")
    page = client.get("/can-cu/quy-dinh/R-68/").content.decode()
    assert "Trước sáp nhập đã chốt" in page
    assert f"/can-cu/chot/R-68/?theo={row.pk}" in page
    form = client.get(f"/can-cu/chot/R-68/?theo={row.pk}").content.decode()
    assert 'value="5"' in form
    assert "Công văn 12/SNV-TĐKT" in form
    assert 'value="01/07/2025"' in form
    given = {"value": "5", "document": "Công văn 12/SNV-TĐKT", "dated": "05/09/2025", "starts_on": "30/06/2025"}
    refused = client.post(f"/can-cu/chot/R-68/?theo={row.pk}", given)
    assert refused.status_code == 400
    assert "không tồn tại ngày 30/06/2025" in refused.content.decode()
    assert client.post(f"/can-cu/chot/R-68/?theo={row.pk}", given | {"starts_on": "01/07/2025"}).status_code == 302
    assert days(merged, JULY) == 5
    assert days(place, JULY - dt.timedelta(days=1)) == 5


def test_answers_of_a_commune_that_was_not_merged_into_this_one_are_not_offered(place, other_place, admin, client_of):
    row = settle(admin)
    client = client_of("quantri.tienthanh")
    assert "Trước sáp nhập" not in client.get("/can-cu/quy-dinh/R-68/").content.decode()
    assert "Công văn 12/SNV" not in client.get(f"/can-cu/chot/R-68/?theo={row.pk}").content.decode()


def test_the_law_of_many_localities_is_that_of_each(tung_anh, place, other_place, reader_of, django_assert_num_queries):
    settle(reader_of("captren.hatinh"), "R-59", {"": "10"})
    settle(reader_of("quantri.kimphuong"))
    rows = list(Locality.objects.filter(pk__in=[tung_anh.pk, place.pk, other_place.pk])
                .select_related("parent__parent__parent"))  # fmt: skip
    with django_assert_num_queries(1):
        books = laws_of(rows)
    for row in rows:
        one, many = law_of(row), books[row.pk]
        assert (one.version, one.place) == (many.version, many.place)
        assert one.on(DAY).as_json() == many.on(DAY).as_json()
