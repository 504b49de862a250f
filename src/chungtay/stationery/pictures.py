"""Pictures that a commune puts on its certificates: opened on the workbench, cleaned, brought to a sensible size.

The ground of the sheet must be white with nothing in the four outer corners and must not look like a state bằng khen
(R-81); what a machine can see of that is told as a warning, the rest stays with the person.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree

from chungtay.stationery.refusal import Refused

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_DRAWN = 30_000
SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
TAGS = frozenset("svg g defs symbol use path rect circle ellipse line polyline polygon".split()) | frozenset(  # noqa: SIM905
    "linearGradient radialGradient stop clipPath mask pattern title desc image style".split()  # noqa: SIM905
)
_STYLE_URL = re.compile(r"url\(\s*['\"]?(?!#)[^)]*\)|@import|expression\(|javascript:", re.IGNORECASE)
_INNER_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+\Z")
NOT_PICTURE = "Tệp phải là hình SVG, PNG hoặc JPEG. Xuất lại hình từ phần mềm thiết kế rồi tải lên."
TOO_LARGE = "Hình có quá nhiều điểm ảnh hoặc quá nhiều nét vẽ. Xuất lại ở khổ A4, 300 dpi."
BROKEN = "Không mở được hình này: tệp hỏng. Xuất lại hình rồi tải lên."


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be kept. `raster`: a drawn (SVG) one as PNG too, for print runs."""

    data: bytes
    media_type: str
    raster: bytes = b""
    warnings: list[str] = field(default_factory=list)

    @property
    def suffix(self) -> str:
        return {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}[self.media_type]


def prepare(job: dict[str, Any]) -> dict[str, Any]:
    """`picture.in` to `picture.out` (and `raster.png`). `use`: "ground" of an A4 sheet, or "emblem" of 22 mm."""
    data, use = Path("picture.in").read_bytes(), str(job["use"])
    if len(data) > MOST_BYTES:
        raise Refused(f"Hình nặng quá {MOST_BYTES // 1048576} MB. Xuất lại hình nhẹ hơn rồi tải lên.")
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        made, media_type, warnings = _raster(data, use)
        Path("picture.out").write_bytes(made)
        return {"media_type": media_type, "warnings": warnings}
    if b"<svg" not in data[:8192]:
        raise Refused(NOT_PICTURE)
    cleaned, removed = clean_svg(data)
    drawn = _draw(cleaned, use)
    warnings = [f"Đã bỏ khỏi tệp SVG: {', '.join(removed)}."] if removed else []
    Path("picture.out").write_bytes(cleaned)
    _, _, told = _raster(drawn, use)
    if use == "ground":
        Path("raster.png").write_bytes(drawn)
    return {"media_type": "image/svg+xml", "warnings": warnings + told}


def clean_svg(data: bytes) -> tuple[bytes, list[str]]:
    """An SVG with shapes only, and in words what was taken out: scripts, events, links to elsewhere, letters."""
    if re.search(rb"<!DOCTYPE|<!ENTITY", data, re.IGNORECASE):
        data = re.sub(rb"<!DOCTYPE[^\[>]*>", b"", data, flags=re.IGNORECASE)
        if re.search(rb"<!DOCTYPE|<!ENTITY", data, re.IGNORECASE):
            raise Refused("Tệp SVG có khai báo ENTITY nên không nhận. Xuất lại dạng “Plain SVG”.")
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 -- no entities, own limited process
    except ElementTree.ParseError as error:
        raise Refused(BROKEN) from error
    if _local(root.tag) != "svg":
        raise Refused(NOT_PICTURE)
    removed: dict[str, None] = {}
    if sum(1 for _ in root.iter()) > MOST_DRAWN:
        raise Refused(TOO_LARGE)
    _clean(root, removed)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="utf-8"), list(removed)


def _clean(element: ElementTree.Element, removed: dict[str, None]) -> None:
    for child in list(element):
        name = _local(child.tag)
        if name == "style" and _STYLE_URL.search("".join(child.itertext())):
            removed["liên kết ra ngoài"] = None
            element.remove(child)
        elif name not in TAGS:
            removed[_named(name)] = None
            element.remove(child)
        else:
            _clean(child, removed)
    for key, value in list(element.attrib.items()):
        reason = _forbidden(_local(key), value)
        if reason:
            removed[reason] = None
            del element.attrib[key]


