"""All addresses. Vietnamese without accents, because people read them aloud on the phone."""

from django.urls import include, path

urlpatterns = [
    path("", include("chungtay.accounts.urls")),
    path("", include("chungtay.web.urls")),
    path("", include("chungtay.jobs.urls")),
    path("", include("chungtay.localities.urls")),
    path("so-theo-doi/", include("chungtay.records.urls")),
    path("van-ban/", include("chungtay.documents.urls")),
    path("mau-rieng/", include("chungtay.stationery.urls")),
    path("kiem-tra-chu-ky/", include("chungtay.documents.signature_urls")),
    path("ke-hoach/", include("chungtay.plans.urls")),
    path("phong-trao/", include("chungtay.movements.urls")),
    path("tien-do/", include("chungtay.progress.urls")),
    path("sang-kien/", include("chungtay.initiatives.urls")),
    path("ho-so/", include("chungtay.nominations.urls")),
    path("hop-xet/", include("chungtay.councils.urls")),
    path("can-cu/", include("chungtay.rulebook.urls")),
    path("khen-thuong/", include("chungtay.decisions.urls")),
    path("giay-to/", include("chungtay.paperwork.urls")),
    path("", include("chungtay.outreach.urls")),
]

handler400 = "chungtay.web.errors.bad_request"
handler403 = "chungtay.web.errors.forbidden"
handler404 = "chungtay.web.errors.not_found"
handler500 = "chungtay.web.errors.server_error"
