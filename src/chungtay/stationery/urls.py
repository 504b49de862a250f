from django.urls import path

from chungtay.stationery import art_views, views

app_name = "stationery"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("van-ban/", views.word, name="word"),
    path("van-ban/tai-len", views.upload, name="upload"),
    path("van-ban/mau-chuan", views.standard, name="standard"),
    path("van-ban/truong/", views.words, name="words"),
    path("van-ban/khoi-dau.docx", views.starter_file, name="starter"),
    path("van-ban/<int:template>/", views.detail, name="template"),
    path("van-ban/<int:template>/tep", views.file, name="file"),
    path("van-ban/<int:template>/xem-thu/<slug:form>", views.preview, name="preview"),
    path("van-ban/<int:template>/dung", views.use, name="use"),
    path("giay-khen/", art_views.show, name="art"),
    path("giay-khen/moi", art_views.new, name="art-new"),
    path("giay-khen/xem-thu", art_views.preview, name="art-preview"),
    path("giay-khen/mau-chuan", art_views.standard, name="art-standard"),
    path("giay-khen/<int:art>/hinh.png", art_views.picture, name="art-picture"),
    path("giay-khen/<int:art>/mau.pdf", art_views.sample, name="art-sample"),
    path("giay-khen/<int:art>/dung", art_views.use, name="art-use"),
    path("may-in/", art_views.printers, name="printers"),
    path("may-in/<int:printer>/", art_views.set_printer, name="printer"),
    path("may-in/<int:printer>/can-chinh.pdf", art_views.calibration, name="calibration"),
]
