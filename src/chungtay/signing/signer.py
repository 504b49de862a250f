"""Signing: PAdES B-B, with a timestamp B-T, with the proofs of validity embedded B-LT. Old bytes stay as they are; the
signature is appended, so a PDF/A stays one and earlier signatures stay valid."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError as HankoError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator.errors import PathError, ValidationError

from chungtay.signing.certificates import holder, must_sign
from chungtay.signing.errors import SigningError
from chungtay.signing.identity import DIGEST, Identity
from chungtay.signing.looks import Appearance
from chungtay.signing.places import Box, find_place
from chungtay.signing.roles import Role
from chungtay.signing.stamping import AWAY
from chungtay.signing.trust import Trust
from chungtay.signing.waiting import finished


class Level(StrEnum):
    """B-B: signed. B-T: with proof of when. B-LT: with all that is needed to check it years later."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"


def sign(
    pdf: bytes,
    identity: Identity,
    *,
    role: Role,
    level: Level = Level.B,
    look: Appearance | None = None,
    reason: str = "",
    timestamper: TimeStamper | None = None,
    trust: Trust | None = None,
    at: dt.datetime | None = None,
) -> bytes:
    """The PDF with one more signature. `at`: the moment of the checks before signing, now by default.

    Raises SigningError, and nothing is half signed: no PDF, organisation before person (R-132), certificate expired,
    revoked or for other work, no timestamp to be had, proofs for B-LT missing.
    """
    trust = trust or Trust()
    check_identity(identity.certificate, identity.chain, trust=trust, at=at)
    if level is not Level.B and timestamper is None:
        raise SigningError("Chưa khai báo nơi cấp dấu thời gian (TSA) nên chỉ ký được không kèm dấu thời gian.")
    with friendly():
        writer = open_writer(pdf)
        meta, field = metadata(writer, identity.certificate, role=role, reason=reason, look=look)
        if level is Level.LT:
            meta = _with_proofs(meta, identity, trust)
        out = io.BytesIO()
        finished(
            pdf_signer(meta, identity.signer, field, look, None if level is Level.B else timestamper).async_sign_pdf(
                writer, output=out
            )
        )
    return out.getvalue()


def check_identity(
    certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], *, trust: Trust, at: dt.datetime | None
) -> None:
    """Raises SigningError when the certificate may not sign now; see `certificates.must_sign`."""
    moment = at or dt.datetime.now(dt.UTC)
    must_sign(certificate, at=moment, revocations=trust.revocations, issuers=(*trust.roots, *chain))


def _with_proofs(meta: PdfSignatureMetadata, identity: Identity, trust: Trust) -> PdfSignatureMetadata:
    import dataclasses

    if not trust.roots or not trust.lists_of(identity.certificate.issuer):
        raise SigningError(
            "Chưa đủ chứng cứ để lưu lâu dài: thư mục tin cậy cần có chứng thư của tổ chức cấp và danh sách thu hồi."
        )
    return dataclasses.replace(meta, embed_validation_info=True, validation_context=trust.context())


def open_writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """A PDF to append to. Raises SigningError for what is none, or is locked."""
    if b"%PDF-" not in pdf[:1024]:
        raise SigningError("Tệp này không phải là PDF. Chọn bản PDF của văn bản.")
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if writer.prev.encrypted:
        raise SigningError("Tệp PDF có mật khẩu nên không ký được. Dùng bản không đặt mật khẩu.")
    return writer


def signed_place(pdf: bytes, name: str = "") -> Box | None:
    """The box of a person's visible signature, which the organisation's seal goes over: the one above `name`, who
    answers for the paper, however many signed and in what order; else the last one. None where none is seen."""
    with friendly():
        reader: Any = open_writer(pdf).prev
        found = [box for signature in reader.embedded_signatures if (box := _seen(reader, signature)) is not None]
    if not found:
        return None
    try:
        place = find_place(pdf, name)
    except SigningError:
        return found[-1]
    above = [box for box in found if box.page == place.page and place.left < (box.left + box.right) / 2 < place.right]
    return above[-1] if above else found[-1]


