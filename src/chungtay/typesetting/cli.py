"""`chungtay render`: any official paper from data; `chungtay layout-check`: does a finished paper keep the layout."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, date, datetime
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
    check = commands.add_parser(
        "layout-check",
        help="đo thể thức của tệp PDF, Word đã hoàn thành",
        description="Đo lề, cỡ, kiểu chữ, vị trí, thứ tự các phần của thể thức. Có lỗi thì mã là 1.",
        epilog="Không đo được: hình chữ ký, hình dấu, dấu đóng tay. --rows kể từng mục đo gì và sai số.",
    )
    check.add_argument("file", nargs="?", metavar="TỆP.pdf|TỆP.docx", type=Path, help="tệp đã hoàn thành")
    check.add_argument("--rows", action="store_true", help="kể các mục thể thức: đo gì, sai số, lỗi hay nhắc")
    check.add_argument("--kind", metavar="LOẠI", help="loại văn bản; xem chungtay render --list")
    check.add_argument("--on", metavar="NGÀY", help="ngày của văn bản, ví dụ 18/02/2025; không ghi thì là hôm nay")
    check.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    check.set_defaults(run=run_check)


def run_check(args: argparse.Namespace) -> int:
    """Measures one finished file. Exit code 0: no error; 1: errors found; 2: wrong use or unreadable file."""
    from chungtay.typesetting.checker import check_layout
    from chungtay.typesetting.errors import TypesettingError
    from chungtay.typesetting.tree import PartialDate

    try:
        asked = PartialDate.of(args.on)
        if args.on and asked.day is None:
            return _fail("Ghi đủ ngày, tháng, năm của văn bản, ví dụ 18/02/2025.", WRONG_USE)
        day = datetime.now().astimezone().date()
        if asked.year and asked.month and asked.day:
            day = date(asked.year, asked.month, asked.day)
        if args.rows:
            return _rows(day)
        if args.file is None:
            return _fail("Ghi tệp cần đo, ví dụ: chungtay layout-check ke-hoach.pdf", WRONG_USE)
        report = check_layout(args.file.read_bytes(), on=day, kind=args.kind)
    except OSError:
        return _fail(f"Không mở được tệp {args.file}; anh/chị kiểm tra đường dẫn.", WRONG_USE)
    except (TypesettingError, ValueError) as error:
        return _fail(str(error), WRONG_USE)
    shown = json.dumps(report.as_json(), ensure_ascii=False, indent=2) if args.json else report.as_text()
    sys.stdout.write(shown + "\n")
    return REFUSED if report.errors else 0


def _rows(day: date) -> int:
    from chungtay.typesetting.checker.table import as_text, table

    sys.stdout.write(as_text(table(day)) + "\n")
    return 0


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
