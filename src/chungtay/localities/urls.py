from django.urls import path

from chungtay.localities import account_views, views

app_name = "localities"
urlpatterns = [
    path("nguoi-va-don-vi/", views.people, name="people"),
    path("nguoi-va-don-vi/them-don-vi/", views.add_unit, name="add-unit"),
    path("nguoi-va-don-vi/them-nguoi/", views.add_person, name="add-person"),
    path("nguoi-va-don-vi/nguoi/<int:pk>/", views.person, name="person"),
    path("nguoi-va-don-vi/nguoi/<int:pk>/thoi-lam/", views.end_person, name="end-person"),
    path("nguoi-va-don-vi/don-vi/<int:pk>/", views.unit, name="unit"),
    path("tai-khoan/", account_views.accounts, name="accounts"),
    path("tai-khoan/<int:appointment>/thoi/", account_views.end_role, name="end-role"),
    path("tai-khoan/<int:appointment>/mat-khau/", account_views.reset, name="reset-password"),
    path("doi-mat-khau/", account_views.password, name="password"),
    path("doi-dia-phuong/", views.switch, name="switch"),
]
