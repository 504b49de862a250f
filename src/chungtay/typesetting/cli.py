"""`chungtay render`: any official paper from data."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

REFUSED, WRONG_USE = 1, 2


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the engine's commands to the command line."""
    render = commands.add_parser(
        "render",
        help="in văn bản (PDF, Word) từ dữ liệu",
        description="In văn bản đúng thể thức từ tệp dữ liệu JSON. Không ghi tên tệp ra thì đặt cạnh tệp dữ liệu.",
    )
    render.add_argument("kind", nargs="?", metavar="LOẠI", help="loại văn bản; xem --list")
    render.add_argument("data", nargs="?", metavar="DỮ_LIỆU.json", type=Path, help="tệp dữ liệu")
    render.add_argument("--pdf", nargs="?", const="", metavar="TỆP", help="ghi PDF")
    render.add_argument("--docx", nargs="?", const="", metavar="TỆP", help="ghi Word")
    render.add_argument("--emblem", type=Path, metavar="TỆP", help="ảnh Quốc huy (PNG, SVG) cho giấy khen")
    render.add_argument(
        "--border", choices=("vector", "picture", "none"), help="khung giấy khen: nét vẽ, ảnh, hoặc không in"
    )
    render.add_argument(
        "--offset", nargs=2, type=float, default=(0.0, 0.0), metavar=("X", "Y"), help="dịch chữ giấy khen, mm"
    )
    render.add_argument("--list", action="store_true", help="liệt kê các loại văn bản và các trường bắt buộc")
    render.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:  # noqa: PLR0911 - each refusal leaves where it is found
    """Renders one document. Exit code 0: written; 1: the data are refused; 2: wrong use or unreadable file."""
    from chungtay.typesetting.errors import DataError, TypesettingError
    from chungtay.typesetting.kinds import build

    if args.list:
        return _list()
    if not args.kind or not args.data:
        return _fail("Ghi loại văn bản và tệp dữ liệu, ví dụ: chungtay render quyet-dinh du-lieu.json --pdf", WRONG_USE)
    if args.pdf is None and args.docx is None:
        return _fail("Chọn ít nhất một dạng tệp: --pdf hoặc --docx.", WRONG_USE)
    try:
        data = json.loads(args.data.read_text(encoding="utf-8-sig"))
    except OSError:
        return _fail(f"Không mở được tệp dữ liệu {args.data}; anh/chị kiểm tra đường dẫn.", WRONG_USE)
    except ValueError as error:
        where = f" (dòng {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return _fail(f"Tệp {args.data} không phải JSON đúng cách viết{where}.", WRONG_USE)
    try:
        document = build(args.kind, data)
        written = _write(args, document)
    except DataError as error:
        return _fail("Dữ liệu chưa đủ để in:\n" + "\n".join(f"- {p}" for p in error.problems), REFUSED)
    except TypesettingError as error:
        return _fail(str(error), REFUSED)
    except OSError as error:
        return _fail(f"Không đọc hoặc ghi được tệp {error.filename}.", WRONG_USE)
    for path in written:
        sys.stdout.write(f"Đã ghi {path}\n")
    return 0


def _write(args: argparse.Namespace, document: object) -> list[Path]:
    from chungtay.typesetting.certificate import Border, load_emblem, render_certificates
    from chungtay.typesetting.docx import render_docx
    from chungtay.typesetting.pdf import render_pdf
    from chungtay.typesetting.tree import Document

    assert isinstance(document, Document)
    now = datetime.now(UTC)
    written: list[Path] = []
    if args.pdf is not None:
        if document.certificates:
            default = Border.VECTOR if len(document.certificates) == 1 else Border.PICTURE
            content = render_certificates(
                document.certificates,
                border=Border(args.border) if args.border else default,
                offset_mm=(args.offset[0], args.offset[1]),
                timestamp=now,
                emblem=load_emblem(args.emblem) if args.emblem else None,
            )
        else:
            content = render_pdf(document, timestamp=now)
        written.append(_save(args.pdf, args.data.with_suffix(".pdf"), content))
    if args.docx is not None:
        written.append(_save(args.docx, args.data.with_suffix(".docx"), render_docx(document)))
    return written


def _save(chosen: str, default: Path, content: bytes) -> Path:
    path = Path(chosen) if chosen else default
    path.write_bytes(content)
    return path


def _list() -> int:
    from chungtay.typesetting.kinds import KINDS

    for kind in KINDS.values():
        required = ", ".join(f.name for f in kind.fields if f.required)
        sys.stdout.write(f"{kind.slug:20} {kind.name} (mẫu {kind.version})\n{'':20} bắt buộc: {required}\n")
    return 0


def _fail(message: str, code: int) -> int:
    sys.stderr.write(message + "\n")
    return code
