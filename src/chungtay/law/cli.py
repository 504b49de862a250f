"""Commands of this engine: `chungtay law list | explain | bonus | cite | workdays | transitions`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
import textwrap
import unicodedata
from pathlib import Path
from typing import Any

from chungtay.law import cli_json
from chungtay.law.answers import parts_of
from chungtay.law.calendar import calendar
from chungtay.law.citations import Judgement, check_text, judge, parse
from chungtay.law.deadlines import format_date_vi, parse_date_vi
from chungtay.law.errors import InputError, LawError
from chungtay.law.loading import Law, load
from chungtay.law.money import bonus, decimal, dong
from chungtay.law.rules import LAYER_LABELS, Certainty, Entry, Rule, Value
from chungtay.law.transitions import Row, Table, mermaid, names, table
from chungtay.law.wording import GOVERNED_BY, say_with_unit, words

SUBJECTS = {"ca-nhan": "individual", "ho-gia-dinh": "household", "tap-the": "collective"}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the engine's commands to the command line."""
    law = commands.add_parser("law", help="tra quy định, tiền thưởng, bảng chuyển trạng thái")
    parts = law.add_subparsers(title="việc", metavar="VIỆC", required=True)

    listing = parts.add_parser("list", help="các quy định có hiệu lực một ngày")
    listing.add_argument(
        "--on", metavar="NGÀY", type=_day, required=True, help="ngày áp dụng: 2025-12-01 hoặc 01/12/2025"
    )
    listing.add_argument("--place", metavar="MÃ", help="mã tỉnh hai chữ số, ví dụ 24")
    listing.add_argument("--open", action="store_true", help="chỉ những điều chưa rõ, phải hỏi")
    listing.add_argument("--find", metavar="CHỮ", default="", help="chỉ quy định có những chữ này, gõ không dấu được")
    listing.add_argument("--short", action="store_true", help="mỗi quy định một dòng")
    listing.set_defaults(run=_guarded(_list))

    explain = parts.add_parser("explain", help="một quy định: nội dung, các thời kỳ, văn bản")
    explain.add_argument("rule", metavar="SỐ", help="ví dụ R-41")
    explain.add_argument("--place", metavar="MÃ", help="mã tỉnh hai chữ số")
    explain.set_defaults(run=_guarded(_explain))

    money = parts.add_parser("bonus", help="tiền thưởng của một trường hợp")
    money.add_argument("--form", default="giay-khen-xa", help="hình thức hoặc danh hiệu, mặc định giay-khen-xa")
    money.add_argument("--subject", choices=sorted(SUBJECTS), required=True, help="đối tượng")
    money.add_argument("--on", metavar="NGÀY", type=_day, required=True, help="ngày quyết định")
    money.add_argument("--place", metavar="MÃ", help="mã tỉnh hai chữ số")
    money.set_defaults(run=_guarded(_bonus))

    cite = parts.add_parser("cite", help="các văn bản được dẫn còn hiệu lực không")
    cite.add_argument("text", metavar="CÂU", help="câu có dẫn văn bản, đặt trong dấu ngoặc kép")
    cite.add_argument("--on", metavar="NGÀY", type=_day, required=True, help="ngày ký văn bản đang soạn")
    cite.add_argument("--until", metavar="NGÀY", type=_day, help="ngày kết thúc phong trào")
    cite.set_defaults(run=_guarded(_cite))

    days = parts.add_parser("workdays", help="đếm ngày làm việc")
    days.add_argument("start", metavar="NGÀY", type=_day, help="ngày bắt đầu, không tính vào: 2026-08-20")
    days.add_argument("count", metavar="SỐ|NGÀY", help="+5, -5, hoặc một ngày khác để đếm đến đó")
    days.set_defaults(run=_guarded(_workdays))

    moves = parts.add_parser("transitions", help="bảng chuyển trạng thái của một đối tượng")
    moves.add_argument("name", metavar="TÊN", choices=names(), help=", ".join(names()))
    moves.add_argument("--mermaid", action="store_true", help="in sơ đồ Mermaid")
    moves.set_defaults(run=_guarded(_transitions))

    for command in (listing, explain, money, cite, days, moves):
        command.add_argument("--json", action="store_true", help="in JSON cho chương trình khác đọc")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        try:
            return parse_date_vi(text)
        except InputError as error:
            raise argparse.ArgumentTypeError(error.message) from None


