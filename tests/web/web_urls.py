"""Addresses for looking at the components and at the error pages: /bo-suu-tap/ and /xem/<template>."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from chungtay.web.gallery import gallery

LOGINS = [{"role": "Cán bộ thường trực", "username": "canbo", "password": "mau-2025", "note": "làm mọi việc hằng ngày"}]


def page(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, f"{name}.html", {"message": "Chỉ Chủ tịch UBND xã ký được.", "demo_logins": LOGINS})


urlpatterns = [path("bo-suu-tap/", gallery), path("xem/<path:name>", page)]
