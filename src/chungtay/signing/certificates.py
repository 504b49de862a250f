"""Certificates as people speak of them: whose, by whom, for how long; and who is named in a list of revoked ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

from chungtay.signing.errors import SigningError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a certificate speaks of. `serial` and `thumbprint` (SHA-256) in hexadecimal; the period is aware."""

    name: str
    organisation: str
    issuer: str
    serial: str
    valid_from: dt.datetime
    valid_to: dt.datetime
    thumbprint: str


def holder(certificate: x509.Certificate) -> Holder:
    """What a certificate says of its holder."""
    from cryptography.hazmat.primitives.hashes import SHA256

    return Holder(
        name=_words(certificate.subject, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string(),
        organisation=_words(certificate.subject, NameOID.ORGANIZATION_NAME),
        issuer=_words(certificate.issuer, NameOID.COMMON_NAME) or certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        thumbprint=certificate.fingerprint(SHA256()).hex(),
    )


def _words(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return ", ".join(str(attribute.value) for attribute in name.get_attributes_for_oid(oid)).strip()


def read_certificates(data: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM (any number) or DER (one) file. Raises SigningError for anything else."""
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except ValueError as error:
        raise SigningError(
            "Tệp này không phải là chứng thư số (.cer, .crt, .pem). Xuất chứng thư từ phần mềm của USB token "
            "rồi chọn lại."
        ) from error


def must_sign(
    certificate: x509.Certificate,
    *,
    at: dt.datetime,
    revocations: Iterable[x509.CertificateRevocationList] = (),
    issuers: Iterable[x509.Certificate] = (),
) -> None:
    """Raises SigningError when a certificate may not sign at a moment: not yet or no longer valid, revoked, or made for
    other work. Only lists of revoked certificates that their issuer signed are believed."""
    who = holder(certificate)
    if at < who.valid_from:
        raise SigningError(
            f"Chứng thư số của {who.name} có hiệu lực từ {_day(who.valid_from)} nên hôm nay chưa ký được."
        )
    if at > who.valid_to:
        raise SigningError(
            f"Chứng thư số của {who.name} đã hết hạn ngày {_day(who.valid_to)}. Gia hạn chứng thư rồi ký lại."
        )
    if not _may_sign(certificate):
        raise SigningError(
            f"Chứng thư số của {who.name} không cấp cho việc ký văn bản. Chọn chứng thư có mục đích chữ ký số."
        )
    revoked = revoked_on(certificate, revocations, issuers)
    if revoked is not None and revoked <= at:
        raise SigningError(
            f"Chứng thư số của {who.name} đã bị thu hồi ngày {_day(revoked)}. Không dùng chứng thư này để ký nữa."
        )


def _may_sign(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def revoked_on(
    certificate: x509.Certificate,
    revocations: Iterable[x509.CertificateRevocationList],
    issuers: Iterable[x509.Certificate],
) -> dt.datetime | None:
    """When a certificate was revoked by a list that its issuer signed; None when no such list names it."""
    parents = [issuer for issuer in issuers if _issued(certificate, issuer)]
    for revocation in revocations:
        if revocation.issuer != certificate.issuer or not any(_signed(revocation, parent) for parent in parents):
            continue
        entry = revocation.get_revoked_certificate_by_serial_number(certificate.serial_number)
        if entry is not None:
            return entry.revocation_date_utc
    return None


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        return False
    return True


def _signed(revocation: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    try:
        return revocation.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (InvalidSignature, UnsupportedAlgorithm, TypeError, ValueError):
        return False


def _day(moment: dt.datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y}"
