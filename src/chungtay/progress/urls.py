from django.urls import path

from chungtay.progress import views

app_name = "progress"
urlpatterns = [
    path("<int:movement>/", views.board, name="board"),
    path("<int:movement>/nhap/", views.entry, name="entry"),
    path("<int:movement>/xac-nhan/", views.verify, name="verify"),
    path("bao-cao/<int:pk>/", views.report, name="report"),
    path("bao-cao/<int:pk>/buoc/", views.step, name="step"),
    path("bao-cao/<int:pk>/tep/<int:evidence>/", views.evidence, name="evidence"),
    path("chi-tieu/<int:target>/", views.target, name="target"),
]
