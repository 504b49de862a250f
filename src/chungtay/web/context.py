"""What the frame around every page shows; lazily, so that pages without a frame cost nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from chungtay.kit.clock import today


def shell(request: HttpRequest) -> dict[str, Any]:
    return {
        "reader": getattr(request, "reader", None),
        "today": today(),
        "demo_day": getattr(settings, "CHUNGTAY_TODAY", None),
    }
