"""read: one text in, a plan draft with provenance out."""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from chungtay.reading.context import Context
from chungtay.reading.fields.aims import read_aims
from chungtay.reading.fields.awards import read_awards
from chungtay.reading.fields.bases import read_legal_bases
from chungtay.reading.fields.closing import read_closing
from chungtay.reading.fields.contents import read_contents, read_solutions
from chungtay.reading.fields.criteria import read_criteria, read_ranking
from chungtay.reading.fields.deadlines import read_deadlines
from chungtay.reading.fields.dossier import read_dossier
from chungtay.reading.fields.header import read_document
from chungtay.reading.fields.movement import read_movement
from chungtay.reading.fields.organisation import read_organisation, read_reporting
from chungtay.reading.fields.subjects import read_subjects
from chungtay.reading.intake import Source, decode, from_text
from chungtay.reading.mending import Restore, mended
from chungtay.reading.model import Field, Leaf, Reading, Tree
from chungtay.reading.overlay import Overlay
from chungtay.reading.restoration import restore
from chungtay.reading.structure import Document, parse
from chungtay.reading.verdict import judge
from chungtay.reading.words import Words

DAMAGED = "Chữ gốc ở đây mất dấu hoặc sai chữ. So lại với bản giấy."
FEW_WORDS = 6
DAMAGED_AT_MOST = 0.5
"""Whatever a rule believes, words from damaged text are never read for sure: a person must look."""


def read(text_or_bytes: str | bytes, *, name: str) -> Reading:
    """Reads one document. Raises UnreadableFile for what is no text; a text that is no such plan gives the short form.

    A draft that breaks plan.schema.json is a fault of this engine and raises jsonschema.ValidationError.
    """
    if isinstance(text_or_bytes, bytes):
        return read_source(decode(text_or_bytes, name=name))
    return read_source(from_text(text_or_bytes, name=name))


def read_source(source: Source) -> Reading:
    """Reads a source that intake has accepted; damaged pages are restored first, spans count in the raw text."""
    return read_restored(source, restore)


def read_restored(source: Source, restorer: Restore) -> Reading:
    """As read_source, with the restoration to use: benchmarks bring one that never saw the document."""
    text, overlay = mended(source, restorer)
    document = parse(text, damaged=bool(source.damaged))
    verdict = judge(document)
    named = Leaf(source.name, (), "file_name", 1.0)
    if verdict.plan:
        tree = _plan(Context(document), named)
    else:
        words = (document.kind,) if document.kind else ()
        tree = {"is_plan": Leaf(False, words, "verdict", 0.8), "source": named,
                "document_type": Leaf(verdict.kind, words, "verdict", 0.7, "found" if verdict.kind else "not_found"),
                "reason": Leaf(verdict.reason, words, "verdict", 0.8)}  # fmt: skip
    reading = settle(_without_blanks(tree), document, source, overlay)
    _validator().validate(reading.plan)
    return reading


def _plan(context: Context, named: Leaf) -> dict[str, Tree]:
    head = read_document(context)
    assert isinstance(head, dict)
    issuer = head["issuer"]
    assert isinstance(issuer, Leaf)
    movement = read_movement(context, issuer)
    awards = read_awards(context)
    purposes, requirements = read_aims(context)
    recipients, signatory = read_closing(context)
    plan: dict[str, Tree] = {
        "source": named,
        "document": head,
        "legal_bases": read_legal_bases(context),
        "movement": movement,
        "purposes": purposes,
        "requirements": requirements,
        "subjects": read_subjects(context),
        "contents": read_contents(context),
        "solutions": read_solutions(context),
        "criteria": read_criteria(context),
    }
    ranking = read_ranking(context)
    if ranking is not None:
        plan["ranking"] = ranking
    return {
        **plan,
        "awards": awards,
        "dossier": read_dossier(context),
        "deadlines": read_deadlines(context),
        "organisation": read_organisation(context),
        "reporting": read_reporting(context),
        "recipients": recipients,
        "signatory": signatory,
        "notes": [],
    }


def _without_blanks(tree: dict[str, Tree]) -> dict[str, Tree]:
    """The tree without entries of lists that no words are left of: a lone "(30 điểm)" is no criterion."""

    def blank(node: Tree) -> bool:
        leaf = node.get("text", node.get("what")) if isinstance(node, dict) else node
        return isinstance(leaf, Leaf) and isinstance(leaf.value, str) and not leaf.value.strip()

    return {
        key: [entry for entry in node if not blank(entry)] if isinstance(node, list) else node
        for key, node in tree.items()
    }


def settle(tree: Tree, document: Document, source: Source, overlay: Overlay) -> Reading:
    """Parts a tree of leaves into plan and provenance; paths are written as document.date and awards[0].form."""
    provenance: dict[str, Field] = {}
    starts = [0]
    for line in source.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    damaged = source.damaged

    def visit(node: Tree, path: str) -> Any:
        if isinstance(node, dict):
            return {key: visit(value, f"{path}.{key}" if path else key) for key, value in node.items()}
        if isinstance(node, list):
            return [visit(value, f"{path}[{i}]") for i, value in enumerate(node)]
        spans = sorted({overlay.raw_span(*span) for words in node.words for span in words.spans})
        first = node.words[0].start if node.words and node.words[0] else -1
        at = overlay.raw_span(first, first + 1)[0] if first >= 0 else -1
        confidence, warnings = node.confidence, list(node.warnings)
        said = " … ".join(words.text for words in node.words)
        raw, restored = said, ""
        if any(page.start < end and start < page.end for start, end in spans for page in damaged):
            confidence = min(confidence, DAMAGED_AT_MOST) * _sureness(spans, overlay)
            warnings.append(DAMAGED)
            raw = " … ".join(" ".join(_raw(words, overlay).split()) for words in node.words)
            restored = said
        provenance[path] = Field(
            value=node.value,
            raw=raw,
            spans=spans,
            section=document.section_at(first) if first >= 0 else "",
            line=bisect_right(starts, at) if first >= 0 else None,
            method=node.rule,
            confidence=confidence,
            state=node.state,
            warnings=warnings,
            restored=restored,
        )
        return node.value

    plan = visit(tree, "")
    return Reading(plan, provenance, source.text)


def _sureness(spans: list[tuple[int, int]], overlay: Overlay) -> float:
    """How sure the restored words of a value are: of a few words the least sure, of a sentence the mean."""
    shares = [share for start, end in spans for share in overlay.sureness(start, end)]
    if not shares:
        return 1.0
    return round(min(shares) if len(shares) <= FEW_WORDS else sum(shares) / len(shares), 3)


def _raw(words: Words, overlay: Overlay) -> str:
    """The words as the damaged document has them."""
    spans = [overlay.raw_span(*span) for span in words.spans]
    return " ".join(overlay.raw[start:end] for start, end in spans)


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads((Path(__file__).parent / "plan.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def to_json(reading: Reading, *, provenance: bool = False) -> str:
    """The plan as JSON text, indented, keys in the order of the schema, the same for the same reading.

    With `provenance`, an object of `plan` and `provenance`.
    """
    data: Any = reading.plan
    if provenance:
        data = {"plan": reading.plan, "provenance": {path: vars(field) for path, field in reading.provenance.items()}}
    return json.dumps(data, ensure_ascii=False, indent=2)
