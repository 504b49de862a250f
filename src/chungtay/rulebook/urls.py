from django.urls import path, re_path

from chungtay.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.rules, name="list"),
    # Without a number (an address cut off in a message) the list opens.
    re_path(r"^quy-dinh/(?:(?P<number>[A-Z]-[0-9.]{1,6})/)?$", views.rule, name="rule"),
]
