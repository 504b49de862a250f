"""Reads of people and units."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q

from chungtay.accounts.models import User
from chungtay.kit.models import valid_on
from chungtay.kit.text import fold
from chungtay.localities.access import Reader
from chungtay.localities.models import Appointment, Locality, Person, Unit

PER_PAGE = 50


@dataclass(frozen=True)
class Group:
    """One unit with its people; `unit` None for people who belong to none."""

    unit: Unit | None
    people: list[Person]
    total: int = 0  # of the unit, also those on another page


@dataclass(frozen=True)
class Account:
    """One account of a locality with the roles it holds there, today's and those that begin later."""

    user: User
    roles: list[Appointment]


def accounts(locality: Locality, on: dt.date) -> list[Account]:
    """The accounts with a role that has not ended by a day, by name."""
    lasting = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Appointment.objects.filter(lasting, locality=locality).select_related("user", "unit")
    found: dict[int, Account] = {}
    for held in rows.order_by("user__full_name", "user__username", "valid_from", "pk"):
        found.setdefault(held.user_id, Account(held.user, [])).roles.append(held)
    return list(found.values())


def groups(reader: Reader, on: dt.date, *, query: str = "") -> list[Group]:
    """Units and their people at work on a day, those of no unit last; `query` is matched without accents."""
    words = fold(query).split()
    named = Q()
    for word in words:
        named &= Q(folded_name__contains=word)
    rows = reader.scope(Person).filter(valid_on(on)).filter(named).select_related("unit", "user", "locality")
    people: dict[int | None, list[Person]] = {}
    for person in rows:
        people.setdefault(person.unit_id, []).append(person)
    units = list(reader.scope(Unit).filter(valid_on(on)).select_related("locality"))
    found = [Group(unit, people.pop(unit.pk, [])) for unit in units]
    if words:
        found = [g for g in found if g.people or (g.unit and all(word in fold(g.unit.name) for word in words))]
    left = [person for rest in people.values() for person in rest]
    return [*found, Group(None, left)] if left else found


def page_of(groups: list[Group], number: str | None) -> tuple[list[Group], Page[tuple[int, Person | None]]]:
    """One page of people with their units; a unit without people takes one line, a unit may go on to the next page."""
    lines: list[tuple[int, Person | None]] = []
    for i, group in enumerate(groups):
        lines += [(i, person) for person in group.people] or [(i, None)]
    page = Paginator(lines, PER_PAGE).get_page(number)
    shown: dict[int, list[Person]] = {}
    for i, person in page.object_list:
        shown.setdefault(i, []).extend([person] if person else [])
    return [Group(groups[i].unit, people, len(groups[i].people)) for i, people in shown.items()], page


def workplaces(reader: Reader, on: dt.date) -> list[Locality]:
    """The localities in which the person holds a role; more than one means that they can switch."""
    if reader.user is None:
        return [reader.locality]
    mine = Appointment.objects.filter(valid_on(on), user=reader.user).values("locality")
    return list(Locality.objects.filter(pk__in=mine))
