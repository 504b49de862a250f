"""Checking: who signed a PDF, when, whether anything changed since, and whether we know the issuer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathError,
    RevokedError,
    StaleRevinfoError,
    ValidationError,
)

from chungtay.signing.certificates import Holder, holder, revoked_on
from chungtay.signing.errors import SigningError
from chungtay.signing.evidence import Evidence, of_the_file, of_the_signature
from chungtay.signing.roles import Role
from chungtay.signing.trust import Trust
from chungtay.signing.waiting import finished
from chungtay.signing.words import BREAKING, REMARKS, Problem, Verdict

# Vietnamese issuers set digitalSignature, nonRepudiation or both.
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_MOST_SIGNATURES = 50
_KNOWN: dict[Any, Problem] = {
    AdESIndeterminate.REVOKED_NO_POE: Problem.REVOKED,
    AdESIndeterminate.REVOKED_CA_NO_POE: Problem.REVOKED,
    AdESFailure.REVOKED: Problem.REVOKED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Problem.EXPIRED_SINCE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Problem.EXPIRED_SINCE,
    AdESIndeterminate.EXPIRED: Problem.EXPIRED_SINCE,
    AdESFailure.NOT_YET_VALID: Problem.NOT_YET_VALID,
    AdESIndeterminate.NOT_YET_VALID: Problem.NOT_YET_VALID,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Problem.UNSUITABLE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: Problem.WEAK,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: Problem.WEAK,
}


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `signed_at`: proven when `timestamped`, else what the signer's machine wrote; None: not said."""

    field: str
    holder: Holder | None
    signed_at: dt.datetime | None
    timestamped: bool
    intact: bool
    problems: tuple[Problem, ...]

    @property
    def role(self) -> Role | None:
        """In whose name, where our own field names tell."""
        return next((role for role in Role if self.field.startswith(role.field)), None)

    @property
    def verdict(self) -> Verdict:
        if BREAKING & set(self.problems):
            return Verdict.BROKEN
        return Verdict.OPEN if set(self.problems) - REMARKS else Verdict.VALID


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of all signatures of a file, in the order of signing."""

    signatures: tuple[Signature, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of all; a file is as good as its weakest signature."""
        found = {each.verdict for each in self.signatures}
        order = (Verdict.BROKEN, Verdict.OPEN, Verdict.VALID)
        return next((verdict for verdict in order if verdict in found), Verdict.UNSIGNED)


def verify(pdf: bytes, trust: Trust, *, at: dt.datetime | None = None) -> Report:
    """Checks every signature of a PDF at a moment (now by default). Raises SigningError for what is no readable PDF."""
    if b"%PDF-" not in pdf[:1024]:
        raise SigningError("Tệp này không phải là PDF. Chọn tệp PDF đã ký.")
    moment = at or dt.datetime.now(dt.UTC)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        if reader.encrypted:
            raise SigningError("Tệp PDF có mật khẩu nên không kiểm tra được. Dùng bản không đặt mật khẩu.")
        embedded = reader.embedded_signatures[:_MOST_SIGNATURES]
        signatures = [each for each in embedded if each.sig_object_type != "/DocTimeStamp"]
        stamps = [each for each in embedded if each.sig_object_type == "/DocTimeStamp"]
    except SigningError:
        raise
    except Exception as error:  # a stranger's file may break a parser in any way
        raise SigningError(
            "Không đọc được tệp PDF này: tệp hỏng hoặc tải chưa hết. Lấy lại tệp rồi thử lại."
        ) from error
    rest = _after_the_end(pdf)
    if b" obj" in rest:  # a revision whose end is missing: what came before it must not pass for the whole file
        raise SigningError("Tệp PDF này bị đứt đoạn: tải hoặc chép chưa hết. Lấy lại tệp rồi thử lại.")
    carried = of_the_file(reader)
    found = finished(_check_all(signatures, stamps, trust, moment, carried))
    return Report(tuple(_with(each, Problem.CHANGED_AFTER) for each in found) if rest else tuple(found))


