"""`chungtay sign`, `sign-block`, `verify-signature`: signatures without the pages, on the signer's own machine."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chungtay.signing.checking import Report
    from chungtay.signing.identity import Identity
    from chungtay.signing.looks import Appearance
    from chungtay.signing.roles import Role
    from chungtay.signing.trust import Trust

REFUSED, WRONG_USE = 1, 2
ROLES = {"nguoi-ky": "person", "co-quan": "organisation"}
SIGNED = "-da-ky"
RESULTS = {"valid": 0, "open": REFUSED, "broken": REFUSED, "unsigned": REFUSED}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the engine's commands to the command line."""
    sign = commands.add_parser("sign", help="ký số tệp PDF", description="Ký số PDF: người ký trước, cơ quan sau.")
    sign.add_argument("files", type=Path, nargs="+", metavar="TỆP.pdf", help="một hay nhiều tệp; gõ mật khẩu một lần")
    _key_arguments(sign)
    sign.add_argument("--role", choices=sorted(ROLES), default="nguoi-ky", help="ký cho ai (mặc định: nguoi-ky)")
    sign.add_argument("--image", type=Path, metavar="ẢNH.png", help="hình chữ ký (xanh) hoặc con dấu (đỏ)")
    sign.add_argument("--name", metavar="HỌ TÊN", help="tên người ký in trên văn bản, để đặt hình đúng chỗ")
    sign.add_argument("--reason", default="", metavar="LÝ DO", help="lý do ký, ghi trong chữ ký")
    sign.add_argument("--tsa", default="", metavar="ĐỊA CHỈ", help="máy chủ dấu thời gian")
    sign.add_argument(
        "--long-term", action="store_true", help="kèm chứng cứ để kiểm tra nhiều năm sau (cần --tsa, --roots)"
    )
    sign.add_argument(
        "--roots", type=Path, metavar="THƯ_MỤC", help="thư mục tin cậy: chứng thư gốc và danh sách thu hồi"
    )
    sign.add_argument(
        "--out", type=Path, metavar="TỆP", help="tệp kết quả (khi ký một tệp); mặc định thêm -da-ky vào tên"
    )
    sign.set_defaults(run=run_sign)

    block = commands.add_parser(
        "sign-block", help="ký tệp chờ ký tải từ trang văn bản",
        description="Ký tệp chờ ký bằng khóa trên máy này; khóa không rời máy.",
    )  # fmt: skip
    block.add_argument("file", type=Path, metavar="TỆP.json")
    _key_arguments(block)
    block.add_argument("--out", type=Path, metavar="TỆP", help="tệp trả lời; mặc định thêm -tra-loi vào tên")
    block.set_defaults(run=run_block)

    verify = commands.add_parser("verify-signature", help="kiểm tra chữ ký số của một tệp PDF")
    verify.add_argument("file", type=Path, metavar="TỆP.pdf")
    verify.add_argument("--roots", type=Path, metavar="THƯ_MỤC", help="thư mục tin cậy")
    verify.set_defaults(run=run_verify)


def _key_arguments(parser: argparse.ArgumentParser) -> None:
    key = parser.add_mutually_exclusive_group(required=True)
    key.add_argument("--p12", type=Path, metavar="TỆP", help="tệp khóa PKCS#12 (.p12, .pfx)")
    key.add_argument("--pkcs11", type=Path, metavar="TỆP", help="phần mềm PKCS#11 của USB token (.so, .dll)")
    parser.add_argument("--certificate", metavar="TÊN", help="tên chứng thư trên token")
    parser.add_argument(
        "--password-file", type=Path, metavar="TỆP", help="tệp chứa mật khẩu hoặc mã PIN; không có thì máy hỏi"
    )


def run_sign(args: argparse.Namespace) -> int:
    """Signs files. Exit code 0: all written; 1: some or all refused, those not written; 2: a file cannot be read or
    written."""
    return _guarded(lambda: _sign(args))


def run_block(args: argparse.Namespace) -> int:
    """Signs one block. Exit codes as of `run_sign`."""
    return _guarded(lambda: _block(args))


def run_verify(args: argparse.Namespace) -> int:
    """Checks one file. Exit code 0: all signatures valid; 1: not all, or none; 2: the file cannot be read."""
    return _guarded(lambda: _verify(args))


