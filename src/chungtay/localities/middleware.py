"""Puts the reader on every request, and its number into the audit log."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from chungtay.audit.actions import request_id
from chungtay.kit.clock import today
from chungtay.localities.access import reader_for


class ReaderMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        token = request_id.set(uuid.uuid4().hex)
        request.reader = None
        try:
            if request.user.is_authenticated:
                chosen = request.session.get("locality")
                request.reader = reader_for(request.user, on=today(), locality_id=chosen)
            return self.get_response(request)
        finally:
            request_id.reset(token)
