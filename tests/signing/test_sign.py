"""Signing: who may, in which order, what is seen, and that the paper stays what it was."""

from __future__ import annotations

import datetime as dt
import io
import math
import unicodedata

import pikepdf
import pytest
from PIL import Image
from signing_papers import DATA, SIGNER

from chungtay.signing import (
    Identity,
    Level,
    Problem,
    Role,
    SigningError,
    Verdict,
    appearance,
    find_place,
    load_p12,
    open_token,
    sign,
    signed_place,
    verify,
    words_below,
)
from chungtay.signing.places import text_lines
from chungtay.signing.waiting import finished
from chungtay.typesetting import build, render_pdf
from chungtay.typesetting.samples import samples
from support.pki import NOW, PASSWORD, YEAR, Authority, authority, handwriting, png, seal

MM = 72 / 25.4


def person() -> Identity:
    return load_p12(authority().p12(SIGNER), PASSWORD)


def test_a_person_then_the_organisation_and_both_signatures_hold(pdf):
    ca = authority()
    first = sign(pdf, person(), role=Role.PERSON)
    both = sign(first, ca.identity("UBND xã Mẫu"), role=Role.ORGANISATION)
    report = verify(both, ca.trust())
    assert [each.holder.name for each in report.signatures] == [SIGNER, "UBND xã Mẫu"]
    assert [each.role for each in report.signatures] == [Role.PERSON, Role.ORGANISATION]
    assert report.verdict is Verdict.VALID
    assert both.startswith(first)
    assert first.startswith(pdf)  # the issued bytes stand as they were


def test_the_organisation_never_signs_first(pdf):
    with pytest.raises(SigningError, match="ký trước"):
        sign(pdf, authority().identity("UBND xã Mẫu"), role=Role.ORGANISATION)


def test_nobody_signs_after_the_organisation_and_nobody_twice(pdf):
    someone, office = person(), authority().identity("UBND xã Mẫu")
    first = sign(pdf, someone, role=Role.PERSON)
    with pytest.raises(SigningError, match="đã ký tệp này rồi"):
        sign(first, someone, role=Role.PERSON)
    both = sign(first, office, role=Role.ORGANISATION)
    with pytest.raises(SigningError, match="người ký trước, cơ quan ký sau"):
        sign(both, authority().identity("Cán bộ mẫu 02"), role=Role.PERSON)
    second = sign(both, authority().identity("Đảng ủy xã Mẫu"), role=Role.ORGANISATION)  # a joint paper has two offices
    assert verify(second, authority().trust()).verdict is Verdict.VALID


def test_two_people_may_sign_one_paper(pdf):
    both = sign(sign(pdf, person(), role=Role.PERSON), authority().identity("Cán bộ mẫu 02"), role=Role.PERSON)
    assert [each.field for each in verify(both, authority().trust()).signatures] == ["NguoiKy1", "NguoiKy2"]


def test_a_key_on_an_elliptic_curve_signs_too(pdf):
    signed = sign(pdf, authority().identity(SIGNER, curve=True), role=Role.PERSON)
    assert verify(signed, authority().trust()).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ({"start": NOW - 2 * YEAR, "end": NOW - YEAR}, "đã hết hạn"),
        ({"start": NOW + YEAR, "end": NOW + 2 * YEAR}, "chưa ký được"),
        ({"usage": "other"}, "không cấp cho việc ký"),
    ],
)
def test_a_certificate_that_may_not_sign_signs_nothing(pdf, period, said):
    with pytest.raises(SigningError, match=said):
        sign(pdf, authority().identity(SIGNER, **period), role=Role.PERSON)


def test_a_revoked_certificate_signs_nothing(pdf):
    ca = Authority()
    identity = ca.identity(SIGNER)
    ca.revoke(identity.certificate, NOW - dt.timedelta(days=3))
    with pytest.raises(SigningError, match="đã bị thu hồi ngày"):
        sign(pdf, identity, role=Role.PERSON, trust=ca.trust())


def test_a_list_of_revoked_that_the_issuer_did_not_sign_is_not_believed(pdf):
    honest, liar = Authority(), Authority()  # of the same name
    identity = honest.identity(SIGNER)
    liar.revoke(identity.certificate, NOW - dt.timedelta(days=3))
    signed = sign(pdf, identity, role=Role.PERSON, trust=liar.trust())
    assert verify(signed, honest.trust()).verdict is Verdict.VALID


def test_a_wrong_password_and_a_wrong_file_are_told_apart():
    with pytest.raises(SigningError, match="Mật khẩu của tệp khóa chưa đúng"):
        load_p12(authority().p12(SIGNER), "sai")
    with pytest.raises(SigningError, match="không phải là tệp khóa"):
        load_p12(b"%PDF-1.7 khong phai khoa", "x")
    with pytest.raises(SigningError, match="không phải là tệp khóa"):
        load_p12(b"", "x")


