from django.urls import path

from chungtay.progress import obstacle_views, steering_views, views

app_name = "progress"
urlpatterns = [
    path("<int:movement>/", views.board, name="board"),
    path("<int:movement>/nhap/", views.entry, name="entry"),
    path("<int:movement>/xac-nhan/", views.verify, name="verify"),
    path("<int:movement>/vuong-mac/", obstacle_views.obstacles_of, name="obstacles"),
    path("<int:movement>/cach-theo-doi/", steering_views.tracking, name="tracking"),
    path("<int:movement>/phan-cong/", steering_views.assign, name="assign"),
    path("<int:movement>/mot-cua/", steering_views.onestop, name="onestop"),
    path("bao-cao/<int:pk>/", views.report, name="report"),
    path("bao-cao/<int:pk>/buoc/", views.step, name="step"),
    path("bao-cao/<int:pk>/tep/<int:evidence>/", views.evidence, name="evidence"),
    path("bao-cao/<int:pk>/tep/<int:evidence>/go/", views.remove_evidence, name="remove-evidence"),
    path("chi-tieu/<int:target>/", views.target, name="target"),
    path("chi-tieu/<int:target>/khong-ap-dung/", steering_views.exempt, name="exempt"),
    path("vuong-mac/<int:obstacle>/buoc/", obstacle_views.step, name="obstacle-step"),
]
