"""A report as SARIF 2.1.0, which editors and review tools show beside the text.

Offsets and columns count Unicode code points, as everywhere in this program.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chungtay import __version__
from chungtay.linter.model import Finding, Place, Report
from chungtay.linter.registry import checks

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(report: Report, *, uri: str = "") -> dict[str, Any]:
    """The log of one run over one file; `uri` is how the file was named, relative where possible."""
    where = uri or report.name
    known = list(checks())
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "ChungTay",
                        "version": __version__,
                        "language": "vi",
                        "rules": [_rule(identifier) for identifier in known],
                        "properties": {"rulesetVersion": report.ruleset_version},
                    }
                },
                "language": "vi",
                "columnKind": "unicodeCodePoints",
                "artifacts": [{"location": {"uri": where}}],
                "results": [_result(finding, known.index(finding.check), where) for finding in report.findings],
                "properties": {"checkedOn": report.on.isoformat(), "text": report.trust.value},
            }
        ],
    }


def _rule(identifier: str) -> dict[str, Any]:
    check = checks()[identifier]
    return {
        "id": check.id,
        "shortDescription": {"text": check.title},
        "fullDescription": {"text": check.why},
        "defaultConfiguration": {"level": check.severity.value},
        "properties": {"family": check.family, "lawRules": list(check.rules)},
    }


def _result(finding: Finding, index: int, uri: str) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": uri, "index": 0}}
    if finding.place:
        location["region"] = _region(finding.place)
    return {
        "ruleId": finding.check,
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": {"text": f"{finding.message} {finding.suggestion}"},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"finding/v1": finding.key},
        "properties": {"why": finding.why, "lawRules": [rule.id for rule in finding.rules]},
    }


def _region(place: Place) -> dict[str, Any]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "charOffset": place.start,
        "charLength": place.end - place.start,
        "snippet": {"text": place.words},
    }


def uri_of(path: Path) -> str:
    """A file as a URI: relative as typed, else absolute."""
    return path.as_uri() if path.is_absolute() else path.as_posix()
