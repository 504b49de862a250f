from django.urls import path

from chungtay.web import views

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("tim", views.search, name="search"),
    path("nhat-ky/", views.audit, name="audit"),
]
