"""A key that stays with its owner: prepared here, signed there, completed here."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from signing_papers import SIGNER, paper

from chungtay.signing import (
    Prepared,
    Problem,
    Role,
    SigningError,
    Verdict,
    appearance,
    complete,
    find_place,
    prepare,
    read_answer,
    remote,
    sign,
    sign_block,
    verify,
)
from chungtay.signing.identity import DIGEST
from chungtay.signing.remote import ANSWER_FORMAT, BLOCK_FORMAT
from support.pki import NOW, YEAR, Authority, authority, handwriting


def waiting(pdf: bytes, identity, **options) -> Prepared:
    return prepare(pdf, identity.certificate, chain=identity.chain, role=Role.PERSON, **options)


@pytest.mark.parametrize("curve", [False, True])
def test_the_three_steps_make_a_valid_signature(pdf, curve):
    identity = authority().identity(SIGNER, curve=curve)
    look = appearance(Role.PERSON, handwriting(), find_place(pdf, SIGNER))
    prepared = waiting(pdf, identity, look=look)
    block = json.loads(json.dumps(prepared.block("Quyết định 15")))
    kept = Prepared.load(prepared.document, json.loads(json.dumps(prepared.dump())))
    answer = json.loads(json.dumps(sign_block(block, identity)))
    done = complete(kept, read_answer(answer, block_id=kept.block_id), timestamper=authority().timestamper())
    report = verify(done, authority().trust())
    assert report.verdict is Verdict.VALID
    assert report.signatures[0].timestamped
    assert done.startswith(pdf)
    both = sign(done, authority().identity("UBND xã Mẫu"), role=Role.ORGANISATION)
    assert verify(both, authority().trust()).verdict is Verdict.VALID


def test_with_a_stamp_and_the_lists_the_completed_file_keeps_its_proofs(pdf):
    ca, identity = authority(), authority().identity(SIGNER)
    prepared = waiting(pdf, identity)
    signature = read_answer(sign_block(prepared.block(), identity), block_id=prepared.block_id)
    bare = complete(prepared, signature, timestamper=ca.timestamper(), trust=ca.trust(lists=False))
    full = complete(prepared, signature, timestamper=ca.timestamper(), trust=ca.trust())
    later, root = NOW + 8 * YEAR, ca.trust(lists=False)
    assert verify(bare, root, at=later).signatures[0].problems == (Problem.REVOCATION_UNKNOWN,)
    assert verify(full, root, at=later).signatures[0].problems == ()
    both = sign(full, ca.identity("UBND xã Mẫu"), role=Role.ORGANISATION)
    assert verify(both, ca.trust()).verdict is Verdict.VALID


def test_a_stamp_of_a_service_that_the_folder_does_not_know_still_leaves_a_signature(pdf):
    ca, identity = authority(), authority().identity(SIGNER)
    prepared = waiting(pdf, identity)
    signature = read_answer(sign_block(prepared.block(), identity), block_id=prepared.block_id)
    done = complete(prepared, signature, timestamper=Authority(name="TSA lạ").timestamper(), trust=ca.trust())
    assert verify(done, ca.trust()).signatures[0].holder.name == SIGNER


def test_the_block_is_small_and_holds_no_document(pdf):
    block = waiting(pdf, authority().identity(SIGNER)).block()
    assert len(base64.b64decode(block["to_sign"])) < 400


def test_the_signature_of_another_key_or_another_paper_is_refused(pdf):
    mine, other = authority().identity(SIGNER), authority().identity("Cán bộ mẫu 02")
    prepared = waiting(pdf, mine)
    with pytest.raises(SigningError, match="chứng thư khác"):
        sign_block(prepared.block(), other)
    forged = prepared.block() | {"certificate": waiting(pdf, other).block()["certificate"]}
    signature = read_answer(sign_block(forged, other), block_id=prepared.block_id)
    with pytest.raises(SigningError, match="không khớp"):
        complete(prepared, signature)
    second = waiting(sign(pdf, other, role=Role.PERSON), mine)
    with pytest.raises(SigningError, match="văn bản khác"):
        read_answer(sign_block(second.block(), mine), block_id=prepared.block_id)


@pytest.mark.parametrize(
    "change", [{"format": "khác"}, {"to_sign": "!!"}, {"to_sign": base64.b64encode(b"x").decode()}, {"certificate": ""}]
)
def test_a_damaged_block_is_never_signed(pdf, change):
    identity = authority().identity(SIGNER)
    with pytest.raises(SigningError, match="Tải lại tệp"):
        sign_block(waiting(pdf, identity).block() | change, identity)


def test_an_elliptic_signature_as_windows_writes_it_is_taken(pdf):
    identity = authority().identity(SIGNER, curve=True)
    prepared = waiting(pdf, identity)
    der = read_answer(sign_block(prepared.block(), identity), block_id=prepared.block_id)
    plain = b"".join(number.to_bytes(32) for number in decode_dss_signature(der))
    done = complete(prepared, plain)
    assert verify(done, authority().trust()).verdict is Verdict.VALID
    with pytest.raises(SigningError, match="không khớp"):
        complete(prepared, plain[::-1])


def test_the_windows_client_speaks_of_the_same_files():
    """PowerShell is not at hand here; that both sides mean the same formats and the same rule is."""
    text = (Path(remote.__file__).parent / "assets" / "ky-token.ps1").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")  # or Windows reads Vietnamese as its code page
    told = text.decode("utf-8-sig")
    for name in (BLOCK_FORMAT, ANSWER_FORMAT, DIGEST, "to_sign", "certificate", "-tra-loi.json"):
        assert name in told
    for mark in "“”‘’":  # PowerShell takes these for the end of a text
        assert mark not in told
    attributes = waiting(paper(), authority().identity(SIGNER)).attributes
    assert attributes.hex().startswith("31")
    assert re.search(r"DauHieu = '(\w+)'", told)[1] in attributes.hex()  # the client refuses anything else
    assert len(attributes) < int(re.search(r"DaiNhat = (\d+)", told)[1])


def test_the_waiting_file_sent_back_as_it_came_is_told_from_its_answer(pdf):
    prepared = waiting(pdf, authority().identity(SIGNER))
    with pytest.raises(SigningError, match=r"chưa có chữ ký.*-tra-loi\.json"):
        read_answer(prepared.block(), block_id=prepared.block_id)


@pytest.mark.parametrize("answer", [{}, {"format": "x"}, {"format": "chungtay-signature-1", "block": 1}])
def test_a_damaged_answer_is_told(answer):
    with pytest.raises(SigningError, match="Chọn"):
        read_answer(answer, block_id="0")


def test_an_expired_certificate_is_refused_before_anything_is_prepared(pdf):
    with pytest.raises(SigningError, match="đã hết hạn"):
        waiting(pdf, authority().identity(SIGNER, start=NOW - 2 * YEAR, end=NOW - YEAR))
