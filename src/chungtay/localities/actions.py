"""Localities, people, units and roles: added, corrected and ended, never deleted.

What was true then must stay readable (R-10, R-124).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.audit.actions import Actor, record
from chungtay.kit.errors import UserError
from chungtay.kit.models import valid_on
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.console import Console
from chungtay.localities.models import Appointment, Locality, PastBelonging, Person, Unit

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def open_locality(
    *,
    code: str,
    kind: str,
    name: str,
    valid_from: dt.date,
    by: Actor,
    at: dt.datetime,
    province_code: str = "",
    parent: Locality | None = None,
) -> Locality:
    """An administrative unit that begins to work with the program. `province_code`: two digits, or "" if not stated.

    Raises `UserError` when the code is taken or a value is not one that the table allows.
    """
    locality = Locality(
        code=code, kind=kind, name=" ".join(name.split()), valid_from=valid_from, province_code=province_code,
        parent=parent,
    )  # fmt: skip
    try:
        locality.full_clean()
    except ValidationError as error:
        raise UserError(_("Chưa lập được địa phương."), details=error.messages) from error
    locality.save()
    after = {"kind": kind, "name": locality.name, "province_code": province_code, "valid_from": valid_from}
    record("locality.opened", by=by, at=at, scope=code, subject=locality, after=after)
    return locality


@transaction.atomic
def place_under(
    *, locality: Locality, parent: Locality | None, first_day: dt.date, by: Actor, at: dt.datetime
) -> Locality:
    """A locality comes under another superior from a day on (None: under nobody); the one before stays on record.

    Raises `UserError` when it stands there already, the day is not after the last change, or the bodies would stand
    under each other.
    """
    locked = Locality.objects.select_for_update(of=("self",)).select_related("parent").get(pk=locality.pk)
    if locked.parent_id == (parent.pk if parent else None):
        raise UserError(_("%(place)s đang thuộc đúng cấp trên này.") % {"place": locked})
    since = locked.parent_from or locked.valid_from
    if first_day <= since:
        raise UserError(_("Ngày chuyển phải sau ngày %(day)s.") % {"day": f"{since:%d/%m/%Y}"})
    above = parent
    while above is not None:
        if above.pk == locked.pk:
            raise UserError(_("%(place)s không thể thuộc cấp dưới của mình.") % {"place": locked})
        above = above.parent
    if parent is not None and not parent.is_valid_on(first_day):
        raise UserError(_("%(place)s không hoạt động vào ngày chuyển. Xem lại ngày.") % {"place": parent})
    if locked.parent is not None:
        PastBelonging.objects.create(locality=locked, parent=locked.parent, valid_from=since, valid_to=first_day)
    before = {"parent": str(locked.parent or "")}
    locked.parent, locked.parent_from = parent, first_day
    body = parent
    while body is not None and not body.province_code:
        body = body.parent
    locked.province_code = body.province_code if body else locked.province_code
    locked.save(update_fields=["parent", "parent_from", "province_code"])
    after = {"parent": str(parent or ""), "first_day": first_day, "province_code": locked.province_code}
    record("locality.moved", by=by, at=at, scope=locked.code, subject=locked, before=before, after=after)
    return locked


@transaction.atomic
def end_locality(
    *, locality: Locality, last_day: dt.date, by: Actor, at: dt.datetime, into: Locality | None = None
) -> Locality:
    """A body ends after a last day, merged `into` another if named; what stood under it stands under nobody then.

    Raises `UserError` when it has ended already or the day is before its first.
    """
    locked = Locality.objects.select_for_update().get(pk=locality.pk)
    _end(locked, last_day)
    if into is not None:
        into.predecessors.add(locked)
    after = {"last_day": last_day, "into": str(into or "")}
    record("locality.ended", by=by, at=at, scope=locked.code, subject=locked, after=after)
    return locked


@transaction.atomic
def open_account(
    *, username: str, full_name: str, password: str, locality: Locality, by: Actor, at: dt.datetime,
    person: Person | None = None,
) -> User:  # fmt: skip
    """An account that may sign in; `person`: who of the locality's people it belongs to, so that own cases are known.

    Its first password is known to who opens it: the owner changes it before anything else. Raises `UserError` when the
    name to sign in with is taken, also by somebody a moment earlier, or the person has an account.
    """
    username = username.strip().lower()
    try:
        with transaction.atomic():  # a name taken in the same moment is refused by the table, and said like any other
            account = User.objects.create_user(
                username, password, full_name=" ".join(full_name.split()), must_change_password=True
            )
    except IntegrityError as error:
        raise UserError(
            _("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác.") % {"name": username}, field="username"
        ) from error
    after = {"username": username, "full_name": account.full_name}
    record("account.opened", by=by, at=at, scope=locality.code, subject=account, after=after)
    if person is not None:
        link_account(user=account, person=person, by=by, at=at)
    return account


@transaction.atomic
def link_account(*, user: User, person: Person, by: Actor, at: dt.datetime) -> Person:
    """Says whose account it is. Raises `UserError` when one of the two belongs to another already."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.user_id not in (None, user.pk) or Person.objects.filter(user=user).exclude(pk=locked.pk).exists():
        raise UserError(
            _("Người này hoặc tài khoản này đã gắn với nhau từ trước theo cách khác. Xem lại danh sách."),
            field="person",
        )
    locked.user = user
    locked.save(update_fields=["user"])
    after = {"account": user.username}
    record("account.linked", by=by, at=at, scope=locked.locality.code, subject=locked, after=after)
    return locked


