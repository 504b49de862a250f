"""The left navigation: my work, the spine of the movement in hand, and the shared registers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.accounts.roles import Permission
from chungtay.kit.clock import today
from chungtay.localities.access import Reader
from chungtay.movements.models import Movement
from chungtay.nominations.queries import WAITING
from chungtay.web.guide import section_of


@dataclass(frozen=True)
class Step:
    label: str
    url: str
    state: str  # done | now | later
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class Spine:
    title: str
    steps: list[Step]


@dataclass(frozen=True)
class Shared:
    label: str
    url: str
    icon: str
    current: str  # "page" here, "true" on a page under it, "" elsewhere


# How far a movement in each state has come: the number of finished steps of the spine, and of those under way.
_PROGRESS = {
    "preparing": (0, 1), "running": (1, 1), "collecting": (1, 2), "reviewing": (3, 1), "awarding": (4, 1),
    "summed_up": (5, 0), "under_revision": (0, 1), "closed_early": (5, 0), "archived": (5, 0),
}  # fmt: skip


class Navigation:
    """Reads lazily: a page without a frame asks nothing."""

    def __init__(self, request: HttpRequest, reader: Reader) -> None:
        self.request, self.reader = request, reader

    @cached_property
    def today_count(self) -> int:
        known = getattr(self.request, "today_count", None)
        return int(known or 0)

    @cached_property
    def movement(self) -> Spine | None:
        movement: Movement | None = getattr(self.request, "movement", None)
        if movement is None or not self.reader.can(Permission.READ_MOVEMENTS):
            return None
        done, now = _PROGRESS[movement.state]
        steps = []
        for i, label, url, count in self._rooms(movement):
            state = "done" if i < done else "now" if i < done + now else "later"
            steps.append(Step(label, url, state, count, self._is_here(url)))
        return Spine(movement.name, steps)

    def _rooms(self, movement: Movement) -> list[tuple[int, str, str, int]]:
        """Place in the lifecycle (also for who does not see every room), label, address, open work."""
        rooms = [
            (0, _("Kế hoạch"), reverse("plans:detail", args=[movement.plan_id]), 0),
            (1, _("Theo dõi"), reverse("movements:detail", args=[movement.pk]), 0),
            (1, _("Tiến độ"), reverse("progress:board", args=[movement.pk]), 0),
        ]
        if self.reader.can(Permission.READ_INITIATIVES):
            rooms.append((1, _("Sáng kiến"), reverse("initiatives:list", args=[movement.pk]), 0))
        if self.reader.can(Permission.READ_DOSSIERS):
            waiting = movement.nominations.filter(state__in=WAITING).count()
            rooms.append((2, _("Hồ sơ đề nghị"), reverse("nominations:list", args=[movement.pk]), waiting))
        if self.reader.can(Permission.READ_MEETINGS):
            rooms.append((3, _("Họp xét"), reverse("councils:list", args=[movement.pk]), 0))
        rooms.append((4, _("Quyết định, giấy khen"), reverse("decisions:list", args=[movement.pk]), 0))
        if self.reader.can(Permission.READ_DOCUMENTS):
            # papers accompany every step: under way from the launch to the end, like the tracking
            rooms.append((1, _("Giấy tờ"), reverse("paperwork:list", args=[movement.pk]), 0))
        return rooms

    def _is_here(self, url: str) -> bool:
        return self.request.path == url or getattr(self.request, "spine_url", None) == url

    @cached_property
    def account(self) -> list[Shared]:
        """What stands under the person's own name."""
        url = reverse("localities:password")
        own = Shared(_("Đổi mật khẩu"), url, "lock", "page" if self.request.path == url else "")
        return [Shared(_("Hướng dẫn"), self.guide.url, "book", ""), own]

    @cached_property
    def guide(self) -> Shared:
        """The user guide, at the section of this page."""
        match, url = self.request.resolver_match, reverse("web:guide")
        section = section_of(match.view_name) if match and self.request.path != url else None
        if section is None:
            return Shared(_("Hướng dẫn"), url, "book", "page" if self.request.path == url else "")
        label = _("Hướng dẫn, mục %(number)s: %(title)s") % {"number": section.number, "title": section.title}
        return Shared(label, f"{url}#{section.anchor}", "book", "")

    @cached_property
    def shared(self) -> list[Shared]:
        wanted: list[tuple[Permission, str, str, str]] = [
            (Permission.READ_MOVEMENTS, _("Các phong trào"), reverse("movements:list"), "chart"),
            (Permission.READ_PLANS, _("Các kế hoạch"), reverse("plans:list"), "doc"),
            (Permission.READ_DECISIONS, _("Sổ khen thưởng"), reverse("decisions:register"), "book"),
            (Permission.READ_DOCUMENTS, _("Văn bản"), reverse("documents:list"), "copy"),
            (Permission.KEEP_STATIONERY, _("Mẫu riêng của xã"), reverse("stationery:list"), "print"),
            (Permission.READ_MOVEMENTS, _("Người và đơn vị"), reverse("localities:people"), "people"),
            (Permission.READ_RECORDS, _("Sổ theo dõi"), reverse("records:list"), "list"),
            (Permission.READ_LAW, _("Căn cứ pháp lý"), reverse("rulebook:list"), "book"),
            (Permission.KEEP_ACCOUNTS, _("Tài khoản"), reverse("localities:accounts"), "lock"),
            (Permission.READ_AUDIT, _("Nhật ký"), reverse("web:audit"), "shield"),
        ]
        return [Shared(label, url, icon, self._place(url)) for p, label, url, icon in wanted if self.reader.can(p)]

    def _place(self, url: str) -> str:
        path = self.request.path
        if path == url:
            return "page"
        return "true" if self.movement is None and path.startswith(url) else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame around every page."""
    reader: Reader | None = getattr(request, "reader", None)
    return {
        "reader": reader,
        "nav": Navigation(request, reader) if reader else None,
        "today": today(),
        "demo_day": getattr(settings, "CHUNGTAY_TODAY", None),
    }
