"""Checking: what a reader is told of changed, expired, revoked and unknown signatures."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re

import pikepdf
import pytest
from signing_papers import SIGNER

from chungtay.signing import (
    SENTENCES,
    VERDICTS,
    Level,
    Problem,
    Role,
    SigningError,
    Trust,
    Verdict,
    load_trust,
    original_of,
    sign,
    verify,
)
from chungtay.signing.words import BREAKING
from support.pki import NOW, YEAR, Authority, authority


def signed(pdf: bytes, ca: Authority | None = None) -> bytes:
    return sign(pdf, (ca or authority()).identity(SIGNER), role=Role.PERSON)


def test_an_unsigned_paper_is_said_to_be_unsigned(pdf):
    assert verify(pdf, authority().trust()).verdict is Verdict.UNSIGNED


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_one_changed_byte_breaks_the_signature(pdf, share):
    data = bytearray(signed(pdf))
    streams = [m.end() for m in re.finditer(rb"stream\r?\n", bytes(data[: len(pdf)]))]
    place = streams[int(len(streams) * share)] + 30
    data[place] ^= 1
    report = verify(bytes(data), authority().trust())
    assert report.verdict is Verdict.BROKEN
    assert report.signatures[0].problems == (Problem.TAMPERED,)
    assert not report.signatures[0].intact


def test_a_second_signature_keeps_the_first_and_a_change_of_the_page_does_not(pdf):
    first = signed(pdf)
    out = io.BytesIO()
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(first), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    added = writer.add_object(generic.StreamObject(stream_data=b"0 0 200 200 re f"))
    page[generic.pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), added])
    writer.update_container(page)
    writer.write(out)
    report = verify(out.getvalue(), authority().trust())
    assert Problem.CHANGED_AFTER in report.signatures[0].problems
    assert report.verdict is Verdict.BROKEN


def test_a_certificate_revoked_before_signing_has_no_worth(pdf):
    ca = Authority()
    identity = ca.identity(SIGNER)
    done = sign(pdf, identity, role=Role.PERSON)
    assert verify(done, ca.trust()).verdict is Verdict.VALID
    ca.revoke(identity.certificate, NOW - dt.timedelta(days=2))
    report = verify(done, ca.trust())
    assert report.verdict is Verdict.BROKEN
    assert Problem.REVOKED in report.signatures[0].problems


def test_a_signature_stamped_before_the_revocation_keeps_its_worth(pdf):
    ca = Authority()
    identity = ca.identity(SIGNER)
    stamp = ca.timestamper(NOW - dt.timedelta(days=20))
    done = sign(pdf, identity, role=Role.PERSON, level=Level.T, timestamper=stamp)
    ca.revoke(identity.certificate, NOW - dt.timedelta(days=2))
    assert verify(done, ca.trust()).verdict is Verdict.VALID


def test_years_later_a_timestamp_still_proves_and_its_absence_leaves_a_question(pdf):
    ca, later = authority(), NOW + 2 * YEAR  # when the certificate has run out
    plain = sign(pdf, ca.identity(SIGNER), role=Role.PERSON)
    stamped = sign(pdf, ca.identity(SIGNER), role=Role.PERSON, level=Level.T, timestamper=ca.timestamper())
    assert verify(stamped, ca.trust(lists=False), at=later).verdict is Verdict.VALID
    report = verify(plain, ca.trust(lists=False), at=later)
    assert report.verdict is Verdict.OPEN
    assert Problem.EXPIRED_SINCE in report.signatures[0].problems
    assert Problem.EXPIRED_SINCE in verify(plain, Trust(), at=later).signatures[0].problems


def test_a_signature_made_with_an_expired_certificate_is_broken(pdf):
    ca = authority()
    identity = ca.identity(SIGNER, start=NOW - 3 * YEAR, end=NOW - YEAR)
    done = sign(pdf, identity, role=Role.PERSON, at=NOW - 2 * YEAR)  # a machine whose calendar was wound back
    for trust in (ca.trust(), Trust()):
        report = verify(done, trust)
        assert report.verdict is Verdict.BROKEN
        assert Problem.EXPIRED in report.signatures[0].problems


def test_an_issuer_that_nobody_trusts_leaves_the_question_who_signed(pdf):
    report = verify(signed(pdf), Authority(name="CA khác").trust())
    assert report.verdict is Verdict.OPEN
    assert report.signatures[0].intact
    assert Problem.UNKNOWN_ISSUER in report.signatures[0].problems
    alone = verify(signed(pdf), Trust())
    assert Problem.NO_ROOTS in alone.signatures[0].problems
    assert alone.verdict is Verdict.OPEN


def test_a_timestamp_of_an_unknown_service_proves_nothing(pdf):
    ca, other = authority(), Authority(name="TSA lạ")
    done = sign(pdf, ca.identity(SIGNER), role=Role.PERSON, level=Level.T, timestamper=other.timestamper())
    (found,) = verify(done, ca.trust()).signatures
    assert not found.timestamped
    assert Problem.UNKNOWN_TIMESTAMP in found.problems


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7\nhong het", b"%PDF-1.7\n" + b"\x00" * 4000])
def test_what_is_no_pdf_is_told(data):
    with pytest.raises(SigningError, match="PDF"):
        verify(data, Trust())


def test_cut_files_are_told_and_never_crash(pdf):
    whole = signed(pdf)
    for share in (0.2, 0.6, 0.95, 0.999):
        with contextlib.suppress(SigningError):
            assert verify(whole[: int(len(whole) * share)], authority().trust()).verdict is not Verdict.VALID


def test_a_signed_file_that_broke_off_is_never_called_unsigned(pdf):
    """Its first part is the issued paper, whole and without signatures."""
    whole = signed(pdf)
    for length in range(len(pdf) + 400, len(whole) - 40, 1500):
        with pytest.raises(SigningError, match=r"đứt đoạn|tải chưa hết"):
            verify(whole[:length], authority().trust())


def test_bytes_behind_the_end_belong_to_nobodys_signature(pdf):
    whole = signed(pdf)
    assert verify(whole + b"\r\n\0\0", authority().trust()).verdict is Verdict.VALID  # mail systems fill up
    report = verify(whole + b"\n% 10.000.000\n", authority().trust())
    assert (report.verdict, report.signatures[0].problems[-1]) == (Verdict.BROKEN, Problem.CHANGED_AFTER)


def test_every_finding_has_its_sentence():
    assert set(SENTENCES) == set(Problem)
    assert set(VERDICTS) == set(Verdict)
    assert set(Problem) >= BREAKING


# The folder of the trusted


def test_the_folder_holds_certificates_and_lists_and_names_what_it_cannot_read(pdf, tmp_path):
    from cryptography.hazmat.primitives.serialization import Encoding

    ca = Authority()
    identity = ca.identity(SIGNER)
    ca.revoke(identity.certificate, NOW - dt.timedelta(days=2))
    (tmp_path / "con").mkdir()
    (tmp_path / "ca.pem").write_bytes(ca.certificate.public_bytes(Encoding.PEM) * 2)
    (tmp_path / "con" / "ca.cer").write_bytes(ca.certificate.public_bytes(Encoding.DER))
    (tmp_path / "thu-hoi.crl").write_bytes(ca.crl().public_bytes(Encoding.DER))
    (tmp_path / "hong.crt").write_text("không phải chứng thư")
    (tmp_path / "doc.txt").write_text("ghi chú")
    trust = load_trust(tmp_path)
    assert (len(trust.roots), len(trust.revocations), trust.unreadable) == (3, 1, ("hong.crt",))
    assert Problem.REVOKED in verify(sign(pdf, identity, role=Role.PERSON), trust).signatures[0].problems
    assert load_trust(tmp_path / "không có") == load_trust(None) == Trust()


# The same paper


def test_appended_signatures_are_told_from_a_file_saved_anew_and_from_another_paper(pdf):
    from signing_papers import DATA

    from chungtay.typesetting import build, render_pdf

    done = signed(pdf)
    assert original_of(done, pdf) == "appended"
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(again)
    assert original_of(signed(again.getvalue()), pdf) == "same_words"
    other = render_pdf(build("quyet-dinh", DATA | {"number": "16/QĐ-UBND"}), timestamp=NOW)
    assert original_of(signed(other), pdf) == ""
    longer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.add_blank_page()
        opened.save(longer)
    assert original_of(signed(longer.getvalue()), pdf) == ""


def test_a_changed_paper_with_two_signatures_still_names_both_signers(pdf):
    ca = authority()
    both = sign(signed(pdf), ca.identity("UBND xã Mẫu"), role=Role.ORGANISATION)
    data = bytearray(both)
    streams = [m.end() for m in re.finditer(rb"stream\r?\n", bytes(data[: len(pdf)]))]
    for place in streams:
        data[place + 30] ^= 1  # so that nothing of the pages can be read any more
    report = verify(bytes(data), ca.trust())
    assert report.verdict is Verdict.BROKEN
    assert [each.holder.name for each in report.signatures] == [SIGNER, "UBND xã Mẫu"]
    assert all(Problem.TAMPERED in each.problems for each in report.signatures)
