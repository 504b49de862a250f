"""Short ways through a meeting, by the same pages that the secretary uses."""

from __future__ import annotations

import io
from collections.abc import Mapping

from pypdf import PdfReader

from chungtay.councils.models import Meeting, Tally
from chungtay.documents.actions import render
from chungtay.documents.models import Document


def words_of(document: Document) -> str:
    """The text of the paper as it is printed, on one line."""
    pages = PdfReader(io.BytesIO(render(document, "pdf"))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def plan(client, movement, nominations, **other: str) -> Meeting:
    data = {"held_on": "8/12/2025", "starts_at": "8h30", "place": "Phòng họp UBND xã"} | other
    answer = client.post(
        f"/hop-xet/phong-trao/{movement.pk}/moi/", data | {"nominations": [nomination.pk for nomination in nominations]}
    )
    assert answer.status_code == 302, answer.content.decode()
    return Meeting.objects.latest("pk")


def step(client, meeting: Meeting, verb: str, reason: str = ""):
    meeting.refresh_from_db()
    return client.post(f"/hop-xet/{meeting.pk}/buoc/", {"version": meeting.version, "verb": verb, "reason": reason})


def attend(client, meeting: Meeting, absent: Mapping[int, str] | None = None, **other: str):
    """Everybody present but those in `absent` (attendance id to absent or written); nobody declares anything else."""
    meeting.refresh_from_db()
    presence = {row.pk: "present" for row in meeting.attendance.all()} | dict(absent or {})
    data = {"version": str(meeting.version), "answer": "none"} | {f"p{pk}": value for pk, value in presence.items()}
    return client.post(f"/hop-xet/{meeting.pk}/diem-danh/", data | other)


def sheet(meeting: Meeting, votes: Mapping[int, tuple[int, int, int]], issued: int, valid: int | None = None):
    """The counting sheet as the form sends it; `votes` by nomination id."""
    meeting.refresh_from_db()
    data = {
        "version": meeting.version,
        "issued": issued,
        "returned": issued,
        "valid": issued if valid is None else valid,
    }
    for tally in meeting.tallies.all():
        line = votes[tally.nomination_id]
        data |= {f"{name}{tally.pk}": number for name, number in zip(("for", "against", "blank"), line, strict=True)}
    return data


def count(client, meeting: Meeting, votes, issued: int, valid: int | None = None):
    return client.post(f"/hop-xet/{meeting.pk}/kiem-phieu/", sheet(meeting, votes, issued, valid))


def opened(client, movement, nominations, absent=None) -> Meeting:
    """A meeting whose ballots are out."""
    meeting = plan(client, movement, nominations)
    assert step(client, meeting, "convene").status_code == 302
    answer = attend(client, meeting, absent)
    assert answer.status_code == 302, answer.content.decode()
    answer = step(client, meeting, "open_voting")
    assert answer.status_code == 302, answer.content.decode()
    meeting.refresh_from_db()
    return meeting


def tally_of(meeting: Meeting, nomination) -> Tally:
    return meeting.tallies.get(nomination=nomination)
