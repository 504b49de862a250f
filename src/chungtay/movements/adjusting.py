"""“Điều chỉnh kế hoạch”: what a running plan leans on and what has ended since, as work to be settled (R-01 to R-10).

Nobody is at fault and nothing is blocked. What ended is worked out from the plan and the law on the day; kept is only
what people made of it: done by a newer version or paper, or not needed, with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from chungtay import law
from chungtay.audit.actions import record
from chungtay.kit.errors import UserError
from chungtay.law import citations
from chungtay.law.acts import register
from chungtay.law.citations import Kind
from chungtay.localities.access import Reader
from chungtay.localities.rules import law_of, laws_of
from chungtay.movements.changes import ended_acts, stated_texts
from chungtay.movements.models import AdjustmentAnswer, Movement
from chungtay.plans.effect import period_end, plan_day
from chungtay.plans.models import PlanVersion

STATES = ("preparing", "running", "collecting", "reviewing", "awarding", "under_revision")
RATING = "R-140"  # the classes of the yearly rating, which criteria of plans name
SHOWN = 4  # words of the plan quoted for one matter


@dataclass(frozen=True)
class Adjustment:
    """One matter: what ended (`since` is the first day without it), what to change in the plan, and why.

    `rule` is the number of the rule behind it, "" when there is none; `sure` whether its days were read.
    """

    key: str
    title: str
    change: str
    why: str
    since: dt.date
    rule: str
    sure: bool
    answer: AdjustmentAnswer | None = None

    @property
    def anchor(self) -> str:
        return "dc-" + "".join(c if c.isalnum() else "-" for c in self.key.lower())

    @property
    def open(self) -> bool:
        return self.answer is None


def of(
    movement: Movement, on: dt.date, answers: Sequence[AdjustmentAnswer], *, book: law.Law | None = None
) -> list[Adjustment]:
    """All matters of a movement that is not over, oldest first, with the answers they have.

    `book`: the law of its locality, for those who ask about many at once.
    """
    if movement.state not in STATES:
        return []
    rules = book or law_of(movement.locality)
    version = movement.plan_version
    given = {answer.key: answer for answer in answers if answer.taken_back_at is None}
    rated = any(criterion["kind"] == "rating" for criterion in version.content["criteria"])
    texts = tuple(stated_texts(version.content))
    found = _found(texts, plan_day(version).day, on, period_end(version) if rated else None, rules)
    found += _decided(movement)
    return [replace(matter, answer=given.get(matter.key)) for matter in found]


def _decided(movement: Movement) -> Iterator[Adjustment]:
    """Obstacles for which the chair decided to amend the plan. Their room is above; they are read by the relation."""
    for obstacle in movement.obstacles.all():
        if obstacle.state != "decided_amend" or obstacle.settled_at is None:
            continue
        yield Adjustment(
            f"obstacle:{obstacle.pk}", _("Vướng mắc: %s") % obstacle, obstacle.proposal,
            _("%(who)s quyết định sửa kế hoạch. %(said)s") % {"who": obstacle.settled_by, "said": obstacle.answer},
            localtime(obstacle.settled_at).date(), "", True,
        )  # fmt: skip


def _found(
    texts: tuple[str, ...], began: dt.date, on: dt.date, rated_until: dt.date | None, book: law.Law
) -> list[Adjustment]:
    matters = [*_acts(texts, began, on, book), *_bodies(texts, began, on, book),
               *_rating(began, on, rated_until, book)]  # fmt: skip
    return sorted(matters, key=lambda matter: (matter.since, matter.title))


def _acts(texts: tuple[str, ...], began: dt.date, on: dt.date, book: law.Law) -> Iterator[Adjustment]:
    for ended in ended_acts(texts, began, on, book=book):
        heirs = ", ".join(ended.heirs)
        given = {"act": ended.act.name, "heirs": heirs, "day": f"{ended.since:%d/%m/%Y}"}
        if not heirs:
            change = _("Hỏi Sở Nội vụ văn bản thay thế, rồi ghi vào kế hoạch.")
        elif ended.governs:
            change = _("Khi khen thưởng làm theo %(heirs)s: hồ sơ, thẩm quyền, tiền thưởng.") % given
        else:
            change = _("Thay %(act)s bằng %(heirs)s ở những chỗ kế hoạch dẫn.") % given
        why = _("%(act)s hết hiệu lực từ %(day)s, kế hoạch ban hành trước ngày đó.") % given
        yield Adjustment(
            f"act:{ended.act.number}", _("%(act)s hết hiệu lực") % given, change, why, ended.since,
            _rule_of(ended.act.reference), ended.sure,
        )  # fmt: skip


def _rule_of(reference: str) -> str:
    """The number of the rule that an act of the register refers to, when it is one of ours."""
    rules = law.load().national
    return next((part for part in reference.replace(",", " ").replace(";", " ").split() if part in rules), "")


@lru_cache(maxsize=256)
def _remarks(texts: tuple[str, ...], began: dt.date, on: dt.date) -> tuple[citations.Remark, ...]:
    """Reading the words of a plan takes longest and asks nothing that a locality could settle: kept."""
    return tuple(citations.check_text("\n\n".join(texts), began, on))


def _bodies(texts: tuple[str, ...], began: dt.date, on: dt.date, book: law.Law) -> Iterator[Adjustment]:
    groups: dict[str, list[citations.Remark]] = {}
    for remark in _remarks(texts, began, on):
        if remark.kind is Kind.BODY_ENDS and remark.last_day and remark.last_day < on:
            groups.setdefault(remark.advice, []).append(remark)
    for advice, rows in groups.items():
        last = rows[0].last_day
        assert last is not None
        since = last + dt.timedelta(days=1)
        names = list(dict.fromkeys(f"“{' '.join(row.subject.split())}”" for row in rows))
        shown = ", ".join(names[:SHOWN]) + (_(" và chỗ khác") if len(names) > SHOWN else "")
        value = book.on(on).peek(rows[0].rule_id) if rows[0].rule_id else None
        yield Adjustment(
            f"body:{next(body.words[0] for body in register().bodies if body.now == advice)}",
            _("Không còn %(name)s") % {"name": names[0]}, advice,
            _("Kế hoạch có chỗ dựa vào: %(words)s.") % {"words": shown}, since, rows[0].rule_id or "",
            value is not None and value.certainty.settled,
        )  # fmt: skip


def _rating(began: dt.date, on: dt.date, until: dt.date | None, book: law.Law) -> Iterator[Adjustment]:
    """Rated criteria of a movement that runs into another table of ratings: the table of each year counts."""
    found = book.on(began).entry_of(RATING)
    entry = found[2] if found else None
    if entry is None or entry.until is None or until is None or not entry.until < min(on, until):
        return
    since = entry.until + dt.timedelta(days=1)
    source = "; ".join(reference.title for reference in entry.reference)
    yield Adjustment(
        f"rule:{RATING}", _("Bảng xếp loại hằng năm thay đổi"),
        _("Ghi rõ tiêu chí xếp loại từ %(day)s áp dụng bảng nào, cho đối tượng nào.") % {"day": f"{since:%d/%m/%Y}"},
        _("Tiêu chí của kế hoạch dựa vào xếp loại hằng năm theo %(source)s, áp dụng đến hết %(last)s.")
        % {"source": source, "last": f"{entry.until:%d/%m/%Y}"},
        since, RATING, entry.certainty.settled,
    )  # fmt: skip


# ------------------------------------------------------------------ the plan's own words


def passages(movement: Movement, matter: Adjustment, on: dt.date) -> list[str]:
    """What the plan of a movement says where a matter touches it, sentence by sentence; [] when it says nothing.

    An act on emulation governs a plan that does not cite it: then there is no old text, and none is made up.
    """
    content = movement.plan_version.content
    kind, _colon, what = matter.key.partition(":")
    if kind == "rule":
        found = [str(criterion["text"]) for criterion in content["criteria"] if criterion["kind"] == "rating"]
    elif kind == "obstacle":
        target = movement.obstacles.get(pk=int(what)).target
        found = [target.text] if target else []
    else:
        texts = list(stated_texts(content))
        began = plan_day(movement.plan_version).day
        found = list(_citing(texts, what, on) if kind == "act" else _leaning(texts, matter.change, began, on))
    said = list(dict.fromkeys(" ".join(words.split()).rstrip(" .;,") for words in found))
    return [words for words in said if not any(words != other and words in other for other in said)]


def _citing(texts: Sequence[str], number: str, on: dt.date) -> Iterator[str]:
    for text in texts:
        for citation in citations.parse(text):
            act = citations.judge(citation, on).act
            if act and act.number == number:
                yield _sentence(text, citation.start)


def _leaning(texts: Sequence[str], advice: str, began: dt.date, on: dt.date) -> Iterator[str]:
    for text in texts:
        for remark in _remarks((text,), began, on):
            if remark.kind is Kind.BODY_ENDS and remark.advice == advice and remark.last_day and remark.last_day < on:
                yield _sentence(text, remark.start)


def _sentence(text: str, at: int) -> str:
    """The sentence of a text around a place in it."""
    ends = [0, *(match.end() for match in re.finditer(r"\n+|[.;]\s+(?=[^\W\d_])", text)), len(text)]
    return next(text[a:b] for a, b in pairwise(ends) if a <= at < b)


# ------------------------------------------------------------------ answers


def newer_version(movement: Movement) -> PlanVersion | None:
    """The newest issued version after the one from which the movement was launched; None when there is none."""
    later = PlanVersion.objects.filter(
        plan=movement.plan_id, number__gt=movement.plan_version.number, frozen=True
    ).order_by("-number")
    return later.first()


@transaction.atomic
def settle_adjustment(
    *,
    movement: Movement,
    key: str,
    outcome: AdjustmentAnswer.Outcome,
    by: Reader,
    at: dt.datetime,
    on: dt.date,
    paper: str = "",
    reason: str = "",
) -> AdjustmentAnswer:
    """Keeps what was made of a matter: done by a newer version (or the paper named), or not needed for a reason.

    Raises `UserError` when the matter is not open, or nothing says by what it was done or why it is not needed.
    """
    locked = Movement.locked(movement.pk)
    matter = next((m for m in of(locked, on, list(locked.adjustment_answers.all())) if m.key == key), None)
    if matter is None or not matter.open:
        raise UserError(_("Việc này không còn mở. Tải lại trang để xem."))
    said, named = " ".join(reason.split())[:400], " ".join(paper.split())[:200]
    version = newer_version(locked) if outcome == AdjustmentAnswer.Outcome.DONE else None
    if outcome == AdjustmentAnswer.Outcome.DONE and version is None and not named:
        raise UserError(
            _("Chưa có bản kế hoạch sửa đổi nào. Ghi số, ngày văn bản đã điều chỉnh, hoặc ban hành bản sửa đổi trước."),
            field="paper",
        )
    if outcome == AdjustmentAnswer.Outcome.NOT_NEEDED and not said:
        raise UserError(_("Chưa ghi lý do. Ghi vì sao không cần điều chỉnh."), field="reason")
    answer = AdjustmentAnswer.objects.create(
        movement=locked, key=key, title=matter.title, outcome=outcome, version=version, paper=named, reason=said,
        by=by.name, at=at,
    )  # fmt: skip
    record(
        "movement.adjustment_settled", by=by, at=at, scope=locked.locality.code, subject=locked,
        after={"matter": matter.title, "outcome": str(outcome), "version": version.number if version else None,
               "paper": named}, note=said,
    )  # fmt: skip
    return answer


@transaction.atomic
def reopen_adjustment(*, movement: Movement, key: str, by: Reader, at: dt.datetime) -> None:
    """Takes an answer back; it stays in the history."""
    locked = Movement.locked(movement.pk)
    answer = locked.adjustment_answers.filter(key=key, taken_back_at=None).first()
    if answer is None:
        return
    answer.taken_back_by, answer.taken_back_at = by.name, at
    answer.save(update_fields=["taken_back_by", "taken_back_at"])
    record(
        "movement.adjustment_reopened", by=by, at=at, scope=locked.locality.code, subject=locked,
        before={"matter": answer.title, "outcome": str(answer.outcome), "reason": answer.reason},
    )  # fmt: skip


def open_by_movement(reader: Reader, on: dt.date) -> dict[Movement, list[Adjustment]]:
    """The open matters of every movement in scope that is not over: four queries, however many."""
    rows = (
        reader.scope(Movement).filter(state__in=STATES)
        .select_related("plan_version", "plan", "locality__parent__parent__parent")
        .defer("plan_version__source_text", "plan_version__provenance")
        .prefetch_related("adjustment_answers", "obstacles")
    )  # fmt: skip
    books = laws_of(movement.locality for movement in rows)
    found: dict[Movement, list[Adjustment]] = {}
    for movement in rows:
        answers, book = list(movement.adjustment_answers.all()), books[movement.locality_id]
        matters = [m for m in of(movement, on, answers, book=book) if m.open]
        if matters:
            found[movement] = matters
    return found


def answers_of(movement: Movement) -> list[Mapping[str, Any]]:
    """Every answer ever given, the ones taken back too, for the history."""
    return list(movement.adjustment_answers.values("title", "outcome", "reason", "paper", "by", "at", "taken_back_at"))