def _forbidden(name: str, value: str) -> str:
    """Why an attribute may not stay; "" when it may."""
    if name.lower().startswith("on"):
        return "mã lệnh"
    if name == "href" and not value.strip().startswith("#") and not _INNER_PICTURE.match(value.strip()):
        return "liên kết ra ngoài"
    if name == "base" or (name != "href" and _STYLE_URL.search(value)):
        return "liên kết ra ngoài"
    return ""


def _named(tag: str) -> str:
    if tag in ("script", "handler"):
        return "mã lệnh"
    if tag in ("text", "tspan", "textPath", "font", "foreignObject"):
        return "chữ (đổi chữ thành nét trước khi xuất)"
    return f"phần “{tag}”" if tag else "chú thích"


def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _draw(svg: bytes, use: str) -> bytes:
    """The drawing as PNG by the typesetter that will print it: what it cannot draw is refused here, once."""
    import json

    import typst

    size = "width: 297mm, height: 210mm" if use == "ground" else "width: 22mm, height: 22mm"
    source = (
        f"#set page({size}, margin: 0mm, fill: none)\n"
        '#image(bytes(json(bytes(sys.inputs.art))), format: "svg", width: 100%, height: 100%)'
    )
    try:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[])
        compiler = typst.Compiler(source.encode(), font_paths=fonts)
        drawn = compiler.compile(
            format="png", ppi=240 if use == "ground" else 600, sys_inputs={"art": json.dumps(list(svg))}
        )
    except typst.TypstError as error:
        raise Refused(BROKEN) from error
    return cast(bytes, drawn[0] if isinstance(drawn, list) else drawn)


def _raster(data: bytes, use: str) -> tuple[bytes, str, list[str]]:
    """A picture without its metadata, at most as fine as a printer can show, and what to look at."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None
    try:
        opened = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        if opened.width * opened.height > MOST_PIXELS:
            raise Refused(TOO_LARGE)
        photo = opened.format == "JPEG"
        picture = ImageOps.exif_transpose(opened)
        clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
        picture = picture.convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused(BROKEN) from error
    told = _looks(picture, opened.width, opened.height) if use == "ground" else _emblem_looks(picture)
    # 297 mm at 250 dpi; an emblem of 22 mm at 600 dpi: every kept certificate carries it.
    widest = 2923 if use == "ground" else 520
    picture.thumbnail((widest, widest), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if photo and not clear:
        picture.save(out, "JPEG", quality=90, optimize=True)
        return out.getvalue(), "image/jpeg", told
    picture.save(out, "PNG", optimize=True)
    if use == "ground" and out.tell() > 1_500_000:  # a photograph kept as PNG: every single file would carry it
        out = io.BytesIO()
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A") if clear else None)
        white.save(out, "JPEG", quality=92, optimize=True)
        return out.getvalue(), "image/jpeg", told
    return out.getvalue(), "image/png", told


def _looks(picture: Any, width: int, height: int) -> list[str]:
    """What R-80 and R-81 say and a machine can see: landscape A4, white corners, a white ground."""
    from PIL import Image

    from chungtay.typesetting import layout

    m = layout.measures("certificate")
    told = []
    if abs(width / height - m["page_width"] / m["page_height"]) > 0.02:
        told.append("Hình không đúng tỷ lệ tờ A4 ngang (297 × 210 mm): khi in sẽ bị kéo giãn.")
    if width < 1750:
        told.append("Hình dưới 150 điểm ảnh mỗi inch ở khổ A4: in ra sẽ mờ. Xuất lại ở 300 dpi.")
    small = Image.new("RGB", (297, 210), "white")
    resized = picture.resize((297, 210))
    small.paste(resized, mask=resized.getchannel("A") if resized.mode == "RGBA" else None)
    side = int(m["border_corner"])
    corners = [(0, 0), (297 - side, 0), (0, 210 - side), (297 - side, 210 - side)]
    if any(_darkest(small.crop((x, y, x + side, y + side))) < 235 for x, y in corners):
        told.append("Bốn góc ngoài phải để trống, không có họa tiết: xem quy định ở trang mẫu giấy khen.")
    middle = small.crop((60, 50, 237, 160)).resize((1, 1)).getpixel((0, 0))
    if min(cast(tuple[int, int, int], middle)) < 235:
        told.append("Nền trong viền phải màu trắng: xem quy định ở trang mẫu giấy khen.")
    return told


def _emblem_looks(picture: Any) -> list[str]:
    if abs(picture.width - picture.height) > 0.15 * max(picture.size):  # not law: nearly square
        return ["Hình Quốc huy không gần vuông: xem lại có bị cắt hoặc thừa lề không."]
    return []


def _darkest(corner: Any) -> int:
    return min(low for low, _ in corner.getextrema())
