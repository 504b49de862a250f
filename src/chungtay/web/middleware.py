"""Turns an error that is meant for people into a page that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override

from chungtay.kit.errors import Forbidden, Stale, UserError
from chungtay.web.errors import bad_request


class UserErrorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, ValueError("NUL"))  # PostgreSQL takes none, and nobody types one
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET":
            # The address of a form, opened by itself: from the history, or after signing in again.
            return _not_by_itself(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if _beyond_the_database(error):
            return bad_request(request, error)
        if not isinstance(error, UserError):
            return None
        if isinstance(error, Forbidden):
            return render(request, "403.html", {"message": error.message}, status=403)
        status = 409 if isinstance(error, Stale) else 400
        return render(request, "web/user_error.html", {"error": error}, status=status)


def _beyond_the_database(error: Exception) -> bool:
    """A number or a letter that no column can hold, from a forged address or field: refused, not a crash."""
    return isinstance(error, (OverflowError, DataError)) or (
        isinstance(error, ValueError) and "NUL (0x00)" in str(error)
    )


def _not_by_itself(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    told = render(request, "405.html", status=response.status_code)
    told["Allow"] = response["Allow"]
    return told


class PrivacyMiddleware:
    """What a signed-in person is shown stays theirs: nothing between keeps it, nor a computer that several share.

    A page or file says something else only when it knows better (`Cache-Control` with `private`). The answer to a form
    that was refused may be shown again by the browser's Back, with all that was typed: without script nothing else
    brings it back (keep.js offers it where there is script). Signing out empties what the browser kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user = getattr(request, "user", None)  # none when the request ended before anybody asked
        if user is None or not user.is_authenticated:
            if request.resolver_match is not None and request.resolver_match.view_name == "accounts:sign-out":
                response.headers["Clear-Site-Data"] = '"cache", "storage"'
            return response
        told = {part.strip() for part in response.headers.get("Cache-Control", "").split(",")}
        if "private" not in told:
            refused = request.method == "POST" and response.status_code >= HTTPStatus.BAD_REQUEST
            keep = "no-cache" if refused and "no-store" not in told else "no-store"
            response.headers["Cache-Control"] = f"private, {keep}"
        return response


class LanguageMiddleware:
    """Vietnamese unless the person chose otherwise; the browser's own language says nothing about a clerk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        with override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", get_language() or settings.LANGUAGE_CODE)
            return response
