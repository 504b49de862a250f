"""Kế hoạch: the official text rebuilt from the content that `plan.schema.json` describes.

The data are such a plan, alone or as {"plan": {…}, "preamble": […], "closing": "…"}; the schema has no place for the
preamble and the closing sentence, so they are composed from the title when they are not given. What the plan is silent
about gets no section: a null quota prints no number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from chungtay.typesetting import tree, wording
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Form, Kind, Stage, Values, bases, dashes

_PARTS = (
    Field("text", "nội dung"),
    Field("lead_unit", "đơn vị chủ trì", required=False),
    Field("due", "thời hạn", required=False),
)
_CRITERION = (
    Field("text", "nội dung tiêu chí"),
    Field("audience", "đối tượng của tiêu chí", required=False),
    Field("level", "cấp khen của tiêu chí", required=False),
    Field("points", "điểm tối đa", "amount", required=False),
)
_AWARD = (
    Field("level", "cấp khen thưởng", required=False),
    Field("form", "hình thức khen thưởng", required=False),
    Field("collectives", "số tập thể", "integer", required=False),
    Field("individuals", "số cá nhân", "integer", required=False),
    Field("comparator", "cách tính số lượng", "choice", required=False, choices=("exact", "max", "min")),
    Field("exception_text", "quy định thêm về số lượng", required=False),
)
_DEADLINE = (
    Field("what", "việc phải làm"),
    Field("date", "thời hạn", "date", required=False),
    Field("comparator", "cách tính thời hạn", required=False),
    Field("to_whom", "nơi nhận", required=False),
    Field("event", "sự kiện tính thời hạn", required=False),
    Field("offset_days", "số ngày tính từ sự kiện", "integer", required=False),
)
FIELDS = (
    Field("issuer", "tên cơ quan ban hành"),
    Field("number_code", "số và ký hiệu", required=False),
    Field("place", "địa danh", required=False),
    Field("date", "ngày ban hành", "date", required=False),
    Field("title", "trích yếu"),
    Field("bases", "căn cứ", "texts", required=False),
    Field("preamble", "phần mở đầu", "texts", required=False),
    Field("purposes", "mục đích", "texts", required=False),
    Field("requirements", "yêu cầu", "texts", required=False),
    Field("collectives", "tập thể tham gia", "texts", required=False),
    Field("individuals", "cá nhân tham gia", "texts", required=False),
    Field("others", "đối tượng khác", "texts", required=False),
    Field("slogan", "khẩu hiệu", required=False),
    Field("contents", "nội dung thi đua", "objects", required=False, fields=_PARTS),
    Field(
        "solutions",
        "giải pháp",
        "objects",
        required=False,
        fields=(
            Field("heading", "tên giải pháp", required=False),
            Field("items", "việc cần làm", "texts", required=False),
        ),
    ),
    Field("period", "thời gian thực hiện", required=False),
    Field("criteria", "tiêu chuẩn khen thưởng", "objects", required=False, fields=_CRITERION),
    Field("ranking", "nguyên tắc xếp hạng", "texts", required=False),
    Field("awards", "khen thưởng", "objects", required=False, fields=_AWARD),
    Field(
        "dossier",
        "hồ sơ khen thưởng",
        "objects",
        required=False,
        fields=(Field("level", "cấp khen thưởng", required=False), Field("items", "giấy tờ", "texts", required=False)),
    ),
    Field("deadlines", "thời hạn", "objects", required=False, fields=_DEADLINE),
    Field(
        "organisation",
        "tổ chức thực hiện",
        "objects",
        required=False,
        fields=(Field("unit", "đơn vị"), Field("duties", "nhiệm vụ", "texts", required=False)),
    ),
    Field("reporting", "chế độ báo cáo", "texts", required=False),
    Field("closing", "câu kết", required=False),
    Field("recipients", "nơi nhận", "texts", required=False),
    Field("authority_line", "quyền hạn người ký", required=False),
    Field("position", "chức vụ người ký", required=False),
    Field("name", "họ tên người ký", required=False),
)

_SPLIT_ISSUER = re.compile(
    r"^(Ủy ban nhân dân|Uỷ ban nhân dân|UBND|Hội đồng [^,]*?)\s+(?=(?:xã|phường|thị trấn|đặc khu)\b)", re.IGNORECASE
)
_AUDIENCES = {
    "collective": "Tập thể",
    "individual": "Cá nhân",
    "front_orgs": "Mặt trận Tổ quốc và các đoàn thể",
    "staff": "Cán bộ, công chức, viên chức",
    "other": "Đối tượng khác",
    None: "Tiêu chuẩn chung",
}
_COUNTS = {"max": "không quá ", "min": "ít nhất ", "exact": "", None: ""}
_DEADLINE_WORDS = {"on_or_before": "chậm nhất", "before": "trước", "on": "vào", "from": "từ", None: ""}
_STATE_LEVEL = {"trung ương": "cấp trung ương", "nhà nước": "cấp Nhà nước"}


def _prepare(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The nested plan of the schema as the flat fields above; what has no use on paper (ids, notes) is left behind."""
    plan = data.get("plan", data)
    if not isinstance(plan, Mapping):
        return {}
    extra = {key: data[key] for key in ("preamble", "closing") if "plan" in data and key in data}
    head, movement, subjects, signer = (_part(plan, k) for k in ("document", "movement", "subjects", "signatory"))
    return {
        **{k: head.get(k) for k in ("issuer", "number_code", "place", "date", "title")},
        "bases": [b.get("text") for b in plan.get("legal_bases") or []],
        **{k: plan.get(k) or [] for k in ("purposes", "requirements", "reporting", "recipients")},
        **{k: subjects.get(k) or [] for k in ("collectives", "individuals", "others")},
        "slogan": movement.get("slogan"),
        "period": _part(movement, "period").get("text"),
        "contents": [_content(c) for c in plan.get("contents") or []],
        "solutions": [{k: s.get(k) for k in ("heading", "items")} for s in plan.get("solutions") or []],
        "criteria": [
            {k: c.get(k) for k in ("text", "audience", "level", "points")} for c in plan.get("criteria") or []
        ],
        "ranking": _ranking(_part(plan, "ranking")),
        "awards": [
            {
                **{k: a.get(k) for k in ("level", "form")},
                **{k: _part(a, "quota").get(k) for k in ("collectives", "individuals", "comparator", "exception_text")},
            }
            for a in plan.get("awards") or []
        ],
        "dossier": [{k: d.get(k) for k in ("level", "items")} for d in plan.get("dossier") or []],
        "deadlines": [{f.name: d.get(f.name) for f in _DEADLINE} for d in plan.get("deadlines") or []],
        "organisation": [{k: o.get(k) for k in ("unit", "duties")} for o in plan.get("organisation") or []],
        **{k: signer.get(k) for k in ("authority_line", "position", "name")},
        **extra,
    }


