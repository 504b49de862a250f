from django.urls import path, re_path

from chungtay.rulebook import calendar_views, views

_NUMBER = r"(?P<number>[A-Z]-[0-9.]{1,6})"
app_name = "rulebook"
urlpatterns = [
    path("", views.rules, name="list"),
    # Without a number (an address cut off in a message) the list opens.
    re_path(rf"^quy-dinh/(?:{_NUMBER}/)?$", views.rule, name="rule"),
    re_path(rf"^chot/(?:{_NUMBER}/)?$", views.settle, name="settle"),
    path("rut/<int:settlement>/", views.withdraw, name="withdraw"),
    path("lich/", calendar_views.working_days, name="calendar"),
    path("lich/rut/<int:calendar_day>/", calendar_views.withdraw, name="calendar-withdraw"),
]
