"""The page of one decision: what is on it, and the forms of the steps that this person may take now."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from chungtay.accounts.roles import Permission
from chungtay.decisions import actions, papers, payments, queries
from chungtay.decisions import forms as own
from chungtay.decisions.jobs import HAND_OVER, KIND
from chungtay.decisions.models import Award, Certificate, Decision
from chungtay.documents.actions import number_of
from chungtay.documents.models import Document
from chungtay.documents.queries import next_number
from chungtay.jobs.actions import may_steer
from chungtay.jobs.models import Job
from chungtay.kit.clock import today
from chungtay.kit.errors import UserError
from chungtay.kit.states import offers, state_of
from chungtay.law.money import dong
from chungtay.law.transitions import Offer
from chungtay.localities.access import ReaderRequest
from chungtay.stationery import queries as stationery
from chungtay.stationery.models import CertificateArt

PER_PAGE = 100
READ = Decision.objects.select_related(
    "locality__parent", "movement__plan", "movement__locality", "award_level__movement__locality__parent",
    "meeting__council",
    "meeting__minutes__register_entry", "document__register_entry", "proposal__register_entry", "signed_copy",
)  # fmt: skip
# What the form of a step itself supplies; the button is not locked for it.
_FROM_FORM = {
    "number_assigned",
    "publication_checked",
    "signed_copy_filed",
    "reason_recorded",
    "recall_ground_recorded",
}


def load(request: ReaderRequest, pk: int) -> Decision:
    """The decision in the person's scope; the navigation shows its movement."""
    decision = request.reader.get(READ, pk=pk)
    request.movement = decision.movement  # type: ignore[attr-defined]
    request.spine_url = reverse("decisions:list", args=[decision.movement_id])  # type: ignore[attr-defined]
    return decision


