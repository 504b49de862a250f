"""The papers of one award round, all from the same rows: tờ trình, quyết định with its list, giấy khen.

A name, an achievement or an ordinal stands once, on the row of the award; the number and the date of a paper stand
once, in the register (`documents.full_data` lays them in). So the papers of a round cannot disagree.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from chungtay import law
from chungtay.decisions.models import Award, Certificate, Decision
from chungtay.documents.actions import number_of
from chungtay.kit.language import in_vietnamese
from chungtay.kit.text import fold
from chungtay.law import acts
from chungtay.law.money import decimal, dong
from chungtay.law.rules import LAYER_LABELS
from chungtay.localities.models import Locality
from chungtay.localities.rules import law_on
from chungtay.movements.models import AwardLevel, Movement
from chungtay.nominations.models import Subject
from chungtay.nominations.papers import Draft, movement_name
from chungtay.typesetting import wording
from chungtay.typesetting.tree import PartialDate

# The acts that an award decision stands on: a law by its title in the register of acts, the rest by their names in the
# law data; one not in force that day is left out.
_COMMUNE_LAW = "Luật Tổ chức chính quyền địa phương"
_ACTS = ("base_law", "decree", "devolution_decree")
__all__ = ["Draft", "certificate", "certificates", "decision", "payment_list", "proposal"]

_GROUPS = {Subject.COLLECTIVE: "collectives", Subject.INDIVIDUAL: "individuals", Subject.HOUSEHOLD: "households"}
_SALUTATIONS = {"nữ": "Bà", "nam": "Ông"}


@in_vietnamese
def proposal(decision: Decision) -> Draft:
    """Tờ trình: of the council to the chair, or of the committee to the level above (R-55)."""
    level, movement, locality = decision.award_level, decision.movement, decision.locality
    award = _form(level)
    if level.decided_here:
        head: dict[str, Any] = {
            "superior": [locality.committee_in_full], "issuer": [decision.meeting.council.name],
            "symbol": f"TTr-{COUNCIL_BODY}", "addressees": [f"Chủ tịch {locality.committee}"],
            "signature": _signature(["TM. HỘI ĐỒNG", *_lines(decision.proposer_title)], decision.proposer_name),
        }  # fmt: skip
        award = f"{award} của Chủ tịch {locality.committee}"
    else:
        head = {
            "issuer": _committee(decision), "addressees": [authority_of(level)],
            "signature": _signature(["TM. ỦY BAN NHÂN DÂN", *_lines(decision.signer_title)], decision.signer_name),
        }  # fmt: skip
    title = _("Về việc đề nghị khen thưởng trong %(movement)s") % {"movement": movement_words(movement)}
    data = head | {
        "place": locality.name,
        "title": title,
        "bases": [plan_basis(movement)],
        "body": [_meeting_sentence(decision)],
        "award": award,
        "enclosures": ["Biên bản họp xét khen thưởng", "Báo cáo thành tích của các trường hợp được đề nghị"],
        "recipients": ["Như trên", "Lưu: VT"],
    }
    return Draft("to-trinh", title, data | _groups(_awards(decision)))


COUNCIL_BODY = "HĐTĐKT"  # the council's sign in the symbol of its own papers


@in_vietnamese
def decision(decision: Decision, *, on: dt.date | None = None) -> Draft:
    """Quyết định khen thưởng with its list. `on`: the day whose law it cites; default: signature, else drafting."""
    level, movement, locality = decision.award_level, decision.movement, decision.locality
    awards = _awards(decision)
    title = _("Về việc khen thưởng trong %(movement)s") % {"movement": movement_words(movement)}
    money = any(award.bonus is not None for award in awards)
    data: dict[str, Any] = {
        "issuer": _committee(decision),
        "place": locality.name,
        "title": title,
        "power": f"Chủ tịch {locality.committee_in_full}",
        "bases": [*acts_in_force(decision.locality, on or _day(decision)), plan_basis(movement), _request(decision)],
        "award": _form(level),
        "achievement": f"đã có thành tích xuất sắc trong {movement_words(movement)}",
        "responsible": movement.standing_unit or locality.committee_in_full,
        "signature": _signature(_lines(decision.signer_title), decision.signer_name),
        # The article on money is the one before the last two; without it the decision has three.
        "recipients": [f"Như Điều {4 if money else 3}", "Lưu: VT"],
    }
    return Draft("quyet-dinh", title, data | _groups(awards, money=True))


@in_vietnamese
def payment_list(
    decision: Decision, rows: Sequence[tuple[Award, int, dict[str, Any]]], *, made_by: str, money_source: str = ""
) -> Draft:
    """Bảng tính tiền thưởng of a numbered decision from the records of its sums (award, sum, what gave it)."""
    values = {value["rule"]: value for _award, _sum, told in rows for value in told["values"]}
    step = next(value["value"] for value in values.values() if value["name"] == "bonus_rounding")
    data: dict[str, Any] = {
        "issuer": _committee(decision), "place": decision.locality.name,
        "title": _("Khen thưởng trong %(movement)s") % {"movement": movement_words(decision.movement)},
        "decision": payment_heading(decision), "award": _form(decision.award_level),
        "rows": [
            {"name": award.name, "subject": Subject(award.subject).label.lower(), "money": amount,
             "coefficient": decimal(Fraction(told["coefficient"])), "base_wage": told["base_wage"]}
            | ({"unit": award.description} if award.description else {})
            for award, amount, told in rows
        ],
        "method": _("Hệ số nhân mức lương cơ sở của ngày quyết định, nhân xong mới làm tròn lên, bội số %(step)s đồng")
        % {"step": dong(step)},
        "grounds": [ground(value) for value in values.values()],
        "cautions": list(dict.fromkeys(f"{w[:1].upper()}{w[1:]}" for _a, _s, told in rows for w in told["warnings"])),
        "signatures": [
            _signature(["NGƯỜI LẬP BẢNG"], made_by), _signature(["KẾ TOÁN"], ""),
            _signature(_lines(decision.signer_title), decision.signer_name),
        ],
    }  # fmt: skip
    if money_source:
        data["money_source"] = money_source
    return Draft("bang-tinh-tien-thuong", _("Bảng tính tiền thưởng: %(what)s") % {"what": data["title"]}, data)


@in_vietnamese
def payment_heading(decision: Decision) -> str:
    """Quyết định số … ngày … của Chủ tịch …, as the list names what it follows."""
    document = decision.document
    number = number_of(document) if document else None
    dated = wording.day_line(PartialDate.of(document.issued_on if document else None))
    return f"Quyết định số {number or '......'} {dated} của Chủ tịch {decision.locality.committee_in_full}"


def ground(value: Mapping[str, Any]) -> str:
    """One recorded value with where it stands, for the accountant: “Mức lương cơ sở: Nghị định 73/2024/NĐ-CP”."""
    sources = [f"{r['article']}, {r['title']}" if r["article"] else r["title"] for r in value["reference"]]
    layer = "" if value["layer"] == "national" else f" ({LAYER_LABELS[value['layer']]})"
    return f"{value['title']}{layer}: {'; '.join(sources)}"


@in_vietnamese
def certificate(certificate: Certificate, verify_url: str) -> dict[str, Any]:
    """Giấy khen of one award (R-84…R-88): number and date of the decision, the ordinal as số sổ vàng (R-87)."""
    return certificates([(certificate, verify_url)])


@in_vietnamese
def certificates(sheets: Sequence[tuple[Certificate, str]]) -> dict[str, Any]:
    """One print run of certificates of one decision, in the given order."""
    decision = sheets[0][0].award.decision
    document = decision.document
    data: dict[str, Any] = {
        "authority": f"Chủ tịch {decision.locality.committee_in_full}",
        "place": decision.locality.name,
        "signer_title": _lines(decision.signer_title),
        "signer_name": decision.signer_name or None,
        "recipients": [_recipient(sheet, url) for sheet, url in sheets],
    }
    number = number_of(document) if document else None
    if document and number:
        data |= {
            "decision_number": number,
            "decision_date": document.issued_on.isoformat() if document.issued_on else None,
        }
    return data


def _recipient(certificate: Certificate, verify_url: str) -> dict[str, Any]:
    award = certificate.award
    person = award.nomination.person if award.subject == Subject.INDIVIDUAL else None
    return {
        "salutation": _SALUTATIONS.get(person.gender if person else ""),
        "name": award.name,
        "details": [award.description] if award.description else [],
        "achievement": award.achievement,
        "golden_book": award.ordinal,
        "verify_url": verify_url,
        "code": grouped(certificate.code),
    }


def grouped(code: str) -> str:
    """A code as people read it aloud: four letters at a time."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def authority_of(level: AwardLevel) -> str:
    """Who decides at a level above, in the plan's words; where it names nobody, only the level is said."""
    return level.authority or _("Ủy ban nhân dân cấp %(level)s") % {"level": level.level or "trên"}


