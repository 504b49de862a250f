"""The head of a movement's page: what to do now, by when, and why, with one action for this person in this state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission, Role
from chungtay.law.transitions import Offer
from chungtay.localities.access import Reader
from chungtay.movements.queries import LIVE, Limit, Page

# The step that moves the movement on, by state; the others of the table are rarer and fold away.
NEXT = {
    "preparing": "launch", "running": "open_dossiers", "collecting": "start_review", "reviewing": "start_awards",
    "awarding": "sum_up", "summed_up": "archive", "closed_early": "archive", "under_revision": "resume",
}  # fmt: skip
ASKS_REASON = ("reason_recorded", "amendment_settled")


@dataclass(frozen=True)
class Lead:
    """One sentence and one action: a link, or a step of the table."""

    sentence: str
    label: str = ""
    url: str = ""
    step: Offer | None = None


@dataclass(frozen=True)
class Notice:
    tone: str
    title: str
    text: str


@dataclass(frozen=True)
class Step:
    """One button of the table; `asks` when it wants a reason or the paper that decided."""

    offer: Offer
    asks: str = ""


def steps(offers: Sequence[Offer], state: str) -> tuple[Step | None, list[Step]]:
    """(the natural next step, the rarer ones)."""
    every = [Step(offer, _asked(offer)) for offer in offers]
    following = next((s for s in every if s.offer.row.verb == NEXT.get(state)), None)
    return following, [s for s in every if s is not following]


def _asked(offer: Offer) -> str:
    names = {guard.name for guard in offer.row.guards}
    if "amendment_settled" in names:
        return _("Số, ngày văn bản của Chủ tịch UBND")
    return _("Lý do") if "reason_recorded" in names else ""


def lead(page: Page, reader: Reader, following: Step | None) -> Lead:
    """What this person does now. Whoever has nothing to do is told so."""
    movement, when = page.movement, _when(page)
    if movement.state == "running" and Role.CLERK in reader.roles:
        said = _("Phong trào đang chạy. %(when)s Mở nhận hồ sơ để đơn vị gửi đề nghị khen thưởng.") % {"when": when}
        return _with_step(said, following)
    if movement.state == "collecting":
        return _collecting(reader, movement.pk, page.dossier_counts[0], when)
    if movement.state == "under_revision":
        said = _(
            "Đang tạm dừng để điều chỉnh kế hoạch. Chạy tiếp khi Chủ tịch UBND đã quyết định sửa đổi hay giữ nguyên."
        )
        return _with_step(said, following) if Role.CLERK in reader.roles else Lead(said)
    return _award_round(page, reader, when) or Lead(
        _("Phong trào đang chạy. %(when)s Chưa có việc gì cần anh/chị làm ở đây.") % {"when": when}
    )


def _award_round(page: Page, reader: Reader, when: str) -> Lead | None:
    """From the meeting on; None for who has no part in it."""
    movement = page.movement
    if movement.state == "reviewing" and reader.can(Permission.READ_MEETINGS):
        said = _("Đang xét %(n)s hồ sơ. %(when)s Hội đồng họp, kiểm phiếu và ký biên bản rồi mới khen thưởng.")
        said = said % {"n": page.dossier_counts[0], "when": when}
        return Lead(said, _("Mở cuộc họp xét"), reverse("councils:list", args=[movement.pk]))
    if not reader.can(Permission.READ_DECISIONS):
        return None
    decisions = reverse("decisions:list", args=[movement.pk])
    if movement.state == "awarding":
        said = _("Đã họp xét. %(when)s Trình ký quyết định, cho số, in giấy khen rồi trao.") % {"when": when}
        return Lead(said, _("Mở quyết định, giấy khen"), decisions)
    if movement.state in ("summed_up", "closed_early", "archived"):
        said = _("Phong trào đã kết thúc. Kết quả và văn bản còn đủ ở đây.")
        return Lead(said, _("Xem kết quả khen thưởng"), decisions)
    return None


def _collecting(reader: Reader, movement_pk: int, waiting: int, when: str) -> Lead:
    dossiers = reverse("nominations:list", args=[movement_pk])
    if Role.CLERK in reader.roles:
        if waiting:
            said = _("Đang nhận hồ sơ: %(n)s hồ sơ chờ kiểm tra và xét. %(when)s") % {"n": waiting, "when": when}
            return Lead(said, _("Kiểm tra hồ sơ"), dossiers)
        return Lead(
            _("Đang nhận hồ sơ, chưa đơn vị nào gửi. %(when)s") % {"when": when}, _("Xem hồ sơ đề nghị"), dossiers
        )
    if reader.can(Permission.WRITE_DOSSIERS):
        said = _("Đang nhận hồ sơ đề nghị khen thưởng. %(when)s") % {"when": when}
        return Lead(said, _("Lập hồ sơ đề nghị"), dossiers)
    said = _("Đang nhận hồ sơ: %(n)s hồ sơ chờ xét. %(when)s") % {"n": waiting, "when": when}
    return Lead(said, _("Xem hồ sơ đề nghị"), dossiers) if reader.can(Permission.READ_DOSSIERS) else Lead(said)


def _with_step(sentence: str, following: Step | None) -> Lead:
    return Lead(sentence, step=following.offer if following else None)


def _when(page: Page) -> str:
    """The nearest limit in one clause; its exact meaning stands in the list of limits."""
    ahead = [limit for limit in page.limits if limit.days is not None and limit.days >= 0]
    if page.limits and all(limit.days is None for limit in page.limits):
        return _("Kế hoạch có nêu hạn nhưng không nêu ngày cụ thể.")
    if not ahead:
        return _("Kế hoạch không còn hạn nào phía trước.") if page.limits else _("Kế hoạch không nêu hạn nào.")
    nearest = min(ahead, key=lambda limit: limit.days or 0)
    what = nearest.act[:1].lower() + nearest.act[1:]
    return _("Hạn gần nhất %(distance)s: %(what)s.") % {"what": what, "distance": distance(nearest.days)}


def distance(days: int | None) -> str:
    if days is None:
        return _("chưa có ngày")
    if days < 0:
        return _("đã qua %s ngày") % -days
    return _("còn %s ngày") % days if days else _("ngay hôm nay")


def notices(page: Page) -> list[Notice]:
    """What is near, late or needs a look: at most one of each kind."""
    found: list[Notice] = []
    if page.movement.state in LIVE:
        if (late := _late(page)) is not None:
            found.append(late)
        near = [limit for limit in page.limits if limit.tone == "risk"]
        if near:
            first = min(near, key=lambda limit: limit.days or 0)
            found.append(Notice("risk", _capital(f"{distance(first.days)}: {first.act}."), _meaning(first)))
    if until := page.movement.late_filing_until:
        found.append(Notice("info", _("Chủ tịch UBND cho nhận hồ sơ đến hết %s.") % f"{until:%d/%m/%Y}",
                            _("Hạn trong kế hoạch vẫn ghi như cũ.")))  # fmt: skip
    if (changed := _changed(page)) is not None:
        found.append(changed)
    return found


def _changed(page: Page) -> Notice | None:
    """What ended in mid-movement in one calm notice; each matter is settled in the card of adjustments."""
    waiting = [matter for matter in page.adjustments if matter.open]
    if page.movement.state not in LIVE or not waiting:
        return None
    title = _("Nên xem lại kế hoạch: %(n)s việc điều chỉnh ở dưới.") % {"n": len(waiting)}
    # Which ones stands in that card, with the day and the reason of each: said once.
    return Notice("info", title, _("Không phải lỗi của người soạn; việc của xã vẫn làm bình thường."))


def _late(page: Page) -> Notice | None:
    """Dossiers overdue first, else the newest limit that has passed while the movement is still open."""
    days = page.filing_days
    if days is not None and days < 0 and page.movement.state in ("running", "collecting"):
        what = page.filing.what if page.filing else ""
        return Notice("late", _("Hạn nộp hồ sơ đã qua %s ngày.") % -days,
                      _("%s. Nhận tiếp thì Chủ tịch UBND gia hạn ở cuối trang.") % what)  # fmt: skip
    passed: list[Limit] = [
        limit
        for limit in page.limits
        if (limit.days or 0) < 0 and limit.deadline.pk != getattr(page.filing, "pk", None)
    ]
    if not passed:
        return None
    newest = max(passed, key=lambda limit: limit.days or 0)
    title = _("Đã qua hạn %(n)s ngày: %(what)s.") % {"n": -(newest.days or 0), "what": newest.act}
    return Notice("risk", title, _meaning(newest))


def _meaning(limit: Limit) -> str:
    """The exact meaning of a limit, and who acts where the plan says it first."""
    told = f"{_capital(limit.meaning)}."
    return f"{told} {limit.actor}." if limit.actor else told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
