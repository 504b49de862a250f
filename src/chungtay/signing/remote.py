"""Signing with a key that stays with its owner: the server prepares, the client signs a few hundred bytes with its
token, the server completes. The document itself does not travel twice, and the key not at all."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator.errors import PathError, ValidationError

from chungtay.signing.errors import SigningError
from chungtay.signing.identity import DIGEST, Identity, store, to_asn1
from chungtay.signing.looks import Appearance
from chungtay.signing.roles import Role
from chungtay.signing.signer import check_identity, friendly, metadata, open_writer, pdf_signer
from chungtay.signing.trust import Trust
from chungtay.signing.waiting import finished

BLOCK_FORMAT = "chungtay-sign-block-1"
ANSWER_FORMAT = "chungtay-signature-1"
_RESERVED = 32_768  # hex digits for the signature: chain and timestamp of every issuer met fit in half of it
_LONGEST_RAW = 1024  # bytes of the largest RSA signature in use


@dataclass(frozen=True)
class Prepared:
    """A PDF that waits for its signature: the file with its hole, and the attributes that the client signs."""

    document: bytes
    attributes: bytes
    digest: bytes
    hole: tuple[int, int]
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def block_id(self) -> str:
        return hashlib.sha256(self.attributes).hexdigest()

    def block(self, title: str = "") -> dict[str, str]:
        """What the client gets: a plain JSON object, with no secret in it."""
        return {
            "format": BLOCK_FORMAT,
            "title": title,
            "digest_algorithm": DIGEST,
            "certificate": base64.b64encode(self.certificate.public_bytes(Encoding.DER)).decode(),
            "to_sign": base64.b64encode(self.attributes).decode(),
        }

    def dump(self) -> dict[str, Any]:
        """All but the document, as JSON, for the server to keep while it waits."""
        der = [each.public_bytes(Encoding.DER) for each in (self.certificate, *self.chain)]
        return {
            "attributes": base64.b64encode(self.attributes).decode(),
            "digest": self.digest.hex(),
            "hole": list(self.hole),
            "certificates": [base64.b64encode(each).decode() for each in der],
        }

    @classmethod
    def load(cls, document: bytes, kept: Mapping[str, Any]) -> Prepared:
        """The same again."""
        first, *others = (x509.load_der_x509_certificate(base64.b64decode(each)) for each in kept["certificates"])
        start, end = kept["hole"]
        return cls(
            document, base64.b64decode(kept["attributes"]), bytes.fromhex(kept["digest"]), (start, end), first,
            tuple(others),
        )  # fmt: skip


def prepare(
    pdf: bytes,
    certificate: x509.Certificate,
    *,
    role: Role,
    chain: tuple[x509.Certificate, ...] = (),
    look: Appearance | None = None,
    reason: str = "",
    trust: Trust | None = None,
    at: dt.datetime | None = None,
) -> Prepared:
    """The first half on the server. Raises SigningError as `sign` does."""
    check_identity(certificate, chain, trust=trust or Trust(), at=at)
    signer = _outside(certificate, chain, bytes(_LONGEST_RAW))
    with friendly():
        writer = open_writer(pdf)
        meta, field = metadata(writer, certificate, role=role, reason=reason, look=look)
        return finished(_prepare(writer, pdf_signer(meta, signer, field, look, None), signer, certificate, chain))


async def _prepare(writer: Any, work: Any, signer: ExternalSigner, certificate: Any, chain: Any) -> Prepared:
    place, _waiting, out = await work.async_digest_doc_for_signing(writer, bytes_reserved=_RESERVED)
    attributes = await signer.signed_attrs(place.document_digest, DIGEST, use_pades=True)
    hole = (place.reserved_region_start, place.reserved_region_end)
    return Prepared(out.getvalue(), attributes.dump(), place.document_digest, hole, certificate, tuple(chain))


def complete(
    prepared: Prepared, signature: bytes, *, timestamper: TimeStamper | None = None, trust: Trust | None = None
) -> bytes:
    """The second half on the server: the signed PDF; with a timestamp and a trusted folder that has what it takes, also
    with the proofs for later years (B-LT). Raises SigningError when the signature is not this block's."""
    signature = _in_der(prepared.certificate, signature)
    if not _fits(prepared, signature):
        raise SigningError(
            "Chữ ký gửi về không khớp với văn bản đang chờ, hoặc ký bằng chứng thư khác. Tải lại tệp chờ ký rồi ký lại."
        )
    signer = _outside(prepared.certificate, prepared.chain, signature)
    out = io.BytesIO(prepared.document)
    with friendly():
        finished(_complete(prepared, signer, out, timestamper))
    done = out.getvalue()
    if timestamper is None or trust is None or not trust.lists_of(prepared.certificate.issuer):
        return done
    return finished(_with_proofs(done, trust))