@transaction.atomic
def reset_password(*, user: User, locality: Locality, password: str, by: Actor, at: dt.datetime) -> None:
    """A new password given by the administrator; whoever is signed in with the old one is signed out.

    One commune does not open another's doors: the account must hold a role here that has not ended, and none elsewhere
    that holds today or begins later. A role that ended elsewhere gives that place no say and takes none from this one.
    Raises `UserError` otherwise.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    lasting = Appointment.objects.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=at.date()), user=locked)
    if locked.is_superuser or lasting.exclude(locality=locality).exists():
        raise UserError(
            _("Tài khoản này còn dùng ở nơi khác. Người quản trị máy chủ đặt lại mật khẩu cho tài khoản này.")
        )
    if not lasting.exists():
        raise UserError(_("Tài khoản này không còn vai nào ở đây. Giao vai trước, rồi đặt lại mật khẩu."))
    _give_password(locked, password)
    record("account.password_reset", by=by, at=at, scope=locality.code, subject=locked)


@transaction.atomic
def reset_any_password(*, user: User, password: str, by: Console, at: dt.datetime) -> None:
    """The same from the server's own console, for any account; told in the log of every place where it has a role."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    _give_password(locked, password)
    places = sorted(set(locked.appointments.values_list("locality__code", flat=True)))
    for scope in places or [""]:
        record("account.password_reset", by=by, at=at, scope=scope, subject=locked)


def _give_password(user: User, password: str) -> None:
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])


