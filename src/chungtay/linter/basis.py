"""The legal basis: acts cited after they ended or before they began, levels and offices that ceased, wrong symbols.

The law engine finds and judges. Judged twice: on the plan's own day (and to the end of its movement), and on the day of
the check, because last year's plan is this year's template.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from chungtay import law
from chungtay.law import citations
from chungtay.law.acts import Act, normal, register
from chungtay.law.citations import Kind, Remark
from chungtay.law.deadlines import format_date_vi
from chungtay.law.loading import Law
from chungtay.law.numbering import problems
from chungtay.linter.model import Hit, Severity, Trust
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject

BASE_LAW = "R-02"


def _remarks(s: Subject, *kinds: Kind) -> Iterator[Remark]:
    day = s.issued[0] or s.on
    yield from _all(s, day, s.period_end, *kinds)


def _all(s: Subject, day: dt.date, until: dt.date | None, *kinds: Kind) -> Iterator[Remark]:
    """Of the text, and of bases that a person corrected (no place in the text then)."""
    found = [remark for remark in citations.check_text(s.text, day, until) if remark.kind in kinds]
    yield from found
    known = {remark.sentence for remark in found}
    bases = ";\n".join(base["text"] for base in s.plan["legal_bases"])
    for remark in citations.check_text(bases, day, until):
        if remark.kind in kinds and remark.sentence not in known:
            yield replace(remark, start=-1, end=-1)


def _span(remark: Remark) -> tuple[int, int] | None:
    return (remark.start, remark.end) if remark.start >= 0 else None


def _rules(remark: Remark) -> tuple[str, ...]:
    return (remark.rule_id,) if remark.rule_id and remark.rule_id in law.load().national else ()


def _cited(remarks: Iterable[Remark]) -> Iterator[tuple[Remark, int]]:
    """Each cited act once, with how often it stands in the text."""
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.sentence, []).append(remark)
    yield from ((rows[0], len(rows)) for rows in found.values())


def _times(count: int) -> str:
    return f" ({count} chỗ)" if count > 1 else ""


@check("can-cu-het-hieu-luc")
def expired(s: Subject) -> Iterator[Hit]:
    for remark, count in _cited(_remarks(s, Kind.EXPIRED)):
        yield Hit(
            f"{remark.sentence}{_times(count)}", "Dẫn văn bản đang có hiệu lực vào ngày ký kế hoạch.", _span(remark),
            rules=_rules(remark), severity=None if remark.blocks else Severity.WARNING,
        )  # fmt: skip


@check("can-cu-chua-hieu-luc")
def not_yet(s: Subject) -> Iterator[Hit]:
    last = s.issued[1] or s.on
    for remark, count in _cited(_remarks(s, Kind.NOT_YET)):
        if any(r.sentence == remark.sentence or r.start == remark.start
               for r in citations.check_text(s.text, last) if r.kind is Kind.NOT_YET):  # fmt: skip
            yield Hit(
                f"{remark.sentence}{_times(count)}", "Xem lại số, ngày của văn bản, hoặc bỏ căn cứ này.", _span(remark),
                rules=_rules(remark), severity=None if remark.blocks else Severity.WARNING,
            )  # fmt: skip


@check("can-cu-het-giua-chung")
def ends_in_between(s: Subject) -> Iterator[Hit]:
    for remark, count in _cited(_remarks(s, Kind.ENDS)):
        yield Hit(
            f"{remark.sentence}{_times(count)}", "Đến ngày đó dẫn văn bản thay thế, ghi vào điều chỉnh kế hoạch.",
            _span(remark), rules=_rules(remark),
        )  # fmt: skip


@check("can-cu-nay-da-het")
def expired_by_now(s: Subject) -> Iterator[Hit]:
    day = s.issued[0] or s.on
    known = {remark.start for remark in _remarks(s, Kind.EXPIRED, Kind.ENDS)}
    later = [r for r in _all(s, s.on, None, Kind.EXPIRED) if r.start not in known]
    for remark, count in _cited(later):
        if s.on > day:
            yield Hit(
                f"{remark.sentence.rstrip('.')}; khi ký kế hoạch vẫn còn hiệu lực{_times(count)}.",
                "Kế hoạch không sai. Lấy làm mẫu cho năm sau thì thay văn bản này.", _span(remark),
                rules=_rules(remark),
            )  # fmt: skip


@check("can-cu-sai-ngay")
def wrong_day(s: Subject) -> Iterator[Hit]:
    """A known act cited with another day than that of its signing; the number decides which act is meant."""
    for i, base in enumerate(s.plan["legal_bases"]):
        act = register().find(base["document_number"] or "")
        if act is None or act.signed_on is None or len(base["date"] or "") != len("2026-01-01"):
            continue
        if base["date"] != act.signed_on.isoformat():
            yield Hit(
                f"{act.name} ký ngày {format_date_vi(act.signed_on)}, kế hoạch ghi ngày "
                f"{format_date_vi(dt.date.fromisoformat(base['date']))}.",
                f"Xem lại: ngày {format_date_vi(act.signed_on)} hoặc số của văn bản khác.",
                s.spot(f"legal_bases[{i}].date"),
            )  # fmt: skip


@check("can-cu-sai-so")
def wrong_term(s: Subject) -> Iterator[Hit]:
    """Number and year of a known law with the term of another National Assembly: 06/2022/QH13 for QH15."""
    for i, base in enumerate(s.plan["legal_bases"]):
        number = normal(base["document_number"] or "")
        stem = re.fullmatch(r"(\d+/\d{4}/QH)\d+", number)
        if stem is None or register().find(number):
            continue
        known = next((act for key, act in register().acts.items() if re.fullmatch(stem[1] + r"\d+", key)), None)
        if known:
            yield Hit(
                f"Không thấy văn bản số {base['document_number']}; có {known.name}.",
                f"Nếu đúng vậy, viết số {known.number}.",
                s.spot(f"legal_bases[{i}].document_number"),
            )  # fmt: skip


@check("co-quan-khong-con")
def gone(s: Subject) -> Iterator[Hit]:
    yield from _bodies(s, Kind.BODY, "Sửa theo tên cơ quan, cấp chính quyền hiện nay.")


@check("co-quan-het-giua-chung")
def going(s: Subject) -> Iterator[Hit]:
    yield from _bodies(s, Kind.BODY_ENDS, "Điều chỉnh kế hoạch: ghi nơi thay thế kể từ ngày đó.")


def _bodies(s: Subject, kind: Kind, do: str) -> Iterator[Hit]:
    """One finding for each level or office, however often the plan names it."""
    groups: dict[str, list[Remark]] = {}
    for remark in _remarks(s, kind):
        groups.setdefault(remark.advice, []).append(remark)
    for advice, rows in groups.items():
        names = list(dict.fromkeys(f"“{' '.join(row.subject.split())}”" for row in rows))
        shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
        last = rows[0].last_day
        until = ""
        if last and kind is Kind.BODY_ENDS:
            until = f"chỉ đến hết {format_date_vi(last)}, phong trào còn chạy sau đó. "
        blocks = any(row.blocks for row in rows)
        yield Hit(
            f"{shown}: {until}{advice}", do, _span(rows[0]), rules=_rules(rows[0]),
            severity=None if blocks else Severity.WARNING,
        )  # fmt: skip


@check("ky-hieu-sai")
def wrong_symbols(s: Subject) -> Iterator[Hit]:
    day = s.issued[0] or s.on
    for match in citations.WRITTEN.finditer(s.text):
        # A gap before the stroke is left for the number to be written in by hand.
        written = re.sub(r"\s*/\s*", "/", match[1].strip()).lstrip("/")
        # 24-CT/TU is how the Party writes; a committee of the people does not.
        if citations.NATIONAL_FORM.search(written) and not written.endswith("UBND"):
            continue
        wrong = [said for said in problems(written, day) if not said.startswith("Thiếu số")]
        if wrong:
            # The number of a cited paper may have been written so by whoever issued it.
            own = not s.text[s.text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" *_")
            yield Hit(
                f"“{match[1].strip()}”: {' '.join(wrong)}", "Viết lại số, ký hiệu.", match.span(1),
                severity=None if own else Severity.WARNING,
            )  # fmt: skip


@check("ky-hieu-mat-dau")
def lost_letters(s: Subject) -> Iterator[Hit]:
    for match in re.finditer(r"\d+/(?:\d{4}/)?((?:ND-CP|QD-[A-ZĐ][A-Za-zĐ]*|QD-UBND|HDTDKT))\b", s.text):
        right = match[1].replace("ND-", "NĐ-").replace("QD-", "QĐ-").replace("HDTDKT", "HĐTĐKT")
        yield Hit(
            f"Ký hiệu “{match[0]}” mất chữ Đ, đúng là {right}.", f"Viết {right}.", match.span()
        )  # fmt: skip


@check("theo-dot")
def old_form(s: Subject) -> Iterator[Hit]:
    for words, _piece in s.matches(r"\bthi dua theo dot\b"):
        yield Hit(
            "“Thi đua theo đợt” là cách gọi của luật cũ.", "Viết “thi đua theo chuyên đề”.", words.spans[0]
        )  # fmt: skip


@check("khong-dan-luat")
def no_law(s: Subject) -> Iterator[Hit]:
    """Of use on the plan's day: the law in force then, so that a clerk need not look for it."""
    day = s.issued[0] or s.on
    act = _law_on(s.rules, day)
    if act is None or any(citation.kind.startswith("Luật") and "thi đua" in (citation.name or "").lower()
                          for citation in citations.parse(s.text)):  # fmt: skip
        return
    if s.trust is not Trust.SOUND and "thi dua, khen thuong" in s.text.lower():
        return
    bases = s.document.preamble
    yield Hit(
        f"Kế hoạch không dẫn {act.name}, luật có hiệu lực khi đó.",
        "Nên dẫn luật trước, rồi đến nghị định và kế hoạch cấp trên.",
        bases[0][: len("Căn cứ")].spans[0] if bases and bases[0].folded.startswith("can cu") else None,
    )


def _law_on(rules: Law, day: dt.date) -> Act | None:
    value = rules.on(day).peek(BASE_LAW)
    if value is not None and value.value:
        return register().find(value.value["number"])
    named = [a for a in register().named("Luật Thi đua, khen thưởng") if (a.valid_from or day) <= day]
    return next((act for act in named if act.valid_to is None or act.valid_to >= day), None)