def test_without_the_means_to_read_a_token_it_is_said_what_to_do(tmp_path):
    with pytest.raises(SigningError, match=r"token"), open_token(tmp_path / "missing.so", pin="1"):
        raise AssertionError


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 la tep Word", b"%PDF-1.7\nhong", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(SigningError, match="PDF"):
        sign(data, person(), role=Role.PERSON)


def test_a_locked_pdf_is_refused(pdf):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(SigningError, match="mật khẩu"):
        sign(out.getvalue(), person(), role=Role.PERSON)


# Levels


def test_a_timestamp_proves_when(pdf):
    ca, moment = authority(), NOW - dt.timedelta(days=20)
    signed = sign(pdf, person(), role=Role.PERSON, level=Level.T, timestamper=ca.timestamper(moment))
    (found,) = verify(signed, ca.trust()).signatures
    assert found.timestamped
    assert found.signed_at == moment
    assert Problem.UNPROVEN_TIME not in found.problems


def test_without_a_timestamp_the_time_is_only_claimed(pdf):
    (found,) = verify(sign(pdf, person(), role=Role.PERSON), authority().trust()).signatures
    assert found.problems == (Problem.UNPROVEN_TIME,)
    assert found.verdict is Verdict.VALID


def test_signing_and_checking_work_inside_an_asynchronous_server(pdf):
    async def serve() -> Verdict:
        return verify(sign(pdf, person(), role=Role.PERSON), authority().trust()).verdict

    assert finished(serve()) is Verdict.VALID


def test_long_term_holds_the_proofs_in_the_file(pdf):
    ca = authority()
    signed = sign(pdf, person(), role=Role.PERSON, level=Level.LT, timestamper=ca.timestamper(), trust=ca.trust())
    assert verify(signed, ca.trust()).verdict is Verdict.VALID
    with pikepdf.open(io.BytesIO(signed)) as opened:
        assert len(opened.Root.DSS.CRLs) == 1
        assert len(opened.Root.DSS.Certs) >= 2


@pytest.mark.parametrize("level", [Level.T, Level.LT])
def test_no_timestamp_service_no_higher_level(pdf, level):
    with pytest.raises(SigningError, match="TSA"):
        sign(pdf, person(), role=Role.PERSON, level=level, trust=authority().trust())


def test_without_lists_of_revoked_there_is_no_long_term_proof(pdf):
    ca = authority()
    with pytest.raises(SigningError, match="danh sách thu hồi"):
        sign(pdf, person(), role=Role.PERSON, level=Level.LT, timestamper=ca.timestamper(), trust=ca.trust(lists=False))


def test_a_timestamp_service_that_does_not_answer_stops_the_signing(pdf):
    from chungtay.signing import http_timestamper

    with pytest.raises(SigningError, match="Không liên lạc được máy chủ dấu thời gian"):
        sign(pdf, person(), role=Role.PERSON, level=Level.T, timestamper=http_timestamper("http://127.0.0.1:9/"))


# What is seen


def test_the_signature_lies_between_title_and_name(pdf):
    place = find_place(pdf, SIGNER)
    assert place.page == 0  # the same name stands in the list on the next page, without room to sign
    assert place.height > 15 * MM
    look = appearance(Role.PERSON, handwriting(), place)
    assert place.left <= look.box.left < look.box.right <= place.right
    assert place.bottom <= look.box.bottom < look.box.top <= place.top
    assert (look.box.left + look.box.right) / 2 == pytest.approx((place.left + place.right) / 2)


def test_the_seal_has_its_real_size_and_covers_the_left_third(pdf):
    look = appearance(Role.PERSON, handwriting(), find_place(pdf, SIGNER))
    signed = sign(pdf, person(), role=Role.PERSON, look=look)
    place = signed_place(signed)
    over = appearance(Role.ORGANISATION, seal(), place).box
    assert over.width == pytest.approx(36 * MM)
    assert over.height == pytest.approx(36 * MM)
    assert over.right == pytest.approx(place.left + place.width / 3, abs=0.1)
    assert over.left < place.left


def pieces_of(pdf: bytes, page: int, box) -> list[str]:
    """The words that a seal in this box would cover: it is round."""
    x, y, radius = (box.left + box.right) / 2, (box.bottom + box.top) / 2, box.width / 2
    return [
        line.text
        for line in text_lines(pdf)[page]
        if math.hypot(x - min(max(x, line.left), line.right), y - min(max(y, line.bottom), line.top)) < radius - 0.5
    ]


