from django.urls import path

from chungtay.web import views
from chungtay.web.gallery import gallery

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("tim", views.search, name="search"),
    path("bo-suu-tap/", gallery, name="gallery"),
    path("ngon-ngu/", views.language, name="language"),
    path("nhat-ky/", views.audit, name="audit"),
]
