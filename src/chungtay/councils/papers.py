"""Papers of a meeting: invitation, ballots, minutes. Every number and name comes from the rows of the meeting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chungtay.councils import queries, session
from chungtay.councils.models import Attendance, Meeting, Tally
from chungtay.kit.errors import UserError
from chungtay.kit.language import in_vietnamese
from chungtay.kit.text import fold, vi_date
from chungtay.law.rules import Certainty
from chungtay.law.verdicts import Outcome
from chungtay.movements.models import AwardLevel
from chungtay.nominations import panel
from chungtay.nominations.models import Nomination
from chungtay.nominations.papers import Draft, award_in_words, movement_name
from chungtay.typesetting import wording

__all__ = ["Draft", "ballots", "invitation", "minutes", "override_lines"]

RESULTS = {"selected": "Được chọn", "beyond_quota": "Ngoài số lượng", "not_selected": "Không được chọn",
           "tie": "Ngang phiếu, chờ Chủ tịch"}  # fmt: skip
NO_OPINIONS = "Không có ý kiến khác"


def _purpose(meeting: Meeting) -> str:
    return _("Xét khen thưởng phong trào thi đua “%s”") % wording.upper_first(movement_name(meeting.movement))


def _cases(meeting: Meeting) -> list[Tally]:
    return list(
        meeting.tallies.select_related("nomination__person__unit", "nomination__unit", "nomination__award_level")
    )


def _unit(tally: Tally, levels: int) -> str:
    """Title and unit; with several award levels on one paper also which one, so that no two lines look the same."""
    parts = [tally.nomination.description]
    if levels > 1:
        parts.append(award_in_words(tally.nomination.award_level))
    return " – ".join(part for part in parts if part)


def _level_count(cases: list[Tally]) -> int:
    return len({tally.nomination.award_level_id for tally in cases})


def _clock(meeting: Meeting) -> str:
    return _("%(hour)s giờ %(minute)02d, ngày %(day)s") % {
        "hour": meeting.starts_at.hour, "minute": meeting.starts_at.minute, "day": vi_date(meeting.held_on),
    }  # fmt: skip


@in_vietnamese
def invitation(meeting: Meeting) -> Draft:
    """Giấy mời họp to every member of the council."""
    people = queries.seated(list(meeting.attendance.all()))
    chair = next((row for row in people if row.seat == "chair"), None)
    data = {
        "superior": [meeting.locality.committee_in_full],
        "issuer": [meeting.council.name],
        "place": meeting.locality.name,
        "title": _purpose(meeting),
        "host": meeting.council.name,
        "guests": [_person_line(row) for row in people],
        "purpose": _("%(what)s; xét %(n)s hồ sơ") % {"what": _purpose(meeting), "n": meeting.tallies.count()},
        "time": _clock(meeting),
        "venue": meeting.place,
        "chair": _person_line(chair) if chair else None,
        "signature": {"authority": ["TM. HỘI ĐỒNG", "CHỦ TỊCH"], "name": chair.name if chair else None},
        "recipients": [_("Như thành phần được mời"), _("Lưu: VT")],
    }
    return Draft("giay-moi", _("Giấy mời họp xét khen thưởng ngày %s") % vi_date(meeting.held_on), data)


def _person_line(row: Attendance) -> str:
    return ", ".join(part for part in (row.name, row.title, row.get_seat_display()) if part)


@in_vietnamese
def ballots(meeting: Meeting) -> Draft:
    """Numbered ballots, as many as members present; all alike, so that no ballot tells whose it is (R-58, R-66)."""
    cases = _cases(meeting)
    levels = _level_count(cases)
    data = {
        "superior": [meeting.locality.committee_in_full],
        "issuer": [meeting.council.name],
        "title": _purpose(meeting),
        "meeting": _("họp ngày %s") % vi_date(meeting.held_on),
        "candidates": [{"name": tally.nomination.nominee, "unit": _unit(tally, levels) or None} for tally in cases],
        "count": queries.ballot_count(meeting),
        "first_number": 1,
    }
    return Draft("phieu-bau", _("Phiếu bầu, họp xét khen thưởng ngày %s") % vi_date(meeting.held_on), data)


@in_vietnamese
def minutes(meeting: Meeting) -> Draft:
    """Biên bản họp xét with the count, the results and their reasons, and differing opinions (R-58, R-63)."""
    presider, recorder = queries.presider(meeting), queries.recorder(meeting)
    if presider is None or recorder is None:
        raise UserError(_("Chưa có người chủ trì hoặc thư ký cuộc họp. Ghi ở phần Điểm danh."))
    people = queries.seated(list(meeting.attendance.all()))
    cases = _cases(meeting)
    levels = _level_count(cases)
    data: dict[str, Any] = {
        "superior": [meeting.locality.committee_in_full],
        "issuer": [meeting.council.name],
        "place": meeting.locality.name,
        "title": _("Họp %s") % (_purpose(meeting)[:1].lower() + _purpose(meeting)[1:]),
        "bases": _bases(meeting),
        "started": _clock(meeting),
        "venue": meeting.place,
        "chair": {"name": presider.name, "role": presider.get_seat_display()},
        "secretary": {"name": recorder.name, "role": recorder.get_seat_display()},
        "present": [_person(row) for row in people if row.presence == Attendance.Presence.PRESENT],
        "absent": [_person(row) | _why(row) for row in people if row.presence != Attendance.Presence.PRESENT],
        "proceedings": _proceedings(meeting),
        "candidates": [_line(meeting, tally, levels) for tally in cases],
        "dissent": [] if _none_said(meeting.opinions) else [x for x in meeting.opinions.splitlines() if x.strip()],
        "conclusion": _conclusion(cases),
        "signatures": [
            {"authority": ["THƯ KÝ"], "name": recorder.name},
            {"authority": ["CHỦ TRÌ"], "name": presider.name},
        ],
        "recipients": [meeting.locality.committee, _("Thành viên Hội đồng"), _("Lưu: VT, hồ sơ khen thưởng")],
    }
    return Draft("bien-ban-hop", _("Biên bản họp xét khen thưởng ngày %s") % vi_date(meeting.held_on), data)


def _none_said(opinions: str) -> bool:
    return fold(opinions).rstrip(".") in ("", fold(NO_OPINIONS), "khong co", "khong")


def _person(row: Attendance) -> dict[str, str]:
    return {"name": row.name, "role": ", ".join(part for part in (row.title, row.get_seat_display()) if part)}


def _why(row: Attendance) -> dict[str, str]:
    return {"reason": _("gửi ý kiến bằng văn bản")} if row.presence == Attendance.Presence.WRITTEN else {}


def _bases(meeting: Meeting) -> list[str]:
    paper = meeting.movement.plan_version.content["document"]
    dated = paper["date"] or ""
    day = _(" ngày %s") % "/".join(reversed(dated.split("-"))) if len(dated) == len("yyyy-mm-dd") else ""
    code = paper["number_code"] or ""
    number = _(" số %s") % code if code[:1].isdigit() else ""  # "/KH-UBND": the place of the number was left empty
    plan = _("Căn cứ Kế hoạch%(number)s%(day)s của %(issuer)s") % {
        "number": number, "day": day, "issuer": paper["issuer"] or meeting.locality.committee_in_full,
    }  # fmt: skip
    if not number:
        plan += _about(paper["title"] or meeting.movement.plan.title)
    founding = meeting.council.established_by
    return [*([_("Căn cứ %s") % founding] if founding else []), plan]


def _about(title: str) -> str:
    """The title of a plan after its issuer, with the words "về việc" once: all that tells a plan without number."""
    bare = re.sub(r"^\s*(?:về việc|v/v)\s+", "", title.strip(), flags=re.IGNORECASE)
    return _(" về việc %s") % wording.lower_first(bare) if bare else ""


def _proceedings(meeting: Meeting) -> list[str]:
    lines = [_there(meeting)]
    conflicts = [
        _("%(member)s không bỏ phiếu cho %(nominee)s (%(ground)s)")
        % {"member": c.attendance.name, "nominee": c.nomination.nominee, "ground": c.ground}
        for c in meeting.conflicts.select_related("attendance", "nomination__person", "nomination__unit")
    ]
    lines.append(
        _("Người có liên quan: %s.") % "; ".join(conflicts)
        if conflicts
        else _("Không thành viên nào có liên quan đến người được xét.")
    )
    lines.append(_voting(meeting))
    lines += override_lines([tally.nomination for tally in _cases(meeting)])
    issued, returned, valid = meeting.ballots_issued or 0, meeting.ballots_returned or 0, meeting.ballots_valid or 0
    lines.append(
        _("Hội đồng bỏ phiếu: phát ra %(issued)s phiếu, thu về %(returned)s phiếu, trong đó %(valid)s phiếu hợp lệ, "
          "%(invalid)s phiếu không hợp lệ.")
        % {"issued": issued, "returned": returned, "valid": valid, "invalid": returned - valid}
    )  # fmt: skip
    return [line for line in lines if line]


def _there(meeting: Meeting) -> str:
    """How many came. Whether that is enough is for the council's own rules (R-64); nobody signs a default of ours."""
    rows = list(meeting.attendance.all())
    written = sum(1 for row in rows if row.presence == Attendance.Presence.WRITTEN)
    said = _("Có mặt %(there)s trên %(all)s thành viên Hội đồng") % {
        "there": queries.present_count(meeting), "all": len(rows),
    }  # fmt: skip
    return said + (_("; %s thành viên gửi ý kiến bằng văn bản.") % written if written else ".")