def _guarded(command: Any) -> Any:
    """Prints the reason of a refusal instead of a traceback, and returns 1."""

    def run(args: argparse.Namespace) -> int:
        try:
            said = command(args)
            print(said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, indent=2), flush=True)
        except LawError as error:
            print(error.message, file=sys.stderr)
            return 1
        except BrokenPipeError:  # the reader of a pipe (head, less) has seen enough
            sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the process ends
        return 0

    return run


def _list(args: argparse.Namespace) -> str | dict[str, Any]:
    book = load()
    resolved = book.on(args.on, args.place)
    found = [(number, value) for number in resolved if (value := resolved.peek(number))]
    where = f" tại {book.place_name(args.place)}" if args.place else ""
    open_points = [number for number, value in found if value.certainty is Certainty.X]
    own = [number for number, value in found if value.layer != "national"]
    lines = [
        f"Quy định có hiệu lực ngày {format_date_vi(args.on)}{where}",
        f"{len(found)} quy định, {len(own)} của riêng nơi này, {len(open_points)} điều chưa rõ; "
        f"bộ dữ liệu {resolved.ruleset_version}",
    ]
    wanted = _folded(args.find).split()
    shown = [
        number for number, value in found
        if (not args.open or number in open_points) and all(w in _folded(_everything(value)) for w in wanted)
    ]  # fmt: skip
    shown.sort(key=_by_number)
    if args.json:
        return cli_json.rules_of_day(resolved, shown)
    if wanted:
        lines.append(f"Có chữ “{args.find}”: {len(shown)} quy định.")
    if args.short:
        return "\n".join([*lines, "", *_table([value for n in shown if (value := resolved.peek(n))])])
    for number in shown:
        value = resolved.peek(number)
        assert value is not None
        lines += ["", f"{number:6} {value.title}"]
        lines += _wrap(_said(value), 7)
        lines += _wrap(_ground(value, book, args.place), 7)
    if open_points and not args.open and not wanted:
        lines += ["", *_wrap(f"Chưa rõ, phải hỏi: {', '.join(sorted(open_points, key=_by_number))}.", 0)]
    return "\n".join(lines)


def _table(values: list[Value]) -> list[str]:
    """One line for each rule: number, title, value, first day, certainty; long cells cut with an ellipsis."""
    rows = [("Số", "Quy định", "Nội dung", "Từ ngày", "Mức chắc chắn")]
    for v in values:
        rows.append((v.rule_id, v.title, "chưa rõ" if v.value is None else _said(v), format_date_vi(v.start),
                     f"{v.certainty.value}: {v.certainty.label}"))  # fmt: skip
    return ["  ".join(_cell(text, width) for text, width in zip(row, _WIDTHS, strict=True)).rstrip() for row in rows]


_WIDTHS = (6, 44, 44, 10, 40)


def _cell(text: str, width: int) -> str:
    flat = unicodedata.normalize("NFC", " ".join(text.split()))
    return (flat if len(flat) <= width else flat[: width - 1].rstrip() + "…").ljust(width)


def _everything(value: Value) -> str:
    return f"{value.rule_id} {value.title} {_said(value)} {value.source}"


def _folded(text: str) -> str:
    """Small letters without marks, for searching."""
    bare = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c))


def _said(value: Value) -> str:
    return f"chưa xác định: {value.question}" if value.value is None else say_with_unit(value.value, value.unit)


def _ground(value: Value, book: Law, place: str | None) -> str:
    """Where a value stands, how sure we are, and which layer says so."""
    layer = book.place_name(place) if value.layer == "province" and place else LAYER_LABELS[value.layer]
    since = format_date_vi(value.start)
    return f"{value.source} ({layer}; từ {since}; {value.certainty.value}: {value.certainty.label})"


