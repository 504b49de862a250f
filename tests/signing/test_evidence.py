"""Proofs that a signed file carries itself (CRL, OCSP), and issuers that stand between root and signer."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from asn1crypto import ocsp as asn1_ocsp
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from signing_papers import SIGNER

from chungtay.signing import Level, Problem, Role, Trust, Verdict, sign, verify
from support.pki import NOW, Authority

DAY = dt.timedelta(days=1)


@pytest.fixture
def ca() -> Authority:
    return Authority()


def stamped(pdf: bytes, ca: Authority, identity, when: dt.datetime = NOW - 20 * DAY) -> bytes:
    return sign(pdf, identity, role=Role.PERSON, level=Level.T, timestamper=ca.timestamper(when))


def with_answers(signed: bytes, *answers) -> bytes:
    """The file with answers of an OCSP service in its store, as programs of PAdES B-LT leave it."""
    out = io.BytesIO(signed)
    kept = [asn1_ocsp.OCSPResponse.load(each.public_bytes(Encoding.DER)) for each in answers]
    DocumentSecurityStore.add_dss(out, None, ocsps=kept)
    return out.getvalue()


def problems(signed: bytes, trust: Trust, **options) -> tuple[Problem, ...]:
    return verify(signed, trust, **options).signatures[0].problems


def test_an_answer_in_the_file_settles_what_the_folder_does_not_know(pdf, ca):
    identity = ca.identity(SIGNER)
    bare = stamped(pdf, ca, identity)
    assert problems(bare, ca.trust(lists=False)) == (Problem.REVOCATION_UNKNOWN,)
    signed = with_answers(bare, ca.answer(identity.certificate, made=NOW - 20 * DAY))
    assert problems(signed, ca.trust(lists=False)) == ()
    assert verify(signed, ca.trust(lists=False)).verdict is Verdict.VALID
    assert problems(signed, ca.trust(lists=False), at=NOW + 3000 * DAY) == ()  # years later, without any network


def test_an_answer_that_says_revoked_breaks_the_signature(pdf, ca):
    identity = ca.identity(SIGNER)
    ca.revoke(identity.certificate, NOW - 25 * DAY)
    signed = with_answers(stamped(pdf, ca, identity), ca.answer(identity.certificate, made=NOW - 20 * DAY))
    assert Problem.REVOKED in problems(signed, ca.trust(lists=False))


def test_an_answer_that_says_revoked_later_than_the_stamp_does_not(pdf, ca):
    identity = ca.identity(SIGNER)
    ca.revoke(identity.certificate, NOW - 2 * DAY)
    signed = with_answers(stamped(pdf, ca, identity), ca.answer(identity.certificate, made=NOW))
    assert verify(signed, ca.trust(lists=False)).verdict is Verdict.VALID


def test_an_old_answer_proves_nothing_about_a_signature_without_stamp(pdf, ca):
    identity = ca.identity(SIGNER)
    plain = sign(pdf, identity, role=Role.PERSON)
    old = with_answers(plain, ca.answer(identity.certificate, made=NOW - 100 * DAY))
    assert Problem.REVOCATION_OLD in problems(old, ca.trust(lists=False))
    ca.revoke(identity.certificate, NOW - 50 * DAY)
    assert Problem.REVOKED in problems(old, ca.trust())  # and does not hide what the folder knows


def test_an_answer_that_another_made_is_not_believed(pdf, ca):
    identity, liar = ca.identity(SIGNER), Authority()  # of the same name
    signed = with_answers(stamped(pdf, ca, identity), liar.answer(identity.certificate, made=NOW - 20 * DAY))
    assert problems(signed, ca.trust(lists=False)) == (Problem.REVOCATION_UNKNOWN,)


def test_a_store_that_cannot_be_read_is_as_good_as_none(pdf, ca):
    from pyhanko.pdf_utils import generic

    signed = stamped(pdf, ca, ca.identity(SIGNER))
    writer = IncrementalPdfFileWriter(io.BytesIO(signed), strict=False)
    junk = writer.add_object(generic.StreamObject(stream_data=b"khong phai"))
    writer.root["/DSS"] = generic.DictionaryObject({
        generic.pdf_name("/CRLs"): generic.ArrayObject([junk]), generic.pdf_name("/OCSPs"): generic.ArrayObject([junk])
    })  # fmt: skip
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    report = verify(out.getvalue(), ca.trust(lists=False))
    assert report.signatures[0].holder.name == SIGNER
    assert Problem.REVOCATION_UNKNOWN in report.signatures[0].problems


def test_long_term_proofs_still_hold_when_the_folder_has_only_the_root(pdf, ca):
    signed = sign(pdf, ca.identity(SIGNER), role=Role.PERSON, level=Level.LT, timestamper=ca.timestamper(),
                  trust=ca.trust())  # fmt: skip
    assert problems(signed, ca.trust(lists=False), at=NOW + 3000 * DAY) == ()


def test_a_list_out_of_date_is_told(pdf, ca):
    signed = sign(pdf, ca.identity(SIGNER), role=Role.PERSON)
    stale = Trust((ca.certificate,), (ca.crl(made=NOW - 90 * DAY),))
    report = verify(signed, stale)
    assert report.verdict is Verdict.VALID
    assert Problem.REVOCATION_OLD in report.signatures[0].problems


# An issuer under the root, as the public ones are


@pytest.fixture
def lower(ca) -> Authority:
    return Authority("CA cấp dưới mẫu", above=ca)


def both(ca: Authority, lower: Authority) -> Trust:
    return Trust((ca.certificate,), (ca.crl(), lower.crl()))


def test_the_way_to_the_root_goes_through_certificates_in_the_file(pdf, ca, lower):
    report = verify(sign(pdf, lower.identity(SIGNER), role=Role.PERSON), both(ca, lower))
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].holder.issuer == "CA cấp dưới mẫu"
    assert report.signatures[0].problems == (Problem.UNPROVEN_TIME,)


def test_a_revoked_issuer_takes_its_signers_with_it(pdf, ca, lower):
    signed = sign(pdf, lower.identity(SIGNER), role=Role.PERSON)
    ca.revoke(lower.certificate, NOW - 3 * DAY)
    report = verify(signed, both(ca, lower))
    assert report.verdict is Verdict.BROKEN
    assert Problem.REVOKED in report.signatures[0].problems
