from django.urls import path

from chungtay.initiatives import judging_views, views

app_name = "initiatives"
urlpatterns = [
    path("<int:movement>/", views.listed, name="list"),
    path("<int:movement>/tai-excel/", views.workbook, name="xlsx"),
    path("<int:movement>/de-xuat/", views.new, name="new"),
    path("<int:movement>/giong/", views.alike, name="alike"),
    path("<int:movement>/hop-xet/", judging_views.sitting, name="sitting"),
    path("<int:movement>/cong-nhan/", judging_views.recognise, name="recognise"),
    path("xem/<int:pk>/", views.detail, name="detail"),
    path("xem/<int:pk>/sua/", views.edit, name="edit"),
    path("xem/<int:pk>/buoc/", views.step, name="step"),
    path("xem/<int:pk>/tep/", views.attach, name="attach"),
    path("xem/<int:pk>/tep/<int:attachment>/", views.file, name="file"),
    path("xem/<int:pk>/tep/<int:attachment>/go/", views.detach, name="detach"),
    path("xem/<int:pk>/kiem-tra/", judging_views.check, name="check"),
    path("xem/<int:pk>/nhan-rong/", judging_views.replicate, name="replicate"),
]
