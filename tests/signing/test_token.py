"""A key that never leaves its token: a real PKCS#11 module (SoftHSM), not a copy of one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from signing_papers import SIGNER

from chungtay.cli import main
from chungtay.signing import Role, SigningError, Verdict, complete, open_token, prepare, read_answer, sign, verify
from support.pki import authority

pkcs11 = pytest.importorskip("pkcs11", reason="cần gói python-pkcs11 (phần token trong pyproject.toml)")
MODULE = next((p for p in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"))
               if p.is_file()), None)  # fmt: skip
pytestmark = pytest.mark.skipif(
    MODULE is None or not shutil.which("softhsm2-util"), reason="cần SoftHSM (gói softhsm2 của Debian)"
)
PIN = "135790"


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A fresh token; the module reads its settings when it is first loaded, so one serves all tests here."""
    home = tmp_path_factory.mktemp("softhsm")
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(home / "softhsm2.conf")
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "mau", "--pin", PIN, "--so-pin", PIN],
        check=True, capture_output=True,
    )  # fmt: skip
    yield pkcs11.lib(str(MODULE)).get_token(token_label="mau")
    del os.environ["SOFTHSM2_CONF"]


def put(token, label: str, certificate, key=None, mark: bytes = b"") -> None:
    """A certificate, and its key when given, as the issuer's program would have left them."""
    from pkcs11 import Attribute
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    der, bare = serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL
    name = {Attribute.TOKEN: True, Attribute.LABEL: label, Attribute.ID: mark}
    with token.open(rw=True, user_pin=PIN) as session:
        session.create_object(decode_x509_certificate(certificate.public_bytes(der)) | name)
        if key is not None:
            decode = decode_rsa_private_key if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key
            told = decode(key.private_bytes(der, bare, serialization.NoEncryption()))
            kept = {Attribute.SIGN: True, Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
            session.create_object(told | name | kept)


@pytest.fixture(scope="module", params=[False, True], ids=["RSA", "ECDSA"])
def label(request, token) -> str:
    certificate, key = authority().issue(SIGNER, curve=request.param)
    name = f"Ký {'ec' if request.param else 'rsa'}"
    put(token, name, certificate, key, b"" if request.param else b"\x01")  # not every maker gives marks
    return name


@pytest.fixture(scope="module", autouse=True)
def issuer(token) -> None:
    """Tokens carry the issuer's certificate too."""
    put(token, "CA mẫu", authority().certificate)


def test_a_token_signs(pdf, label):
    with open_token(MODULE, pin=PIN, label=label) as identity:
        assert identity.holder.name == SIGNER
        signed = sign(pdf, identity, role=Role.PERSON)
    report = verify(signed, authority().trust())
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].holder.name == SIGNER


def test_a_block_is_signed_with_the_token_from_the_command_line(pdf, label, tmp_path, capsys):
    with open_token(MODULE, pin=PIN, label=label) as identity:
        certificate = identity.certificate
    prepared = prepare(pdf, certificate, chain=(authority().certificate,), role=Role.PERSON)
    (tmp_path / "cho-ky.json").write_text(json.dumps(prepared.block("Quyết định 15")), encoding="utf-8")
    (tmp_path / "pin").write_text(PIN + "\n", encoding="utf-8")
    code = main(["sign-block", str(tmp_path / "cho-ky.json"), "--pkcs11", str(MODULE), "--certificate", label,
                 "--password-file", str(tmp_path / "pin")])  # fmt: skip
    assert code == 0, capsys.readouterr().err
    answer = json.loads((tmp_path / "cho-ky-tra-loi.json").read_text(encoding="utf-8"))
    done = complete(prepared, read_answer(answer, block_id=prepared.block_id))
    assert verify(done, authority().trust()).verdict is Verdict.VALID


def test_a_token_with_several_certificates_says_which_there_are(token, label):
    certificate, key = authority().issue("Cán bộ mẫu 02")
    put(token, f"Khác {label}", certificate, key)
    with pytest.raises(SigningError, match="--certificate") as caught, open_token(MODULE, pin=PIN):
        raise AssertionError
    assert f"“{label}”" in str(caught.value)
    assert f"“Khác {label}”" in str(caught.value)
    assert "CA mẫu" not in str(caught.value)  # nobody signs with the issuer's


def test_what_is_no_module_is_told(tmp_path):
    (tmp_path / "lạ.so").write_bytes(b"khong phai")
    with pytest.raises(SigningError, match="không phải phần mềm PKCS#11"), open_token(tmp_path / "lạ.so", pin=PIN):
        raise AssertionError


def test_the_fault_of_what_is_done_with_the_token_is_not_blamed_on_it(label, tmp_path):
    with pytest.raises(FileNotFoundError), open_token(MODULE, pin=PIN, label=label):
        (tmp_path / "không có").read_bytes()


def test_what_is_wrong_is_said_so_that_it_can_be_mended(label):
    for pin, name, said in ((PIN, "Không có", "mang tên"), ("0000", label, "PIN")):
        with pytest.raises(SigningError, match=said), open_token(MODULE, pin=pin, label=name):
            raise AssertionError
