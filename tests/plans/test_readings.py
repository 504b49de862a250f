"""Files that a job reads: the list tells how far each is, why one was refused, and lets people stop and try again."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest
from PIL import Image

from chungtay.jobs.models import Job
from chungtay.jobs.pace import Pace
from chungtay.jobs.worker import SweepingWorker
from chungtay.plans.models import Plan
from plans.plan_files import upload_of
from reading.files import office, papers, scans

URL, LIST = "/ke-hoach/tai-len/", "/ke-hoach/dang-doc/"


@cache
def plan_pdf() -> bytes:
    return papers.plan("002").pdf()


def changed(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(plan_pdf())) as pdf:
        change(pdf)
        pdf.save(made, **options)  # type: ignore[arg-type]
    return made.getvalue()


def five_hundred(pdf: pikepdf.Pdf) -> None:
    for _ in range(496):
        pdf.add_blank_page(page_size=(595, 842))


@pytest.fixture
def work(django_capture_on_commit_callbacks, tmp_path, monkeypatch):
    """Does all that waits; afterwards no temporary file of reading may be left."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    def run() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            SweepingWorker(pace=Pace(), batch=True).run()

    yield run
    assert [path for path in temporary.iterdir() if path.name.startswith("chungtay-")] == []


@pytest.fixture
def hand_in(client_of, django_capture_on_commit_callbacks):
    def send(*files: tuple[str, bytes], **given: str):
        uploads = [upload_of(name, content) for name, content in files]
        with django_capture_on_commit_callbacks(execute=True):
            return client_of("canbo.kimphuong").post(URL, {"file": uploads, **given})

    return send


BAD = {
    "khoa.pdf": (lambda: changed(lambda _: None, encryption=pikepdf.Encryption(user="a", owner="b")), "có mật khẩu"),
    "dai.pdf": (lambda: changed(five_hundred), "500 trang"),
    "cut.pdf": (lambda: plan_pdf()[:900], "hỏng hoặc tải thiếu"),
    "trang.png": (lambda: scans.bytes_of(Image.new("RGB", (300, 300), "white"), "PNG"), "Không thấy chữ nào"),
}


def test_the_worker_survives_every_bad_file_and_says_what_to_do(place, hand_in, work, client_of):
    hand_in(*((name, make()) for name, (make, _words) in BAD.items()), ("tot.pdf", plan_pdf()))
    work()
    shown = client_of("canbo.kimphuong").get(LIST).content.decode()
    for name, (_make, words) in BAD.items():
        job = Job.objects.get(title__endswith=name)
        assert job.state == "failed"
        assert words in job.error
        assert job.error.replace("“", "") in shown.replace("“", "")
    assert "Tải tệp khác lên" in shown
    assert "Làm lại" in shown
    assert Job.objects.get(title__endswith="tot.pdf").state == "done"
    assert Plan.objects.count() == 1
    assert "Đối chiếu kế hoạch vừa đọc" in shown
    listed = client_of("canbo.kimphuong").get("/ke-hoach/").content.decode()
    assert "4 tệp chưa đọc được" in listed


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("ke-hoach.pdf", b"MZ\x90\x00\x03" + b"\0" * 200, "là chương trình máy tính"),
        ("ke-hoach.docx", office.docx(office.p("x"), word__document_dot_xml=b" " * (41 << 20)), "bất thường"),
        ("trong.pdf", b"", "rỗng"),
        ("nang.pdf", b"%PDF-1.4" + b"\0" * (50 << 20), "quá mức 20 MB"),
        ("trang.txt", b"   \n\n", "Tệp trống"),
    ],
    ids=["program", "bomb", "0 bytes", "50 MB", "blank"],
)
def test_what_can_be_told_at_once_is_told_at_the_form(place, hand_in, name, content, words):
    response = hand_in((name, content))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not Job.objects.exists()
    assert not Plan.objects.exists()


def test_scripts_attachments_and_macros_are_named_beside_the_source(place, hand_in, work, client_of):
    def load(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["la.exe"] = b"MZ"
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS="app.alert(1)"))

    body = "".join(office.p(line) for line in papers.plan("002").text.split("\n") if line)
    hand_in(("ma.pdf", changed(load)), ("ma.docm", office.docx(body, word__vbaProject_dot_bin=b"\0" * 50)))
    work()
    client = client_of("canbo.kimphuong")
    notes = {plan: client.get(f"/ke-hoach/{plan.pk}/").content.decode() for plan in Plan.objects.all()}
    assert sum("có mã lệnh (JavaScript)" in page and "tệp khác đính kèm" in page for page in notes.values()) == 1
    assert sum("có macro; macro bị bỏ qua" in page for page in notes.values()) == 1


def test_several_files_are_several_drafts_or_one(place, hand_in, work):
    pictures = [page.crop((0, 0, page.width, 500)) for page in scans.pages(plan_pdf(), 150)[:2]]
    files = [(f"trang-{n}.png", scans.bytes_of(picture, "PNG")) for n, picture in enumerate(pictures, start=1)]
    response = hand_in(*reversed(files), together="1")
    job = Job.objects.get()
    assert response["Location"] == job.get_absolute_url()
    assert "ghép từ 2 tệp" in job.title
    work()
    pages = Plan.objects.get().current.pages.all()
    assert [page.file.name for page in pages] == ["trang-1.png", "trang-2.png"]  # by the numbers in their names
    hand_in(*files, together="1", order="0,1")
    assert Job.objects.count() == 1  # the same files in the same order: the same reading
    hand_in(*files, together="1", order="1,0")
    assert Job.objects.count() == 2


def test_a_word_file_is_no_page_of_a_plan(place, hand_in):
    response = hand_in(("1.docx", office.docx(office.p("Kế hoạch"))), ("2.pdf", plan_pdf()), together="1")
    assert "1.docx: chỉ ghép được ảnh và PDF" in response.content.decode()
    assert not Job.objects.exists()


def test_a_reading_is_stopped_and_taken_up_again_from_the_list(place, hand_in, work, client_of):
    hand_in(("a.pdf", plan_pdf()))
    client, job = client_of("canbo.kimphuong"), Job.objects.get()
    shown = client.get(LIST).content.decode()
    assert "Dừng việc này" in shown
    assert f'name="back" value="{LIST}"' in shown
    assert client.post(f"/viec/{job.pk}/dung/", {"back": LIST})["Location"] == LIST
    work()
    assert not Plan.objects.exists()
    assert client.post(f"/viec/{job.pk}/lam-lai/", {"back": "//xau.vn/"})["Location"] == job.get_absolute_url()
    job.refresh_from_db()
    assert job.state == "waiting"


def test_the_list_is_for_clerks_and_their_place(movement, other_place, hand_in, client_of):
    hand_in(("a.pdf", plan_pdf()))
    assert client_of("donvi.kimphuong").get(LIST).status_code == 403
    assert "Chưa có tệp nào" in client_of("canbo.tienthanh").get(LIST).content.decode()
