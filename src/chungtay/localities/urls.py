from django.urls import path

from chungtay.localities import views

app_name = "localities"
urlpatterns = [
    path("nguoi-va-don-vi/", views.people, name="people"),
    path("nguoi-va-don-vi/them-don-vi/", views.add_unit, name="add-unit"),
    path("nguoi-va-don-vi/them-nguoi/", views.add_person, name="add-person"),
    path("nguoi-va-don-vi/nguoi/<int:pk>/", views.person, name="person"),
    path("nguoi-va-don-vi/nguoi/<int:pk>/thoi-lam/", views.end_person, name="end-person"),
    path("nguoi-va-don-vi/don-vi/<int:pk>/", views.unit, name="unit"),
    path("doi-dia-phuong/", views.switch, name="switch"),
]
