"""What the pages of a plan show: the values to settle with the words they came from, and the whole content."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chungtay.kit.text import fold
from chungtay.law import deadlines
from chungtay.law.errors import InputError
from chungtay.localities.access import Reader
from chungtay.plans import words
from chungtay.plans.content import BY_HAND, FieldSpec, review_fields, value_at
from chungtay.plans.doubts import Doubt, doubts
from chungtay.plans.material import RESTORED
from chungtay.plans.models import FieldReview, Plan, PlanVersion
from chungtay.reading.reader import DAMAGED

CLEAR = 0.85  # read so plainly that many may be confirmed at once
MOST_WORDS = 40  # shown at a time: the next come when these are answered
DOUBTFUL = 0.65  # below it the value is a guess to be looked at


def seen(content: Mapping[str, Any], path: str) -> str:
    """What a form remembers of the value it showed, so that a change in between is noticed."""
    return json.dumps(value_at(content, path), ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Line:
    """One value on the review page: what it is, where it was read, and what a person said of it."""

    spec: FieldSpec
    n: int
    value: Any
    seen: str
    told: Mapping[str, Any]
    review: FieldReview | None
    unsure: list[tuple[str, str]] = field(default_factory=list)  # words as they came and as the machine read them
    meaning: str = ""  # what the value comes to: the last day that counts, exactly or at most so many seats

    @property
    def mark(self) -> str:
        return f"w{self.n}"

    @property
    def anchor(self) -> str:
        return f"m{self.n}"

    @property
    def spans(self) -> list[list[int]]:
        return list(self.told.get("spans") or [])

    @property
    def confidence(self) -> str:
        """high | mid | low for a value that was read; "" when there is none."""
        if self.told.get("state") != "found" or self.value is None:
            return ""
        sure = float(self.told.get("confidence") or 0)
        if sure >= CLEAR and not self.unsure:
            return "high"
        if self.told.get("read_by") == RESTORED and not self.unsure:
            return "mid"  # every word was restored for sure; the paper decides
        return "mid" if sure >= DOUBTFUL else "low"

    @property
    def answered(self) -> str:
        """Names the answer that stands here, for the form; "" for none."""
        return self.review.token if self.review else ""

    @property
    def read_by(self) -> str:
        """How its words came off the paper, where that bears on trust."""
        return str(words.READ_BY.get(str(self.told.get("read_by") or ""), ""))

    @property
    def silence(self) -> str:
        """Why there is no value: three different questions to the clerk."""
        if self.value is not None:
            return ""
        return {
            "absent": _("Máy đọc được chỗ này: giấy để trống hoặc không nói đến. Đúng vậy thì bấm “Không nêu”."),
            "unreadable": _("Có chữ ở chỗ này nhưng máy không đọc được. Xem bản gốc rồi nhập."),
        }.get(
            str(self.told.get("state")),
            _("Máy chưa tìm thấy. Tìm trên bản gốc: có thì nhập, không có thì bấm “Không nêu”."),
        )

    @property
    def cite(self) -> str:
        return words.cite(self.told)

    @property
    def raw(self) -> str:
        return str(self.told.get("raw") or "")

    @property
    def words(self) -> str:
        """The words read, where they say it in another way than the value shown beside them."""
        return self.raw if fold(self.raw) != fold(str(self.value or "")) else ""

    @property
    def warnings(self) -> list[str]:
        """What to look at. That a whole page lost its letters is said once, above the page."""
        return [said for said in self.told.get("warnings") or [] if said != DAMAGED]

    @property
    def clear(self) -> bool:
        """May be confirmed together with others."""
        return self.review is None and self.confidence == "high"

    @property
    def plain(self) -> bool:
        """May be confirmed with the rest of its part once a person has looked it over: nothing in it is in doubt.

        A place where the paper is silent counts as well, unless the movement cannot do without its value.
        """
        if self.review is not None:
            return False
        if self.value is None:
            return not self.spec.required and self.told.get("state") == "absent"
        return self.confidence in ("high", "mid") and not self.unsure and not self.warnings


def lines(version: PlanVersion) -> list[Line]:
    """The values to settle, in the order of the paper; uses the prefetched reviews and pages."""
    answered = {review.path: review for review in version.reviews.all()}
    doubted = [doubt for page in version.pages.all() for doubt in page.doubts]
    found = []
    for n, spec in enumerate(review_fields(version.content), start=1):
        told = version.provenance.get(spec.path) or {}
        spans = told.get("spans") or []
        inside = [d for d in doubted if any(a <= d[0] and d[1] <= b for a, b in spans)] if doubted else []
        unsure = [(version.source_text[d[0] : d[1]], str(d[3])) for d in inside]
        found.append(
            Line(
                spec,
                n,
                value_at(version.content, spec.path),
                seen(version.content, spec.path),
                told,
                answered.get(spec.path),
                unsure,
                _meaning(version.content, spec.path),
            )
        )
    return found


_BOUNDS = {
    "exact": gettext_lazy("Hiểu là đúng số này."),
    "max": gettext_lazy("Hiểu là không quá số này."),
    "min": gettext_lazy("Hiểu là ít nhất số này."),
}


def _meaning(content: Mapping[str, Any], path: str) -> str:
    value = value_at(content, path)
    parent, _dot, key = path.rpartition(".")
    row = value_at(content, parent) or {}
    if parent.startswith("deadlines") and key == "date":
        try:
            return deadlines.resolve(
                value, row.get("comparator"), event=row.get("event"), offset_days=row.get("offset_days")
            ).explanation
        except InputError as error:
            return error.message
    if parent.endswith(".quota") and value is not None:
        return str(_BOUNDS.get(row.get("comparator") or "", ""))
    return ""


@dataclass(frozen=True)
class Group:
    """One part of the review: the values that are shown, and those of them that one answer may settle."""

    name: str
    n: int
    lines: list[Line]

    @property
    def anchor(self) -> str:
        return f"nhom-{self.n}"

    @property
    def together(self) -> list[Line]:
        found = [line for line in self.lines if line.plain]
        return found if len(found) > 1 else []


@dataclass(frozen=True)
class Review:
    """The review page: groups of values, counts, and the marks in the source."""

    all: list[Line]
    only_open: bool = False
    marks: list[dict[str, Any]] = field(default_factory=list)
    words: list[Doubt] = field(default_factory=list)

    @property
    def open(self) -> list[Line]:
        return [line for line in self.all if line.review is None]

    @property
    def required_open(self) -> list[Line]:
        return [line for line in self.open if line.spec.required]

    @property
    def clear(self) -> list[Line]:
        return [line for line in self.all if line.clear]

    @property
    def to_look(self) -> list[Line]:
        """Values that a person must look at one by one: doubtful, or without a value."""
        return [line for line in self.open if not line.clear]

    @property
    def open_words(self) -> list[Doubt]:
        return [doubt for doubt in self.words if not doubt.settled]

    @property
    def shown_words(self) -> list[Doubt]:
        return (self.open_words if self.only_open else self.words)[:MOST_WORDS]

    @property
    def left(self) -> int:
        """Places to look at."""
        return len(self.to_look) + len(self.open_words)

    @property
    def groups(self) -> list[Group]:
        """The parts with something to show."""
        if not self.only_open:
            return self._parts
        kept = [replace(part, lines=[line for line in part.lines if line.review is None]) for part in self._parts]
        return [group for group in kept if group.lines]

    @property
    def _parts(self) -> list[Group]:
        parts = groupby(self.all, key=lambda line: line.spec.group)
        return [Group(name, n, list(rows)) for n, (name, rows) in enumerate(parts, start=1)]

    def part(self, name: str) -> Group:
        """The part of that name with all its values; its number does not change while values are answered."""
        return next(part for part in self._parts if part.name == name)


def review(version: PlanVersion, *, only_open: bool = False) -> Review:
    """Everything of the review page that comes from the version."""
    found = lines(version)
    marks = []
    for line in found:
        for k, (start, end) in enumerate(line.spans):
            marks.append({
                "start": start, "end": end, "id": line.mark if k == 0 else f"{line.mark}-{k}", "ref": line.mark,
                "n": line.n if k == 0 else None,
                "href": f"#{line.anchor}", "confidence": line.confidence or "low",
            })  # fmt: skip
    unsure = doubts(version, seen_elsewhere={line.spec.path for line in found})
    for doubt in unsure:
        if doubt.settled:
            continue
        for k, (start, end) in enumerate(doubt.places):
            marks.append({
                "start": start, "end": end, "id": doubt.mark if k == 0 else f"{doubt.mark}-{k}", "ref": doubt.mark,
                "n": None, "href": f"#{doubt.anchor}", "confidence": "low",
            })  # fmt: skip
    return Review(found, only_open, marks, unsure)


@dataclass(frozen=True)
class Added:
    """A part that a person added; only the last of each list can be taken back."""

    path: str
    what: str
    text: str
    last: bool


def added(version: PlanVersion) -> list[Added]:
    """The parts added from the paper, in the order of their lists."""
    names = {"awards": _("Mức khen"), "deadlines": _("Hạn"), "criteria": _("Tiêu chí"), "dossier": _("Giấy tờ")}
    found = []
    for name, what in names.items():
        rows = version.content[name]
        for i, row in enumerate(rows):
            path = f"{name}[{i}]"
            if (version.provenance.get(path) or {}).get("method") == BY_HAND:
                text = row.get("text") or row.get("what") or row.get("form") or "; ".join(row.get("items") or [])
                found.append(Added(path, what, text, i == len(rows) - 1))
    return found


@dataclass(frozen=True)
class Item:
    """One sentence of the plan with the words it was read from."""

    text: str
    note: str = ""
    label: str = ""
    raw: str = ""
    cite: str = ""

    @property
    def source(self) -> str:
        """The words themselves, when they say it differently than the text shown."""
        return self.raw if self.raw and fold(self.raw) != fold(self.text) else ""


@dataclass(frozen=True)
class Part:
    title: str
    items: list[Item]
    silent: str


def parts(version: PlanVersion) -> list[Part]:
    """The whole content in the order of the paper; a part that the plan does not have says so."""
    content, told = version.content, version.provenance

    def item(path: str, text: str, note: str = "", label: str = "") -> Item:
        where = told.get(path) or {}
        return Item(text, note, label, str(where.get("raw") or ""), words.cite(where))

    def plain(path: str, label: str = "") -> list[Item]:
        return [item(f"{path}[{i}]", text, "", label) for i, text in enumerate(value_at(content, path) or [])]

    subjects = [
        *plain("subjects.collectives", _("Tập thể")), *plain("subjects.individuals", _("Cá nhân")),
        *plain("subjects.others", _("Khác")),
    ]  # fmt: skip
    solutions = [
        entry
        for i, group in enumerate(content["solutions"])
        for entry in plain(f"solutions[{i}].items", group["heading"] or "")
    ]
    duties = [
        entry
        for i, unit in enumerate(content["organisation"])
        for entry in plain(f"organisation[{i}].duties", unit["unit"])
    ]
    papers = [
        entry
        for i, dossier in enumerate(content["dossier"])
        for entry in plain(f"dossier[{i}].items", _("Cấp %s") % dossier["level"] if dossier["level"] else "")
    ]
    return [
        Part(_("Căn cứ"), [item(f"legal_bases[{i}].text", b["text"]) for i, b in enumerate(content["legal_bases"])],
             _("Kế hoạch không nêu căn cứ.")),
        Part(_("Mục đích"), plain("purposes"), _("Kế hoạch không nêu mục đích.")),
        Part(_("Yêu cầu"), plain("requirements"), _("Kế hoạch không nêu yêu cầu.")),
        Part(_("Đối tượng thi đua"), subjects, _("Kế hoạch không nêu đối tượng.")),
        Part(_("Nội dung thi đua"), list(_contents(content, item)), _("Kế hoạch không nêu nội dung thi đua riêng.")),
        Part(_("Giải pháp"), solutions, _("Kế hoạch không nêu giải pháp.")),
        Part(_("Tiêu chí khen thưởng"), list(_criteria(content, item)), _("Kế hoạch không nêu tiêu chí.")),
        Part(_("Khen thưởng"), list(_awards(content, item)), _("Kế hoạch không nêu khen thưởng.")),
        Part(_("Hồ sơ đề nghị"), papers, _("Kế hoạch không nêu thành phần hồ sơ.")),
        Part(_("Tổ chức thực hiện"), duties, _("Kế hoạch không giao việc cho đơn vị nào.")),
        Part(_("Báo cáo, sơ kết, tổng kết"), plain("reporting"), _("Kế hoạch không nêu chế độ báo cáo.")),
        Part(_("Nơi nhận"), plain("recipients"), _("Kế hoạch không nêu nơi nhận.")),
    ]  # fmt: skip


def _contents(content: Mapping[str, Any], item: Any) -> Iterator[Item]:
    for i, entry in enumerate(content["contents"]):
        notes = []
        if target := entry["target"]:
            notes.append(_("Mức: %s") % words.level_to_reach(target["comparator"], target["value"], target["unit"]))
            if exception := target.get("scope_exception"):
                level = words.level_to_reach(exception.get("comparator"), exception.get("value"), exception.get("unit"))
                notes.append(
                    _("Riêng %(what)s: %(level)s")
                    % {"what": exception.get("scope") or exception["text"], "level": level}
                )
        if entry.get("lead_unit"):
            notes.append(_("Chủ trì: %s") % entry["lead_unit"])
        if (entry.get("due") or {}).get("text"):
            notes.append(_("Hạn: %s") % entry["due"]["text"])
        yield item(f"contents[{i}].text", entry["text"], ". ".join(notes))


def _criteria(content: Mapping[str, Any], item: Any) -> Iterator[Item]:
    for i, entry in enumerate(content["criteria"]):
        level = _("Cấp %s") % entry["level"] if entry["level"] else ""
        yield item(f"criteria[{i}].text", entry["text"], level, str(words.AUDIENCES[entry["audience"] or ""]))


def _awards(content: Mapping[str, Any], item: Any) -> Iterator[Item]:
    for i, entry in enumerate(content["awards"]):
        note = words.quota(entry["quota"])
        if entry["quota"]["exception_text"]:
            note = f"{note}. {entry['quota']['exception_text']}"
        yield item(f"awards[{i}].form", words.award(entry["level"], entry["form"], entry["authority"]), note)


def visible(reader: Reader) -> QuerySet[Plan]:
    """Plans in scope with everything their pages need."""
    versions = PlanVersion.objects.select_related("source_file").prefetch_related("reviews")
    return reader.scope(Plan).select_related("locality", "movement").prefetch_related(Prefetch("versions", versions))


def with_pages(reader: Reader) -> QuerySet[Plan]:
    """The same with the pages of the source."""
    versions = PlanVersion.objects.select_related("source_file").prefetch_related(
        "reviews", "corrections", "pages__picture", "pages__file"
    )
    return reader.scope(Plan).select_related("locality", "movement").prefetch_related(Prefetch("versions", versions))


def matching(plans: list[Plan], query: str) -> list[Plan]:
    """Those whose title or number holds every word, without accents."""
    wanted = fold(query).split()

    def told(plan: Plan) -> str:
        return fold(f"{plan.title} {plan.current.header.get('number_code') or ''} {plan.locality}")

    return [plan for plan in plans if all(word in told(plan) for word in wanted)]
