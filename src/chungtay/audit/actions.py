"""Writing to the audit log, and proving that nobody rewrote it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, models, transaction

from chungtay.audit.models import Chain, Event

request_id: ContextVar[str] = ContextVar("request_id", default="")


class Actor(Protocol):
    """Who did it, as far as the log must remember."""

    @property
    def actor_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role_codes(self) -> Collection[str]: ...


def _digest(event: Event) -> str:
    told = {
        name: getattr(event, name)
        for name in ("scope", "sequence", "event", "actor_id", "actor_name", "actor_roles", "object_type", "object_id",
                     "object_label", "before", "after", "note", "request_id", "previous")
    }  # fmt: skip
    told["at"] = event.at.astimezone(dt.UTC).isoformat()
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def record(
    event: str,
    *,
    by: Actor,
    at: dt.datetime,
    scope: str,
    subject: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> Event:
    """Adds one event to the chain of `scope`; must run inside the transaction of the write that it tells.

    Raises RuntimeError outside a transaction: an event that could survive its write, or the reverse, is no evidence.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run in the transaction of the write")
    Chain.objects.get_or_create(scope=scope)
    chain = Chain.objects.select_for_update().get(scope=scope)
    entry = Event(
        scope=scope,
        sequence=chain.length + 1,
        at=at,
        event=event,
        actor_id=by.actor_id,
        actor_name=by.name,
        actor_roles=sorted(by.role_codes),
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        object_label=str(subject)[:300],
        before=json.loads(json.dumps(before or {}, default=str)),
        after=json.loads(json.dumps(after or {}, default=str)),
        note=note,
        request_id=request_id.get(),
        previous=chain.head,
    )
    entry.digest = _digest(entry)
    entry.save(force_insert=True)
    chain.length, chain.head = entry.sequence, entry.digest
    chain.save(update_fields=["length", "head"])
    return entry


def broken_links(scope: str | None = None, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """Every place where the log no longer agrees with itself, in words; nothing when it is whole.

    `using`: the database that holds the log.
    """
    for chain in Chain.objects.using(using).filter(**({"scope": scope} if scope else {})).order_by("scope"):
        head, expected = "", 1
        for event in Event.objects.using(using).filter(scope=chain.scope).order_by("sequence").iterator():
            if event.sequence != expected:
                yield f"{chain.scope}: thiếu sự kiện số {expected}"
            if event.previous != head:
                yield f"{chain.scope} #{event.sequence}: không nối với sự kiện trước"
            if _digest(event) != event.digest:
                yield f"{chain.scope} #{event.sequence}: nội dung đã bị sửa"
            head, expected = event.digest, event.sequence + 1
        if (head, expected - 1) != (chain.head, chain.length):
            yield f"{chain.scope}: chuỗi bị cắt ở cuối (đầu chuỗi ghi {chain.length} sự kiện, còn {expected - 1})"