@pytest.mark.parametrize("name", [SIGNER, "Nguyễn Thị Phương Thảo Mẫu", "Lê Mẫu"])
def test_the_seal_leaves_the_printed_name_free_and_stays_on_the_signature(name):
    pdf = render_pdf(
        build("quyet-dinh", DATA | {"signature": {"authority": ["CHỦ TỊCH"], "name": name}}), timestamp=NOW
    )
    signed = sign(pdf, person(), role=Role.PERSON, look=appearance(Role.PERSON, handwriting(), find_place(pdf, name)))
    place = signed_place(signed)
    over = appearance(Role.ORGANISATION, seal(), place, free=words_below(signed, place)).box
    assert name not in pieces_of(signed, place.page, over)
    assert over.right == pytest.approx(place.left + place.width / 3, abs=0.1)
    assert over.bottom < (place.bottom + place.top) / 2 < over.top  # and covers the stroke


def test_the_seal_goes_over_the_one_who_answers_for_the_paper_whoever_signed_last():
    sample = samples()["bien-ban-hop"]
    clerk, chair = [each.name for each in sample.build().signatures]
    signed = render_pdf(sample.build(), timestamp=NOW)
    for name in (chair, clerk):
        look = appearance(Role.PERSON, handwriting(), find_place(signed, name))
        signed = sign(signed, authority().identity(name), role=Role.PERSON, look=look)
    box, place = signed_place(signed, chair), find_place(signed, chair)
    assert place.left - 1 <= box.left < box.right <= place.right + 1
    assert signed_place(signed).right < box.left  # the clerk stands on the left and signed last


def test_a_name_of_two_lines_has_its_place_above_the_first():
    name = " ".join(["Nguyễn Hoàng Phương Thảo Trang"] * 4)
    assert len(name) > 120
    pdf = render_pdf(
        build("quyet-dinh", DATA | {"signature": {"authority": ["CHỦ TỊCH"], "name": name}}), timestamp=NOW
    )
    place = find_place(pdf, unicodedata.normalize("NFD", name))
    assert place.height > 15 * MM
    title = next(line for line in text_lines(pdf)[place.page] if line.text.strip() == "CHỦ TỊCH")
    assert place.top < title.bottom
    signed = sign(pdf, person(), role=Role.PERSON, look=appearance(Role.PERSON, handwriting(), place))
    assert verify(signed, authority().trust()).verdict is Verdict.VALID


def test_a_name_that_the_paper_does_not_sign_with_has_no_place(pdf):
    for name in ("Cán bộ mẫu 07", "Không có ai", ""):
        with pytest.raises(SigningError, match="Không thấy chỗ ký"):
            find_place(pdf, name)


@pytest.mark.parametrize(
    ("role", "picture", "said"),
    [
        (Role.PERSON, seal, "màu xanh"),
        (Role.ORGANISATION, handwriting, "màu đỏ"),
        (Role.PERSON, lambda: png(Image.new("RGB", (300, 90), "white")), "trong suốt"),
        (Role.PERSON, lambda: png(Image.new("RGBA", (300, 90))), "có nét"),
        (Role.PERSON, lambda: png(Image.new("RGBA", (3200, 9))), "quá lớn"),
        (Role.PERSON, lambda: b"\xff\xd8\xff JPEG", "PNG"),
        (Role.PERSON, lambda: b"\x89PNG\r\n\x1a\n nua chung", "Không đọc được"),
    ],
)
def test_pictures_that_are_no_signature_or_seal_are_refused(pdf, role, picture, said):
    with pytest.raises(SigningError, match=said):
        appearance(role, picture(), find_place(pdf, SIGNER))


def test_a_signed_paper_is_still_pdf_a(pdf):
    place = find_place(pdf, SIGNER)
    signed = sign(pdf, person(), role=Role.PERSON, look=appearance(Role.PERSON, handwriting(), place))
    seen = appearance(Role.ORGANISATION, seal(), signed_place(signed))
    signed = sign(signed, authority().identity("UBND xã Mẫu"), role=Role.ORGANISATION, look=seen)
    with pikepdf.open(io.BytesIO(signed)) as opened:
        with opened.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "A")
        root = opened.Root
        assert "/StructTreeRoot" in root
        assert "/DestOutputProfile" in root.OutputIntents[0]
        assert "/NeedAppearances" not in root.AcroForm
        assert len(opened.trailer.ID) == 2
        widgets = [mark for page in opened.pages for mark in page.get("/Annots", ()) if mark.Subtype == "/Widget"]
        assert len(widgets) == 2
        for widget in widgets:
            assert int(widget.F) & 4  # printed
            assert not int(widget.F) & (1 | 2 | 32)  # nor hidden
            shown = widget.AP.N
            assert "/Font" not in shown.get("/Resources", {})  # a font would have to be embedded
            assert list(widget.AP.keys()) == ["/N"]
        used = [font for page in opened.pages for font in page.Resources.get("/Font", {}).values()]
        assert all("LiberationSerif" in str(font.DescendantFonts[0].FontDescriptor.FontName) for font in used)
