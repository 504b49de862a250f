"""The form made from a kind's fields: what stands in it comes back as it was, what is typed comes back as meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chungtay.paperwork import blanks, editing, merging
from chungtay.paperwork.editing import Box
from chungtay.typesetting import KINDS, build
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.samples import samples

EDITED = [slug for slug, sample in samples().items() if sample.kind.slug not in ("ke-hoach", "ho-so-cap-tren")]


def sent(boxes: list[Box]) -> dict[str, str]:
    """What a browser sends of the boxes as they are shown."""
    return dict(_sent(boxes))


def _sent(boxes: list[Box]) -> Iterator[tuple[str, str]]:
    for box in boxes:
        if box.control == "group":
            yield from _sent(box.boxes)
        elif box.control == "table":
            yield f"{box.path}-rows", str(len(box.rows))
            for row in box.rows:
                yield from _sent(row)
        elif box.control == "tick":
            yield f"{box.path}-there", "1"
            if box.value:
                yield box.path, "1"
        else:
            yield box.path, box.value.replace("\n", "\r\n")


def said(data: object) -> object:
    """Data without what says nothing: a tick that is not set is the same as none."""
    if isinstance(data, dict):
        return {k: said(v) for k, v in data.items() if not blanks.is_empty(said(v)) and v is not False}
    if isinstance(data, list):
        return [said(v) for v in data]
    return data


@pytest.mark.parametrize("slug", EDITED)
def test_a_paper_goes_through_its_form_unchanged(slug):
    sample = samples()[slug]
    shown = editing.boxes(sample.kind.fields, sample.data, [])
    back = editing.read(sample.kind.fields, sent(shown), sample.data)
    wanted = {k: v for k, v in sample.data.items() if k not in editing.REGISTERED}
    assert said(back) == said(wanted)


@pytest.mark.parametrize("slug", [slug for slug in KINDS if slug != "ke-hoach"])
def test_every_kind_can_be_looked_at_before_anything_is_known(slug):
    assert blanks.gaps(slug, {}), "an empty paper is never complete"
    assert blanks.tree(slug, {}).kind == slug


@pytest.mark.parametrize("slug", samples())
def test_a_complete_paper_has_no_gaps_and_prints_as_it_is(slug):
    sample = samples()[slug]
    if sample.kind.slug == "ke-hoach":  # its data are the plan's own, not those of its fields
        return
    assert blanks.gaps(sample.kind.slug, sample.data) == []
    assert blanks.tree(sample.kind.slug, sample.data) == build(sample.kind.slug, sample.data)


def test_every_gap_leads_to_a_box_of_the_form():
    data = {"subject": "nhắc", "items": [{"unit": "Thôn mẫu 01"}], "signature": {"name": "Cán bộ mẫu 01"}}
    fields = KINDS["cong-van-don-doc"].fields
    gaps = blanks.gaps("cong-van-don-doc", data)
    paths = {gap.path for gap in gaps}
    assert {"items-0-what", "signature-authority", "symbol", "addressees"} <= paths
    there = {path for path, _value in sent_paths(editing.boxes(fields, data, gaps))}
    assert paths <= there
    assert "Nội dung (việc chậm hoặc sắp đến hạn, dòng 1)" in {gap.text for gap in gaps}


def sent_paths(boxes: list[Box]) -> Iterator[tuple[str, str]]:
    for box in boxes:
        yield box.path, box.value
        yield from sent_paths(box.boxes)
        for row in box.rows:
            yield from sent_paths(row)


def test_a_missing_number_prints_as_dots_and_is_never_a_zero():
    from chungtay.typesetting import wording

    tree = blanks.tree("bien-ban-kiem-phieu", {})
    words = " ".join(wording.printed_texts(tree))
    assert f"Số phiếu phát ra: {blanks.DOTS}" in words
    assert "00" not in words


def test_a_report_without_awards_counts_nobody():
    from chungtay.typesetting import wording

    words = " ".join(wording.printed_texts(blanks.tree("bao-cao-tong-ket", {})))
    assert "KẾT QUẢ" in words
    assert "Đã khen thưởng" not in words


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "1.240", 1240), ("integer", "7", 7), ("integer", "bảy", "bảy"), ("integer", "1,5", "1,5"),
        ("amount", "82,4", 82.4), ("amount", "1.500.000", 1500000), ("date", "5/12/2025", "2025-12-05"),
        ("date", "31/02/2025", "31/02/2025"), ("date", "12/2025", "12/2025"),
        ("texts", "một\n\n  hai  ", ["một", "hai"]), ("text", " a \n b ", "a b"),
    ],
)  # fmt: skip
def test_typed_values_are_read_as_people_write_them(kind, text, value):
    assert editing.parsed(Field("x", "x", kind), text) == value


def test_a_wrong_value_stays_as_typed_and_is_named():
    data = {"issued": "mười", "collected": 3}
    told = {gap.path: gap.text for gap in blanks.gaps("bien-ban-kiem-phieu", data)}
    assert told["issued"].endswith("chưa đúng dạng, xem lại")
    assert "collected" not in told


def test_a_table_in_a_row_is_written_one_line_an_entry():
    fields = KINDS["thong-ke-0601"].fields
    shown = editing.boxes(fields, samples()["thong-ke-0601"].data, [])
    rows = next(box for box in shown if box.path == "groups").rows
    assert rows[0][1].value.splitlines()[0] == "Toàn xã | 2"
    typed = sent(shown) | {"groups-0-rows": "Toàn xã | 3\nKhác | 0"}
    back = editing.read(fields, typed, {})
    assert back["groups"][0]["rows"] == [{"label": "Toàn xã", "count": 3}, {"label": "Khác", "count": 0}]


# ------------------------------------------------------------------ bringing up to date

FIELDS = (
    Field("title", "tên"),
    Field("rows", "dòng", "objects", fields=(Field("name", "tên"), Field("plan", "mức"), Field("now", "nay"))),
    Field("sign", "ký", "object", fields=(Field("who", "ai"), Field("as_", "chức"))),
)


def merged(base: dict, mine: dict, new: dict) -> dict:
    return merging.merge(FIELDS, base, mine, new)


def test_what_was_not_touched_follows_and_what_was_typed_stays():
    base = {"title": "cũ", "sign": {"who": "A", "as_": "x"}}
    assert merged(base, base, {"title": "mới", "sign": {"who": "B", "as_": "x"}})["title"] == "mới"
    mine = {"title": "của tôi", "sign": {"who": "A", "as_": "y"}}
    assert merged(base, mine, {"title": "mới", "sign": {"who": "B", "as_": "x"}}) == {
        "title": "của tôi", "sign": {"who": "B", "as_": "y"},
    }  # fmt: skip


def test_rows_are_merged_cell_by_cell_and_by_name():
    base = {"rows": [{"name": "a", "plan": "1"}, {"name": "b", "plan": "2"}]}
    mine = {"rows": [{"name": "b", "plan": "2", "now": "đang làm"}, {"name": "tự thêm"}]}  # a was taken out by hand
    new = {"rows": [{"name": "a", "plan": "9"}, {"name": "b", "plan": "3"}, {"name": "c"}]}
    assert merged(base, mine, new)["rows"] == [
        {"name": "b", "plan": "3", "now": "đang làm"}, {"name": "c"}, {"name": "tự thêm"},
    ]  # fmt: skip


def test_a_row_gone_from_the_data_goes_unless_somebody_wrote_in_it():
    base = {"rows": [{"name": "a"}, {"name": "b"}]}
    mine = {"rows": [{"name": "a"}, {"name": "b", "now": "đã hẹn"}]}
    assert merged(base, mine, {"rows": []})["rows"] == [{"name": "b", "now": "đã hẹn"}]


def test_changes_say_what_follows_and_what_stays():
    base, mine = {"title": "cũ", "sign": {"who": "A"}}, {"title": "của tôi", "sign": {"who": "A"}}
    found = {c.label: c for c in merging.changes(FIELDS, base, mine, {"title": "mới", "sign": {"who": "B"}})}
    assert found["Tên"].kept
    assert (found["Tên"].before, found["Tên"].after) == ("của tôi", "mới")
    assert not found["Ký"].kept
    assert found["Ký"].after == "B"
    assert merging.changes(FIELDS, base, mine, base) == []