async def _complete(
    prepared: Prepared, signer: ExternalSigner, out: io.BytesIO, timestamper: TimeStamper | None
) -> None:
    message = await signer.async_sign_prescribed_attributes(
        DIGEST, cms.CMSAttributes.load(prepared.attributes), timestamper=timestamper
    )
    start, end = prepared.hole
    place = PreparedByteRangeDigest(
        document_digest=prepared.digest, reserved_region_start=start, reserved_region_end=end
    )
    await PdfTBSDocument.async_finish_signing(out, place, message)


async def _with_proofs(done: bytes, trust: Trust) -> bytes:
    """The same with its proofs, appended; as it is when they cannot be had: the signature was given and is good."""
    out = io.BytesIO(done)
    try:
        embedded = PdfFileReader(out, strict=False).embedded_signatures[-1]
        await async_add_validation_info(embedded, trust.context(), in_place=True)
    except (PathError, ValidationError, PdfError, ValueError):
        return done
    return out.getvalue()


def _outside(certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], signature: bytes) -> ExternalSigner:
    return ExternalSigner(signing_cert=to_asn1(certificate), cert_registry=store(chain), signature_value=signature)


def _in_der(certificate: x509.Certificate, signature: bytes) -> bytes:
    """ECDSA signatures as PDF wants them: Windows gives the two numbers one after the other instead."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or len(signature) != 2 * ((key.key_size + 7) // 8):
        return signature
    try:
        decode_dss_signature(signature)
    except ValueError:
        half = len(signature) // 2
        return encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
    return signature


def _fits(prepared: Prepared, signature: bytes) -> bool:
    key = prepared.certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, prepared.attributes, padding.PKCS1v15(), SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, prepared.attributes, ec.ECDSA(SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def sign_block(block: Mapping[str, Any], identity: Identity) -> dict[str, str]:
    """The client's part: signs a block with one's own key and gives the answer for the server.

    Raises SigningError when the block is not one of ours, is damaged, or waits for another certificate.
    """
    try:
        known = block["format"] == BLOCK_FORMAT and block["digest_algorithm"] == DIGEST
        to_sign = base64.b64decode(block["to_sign"], validate=True)
        wanted = x509.load_der_x509_certificate(base64.b64decode(block["certificate"], validate=True))
        cms.CMSAttributes.load(to_sign, strict=True).native  # noqa: B018 -- never sign what is no block of attributes
    except (KeyError, TypeError, ValueError) as error:
        raise SigningError("Tệp chờ ký hỏng hoặc không phải do ChungTay tạo. Tải lại tệp rồi ký.") from error
    if not known:
        raise SigningError("Tệp chờ ký không phải do ChungTay tạo, hoặc tạo bởi bản khác. Tải lại tệp rồi ký.")
    if wanted != identity.certificate:
        raise SigningError("Tệp này chờ chữ ký của chứng thư khác. Chọn đúng chứng thư đã gửi lên.")
    raw = finished(identity.signer.async_sign_raw(to_sign, DIGEST))
    return {
        "format": ANSWER_FORMAT,
        "block": hashlib.sha256(to_sign).hexdigest(),
        "signature": base64.b64encode(raw).decode(),
    }


def read_answer(answer: Mapping[str, Any], *, block_id: str) -> bytes:
    """The signature that a client sent back for a block. Raises SigningError when it is for another one, or is the
    block itself, which lies in the same folder under nearly the same name."""
    if answer.get("format") == BLOCK_FORMAT:
        raise SigningError("Đây là tệp chờ ký, chưa có chữ ký. Ký xong, chọn tệp có đuôi -tra-loi.json nằm cạnh nó.")
    try:
        if answer["format"] != ANSWER_FORMAT:
            raise ValueError(answer["format"])
        signature = base64.b64decode(answer["signature"], validate=True)
        block = str(answer["block"])
    except (KeyError, TypeError, ValueError) as error:
        raise SigningError("Tệp trả lời hỏng hoặc không phải tệp chữ ký. Chọn tệp mà phần ký vừa tạo.") from error
    if block != block_id:
        raise SigningError(
            "Tệp trả lời này là của văn bản khác, hoặc của lần chuẩn bị trước. "
            "Tải lại tệp chờ ký của văn bản này rồi ký. Chọn tệp trả lời vừa tạo."
        )
    return signature
