"""The archive: issued bytes never change, a round leaves as one bundle that anybody can check, an envelope (R-129)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import tempfile
import tracemalloc
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook
from test_numbers import DATA, issue, paper

from chungtay import law, typesetting
from chungtay.demo.movements import at, worker
from chungtay.documents.actions import render, store_file, write_draft
from chungtay.documents.archive import faults
from chungtay.documents.bundle import Piece, order_bundle, write_bundle
from chungtay.documents.edxml import NAMESPACE, signer_of
from chungtay.documents.jobs import collect_bundle
from chungtay.documents.keeping import store_stream
from chungtay.documents.models import Document, StoredFile
from chungtay.documents.signature_actions import file_signed_copy
from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.jobs.progress import Progress
from chungtay.jobs.transitions import claim
from chungtay.kit.errors import UserError
from chungtay.localities.access import Reader
from chungtay.signing import Role, sign
from support.pki import authority

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 12, 2)


@pytest.fixture
def registrar(place) -> Reader:
    return worker(place, "vanthu", DAY)


@pytest.fixture
def document(registrar) -> Document:
    made = paper(registrar)
    issue(made, registrar, number=15)
    made.refresh_from_db()
    return made


def verify_archive(**options) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify_archive", stdout=out, stderr=err, **options)
    except SystemExit as left:
        return int(left.code or 0), err.getvalue()
    return 0, out.getvalue()


def test_a_reprint_is_the_same_bytes_whatever_became_of_template_law_and_data(document, client_of, monkeypatch):
    address = reverse("documents:file", args=[document.pk, "pdf"])
    client = client_of("vanthu.kimphuong")
    first = client.get(address).content
    monkeypatch.setattr(typesetting, "render_pdf", lambda *a, **k: pytest.fail("rendered again"))
    monkeypatch.setattr(typesetting, "render_docx", lambda *a, **k: pytest.fail("rendered again"))
    Document.objects.filter(pk=document.pk).update(data={}, template_version="sau này", ruleset_version="khác")
    assert client.get(address).content == first
    assert hashlib.sha256(first).hexdigest() == document.pdf.sha256


def test_an_issued_paper_keeps_the_versions_of_its_template_and_of_the_law(document):
    assert document.template_version == typesetting.TEMPLATE_VERSIONS["quyet-dinh"]
    assert document.ruleset_version == law.load().version


def test_a_whole_archive_is_whole(document):
    assert verify_archive() == (0, "Kho lưu trữ nguyên vẹn: 2 tệp.\n")


def test_a_changed_a_missing_and_a_cut_file_are_named(document, registrar):
    with Path(document.pdf.file.path).open("r+b") as file:
        file.seek(2000)
        file.write(b"x")
    document.docx.file.storage.delete(document.docx.file.name)
    code, said = verify_archive()
    assert code == 1
    assert "tệp đã bị sửa" in said
    assert "không còn trên đĩa" in said
    assert len(list(faults("kim-phuong-khong-co"))) == 0


# Bundles


@pytest.fixture
def pieces(document, registrar) -> list[Piece]:
    """An issued and signed decision, a draft, an upload of the same name twice."""
    content = sign(render(document, "pdf"), authority().identity("Cán bộ mẫu 02"), role=Role.PERSON)
    file_signed_copy(document=document, content=content, by=registrar, at=at(DAY))
    draft = write_draft(
        locality=registrar.locality, kind="quyet-dinh", title="Nháp", data=DATA, by=registrar, at=at(DAY)
    )
    kept = [
        store_file(
            locality=registrar.locality, name="../Minh chứng.pdf", media_type="application/pdf", content=c, at=at(DAY)
        )
        for c in (b"mot", b"hai")
    ]
    return [
        Piece("3 Khen thưởng", "Quyết định khen thưởng", document=document.pk),
        Piece("3 Khen thưởng", "Dự thảo", document=draft.pk),
        *[Piece("2 Hồ sơ", "Minh chứng", file=each.pk) for each in kept],
    ]


def bundle(pieces, registrar, **options) -> bytes:
    out = io.BytesIO()
    write_bundle(out, title="Vòng mẫu 2025", pieces=pieces, reader=registrar, at=at(DAY), **options)
    return out.getvalue()


def test_a_bundle_holds_the_very_bytes_with_index_and_checksums(pieces, document, registrar, tmp_path):
    steps = []
    content = bundle(pieces, registrar, step=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    path = tmp_path / "goi.zip"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        decision = "3-khen-thuong/quyet-dinh-15-qd-ubnd"
        assert {f"{decision}.pdf", f"{decision}.docx", f"{decision}-da-ky.pdf"} <= names
        assert {"2-ho-so/minh-chung.pdf", "2-ho-so/minh-chung-2.pdf"} <= names
        assert archive.read(f"{decision}.pdf") == render(document, "pdf")
        index = json.loads(archive.read("muc-luc.json"))
        archive.extractall(tmp_path / "mo")
    told = {each["path"]: each for each in index["files"]}
    assert told[f"{decision}.pdf"]["number"] == "15/QĐ-UBND"
    assert told[f"{decision}.pdf"]["ruleset_version"] == document.ruleset_version
    assert told[f"{decision}-da-ky.pdf"]["signed_by"] == ["Cán bộ mẫu 02"]
    assert told["2-ho-so/minh-chung.pdf"]["number"] is None
    sheet = load_workbook(tmp_path / "mo" / "muc-luc.xlsx").active
    assert sheet.max_row == 5 + len(told)
    summed = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS.txt"], cwd=tmp_path / "mo", capture_output=True, text=True, check=False
    )
    assert summed.returncode == 0, summed.stdout  # anybody's own tool agrees
    assert verify_archive(bundle=path) == (0, "Gói lưu trữ nguyên vẹn.\n")


def test_whoever_opens_the_bundle_is_told_how_to_read_and_check_it(pieces, registrar):
    with zipfile.ZipFile(io.BytesIO(bundle(pieces, registrar))) as archive:
        said = archive.read("doc-truoc.txt").decode("utf-8-sig")
    for shown in ("Vòng mẫu 2025", "muc-luc.xlsx", "sha256sum -c SHA256SUMS.txt", "certutil -hashfile"):
        assert shown in said


def test_a_round_of_many_large_files_is_not_held_in_memory(registrar):
    """48 MB of evidence that cannot be pressed; what is held at a time stays far below."""
    size, rest = 6 * 1024 * 1024, registrar.locality
    kept = [
        store_file(locality=rest, name=f"anh-{n}.jpg", media_type="image/jpeg", content=os.urandom(size), at=at(DAY))
        for n in range(8)
    ]
    pieces = [Piece("2 Hồ sơ", f"Ảnh {n}", file=each.pk) for n, each in enumerate(kept)]
    tracemalloc.start()
    try:
        with tempfile.TemporaryFile() as out:
            write_bundle(out, title="Vòng lớn", pieces=pieces, reader=registrar, at=at(DAY))
            stored = store_stream(locality=rest, name="vong.zip", media_type="application/zip", source=out, at=at(DAY))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert stored.size > 8 * size
    assert most < 3 * size
    assert verify_archive()[0] == 0
    with stored.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None


def test_a_file_that_left_the_store_is_named_and_no_bundle_is_made(pieces, registrar):
    gone = StoredFile.objects.get(pk=pieces[-1].file)
    gone.file.storage.delete(gone.file.name)
    with pytest.raises(UserError, match="không còn trong kho lưu trữ"):
        bundle(pieces, registrar)


def test_what_is_gone_or_changed_is_never_given_out_as_the_paper(pieces, document, registrar, client_of):
    client, address = client_of("vanthu.kimphuong"), reverse("documents:file", args=[document.pk, "pdf"])
    path = Path(document.pdf.file.path)
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"%PDF-1.7", b"%PDF-1.6", 1))
    changed = client.get(address)
    assert changed.status_code == 400
    assert "không còn như lúc lưu" in changed.content.decode()
    with pytest.raises(UserError, match="không còn như lúc lưu"):
        bundle(pieces, registrar)  # a new checksum would bless the changed bytes
    path.unlink()
    gone = client.get(address)
    assert gone.status_code == 400
    assert "không còn trong kho lưu trữ" in gone.content.decode()
    page = client.get(reverse("documents:detail", args=[document.pk]))
    assert page.status_code == 200  # number, state and history can still be read
    assert "không còn trong kho lưu trữ" in page.content.decode()
    copy = document.signed_copies.get()
    Path(copy.file.file.path).unlink()
    for lost in (reverse("documents:signed-file", args=[document.pk, copy.pk]),
                 reverse("documents:edxml", args=[document.pk])):  # fmt: skip
        assert client.get(lost).status_code == 400
    assert verify_archive()[0] == 1


def test_the_same_round_gives_the_same_archive(pieces, registrar):
    assert bundle(pieces, registrar) == bundle(pieces, registrar)


def test_a_bundle_of_another_commune_is_empty(pieces, other_place):
    stranger = worker(other_place, "vanthu", DAY)
    with zipfile.ZipFile(io.BytesIO(bundle(pieces, stranger))) as archive:
        assert json.loads(archive.read("muc-luc.json"))["files"] == []


def test_a_changed_bundle_is_found_out(pieces, registrar, tmp_path):
    path, bad = tmp_path / "goi.zip", tmp_path / "hong.zip"
    path.write_bytes(bundle(pieces, registrar))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            if name.endswith("docx"):
                continue
            new.writestr(name, b"khac" if name.endswith(("-da-ky.pdf", ".xlsx")) else old.read(name))
        new.writestr("them.txt", "x")
    code, said = verify_archive(bundle=bad)
    assert code == 1
    wanted = ("thiếu trong gói", "-da-ky.pdf: nội dung khác với mục lục", "muc-luc.xlsx: nội dung khác với mục lục",
                "them.txt: không có trong mục lục")  # fmt: skip
    for expected in wanted:
        assert expected in said
    bad.write_bytes(b"khong phai zip")
    assert verify_archive(bundle=bad)[0] == 1


def run(job: Job) -> dict:
    held = claim(job.pk, task_result_id=job.task_result_id, worker="mẫu", pace=Pace())
    assert held is not None
    return collect_bundle(Progress(held[0], Job.objects.get(pk=job.pk)), **job.arguments)


def test_the_job_collects_with_progress_and_the_page_gives_the_file(pieces, registrar, client_of, other_place):
    job = order_bundle(title="Vòng mẫu 2025", pieces=pieces, key="movement:1", by=registrar, at=at(DAY))
    assert order_bundle(title="Vòng mẫu 2025", pieces=pieces, key="movement:1", by=registrar, at=at(DAY)) == job
    result = run(job)
    job.refresh_from_db()
    assert (job.done, job.total) == (4, 4)
    answer = client_of("vanthu.kimphuong").get(result["url"])
    assert answer["Content-Disposition"] == 'attachment; filename="vong-mau-2025.zip"'
    content = b"".join(answer.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert client_of("vanthu.tienthanh").get(result["url"]).status_code == 404
    draft = Document.objects.get(state="draft")
    draft.save_next()
    later = order_bundle(title="Vòng mẫu 2025", pieces=pieces, key="movement:1", by=registrar, at=at(DAY))
    assert later != job  # a paper changed since


# The document exchange


def test_the_envelope_says_what_the_paper_says_and_nothing_else(document, client_of):
    client = client_of("vanthu.kimphuong")
    answer = client.get(reverse("documents:edxml", args=[document.pk]), {"ma": "000.00.01.H24"})
    assert "chưa kiểm thử liên thông" in answer.content.decode()
    root = ET.fromstring(answer.content)
    said = {each.tag.removeprefix(f"{{{NAMESPACE}}}"): each.text for each in root.iter() if not len(each)}
    assert (said["CodeNumber"], said["CodeNotation"]) == ("15", "QĐ-UBND")
    assert said["PromulgationDate"] == "2025/12/02"
    assert said["FullName"] == "Cán bộ mẫu 02"
    assert said["OrganId"] == "000.00.01.H24"
    assert said["DocumentId"] == "000.00.01.H24,2025/12/02,15/QĐ-UBND"
    assert base64.b64decode(said["ContentTransferEncoded"]) == render(document, "pdf")
    assert (said["Position"], said["BussinessDocType"]) == ("CHỦ TỊCH", "0")
    assert said["Timestamp"].startswith("2025/12/02 ")
    reference, attachment = root.find(".//{*}Reference"), root.find(".//{*}Attachment")
    assert reference.find("{*}ContentId").text == attachment.find("{*}ContentId").text  # how they are brought together
    header = [each.tag.removeprefix(f"{{{NAMESPACE}}}") for each in root.find(".//{*}MessageHeader")]
    assert header == ["From", "Code", "PromulgationInfo", "DocumentType", "Subject", "SignerInfo", "ToPlaces",
                      "OtherInfo", "DocumentId"]  # fmt: skip
    assert signer_of(["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]) == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert signer_of(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]) == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    bare = ET.fromstring(client.get(reverse("documents:edxml", args=[document.pk])).content)
    names = {each.tag.removeprefix(f"{{{NAMESPACE}}}") for each in bare.iter()}
    assert not names & {"OrganId", "DocumentId", "Priority"}  # not stated, not invented


def test_a_draft_has_no_envelope(registrar, client_of):
    draft = paper(registrar)
    answer = client_of("vanthu.kimphuong").get(reverse("documents:edxml", args=[draft.pk]))
    assert answer.status_code == 400
    assert "đã phát hành" in answer.content.decode()
