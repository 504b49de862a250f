"""Every list asks the database as often for fifty rows as for five."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chungtay.decisions.models import Award, Certificate
from chungtay.demo.people import SINCE
from chungtay.documents.models import Document, NumberSeries, RegisterEntry
from chungtay.kit.text import fold
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement
from chungtay.nominations.models import Nomination, Subject
from chungtay.plans.checking import AT_ONCE
from chungtay.plans.models import Plan, PlanVersion
from support.rounds import finished_round

MANY = 45  # beside the few of the round: the longest lists take fifty rows to a page


@pytest.fixture
def finished(db):
    """The round of 2023 in phường Tiến Thành: 4 awards, a handful of papers, dossiers and numbers."""
    return finished_round()


def copies(row, count, **names):
    """Bare rows like this one; `names` gives what must differ."""
    for i in range(count):
        row.pk, row._state.adding = None, True
        for field, make in names.items():
            setattr(row, field, make(i))
        yield type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != "id"})


def grow(movement, count: int, *, first: int) -> None:
    """So many more of everything that a page lists, numbered from `first`."""
    place = movement.locality
    units = Unit.objects.bulk_create(
        [
            Unit(locality=place, name=f"Tổ mẫu {first + i}", kind=Unit.Kind.OFFICE, valid_from=SINCE)
            for i in range(count)
        ]
    )
    people = Person.objects.bulk_create(
        [
            Person(
                locality=place, full_name=f"Người mẫu {first + i}", folded_name=fold(f"Người mẫu {first + i}"),
                unit=units[i], category=Person.Category.values[0], valid_from=SINCE,
            )
            for i in range(count)
        ]
    )  # fmt: skip
    level = movement.award_levels.first()
    when = movement.nominations.first().created_at
    dossiers = Nomination.objects.bulk_create(
        [
            Nomination(
                locality=place, movement=movement, award_level=level, subject=Subject.INDIVIDUAL, person=person,
                nominated_by=person.unit, created_at=when, state="submitted", submitted_at=when,
            )
            for person in people
        ]
    )  # fmt: skip
    for paper in copies(Document.objects.filter(state="draft").first(), count):
        paper.save()
    series = NumberSeries.objects.filter(locality=place).first()
    RegisterEntry.objects.bulk_create(
        [
            RegisterEntry(series=series, number=first + i, code=f"{first + i}/QĐ-UBND", dated=when.date())
            for i in range(count)
        ]
    )
    award = Award.objects.first()
    given = Certificate.objects.get(award=award)
    for i, more in enumerate(copies(award, count, ordinal=lambda i: first + i, nomination=lambda i: dossiers[i])):
        more.save()
        next(copies(given, 1, award=lambda _i, more=more: more, code=lambda _i, i=i: f"MAU{first + i:04}")).save()
    for plan in copies(Plan.objects.get(pk=movement.plan_id), count):
        plan.save()
        version = next(copies(PlanVersion.objects.get(pk=movement.plan_version_id), 1, plan=lambda _i, plan=plan: plan))
        version.save()
        one = next(copies(Movement.objects.get(pk=movement.pk), 1, plan=lambda _i, plan=plan: plan))
        one.plan_version = version
        one.save()


def pages(movement) -> list[str]:
    decision = movement.decisions.first()
    return [
        reverse("web:today"), reverse("movements:list"), reverse("movements:detail", args=[movement.pk]),
        reverse("plans:list"), reverse("nominations:list", args=[movement.pk]),
        reverse("nominations:new", args=[movement.pk]), reverse("councils:list", args=[movement.pk]),
        reverse("councils:council"), reverse("decisions:list", args=[movement.pk]),
        reverse("decisions:detail", args=[decision.pk]), reverse("decisions:register"), reverse("documents:list"),
        reverse("documents:register"), reverse("localities:people"), reverse("records:list"),
        reverse("stationery:list"), reverse("web:search") + "?q=mau", reverse("web:people-xlsx"),
        reverse("web:dossiers-xlsx", args=[movement.pk]), reverse("web:documents-xlsx"),
    ]  # fmt: skip


def asked(client, address: str) -> int:
    """Queries of the page once nothing is read for the first time any more."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200, address
    return len(caught)


def test_no_list_asks_more_for_fifty_rows_than_for_five(finished, client_of):
    client = client_of("canbo.tienthanh")
    grow(finished, 2, first=100)  # some of every state, not only what the round has finished
    few = {address: asked(client, address) for address in pages(finished)}
    grow(finished, MANY, first=200)
    for _visit in range(1 + MANY // AT_ONCE):  # new plans are checked a few at every visit, then kept
        client.get(reverse("plans:list"))
    many = {address: asked(client, address) for address in pages(finished)}
    assert {address: (few[address], count) for address, count in many.items() if count > few[address]} == {}


def test_the_page_of_a_movement_asks_little(finished, client_of):
    """At most 20: it is the page that everybody opens, and a commune's server may be a desktop of 2015."""
    assert asked(client_of("canbo.tienthanh"), reverse("movements:detail", args=[finished.pk])) <= 20