def _seen(reader: Any, signature: Any) -> Box | None:
    """Where a signature is seen; None for one without picture, and for a seal."""
    left, bottom, right, top = (float(value) for value in signature.sig_field.get("/Rect", (0, 0, 0, 0)))
    if right <= left or top <= bottom or str(signature.field_name).startswith(Role.ORGANISATION.field):
        return None
    for number in range(int(reader.root["/Pages"]["/Count"])):
        page = reader.find_page_for_modification(number)[0].get_object()
        for mark in (reference.get_object() for reference in page.get("/Annots", ())):
            filled = mark.get("/FT") == "/Sig" and mark.get("/V") is not None
            if filled and mark.raw_get("/V") == signature.sig_field.raw_get("/V"):
                return Box(number, left, bottom, right, top)
    return None


def metadata(
    writer: IncrementalPdfFileWriter, certificate: x509.Certificate, *, role: Role, reason: str,
    look: Appearance | None,
) -> tuple[PdfSignatureMetadata, SigFieldSpec]:  # fmt: skip
    """What the signature says, and its field; the order of signing is kept here (R-132)."""
    there = writer.prev.embedded_signatures
    taken = [str(each.field_name) for each in there]
    _must_be_next(taken, role)
    if any(each.signer_cert.dump() == certificate.public_bytes(Encoding.DER) for each in there):
        raise SigningError(
            f"Chứng thư của {holder(certificate).name} đã ký tệp này rồi nên không ký lần nữa. "
            "Chọn chứng thư của người ký tiếp theo."
        )
    number = next(n for n in range(1, 1000) if f"{role.field}{n}" not in taken)
    name = f"{role.field}{number}"
    box = look.box if look else Box(0, 0, 0, 0, 0)
    corners = tuple(round(value) for value in (box.left, box.bottom, box.right, box.top))
    field = SigFieldSpec(name, on_page=box.page, box=corners if look else None)  # type: ignore[arg-type]
    meta = PdfSignatureMetadata(
        field_name=name, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES, reason=reason or None
    )
    return meta, field


def _must_be_next(taken: list[str], role: Role) -> None:
    """People first, then the organisation (R-132). Fields of other programs do not tell whose they are."""
    if role is Role.ORGANISATION and not taken:
        raise SigningError("Người có thẩm quyền ký trước, cơ quan ký sau. Lấy chữ ký của người ký rồi làm lại.")
    if role is Role.PERSON and any(name.startswith(Role.ORGANISATION.field) for name in taken):
        raise SigningError(
            "Cơ quan đã ký số (đóng dấu) tệp này nên người không ký thêm được nữa: người ký trước, cơ quan ký sau. "
            "Còn thiếu chữ ký của ai thì lấy bản chưa có chữ ký của cơ quan, người đó ký, rồi cơ quan ký lại."
        )


def pdf_signer(
    meta: PdfSignatureMetadata, signer: Signer, field: SigFieldSpec, look: Appearance | None,
    timestamper: TimeStamper | None,
) -> PdfSigner:  # fmt: skip
    """pyHanko's signer for one field."""
    options: dict[str, Any] = {"stamp_style": look.style()} if look else {}
    return PdfSigner(meta, signer, timestamper=timestamper, new_field_spec=field, **options)


@contextmanager
def friendly() -> Iterator[None]:
    """pyHanko's errors in the words of a person who signs."""
    try:
        yield
    except SigningError:
        raise
    except (TimestampRequestError, OSError) as error:
        raise SigningError(AWAY) from error
    except (PathError, ValidationError) as error:
        raise SigningError(
            "Chứng thư không nối được tới tổ chức nào trong thư mục tin cậy, hoặc thiếu danh sách thu hồi, nên chưa ký "
            "được ở mức lưu lâu dài."
        ) from error
    except HankoError as error:
        raise SigningError(f"Chưa ký được tệp này: {error}") from error
    except (PdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SigningError("Tệp PDF hỏng hoặc có cấu tạo lạ nên chưa ký được. Tải lại bản gốc rồi ký.") from error
