"""The five real movements, loaded through the same actions that the pages use, in the state of their award round."""

from __future__ import annotations

import datetime as dt
from importlib import resources
from zoneinfo import ZoneInfo

import yaml

from chungtay import reading
from chungtay.accounts.models import User
from chungtay.councils.actions import set_up_council
from chungtay.councils.models import Council, Member
from chungtay.demo.people import PLACES, SINCE, Place, load_place, refuse_production
from chungtay.documents.actions import store_file
from chungtay.localities.access import Reader, reader_for
from chungtay.localities.models import Locality, Person
from chungtay.movements.actions import launch_movement
from chungtay.movements.models import Movement
from chungtay.plans.actions import change_plan, draft_plan, review_field
from chungtay.plans.content import review_fields, value_at
from chungtay.plans.material import provenance_json
from chungtay.plans.models import FieldReview, Plan
from chungtay.reading.locate import locate

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# The day on which each plan came into use here: its own date, or the first day that it can have had.
LAUNCHED = {"000": "2025-02-18", "001": "2023-02-24", "002": "2025-02-28", "003": "2025-03-03", "004": "2025-08-01"}


def at(day: str | dt.date, hour: int = 9) -> dt.datetime:
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return dt.datetime(date.year, date.month, date.day, hour, tzinfo=HANOI)


def worker(locality: Locality, login: str, day: dt.date) -> Reader:
    """One of the sample accounts at work on a day."""
    place = next(p for p in PLACES if p.code == locality.code)
    reader = reader_for(User.objects.get(username=f"{login}.{place.login}"), on=day)
    if reader is None:
        raise LookupError(login)
    return reader


def load_plan(place: Place, locality: Locality) -> Plan:
    """One gold plan as an issued plan. What the paper does not state is answered 'không nêu', as a clerk would."""
    data = resources.files("chungtay.demo") / "plans"
    content = yaml.safe_load((data / f"{place.plan}.yaml").read_text(encoding="utf-8"))
    source = (data / f"{place.plan}.txt").read_text(encoding="utf-8")
    moment = at(LAUNCHED[place.plan])
    clerk = worker(locality, "canbo", moment.date())
    stored = store_file(
        locality=locality, name=content["source"], media_type="text/plain", content=source.encode(), at=moment
    )
    text = reading.decode(source.encode(), name=content["source"]).text
    plan = draft_plan(
        locality=locality, content=content, provenance=provenance_json(locate(content, text)), source_text=text,
        source_file=stored, by=clerk, at=moment,
    )  # fmt: skip
    version = plan.current
    for spec in review_fields(content):
        stated = value_at(content, spec.path) is not None
        answer = FieldReview.Answer.CONFIRMED if stated else FieldReview.Answer.NOT_STATED
        review_field(version=version, path=spec.path, answer=answer, by=clerk, at=moment)
    return change_plan(plan=plan, verb="register_issued", by=clerk, at=moment)


def load_council(locality: Locality, clerk: Reader, moment: dt.datetime) -> Council:
    """A sample council of the sample people: nine members, chaired by the sample chair."""
    people = list(Person.objects.filter(locality=locality).order_by("pk"))
    chair = next(p for p in people if p.title == "Chủ tịch UBND")
    secretary = next(p for p in people if "thư ký" in p.title)
    others = [p for p in people if p.pk not in (chair.pk, secretary.pk)][-7:]
    seats = [(chair, Member.Seat.CHAIR), (secretary, Member.Seat.SECRETARY), *[(p, Member.Seat.MEMBER) for p in others]]
    return set_up_council(
        locality=locality, name="Hội đồng Thi đua - Khen thưởng (mẫu)", established_by="", valid_from=SINCE,
        seats=seats, by=clerk, at=moment,
    )  # fmt: skip


def load_movement(place: Place) -> Movement:
    """Locality, people, council, plan and movement; an existing one is left as it is."""
    refuse_production()
    locality = load_place(place)
    found = Movement.objects.filter(locality=locality).first()
    if found:
        return found
    moment = at(LAUNCHED[place.plan])
    clerk = worker(locality, "canbo", moment.date())
    load_council(locality, clerk, moment)
    return launch_movement(plan=load_plan(place, locality), by=clerk, at=moment)
