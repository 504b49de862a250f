from django.urls import path

from chungtay.records import views

app_name = "records"
urlpatterns = [
    path("", views.book, name="list"),
    path("xep-loai/", views.rate, name="rate"),
    path("ra-soat/", views.screen, name="screen"),
    path("bang-xep-loai/", views.ratings, name="ratings"),
    path("bang-xep-loai/mau/", views.template, name="template"),
    path("nguoi/<int:person>/", views.person, name="person"),
    path("don-vi/<int:unit>/", views.unit, name="unit"),
    path("ho/", views.household, name="household"),
    path("ghi/", views.add, name="add"),
    path("dong/<int:line>/ket-thuc/", views.close, name="close"),
    path("dong/<int:line>/rut/", views.withdraw, name="withdraw"),
]
