"""Every address declares who may open it, and no object of a locality opens for another locality's people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chungtay.accounts.models import User
from chungtay.accounts.roles import Permission, Role
from chungtay.demo.people import PLACES, SINCE, load_place
from chungtay.localities.models import Appointment
from support import rounds

PUBLIC = {
    "accounts:sign-in", "accounts:sign-out", "outreach:verify", "outreach:lookup", "outreach:initiatives",
    "web:gallery", "web:language",
}  # fmt: skip


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace]))
            yield from patterns(entry, inner)
        else:
            yield f"{namespace}:{entry.name}" if namespace else str(entry.name), entry


def test_every_address_declares_its_permission():
    undeclared = [name for name, entry in patterns() if not hasattr(entry.callback, "permission")]
    assert undeclared == []


def test_only_the_known_addresses_are_public():
    public = {name for name, entry in patterns() if getattr(entry.callback, "permission", "") is None}
    assert public == PUBLIC


def test_every_permission_is_held_by_somebody_and_every_address_has_a_name():
    from chungtay.accounts.roles import GRANTS

    assert set(GRANTS) == set(Permission)
    assert all(GRANTS.values())
    assert [entry.pattern for name, entry in patterns() if name.endswith(":None")] == []


@pytest.fixture
def finished_round(db):
    """The round of 2023 in phường Tiến Thành: one object of every kind."""
    return rounds.finished_round()


@pytest.fixture
def almighty_stranger(db) -> Client:
    """Somebody with every role, in another commune."""
    locality = load_place(PLACES[0])
    user = User.objects.create_user("nguoi.la", None, full_name="Cán bộ mẫu 99")
    for role in set(Role) - {Role.OVERSEER}:
        Appointment.objects.create(user=user, locality=locality, role=role, valid_from=SINCE)
    client = Client()
    client.force_login(user)
    return client


def first_objects(movement) -> dict[str, object]:
    from chungtay.councils.models import Attendance, Member
    from chungtay.decisions.models import Award, Certificate, Decision
    from chungtay.documents.models import Document, NumberSeries
    from chungtay.localities.models import Appointment, CalendarDay, Person, Settlement, Unit
    from chungtay.records.models import Line

    nomination = movement.nominations.first()
    meeting = movement.meetings.first()
    return {
        "plans": movement.plan, "movements": movement, "nominations": nomination, "councils": meeting,
        "decisions": Decision.objects.get(movement=movement), "documents": Document.objects.first(),
        "localities": Person.objects.filter(locality=movement.locality).first(),
        "nomination": nomination, "movement": movement, "meeting": meeting,
        "paper": nomination.papers.first(), "check": nomination.criterion_checks.first(),
        "certificate": Certificate.objects.first(), "award": Award.objects.first(),
        "unit": Unit.objects.filter(locality=movement.locality).first(),
        "person": Person.objects.filter(locality=movement.locality).first(),
        "member": Member.objects.first(), "attendance": Attendance.objects.first(),
        "line": Line.objects.filter(locality=movement.locality).first(),
        "series": NumberSeries.objects.first(), "council": meeting.council, "settlement": Settlement.objects.create(
            locality=movement.locality, rule="R-61", starts_on=SINCE, value=True, document="Công văn mẫu",
            settled_by="Quản trị mẫu", settled_at=nomination.created_at),
        "calendar_day": CalendarDay.objects.create(
            locality=movement.locality, day="2025-09-12", act="nghỉ", reason="nghỉ bù mẫu", document="Công văn mẫu",
            entered_by="Quản trị mẫu", entered_at=nomination.created_at),
        "appointment": Appointment.objects.filter(locality=movement.locality).first(),
        "paperwork": paper_draft_of(movement), **initiative_of(movement), **stationery_of(movement.locality),
        **progress_of(movement),
    }  # fmt: skip


def paper_draft_of(movement) -> object:
    from chungtay.kit.clock import now
    from chungtay.paperwork.models import Draft

    return Draft.objects.create(
        locality=movement.locality, movement=movement, kind="cong-van-don-doc", title="Công văn mẫu",
        made_by="Cán bộ mẫu 01", made_at=now(), changed_at=now(),
    )  # fmt: skip


def progress_of(movement) -> dict[str, object]:
    """A reported figure; the plan of this movement has no content, so a target is made for it."""
    from chungtay.documents.actions import store_file
    from chungtay.kit.clock import now
    from chungtay.movements.models import Target
    from chungtay.progress.models import Evidence, Obstacle, Report

    locality, at = movement.locality, now()
    target = Target.objects.create(movement=movement, position=0, code="ND-1", text="Nội dung mẫu", measured=False)
    report = Report.objects.create(
        locality=locality, movement=movement, target=target, since=SINCE, until=SINCE, written_at=at, state="submitted"
    )
    file = store_file(locality=locality, name="mau.txt", media_type="text/plain", content=b"minh chung", at=at)
    return {
        "target": target, "progress": report,
        "evidence": Evidence.objects.create(report=report, file=file, name="mau.txt", at=at),
        "obstacle": Obstacle.objects.create(locality=locality, movement=movement, text="Mẫu", raised_at=at),
    }  # fmt: skip


def initiative_of(movement) -> dict[str, object]:
    from chungtay.documents.actions import store_file
    from chungtay.initiatives.models import Attachment, Initiative
    from chungtay.kit.clock import now

    file = store_file(locality=movement.locality, name="sk.txt", media_type="text/plain", content=b"sk", at=now())
    made = Initiative.objects.create(
        locality=movement.locality, movement=movement, title="Sáng kiến mẫu", proposed_by="Cán bộ mẫu 01",
        proposed_at=now(),
    )  # fmt: skip
    kept = Attachment.objects.create(initiative=made, file=file, added_by="Cán bộ mẫu 01", added_at=now())
    return {"initiatives": made, "attachment": kept}


def stationery_of(locality) -> dict[str, object]:
    from chungtay.documents.actions import store_file
    from chungtay.kit.clock import now
    from chungtay.stationery.models import CertificateArt, Printer, WordTemplate

    file = store_file(locality=locality, name="mau.docx", media_type="text/plain", content=b"mau", at=now())
    kept = {"locality": locality, "made_at": now(), "made_by": "Cán bộ mẫu 01"}
    return {
        "template": WordTemplate.objects.create(kind="quyet-dinh", number=1, file=file, **kept),
        "art": CertificateArt.objects.create(number=1, paper="white", **kept),
        "printer": Printer.objects.create(locality=locality, name="Máy in mẫu", set_at=now()),
    }


def address(name: str, entry: URLPattern, objects: dict[str, object]) -> str | None:
    """The address filled with objects of the other locality; None when it takes none."""
    wanted = entry.pattern.converters
    if not wanted:
        return None
    room = name.split(":", maxsplit=1)[0]
    given: dict[str, object] = {}
    for key in wanted:
        if key == "form":
            given[key] = "pdf"
            continue
        thing = objects.get(key.removesuffix("_pk").removesuffix("_id")) or objects.get(room)
        assert thing is not None, f"{name}: no sample object for <{key}>"
        given[key] = thing.pk  # type: ignore[attr-defined]
    return reverse(name, kwargs=given)


def test_no_object_opens_for_people_of_another_locality(finished_round, almighty_stranger):
    objects = first_objects(finished_round)
    leaks = []
    for name, entry in patterns():
        if getattr(entry.callback, "permission", None) is None or name.startswith("jobs:"):
            continue
        url = address(name, entry, objects)
        if url is None:
            continue
        for method in ("get", "post"):
            status = getattr(almighty_stranger, method)(url).status_code
            if status not in (404, 405):
                leaks.append(f"{method} {name} {status}")
    assert leaks == []


def test_lists_show_nothing_of_another_locality(finished_round, almighty_stranger):
    for name, entry in patterns():
        if entry.pattern.converters or getattr(entry.callback, "permission", None) is None:
            continue
        response = almighty_stranger.get(reverse(name))
        if response.status_code == 200 and not response.streaming:
            assert "Tiến Thành" not in response.content.decode(errors="replace"), name


# Samples of papers: the same for everybody, nobody's data.
MAY_BE_KEPT = {"documents:sample-file"}


def test_nothing_a_signed_in_person_sees_is_kept_by_anything_between(finished_round):
    """Pages, files, refusals and pages that are not there, at every address; public pages stay free."""
    user = User.objects.create_user("moi.vai", None, full_name="Cán bộ mẫu 99")
    for role in set(Role) - {Role.OVERSEER}:
        Appointment.objects.create(user=user, locality=finished_round.locality, role=role, valid_from=SINCE)
    objects = {**first_objects(finished_round), "jobs": finished_round}
    client, wrong, opened = Client(), [], 0
    client.force_login(user)
    for name, entry in patterns():
        if name in {"accounts:sign-out", *MAY_BE_KEPT}:
            continue
        unknown = dict.fromkeys(entry.pattern.regex.groupindex, "khong-co")  # public pages tell that there is none
        public = entry.callback.permission is None
        url = reverse(name, kwargs=unknown) if public else address(name, entry, objects) or reverse(name)
        answer = client.get(url)
        opened += answer.status_code == 200
        told = answer.headers.get("Cache-Control", "")
        if "private" not in told or not ("no-store" in told or "no-cache" in told) or "max-age=8" in told:
            wrong.append(f"{name} {answer.status_code} {told!r}")
    assert wrong == []
    assert opened > 60  # not law: most addresses are pages
    refused = client.post(reverse("localities:add-unit"), {"don-vi-name": ""})
    assert (refused.status_code, refused.headers["Cache-Control"]) == (400, "private, no-cache")
    assert client.get("/khong-co/").headers["Cache-Control"] == "private, no-store"
    assert "no-store" not in Client().get(reverse("web:gallery")).headers.get("Cache-Control", "")
    left = client.post(reverse("accounts:sign-out"))
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in left.headers["Cache-Control"]


def test_anonymous_people_are_sent_to_sign_in(finished_round):
    client = Client()
    objects = first_objects(finished_round)
    for name, entry in patterns():
        if getattr(entry.callback, "permission", None) is None or name.startswith("jobs:"):
            continue
        url = address(name, entry, objects) or reverse(name)
        response = client.get(url)
        assert response.status_code == 302, name
        assert response["Location"].startswith("/dang-nhap/"), name
