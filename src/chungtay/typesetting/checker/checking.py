"""From the bytes of a file to the report."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping

from chungtay import pdfium
from chungtay.typesetting.checker import boxes, further, pictures
from chungtay.typesetting.checker.certificate_checks import SheetChecks
from chungtay.typesetting.checker.checks import Checks
from chungtay.typesetting.checker.limits import Row, rows, tolerances
from chungtay.typesetting.checker.model import Finished
from chungtay.typesetting.checker.parts import Parts, papers
from chungtay.typesetting.checker.read_docx import read_docx
from chungtay.typesetting.checker.read_pdf import read_pdf
from chungtay.typesetting.checker.report import Finding, Report
from chungtay.typesetting.checker.zones import DATE, NUMBER, fold
from chungtay.typesetting.errors import TypesettingError
from chungtay.typesetting.kinds.kind import Form

_PICTURES = ("L-28", "L-29")  # a Word file is not signed: nothing to measure in it


def check_layout(content: bytes, *, on: dt.date, kind: str | None = None) -> Report:
    """Measures a PDF or DOCX against the layout rows in force `on` a day; the file's form is seen from its bytes.

    `kind` (a key of KINDS) says what the paper should be; without it this is judged from the file. Raises
    TypesettingError when the file is neither, is locked, or has no text.
    """
    finished = _read(content)
    if not any(p.text for p in finished.pieces):
        raise TypesettingError("Tệp không có chữ để đo, có lẽ là bản quét; anh/chị chọn tệp PDF hoặc Word gốc.")
    in_force = rows(on)
    form = _form(kind)
    if form is Form.CERTIFICATE or (form is None and _looks_like_certificate(finished)):
        return _certificates(finished, in_force)
    findings: list[Finding] = []
    measured: dict[str, None] = {}
    absent: dict[str, None] = {}
    for parts in papers(finished):
        checks = _paper(finished, parts, in_force, form)
        if finished.form == "pdf" and parts.authorities:
            signed = {p.page for p in parts.authorities}
            pictures.measure(checks, pictures.read_pictures(content, signed))
        findings += checks.findings
        measured |= checks.measured
        absent |= checks.absent
    return _report(finished, in_force, findings, measured, absent)


def _read(content: bytes) -> Finished:
    try:
        if content.startswith(b"PK"):
            return read_docx(content)
        return read_pdf(content)
    except (pdfium.PdfiumError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise TypesettingError(
            "Tệp không phải PDF hay Word (.docx) đọc được; anh/chị mở lại rồi lưu ra tệp khác."
        ) from error


def _form(kind: str | None) -> Form | None:
    if kind is None:
        return None
    from chungtay.typesetting.kinds import KINDS

    if kind not in KINDS:
        raise TypesettingError(f"Không có loại văn bản “{kind}”. Các loại có: {', '.join(KINDS)}.")
    return KINDS[kind].form


def _looks_like_certificate(finished: Finished) -> bool:
    return (
        any(p.text == "GIẤY KHEN" and p.size > 20 for p in finished.pieces)
        and finished.pages[0].width > finished.pages[0].height
    )


def _guess(parts: Parts) -> Form:
    if parts.national is None:
        return Form.PAPER if _is_official(parts) else Form.SLIP
    if parts.letter:
        return Form.LETTER
    if not parts.issuer:
        return Form.PERSONAL
    name = parts.type_name.text if parts.type_name else ""
    return Form.UNNUMBERED if name.startswith(tuple(tolerances()["may_lack_number"])) else Form.PAPER


def _is_official(parts: Parts) -> bool:
    """A paper that lost its Quốc hiệu, not a slip: it is signed and sent, or bears a number or a place with its day."""
    named = [fold(p.text) for p in parts.pieces[:8] if p.zone != "flow" or p.lines == 1]
    headed = any(NUMBER.match(words) or (DATE.search(words) and "," in words) for words in named)
    return headed or (parts.recipients_word is not None and bool(parts.authorities))


def _paper(finished: Finished, parts: Parts, in_force: Mapping[str, Row], given: Form | None) -> Checks:
    guessed = _guess(parts)
    # A bundle holds papers of several forms; each is judged by what it is.
    form = guessed if given in (None, Form.BUNDLE) else given
    if form is Form.UNNUMBERED and guessed is Form.PERSONAL:
        form = guessed
    assert form is not None
    checks = Checks(finished, parts, in_force, numbered=form in (Form.PAPER, Form.LETTER))
    wide = any(p.zone == "table" for p in parts.pieces) and form in (Form.REGISTER, Form.UNNUMBERED)
    checks.page(landscape=wide, numbers=form is not Form.SLIP)
    if form is Form.SLIP:
        return checks
    boxes.head(checks, issuer_needed=form is not Form.PERSONAL)
    if parts.national is not None:  # without it nothing says what is letterhead and what is text
        boxes.titles(checks, letter=form is Form.LETTER)
        checks.body()
        boxes.foot(checks, signed=True)
        further.measure(checks)
        boxes.order(checks)
    return checks


def _certificates(finished: Finished, in_force: Mapping[str, Row]) -> Report:
    checks = SheetChecks(finished, in_force)
    checks.run()
    return _report(finished, in_force, checks.findings, checks.measured, {}, sheet=True)


def _report(
    finished: Finished,
    in_force: Mapping[str, Row],
    findings: list[Finding],
    measured: Mapping[str, None],
    absent: Mapping[str, None],
    *,
    sheet: bool = False,
) -> Report:
    worst = {f.rule: f.severity for f in sorted(findings, key=lambda f: f.severity, reverse=True)}
    source = in_force["R-83" if sheet else "L-01"].source
    passed = tuple(r for r in measured if r not in worst)
    missing = tuple(r for r in absent if r not in measured)
    unmeasured = _PICTURES if finished.form == "docx" and not sheet else ()
    told = {**dict.fromkeys(passed, "passed"), **dict.fromkeys(missing, "absent"), **worst}
    told |= dict.fromkeys(unmeasured, "unmeasured")
    table = [r for r in in_force if r.startswith("R-8" if sheet else "L-") and not r.startswith("L-8")]
    return Report(
        form=finished.form,
        source=source,
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.severity != "error", f.page or 0, f.rule))),
        passed=passed,
        absent=missing,
        unmeasured=unmeasured,
        titles={rule: in_force[rule].title for rule in (*missing, *unmeasured)},
        rows={rule: told.get(rule, "not_due") for rule in sorted(table)},
    )
