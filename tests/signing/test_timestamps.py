"""Timestamps from a real RFC 3161 service over HTTP, on this machine; when it fails, nothing is signed."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from signing_papers import SIGNER

from chungtay.cli import main
from chungtay.signing import Level, Role, SigningError, Verdict, http_timestamper, sign, verify
from support.pki import NOW, PASSWORD, authority
from support.tsa import timestamp_service

MOMENT = NOW - dt.timedelta(days=20)


def stamped(pdf: bytes, url: str, **login: str) -> bytes:
    identity = authority().identity(SIGNER)
    return sign(pdf, identity, role=Role.PERSON, level=Level.T, timestamper=http_timestamper(url, **login))


def test_a_service_over_http_proves_when(pdf):
    with timestamp_service(authority().timestamper(MOMENT)) as service:
        signed = stamped(pdf, service.url)
    report = verify(signed, authority().trust())
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].timestamped
    assert report.signatures[0].signed_at == MOMENT
    assert set(service.types) == {"application/timestamp-query"}
    assert service.asked[-1]["message_imprint"]["hash_algorithm"]["algorithm"].native == "sha256"
    assert service.asked[-1]["nonce"].native  # an old answer cannot be played again


def test_a_service_with_a_login(pdf):
    with timestamp_service(authority().timestamper(), login="xa-mau:bi-mat") as service:
        assert (
            verify(stamped(pdf, service.url, user="xa-mau", password="bi-mat"), authority().trust()).verdict == "valid"
        )
        with pytest.raises(SigningError, match="không nhận tên đăng nhập hoặc mật khẩu"):
            stamped(pdf, service.url, user="xa-mau", password="sai")


@pytest.mark.parametrize("fault", ["refuse", "other", "old", "html", "error"])
def test_a_service_that_answers_wrong_stops_the_signing(pdf, fault):
    with timestamp_service(authority().timestamper(), fault=fault) as service, pytest.raises(SigningError) as caught:
        stamped(pdf, service.url)
    assert "có trả lời nhưng không cấp dấu thời gian đúng" in str(caught.value)


@pytest.mark.parametrize("url", ["tsa.mau", "ftp://127.0.0.1/tsa", "file:///etc/passwd", "http://"])
def test_an_address_that_is_none_is_told_before_anything_is_signed(url):
    with pytest.raises(SigningError, match="Địa chỉ"):
        http_timestamper(url)


def test_the_command_line_asks_the_service_and_keeps_the_proofs(pdf, tmp_path, capsys):
    (tmp_path / "qd.pdf").write_bytes(pdf)
    (tmp_path / "nguoi.p12").write_bytes(authority().p12(SIGNER))
    (tmp_path / "mat-khau").write_text(PASSWORD, encoding="utf-8")
    (tmp_path / "goc").mkdir()
    (tmp_path / "goc" / "ca.pem").write_bytes(authority().certificate.public_bytes(Encoding.PEM))
    (tmp_path / "goc" / "ca.crl").write_bytes(authority().crl().public_bytes(Encoding.DER))
    roots = ("--roots", str(tmp_path / "goc"))
    with timestamp_service(authority().timestamper()) as service:
        code = main(["sign", str(tmp_path / "qd.pdf"), "--p12", str(tmp_path / "nguoi.p12"), "--password-file",
                     str(tmp_path / "mat-khau"), "--tsa", service.url, "--long-term", *roots])  # fmt: skip
    assert code == 0, capsys.readouterr().err
    assert "B-LT" in capsys.readouterr().out
    assert main(["verify-signature", str(tmp_path / "qd-da-ky.pdf"), *roots]) == 0
    assert "có dấu thời gian" in capsys.readouterr().out
