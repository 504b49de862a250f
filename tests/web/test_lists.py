"""Lists for Excel: what the page shows, with its filter, for who may see it; nothing runs as a formula."""

from __future__ import annotations

import io

from django.urls import reverse
from openpyxl import load_workbook

from chungtay.localities.models import Person


def rows_of(response) -> list[tuple[object, ...]]:
    assert response.status_code == 200
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [tuple(cell for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]


def test_people_with_the_filter_and_without_accounts(movement, client_of):
    person = Person.objects.get(locality=movement.locality, full_name="Cán bộ mẫu 08")
    Person.objects.filter(pk=person.pk).update(title="=1+1")
    client = client_of("canbo.kimphuong")
    every = rows_of(client.get(reverse("web:people-xlsx")))
    assert len([row for row in every if row and str(row[0]).startswith("Cán bộ mẫu")]) == 24
    assert "canbo.kimphuong" not in str(every)
    found = rows_of(client.get(reverse("web:people-xlsx") + "?q=can bo mau 08"))
    assert [row[:2] for row in found if row and row[0] == "Cán bộ mẫu 08"] == [("Cán bộ mẫu 08", "=1+1")]
    sheet = load_workbook(io.BytesIO(client.get(reverse("web:people-xlsx") + "?q=08").content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"} == {"s"}


def test_each_list_is_for_those_who_may_read_its_page(movement, client_of):
    staff, clerk = client_of("nhanvien.kimphuong"), client_of("canbo.kimphuong")
    assert staff.get(reverse("web:documents-xlsx")).status_code == 403
    assert clerk.get(reverse("web:documents-xlsx")).status_code == 200
    assert clerk.get(reverse("web:audit-xlsx")).status_code == 403
    assert clerk.get(reverse("web:dossiers-xlsx", args=[movement.pk])).status_code == 200


def test_dossiers_of_a_stranger_do_not_exist(movement, other_place, client_of):
    assert client_of("canbo.tienthanh").get(reverse("web:dossiers-xlsx", args=[movement.pk])).status_code == 404
