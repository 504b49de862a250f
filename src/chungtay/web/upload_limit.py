"""Requests far larger than any form takes are turned away before they fill the disk."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MEGABYTE = 1024 * 1024
SIGNED_IN = 110 * MEGABYTE  # the largest form takes 100 MB of plans; fields say their own limits below that
STRANGER = settings.DATA_UPLOAD_MAX_MEMORY_SIZE  # nobody uploads files before signing in
SWALLOWED = 4  # times the limit that are read and dropped, because a browser shows no answer before it has sent all
_PIECE = 64 * 1024


class UploadLimitMiddleware:
    """Stands after the session and before whatever reads the body: Django itself takes files of any size."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = SESSION_KEY in request.session
        limit = SIGNED_IN if signed_in else STRANGER
        size = _size(request)
        if size <= limit:
            return self.get_response(request)
        if signed_in and size <= SWALLOWED * limit:
            while request.read(_PIECE):
                pass
        return render(request, "413.html", {"limit": limit // MEGABYTE}, status=413)


def _size(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0
