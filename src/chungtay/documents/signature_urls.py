from django.urls import path

from chungtay.documents import signature_views as views

app_name = "signatures"
urlpatterns = [path("", views.check, name="check")]