def _voting(meeting: Meeting) -> str:
    """The rules that were fixed before the first ballot (R-63), by the regulation or by what the council agreed on."""
    rules = session.rules(meeting)
    if session.settled(meeting):
        return _("Cách biểu quyết theo %(source)s: %(rules)s.") % {"source": rules.source, "rules": rules.sentence}
    return _("Hội đồng thống nhất cách biểu quyết trước khi bỏ phiếu: %s.") % rules.sentence


def override_lines(nominations: Sequence[Nomination]) -> list[str]:
    """One paragraph for each case that stands on a conclusion against the machine's verdict.

    What is restricted (R-127) is said to be so, never told.
    """
    found = panel.overrides(nominations)
    return [
        _("%(name)s: %(who)s kết luận đủ điều kiện ngày %(day)s, khác kết quả đối chiếu (%(unmet)s). "
          "Lý do: %(reason)s.")
        % {
            "name": nomination.nominee, "who": found[nomination.pk].by,
            "day": vi_date(localtime(found[nomination.pk].at).date()),
            "unmet": "; ".join(_unmet(found[nomination.pk].content)), "reason": found[nomination.pk].reason.rstrip("."),
        }
        for nomination in nominations
        if nomination.pk in found
    ]  # fmt: skip


def _unmet(content: Mapping[str, Any]) -> list[str]:
    rows = [f for f in content["findings"] if f["outcome"] != Outcome.PASSED and Certainty(f["certainty"]).settled]
    said = [f["text"].rstrip(".") for f in rows if not f["private"]]
    return [*said, *([_("một điều kiện thuộc thông tin hạn chế")] if any(f["private"] for f in rows) else [])]


