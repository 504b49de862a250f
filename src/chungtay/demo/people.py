"""Sample people of the demonstration: plainly sample names, never those of the officials in the real plans."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from chungtay.accounts.models import User
from chungtay.accounts.roles import Role
from chungtay.localities.models import Appointment, Locality, Person, Unit

PASSWORD = "chungtay-mau-2025"  # noqa: S105 - of the demonstration only; the loader refuses production
SINCE = dt.date(2021, 1, 1)


@dataclass(frozen=True)
class Place:
    """One of the five localities with the units that its plan names or implies."""

    plan: str
    code: str
    kind: str
    name: str
    login: str
    units: tuple[tuple[str, str], ...]
    parent: tuple[str, str, str] | None = None
    # Only what a plan states and law/provinces knows: plans 000 and 001 name no province.
    province_code: str = ""


_OFFICE, _VILLAGE, _UNION, _SERVICE = (
    Unit.Kind.OFFICE,
    Unit.Kind.VILLAGE,
    Unit.Kind.UNION,
    Unit.Kind.SERVICE,
)

PLACES = (
    Place("000", "kim-phuong", "xã", "Kim Phượng", "kimphuong", (
        ("Bộ phận Văn phòng - thống kê", _OFFICE), ("Bộ phận Văn hóa - xã hội", _OFFICE),
        ("Bộ phận Tư pháp - hộ tịch", _OFFICE), ("Ủy ban MTTQ xã", _UNION), ("Xóm mẫu 01", _VILLAGE))),
    Place("001", "tien-thanh", "phường", "Tiến Thành", "tienthanh", (
        ("Bộ phận “Một cửa” phường", _OFFICE), ("Khối Văn phòng", _OFFICE), ("Đài truyền thanh phường", _SERVICE),
        ("Khu phố mẫu 01", _VILLAGE))),
    Place("002", "tung-anh", "xã", "Tùng Anh", "tunganh", (
        ("Văn phòng thống kê", _OFFICE), ("Đài truyền thanh xã", _SERVICE), ("Thôn mẫu 01", _VILLAGE),
        ("Thôn mẫu 02", _VILLAGE)), ("ha-tinh", "tỉnh", "Hà Tĩnh"), "42"),
    Place("003", "duong-quy", "xã", "Dương Quỳ", "duongquy", (
        ("Văn phòng UBND xã", _OFFICE), ("Trường mẫu 01", _SERVICE), ("Thôn mẫu 01", _VILLAGE)),
        ("lao-cai", "tỉnh", "Lào Cai")),
    Place("004", "hong-van", "xã", "Hồng Vân", "hongvan", (
        ("Phòng Văn hóa – Xã hội", _OFFICE), ("Văn phòng HĐND và UBND xã", _OFFICE), ("Phòng Kinh tế", _OFFICE),
        ("Trung tâm Phục vụ hành chính công xã", _SERVICE), ("Ủy ban MTTQ Việt Nam xã", _UNION),
        ("Thôn mẫu 01", _VILLAGE), ("Thôn mẫu 02", _VILLAGE), ("Thôn mẫu 03", _VILLAGE)),
        ("ha-noi", "thành phố", "Hà Nội"), "01"),
)  # fmt: skip

# Who signs in: login word, roles, title. One person, one account; the first unit is the standing unit's.
_STAFF: tuple[tuple[str, tuple[Role, ...], str, str], ...] = (
    ("canbo", (Role.CLERK,), "Công chức phụ trách thi đua, khen thưởng", "nữ"),
    ("chutich", (Role.CHAIR, Role.COUNCIL_MEMBER), "Chủ tịch UBND", "nam"),
    ("thuky", (Role.COUNCIL_SECRETARY,), "Công chức Tư pháp, thư ký Hội đồng", "nữ"),
    ("vanthu", (Role.REGISTRAR,), "Văn thư", "nữ"),
    ("donvi", (Role.UNIT_HEAD,), "Trưởng bộ phận", "nam"),
    ("nhanvien", (Role.STAFF,), "Công chức Văn hóa - xã hội", "nữ"),
)
_OTHERS = 18  # people without an account: the first are candidates, the last sit on the council


def refuse_production() -> None:
    """Sample people and a published password have no place in a real office."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Dữ liệu trình diễn không nạp được ở chế độ production.")


def load_place(place: Place) -> Locality:
    """The locality with its units, sample people and accounts; nothing is touched when it is already there."""
    refuse_production()
    found = Locality.objects.filter(code=place.code).first()
    if found:
        return found
    parent = None
    if place.parent:
        code, kind, name = place.parent
        parent, _made = Locality.objects.get_or_create(
            code=code,
            defaults={"kind": kind, "name": name, "valid_from": SINCE, "province_code": place.province_code},
        )
        _account(f"captren.{code.replace('-', '')}", "Cán bộ cấp trên mẫu", [Role.OVERSEER], parent, None)
    locality = Locality.objects.create(
        code=place.code, kind=place.kind, name=place.name, parent=parent, valid_from=SINCE,
        province_code=place.province_code,
    )  # fmt: skip
    units = [
        Unit.objects.create(locality=locality, name=name, kind=kind, valid_from=SINCE) for name, kind in place.units
    ]
    for i, (login, roles, title, gender) in enumerate(_STAFF, start=1):
        unit = units[(i - 1) % len(units)]
        user = _account(f"{login}.{place.login}", f"Cán bộ mẫu {i:02}", list(roles), locality, unit)
        _person(locality, unit, f"Cán bộ mẫu {i:02}", title, gender, user)
    _account(f"quantri.{place.login}", "Quản trị mẫu", [Role.ADMINISTRATOR], locality, None)
    for i in range(len(_STAFF) + 1, len(_STAFF) + _OTHERS + 1):
        unit = units[i % len(units)]
        _person(locality, unit, f"Cán bộ mẫu {i:02}", "Công chức", "nam" if i % 2 else "nữ", None)
    return locality


def _account(username: str, name: str, roles: list[Role], locality: Locality, unit: Unit | None) -> User:
    user = User.objects.filter(username=username).first() or User.objects.create_user(
        username, PASSWORD, full_name=name
    )
    for role in roles:
        Appointment.objects.get_or_create(
            user=user, locality=locality, role=role, valid_from=SINCE, defaults={"unit": unit}
        )
    return user


def _person(locality: Locality, unit: Unit, name: str, title: str, gender: str, user: User | None) -> Person:
    return Person.objects.create(
        locality=locality, unit=unit, full_name=name, title=title, gender=gender, user=user, valid_from=SINCE
    )


def logins() -> list[tuple[str, str]]:
    """(what for, user name) for the sign-in page of the demonstration: one locality stands for all."""
    labels = {"canbo": "Cán bộ thường trực", "donvi": "Trưởng đơn vị", "thuky": "Thư ký Hội đồng",
              "chutich": "Chủ tịch UBND", "vanthu": "Văn thư", "quantri": "Quản trị"}  # fmt: skip
    return [(label, f"{login}.{PLACES[0].login}") for login, label in labels.items()]


def hints() -> list[dict[str, str]]:
    """The sample logins for the sign-in page; empty before the demonstration is loaded."""
    if not User.objects.filter(username=logins()[0][1]).exists():
        return []
    return [{"role": label, "username": username, "password": PASSWORD} for label, username in logins()]
