"""Who is reading: the signed-in person in one locality on one day, and what that lets them see and do.

Every page declares its permission with `page(...)`; a consistency test walks all URLs and fails on one without. Every
model that belongs to a locality gets its rows through `reader.scope(...)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from chungtay.accounts.roles import GRANTS, Permission, Role, holders
from chungtay.kit.errors import Forbidden
from chungtay.kit.models import valid_on
from chungtay.localities.models import Appointment, Locality, Person

if TYPE_CHECKING:
    from chungtay.accounts.models import User

Row = TypeVar("Row", bound=models.Model)
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Reader:
    """One person at work in one locality. Satisfies audit's `Actor`."""

    actor_id: str
    name: str
    roles: frozenset[Role]
    locality: Locality
    user: User | None = None
    unit_ids: frozenset[int] = frozenset()
    on: dt.date | None = None
    _cache: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def role_codes(self) -> list[str]:
        return sorted(role.value for role in self.roles)

    @property
    def address(self) -> str:
        return self.user.address if self.user else "anh/chị"

    @property
    def person_id(self) -> int | None:
        if "person" not in self._cache:
            found = Person.objects.filter(user=self.user).values_list("pk", flat=True).first() if self.user else None
            self._cache["person"] = found
        person: int | None = self._cache["person"]
        return person

    @property
    def locality_ids(self) -> list[int]:
        """The locality itself; for an overseer also everything below it."""
        if "localities" not in self._cache:
            found = [self.locality.pk]
            level = found if Role.OVERSEER in self.roles else []
            while level:
                level = list(_below(level, self.on).values_list("pk", flat=True))
                found = [*found, *level]
            self._cache["localities"] = found
        localities: list[int] = self._cache["localities"]
        return localities

    @property
    def sees_codes(self) -> bool:
        """Whether numbers of rules help (R-44): to who audits; everybody else reads the rule's words and article."""
        return self.can(Permission.READ_AUDIT)

    def can(self, permission: Permission) -> bool:
        return bool(self.roles & GRANTS[permission])

    def scope(self, rows: type[Row] | models.QuerySet[Row], path: str = "locality") -> models.QuerySet[Row]:
        """Only the rows of the localities that this person may see."""
        queryset = rows if isinstance(rows, models.QuerySet) else rows._default_manager.all()
        return queryset.filter(**{f"{path}__in": self.locality_ids})

    def get(self, rows: type[Row] | models.QuerySet[Row], path: str = "locality", **where: Any) -> Row:
        """One row in scope; a row of another locality does not exist for this person."""
        row = self.scope(rows, path).filter(**where).first()
        if row is None:
            raise Http404(_("Không có mục này ở địa phương của anh/chị."))
        return row

    def must(self, permission: Permission) -> None:
        """Raises `Forbidden` naming who may."""
        if not self.can(permission):
            raise Forbidden(forbidden_sentence(permission))


def _below(bodies: list[int], on: dt.date | None) -> models.QuerySet[Locality]:
    """Directly under one of these on a day; who ended while under it stays in sight, who moved away does not."""
    present = models.Q(parent__in=bodies)
    if on is None:
        return Locality.objects.filter(present)
    begun = models.Q(parent_from=None) | models.Q(parent_from__lte=on)
    still = valid_on(on, "past__") & models.Q(past__parent__in=bodies)
    return Locality.objects.filter(present & begun | still).distinct()


def forbidden_sentence(permission: Permission) -> str:
    who = ", ".join(str(role.label) for role in holders(permission))
    return _("Việc này dành cho: %(who)s. Nhờ người có vai trò đó, hoặc hỏi quản trị để được phân công.") % {"who": who}


def system_reader(locality: Locality, name: str = "Hệ thống") -> Reader:
    """The machine itself (jobs, loaders); it holds no role."""
    return Reader(actor_id="", name=name, roles=frozenset(), locality=locality)


def reader_for(user: User, *, on: dt.date, locality_id: int | None = None) -> Reader | None:
    """The person in the asked locality, else in the first one where they have a role today; None without any."""
    appointments = list(
        Appointment.objects.filter(valid_on(on), user=user)
        .select_related("locality__parent__parent__parent")
        .order_by("locality__name", "pk")
    )
    if not appointments:
        return None
    ids = {a.locality_id for a in appointments}
    chosen = locality_id if locality_id in ids else appointments[0].locality_id
    mine = [a for a in appointments if a.locality_id == chosen]
    return Reader(
        actor_id=str(user.pk),
        name=user.full_name,
        roles=frozenset(Role(a.role) for a in mine),
        locality=mine[0].locality,
        user=user,
        unit_ids=frozenset(a.unit_id for a in mine if a.unit_id),
        on=on,
    )


class ReaderRequest(HttpRequest):
    """A request after `page`: somebody is signed in and has a role here."""

    reader: Reader


def page(permission: Permission, *, with_given_password: bool = False) -> Callable[[View], View]:
    """Declares what a page needs. Anonymous readers go to sign in; others get 403 with who may.

    Who signed in with a password that somebody else gave changes it first; only a page `with_given_password` opens.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            reader: Reader | None = getattr(request, "reader", None)
            if reader is None:
                if request.user.is_authenticated:
                    raise Forbidden(_("Tài khoản của anh/chị chưa được phân công ở địa phương nào. Báo quản trị."))
                return _sign_in_first(request)
            if reader.user is not None and reader.user.must_change_password and not with_given_password:
                return _own_password_first(request)
            reader.must(permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def _sign_in_first(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page and back to where the person was: the address of a form is no place to return to."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    messages.warning(
        request,
        _("Phiên làm việc đã hết, lần gửi vừa rồi chưa được ghi. Đăng nhập lại; nội dung đã nhập điền lại được."),
    )
    return _whole_page(request, redirect_to_login(_stood(request)))


def _own_password_first(request: HttpRequest) -> HttpResponseBase:
    """To one's own password and, once it is changed, back to where the person was going."""
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else _stood(request)
    return _whole_page(request, redirect_to_login(wanted, reverse("localities:password")))


def _stood(request: HttpRequest) -> str:
    """The page of this site on which a form was sent, as far as the browser tells."""
    stood = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "/")
    home = stood.netloc in ("", request.get_host())
    return f"{stood.path or '/'}{'?' + stood.query if stood.query else ''}" if home else "/"


def _whole_page(request: HttpRequest, answer: HttpResponseRedirect) -> HttpResponseBase:
    if "HX-Request" in request.headers:  # htmx would put the other page into a corner of this one
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer


def public_page(view: View) -> View:
    """Declares a page that anyone may open."""
    view.permission = None  # type: ignore[attr-defined]
    return view


__all__ = ["Reader", "ReaderRequest", "page", "public_page", "reader_for", "system_reader"]
