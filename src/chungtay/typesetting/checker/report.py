"""The answer of the layout checker: what is wrong, where, what is due, and what was not measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the row's number, what part, a Vietnamese sentence with the found and the demanded measure."""

    rule: str
    severity: Severity
    part: str
    message: str
    page: int | None = None

    def line(self) -> str:
        """The finding as the clerk reads it."""
        where = f"Trang {self.page}, " if self.page else ""
        part = self.part[:1].lower() + self.part[1:] if where and not self.part[:2].isupper() else self.part
        return f"{where}{part}: {self.message} ({self.rule})"


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured in one file. `passed`: rows with at least one measure and no finding.

    `absent`: rows for a part that the paper does not have. `unmeasured`: rows that no finished file shows. `titles`:
    what each of these rows is about. `rows`: every row of the table with what became of it; "not_due" where the kind
    of paper has no such part at all.
    """

    form: str
    source: str
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    absent: tuple[str, ...]
    unmeasured: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.severity == "warning")

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "form": self.form,
            "source": self.source,
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "findings": [
                {"rule": f.rule, "severity": f.severity, "part": f.part, "page": f.page, "message": f.message}
                for f in self.findings
            ],
            "passed": list(self.passed),
            "absent": list(self.absent),
            "unmeasured": list(self.unmeasured),
            "rows": dict(self.rows),
        }

    def as_text(self) -> str:
        """Lines for people: faults first, then what to look at again, then what was not measured."""
        lines = [f"Thể thức theo {self.source}:"]
        if not self.findings:
            lines.append("Đạt, không có lỗi.")
        for title, found in (("Lỗi phải sửa", self.errors), ("Nên xem lại", self.warnings)):
            if found:
                lines += [f"{title}: {len(found)}", *(f"- {f.line()}" for f in found)]
        lines.append(f"Đã đo và đạt {len(self.passed)} mục thể thức.")
        if self.absent:
            lines.append(f"Văn bản không có: {self._named(self.absent)}.")
        if self.unmeasured:
            lines.append(f"Không đo được ở tệp, xem bằng mắt: {self._named(self.unmeasured)}.")
        return "\n".join(lines)

    def _named(self, rules: tuple[str, ...]) -> str:
        titles = (self.titles.get(rule, rule) for rule in rules)
        return "; ".join(t if t.split()[0] in {"Quốc", "Tiêu"} else t[:1].lower() + t[1:] for t in titles)