def _part(plan: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = plan.get(key)
    return value if isinstance(value, Mapping) else {}


def _content(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "text": content.get("text"),
        "lead_unit": content.get("lead_unit"),
        "due": _part(content, "due").get("text"),
    }


def _ranking(ranking: Mapping[str, Any]) -> list[str]:
    lines = [str(ranking["text"])] if ranking.get("text") else []
    for band in ranking.get("bands") or []:
        upper = {"<": "dưới", "<=": "đến"}.get(band.get("max_comparator") or "", "đến")
        low, high = band.get("min"), band.get("max")
        limits = [f"từ {low:g}" if low is not None else "", f"{upper} {high:g}" if high is not None else ""]
        limits_text = " ".join(p for p in limits if p)
        lines.append(f"{band['label']}: {limits_text} điểm" if limits_text else str(band["label"]))
    return lines


def make(values: Values) -> tree.Document:
    """The official plan from checked values."""
    issuer = _SPLIT_ISSUER.sub(lambda m: m.group(1) + "\n", values["issuer"]).split("\n")
    number, symbol = _number(values["number_code"])
    title = values["title"]
    abbreviated = re.sub(r"^(ủy|uỷ) ban nhân dân", "UBND", values["issuer"], flags=re.IGNORECASE)
    opening = values["preamble"] or [f"{abbreviated} ban hành Kế hoạch {wording.lower_first(title)} như sau:"]
    closing = wording.without_ending(values["closing"] or f"Trên đây là Kế hoạch {wording.lower_first(title)}")
    blocks: list[tree.Block] = [tree.Paragraph(tree.text(p)) for p in opening]
    sections = [
        ("MỤC ĐÍCH, YÊU CẦU", _titled([("Mục đích", values["purposes"]), ("Yêu cầu", values["requirements"])])),
        (
            "ĐỐI TƯỢNG THI ĐUA",
            _titled(
                [
                    (n, values[k])
                    for n, k in (("Tập thể", "collectives"), ("Cá nhân", "individuals"), ("Đối tượng khác", "others"))
                ]
            ),
        ),
        ("KHẨU HIỆU THI ĐUA", _sentence(values["slogan"])),
        ("NỘI DUNG THI ĐUA", _contents(values["contents"])),
        ("GIẢI PHÁP THỰC HIỆN", _titled([(s["heading"], s["items"]) for s in values["solutions"]])),
        ("THỜI GIAN THỰC HIỆN", _sentence(values["period"])),
        ("CÔNG TÁC KHEN THƯỞNG", _commendation(values)),
        (
            "TỔ CHỨC THỰC HIỆN",
            _titled(
                [
                    *((o["unit"].replace(" [sic]", ""), o["duties"]) for o in values["organisation"]),
                    *([("Chế độ báo cáo", values["reporting"])] if values["reporting"] else []),
                ],
                keep_bare=True,
            ),
        ),
    ]
    for i, (name, body) in enumerate((s for s in sections if s[1]), start=1):
        blocks += [tree.Heading(1, f"{wording.roman(i)}.", tree.text(name)), *body]
    blocks.append(tree.Paragraph(tree.text(f"{closing}./.")))  # L-26
    lines = [line for line in (values["authority_line"], values["position"]) if line]
    return tree.Document(
        kind=KIND.slug,
        version=KIND.version,
        type_name="Kế hoạch",
        title=title,
        issuer=tuple(issuer),
        number=number,
        symbol=symbol,
        place=values["place"] or wording.DOTS,
        date=values["date"],
        bases=bases(values["bases"]),
        blocks=tuple(blocks),
        signatures=(tree.Signature(tuple(lines) or (wording.DOTS,), values["name"]),),
        recipients=tuple(values["recipients"]),
    )


def _number(code: str | None) -> tuple[str | None, str]:
    """Number and symbol; a code without a number ("KH/UBND", R-100) leaves the number to the registrar (L-14)."""
    if not code:
        return None, f"{KIND.symbol}-UBND"
    if re.match(r"\d", code):
        return code, code.partition("/")[2]
    return None, code.strip("/ ").replace("/", "-")


def _titled(parts: list[tuple[str | None, list[str]]], *, keep_bare: bool = False) -> list[tree.Block]:
    """1. title, - entry …; one part alone needs no number, and a part without entries is not printed.

    `keep_bare`: a title without entries is printed all the same (a unit that the plan names without saying its duties).
    """
    filled = [(title, entries) for title, entries in parts if entries or (keep_bare and title)]
    blocks: list[tree.Block] = []
    for number, (title, entries) in enumerate(filled, start=1):
        if title and (len(filled) > 1 or keep_bare):
            blocks.append(tree.Heading(2, f"{number}.", tree.text(title)))
        blocks += dashes(entries)
    return blocks


def _sentence(sentence: str | None) -> list[tree.Block]:
    return (
        [tree.Paragraph(tree.text(sentence if sentence.endswith("”") else wording.without_ending(sentence) + "."))]
        if sentence
        else []
    )


def _contents(contents: list[Values]) -> list[tree.Block]:
    """The contents as a list, or as a table when the plan names units in charge or time limits for them."""
    if not any(c["lead_unit"] or c["due"] for c in contents):
        return list(dashes([c["text"] for c in contents]))
    columns = (
        tree.Column(tree.text("TT"), 1.2, "center"),
        tree.Column(tree.text("Nội dung, chỉ tiêu"), 8, "justify"),
        tree.Column(tree.text("Đơn vị chủ trì"), 3),
        tree.Column(tree.text("Thời hạn"), 3),
    )
    rows = tuple(
        (tree.text(str(i)), tree.text(c["text"]), tree.text(c["lead_unit"] or ""), tree.text(c["due"] or ""))
        for i, c in enumerate(contents, start=1)
    )
    return [tree.Table(columns, rows)]


def _commendation(values: Values) -> list[tree.Block]:
    parts: list[tuple[str, list[tree.Block]]] = []
    levels = list(dict.fromkeys(c["level"] for c in values["criteria"]))
    for level in levels:
        parts.append(
            (
                f"Tiêu chuẩn khen thưởng{_of_level(level)}",
                _criteria([c for c in values["criteria"] if c["level"] == level]),
            )
        )
    parts.append(("Chấm điểm, xếp hạng", list(dashes(values["ranking"]))))
    parts.append(
        ("Hình thức, số lượng khen thưởng", list(dashes([line for a in values["awards"] for line in _award(a)])))
    )
    for dossier in values["dossier"]:
        parts.append((f"Hồ sơ khen thưởng{_of_level(dossier['level'])}", list(dashes(dossier["items"]))))
    parts.append(("Thời hạn", list(dashes([_deadline(d) for d in values["deadlines"]]))))
    blocks: list[tree.Block] = []
    for number, (title, body) in enumerate(((t, b) for t, b in parts if b), start=1):
        blocks += [tree.Heading(2, f"{number}.", tree.text(title)), *body]
    return blocks


def _criteria(criteria: list[Values]) -> list[tree.Block]:
    audiences = list(dict.fromkeys(c["audience"] for c in criteria))
    blocks: list[tree.Block] = []
    for i, audience in enumerate(audiences):
        if len(audiences) > 1 or audience is not None:
            blocks.append(tree.Heading(3, f"{wording.letter(i)})", tree.text(_AUDIENCES.get(audience, audience or ""))))
        entries = [c for c in criteria if c["audience"] == audience]
        blocks += dashes([c["text"] + (f" (tối đa {c['points']:g} điểm)" if c["points"] else "") for c in entries])
    return blocks


def _of_level(level: str | None) -> str:
    return f" {_STATE_LEVEL.get(level, f'cấp {level}')}" if level else ""


def _award(award: Values) -> list[str]:
    counts = [
        f"{award[k]:02d} {n}"
        for k, n in (("collectives", "tập thể"), ("individuals", "cá nhân"))
        if award[k] is not None
    ]
    quota = _COUNTS[award["comparator"]] + ", ".join(counts) if counts else ""
    what = f"{award['form'] or 'Khen thưởng'}{_of_level(award['level'])}"
    lines = [f"{what}: {quota}" if quota else what] if quota or award["form"] else []
    return [*lines, *([award["exception_text"]] if award["exception_text"] else [])]


def _deadline(deadline: Values) -> str:
    date, days, event = wording.short_date(deadline["date"]), deadline["offset_days"], deadline["event"]
    word = _DEADLINE_WORDS.get(deadline["comparator"], "")
    when = f"{word} {'ngày ' if date.count('/') == 2 else ''}{date}".strip() if date else ""
    if event and not date:
        side = {"before_event": "trước", "after_event": "sau"}.get(deadline["comparator"] or "", "")
        when = f"{f'{days} ngày ' if days is not None else ''}{side} {event}".strip()
    to_whom = f", gửi {deadline['to_whom']}" if deadline["to_whom"] else ""
    return f"{deadline['what']}{to_whom}{f': {when}' if when else ''}"


KIND = Kind(
    "ke-hoach",
    "Kế hoạch phong trào thi đua",
    "KH",
    "kh-2025.1",
    FIELDS,
    make,
    _prepare,
    form=Form.PAPER,
    stage=Stage.LAUNCH,
    signers="Chủ tịch UBND xã",
)
