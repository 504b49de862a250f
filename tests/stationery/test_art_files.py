"""The certificate art: pictures cleaned and measured, versions, printers; two communes see nothing of each other."""

from __future__ import annotations

import io
from decimal import Decimal

import pypdf
import pytest
from PIL import Image
from stationery_samples import AT, ground  # type: ignore[import-not-found]

from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.stationery import actions, queries, samples
from chungtay.stationery.models import CertificateArt, Printer
from chungtay.stationery.pictures import Prepared, clean_svg
from chungtay.stationery.uploads import prepare_picture
from chungtay.typesetting import Border, certificate_places, correction

PLACES = certificate_places.plain(certificate_places.usual())
SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 297 210"
 onload="alert(1)"><script>alert(2)</script><style>@import url(http://mau.example/a.css);</style>
<image href="http://mau.example/anh.png" width="9" height="9"/><use xlink:href="http://mau.example/a.svg#b"/>
<rect x="20" y="20" width="257" height="170" fill="none" stroke="#0a6e3c" stroke-width="3" onclick="x()"
 style="fill:url(http://mau.example/f)"/><foreignObject><b>chữ</b></foreignObject><a href="javascript:x()"/></svg>"""


def add(by, **more) -> CertificateArt:
    given = {"paper": "white", "ground": "house", "background": None, "emblem": None, "places": PLACES, "base": None,
             "note": "", "by": by, "at": AT}  # fmt: skip
    return actions.add_art(**(given | more))


def test_a_drawing_loses_its_scripts_and_its_links_and_says_so():
    made = prepare_picture(SVG.encode(), use="ground", field="background")
    words = made.data.decode()
    for gone in ("script", "alert", "mau.example", "onclick", "onload", "foreignObject", "javascript"):
        assert gone not in words
    assert "#0a6e3c" in words
    told = " ".join(made.warnings)
    assert "mã lệnh" in told
    assert "liên kết ra ngoài" in told
    drawn = Image.open(io.BytesIO(made.raster)).convert("RGB")
    red, green, _blue = drawn.getpixel((drawn.width // 2, round(20 / 210 * drawn.height)))
    assert green > red


@pytest.mark.parametrize("inner", ["data:image/svg+xml;base64,PHN2Zz4=", "//mau.example/a", "file:///etc/passwd"])
def test_only_pictures_inside_a_drawing_stay(inner: str):
    cleaned, removed = clean_svg(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{inner}"/></svg>'.encode())
    assert removed == ["liên kết ra ngoài"]
    assert inner.encode() not in cleaned


def test_entities_in_a_drawing_are_refused():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>'
    with pytest.raises(UserError, match="ENTITY"):
        prepare_picture(bomb, use="ground", field="background")


@pytest.mark.parametrize("data", [b"GIF89a", b"", b"\x89PNG\r\n\x1a\n" + b"x" * 99, b"<svg"])
def test_other_files_and_broken_ones_are_refused_in_words(data: bytes):
    with pytest.raises(UserError) as caught:
        prepare_picture(data, use="ground", field="background")
    assert caught.value.field == "background"
    assert "rồi tải lên" in caught.value.message


def test_more_than_20_megabytes_are_refused_with_the_size():
    with pytest.raises(UserError, match="21 MB, quá mức 20 MB"):
        prepare_picture(b"\x89PNG\r\n\x1a\n" + b"\0" * 21 * 1024 * 1024, use="emblem", field="emblem")


def test_a_noisy_photograph_becomes_bearable():
    out = io.BytesIO()
    Image.effect_noise((3200, 2263), 80).convert("RGB").save(out, "PNG")
    made = prepare_picture(out.getvalue(), use="ground", field="background")
    assert made.media_type == "image/jpeg"
    assert len(made.data) < len(out.getvalue())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ground("#cc0000"), "Bốn góc ngoài"),
        (ground(size=(1200, 849)), "sẽ mờ"),
        (ground(size=(1800, 1800)), "kéo giãn"),
    ],
)
def test_what_a_machine_can_see_of_the_rules_is_warned(data: bytes, said: str):
    assert any(said in line for line in prepare_picture(data, use="ground", field="background").warnings)


def test_a_good_ground_is_not_warned_of():
    assert prepare_picture(ground(), use="ground", field="background").warnings == []


@pytest.mark.django_db
class TestVersions:
    def test_versions_are_added_and_a_choice_leads_back(self, clerk, prepared):
        first = add(clerk, ground="own", background=prepared())
        second = add(clerk, paper="stock", base=first)
        assert (first.number, second.number) == (1, 2)
        assert second.background == first.background
        actions.use_art(art=first, by=clerk, at=AT)
        actions.use_art(art=second, by=clerk, at=AT)
        assert queries.art_in_use(clerk.locality) == second
        actions.use_art(art=None, by=clerk, at=AT)
        assert queries.art_in_use(clerk.locality) is None
        assert [c.art for c in clerk.locality.art_choices.order_by("pk")] == [first, second, None]

    def test_an_own_ground_needs_a_picture_and_stock_needs_words(self, clerk):
        with pytest.raises(UserError, match="Chưa có tệp nền"):
            add(clerk, ground="own")
        with pytest.raises(UserError, match="phôi sẽ in ra trống"):
            add(clerk, paper="stock", places=[])
        with pytest.raises(UserError, match="nằm ngoài tờ giấy"):
            add(clerk, paper="stock", places=[PLACES[0] | {"x": 280}])
        assert not CertificateArt.objects.exists()

    def test_the_picture_of_stock_is_never_printed(self, clerk):
        green = io.BytesIO()
        Image.new("RGB", (297, 210), "#00ff00").save(green, "PNG")
        art = add(clerk, paper="stock", background=Prepared(green.getvalue(), "image/png"))
        assert Image.open(io.BytesIO(samples.picture(art))).convert("RGB").getpixel((5, 5)) == (0, 255, 0)
        assert queries.design_of(art).background is None
        words = pypdf.PdfReader(io.BytesIO(samples.pdf(art, at=AT))).pages[0].extract_text()
        assert "GIẤY KHEN" not in words

    def test_a_drawn_ground_goes_to_a_print_run_as_one_picture(self, clerk):
        art = add(clerk, ground="own", background=prepare_picture(SVG.encode(), use="ground", field="background"))
        single, run = queries.design_of(art).background, queries.design_of(art, run=True).background
        assert single is not None
        assert run is not None
        assert (single.format, run.format) == ("svg", "png")
        assert queries.border_of(art) is Border.NONE

    def test_two_communes_never_meet(self, clerk, stranger, client_of):
        mine = add(clerk, note="Kim Phượng")
        actions.use_art(art=mine, by=clerk, at=AT)
        assert queries.art_in_use(stranger.locality) is None
        with pytest.raises(Forbidden):
            actions.use_art(art=mine, by=stranger, at=AT)
        theirs = client_of("canbo.tienthanh")
        for path in (f"giay-khen/{mine.pk}/hinh.png", f"giay-khen/{mine.pk}/mau.pdf"):
            assert theirs.get(f"/mau-rieng/{path}").status_code == 404
        assert "Kim Phượng" not in theirs.get("/mau-rieng/giay-khen/").content.decode()

    def test_a_printer_is_set_by_the_ruler(self, clerk, stranger):
        printer = actions.add_printer(name="  Máy in  mẫu ", by=clerk, at=AT)
        found = correction(left=26, top=24.5, across=247)
        actions.set_printer(printer=printer, correction=found, by=clerk, at=AT, version=printer.version)
        printer.refresh_from_db()
        assert (printer.name, printer.right, printer.down) == ("Máy in mẫu", Decimal("-1.00"), Decimal("0.50"))
        with pytest.raises(Stale):
            actions.set_printer(printer=printer, correction=found, by=clerk, at=AT, version=1)
        with pytest.raises(Forbidden):
            actions.set_printer(printer=printer, correction=found, by=stranger, at=AT)
        with pytest.raises(UserError, match="Đã có máy in"):
            actions.add_printer(name="Máy in mẫu", by=clerk, at=AT)
        assert Printer.objects.count() == 1


@pytest.mark.django_db
class TestPages:
    ALL = ("", "van-ban/?loai=quyet-dinh", "van-ban/truong/?loai=quyet-dinh", "giay-khen/", "giay-khen/moi", "may-in/")

    @pytest.mark.parametrize("path", ALL)
    def test_pages_open_for_the_office_and_for_nobody_else(self, place, client_of, path: str):
        assert client_of("canbo.kimphuong").get(f"/mau-rieng/{path}").status_code == 200
        assert client_of("vanthu.kimphuong").get(f"/mau-rieng/{path}").status_code == 200
        assert client_of("donvi.kimphuong").get(f"/mau-rieng/{path}").status_code == 403

    def test_places_typed_in_the_form_come_out_in_the_print(self, place, client_of):
        clerk = client_of("canbo.kimphuong")
        typed = {"paper": "stock", "ground": "house", "note": ""}
        for entry in certificate_places.plain(certificate_places.spare(f) for f in certificate_places.fields()):
            typed |= {f"{entry['field']}-{k}": str(v) for k, v in entry.items() if k not in ("field", "bold", "italic")}
        typed |= {"name-on": "on", "name-x": "81,5", "name-y": "97,3"}
        assert clerk.post("/mau-rieng/giay-khen/xem-thu", typed).status_code == 200
        answer = clerk.post("/mau-rieng/giay-khen/moi", typed)
        assert answer.status_code == 302, answer.content.decode()[:500]
        (entry,) = CertificateArt.objects.get().places
        assert (entry["field"], entry["x"], entry["y"]) == ("name", 81.5, 97.3)

    def test_a_wrong_number_is_told_and_nothing_is_kept(self, place, client_of):
        clerk = client_of("canbo.kimphuong")
        answer = clerk.post("/mau-rieng/giay-khen/moi", {"paper": "stock", "ground": "house", "name-x": "abc"})
        assert answer.status_code == 400
        assert "ví dụ 12,5" in answer.content.decode()
        assert not CertificateArt.objects.exists()

    def test_an_upload_that_fails_stays_on_the_page_with_the_reason(self, place, client_of):
        clerk = client_of("canbo.kimphuong")
        file = io.BytesIO(b"x")
        file.name = "mau.docm"
        answer = clerk.post("/mau-rieng/van-ban/tai-len", {"loai": "quyet-dinh", "file": file})
        assert answer.status_code == 400
        assert "không macro" in answer.content.decode()

    def test_the_calibration_page_of_a_printer_opens(self, clerk, client_of):
        printer = actions.add_printer(name="Máy in mẫu", by=clerk, at=AT)
        answer = client_of("canbo.kimphuong").get(f"/mau-rieng/may-in/{printer.pk}/can-chinh.pdf")
        assert answer["Content-Type"] == "application/pdf"
        typed = {"left": "26", "top": "25", "across": "190", "version": "1"}
        refused = client_of("canbo.kimphuong").post(f"/mau-rieng/may-in/{printer.pk}/", typed)
        assert refused.status_code == 400
        assert "Kích thước thật" in refused.content.decode()