def _wrap(text: str, indent: int) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=" " * indent, subsequent_indent=" " * indent)


def _explain(args: argparse.Namespace) -> str | dict[str, Any]:
    law = load()
    if refusal := law.refused.get(args.rule):
        if args.json:
            return vars(refusal) | {"refused": True}
        instead = f" Xem {refusal.instead}." if refusal.instead else ""
        return f"{refusal.id}. {refusal.title}\n\nKhông nhập vào dữ liệu. {refusal.reason}{instead}"
    rule = law.rule(args.rule)
    law.on(dt.date(2000, 1, 1), args.place)  # refuses a wrong code before anything is printed
    if args.json:
        return cli_json.whole_rule(rule, law)
    lines = [f"{rule.id}. {rule.title}", "", *_wrap(rule.description, 0), ""]
    lines.append(f"Tra theo {GOVERNED_BY[rule.governed_by]}. Kiểm tra lần cuối {format_date_vi(rule.checked_on)}.")
    override = f"đến cấp {LAYER_LABELS[rule.may_override]}" if rule.may_override else "không cấp nào"
    bound = {"min": ", không được thấp hơn", "max": ", không được cao hơn", None: ""}[rule.bound]
    lines.append(f"Cấp dưới được quy định khác: {override}{bound}.")
    lines += ["", "Cả nước:", *_entries(rule)]
    own = law.provinces.get(args.place or "", {}).get(rule.id)
    if own:
        lines += ["", f"Riêng {law.place_name(args.place)}:", *_entries(own)]
    elif args.place:
        name = law.place_name(args.place)
        lines += ["", f"{name[:1].upper()}{name[1:]}: không có quy định riêng."]
    others = [law.place_name(code) for code, rules in law.provinces.items() if rule.id in rules and code != args.place]
    if others:
        lines += ["", f"Có quy định riêng: {', '.join(others)}."]
    if any(rule.open_to_answers(entry) for entry in rule.entries):
        boxes = "; ".join(part.label for part in parts_of(rule))
        lines += ["", *_wrap(f"Địa phương chốt được ở trang Căn cứ pháp lý khi có văn bản trả lời. Ghi: {boxes}.", 0)]
    return "\n".join(lines)


def _entries(rule: Rule) -> list[str]:
    return [f"  {line}" for entry in rule.entries for line in _entry(entry, rule)]


def _entry(entry: Entry, rule: Rule) -> list[str]:
    span = f"Từ {format_date_vi(entry.start)}" + (f" đến {format_date_vi(entry.until)}" if entry.until else "")
    said = say_with_unit(entry.value, rule.unit) if entry.value is not None else f"chưa xác định. {entry.question}"
    source = "; ".join(str(reference) for reference in entry.reference)
    lines = textwrap.wrap(f"{span}: {said}", 98, subsequent_indent="  ")
    lines.append(f"  {source} ({entry.certainty.value}: {entry.certainty.label})")
    if entry.note:
        lines += textwrap.wrap(f"Ghi chú: {entry.note}", 96, initial_indent="  ", subsequent_indent="  ")
    return lines


def _bonus(args: argparse.Namespace) -> str | dict[str, Any]:
    book = load()
    result = bonus(form=args.form, subject=SUBJECTS[args.subject], on=args.on, place=args.place)
    if args.json:
        return result.as_json()
    steps = f"{decimal(result.coefficient)} × {dong(result.base_wage)} = {decimal(result.exact)}"
    rounded = "" if result.exact == result.amount else f", làm tròn lên {dong(result.amount)}"
    form = words().get(args.form, args.form)
    lines = [
        f"{dong(result.amount)} đồng", f"{form}, {result.subject.label}, quyết định ngày {format_date_vi(args.on)}",
        f"{steps}{rounded}", "", "Căn cứ:",
    ]  # fmt: skip
    for value in result.values:
        lines += [f"  {value.rule_id:6} {value.title}", *_wrap(_ground(value, book, args.place), 9)]
    if result.warnings:
        lines += ["", "Chưa được xác nhận, xem lại trước khi chi:", *(f"  {warning}" for warning in result.warnings)]
    return "\n".join([*lines, "", f"Bộ dữ liệu {result.ruleset_version}"])


