"""What a signed file carries itself to tell whether a certificate was revoked: lists (CRL) and answers (OCSP).

Whoever has the file may have put it there; it counts only where the issuer signed it, which pyHanko checks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_MOST = 200  # pieces of each kind; a paper with ten signatures carries thirty


@dataclass(frozen=True, slots=True)
class Evidence:
    """Certificates, lists of revoked ones and answers about single ones, as pyHanko takes them."""

    certificates: tuple[Any, ...] = ()
    lists: tuple[Any, ...] = ()
    answers: tuple[Any, ...] = ()

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.certificates + other.certificates, self.lists + other.lists, self.answers + other.answers)


def of_the_file(reader: PdfFileReader) -> Evidence:
    """The store for checks in later years (DSS) of PAdES B-LT; nothing where there is none. What cannot be read is
    left out: it proves nothing."""
    try:
        store: Any = reader.root["/DSS"]
        return Evidence(
            tuple(_read(store.get("/Certs", ()), asn1_x509.Certificate)),
            tuple(_read(store.get("/CRLs", ()), asn1_crl.CertificateList)),
            tuple(_read(store.get("/OCSPs", ()), asn1_ocsp.OCSPResponse)),
        )
    except Exception:  # a stranger's file may break a parser in any way
        return Evidence()


def of_the_signature(embedded: EmbeddedPdfSignature) -> Evidence:
    """What older signatures carry in themselves (adbe-revocationInfoArchival)."""
    try:
        told = find_unique_cms_attribute(embedded.signer_info["signed_attrs"], "adobe_revocation_info_archival")
        return Evidence((), tuple(told["crl"])[:_MOST], tuple(told["ocsp"])[:_MOST])
    except Exception:  # as above, and most signatures have none
        return Evidence()


def _read(streams: Iterable[Any], kind: Any) -> Iterable[Any]:
    for reference in list(streams)[:_MOST]:
        try:
            made = kind.load(reference.get_object().data, strict=True)
            made.native  # noqa: B018 -- reads it all: what is broken must not stop the checking later
        except Exception:  # noqa: S112 -- as above
            continue
        yield made
