from django.urls import path

from chungtay.councils import views

app_name = "councils"
urlpatterns = [
    path("phong-trao/<int:movement>/", views.meetings, name="list"),
    path("phong-trao/<int:movement>/moi/", views.new, name="new"),
    path("hoi-dong/", views.council, name="council"),
    path("hoi-dong/thanh-vien/", views.add_member, name="add-member"),
    path("hoi-dong/thanh-vien/<int:pk>/", views.end_member, name="end-member"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/sua/", views.change, name="change"),
    path("<int:pk>/diem-danh/", views.attendance, name="attendance"),
    path("<int:pk>/kiem-phieu/", views.counts, name="counts"),
    path("<int:pk>/kiem-phieu/cong/", views.counts_check, name="counts-check"),
    path("<int:pk>/cach-bieu-quyet/", views.voting, name="voting"),
    path("<int:pk>/ngang-phieu/", views.tie, name="tie"),
    path("<int:pk>/y-kien/", views.opinions, name="opinions"),
    path("<int:pk>/buoc/", views.step, name="step"),
]
