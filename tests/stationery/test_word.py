"""Own Word templates: what is found in them, what is refused, what is written, and by whom they are seen."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import pytest
from stationery_samples import AT, GOOD, text_of, with_part, word  # type: ignore[import-not-found]

from chungtay import typesetting
from chungtay.audit.models import Event
from chungtay.documents.actions import issue_document, number_of, render, write_draft
from chungtay.kit.errors import Forbidden, UserError
from chungtay.stationery import actions, dictionary, queries, sandbox
from chungtay.stationery.models import WordChoice, WordTemplate
from chungtay.stationery.starter import starter
from chungtay.typesetting import layout

KIND = "quyet-dinh"


def sample_data(kind: str = KIND) -> dict[str, object]:
    import json

    return json.loads((layout.HERE / "examples" / f"{kind}.json").read_text(encoding="utf-8"))


def inspected(*paragraphs: str, kind: str = KIND, **more: str) -> dict:
    return sandbox.run("inspect", {"kind": kind}, {"template.docx": word(*paragraphs, **more)}).answer


def rendered(*paragraphs: str, data: dict | None = None, kind: str = KIND) -> str:
    context = dictionary.context(kind, data or sample_data(kind))
    job = {"context": context, "lenient": False}
    made = sandbox.run("render", job, {"template.docx": word(*paragraphs)}, wanted=("made.docx",))
    return text_of(made.files["made.docx"])


def refused(data: bytes) -> UserError:
    with pytest.raises(UserError) as caught:
        sandbox.run("inspect", {"kind": KIND}, {"template.docx": data})
    return caught.value


def test_fields_are_listed_with_their_samples():
    report = inspected(*GOOD, header="{{ ten_co_quan_ban_hanh|join(' ') }}")
    assert (report["unknown"], report["faults"]) == ([], [])
    found = {f["name"]: f["sample"] for f in report["fields"]}
    assert found["dia_danh"] == "Mẫu"
    assert found["ngay_ban_hanh"] == "ngày 20 tháng 12 năm 2025"
    assert found["nguoi.ten_nguoi_duoc_khen"] == "Cán bộ mẫu 02"
    assert found["ten_co_quan_ban_hanh"] == "Ủy ban nhân dân; xã Mẫu"


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("{{ dia_dan }}", "dia_danh"),
        ("{{ địa_danh }}", "dia_danh"),
        ("{{ signature.nane }}", "name"),
        ("{{ ngay }}", "ngay_ban_hanh"),
        ("{{ so }}", "so_va_ky_hieu"),
        ("{{ tên }}", "ten_co_quan_ban_hanh"),
        ("{{ zzqx }}", ""),
    ],
)
def test_unknown_fields_are_named_with_the_nearest_known_one(written: str, near: str):
    (unknown,) = inspected("Trước", f"Chỗ này {written}")["unknown"]
    assert unknown["near"] == near
    assert "Chỗ này" in unknown["where"]


def test_the_items_of_a_list_are_known_too():
    report = inspected("{%p for a in danh_sach_ca_nhan %}", "{{ a.thanh_tich }} {{ a.thanh_tic }}", "{%p endfor %}")
    assert [(u["name"], u["near"]) for u in report["unknown"]] == [("a.thanh_tic", "thanh_tich")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{{ dia danh }}", "Tên trường viết liền"),
        ("{% if ky_hieu %}có", "thiếu {% endif %}"),
        ("{{ }}", "chưa có tên trường"),
        ("{% lap x %}", "không có lệnh “lap”"),
        ("{{ noi_nhan }}", "danh sách"),
        ("{% for a in dia_danh %}{{ a }}{% endfor %}", "không phải danh sách"),
        ("{{ noi_nhan.ten }}", "đây là danh sách"),
        ("{{ dia_danh.ten }}", "trường này chỉ là chữ"),
        ("{{ dia_danh|safe }}", "Không có cách viết “|safe”"),
    ],
)
def test_what_is_wrong_is_said_in_words_with_its_place(written: str, said: str):
    faults = inspected("Đoạn đầu đúng {{ dia_danh }}", f"Đoạn sai {written}")["faults"]
    assert any(said in line and "Đoạn sai" in line for line in faults), faults


def test_one_upload_tells_every_fault_every_unknown_field_and_what_is_good():
    found = inspected("{{ dia danh }}", "{{ trich_yeu }}", "{{ ten_xa_ta }}", "{{ noi_nhan() }}", "{{ chuc vu }}")
    assert [line.split("chỗ ")[1].split(":")[0] for line in found["faults"]] == [
        "“{{ dia danh }}”", "“{{ noi_nhan() }}”", "“{{ chuc vu }}”"
    ]  # fmt: skip
    assert [each["name"] for each in found["unknown"]] == ["ten_xa_ta"]
    assert [each["name"] for each in found["fields"]] == ["trich_yeu"]


@pytest.mark.parametrize(
    "written",
    [
        "{{ dia_danh.__class__ }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ dia_danh.upper() }}",
        "{{ range(9) }}",
        "{{ self }}",
        "{% set x = dia_danh %}",
        "{% macro f() %}{% endmacro %}",
        "{% include 'x' %}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 999999 }}",
        "{{ cycler }}",
        "{{ dia_danh|attr('upper') }}",
        "{% for a in noi_nhan recursive %}{{ loop(a) }}{% endfor %}",
        "{{ _x }}",
    ],
)
def test_templates_reach_no_objects_and_call_nothing(written: str):
    report = inspected(written)
    assert report["faults"] or report["unknown"]
    with pytest.raises(UserError):
        rendered(written)


def loops(depth: int) -> tuple[str, str]:
    opened = "".join(f"{{% for a{i} in noi_nhan %}}" for i in range(depth))
    return opened, "{% endfor %}" * depth


def test_a_loop_bomb_goes_out():
    data = sample_data() | {"recipients": [f"Nơi nhận mẫu {n}" for n in range(200)]}
    opened, closed = loops(3)  # eight million turns
    with pytest.raises(UserError) as caught:
        rendered(opened + "{{ a0 }}" + closed, data=data)
    assert "lặp quá" in " ".join(caught.value.details)
    opened, closed = loops(9)
    assert "lồng nhau" in inspected(opened + "x" + closed)["faults"][0]


def test_a_template_that_prints_without_end_is_stopped():
    data = sample_data() | {"recipients": ["chữ " * 60] * 120}
    opened, closed = loops(2)  # few enough turns, but three million letters
    with pytest.raises(UserError) as caught:
        rendered(opened + "{{ a0 }}" + closed, data=data)
    assert "quá nhiều chữ" in " ".join(caught.value.details)


@pytest.mark.parametrize("name", ["<b>&</b>", "A & B <x>", "{{ dia_danh }}", "{% raw %}", "</w:t></w:r>"])
def test_names_are_printed_as_they_are(name: str):
    data = sample_data()
    data["individuals"] = [{"name": name, "achievement": "đã có thành tích"}]
    lines = rendered("{%p for a in danh_sach_ca_nhan %}", "[{{ a.name }}]", "{%p endfor %}", data=data).splitlines()
    assert f"[{name}]" in lines


def test_text_in_nfd_comes_out_in_nfc():
    data = sample_data() | {"place": unicodedata.normalize("NFD", "Kim Phượng")}
    assert "Kim Phượng" in rendered("{{ dia_danh }}", data=data)


def test_a_name_of_120_letters_comes_out_whole():
    data = sample_data()
    data["individuals"] = [{"name": "Nguyễn " * 17 + "A", "achievement": "đã có thành tích"}]
    assert "Nguyễn " * 17 + "A" in rendered("{% for a in individuals %}{{ a.name }}{% endfor %}", data=data)


def test_a_number_that_is_still_to_be_given_is_a_blank_before_the_symbol():
    data = sample_data()
    data["number"] = None
    assert rendered("[{{ so_va_ky_hieu }}]", data=data).splitlines()[-1] == "[" + "\u00a0" * 6 + "/QĐ-UBND]"


def test_what_a_paper_does_not_state_stays_empty():
    assert rendered("[{{ ky_hieu }}{% if co_quan_chu_quan %}có{% endif %}]").splitlines()[-1] == "[]"


@pytest.mark.parametrize("kind", dictionary.kinds())
def test_the_starter_of_every_kind_is_a_good_template(kind: str):
    made = starter(kind)
    report = sandbox.run("inspect", {"kind": kind}, {"template.docx": made}).answer
    assert (report["unknown"], report["faults"]) == ([], [])
    names = {f["name"].rpartition(".")[2] for f in report["fields"]}
    assert {entry.name for _, entry in dictionary.walk(dictionary.entries(kind))} <= names


@pytest.mark.parametrize("kind", dictionary.kinds())
def test_the_dictionary_holds_every_field_of_the_kind(kind: str):
    """Both names of every field lead to a value in the data of a paper."""
    shown = dictionary.sample(kind)
    assert {f.name for f in typesetting.KINDS[kind].fields} <= {e.field for e in dictionary.entries(kind)}
    for entry in dictionary.entries(kind):
        assert shown[entry.name] == shown[entry.field]
        assert entry.name.isascii()
        assert entry.name.isidentifier()


def test_macros_are_refused():
    plain = word("{{ dia_danh }}")
    assert "macro" in refused(with_part(plain, "word/vbaProject.bin", b"x")).message
    types = zipfile.ZipFile(io.BytesIO(plain)).read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml")
    assert "macro" in refused(with_part(plain, "[Content_Types].xml", macro)).message


def test_links_out_of_the_file_are_refused_and_named():
    plain = word("{{ dia_danh }}")
    rels = zipfile.ZipFile(io.BytesIO(plain)).read("word/_rels/document.xml.rels")
    link = b'<Relationship Id="rX" Type="http://x/image" Target="http://mau.example/anh.png" TargetMode="External"/>'
    error = refused(with_part(plain, "word/_rels/document.xml.rels", rels.replace(b"</Rel", link + b"</Rel")))
    assert error.details == ["Liên kết ra ngoài: http://mau.example/anh.png"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("word/embeddings/oleObject1.bin", b"x", "nhúng"),
        ("word/header9.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", "lớn hơn"),
        ("word/header9.xml", b'<w:instrText x="y"> INCLUDETEXT "c:\\x" </w:instrText>', "tự nạp"),
        ("word/media/bomb.bin", b"\0" * 66_000_000, "lớn hơn"),
    ],
)
def test_files_that_hide_something_are_refused(name: str, content: bytes, said: str):
    assert said in refused(with_part(word("{{ dia_danh }}"), name, content)).message


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04xx", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 99])
def test_other_files_are_no_template(data: bytes):
    assert refused(data).message.startswith("Tệp này không phải tệp Word")


@pytest.mark.django_db
class TestKeeping:
    def add(self, by, *paragraphs: str, kind: str = KIND) -> WordTemplate:
        content = word(*(paragraphs or GOOD))
        return actions.add_template(kind=kind, name="mau.docx", content=content, note="", by=by, at=AT)

    def test_versions_are_counted_and_the_same_bytes_are_the_same_version(self, clerk):
        first = self.add(clerk)
        content = queries.content_of(first.file)
        again = actions.add_template(kind=KIND, name="khac.docx", content=content, note="", by=clerk, at=AT)
        second = self.add(clerk, "{{ dia_danh }}")
        assert again == first
        assert (first.number, second.number) == (1, 2)
        assert Event.objects.filter(event="stationery.template_added").count() == 2

    def test_one_with_unknown_fields_is_kept_and_cannot_be_used(self, clerk):
        template = self.add(clerk, "{{ khong_co_truong_nay }}")
        with pytest.raises(UserError, match="chưa dùng được"):
            actions.use_template(template=template, by=clerk, at=AT)
        assert "«khong_co_truong_nay»" in text_of(queries.preview(template))

    def test_macro_files_by_name_and_heavy_ones_are_refused(self, clerk):
        with pytest.raises(UserError, match=r"\.docx không macro"):
            actions.add_template(kind=KIND, name="mau.docm", content=word("x"), note="", by=clerk, at=AT)
        with pytest.raises(UserError, match="nặng quá 10 MB"):
            actions.add_template(kind=KIND, name="a.docx", content=b"x" * 10_500_000, note="", by=clerk, at=AT)
        assert not WordTemplate.objects.exists()

    def test_papers_are_written_in_it_until_the_standard_is_chosen_again(self, clerk):
        draft = write_draft(
            locality=clerk.locality, kind=KIND, title="Về việc khen thưởng", data=sample_data(), by=clerk, at=AT
        )
        before, pdf = render(draft, "docx"), render(draft, "pdf")
        actions.use_template(template=self.add(clerk, "Mẫu xã: {{ dia_danh }}"), by=clerk, at=AT)
        assert text_of(render(draft, "docx")).strip() == "Mẫu xã: Mẫu"
        assert render(draft, "pdf") == pdf
        actions.use_standard(kind=KIND, by=clerk, at=AT)
        assert text_of(render(draft, "docx")) == text_of(before)
        assert WordChoice.objects.count() == 2

    def test_an_issued_paper_keeps_the_form_it_was_issued_in(self, clerk):
        actions.use_template(template=self.add(clerk, "Bản một: {{ so_va_ky_hieu }}"), by=clerk, at=AT)
        data = {k: v for k, v in sample_data().items() if k not in ("number", "date")}
        draft = write_draft(locality=clerk.locality, kind=KIND, title="Khen thưởng", data=data, by=clerk, at=AT)
        issued = issue_document(document=draft, dated=AT.date(), by=clerk, at=AT)
        actions.use_template(template=self.add(clerk, "Bản hai"), by=clerk, at=AT)
        assert text_of(render(issued, "docx")).strip() == f"Bản một: {number_of(issued)}"
        assert issued.template_version.endswith("+w1")  # which form that was can be found years later

    def test_another_kind_of_paper_is_not_touched(self, clerk):
        actions.use_template(template=self.add(clerk), by=clerk, at=AT)
        assert queries.own_docx(clerk.locality, "to-trinh", sample_data("to-trinh")) is None

    def test_a_template_that_fails_on_a_paper_says_how_to_go_on(self, clerk):
        template = self.add(clerk, "{% for a in noi_nhan %}{% for b in noi_nhan %}{{ b }}{% endfor %}{% endfor %}")
        actions.use_template(template=template, by=clerk, at=AT)
        data = sample_data() | {"recipients": ["Nơi nhận mẫu"] * 200}
        with pytest.raises(UserError, match="Dùng lại mẫu chuẩn"):
            queries.own_docx(clerk.locality, KIND, data)

    def test_two_communes_never_meet(self, clerk, stranger):
        mine = self.add(clerk, "Kim Phượng {{ dia_danh }}")
        actions.use_template(template=mine, by=clerk, at=AT)
        assert queries.own_docx(stranger.locality, KIND, sample_data()) is None
        assert not queries.templates_of(stranger.locality, KIND).exists()
        with pytest.raises(Forbidden):
            actions.use_template(template=mine, by=stranger, at=AT)
        theirs = self.add(stranger, "Tiến Thành {{ dia_danh }}")
        assert theirs.number == 1
