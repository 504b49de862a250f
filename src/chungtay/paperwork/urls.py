from django.urls import path

from chungtay.paperwork import views

app_name = "paperwork"
urlpatterns = [
    path("<int:movement>/", views.show_list, name="list"),
    path("<int:movement>/<slug:kind>/", views.show_kind, name="kind"),
    path("<int:movement>/<slug:kind>/soan", views.new, name="new"),
    path("nhap/<int:pk>/", views.edit, name="edit"),
    path("nhap/<int:pk>/xem", views.preview, name="preview"),
    path("nhap/<int:pk>/cap-nhat", views.refresh, name="refresh"),
    path("nhap/<int:pk>/buoc", views.step, name="step"),
    path("nhap/<int:pk>/tep.<slug:form>", views.file, name="file"),
]
