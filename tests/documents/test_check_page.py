"""/kiem-tra-chu-ky/ with files as people really bring them: empty, wrong, cut, locked, far too large."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chungtay.cli import main
from chungtay.documents.models import StoredFile
from chungtay.signing import Role, sign
from signing.signing_papers import SIGNER, paper
from support.pki import authority

pytestmark = pytest.mark.django_db
CHECK = "/kiem-tra-chu-ky/"
MEGABYTE = 1024 * 1024


def locked(*, user: str, owner: str = "chu") -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper())) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner=owner, user=user))
    return out.getvalue()


def told(client, content: bytes, name: str = "nhan-duoc.pdf") -> tuple[int, str]:
    answer = client.post(CHECK, {"file": SimpleUploadedFile(name, content, content_type="application/pdf")})
    return answer.status_code, answer.content.decode()


@pytest.fixture
def client(place, client_of):
    return client_of("nhanvien.kimphuong")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: b"", "Tệp này rỗng (0 byte)"),
        (lambda: b"PK\x03\x04 la tep Word", "không phải là PDF"),
        (lambda: "Giấy khen".encode("utf-16"), "không phải là PDF"),
        (lambda: b"%PDF-1.7\nhong", "tệp hỏng hoặc tải chưa hết"),
        (lambda: paper()[: len(paper()) // 2], "tệp hỏng hoặc tải chưa hết"),
        (lambda: locked(user="mo"), "có mật khẩu"),
        (lambda: locked(user=""), "có mật khẩu"),  # opens without one, but is encrypted all the same
        (lambda: b"%PDF-1.7\n" + bytes(50 * MEGABYTE), "Tệp nặng 50 MB, quá mức 20 MB"),
    ],
    ids=["0 byte", "word", "text", "broken", "cut", "locked", "owner lock", "50 MB"],
)
def test_a_bad_file_is_answered_in_plain_words_and_kept_nowhere(client, content, said):
    status, html = told(client, content())
    assert status == 400
    assert said in html
    assert "Traceback" not in html
    assert not StoredFile.objects.exists()


def test_no_file_at_all_is_told(client):
    answer = client.post(CHECK)
    assert answer.status_code == 400
    assert "Chưa chọn tệp" in answer.content.decode()


def test_a_name_that_tries_to_be_a_page_stays_a_name(client):
    signed = sign(paper(), authority().identity(SIGNER), role=Role.PERSON)
    status, html = told(client, signed, name="<script>alert(1)</script>.pdf")
    assert status == 200
    assert "<script>alert" not in html
    assert SIGNER in html


def test_a_stream_that_swells_a_thousand_times_does_not(client):
    """A PDF whose directory of objects unpacks to 300 MB is refused, not unpacked."""
    import zlib

    packer = zlib.compressobj(6)
    packed = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(300)) + packer.flush()
    head = b"%PDF-1.7\n"
    body = (b"1 0 obj\n<</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
            + packed + b"\nendstream\nendobj\n")  # fmt: skip
    bomb = head + body + b"startxref\n%d\n%%%%EOF" % len(head)
    assert len(bomb) < MEGABYTE
    status, html = told(client, bomb)
    assert status == 400
    assert "Không đọc được tệp PDF này" in html


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "không phải là PDF"), (b"PK", "không phải là PDF"), (b"%PDF-1.7\nhong", "tệp hỏng hoặc tải chưa hết")],
)
def test_the_command_line_says_the_same(tmp_path, capsys, content, said):
    (tmp_path / "x.pdf").write_bytes(content)
    assert main(["verify-signature", str(tmp_path / "x.pdf")]) == 1
    assert said in capsys.readouterr().err
