from django.urls import path

from chungtay.documents import archive_views, gallery_views, register_views, signature_views, views

app_name = "documents"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("mau/", gallery_views.show_gallery, name="gallery"),
    path("mau/<slug:slug>.<slug:form>", gallery_views.sample_file, name="sample"),
    path("so/", register_views.register, name="register"),
    path("so/<int:series>/ly-do", register_views.explain, name="explain-gap"),
    path("so/<int:series>/bo-ly-do", register_views.reopen, name="reopen-gap"),
    path("goi/<int:pk>.zip", archive_views.bundle, name="bundle"),
    path("ky-token.ps1", signature_views.windows_client, name="windows-client"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ban-ky-so", signature_views.upload, name="file-signed"),
    path("<int:pk>/ban-ky-so/<int:copy>.pdf", signature_views.signed_file, name="signed-file"),
    path("<int:pk>/cho-ky", signature_views.prepare, name="prepare-signature"),
    path("<int:pk>/cho-ky.json", signature_views.block, name="sign-block"),
    path("<int:pk>/cho-ky/tra-loi", signature_views.complete, name="complete-signature"),
    path("<int:pk>/cho-ky/thoi", signature_views.give_up, name="give-up-signature"),
    path("<int:pk>/van-ban.edxml", archive_views.edxml, name="edxml"),
    path("<int:pk>/<slug:form>", views.file, name="file"),
]
