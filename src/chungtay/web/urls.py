from django.urls import path

from chungtay.web import lists, views
from chungtay.web.gallery import gallery

app_name = "web"
urlpatterns = [
    path("", views.today, name="today"),
    path("tim", views.search, name="search"),
    path("huong-dan/", views.user_guide, name="guide"),
    path("bo-suu-tap/", gallery, name="gallery"),
    path("ngon-ngu/", views.language, name="language"),
    path("nhat-ky/", views.audit, name="audit"),
    path("nhat-ky.xlsx", lists.audit, name="audit-xlsx"),
    path("nguoi-va-don-vi.xlsx", lists.people, name="people-xlsx"),
    path("van-ban.xlsx", lists.documents, name="documents-xlsx"),
    path("tien-do/<int:movement>.xlsx", lists.progress, name="progress-xlsx"),
    path("ho-so/phong-trao/<int:movement>.xlsx", lists.dossiers, name="dossiers-xlsx"),
]
