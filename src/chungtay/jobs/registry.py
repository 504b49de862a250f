"""The kinds of work there are. Each room registers its own in `<room>/jobs.py`, which is loaded at start-up.

@job("certificates", doing=_("Đang soạn %(done)s/%(total)s giấy khen"))
def draft_certificates(work: Progress, *, decision: int) -> dict[str, Any]:
    awards = list(Award.objects.filter(decision=decision).order_by("pk"))
    for number, award in enumerate(awards[work.done:], start=work.done + 1):
        with work.saving(number, len(awards)):
            write_certificate(award)
    return {"url": reverse("decisions:show", args=[decision])}
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.functional import Promise

if TYPE_CHECKING:
    from chungtay.jobs.progress import Progress  # noqa: F401

Work = Callable[..., dict[str, Any]]
Registered = TypeVar("Registered", bound=Work)


@dataclass(frozen=True)
class Kind:
    """One registered kind: its function, and the sentence that tells its progress (with %(done)s and %(total)s)."""

    name: str
    work: Work
    doing: str | Promise = ""


_kinds: dict[str, Kind] = {}


def job(name: str, *, doing: str | Promise = "") -> Callable[[Registered], Registered]:
    """Registers `work(progress, **arguments) -> result` under a name.

    The function may be begun again after a crash and must then end in the same state (idempotent). A result may hold
    `url` (address inside this site) and `label` (words of the link); everything in it must be JSON.
    Raises ValueError when another function holds the name.
    """

    def register(work: Registered) -> Registered:
        held = _kinds.get(name)
        where = (work.__module__, work.__qualname__)
        if held and (held.work.__module__, held.work.__qualname__) != where:
            raise ValueError(f"job kind {name!r} is already {held.work.__module__}.{held.work.__qualname__}")
        _kinds[name] = Kind(name, work, doing)
        return work

    return register


def find_kind(name: str) -> Kind | None:
    """The kind of that name; None when this program does not know it."""
    return _kinds.get(name)