def _cite(args: argparse.Namespace) -> str | dict[str, Any]:
    judged = [judge(citation, args.on) for citation in parse(args.text)]
    if args.json:
        return cli_json.judged(judged, check_text(args.text, args.on, args.until), args.on, load().version)
    lines = [line for one in judged for line in _judged(one)] or ["Không thấy dẫn văn bản nào."]
    said = {one.sentence for one in judged}
    lines += [f"Lưu ý: {r.sentence}" for r in check_text(args.text, args.on, args.until) if r.sentence not in said]
    return "\n".join(lines)


def _judged(one: Judgement) -> list[str]:
    lines = [f"{one.standing.value}: {one.sentence}"]
    for act in (one.act, *one.replacements):
        if act is None:
            continue
        start = format_date_vi(act.valid_from) if act.valid_from else "chưa rõ"
        end = f" đến {format_date_vi(act.valid_to)}" if act.valid_to else ""
        lines += _wrap(f"{act.name}: hiệu lực từ {start}{end} (cả nước; {act.certainty.value}: {act.certainty.label}; "
                       f"{act.reference})", 2)  # fmt: skip
    return lines


def _workdays(args: argparse.Namespace) -> str | dict[str, Any]:
    work, text = calendar(), args.count
    if not re.fullmatch(r"[+-]?\d{1,4}", text):
        try:
            end = dt.date.fromisoformat(text)
        except ValueError:
            end = parse_date_vi(text)
        count = work.workdays_between(args.start, end)
        doubts = work.doubts(min(args.start, end), max(args.start, end))
        told = {"start": args.start.isoformat(), "end": end.isoformat(), "days": count}
        said = f"Từ sau {format_date_vi(args.start)} đến hết {format_date_vi(end)}: {count} ngày làm việc."
    elif int(text) >= 0:
        limit = work.limit(args.start, int(text))
        doubts, said, told = (
            limit.warnings,
            f"{format_date_vi(limit.last_day)}\n{limit.explanation}",
            cli_json.limit(limit),
        )
    else:
        end = work.add_workdays(args.start, int(text))
        doubts, said = work.doubts(end, args.start), f"{format_date_vi(end)}\n{-int(text)} ngày làm việc trước đó."
        told = {"start": args.start.isoformat(), "days": int(text), "last_day": end.isoformat()}
    if args.json:
        return told | {"warnings": list(doubts)}
    return "\n".join([said, *(f"Lưu ý: {doubt}" for doubt in doubts)])


def _transitions(args: argparse.Namespace) -> str | dict[str, Any]:
    life = table(args.name)
    if args.json:
        return cli_json.life(life)
    if args.mermaid:
        return mermaid(life).rstrip("\n")
    lines = [f"{life.title}: {len(life.states)} trạng thái, bắt đầu từ “{life.state(life.initial).staff_label}”"]
    for state in life.states.values():
        lines += ["", f"{state.staff_label} [{state.code}]" + (" (có thể kết thúc ở đây)" if state.final else "")]
        lines += [line for row in life.rows if row.from_state == state.code for line in _row(life, row)]
    return "\n".join(lines)


def _row(life: Table, row: Row) -> list[str]:
    lines = [f"  → {life.state(row.to_state).staff_label}: {row.staff_label} [{row.verb}], {life.who(row)}"]
    lines += [f"      cần {guard.name}: {guard.unmet}" for guard in row.guards]
    if row.when:
        lines.append(f"      chỉ khi {row.when}")
    if row.document:
        lines.append(f"      văn bản: {row.document}")
    return lines


def _by_number(rule_id: str) -> tuple[int, float]:
    letter, _, number = rule_id.partition("-")
    return ("R", "L").index(letter), float(number)
