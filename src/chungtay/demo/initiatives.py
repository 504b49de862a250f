"""Sample initiatives of the five movements, through the room's own actions. All of it is plainly sample.

Their authors are people with accounts, who are nobody's candidates: a line in the record book tells the rounds that
somebody's record is kept already.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from chungtay.demo.movements import at, worker
from chungtay.initiatives.actions import Description, Part, propose
from chungtay.initiatives.models import Initiative
from chungtay.initiatives.recognition import recognise
from chungtay.initiatives.replication import Place, replicate
from chungtay.initiatives.sittings import Held, Said, record_sitting
from chungtay.initiatives.stepping import check, step
from chungtay.localities.models import Person, Unit
from chungtay.movements.models import Movement

COUNCIL = "Hội đồng sáng kiến (mẫu)"


@dataclass(frozen=True)
class Sample:
    """One sample: who (two logins share it 60 to 40), what, when proposed, how far it came."""

    authors: tuple[str, ...]
    day: dt.date
    reach: str  # proposed, returned, checked, judged, recognised, replicated
    title: str
    content: str = ""
    effect: str = ""
    where: str = ""
    kind: Initiative.Kind = Initiative.Kind.INITIATIVE


_SOLUTION, _MODEL = Initiative.Kind.SOLUTION, Initiative.Kind.MODEL
SAMPLES: dict[str, tuple[Sample, ...]] = {
    "000": (
        Sample(("nhanvien",), dt.date(2025, 9, 8), "recognised", "Lịch trả kết quả theo xóm (mẫu)",
               "Gom hồ sơ theo xóm\nHẹn ngày trả tại nhà văn hóa", "Sau 3 tháng: 60 hồ sơ, bớt 110 lượt đi (số mẫu)",
               "Xóm mẫu 01", _MODEL),
        Sample(("donvi",), dt.date(2025, 11, 24), "proposed", "Bảng tra thủ tục bằng mã QR ở nhà văn hóa (mẫu)",
               "In mã QR dẫn đến từng thủ tục hay hỏi", "Người dân tra trước khi đi (chưa có số liệu)", "Xóm mẫu 01"),
    ),
    "001": (
        Sample(("nhanvien", "donvi"), dt.date(2023, 8, 14), "recognised", "Nhắn tin nhắc lấy kết quả (mẫu)",
               "Nhắn tin khi có kết quả và nhắc lại sau 3 ngày", "Hồ sơ quá hẹn lấy giảm một nửa (số mẫu)",
               "Bộ phận “Một cửa” phường", _SOLUTION),
    ),
    "002": (
        Sample(("nhanvien",), dt.date(2025, 10, 6), "checked", "Phiếu kiểm tra giấy tờ trước khi nộp (mẫu)",
               "Phát phiếu liệt kê giấy tờ cho từng thủ tục", "Hồ sơ phải bổ sung giảm từ 12 còn 4 (số mẫu)",
               "Văn phòng thống kê", _SOLUTION),
        Sample(("donvi",), dt.date(2025, 11, 20), "returned", "Bản tin cải cách hành chính hằng tuần (mẫu)",
               "Đọc bản tin 5 phút sáng thứ Hai", "", "Đài truyền thanh xã"),
    ),
    "003": (
        Sample(("nhanvien",), dt.date(2025, 11, 18), "proposed", "Tổ đến tận nhà giúp nộp hồ sơ (mẫu)",
               kind=_MODEL),
    ),
    "004": (
        Sample(("nhanvien", "donvi"), dt.date(2025, 9, 15), "replicated", "Lịch hẹn trả kết quả qua tin nhắn (mẫu)",
               "Hẹn giờ trả khi nhận hồ sơ\nNhắn tin trước một ngày", "120 hồ sơ, không ai chờ quá 10 phút (số mẫu)",
               "Trung tâm Phục vụ hành chính công xã"),
        Sample(("thuky",), dt.date(2025, 10, 13), "recognised", "Mẫu tờ khai điền sẵn cho việc hộ tịch (mẫu)",
               "Điền sẵn phần của xã, người dân chỉ ghi phần mình", "Thời gian viết còn 5 phút (số mẫu)",
               "Trung tâm Phục vụ hành chính công xã", _SOLUTION),
        Sample(("nhanvien",), dt.date(2025, 11, 10), "judged", "Sổ tay hỏi đáp dịch vụ công ở thôn (mẫu)",
               "Ghi câu hỏi hay gặp, in phát cho trưởng thôn", "Ba thôn dùng, cuộc gọi hỏi giảm (số mẫu)",
               "Thôn mẫu 01", _MODEL),
        Sample(("donvi",), dt.date(2025, 11, 27), "proposed", "Hẹn lịch trả kết quả bằng tin nhắn ở thôn (mẫu)",
               "Trưởng thôn nhắn tin lịch trả kết quả", "Bớt đi lại (chưa có số liệu)", "Thôn mẫu 02", _MODEL),
    ),
}  # fmt: skip
_WAY = ("proposed", "checked", "judged", "recognised", "replicated")


def load_initiatives(movement: Movement, plan: str) -> None:
    """The samples of one movement; nothing when there are some already, or the movement takes none any more."""
    if movement.initiatives.exists() or movement.state not in ("running", "collecting"):
        return
    for sample in SAMPLES[plan]:
        _load(movement, sample)


def _load(movement: Movement, sample: Sample) -> None:
    locality = movement.locality
    logins = {login: worker(locality, login, sample.day) for login in (*sample.authors, "canbo", "chutich")}
    people = [Person.objects.select_related("unit").get(user=logins[login].user) for login in sample.authors]
    shares = [Decimal(60), Decimal(40)] if len(people) == 2 else [None]  # not law: a sample of two authors
    told = Description(
        title=sample.title, kind=sample.kind, unit=people[0].unit, content=sample.content, effect=sample.effect,
        applied_where=sample.where, applied_since=sample.day - dt.timedelta(days=60) if sample.effect else None,
    )  # fmt: skip
    parts = [Part(person=person, share=share) for person, share in zip(people, shares, strict=True)]
    made = propose(movement=movement, told=told, parts=parts, by=logins[sample.authors[0]], at=at(sample.day))
    clerk, chair, later = logins["canbo"], logins["chutich"], sample.day + dt.timedelta(days=3)
    if sample.reach == "returned":
        reason = "Ghi thêm kết quả: đã phát bao nhiêu số, ai phản hồi (mẫu)"
        step(initiative=made, verb="return", by=clerk, at=at(later), version=None, reason=reason)
        return
    way = _WAY.index(sample.reach)
    if way >= _WAY.index("checked"):
        opinion = "Đã xem sổ theo dõi, số liệu khớp (mẫu)"
        made = check(initiative=made, answers={"new": "met", "applied": "met", "useful": "met"}, opinion=opinion,
                     favourable=True, by=clerk, at=at(later), version=None)  # fmt: skip
    if way >= _WAY.index("judged"):
        held = Held(
            COUNCIL,
            later + dt.timedelta(days=7),
            "Biên bản mẫu",
            7,
            "Phòng họp UBND",
            chair.name,
            worker(locality, "thuky", sample.day).name,
        )
        record_sitting(movement=movement, held=held, said=[Said(made, True, 7, 0)], by=clerk, at=at(held.held_on))
    if way >= _WAY.index("recognised"):
        day = later + dt.timedelta(days=10)
        recognise(movement=movement, initiatives=[made], decided_on=day, by=chair, at=at(day))
    if way >= _WAY.index("replicated"):
        day = later + dt.timedelta(days=30)
        units = Unit.objects.filter(locality=locality, kind=Unit.Kind.VILLAGE).order_by("pk")[:2]
        replicate(initiative=made, places=[Place(day, unit, note="Làm theo từ tháng này (mẫu)") for unit in units],
                  by=clerk, at=at(day), version=None)  # fmt: skip
