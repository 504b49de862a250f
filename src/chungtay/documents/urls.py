from django.urls import path

from chungtay.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("so/", views.register, name="register"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/<slug:form>", views.file, name="file"),
]
