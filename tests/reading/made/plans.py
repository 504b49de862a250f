"""A made plan: its data, a style of printing it, the text and the expected reading."""

from __future__ import annotations

import random
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDING = Path(__file__).with_name("wording.yaml")
TABLE = re.compile("  |[|]")
SPELT = {1: "một", 2: "hai", 3: "ba", 4: "bốn", 5: "năm", 6: "sáu", 8: "tám", 10: "mười"}
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
NUMBERINGS = ("roman", "part", "article", "upper", "arabic", "dash")
ORDERS = (
    ("aims", "subjects", "contents", "solutions", "period", "rewards", "organisation"),
    ("aims", "contents", "period", "subjects", "criteria", "rewards", "organisation"),
    ("period", "subjects", "aims", "contents", "rewards", "solutions", "organisation"),
    ("aims", "together", "rewards", "organisation"),
)


@dataclass(frozen=True)
class Made:
    """A made plan: its name, its text and the plan a reader must find in it."""

    name: str
    text: str
    plan: dict[str, Any]


@cache
def wording() -> dict[str, Any]:
    data = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def made(number: int, *, unseen: bool = False) -> Made:
    """The plan of a number: the same number, the same plan."""
    return _Maker(number, "unseen" if unseen else "known").make()


class _Maker:
    def __init__(self, number: int, bank: str) -> None:
        self.words = wording()[bank]
        self.number, self.name = number, f"{bank}-{number}"
        self.chance = random.Random(f"{bank}{number}")
        self.numbering = NUMBERINGS[number % len(NUMBERINGS)]
        self.order = ORDERS[(number // 2) % len(ORDERS)]
        self.unit = self.words["units"][number % len(self.words["units"])]
        self.year: int = self.unit["year"]
        self.kind: str = self.unit["kind"]
        self.level = {"phường": "xã", "thị trấn": "xã"}.get(self.kind, self.kind)
        self.lines: list[str] = []
        self.plan: dict[str, Any] = {}
        self.tops = 0

    # -- the whole -------------------------------------------------------------------------------------------------

    def make(self) -> Made:
        self.head()
        self.plan.update(
            purposes=[], requirements=[], subjects={"collectives": [], "individuals": [], "others": []}, contents=[],
            solutions=[], criteria=[], awards=[], dossier=[], deadlines=[], organisation=[], reporting=[],
        )  # fmt: skip
        if "period" not in self.order:
            text = f"năm {self.year}"  # the title says no more
            self.plan["movement"]["period"] = {"start": None, "end": None, "text": text}
        for part in self.order:
            getattr(self, part)()
        self.close()
        width = (0, 88, 0, 96)[self.number % 4]
        return Made(self.name, "\n".join(self.wrapped(width)) + "\n", self.plan)

    def wrapped(self, width: int) -> Iterator[str]:
        for line in self.lines:
            yield from textwrap.wrap(line, width) if width and len(line) > width and not TABLE.search(line) else [line]

    # -- numbering -------------------------------------------------------------------------------------------------

    def top(self, title: str) -> None:
        self.tops += 1
        self.mids = 0
        n = self.tops
        capital = title.upper()
        self.lines += ["", {
            "roman": f"{ROMAN[n - 1]}. {capital}", "part": f"PHẦN {ROMAN[n - 1]}. {capital}",
            "article": f"Điều {n}. {title}", "upper": f"{'ABCDEFGH'[n - 1]}. {capital}",
            "arabic": f"{n}. {capital}", "dash": f"{ROMAN[n - 1]} - {capital}",
        }[self.numbering]]  # fmt: skip

    def mid(self, title: str) -> None:
        self.mids += 1
        self.lows = 0
        self.lines.append({
            "roman": f"{self.mids}. {title}", "part": f"{self.mids}. {title}", "article": f"{self.mids}. {title}",
            "upper": f"{ROMAN[self.mids - 1]}. {title}", "arabic": f"{self.tops}.{self.mids}. {title}",
            "dash": f"{self.mids}- {title}",
        }[self.numbering])  # fmt: skip

    def low(self, title: str) -> None:
        self.lows += 1
        self.lines.append(f"{'abcdefgh'[self.lows - 1]}) {title}")

    def items(self, texts: list[str]) -> None:
        mark = ("- ", "+ ", "• ", "")[self.number % 4] if self.numbering != "upper" else "- "
        self.lines += [f"{mark}{text}{'.' if i == len(texts) - 1 or not mark else ';'}" for i, text in enumerate(texts)]

    # -- parts -----------------------------------------------------------------------------------------------------

    def head(self) -> None:
        kind, name, year = self.kind, self.unit["name"], self.year
        issuer = f"Ủy ban nhân dân {kind} {name}"
        number = f"{self.chance.randint(11, 240)}/KH-UBND"
        month, day = self.chance.randint(1, 4), self.chance.randint(10, 28)
        date = f"{year}-{month:02d}-{day}"
        shown = f"{name}, ngày {day} tháng {month:02d} năm {year}"
        top, below = "ỦY BAN NHÂN DÂN", f"{kind} {name}".upper()
        motto = "Độc lập - Tự do - Hạnh phúc"
        republic = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        layout = self.number % 4
        if layout == 3 and self.number % 8 == 7:  # the letterhead was cut off
            number = date = shown = ""
        elif layout == 0:
            self.lines = [f"{top}          {republic}", f"{below}          {motto}", "",
                          f"Số: {number}          {shown}"]  # fmt: skip
        elif layout == 1:
            self.lines = [top, below, f"Số: {number}", "", republic, motto, shown]
        elif layout == 2:
            self.lines = [f"{top} {republic}", f"{below} {motto}", f"Số: {number} {shown}"]
        else:
            self.lines = [republic, motto, "", f"{top} {below}", f"Số: {number}", shown]
        movement = self.chance.choice(self.words["movements"])
        verb = self.chance.choice(["Phát động", "Triển khai", "Tổ chức"])
        title = f"{verb} phong trào thi đua “{movement}” trên địa bàn {kind} năm {year}"
        if shown:
            self.lines += ["", "KẾ HOẠCH", title, ""]
        else:
            self.lines = [title, ""]
        bases = self.chance.sample(self.words["bases"], 2 + self.number % 2)
        bases.sort(key=lambda b: b["text"].startswith("Thực hiện"))
        self.lines += [f"{b['text']};" for b in bases]
        where = f" thuộc huyện {self.unit['district']}, tỉnh {self.unit['province']}" if self.unit["district"] else ""
        launched = self.chance.choice([issuer, f"UBND {kind} {name}"])
        self.lines.append(f"{launched} ban hành Kế hoạch {verb.lower()} phong trào thi đua{where} như sau:")
        known_above = bool(self.unit["district"])
        self.plan = {
            "document": {
                "issuer": issuer, "unit_type": kind, "locality": name,
                "district": name if kind == "huyện" else self.unit["district"],
                "province": self.unit["province"] if known_above or kind == "tỉnh" else None, "type": "Kế hoạch",
                "number_code": number or None, "date": date or None, "place": name if shown else None, "title": title,
                "status_oddities": [],
            },
            "legal_bases": [{"text": b["text"], "document_number": b["number"], "date": b["date"],
                             "issuer": b["issuer"]} for b in bases],
            "movement": {"name": movement, "slogan": None, "year": year, "launched_by": launched, "period": {}},
        }  # fmt: skip

    def aims(self) -> None:
        purposes = self.chance.sample(self.words["purposes"], 3)
        requirements = self.chance.sample(self.words["requirements"], 2)
        if self.number % 3 == 2:  # each a section of its own
            self.top("Mục đích")
            self.items(purposes)
            self.top("Yêu cầu")
            self.items(requirements)
        else:
            self.top("Mục đích, yêu cầu")
            self.mid("Mục đích")
            self.items(purposes)
            self.mid("Yêu cầu")
            self.items(requirements)
        self.plan.update(purposes=purposes, requirements=requirements)

    def subjects(self) -> None:
        self.top(self.chance.choice(["Đối tượng thi đua", "Đối tượng tham gia", "Phạm vi, đối tượng"]))
        self._subjects(self.mid)

    def _subjects(self, heading: Any) -> None:
        bodies = [b for row in self.chance.sample(self.words["collectives"], 2) for b in row]
        people = self.chance.choice(self.words["individuals"])
        heading(f"Tập thể: {'; '.join(bodies)}.")
        heading(f"Cá nhân: {people}.")
        self.plan["subjects"] = {"collectives": bodies, "individuals": [people], "others": []}

    def contents(self) -> None:
        self.top(self.chance.choice(["Nội dung thi đua", "Nội dung và chỉ tiêu thi đua", "Chỉ tiêu thi đua"]))
        self._contents()

    def _contents(self) -> None:
        targets = self.chance.sample(self.words["targets"], 5)
        tasks = self.chance.sample(self.words["tasks"], 2)
        rows = []
        if self.number % 5 == 1:
            self._table(targets, rows)
        else:
            self.items([t["text"] for t in targets] + tasks)
            rows = [_target(t) for t in targets] + [_task(t) for t in tasks]
        self.plan["contents"] = [{"id": f"ND-{i}", **row} for i, row in enumerate(rows, start=1)]

    def _table(self, targets: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
        self.lines += ["| TT | Nội dung chỉ tiêu | Đơn vị chủ trì | Thời hạn hoàn thành |", "|---|---|---|---|"]
        for i, target in enumerate(targets, start=1):
            lead = self.words["organisation"][i % 2][0]
            day = f"{self.year}-{6 + i:02d}-30" if i % 2 else None
            shown = f"Trước ngày 30/{6 + i}/{self.year}" if day else "Thường xuyên"
            self.lines.append(f"| {i} | {target['text']} | {lead} | {shown} |")
            due = {"date": day, "comparator": "before" if day else None, "text": shown}
            rows.append({**_target(target), "lead_unit": lead, "due": due})

    def solutions(self) -> None:
        self.top(self.chance.choice(["Giải pháp thực hiện", "Nhiệm vụ, giải pháp", "Các giải pháp chủ yếu"]))
        for i, (heading, measures) in enumerate(self.words["solutions"], start=1):
            self.mid(heading)
            self.items(measures)
            self.plan["solutions"].append({"id": f"GP-{i}", "heading": heading, "items": measures})

    def period(self) -> None:
        self.top("Thời gian thực hiện")
        year = self.year
        start, end, text, comparator = self.chance.choice([
            (f"{year}-03-01", f"{year}-11-30", f"Từ ngày 01/3/{year} đến hết ngày 30/11/{year}", "on_or_before"),
            (f"{year}-05-15", f"{year}-12-15", f"Từ ngày 15 tháng 5 năm {year} đến ngày 15 tháng 12 năm {year}",
             "on_or_before"),
            (f"{year}-02", f"{year}-12-10", f"Từ tháng 02/{year} đến trước ngày 10/12/{year}", "before"),
        ])  # fmt: skip
        self.lines.append(f"{text}.")
        self.plan["movement"]["period"] = {"start": start, "end": end, "text": text}
        self.plan["deadlines"].append({"what": "Kết thúc phong trào thi đua", "date": end, "comparator": comparator,
                                       "to_whom": None})  # fmt: skip

    def together(self) -> None:
        """One section for who, what and by which measure."""
        self.top("Đối tượng, nội dung, tiêu chí thi đua")
        self.mid("Đối tượng thi đua")
        self.lows = 0
        self._subjects(self.low)
        self.mid("Nội dung thi đua")
        self._contents()
        self.mid("Tiêu chí khen thưởng")
        self._criteria(self.low)

    def criteria(self) -> None:
        self.top(self.chance.choice(["Tiêu chuẩn khen thưởng", "Tiêu chí xét khen thưởng", "Tiêu chí thi đua"]))
        self._criteria(self.mid)

    def _criteria(self, heading: Any) -> None:
        self.criteria_done = True
        self.criteria_rows: list[dict[str, Any]] = []
        points = self.number % 3 == 1
        for audience, key, title in (("collective", "collective_criteria", "Đối với tập thể"),
                                     ("individual", "individual_criteria", "Đối với cá nhân")):  # fmt: skip
            heading(f"{title}:")
            chosen = self.chance.sample(self.words[key], 3)
            shown = []
            for i, row in enumerate(chosen, start=1):
                value = (50, 30, 20)[i - 1] if points else None
                shown.append(f"{row['text']} ({value} điểm)" if points else row["text"])
                entry = {"audience": audience, "level": None, "id": f"TC-{i}", "text": row["text"],
                         "kind": row["kind"], "checkable_by": "evidence"}  # fmt: skip
                if "value" in row:
                    entry["target"] = {k: row[k] for k in ("value", "unit", "comparator")} | {
                        "measure": row["text"], "scope_exception": None}  # fmt: skip
                if value:
                    entry["points"] = value
                self.criteria_rows.append(entry)
            self.items(shown)
        self.plan["criteria"] = self.criteria_rows

    def rewards(self) -> None:
        self.top(self.chance.choice(["Khen thưởng", "Công tác khen thưởng", "Hình thức, hồ sơ khen thưởng"]))
        if not hasattr(self, "criteria_done"):
            self.mid("Tiêu chuẩn khen thưởng")
            self.lows = 0
            self._criteria(self.low)
        several = self._awards()
        for entry in self.plan["criteria"]:
            entry["level"] = None if several else self.level
        self._dossier(several=several)

    def _awards(self) -> bool:
        kind = self.kind
        form = "Bằng khen" if kind == "tỉnh" else "Giấy khen"
        authority = f"Chủ tịch UBND {kind}"
        groups, people = self.chance.choice([2, 3, 4, 6]), self.chance.choice([5, 8, 10])
        style = self.number % 5
        quota: dict[str, Any] = {"collectives": groups, "individuals": people, "comparator": "max",
                                 "exception_text": None}  # fmt: skip
        award = {"level": self.level, "authority": authority, "form": form, "quota": quota}
        self.plan["awards"] = [award]
        self.mid("Hình thức và số lượng khen thưởng")
        if style == 0:
            self.items([f"Hình thức khen thưởng: {form} của {authority}",
                        f"Số lượng: không quá {groups:02d} tập thể và {people:02d} cá nhân"])  # fmt: skip
        elif style == 1:
            self.lines.append(f"{authority} tặng {form} cho {groups:02d} tập thể và {people:02d} cá nhân tiêu biểu.")
            quota["comparator"] = "exact"
        elif style == 2:
            self.lines.append(f"{authority} tặng {form} cho tối đa {SPELT[groups]} tập thể, {SPELT[people]} cá nhân.")
        elif style == 3 and self.level == "xã":
            shown = f"không quá {groups:02d} tập thể, {people:02d} cá nhân"
            above = "Cấp tỉnh: Chủ tịch UBND tỉnh tặng Bằng khen cho không quá 01 tập thể, 02 cá nhân"
            self.items([f"Cấp xã: {authority} tặng {form} cho {shown}", above])
            self.plan["awards"].append({
                "level": "tỉnh", "authority": "Chủ tịch UBND tỉnh", "form": "Bằng khen",
                "quota": {"collectives": 1, "individuals": 2, "comparator": "max", "exception_text": None},
            })  # fmt: skip
            return True
        else:
            text = "Thực hiện theo quy định tại Quyết định số 21/QĐ-UBND ngày 05/02/2023 của UBND tỉnh về số lượng khen"
            self.items([f"Hình thức: {form} của {authority}", text])
            quota.update(collectives=None, individuals=None, comparator=None, exception_text=text)
        return False

    def _dossier(self, *, several: bool) -> None:
        self.mid("Hồ sơ đề nghị khen thưởng gồm:")
        self.items(self.words["dossier"])
        self.plan["dossier"] = [{"level": None if several else self.level, "items": self.words["dossier"]}]
        to_whom = self.words["organisation"][0][0]
        what = "Gửi hồ sơ đề nghị khen thưởng"
        style = self.number % 3
        if style == 2:
            self.mid(f"Hồ sơ đề nghị khen thưởng gửi về {to_whom} trong vòng 10 ngày kể từ ngày kết thúc phong trào.")
            self.plan["deadlines"].append({
                "what": what, "date": None, "comparator": "after_event", "to_whom": to_whom,
                "event": "Kết thúc phong trào", "offset_days": 10,
            })  # fmt: skip
            return
        date, cue, comparator = (
            (f"{self.year}-11-15", f"chậm nhất ngày 15/11/{self.year}", "on_or_before") if style == 0 else
            (f"{self.year}-12-05", f"trước ngày 05 tháng 12 năm {self.year}", "before")
        )  # fmt: skip
        self.mid(f"Hồ sơ đề nghị khen thưởng gửi về {to_whom} {cue}.")
        self.plan["deadlines"].append({"what": what, "date": date, "comparator": comparator, "to_whom": to_whom})

    def organisation(self) -> None:
        self.top(self.chance.choice(["Tổ chức thực hiện", "Phân công thực hiện", "Trách nhiệm thực hiện"]))
        for unit, asked, duties in self.words["organisation"]:
            shown = f"Đề nghị {unit}" if asked else unit
            if len(duties) == 1:
                self.mid(f"{shown}: {duties[0]}.")
            else:
                self.mid(shown)
                self.items(duties)
            self.plan["organisation"].append({"unit": f"{unit} (đề nghị)" if asked else unit, "duties": duties})
        self.mid("Chế độ báo cáo")
        self.items([self.words["reporting"]])
        self.plan["reporting"] = [self.words["reporting"]]
        self.lines += [
            "",
            f"Trên đây là Kế hoạch tổ chức phong trào thi đua của UBND {self.kind} {self.unit['name']}./.",
        ]

    def close(self) -> None:
        recipients = self.words["recipients"]
        signer = f"Cán Bộ Mẫu {('Một', 'Hai', 'Ba', 'Bốn', 'Năm')[self.number % 5]}"
        deputy = self.number % 2
        authority = "TM. ỦY BAN NHÂN DÂN" + (" KT. CHỦ TỊCH" if deputy else "")
        position = "PHÓ CHỦ TỊCH" if deputy else "CHỦ TỊCH"
        listed = [f"- {r}{'.' if i == len(recipients) - 1 else ';'}" for i, r in enumerate(recipients)]
        signed = ["TM. ỦY BAN NHÂN DÂN", *(["KT. CHỦ TỊCH"] if deputy else []), position]
        if self.number % 3 == 0:  # two columns
            left = ["Nơi nhận:", *listed]
            self.lines += [""] + [f"{a}          {b}".rstrip() for a, b in zip(left, signed + [""] * 9, strict=False)]
            self.lines += ["", signer]
        else:
            self.lines += ["", "Nơi nhận:", *listed, "", *signed, "", "", signer]
        self.plan["recipients"] = recipients
        self.plan["signatory"] = {"authority_line": authority, "position": position, "name": signer}
        self.plan["notes"] = []


def _target(target: dict[str, Any]) -> dict[str, Any]:
    return {"text": target["text"], "kind": "target", "target": {
        "value": target["value"], "unit": target["unit"], "comparator": target["comparator"],
        "measure": target["text"], "scope_exception": None}}  # fmt: skip


def _task(text: str) -> dict[str, Any]:
    return {"text": text, "kind": "task", "target": None}
