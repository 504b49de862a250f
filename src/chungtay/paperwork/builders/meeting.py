"""Papers of a meeting that the meeting's own page does not make: score sheets, minutes of the count."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.councils import session
from chungtay.councils.models import Meeting, Tally
from chungtay.councils.papers import RESULTS
from chungtay.councils.queries import ballot_count
from chungtay.kit.text import vi_date
from chungtay.nominations.papers import award_in_words
from chungtay.paperwork.case import Case, signer
from chungtay.paperwork.recipe import Recipe, Topic


def score_sheet(case: Case) -> dict[str, Any]:
    """Phiếu điểm: the plan's criteria, the cases of the meeting, a sheet for each who votes (R-58). No points given."""
    meeting: Meeting | None = case.topic
    council = meeting.council if meeting else case.council
    criteria = list(dict.fromkeys(" ".join(row.text.split()) for row in case.movement.criteria.all()))
    head = {
        "superior": [case.locality.committee_in_full] if council else [],
        "issuer": [council.name if council else case.locality.committee_in_full],
        "title": f"Chấm điểm xét khen thưởng {case.named}",
        "criteria": [{"text": text} for text in criteria],
        "first_number": 1,
    }
    if meeting is None:
        return head
    return head | {
        "meeting": f"họp ngày {vi_date(meeting.held_on)}",
        "candidates": [{"name": t.nomination.nominee, "unit": _unit(t)} for t in meeting.tallies.all()],
        "count": ballot_count(meeting) or meeting.attendance.count(),
    }


def count_minutes(case: Case) -> dict[str, Any]:
    """Biên bản kiểm phiếu: the totals as they were typed in once; before the count its figures are asked for."""
    meeting: Meeting | None = case.topic
    council = meeting.council if meeting else case.council
    head: dict[str, Any] = {
        "superior": [case.locality.committee_in_full] if council else [],
        "issuer": [council.name if council else case.locality.committee_in_full],
        "place": case.locality.name,
        "title": f"Kiểm phiếu xét khen thưởng {case.named}",
        "bases": [case.plan_basis],
        "signatures": [signer(["THÀNH VIÊN TỔ KIỂM PHIẾU"]), signer(["TỔ TRƯỞNG TỔ KIỂM PHIẾU"])],
    }
    if meeting is None:
        return head
    at = meeting.starts_at
    issued, returned, valid = meeting.ballots_issued, meeting.ballots_returned, meeting.ballots_valid
    return head | {
        "started": f"{at.hour} giờ {at.minute:02d}, ngày {vi_date(meeting.held_on)}",
        "venue": meeting.place,
        "method": "Bỏ phiếu kín" if session.rules(meeting).secret else "Biểu quyết công khai",
        "rule": session.rules(meeting).sentence,
        "issued": issued, "collected": returned, "valid": valid,
        "invalid": returned - valid if returned is not None and valid is not None else None,
        "candidates": [_line(meeting, tally, several=_several(meeting)) for tally in meeting.tallies.all()],
    }  # fmt: skip


def _unit(tally: Tally) -> str:
    return tally.nomination.description


def _several(meeting: Meeting) -> bool:
    """Whether the meeting judged for more than one award level: only then a line says which."""
    return len({tally.nomination.award_level_id for tally in meeting.tallies.all()}) > 1


def _line(meeting: Meeting, tally: Tally, *, several: bool) -> dict[str, Any]:
    base = session.base(meeting, tally) if tally.votes_for is not None else 0
    award = award_in_words(tally.nomination.award_level) if several else ""
    return {
        "name": tally.nomination.nominee,
        "unit": " – ".join(filter(None, [_unit(tally), award])),
        "yes": tally.votes_for, "no": tally.votes_against,
        "rate": round(100 * (tally.votes_for or 0) / base, 1) if base else None,
        "result": RESULTS.get(tally.result),
    }  # fmt: skip


def meetings(case: Case) -> list[Topic]:
    return [Topic(f"meeting:{m.pk}", _("Cuộc họp ngày %s") % vi_date(m.held_on), m) for m in case.meetings]


ABOUT = gettext_lazy("cuộc họp")
RECIPES = (
    Recipe("phieu-diem", score_sheet, lambda case: f"Phiếu điểm{_of(case)}", topics=meetings, about=ABOUT),
    Recipe("bien-ban-kiem-phieu", count_minutes, lambda case: f"Biên bản kiểm phiếu{_of(case)}", topics=meetings,
           about=ABOUT),
)  # fmt: skip


def _of(case: Case) -> str:
    return f", họp ngày {vi_date(case.topic.held_on)}" if case.topic else ""
