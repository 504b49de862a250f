from django.urls import path

from chungtay.movements import adjust_views, views

app_name = "movements"
urlpatterns = [
    path("", views.movements, name="list"),
    path("phat-dong/<int:pk>/", views.launch, name="launch"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/buoc/", views.step, name="step"),
    path("<int:pk>/dieu-chinh/", adjust_views.settle, name="adjust"),
    path("<int:pk>/dieu-chinh/mo-lai/", adjust_views.reopen, name="adjust-again"),
    path("<int:pk>/gia-han/", views.extend, name="extend"),
]