def show(request: ReaderRequest, decision: Decision, *, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    """The page; with `bound`, the form of a step that did not go through, as typed and with the reason (status 400)."""
    on = today()
    reader = request.reader
    awards = Paginator(queries.awards_of(decision), PER_PAGE).get_page(request.GET.get("page"))
    certificates = queries.certificate_lines(decision) if decision.state in queries.SIGNED else []
    steps = decision_offers(request, decision)
    context: dict[str, Any] = {
        "decision": decision, "state": state_of(decision), "awards": awards, "rows": [row(a, decision) for a in awards],
        "steps": steps, "sums": sums(decision), "certificates": certificates,
        "notes": queries.rule_notes(decision, queries.law_used(decision, law_day(decision, on))),
        "chain": chain(decision), "payments": payments_of(request, decision),
        "may_draft": reader.can(Permission.DRAFT_DECISIONS), "may_number": reader.can(Permission.NUMBER_DOCUMENTS),
        "may_read_papers": reader.can(Permission.READ_DOCUMENTS),
        "level_above": "" if decision.award_level.decided_here else queries.authority_of(decision.award_level),
        "send_up": send_up_offer(request, decision),
        "ground": actions.recall_grounds().get(decision.annulment_ground, ""),
        "certificate_tally": tally(certificates), "papers": papers_of(decision), "runs": runs_of(request, decision),
        "printing": print_job_under_way(decision) is not None,
    }  # fmt: skip
    context["forms"] = empty_forms(decision, certificates, on) | (bound or {})
    # The reason stands at the top, because the form of a step that is no longer open is not on the page any more.
    context["trouble"] = [line for form in (bound or {}).values() for line in form.non_field_errors()]
    context["wrong"] = [
        {"id": form[name].id_for_label, "label": form[name].label, "said": " ".join(map(str, said))}
        for form in (bound or {}).values()
        for name, said in form.errors.items()
        if name in form.fields
    ]
    context["opened"] = dict.fromkeys(bound or (), True)
    if bound and bound.keys() & {"record_signature", "drop", "annul"}:
        context["opened"]["rare"] = True
    return render(request, "decisions/detail.html", context, status=400 if bound else 200)


def decision_offers(request: ReaderRequest, decision: Decision) -> dict[str, Offer]:
    """The steps of the table by verb; of a proposal to the level above only dropping it concerns this table."""
    facts = actions.facts(decision) | dict.fromkeys(_FROM_FORM, True)
    found = {o.row.verb: o for o in offers(decision, roles=request.reader.role_codes, facts=facts)}
    if decision.award_level.decided_here:
        return found
    return {"drop": found["drop"]} if "drop" in found and not decision.sent_up_on else {}


def send_up_offer(request: ReaderRequest, decision: Decision) -> Offer | None:
    """The step that sends the bundle up, asked of the first dossier of the list."""
    if decision.award_level.decided_here or decision.state != "drafted" or decision.sent_up_on:
        return None
    award = decision.awards.select_related("nomination").first()
    if award is None:
        return None
    facts = {"bundle_complete": bool(decision.proposal and decision.meeting.minutes), "no_open_hold": True}
    found = offers(award.nomination, roles=request.reader.role_codes, facts=facts)
    return next((offer for offer in found if offer.row.verb == "send_up"), None)


def row(award: Award, decision: Decision) -> dict[str, Any]:
    """One line of the list with its certificate."""
    certificate: Certificate | None = getattr(award, "certificate", None)
    return {
        "award": award, "certificate": certificate, "state": state_of(certificate) if certificate else None,
        "dossier": state_of(award.nomination) if not decision.award_level.decided_here else None,
    }  # fmt: skip


def law_day(decision: Decision, on: dt.date) -> dt.date:
    """The day whose law counts: of issue, else of signature, else today."""
    document = decision.document
    return (document and (document.issued_on or document.signed_on)) or on


def sums(decision: Decision) -> dict[str, Any]:
    """Total of the money, how many sums are open, and each reason once."""
    rows = list(decision.awards.values_list("bonus", "bonus_note"))
    known = [bonus for bonus, _note in rows if bonus is not None]
    reasons = list(dict.fromkeys(note for bonus, note in rows if bonus is None and note))
    return {
        "total": sum(known) if known else None,
        "open": len(rows) - len(known),
        "reasons": reasons,
        "count": len(rows),
    }


def payments_of(request: ReaderRequest, decision: Decision) -> dict[str, Any] | None:
    """The payment list of a published decision: what is made, what one made now would say, what must be settled."""
    if not decision.award_level.decided_here or decision.state != "published":
        return None
    reckoning, made = payments.reckon(decision), payments.current_list(decision)
    may = request.reader.can(Permission.SETTLE_LAW)
    told = [payment.record for payment in made.payments.all()] if made else []
    values = {value["rule"]: value for record in told for value in record["values"]}
    return {
        "reckoning": reckoning, "made": made, "outdated": bool(made and payments.outdated(made, reckoning)),
        "total": sum(record["amount"] for record in told),
        "grounds": [f"{papers.ground(v)}{_value_words(v)}" for v in values.values()],
        "cautions": list(dict.fromkeys(line for record in told for line in record["warnings"])),
        "points": [
            {"point": point, "may": may, "url": _settle_url(point.rule, decision, may=may)}
            for point in reckoning.open_points
        ],
    }  # fmt: skip


def _value_words(value: dict[str, Any]) -> str:
    """“ = 2.340.000 đồng/tháng” for a plain figure; a table speaks through the coefficient."""
    told = value["value"]
    return f" = {dong(told)} {value['unit'] or ''}".rstrip() if isinstance(told, int) else ""


def _settle_url(rule: str, decision: Decision, *, may: bool) -> str:
    """The form that settles an open point, on the day of the decision; for others the page that says who does."""
    issued = decision.document.issued_on if decision.document else None
    url = reverse("rulebook:settle" if may else "rulebook:rule", args=[rule])
    return f"{url}?ngay={issued:%d/%m/%Y}" if issued else url


def tally(certificates: list[Certificate]) -> list[tuple[int, str, str]]:
    """(how many, words, tone) per state that occurs."""
    counted = Counter(certificate.state for certificate in certificates)
    one_of = {certificate.state: certificate for certificate in certificates}
    states = [(count, state_of(one_of[code])) for code, count in counted.items()]
    return [(count, state.staff_label, state.tone) for count, state in states]


_RUNS_SHOWN = 5


def runs_of(request: ReaderRequest, decision: Decision) -> list[dict[str, Any]]:
    """The newest print runs and hand-overs in the background: under way, stopped, or done with their file."""
    if not request.reader.can(Permission.DRAFT_DECISIONS):
        return []
    found = [*_jobs(decision, KIND)[:_RUNS_SHOWN], *_jobs(decision, HAND_OVER)[:_RUNS_SHOWN]]
    newest = sorted(found, key=lambda job: job.pk, reverse=True)[:_RUNS_SHOWN]
    return [{"job": job, "may_steer": may_steer(job, request.reader)} for job in newest]


def _jobs(decision: Decision, kind: str) -> QuerySet[Job]:
    rows = Job.objects.filter(locality=decision.locality, kind=kind, key__startswith=f"{kind}:{decision.pk}:")
    return rows.select_related("locality").order_by("-pk")


def print_job_under_way(decision: Decision) -> Job | None:
    """The print run that waits or works: until it is done nobody starts another of the same sheets."""
    return _jobs(decision, KIND).filter(state__in=(Job.State.WAITING, Job.State.RUNNING)).first()


_PAPER_WORDS = {
    Document.State.DRAFT: (_lazy("nháp"), "none"), Document.State.SIGNED: (_lazy("đã ký"), "info"),
    Document.State.ISSUED: (_lazy("đã có"), "ok"), Document.State.VOID: (_lazy("đã bỏ"), "late"),
}  # fmt: skip


def papers_of(decision: Decision) -> list[dict[str, Any]]:
    """The papers of the round that exist, with a short word for where each stands."""
    named = [
        (_("Tờ trình"), decision.proposal), (_("Quyết định và danh sách"), decision.document),
        (_("Biên bản họp xét"), decision.meeting.minutes),
    ]  # fmt: skip
    found = []
    for name, document in named:
        if document is not None:
            words, tone = _PAPER_WORDS[Document.State(document.state)]
            found.append(
                {"name": name, "document": document, "words": words, "tone": tone, "number": number_of(document)}
            )
    return found


def chain(decision: Decision) -> list[dict[str, str]]:
    """Drafted, signed, numbered, published: where this decision stands."""
    document = decision.document
    steps: list[tuple[str, str, str]] = [
        ("drafted", _("Soạn"), _day(localtime(decision.created_at).date())),
        ("signed", _("Chủ tịch ký"), _day(document.signed_on if document else None)),
        ("numbered", _("Văn thư cho số"), _day(document.issued_on if document else None)),
        ("published", _("Công bố, trao giấy khen"), ""),
    ]
    if not decision.award_level.decided_here or decision.state not in {code for code, _w, _n in steps}:
        return []
    at = [code for code, _w, _n in steps].index(decision.state)
    last = len(steps) - 1
    return [
        {"title": title, "note": note, "state": "done" if i <= at else "now" if i == at + 1 else "later",
         "current": "1" if i == min(at + 1, last) else ""}
        for i, (_code, title, note) in enumerate(steps)
    ]  # fmt: skip


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def proposal_body(decision: Decision) -> str:
    """Whose register numbers the submission: the council's own, or the committee's when it goes to the level above."""
    return papers.COUNCIL_BODY if decision.award_level.decided_here else "UBND"


def _proposal_signer(decision: Decision) -> dict[str, str]:
    """Whom the submission names as its signer; where it names nobody, the secretary who usually signs."""
    if not decision.award_level.decided_here:
        return {"signer_name": decision.signer_name, "signer_title": decision.signer_title}
    name, title = decision.proposer_name, decision.proposer_title
    if not name:
        name, title = queries.default_proposer(decision.meeting)
    return {"signer_name": name, "signer_title": title}


def empty_forms(decision: Decision, certificates: list[Certificate], on: dt.date) -> dict[str, forms.Form]:
    """The forms as first shown, with what the machine already knows filled in."""
    seen = {"version": decision.version}
    document = decision.document
    dated = max(on, document.signed_on) if document and document.signed_on else on
    number = next_number(locality=decision.locality, kind="quyet-dinh", year=dated.year)
    body = proposal_body(decision)
    submission = next_number(locality=decision.locality, kind="to-trinh", year=on.year, body=body)
    found: dict[str, forms.Form] = {
        "sign": own.SignForm(initial=seen), "drop": own.DropForm(initial=seen, auto_id="bo-%s"),
        "record_signature": own.RecordSignatureForm(initial=seen | {"signed_on": on}, auto_id="giay-%s"),
        "number": own.NumberForm(initial=seen | {"dated": dated, "number": number}, auto_id="so-%s"),
        "number_proposal": own.SubmissionNumberForm(
            initial=_proposal_signer(decision) | {"dated": on, "number": submission}, auto_id="ttr-%s"
        ),
        "publish": own.PublishForm(initial=seen, auto_id="cb-%s"),
        "annul": own.AnnulForm(initial=seen, auto_id="huy-%s"),
        "payments": own.PaymentForm(initial=seen, auto_id="tt-%s"),
        "print": print_form(decision, certificates), "reissue": reissue_form(decision, certificates),
        "hand_over": hand_over_form(certificates, initial={"on": on}), "answer": answer_form(decision),
    }  # fmt: skip
    return found


PRINTED = ("printed", "handed_over", "reissued")


def print_form(decision: Decision, certificates: Sequence[Certificate], data: Any = None) -> own.PrintForm:
    form = own.PrintForm(data, auto_id="in-%s", initial=_usual_paper(decision))
    _offer_printers(form, decision)
    prepared = [c for c in certificates if c.state == "prepared"]
    _offer(form, prepared, _("Cả %(count)s giấy chờ in") % {"count": len(prepared)})
    return form


def reissue_form(decision: Decision, certificates: Sequence[Certificate], data: Any = None) -> own.ReissueForm:
    form = own.ReissueForm(data, auto_id="lai-%s", initial=_usual_paper(decision))
    _offer_printers(form, decision)
    form.fields["who"].label = _("Giấy khen của ai")
    _offer(form, [c for c in certificates if c.state in PRINTED], "")
    return form


def _usual_paper(decision: Decision) -> dict[str, Any]:
    """What is printed on when nobody says otherwise: the paper of the art in use, on the only printer that is known."""
    art = stationery.art_in_use(decision.locality)
    on_stock = art is not None and art.paper == CertificateArt.Paper.STOCK
    printers = list(decision.locality.printers.values_list("pk", flat=True)[:2])
    return {"border": "none" if on_stock else "picture", "printer": str(printers[0]) if len(printers) == 1 else ""}


def _offer_printers(form: forms.Form, decision: Decision) -> None:
    printers = list(decision.locality.printers.all())
    field = form.fields["printer"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", _("Không chỉnh")), *((str(each.pk), each.name) for each in printers)]
    if not printers:
        del form.fields["printer"]


def hand_over_form(certificates: Sequence[Certificate], data: Any = None, initial: Any = None) -> own.HandOverForm:
    form = own.HandOverForm(data, initial=initial, auto_id="trao-%s")
    printed = [c for c in certificates if c.state in ("printed", "reissued")]
    _offer(form, printed, _("Cả %(count)s người chờ trao") % {"count": len(printed)})
    return form


def answer_form(decision: Decision, data: Any = None) -> own.AnswerForm:
    form = own.AnswerForm(data, auto_id="tl-%s")
    field = form.fields["award"]
    assert isinstance(field, forms.ChoiceField)
    if decision.sent_up_on:
        field.choices = [
            (str(a.pk), f"{a.ordinal}. {a.name}") for a in decision.awards.filter(nomination__state="sent_up")
        ]
    return form


def _offer(form: forms.Form, certificates: Sequence[Certificate], all_label: str) -> None:
    field = form.fields["who"]
    assert isinstance(field, own.OneOrAll)
    field.offer(certificates, all_label)
    if certificates and not field.offers_names:
        form.fields["numbers"].label, form.fields["numbers"].required = _("Số sổ vàng"), True


def blame(form: forms.Form, error: UserError) -> None:
    """Puts an error at its field where the form has it."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, [error.message, *error.details])
