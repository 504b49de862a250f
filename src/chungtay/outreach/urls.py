from django.urls import path, re_path

from chungtay.outreach import initiatives, views

app_name = "outreach"
urlpatterns = [
    # The QR code has it in upper case; a person who copies it by hand may not.
    re_path(r"^[Kk]/(?P<code>[^/]{1,60})/?$", views.show_certificate, name="verify"),
    path("tra-cuu/", views.lookup, name="lookup"),
    path("cong-khai/<slug:locality>/sang-kien/", initiatives.show_initiatives, name="initiatives"),
]
