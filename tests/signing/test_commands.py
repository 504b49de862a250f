"""The commands as typed: what is written, what is said, which code comes back."""

from __future__ import annotations

import io
import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from signing_papers import SIGNER

from chungtay.cli import main
from chungtay.signing import prepare
from chungtay.signing.identity import load_p12
from chungtay.signing.roles import Role
from support.pki import PASSWORD, authority, handwriting, seal


@pytest.fixture
def desk(tmp_path, pdf):
    """A folder with all that the commands take."""
    (tmp_path / "qd.pdf").write_bytes(pdf)
    (tmp_path / "nguoi.p12").write_bytes(authority().p12(SIGNER))
    (tmp_path / "dau.p12").write_bytes(authority().p12("UBND xã Mẫu"))
    (tmp_path / "mat-khau").write_text(PASSWORD + "\n", encoding="utf-8")
    (tmp_path / "ky.png").write_bytes(handwriting())
    (tmp_path / "dau.png").write_bytes(seal())
    (tmp_path / "goc").mkdir()
    (tmp_path / "goc" / "ca.pem").write_bytes(authority().certificate.public_bytes(Encoding.PEM))
    return tmp_path


def run(desk, *words: str) -> int:
    return main([str(desk / word[1:]) if word.startswith("@") else word for word in words])


def test_sign_seal_and_verify(desk, capsys):
    with_key = ("--password-file", "@mat-khau")
    signed = ("sign", "@qd.pdf", "--p12", "@nguoi.p12", *with_key, "--image", "@ky.png", "--name", SIGNER)
    assert run(desk, *signed) == 0
    assert "chưa có dấu thời gian" in capsys.readouterr().out
    sealed = ("sign", "@qd-da-ky.pdf", "--p12", "@dau.p12", *with_key, "--role", "co-quan", "--image", "@dau.png")
    assert run(desk, *sealed, "--out", "@xong.pdf") == 0
    capsys.readouterr()
    assert run(desk, "verify-signature", "@xong.pdf", "--roots", "@goc") == 0
    said = capsys.readouterr().out
    assert "Chữ ký hợp lệ" in said
    assert f"1. {SIGNER}" in said
    assert "2. UBND xã Mẫu" in said


def test_without_roots_the_signer_stays_unknown_and_the_code_says_so(desk, capsys):
    run(desk, "sign", "@qd.pdf", "--p12", "@nguoi.p12", "--password-file", "@mat-khau")
    assert run(desk, "verify-signature", "@qd-da-ky.pdf") == 1
    assert "chưa xác nhận được người ký" in capsys.readouterr().out


def test_refusals_write_nothing(desk, capsys):
    (desk / "sai").write_text("sai")
    assert run(desk, "sign", "@qd.pdf", "--p12", "@nguoi.p12", "--password-file", "@sai") == 1
    assert "Mật khẩu" in capsys.readouterr().err
    assert run(desk, "sign", "@qd.pdf", "--p12", "@dau.p12", "--password-file", "@mat-khau", "--role", "co-quan") == 1
    assert run(desk, "sign", "@khong-co.pdf", "--p12", "@nguoi.p12", "--password-file", "@mat-khau") == 2
    assert run(desk, "sign", "@qd.pdf", "--pkcs11", "@khong-co.so", "--password-file", "@mat-khau") == 1
    assert "token" in capsys.readouterr().err
    assert run(desk, "verify-signature", "@ky.png") == 1
    assert not (desk / "qd-da-ky.pdf").exists()


def test_many_files_are_signed_with_the_password_given_once(desk, pdf, capsys):
    for number in (1, 2):
        (desk / f"giay-{number}.pdf").write_bytes(pdf)
    (desk / "giay-9.pdf").write_bytes(b"hong")
    with_key = ("--p12", "@nguoi.p12", "--password-file", "@mat-khau")
    assert run(desk, "sign", "@giay-*.pdf", *with_key) == 1
    said = capsys.readouterr()
    assert "Đã ký 2 trên 3 tệp" in said.out
    assert "giay-9.pdf: Tệp này không phải là PDF" in said.err
    assert sorted(p.name for p in desk.glob("giay-*")) == [
        "giay-1-da-ky.pdf", "giay-1.pdf", "giay-2-da-ky.pdf", "giay-2.pdf", "giay-9.pdf",
    ]  # fmt: skip
    office = ("--p12", "@dau.p12", "--password-file", "@mat-khau", "--role", "co-quan")
    assert run(desk, "sign", "@giay-*-da-ky.pdf", *office) == 0
    assert run(desk, "verify-signature", "@giay-2-da-ky.pdf", "--roots", "@goc") == 0
    assert run(desk, "sign", "@giay-*.pdf", *with_key, "--out", "@mot.pdf") == 1
    assert run(desk, "sign", "@khong-*.pdf", *with_key) == 2
    assert run(desk, "sign", "@qd.pdf", *with_key, "--roots", "@go-nham") == 2
    assert "Không thấy" in capsys.readouterr().err


def test_vietnamese_is_said_also_where_the_screen_has_an_old_code_page(desk, monkeypatch):
    out = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr("sys.stdout", out)
    assert run(desk, "sign", "@qd.pdf", "--p12", "@nguoi.p12", "--password-file", "@mat-khau") == 0
    out.flush()
    assert "Đã ký bằng chứng thư" in out.buffer.getvalue().decode()


def test_a_block_is_signed_on_the_signers_machine(desk, pdf, capsys):
    identity = load_p12((desk / "nguoi.p12").read_bytes(), PASSWORD)
    block = prepare(pdf, identity.certificate, role=Role.PERSON).block("Quyết định 15")
    (desk / "cho-ky.json").write_text(json.dumps(block))
    assert run(desk, "sign-block", "@cho-ky.json", "--p12", "@nguoi.p12", "--password-file", "@mat-khau") == 0
    assert "Quyết định 15" in capsys.readouterr().out
    assert json.loads((desk / "cho-ky-tra-loi.json").read_text())["format"] == "chungtay-signature-1"
    (desk / "hong.json").write_text("[1")
    assert run(desk, "sign-block", "@hong.json", "--p12", "@nguoi.p12", "--password-file", "@mat-khau") == 1