def _after_the_end(pdf: bytes) -> bytes:
    """What stands behind the end of the last revision, which no signature covers; mail systems fill up with nothing."""
    return pdf[pdf.rfind(b"%%EOF") + 5 :].strip(b"\0 \t\r\n\f") if b"%%EOF" in pdf else b""


def _with(signature: Signature, problem: Problem) -> Signature:
    """The same signature with one more finding."""
    return dataclasses.replace(signature, problems=tuple(dict.fromkeys((*signature.problems, problem))))


async def _check_all(
    signatures: list[EmbeddedPdfSignature], stamps: list[EmbeddedPdfSignature], trust: Trust, at: dt.datetime,
    carried: Evidence,
) -> list[Signature]:  # fmt: skip
    # A broken document timestamp tells that the file was changed: it breaks the last signature with it.
    broken = [not await _stamp_intact(each, trust) for each in stamps]
    found = [await _check(each, trust, at, carried + of_the_signature(each)) for each in signatures]
    if found and any(broken):
        found[-1] = _with(found[-1], Problem.BAD_TIMESTAMP)
    return found


async def _stamp_intact(stamp: EmbeddedPdfSignature, trust: Trust) -> bool:
    try:
        status = await async_validate_pdf_timestamp(stamp, trust.context())
    except Exception:  # as above
        return False
    return bool(status.intact and status.valid)


async def _check(embedded: EmbeddedPdfSignature, trust: Trust, at: dt.datetime, carried: Evidence) -> Signature:
    field = str(embedded.field_name)
    try:
        certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
        try:
            status = await _validate(embedded, trust, at, carried)
        except Exception:  # what was added later cannot be read: at least tell whether the signed part is whole
            status = await _validate(embedded, trust, at, carried, compare=False)
        proven = await _proven(status, trust, carried)
        if proven is not None:  # what counts is whether the certificate was good when it signed
            status = await _validate(embedded, trust, proven, carried, compare=status.diff_result is not None)
        others = tuple(embedded.other_embedded_certs)
        revoked = await _revocation(embedded.signer_cert, others, trust, proven or at, carried) if trust.roots else None
    except Exception:  # as above: the other signatures are still told
        return Signature(field, None, None, False, False, (Problem.UNREADABLE,))
    told = proven or status.signer_reported_dt
    problems = tuple(_problems(embedded, status, trust, proven=proven, told=told, at=at, revoked=revoked))
    return Signature(field, holder(certificate), told, proven is not None, status.intact and status.valid, problems)


async def _validate(
    embedded: EmbeddedPdfSignature, trust: Trust, at: dt.datetime, carried: Evidence, *, compare: bool = True
) -> PdfSignatureStatus:
    others = tuple(embedded.other_embedded_certs)
    # The service of the timestamp is judged today; the signer at the moment that counts. Revocation is asked apart: a
    # list out of date must not look like an unknown issuer.
    return await async_validate_pdf_signature(
        embedded,
        trust.context(at=at, others=others, evidence=carried, revocation="none"),
        trust.context(others=others, evidence=carried, revocation="none"),
        key_usage_settings=_USAGE,
        skip_diff=not compare,
    )


async def _proven(status: PdfSignatureStatus, trust: Trust, carried: Evidence) -> dt.datetime | None:
    """The moment that a timestamp proves; None without one, or one that nobody may rely on."""
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return None
    gone = await _revocation(stamp.signing_cert, (), trust, dt.datetime.now(dt.UTC), carried)
    return None if gone is Problem.REVOKED else stamp.timestamp


