from django.urls import path

from chungtay.jobs import views

app_name = "jobs"
urlpatterns = [
    path("viec/<int:pk>/", views.show, name="show"),
    path("viec/<int:pk>/dung/", views.cancel, name="cancel"),
    path("viec/<int:pk>/lam-lai/", views.retry, name="retry"),
]
