"""Units: told to work with themselves, named but defined nowhere, given duties but not sent the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chungtay.linter.model import Hit
from chungtay.linter.registry import check
from chungtay.linter.subject import Subject
from chungtay.linter.words import words
from chungtay.reading.fold import fold

WITH = r"phoi hop(?:\s+chat che)?\s+(?:voi|cung)\s+"
OFFICE = re.compile(r"\b((?:van phong|phong|bo phan|to)\s+(?!ubnd\b|hdnd\b)[a-z]+(?:\s+[a-z]+){0,2})")
QUALIFIER = re.compile(r"\s*\((?:đề nghị|giao)\)\s*$")


@check("phoi-hop-voi-chinh-minh")
def with_itself(s: Subject) -> Iterator[Hit]:
    for i, row in enumerate(s.plan["organisation"]):
        name = QUALIFIER.sub("", row["unit"])
        for part in re.split(r"\s+và\s+|,\s*", name):
            own = fold(part).strip()
            if len(own) < 4 or own.startswith(("cac ", "nhung ")):
                continue
            for j, duty in enumerate(row["duties"]):
                found = re.search(WITH + re.escape(own) + r"(?![a-z])", fold(duty))
                if found:
                    yield Hit(
                        f"{part.strip()} được giao phối hợp với chính {part.strip()}.",
                        "Sửa tên đơn vị chủ trì hoặc đơn vị phối hợp cho đúng.",
                        s.within(f"organisation[{i}].duties[{j}]", WITH + re.escape(own).replace(r"\ ", " ")),
                    )


@check("don-vi-chua-ro")
def undefined(s: Subject) -> Iterator[Hit]:
    for name in words("undefined_units"):
        hits = [w for w, _piece in s.matches(rf"\bcac {fold(name)}\b(?!\s+(?:thi dua|{fold(name)}))", s.body)]
        capital = [w for w in hits if w.text.rsplit(" ", 1)[-1][:1].isupper()]
        if capital:
            yield Hit(
                f"“{capital[0].text}” không được định nghĩa ở đâu trong kế hoạch.",
                f"Ghi {name} nào, gồm những đơn vị nào.", capital[0].spans[0],
            )  # fmt: skip
    offices = [fold(QUALIFIER.sub("", row["unit"])) for row in s.plan["organisation"]]
    for i, row in enumerate(s.plan["deadlines"]):
        found = OFFICE.search(fold(row["to_whom"] or ""))
        if found is None:
            continue
        name = found[1].strip()
        meant = [office for office in offices if _near(name, office)]
        if meant:
            yield Hit(
                f"Nơi nhận hồ sơ ghi “{row['to_whom'][found.start(1) : found.end(1)]}”, phần tổ chức thực hiện không "
                "có đơn vị tên như vậy.",
                "Ghi đúng tên đơn vị như ở phần tổ chức thực hiện.",
                s.within(f"deadlines[{i}].to_whom", re.escape(name).replace(r"\ ", " ")),
            )


def _near(name: str, office: str) -> bool:
    """Another way to name the same office: all its words are there, not as one name."""
    inside = set(re.findall(r"[a-z]+", office))
    return name not in office and set(name.split()) <= inside


@check("don-vi-khong-co-noi-nhan")
def not_sent(s: Subject) -> Iterator[Hit]:
    recipients = "\n".join(s.plan["recipients"]).lower()
    if not recipients.strip():
        return
    for phrases in words("unit_classes").values():
        given = "|".join(re.escape(p.lower()) for p in phrases["duties"])
        sent = "|".join(re.escape(p.lower()) for p in phrases["recipients"])
        if re.search(rf"\b(?:{sent})\b", recipients):
            continue
        for i, row in enumerate(s.plan["organisation"]):
            texts = [(f"organisation[{i}].unit", row["unit"])]
            texts += [(f"organisation[{i}].duties[{j}]", duty) for j, duty in enumerate(row["duties"])]
            found = next(((p, t, m) for p, t in texts if (m := re.search(rf"\b(?:{given})\b", t.lower()))), None)
            if found:
                path, text, match = found
                shown = text[match.start() : match.end()]
                yield Hit(
                    f"{shown[:1].upper() + shown[1:]} có việc trong kế hoạch mà không có ở Nơi nhận.",
                    "Thêm vào Nơi nhận để đơn vị có văn bản mà làm.",
                    s.within(path, re.escape(fold(match[0])).replace(r"\ ", " ")),
                )
                break
