from django.urls import path

from chungtay.nominations import views

app_name = "nominations"
urlpatterns = [
    path("phong-trao/<int:movement>/", views.dossiers, name="list"),
    path("phong-trao/<int:movement>/moi/", views.new, name="new"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/thanh-tich/", views.achievement, name="achievement"),
    path("<int:pk>/giay-to-tieu-chi/", views.save, name="save"),
    path("<int:pk>/giay-to/<int:paper>/tep/", views.paper_file, name="paper-file"),
    path("<int:pk>/buoc/", views.step, name="step"),
    path("<int:pk>/lan-khen-truoc/", views.compare, name="compare"),
    path("<int:pk>/truc-tiep/", views.direct, name="direct"),
    path("<int:pk>/bao-cao/", views.report, name="report"),
    path("<int:pk>/bao-cao/<str:form>/", views.report_file, name="report-file"),
]