@transaction.atomic
def change_password(*, user: User, locality: Locality, password: str, by: Actor, at: dt.datetime) -> None:
    """A new password chosen by its owner, who has shown the old one."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("account.password_changed", by=by, at=at, scope=locality.code, subject=user)


@transaction.atomic
def appoint(
    *, user: User, locality: Locality, role: Role, valid_from: dt.date, by: Actor, at: dt.datetime,
    unit: Unit | None = None,
) -> Appointment:  # fmt: skip
    """Gives an account a role in a locality from a day on. Raises `UserError` when it holds that role there already."""
    _own_unit(locality, unit)
    if Appointment.objects.filter(valid_on(valid_from), user=user, locality=locality, role=role).exists():
        raise UserError(
            _("%(who)s đã có vai “%(role)s” ở %(place)s.") % {"who": user, "role": role.label, "place": locality}
        )
    given = Appointment.objects.create(user=user, locality=locality, role=role, unit=unit, valid_from=valid_from)
    after = {"account": user.username, "role": role.value, "unit": str(unit or ""), "valid_from": valid_from}
    record("locality.appointed", by=by, at=at, scope=locality.code, subject=given, after=after)
    return given


@transaction.atomic
def end_appointment(*, appointment: Appointment, last_day: dt.date, by: Actor, at: dt.datetime) -> Appointment:
    """Takes a role back after a last day. Raises `UserError` for one that has ended or a day before its first.

    Nobody ends their own role of administrator: the locality would have nobody to give it back.
    """
    locked = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if locked.role == Role.ADMINISTRATOR and str(locked.user_id) == by.actor_id:
        raise UserError(_("Anh/chị không tự thôi vai quản trị của mình được. Nhờ một quản trị khác."), field="last_day")
    _end(locked, last_day)
    scope = locked.locality.code
    record("locality.appointment_ended", by=by, at=at, scope=scope, subject=locked, after={"last_day": last_day})
    return locked


@transaction.atomic
def add_unit(*, locality: Locality, name: str, kind: str, valid_from: dt.date, by: Reader, at: dt.datetime) -> Unit:
    """A collective that may be nominated. Raises `UserError` when one of that name is already at work."""
    name = " ".join(name.split())
    at_work = Unit.objects.filter(valid_on(valid_from), locality=locality)
    if fold(name) in {fold(unit.name) for unit in at_work}:
        raise UserError(
            _("Đã có đơn vị “%(name)s”. Dùng đơn vị đang có, hoặc ghi tên khác.") % {"name": name}, field="name"
        )
    unit = Unit.objects.create(locality=locality, name=name, kind=kind, valid_from=valid_from)
    after = {"name": name, "kind": kind, "valid_from": valid_from}
    record("locality.unit_added", by=by, at=at, scope=locality.code, subject=unit, after=after)
    return unit


@transaction.atomic
def add_person(
    *,
    locality: Locality,
    full_name: str,
    valid_from: dt.date,
    by: Reader,
    at: dt.datetime,
    unit: Unit | None = None,
    title: str = "",
    gender: str = "",
    category: str = Person.Category.OFFICIAL,
) -> Person:
    """Somebody who may be nominated or sit in a meeting. People share names: only an equal title is refused."""
    full_name = " ".join(full_name.split())
    _own_unit(locality, unit)
    same = Person.objects.filter(valid_on(valid_from), locality=locality, folded_name=fold(full_name), unit=unit)
    if any(fold(other.title) == fold(title) for other in same):
        raise UserError(
            _("Đã có “%(name)s” cùng đơn vị, cùng chức danh. Nếu là người khác, ghi thêm vào chức danh để phân biệt.")
            % {"name": full_name},
            field="full_name",
        )
    person = Person.objects.create(
        locality=locality, full_name=full_name, unit=unit, title=title.strip(), gender=gender, category=category,
        valid_from=valid_from,
    )  # fmt: skip
    record("locality.person_added", by=by, at=at, scope=locality.code, subject=person, after=_told(person))
    return person


@transaction.atomic
def correct_person(
    *,
    person: Person,
    full_name: str,
    unit: Unit | None,
    title: str,
    gender: str,
    category: str,
    by: Reader,
    at: dt.datetime,
) -> Person:
    """Mends what was written wrongly or has changed; papers that were issued keep the words they had."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    _own_unit(locked.locality, unit)
    before = _told(locked)
    locked.full_name, locked.unit, locked.title = " ".join(full_name.split()), unit, title.strip()
    locked.gender, locked.category = gender, category
    after = _told(locked)
    if after != before:
        locked.save(update_fields=["full_name", "folded_name", "unit", "title", "gender", "category"])
        record(
            "locality.person_corrected", by=by, at=at, scope=locked.locality.code, subject=locked,
            before=before, after=after,
        )  # fmt: skip
    return locked


@transaction.atomic
def end_unit(*, unit: Unit, last_day: dt.date, by: Reader, at: dt.datetime) -> Unit:
    """Closes a unit after its last day at work; its papers and history stay."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    staying = Person.objects.filter(valid_on(last_day + ONE_DAY), unit=locked).count()
    if staying:
        raise UserError(
            _("Còn %(count)s người thuộc đơn vị này. Chuyển họ sang đơn vị khác, hoặc ghi họ thôi làm trước.")
            % {"count": staying},
            field="last_day",
        )
    _end(locked, last_day)
    record(
        "locality.unit_ended", by=by, at=at, scope=locked.locality.code, subject=locked, after={"last_day": last_day}
    )
    return locked


@transaction.atomic
def end_person(*, person: Person, last_day: dt.date, by: Reader, at: dt.datetime) -> Person:
    """Records that somebody left; they cannot be nominated afterwards, what they did stays."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    _end(locked, last_day)
    record(
        "locality.person_ended", by=by, at=at, scope=locked.locality.code, subject=locked, after={"last_day": last_day}
    )
    return locked


def _end(row: Locality | Unit | Person | Appointment, last_day: dt.date) -> None:
    if row.valid_to is not None:
        raise UserError(_("“%(name)s” đã được ghi kết thúc trước đó. Tải lại trang.") % {"name": row}, field="last_day")
    if last_day < row.valid_from:
        raise UserError(
            _("Ngày cuối không thể trước ngày bắt đầu %(day)s. Xem lại ngày.") % {"day": f"{row.valid_from:%d/%m/%Y}"},
            field="last_day",
        )
    row.valid_to = last_day + ONE_DAY
    row.save(update_fields=["valid_to"])


def _own_unit(locality: Locality, unit: Unit | None) -> None:
    if unit is not None and unit.locality_id != locality.pk:
        raise UserError(
            _("Đơn vị này thuộc địa phương khác. Chọn đơn vị của %(place)s.") % {"place": locality}, field="unit"
        )


def _told(person: Person) -> dict[str, Any]:
    return {
        "full_name": person.full_name, "unit": str(person.unit or ""), "title": person.title,
        "gender": person.gender, "category": person.category,
    }  # fmt: skip
