"""Who signs: a certificate with the means to sign; here from a file (PKCS#12), in `token` from a token (PKCS#11)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from asn1crypto import pkcs12 as asn1_pkcs12
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from chungtay.signing.certificates import Holder, holder
from chungtay.signing.errors import SigningError

DIGEST = "sha256"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Identity:
    """A certificate with the means to sign in its name; `chain` are the certificates that came with it."""

    signer: Signer
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def holder(self) -> Holder:
        return holder(self.certificate)


class KeySigner(Signer):
    """Keeps the parsed key: parsing and checking an RSA key again costs twice as much as signing with it."""

    def __init__(self, key: PrivateKey, certificate: x509.Certificate, chain: Iterable[x509.Certificate]) -> None:
        super().__init__(signing_cert=to_asn1(certificate), cert_registry=store(chain))
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise SigningError("Chỉ ký với hàm băm SHA-256.")
        if isinstance(self._key, rsa.RSAPrivateKey):
            return bytes(self._key.key_size // 8) if dry_run else self._key.sign(data, padding.PKCS1v15(), SHA256())
        return self._key.sign(data, ec.ECDSA(SHA256()))


def to_asn1(certificate: x509.Certificate) -> Any:
    """The certificate for pyHanko."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def store(certificates: Iterable[x509.Certificate]) -> SimpleCertificateStore:
    """Certificates for pyHanko, to be embedded beside the signer's."""
    kept = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    kept.register_multiple([to_asn1(each) for each in certificates])
    return kept


def load_p12(data: bytes, password: str) -> Identity:
    """The identity in a PKCS#12 file (.p12, .pfx). Raises SigningError: not such a file, wrong password, no key."""
    try:
        asn1_pkcs12.Pfx.load(data, strict=True).native  # noqa: B018 -- reads it all, so that what follows is the password
    except (ValueError, TypeError) as error:
        raise SigningError("Tệp này không phải là tệp khóa PKCS#12 (.p12, .pfx). Chọn đúng tệp khóa.") from error
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password.encode())
    except ValueError as error:
        raise SigningError("Mật khẩu của tệp khóa chưa đúng. Gõ lại, chú ý chữ hoa, chữ thường.") from error
    if key is None or certificate is None:
        raise SigningError("Tệp khóa không có đủ khóa riêng và chứng thư. Xuất lại tệp, chọn kèm khóa riêng.")
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningError("Loại khóa này chưa dùng được để ký văn bản. Dùng khóa RSA hoặc ECDSA.")
    return Identity(KeySigner(key, certificate, others), certificate, tuple(others))
