"""Giấy khen: one sheet for each person of a decision (R-80…R-89)."""

from __future__ import annotations

from chungtay.typesetting import layout, tree
from chungtay.typesetting.kinds.fields import Field
from chungtay.typesetting.kinds.kind import Form, Kind, Stage, Values

_RECIPIENT = (
    Field("salutation", "danh xưng", required=False),
    Field("name", "tên người được khen"),
    Field("details", "chức vụ, đơn vị hoặc địa chỉ", "texts", required=False),
    Field("achievement", "thành tích"),
    Field("golden_book", "số sổ vàng", "integer", required=False),
    Field("verify_url", "địa chỉ tra cứu", required=False),
    Field("code", "mã tra cứu", required=False),
)
FIELDS = (
    Field("authority", "thẩm quyền tặng giấy khen"),
    Field("decision_number", "số quyết định", required=False),
    Field("decision_date", "ngày quyết định", "date", required=False),
    Field("place", "địa danh"),
    Field("signer_title", "chức vụ người ký", "texts"),
    Field("signer_name", "họ tên người ký", required=False),
    Field("recipients", "danh sách người được khen", "objects", fields=_RECIPIENT),
)


def make(values: Values) -> tree.Document:
    """Sheets of certificates in the order of the list."""
    certificates = tuple(
        tree.Certificate(
            authority=values["authority"],
            recipient=person["name"],
            details=tuple(person["details"]),
            achievement=person["achievement"],
            place=values["place"],
            signer_title=tuple(values["signer_title"]),
            signer_name=values["signer_name"],
            salutation=person["salutation"] or "",
            decision_number=values["decision_number"],
            decision_date=values["decision_date"],
            golden_book=person["golden_book"],
            verify_url=person["verify_url"] or "",
            code=person["code"] or "",
        )
        for person in values["recipients"]
    )
    return tree.Document(kind=KIND.slug, version=KIND.version, title="Giấy khen", certificates=certificates)


KIND = Kind(
    "giay-khen",
    "Giấy khen",
    "",
    str(layout.table("certificate")["version"]),
    FIELDS,
    make,
    form=Form.CERTIFICATE,
    stage=Stage.AWARD,
    signers="Chủ tịch UBND xã",
)