async def _revocation(
    certificate: Any, others: tuple[Any, ...], trust: Trust, at: dt.datetime, carried: Evidence
) -> Problem | None:
    """What the lists and answers at hand say about a certificate and the issuers above; None: all good, or the path
    itself is at fault, which is told elsewhere."""
    context = trust.context(at=at, others=others, evidence=carried, revocation="require")
    try:
        await CertificateValidator(certificate, validation_context=context).async_validate_path()
    except RevokedError:
        return Problem.REVOKED
    except StaleRevinfoError:
        return Problem.REVOCATION_OLD
    except InsufficientRevinfoError:
        return Problem.REVOCATION_UNKNOWN
    except (PathError, ValidationError):
        return None
    return None


def _problems(
    embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, trust: Trust, *, proven: dt.datetime | None,
    told: dt.datetime | None, at: dt.datetime, revoked: Problem | None,
) -> list[Problem]:  # fmt: skip
    if not (status.intact and status.valid):
        return [Problem.TAMPERED]
    found = _of_the_extent(embedded, status)
    certificate = x509.load_der_x509_certificate(embedded.signer_cert.dump())
    who = holder(certificate)
    found += _of_the_path(status, who, told) if trust.roots else [
        Problem.NO_ROOTS, *_of_the_dates(who, proven or at, told)
    ]  # fmt: skip
    named = revoked_on(certificate, trust.revocations, (*trust.roots, *_others(embedded)))
    if named is not None and named <= (proven or at):  # also where the path is at fault
        revoked = Problem.REVOKED
    if status.timestamp_validity is not None and proven is None:
        stamp = status.timestamp_validity
        unknown = stamp.intact and stamp.valid and not stamp.trusted
        found.append(Problem.UNKNOWN_TIMESTAMP if unknown else Problem.BAD_TIMESTAMP)
    elif proven is None:
        found.append(Problem.UNPROVEN_TIME)
    return list(dict.fromkeys([*found, *([revoked] if revoked else [])]))


def _others(embedded: EmbeddedPdfSignature) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(each.dump()) for each in embedded.other_embedded_certs]


def _of_the_extent(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> list[Problem]:
    """Whether the signature covers the file as it was then, and what came after is only more signatures and proofs."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return []
    if status.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        return [Problem.PARTIAL]
    allowed = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}
    same = status.modification_level in allowed and not _filled_after(embedded, status)
    return [] if same else [Problem.CHANGED_AFTER]


def _filled_after(embedded: EmbeddedPdfSignature, status: PdfSignatureStatus) -> bool:
    """Whether a field that is no signature got another value: it is seen on the page, and nobody signed it."""
    changed: set[str] = getattr(status.diff_result, "changed_form_fields", set())
    signatures = {str(name) for name, _value, _field in enumerate_sig_fields(embedded.reader)}
    return bool(changed - signatures)


def _of_the_path(status: PdfSignatureStatus, who: Holder, told: dt.datetime | None) -> list[Problem]:
    if status.trusted:
        return []
    if status.revocation_details is not None:
        return [Problem.REVOKED]
    problem = _KNOWN.get(status.trust_problem_indic, Problem.UNKNOWN_ISSUER)
    if problem is Problem.EXPIRED_SINCE and told is not None and told > who.valid_to:
        return [Problem.EXPIRED]
    return [problem]


def _of_the_dates(who: Holder, at: dt.datetime, told: dt.datetime | None) -> list[Problem]:
    if at < who.valid_from:
        return [Problem.NOT_YET_VALID]
    if at <= who.valid_to:
        return []
    return [Problem.EXPIRED if told is not None and told > who.valid_to else Problem.EXPIRED_SINCE]


def original_of(pdf: bytes, original: bytes) -> str:
    """How a signed file comes from an issued one: "appended" when the issued bytes stand unchanged at its beginning,
    "same_words" when it was saved anew with the very same words on every page, "" when it is another paper."""
    from chungtay.signing.places import page_count, page_words

    if pdf.startswith(original):
        return "appended"
    if page_count(pdf) != page_count(original):  # a file of ten thousand pages is not read to the end for that
        return ""
    return "same_words" if page_words(pdf) == page_words(original) else ""
