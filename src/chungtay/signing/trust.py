"""Whom we trust: a folder of certificates and lists of revoked ones that the administrator keeps."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import ValidationContext

from chungtay.signing.certificates import read_certificates
from chungtay.signing.errors import SigningError
from chungtay.signing.evidence import Evidence

CERTIFICATES = {".pem", ".crt", ".cer", ".der"}
LISTS = {".crl"}
_LARGEST = 20_000_000


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates of authorities that are believed as they stand, and lists of revoked certificates.

    `unreadable` names the files of the folder that are neither; they are told, never guessed at.
    """

    roots: tuple[x509.Certificate, ...] = ()
    revocations: tuple[x509.CertificateRevocationList, ...] = ()
    unreadable: tuple[str, ...] = ()

    def context(
        self, *, at: dt.datetime | None = None, others: tuple[Any, ...] = (), evidence: Evidence | None = None,
        revocation: str = "soft-fail",
    ) -> ValidationContext:  # fmt: skip
        """The same for pyHanko, at a moment (now by default), with what a file itself carries. Nothing is fetched.

        `revocation`: pyHanko's "none" (not asked), "soft-fail" (where the certificate names a list) or "require".
        """
        carried = evidence or Evidence()
        return ValidationContext(
            trust_roots=[asn1_x509.Certificate.load(root.public_bytes(Encoding.DER)) for root in self.roots],
            crls=[
                *(asn1_crl.CertificateList.load(each.public_bytes(Encoding.DER)) for each in self.revocations),
                *carried.lists,
            ],
            ocsps=carried.answers,
            other_certs=[*others, *carried.certificates],
            moment=at,
            allow_fetching=False,
            revocation_mode=revocation,
            # A list published after the signature still tells whether the certificate had been revoked by then.
            retroactive_revinfo=at is not None,
        )

    def lists_of(self, issuer: x509.Name) -> bool:
        """Whether the folder has any list of revoked certificates of an authority."""
        return any(each.issuer == issuer for each in self.revocations)


def load_trust(folder: Path | None) -> Trust:
    """What a folder holds (.pem, .crt, .cer, .der; .crl), sub-folders included. None or no such folder: nothing."""
    roots: list[x509.Certificate] = []
    revocations: list[x509.CertificateRevocationList] = []
    unreadable: list[str] = []
    paths = sorted(p for p in folder.rglob("*") if p.is_file()) if folder and folder.is_dir() else []
    for path in paths:
        kind = path.suffix.lower()
        if kind not in CERTIFICATES | LISTS:
            continue
        try:
            data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
            if kind in LISTS:
                revocations.append(_revocations(data))
            else:
                roots += read_certificates(data)
        except (SigningError, ValueError, OSError):
            unreadable.append(path.name)
    return Trust(tuple(roots), tuple(revocations), tuple(unreadable))


def _revocations(data: bytes) -> x509.CertificateRevocationList:
    return x509.load_pem_x509_crl(data) if b"-----BEGIN" in data else x509.load_der_x509_crl(data)
