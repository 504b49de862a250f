"""Public pages: anybody checks a certificate, without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from chungtay.localities.access import public_page
from chungtay.outreach.queries import Finding, clean_code, verify

MOST_TYPED = 200


@public_page
@require_safe
def show_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What is known of the code in the address; a wrong one is answered with what to check (404)."""
    shown = verify(code)
    context = {"shown": shown, "locality": shown.locality, "typed": "" if shown.finding == Finding.VALID else code[:60]}
    status = 404 if shown.finding == Finding.NOT_FOUND else 200
    return _private(render(request, "outreach/verify.html", context, status=status))


@public_page
@require_safe
def lookup(request: HttpRequest) -> HttpResponse:
    """The form for people without a QR reader; what they type leads to the page of the code."""
    typed = request.GET.get("ma", "").strip()[:MOST_TYPED]
    if code := clean_code(typed)[:60]:
        return redirect("outreach:verify", code)
    return _private(render(request, "outreach/lookup.html", {"asked": "ma" in request.GET}))


def _private(response: HttpResponse) -> HttpResponse:
    """Names are for who holds the paper: not for search engines, not for shared caches."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    return response
