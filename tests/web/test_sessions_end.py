"""A session that ends in the middle of work: where the person lands, what is said, and that nothing was written."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from chungtay.localities.models import Unit


def forget(client: Client) -> None:
    client.cookies.clear()


def test_after_signing_in_again_the_person_is_back_on_the_page_with_the_form(movement, client_of):
    client = client_of("canbo.kimphuong")
    page = reverse("localities:people")
    forget(client)
    count = Unit.objects.count()
    sent = {"name": "Tổ mẫu 09", "kind": "office", "valid_from": "02/12/2025"}
    answer = client.post(reverse("localities:add-unit"), sent, headers={"referer": f"http://testserver{page}?q=mau"})
    assert answer.status_code == 302
    assert answer["Location"] == "/dang-nhap/?next=" + page + "%3Fq%3Dmau"
    assert Unit.objects.count() == count
    assert "Phiên làm việc đã hết" in client.get(answer["Location"]).content.decode()


def test_a_forged_referer_leads_nowhere_else(movement):
    answer = Client().post(reverse("localities:add-unit"), {}, headers={"referer": "https://example.org/x/"})
    assert answer["Location"] == "/dang-nhap/?next=/"


def test_htmx_leaves_the_page_instead_of_drawing_the_sign_in_form_into_a_corner(movement):
    answer = Client().post(
        reverse("localities:add-unit"), {},
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/nguoi-va-don-vi/"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/dang-nhap/?next=/nguoi-va-don-vi/"
    assert answer.content == b""


def test_the_address_of_a_form_opened_by_itself_says_what_to_do(movement, client_of):
    answer = client_of("canbo.kimphuong").get(reverse("localities:add-unit"))
    if answer.status_code == 200:  # it has a page of its own
        return
    answer = client_of("canbo.kimphuong").get(reverse("localities:switch"))
    assert answer.status_code == 405
    assert "không mở thẳng được" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words(movement):
    client = Client(enforce_csrf_checks=True)
    from chungtay.accounts.models import User

    client.force_login(User.objects.get(username="canbo.kimphuong"))
    count = Unit.objects.count()
    answer = client.post(reverse("localities:add-unit"), {"name": "Tổ mẫu 09"})
    assert answer.status_code == 403
    assert "Trang đã mở quá lâu" in answer.content.decode()
    assert Unit.objects.count() == count


def test_a_forged_address_is_refused_in_words(movement, client_of):
    client = client_of("canbo.kimphuong")
    for address in (f"/phong-trao/{10**30}/", f"/ho-so/{10**30}/", f"/van-ban/{10**30}/"):
        assert client.get(address).status_code in (400, 404), address
    answer = client.get("/tim?q=a%00b")
    assert answer.status_code == 400
    assert "Máy không hiểu yêu cầu này" in answer.content.decode()
