"""Signed copies of issued papers: filed beside the issued bytes, refused when they are not what they claim."""

from __future__ import annotations

import datetime as dt
import io
import json

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from test_numbers import DATA, issue, paper

from chungtay.audit.models import Event
from chungtay.demo.movements import at, worker
from chungtay.documents.actions import mark_signed, render, void_document, write_draft
from chungtay.documents.models import Document, SignedCopy, StoredFile, WaitingSignature
from chungtay.documents.signature_actions import (
    block_of,
    complete_signature,
    file_signed_copy,
    give_up_signature,
    newest_bytes,
    prepare_signature,
)
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.signing import Role, find_place, sign, sign_block, signed_place, verify
from chungtay.typesetting.samples import samples
from support.pki import NOW, YEAR, Authority, authority, handwriting, seal
from support.tsa import timestamp_service

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)
SIGNER = DATA["signature"]["name"]
CHECK = "/kiem-tra-chu-ky/"


@pytest.fixture
def registrar(place) -> Reader:
    return worker(place, "vanthu", DAY)


@pytest.fixture
def document(registrar) -> Document:
    made = paper(registrar)
    issue(made, registrar, number=15)
    made.refresh_from_db()
    return made


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The trusted folder, with the authority of the tests."""
    settings.SIGNING_TRUST = tmp_path / "trust"
    settings.SIGNING_TRUST.mkdir()
    keep(settings.SIGNING_TRUST, authority())
    return settings.SIGNING_TRUST


def keep(folder, ca: Authority, name: str = "ca") -> None:
    (folder / f"{name}.pem").write_bytes(ca.certificate.public_bytes(Encoding.PEM))
    (folder / f"{name}.crl").write_bytes(ca.crl().public_bytes(Encoding.DER))


def signed(document: Document, ca: Authority | None = None, **options) -> bytes:
    return sign(render(document, "pdf"), (ca or authority()).identity(SIGNER, **options), role=Role.PERSON)


def put(document: Document, content: bytes, by: Reader) -> SignedCopy:
    return file_signed_copy(document=document, content=content, by=by, at=at(DAY))


def refused(document: Document, content: bytes, by: Reader, said: str) -> UserError:
    files = StoredFile.objects.count()
    with pytest.raises(UserError, match=said) as caught:
        put(document, content, by)
    assert not SignedCopy.objects.exists()
    assert StoredFile.objects.count() == files
    return caught.value


def test_a_signed_file_is_kept_beside_the_issued_bytes(document, registrar):
    before = render(document, "pdf")
    content = signed(document)
    copy = put(document, content, registrar)
    document.refresh_from_db()
    assert render(document, "pdf") == before
    with copy.file.file.open("rb") as kept:
        assert kept.read() == content
    assert (copy.verdict, copy.origin) == ("valid", "appended")
    assert [each["name"] for each in copy.signatures] == [SIGNER]
    event = Event.objects.get(event="document.signed_copy_filed")
    assert event.after["signers"] == [SIGNER]
    assert put(document, content, registrar).pk == copy.pk  # the same file again is the same copy
    assert Event.objects.filter(event="document.signed_copy_filed").count() == 1


def test_a_file_that_the_signing_program_saved_anew_is_taken_when_every_word_is_the_same(document, registrar):
    again = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(document, "pdf"))) as opened:
        opened.save(again)
    content = sign(again.getvalue(), authority().identity(SIGNER), role=Role.PERSON)
    assert put(document, content, registrar).origin == "same_words"


def test_what_is_not_this_paper_signed_and_whole_is_refused_and_nothing_kept(document, registrar):
    refused(document, render(document, "pdf"), registrar, "chưa có chữ ký số nào")
    refused(document, b"PK\x03\x04 Word", registrar, "không phải là PDF")
    other = paper(registrar, "Bản khác")
    issue(other, registrar, number=16)
    other.refresh_from_db()
    refused(document, signed(other), registrar, "khác với bản đã phát hành")
    broken = bytearray(signed(document))
    broken[broken.index(b"stream", 5000) + 60] ^= 1
    error = refused(document, bytes(broken), registrar, "không hợp lệ|khác với")
    assert error.message


def test_revoked_and_expired_certificates_are_refused_with_the_reason(document, registrar, folder):
    ca = Authority(name="CA thu hồi")
    identity = ca.identity(SIGNER)
    content = sign(render(document, "pdf"), identity, role=Role.PERSON)
    ca.revoke(identity.certificate, NOW - dt.timedelta(days=1))
    keep(folder, ca, "thu-hoi")
    error = refused(document, content, registrar, "không hợp lệ")
    assert any("bị thu hồi" in line for line in error.details)
    old = authority().identity(SIGNER, start=NOW - 2 * YEAR, end=NOW - YEAR)
    content = sign(render(document, "pdf"), old, role=Role.PERSON, at=NOW - YEAR - dt.timedelta(days=2))
    error = refused(document, content, registrar, "không hợp lệ")
    assert any("hết hạn" in line for line in error.details)


def test_an_unknown_issuer_is_kept_and_said(document, registrar):
    copy = put(document, signed(document, Authority(name="CA lạ")), registrar)
    assert copy.verdict == "open"
    assert copy.signatures[0]["problems"][0] == "unknown_issuer"


def test_only_issued_papers_take_signatures(document, registrar):
    content = signed(document)
    draft = paper(registrar, "Chưa cho số")
    with pytest.raises(UserError, match="Cho số trước"):
        put(draft, content, registrar)
    void_document(document=document, reason="Hủy mẫu", by=registrar, at=at(DAY))
    document.refresh_from_db()
    refused(document, content, registrar, "đã hủy")


# With one's own token


def pem(identity) -> bytes:
    return b"".join(each.public_bytes(Encoding.PEM) for each in (identity.certificate, *identity.chain))


def prepare(document: Document, identity, by: Reader, role: Role = Role.PERSON, picture: bytes | None = None):
    return prepare_signature(
        document=document, certificate=pem(identity), role=role, picture=picture, by=by, at=at(DAY)
    )


def test_person_and_organisation_sign_with_their_own_tokens_one_after_the_other(document, registrar):
    person, office = authority().identity(SIGNER), authority().identity("UBND xã Kim Phượng")
    for identity, role, picture in ((person, Role.PERSON, handwriting()), (office, Role.ORGANISATION, seal())):
        waiting = prepare(document, identity, registrar, role, picture)
        answer = sign_block(json.loads(block_of(waiting)), identity)
        copy = complete_signature(document=document, answer=json.dumps(answer).encode(), by=registrar, at=at(DAY))
        assert not WaitingSignature.objects.exists()
    assert [each["name"] for each in copy.signatures] == [SIGNER, "UBND xã Kim Phượng"]
    assert copy.verdict == "valid"
    assert SignedCopy.objects.filter(document=document).count() == 2


def test_a_certificate_in_another_name_is_asked_about_before_anything_is_prepared(document, client_of):
    client, stranger = client_of("vanthu.kimphuong"), authority().identity("Cán bộ mẫu 09")
    address = reverse("documents:prepare-signature", args=[document.pk])
    answer = client.post(address, {"role": "person", "certificate": upload("ky.cer", pem(stranger))})
    html = answer.content.decode()
    assert answer.status_code == 400
    assert f"Chứng thư này của “Cán bộ mẫu 09”, còn văn bản in người ký là “{SIGNER}”" in html
    assert 'name="confirmed"' in html
    assert not WaitingSignature.objects.exists()
    signer = authority().identity(SIGNER)
    answer = client.post(address, {"role": "organisation", "certificate": upload("ky.cer", pem(signer))})
    assert "không phải của cơ quan" in answer.content.decode()
    given = {"role": "person", "certificate": upload("ky.cer", pem(stranger)), "confirmed": "on"}
    assert client.post(address, given).status_code == 302
    answer = sign_block(json.loads(block_of(WaitingSignature.objects.get())), stranger)
    done = upload("a.json", json.dumps(answer).encode())
    finish = reverse("documents:complete-signature", args=[document.pk])
    assert client.post(finish, {"file": done}).status_code == 302
    html = client.get(reverse("documents:detail", args=[document.pk])).content.decode()
    assert f"còn in tên {SIGNER}, chưa có chữ ký số mang tên đó" in html
    again = client.post(finish, {"file": upload("a.json", json.dumps(answer).encode())})  # played once more
    assert "không còn chờ chữ ký nào" in again.content.decode()
    assert SignedCopy.objects.count() == 1


def test_two_signers_of_one_paper_sign_each_above_the_own_name(registrar):
    sample = samples()["bien-ban-hop"]
    first, last = [each.name for each in sample.build().signatures]
    made = write_draft(
        locality=registrar.locality, kind="bien-ban-hop", title="Biên bản (mẫu)", data=sample.data, by=registrar,
        at=at(DAY),
    )  # fmt: skip
    issue(mark_signed(document=made, on=DAY, by=registrar, at=at(DAY)), registrar)
    made.refresh_from_db()
    boxes = []
    for name in (last, first):
        identity = authority().identity(name.upper())  # issuers write names as they like
        answer = sign_block(json.loads(block_of(prepare(made, identity, registrar, picture=handwriting()))), identity)
        complete_signature(document=made, answer=json.dumps(answer).encode(), by=registrar, at=at(DAY))
        box, place = signed_place(newest_bytes(made)), find_place(render(made, "pdf"), name)
        assert place.left - 1 <= box.left < box.right <= place.right + 1  # boxes stand at whole points
        boxes.append(box)
        if name == last:  # the other printed signer could not sign after the office any more
            with pytest.raises(UserError, match=f"còn in tên “{first}”"):
                prepare(made, authority().identity("HĐTĐKT xã Kim Phượng"), registrar, Role.ORGANISATION)
    assert (
        prepare(made, authority().identity("HĐTĐKT xã Kim Phượng"), registrar, Role.ORGANISATION).role == "organisation"
    )
    assert boxes[0].right <= boxes[1].left or boxes[1].right <= boxes[0].left  # not one over the other


def test_a_signature_filed_while_another_is_waited_for_is_not_lost(document, registrar):
    identity = authority().identity(SIGNER)
    waiting = prepare(document, identity, registrar)
    put(document, signed(document), registrar)
    answer = json.dumps(sign_block(json.loads(block_of(waiting)), identity)).encode()
    with pytest.raises(UserError, match="đã có thêm chữ ký khác"):
        complete_signature(document=document, answer=answer, by=registrar, at=at(DAY))
    assert SignedCopy.objects.count() == 1


def test_completed_here_with_a_timestamp_service_and_lists_it_stays_provable(document, registrar, settings):
    with timestamp_service(authority().timestamper()) as service:
        settings.SIGNING_TSA = {"URL": service.url, "USER": "", "PASSWORD": ""}
        identity = authority().identity(SIGNER)
        waiting = prepare(document, identity, registrar)
        answer = json.dumps(sign_block(json.loads(block_of(waiting)), identity)).encode()
        copy = complete_signature(document=document, answer=answer, by=registrar, at=at(DAY))
    assert copy.signatures[0]["timestamped"]
    assert copy.signatures[0]["problems"] == []
    later = verify(newest_bytes(document), authority().trust(lists=False), at=NOW + 8 * YEAR)
    assert later.verdict == "valid"


def test_a_timestamp_service_that_is_away_leaves_the_paper_waiting(document, registrar, settings):
    settings.SIGNING_TSA = {"URL": "http://127.0.0.1:9/", "USER": "", "PASSWORD": ""}
    identity = authority().identity(SIGNER)
    waiting = prepare(document, identity, registrar)
    answer = json.dumps(sign_block(json.loads(block_of(waiting)), identity)).encode()
    with pytest.raises(UserError, match="dấu thời gian"):
        complete_signature(document=document, answer=answer, by=registrar, at=at(DAY))
    assert WaitingSignature.objects.count() == 1
    settings.SIGNING_TSA = {"URL": "", "USER": "", "PASSWORD": ""}
    assert complete_signature(document=document, answer=answer, by=registrar, at=at(DAY)).verdict == "valid"


def test_a_wrong_answer_signs_nothing_and_the_paper_waits_on(document, registrar):
    identity = authority().identity(SIGNER)
    prepare(document, identity, registrar)
    for answer in (b"", b"[]", b'{"format": "chungtay-signature-1", "block": "x", "signature": ""}', b"\xff\xfe"):
        with pytest.raises(UserError, match="Chọn"):
            complete_signature(document=document, answer=answer, by=registrar, at=at(DAY))
    assert WaitingSignature.objects.count() == 1
    assert not SignedCopy.objects.exists()
    give_up_signature(document=document, by=registrar, at=at(DAY))
    with pytest.raises(UserError, match="không còn chờ"):
        complete_signature(document=document, answer=b"{}", by=registrar, at=at(DAY))
    assert Event.objects.filter(event="document.signature_given_up").count() == 1


def test_nothing_is_prepared_for_an_organisation_before_the_person_or_for_what_is_no_certificate(document, registrar):
    with pytest.raises(UserError, match="ký trước"):
        prepare(document, authority().identity("UBND"), registrar, Role.ORGANISATION)
    with pytest.raises(UserError, match="không phải là chứng thư"):
        prepare_signature(document=document, certificate=b"x", role=Role.PERSON, by=registrar, at=at(DAY))
    with pytest.raises(UserError, match="màu xanh"):
        prepare(document, authority().identity(SIGNER), registrar, picture=seal())
    assert not WaitingSignature.objects.exists()


# Pages


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_the_office_uploads_and_downloads_a_signed_copy(document, client_of):
    client, content = client_of("vanthu.kimphuong"), signed(document)
    page = reverse("documents:detail", args=[document.pk])
    answer = client.post(reverse("documents:file-signed", args=[document.pk]), {"file": upload("ky.pdf", content)})
    assert answer.status_code == 302
    html = client.get(page).content.decode()
    for shown in ("Tải bản đã ký số", "1 chữ ký số", SIGNER, "Hợp lệ", "Chứng thư do CA mẫu cấp"):
        assert shown in html
    copy = SignedCopy.objects.get()
    seen = reverse("documents:signed-file", args=[document.pk, copy.pk]) + "?xem=1"
    assert f'<iframe src="{seen}#' in html  # the signed paper is what is shown
    assert client.get(seen)["Content-Disposition"].startswith("inline;")
    assert '<option value="organisation" selected>' in html  # the person signed, so the office is next
    got = client.get(reverse("documents:signed-file", args=[document.pk, copy.pk]))
    assert got.content == content
    assert got["Content-Disposition"] == 'attachment; filename="quyet-dinh-15-qd-ubnd-da-ky.pdf"'
    other = reverse("documents:signed-file", args=[document.pk, copy.pk + 1])
    assert client.get(other).status_code == 404


def test_a_refused_upload_says_why_on_the_same_page(document, client_of):
    client, address = client_of("vanthu.kimphuong"), reverse("documents:file-signed", args=[document.pk])
    answer = client.post(address, {"file": upload("x.pdf", render(document, "pdf"))})
    assert answer.status_code == 400
    assert "chưa có chữ ký số nào" in answer.content.decode()
    assert "Chưa chọn tệp" in client.post(address, {}).content.decode()


def test_the_token_way_through_the_pages(document, client_of):
    client, identity = client_of("vanthu.kimphuong"), authority().identity(SIGNER)
    given = {
        "role": "person",
        "certificate": upload("ky.cer", pem(identity)),
        "picture": upload("k.png", handwriting()),
    }
    assert client.post(reverse("documents:prepare-signature", args=[document.pk]), given).status_code == 302
    assert f"Đang chờ {SIGNER} ký" in client.get(reverse("documents:detail", args=[document.pk])).content.decode()
    program = client.get(reverse("documents:windows-client"))
    assert program["Content-Disposition"] == 'attachment; filename="ky-token.ps1"'
    assert b"chungtay-sign-block-1" in program.content
    block = client.get(reverse("documents:sign-block", args=[document.pk]))
    answer = json.dumps(sign_block(json.loads(block.content), identity)).encode()
    done = client.post(reverse("documents:complete-signature", args=[document.pk]), {"file": upload("a.json", answer)})
    assert done.status_code == 302
    assert SignedCopy.objects.get().way == "completed"
    assert client.get(reverse("documents:sign-block", args=[document.pk])).status_code == 404


@pytest.mark.parametrize("login", ["thuky", "nhanvien"])
def test_others_may_not_file_signatures(document, client_of, login):
    client = client_of(f"{login}.kimphuong")
    assert client.get(reverse("documents:windows-client")).status_code == 403
    for name in ("file-signed", "prepare-signature", "complete-signature", "give-up-signature"):
        assert client.post(reverse(f"documents:{name}", args=[document.pk])).status_code == 403


def test_anybody_of_the_house_checks_a_file_and_nothing_is_kept(document, client_of):
    client, content = client_of("nhanvien.kimphuong"), signed(document)
    files = StoredFile.objects.count()
    html = client.post(CHECK, {"file": upload("nhan-duoc.pdf", content)}).content.decode()
    for shown in (
        "nhan-duoc.pdf",
        "Chữ ký hợp lệ",
        SIGNER,
        "Chứng thư do CA mẫu cấp",
        "không có dấu thời gian bảo đảm",
    ):
        assert shown in html
    changed = bytearray(content)
    changed[changed.index(b"stream", 5000) + 60] ^= 1
    html = client.post(CHECK, {"file": upload("x.pdf", bytes(changed))}).content.decode()
    assert "Nội dung đã bị sửa sau khi ký" in html
    assert (
        "không có chữ ký số nào"
        in client.post(CHECK, {"file": upload("x.pdf", render(document, "pdf"))}).content.decode()
    )
    assert StoredFile.objects.count() == files


@pytest.mark.parametrize("content", [b"PK\x03\x04 la tep Word", b"%PDF-1.7\nhong", b""])
def test_a_file_that_cannot_be_read_is_told_what_to_do(place, client_of, content):
    answer = client_of("vanthu.kimphuong").post(CHECK, {"file": upload("x.pdf", content)})
    assert answer.status_code == 400
    assert "tệp" in answer.content.decode()


def test_a_file_too_large_is_refused_before_it_is_read(place, client_of, monkeypatch):
    from chungtay.documents import forms

    monkeypatch.setattr(forms.SignedFileForm.base_fields["file"], "max_megabytes", 0)
    answer = client_of("vanthu.kimphuong").post(CHECK, {"file": upload("x.pdf", b"%PDF-1.7")})
    assert "quá mức" in answer.content.decode()


def test_the_page_says_when_nobody_is_trusted_yet(place, client_of, folder):
    for path in folder.iterdir():
        path.unlink()
    (folder / "hong.crt").write_text("x")
    html = client_of("vanthu.kimphuong").get(CHECK).content.decode()
    assert "Chưa khai báo tổ chức nào" in html
    assert "hong.crt" in html


def test_signatures_verify_outside_this_program_too(document, registrar):
    """The kept copy is an ordinary signed PDF: read again from disk it still verifies."""
    copy = put(document, signed(document), registrar)
    with copy.file.file.open("rb") as kept:
        assert verify(kept.read(), authority().trust()).verdict == "valid"