def _guarded(work: Callable[[], int]) -> int:
    from chungtay.signing.errors import SigningError

    try:
        return work()
    except SigningError as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED
    except (KeyboardInterrupt, EOFError):  # at the question for the password
        sys.stderr.write("\nĐã dừng, chưa ký gì.\n")
        return REFUSED
    except FileNotFoundError as error:
        sys.stderr.write(f"Không thấy {error.filename}. Xem lại tên tệp và thư mục.\n")
        return WRONG_USE
    except OSError as error:
        sys.stderr.write(f"Không đọc hoặc ghi được {error.filename}. Đóng chương trình đang mở tệp đó rồi làm lại.\n")
        return WRONG_USE


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a signed file cut in the middle looks like a file that somebody changed."""
    half = path.with_name(f".{path.name}.dang-ghi")
    try:
        half.write_bytes(content)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _roots(folder: Path | None) -> Trust:
    from chungtay.signing.trust import load_trust

    if folder is not None and not folder.is_dir():
        raise FileNotFoundError(2, "no folder", str(folder))
    return load_trust(folder)


@contextmanager
def _identity(args: argparse.Namespace) -> Iterator[Identity]:
    from chungtay.signing.identity import load_p12
    from chungtay.signing.token import open_token

    if args.password_file:
        secret = args.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    else:
        secret = getpass.getpass("Mật khẩu tệp khóa: " if args.p12 else "Mã PIN của token: ")
    if args.p12:
        yield load_p12(args.p12.read_bytes(), secret)
    else:
        with open_token(args.pkcs11, pin=secret, label=args.certificate) as identity:
            yield identity


def _sign(args: argparse.Namespace) -> int:
    from chungtay.signing.errors import SigningError
    from chungtay.signing.signer import Level

    files = list(_expanded(args.files))
    if args.out and len(files) > 1:
        raise SigningError("--out chỉ dùng khi ký một tệp. Bỏ --out: mỗi tệp kết quả có thêm -da-ky trong tên.")
    args.level = Level.LT if args.long_term else Level.T if args.tsa else Level.B
    args.trust = _roots(args.roots)
    refused = 0
    with _identity(args) as identity:
        for file in files:
            try:
                sys.stdout.write(_sign_one(file, identity, args))
            except SigningError as error:
                if len(files) == 1:
                    raise
                sys.stderr.write(f"{file.name}: {error}\n")
                refused += 1
    if len(files) > 1:
        sys.stdout.write(f"Đã ký {len(files) - refused} trên {len(files)} tệp.\n")
    return REFUSED if refused else 0


def _expanded(files: list[Path]) -> Iterator[Path]:
    """The command line of Windows leaves *.pdf to the program. A result of an earlier run is only signed again when the
    pattern asks for it: *-da-ky.pdf, as the office does."""
    for file in files:
        if "*" not in file.name and "?" not in file.name:
            yield file
            continue
        found = sorted(
            p
            for p in file.parent.glob(file.name)
            if p.is_file() and (SIGNED in file.name or not p.stem.endswith(SIGNED))
        )
        if not found:
            raise FileNotFoundError(2, "nothing matches", str(file))
        yield from found


def _sign_one(file: Path, identity: Identity, args: argparse.Namespace) -> str:
    from chungtay.signing.roles import Role
    from chungtay.signing.signer import sign
    from chungtay.signing.stamping import http_timestamper

    pdf, role = file.read_bytes(), Role(ROLES[args.role])
    signed = sign(
        pdf, identity, role=role, level=args.level, look=_look(pdf, args, role), reason=args.reason,
        timestamper=http_timestamper(args.tsa) if args.tsa else None, trust=args.trust,
    )  # fmt: skip
    out = args.out or file.with_name(f"{file.stem.removesuffix(SIGNED)}{SIGNED}.pdf")
    _write(out, signed)
    note = "" if args.tsa else ", chưa có dấu thời gian"
    return f"Đã ký bằng chứng thư của {identity.holder.name} (mức {args.level}{note}). Đã ghi {out}\n"


def _look(pdf: bytes, args: argparse.Namespace, role: Role) -> Appearance | None:
    from chungtay.signing.errors import SigningError
    from chungtay.signing.looks import appearance
    from chungtay.signing.places import find_place, words_below
    from chungtay.signing.roles import Role
    from chungtay.signing.signer import signed_place

    if not args.image:
        return None
    over = signed_place(pdf, args.name or "") if role is Role.ORGANISATION else None
    if over is None and not args.name:
        raise SigningError("Thêm --name với họ tên người ký in trên văn bản, để đặt hình đúng chỗ.")
    picture = args.image.read_bytes()
    if over is not None:
        return appearance(role, picture, over, free=words_below(pdf, over))
    return appearance(role, picture, find_place(pdf, args.name))


def _block(args: argparse.Namespace) -> int:
    from chungtay.signing.errors import SigningError
    from chungtay.signing.remote import sign_block

    try:
        block = json.loads(args.file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SigningError("Tệp chờ ký hỏng hoặc không phải do ChungTay tạo. Tải lại tệp rồi ký.") from error
    if not isinstance(block, dict):
        raise SigningError("Tệp chờ ký không phải do ChungTay tạo. Tải lại tệp rồi ký.")
    sys.stdout.write(f"Ký văn bản: {block.get('title') or args.file.name}\n")
    with _identity(args) as identity:
        answer = sign_block(block, identity)
    out = args.out or args.file.with_name(f"{args.file.stem}-tra-loi.json")
    _write(out, (json.dumps(answer, indent=1) + "\n").encode())
    sys.stdout.write(f"Đã ghi {out}. Tải tệp này lên trang văn bản để hoàn tất.\n")
    return 0


def _verify(args: argparse.Namespace) -> int:
    from chungtay.signing.checking import verify

    trust = _roots(args.roots)
    report = verify(args.file.read_bytes(), trust)
    for name in trust.unreadable:
        sys.stderr.write(f"Bỏ qua tệp hỏng trong thư mục tin cậy: {name}\n")
    sys.stdout.write(_told(report))
    return RESULTS[report.verdict]


def _told(report: Report) -> str:
    from chungtay.signing.words import SENTENCES, VERDICTS

    lines = [VERDICTS[report.verdict]]
    for number, signature in enumerate(report.signatures, start=1):
        who = signature.holder.name if signature.holder else "không đọc được"
        when = f"{signature.signed_at.astimezone():%d/%m/%Y %H:%M:%S}" if signature.signed_at else "không ghi"
        issuer = f", chứng thư do {signature.holder.issuer} cấp" if signature.holder else ""
        proof = " (có dấu thời gian)" if signature.timestamped else ""
        lines.append(f"{number}. {who}, ký lúc {when}{proof}{issuer}.")
        lines += [f"   - {SENTENCES[problem]}" for problem in signature.problems]
    return "\n".join(lines) + "\n"