def movement_words(movement: Movement) -> str:
    """The movement as a sentence names it: phong trào thi đua “Chung tay Cải cách hành chính” năm 2025."""
    name = movement_name(movement)
    named = f"phong trào thi đua “{name[:1].upper()}{name[1:]}”"
    return named if str(movement.year) in name else f"{named} năm {movement.year}"


def _awards(decision: Decision) -> list[Award]:
    return list(decision.awards.select_related("nomination__person").order_by("ordinal"))


def _groups(awards: Sequence[Award], *, money: bool = False) -> dict[str, list[dict[str, Any]]]:
    """The list by kind of subject. It keeps the order of the ordinals: `actions` counts them in this very order."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for award in awards:
        entry: dict[str, Any] = {"name": award.name, "achievement": award.achievement}
        if award.description:
            entry["unit"] = award.description
        if money and award.bonus is not None:
            entry["money"] = award.bonus
        groups.setdefault(_GROUPS[Subject(award.subject)], []).append(entry)
    return groups


def _committee(decision: Decision) -> list[str]:
    return ["Ủy ban nhân dân", f"{decision.locality.kind} {decision.locality.name}"]


def _form(level: AwardLevel) -> str:
    return level.form or _("hình thức khen thưởng theo quy định")


def _lines(title: str) -> list[str]:
    """KT. CHỦ TỊCH / PHÓ CHỦ TỊCH stands on two lines (L-27)."""
    return [line.strip() for line in re.split(r"[/\n]", title) if line.strip()]


def _signature(authority: list[str], name: str) -> dict[str, Any]:
    return {"authority": authority, "name": name or None}


def _day(decision: Decision) -> dt.date:
    document = decision.document
    signed = document.signed_on if document else None
    return signed or timezone.localdate(decision.created_at)


def acts_in_force(locality: Locality, day: dt.date) -> list[str]:
    """The acts in force on a day, as the bases of a decision name them. What the law data do not know is not named."""
    resolved = law_on(locality, day)
    power = [act for act in acts.register().named(_COMMUNE_LAW) if _in_force(act, day)]
    found = [cited(act.title, act.number) for act in power]
    for name in _ACTS:
        try:
            act = resolved.named(name).value
        except law.LawError:
            continue
        found.append(cited(act["name"], act["number"]))
    return found


def _in_force(act: acts.Act, day: dt.date) -> bool:
    return (act.valid_from is None or act.valid_from <= day) and (act.valid_to is None or day <= act.valid_to)


def cited(name: str, number: str) -> str:
    """An act as a basis cites it the first time (L-19): kind, number, day, issuer, title; of a law title and day only.

    A day that the register of acts does not have is left out.
    """
    act = acts.register().find(number)
    signed = f" {wording.day_line(PartialDate.of(act.signed_on))}" if act and act.signed_on else ""
    if name.startswith("Luật"):
        return f"Căn cứ {name}{signed}" if signed else f"Căn cứ {name} số {number}"
    kind = act.kind if act else " ".join(name.split(" ")[:2])
    issuer = f" của {act.issuer}" if act else ""
    return f"Căn cứ {kind} số {number}{signed}{issuer} {name.removeprefix(kind).strip()}"


def plan_basis(movement: Movement) -> str:
    """The plan by its number and date; one without a number by its date, as far as it has one, and its title."""
    header = movement.plan_version.header
    code = header.get("number_code") or ""
    dated = header.get("date")
    numbered = f" số {code}" if re.match(r"\d", code) else ""
    day = f" {wording.day_line(PartialDate.of(dated))}" if dated and len(dated) == len("2025-02-18") else ""
    about = "" if numbered else f" {header.get('title') or movement.plan.title}"
    return f"Căn cứ Kế hoạch{numbered}{day} của {movement.locality.committee}{_about(about)}"


def _about(title: str) -> str:
    """The title of a plan after its issuer: “về việc phát động …”, with the words "về việc" once."""
    bare = re.sub(r"^\s*về việc\s+", "", title.strip(), flags=re.IGNORECASE)
    return f" về việc {wording.lower_first(bare)}" if bare else ""


def _held(decision: Decision) -> str:
    return wording.day_line(PartialDate.of(decision.meeting.held_on))


def _meeting_sentence(decision: Decision) -> str:
    council = decision.meeting.council.name
    return _("%(council)s đã họp %(day)s, bỏ phiếu và đề nghị khen thưởng các trường hợp có tên trong danh sách.") % {
        "council": council, "day": _held(decision)}  # fmt: skip


def _request(decision: Decision) -> str:
    """Xét đề nghị: the council's submission once it has its number, else the minutes of its meeting."""
    council, submission = decision.meeting.council.name, decision.proposal
    number = number_of(submission) if submission else None
    if submission and number and submission.issued_on:
        dated = wording.day_line(PartialDate.of(submission.issued_on))
        return f"Xét đề nghị của {council} tại Tờ trình số {number} {dated}"
    return f"Xét đề nghị của {council} tại Biên bản họp {_held(decision)}"


def award_form(level: AwardLevel) -> str | None:
    """The form of award in the words of the law engine's coefficients; None when the plan names none."""
    words = fold(level.form)
    if not words:
        return None
    return "giay-khen-xa" if words.startswith("giay khen") else words.replace(" ", "-")