def _line(meeting: Meeting, tally: Tally, levels: int) -> dict[str, Any]:
    base = session.base(meeting, tally)
    return {
        "name": tally.nomination.nominee,
        "unit": _unit(tally, levels) or None,
        "yes": tally.votes_for,
        "no": tally.votes_against,
        "invalid": tally.votes_blank,
        "rate": round(100 * (tally.votes_for or 0) / base, 1) if base else None,
        "result": RESULTS.get(tally.result),
    }


def _conclusion(cases: list[Tally]) -> list[str]:
    lines: list[str] = []
    by_level: dict[int, tuple[AwardLevel, list[Tally]]] = {}
    for tally in cases:
        level = tally.nomination.award_level
        by_level.setdefault(level.pk, (level, []))[1].append(tally)
    for level, tallies in by_level.values():
        chosen = [t.nomination.nominee for t in tallies if t.result == "selected"]
        award = award_in_words(level)
        lines.append(
            _("Hội đồng thống nhất đề nghị tặng %(award)s cho %(n)s trường hợp: %(names)s.")
            % {"award": award, "n": len(chosen), "names": "; ".join(chosen)}
            if chosen
            else _("Hội đồng không chọn trường hợp nào để đề nghị tặng %s.") % award
        )
        lines += [f"{t.nomination.nominee}: {t.explanation}" for t in tallies if t.explanation]
    return lines
