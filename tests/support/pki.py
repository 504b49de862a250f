"""A certificate authority for tests, with sample people; made anew in every run, trusted by nobody else."""

from __future__ import annotations

import datetime as dt
import functools
import io
import math
from dataclasses import dataclass, field

from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw
from pyhanko.sign.timestamps import DummyTimeStamper

from chungtay.signing.identity import Identity, KeySigner, store, to_asn1
from chungtay.signing.trust import Trust

PASSWORD = "Mật khẩu mẫu 1"
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
YEAR = dt.timedelta(days=365)


@dataclass
class Authority:
    """Issues and revokes."""

    name: str = "CA mẫu"
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    revoked: dict[int, dt.datetime] = field(default_factory=dict)
    above: Authority | None = None

    def __post_init__(self) -> None:
        issuer = self.above or self
        self.certificate = _build(
            self.name, "Đơn vị mẫu", self.key, issuer.name, issuer.key, authority=True, start=NOW - 9 * YEAR,
            end=NOW + 9 * YEAR,
        )  # fmt: skip

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        return (self.certificate, *(self.above.chain if self.above else ()))

    def issue(
        self, name: str, *, organisation: str = "UBND xã Mẫu", start: dt.datetime = NOW - YEAR,
        end: dt.datetime = NOW + YEAR, usage: str = "sign", curve: bool = False,
        declares: bool = True,
    ) -> tuple[x509.Certificate, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]:  # fmt: skip
        key = ec.generate_private_key(ec.SECP256R1()) if curve else rsa.generate_private_key(65537, 2048)
        made = _build(
            name, organisation, key, self.name, self.key, start=start, end=end, usage=usage, declares=declares
        )
        return made, key

    def identity(self, name: str, **options) -> Identity:
        certificate, key = self.issue(name, **options)
        return Identity(KeySigner(key, certificate, self.chain), certificate, self.chain)

    def p12(self, name: str, **options) -> bytes:
        certificate, key = self.issue(name, **options)
        lock = serialization.BestAvailableEncryption(PASSWORD.encode())
        return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [self.certificate], lock)

    def revoke(self, certificate: x509.Certificate, on: dt.datetime) -> None:
        self.revoked[certificate.serial_number] = on

    def crl(self, *, made: dt.datetime = NOW - dt.timedelta(hours=1), days: int = 30) -> x509.CertificateRevocationList:
        builder = (
            x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
            .last_update(made).next_update(made + dt.timedelta(days=days))
        )  # fmt: skip
        for serial, day in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(day).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256())

    def answer(self, certificate: x509.Certificate, *, made: dt.datetime = NOW, days: int = 7) -> ocsp.OCSPResponse:
        """What the authority's OCSP service says of a certificate."""
        revoked = self.revoked.get(certificate.serial_number)
        status = ocsp.OCSPCertStatus.REVOKED if revoked else ocsp.OCSPCertStatus.GOOD
        return (
            ocsp.OCSPResponseBuilder()
            .add_response(
                certificate,
                self.certificate,
                hashes.SHA1(),
                status,
                made,
                made + dt.timedelta(days=days),
                revoked,
                None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
            .sign(self.key, hashes.SHA256())
        )

    def trust(self, *, lists: bool = True) -> Trust:
        return Trust((self.certificate,), (self.crl(),) if lists else ())

    def timestamper(self, moment: dt.datetime | None = None) -> DummyTimeStamper:
        certificate, key = self.issue("TSA mẫu", usage="stamp", start=NOW - 9 * YEAR, end=NOW + 9 * YEAR)
        der = key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return DummyTimeStamper(
            to_asn1(certificate), asn1_keys.PrivateKeyInfo.load(der), store([self.certificate]), fixed_dt=moment
        )


@functools.cache
def authority() -> Authority:
    """The authority of most tests; who revokes makes one of their own."""
    return Authority()


def _name(name: str, organisation: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip


def _build(
    name, organisation, key, issuer, issuer_key, *, start, end, authority=False, usage="sign", declares=True
) -> x509.Certificate:
    signs = usage in ("sign", "stamp") and not authority
    builder = (
        x509.CertificateBuilder().subject_name(_name(name, organisation)).issuer_name(_name(issuer, "Đơn vị mẫu"))
        .public_key(key.public_key()).serial_number(x509.random_serial_number()).not_valid_before(start)
        .not_valid_after(end).add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=signs, content_commitment=signs, key_encipherment=usage == "other",
                data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )  # fmt: skip
    if usage == "sign" and not authority and declares:
        ask = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.mau/")
        )
        lists = x509.DistributionPoint([x509.UniformResourceIdentifier("http://ca.mau/ca.crl")], None, None, None)
        builder = builder.add_extension(x509.AuthorityInformationAccess([ask]), critical=False)
        builder = builder.add_extension(x509.CRLDistributionPoints([lists]), critical=False)
    if usage == "stamp":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(issuer_key, hashes.SHA256())


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@functools.cache
def handwriting() -> bytes:
    """A blue stroke on nothing."""
    image = Image.new("RGBA", (600, 240))
    points = [(40 + 2.6 * i, 120 + 80 * math.sin(i / 9) * math.exp(-i / 160)) for i in range(200)]
    ImageDraw.Draw(image).line(points, fill=(20, 40, 170, 255), width=8, joint="curve")
    return png(image)


@functools.cache
def seal() -> bytes:
    """A red ring with a star."""
    image = Image.new("RGBA", (600, 600))
    draw, red = ImageDraw.Draw(image), (200, 16, 30, 235)
    for radius, width in ((295, 14), (270, 4), (180, 5)):
        draw.ellipse((300 - radius, 300 - radius, 300 + radius, 300 + radius), outline=red, width=width)
    turn = [math.pi * i / 5 for i in range(10)]
    reach = [120 if i % 2 == 0 else 48 for i in range(10)]
    star = [(300 + r * math.sin(t), 300 - r * math.cos(t)) for r, t in zip(reach, turn, strict=True)]
    draw.polygon(star, fill=red)
    return png(image)
