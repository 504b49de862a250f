from django.urls import path

from chungtay.plans import check_views, upload_views, views

app_name = "plans"
urlpatterns = [
    path("", views.plans, name="list"),
    path("tai-len/", upload_views.upload, name="upload"),
    path("dang-doc/", upload_views.reading_list, name="readings"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/muc/", views.review_field, name="review-field"),
    path("<int:pk>/chu/", views.review_word, name="review-word"),
    path("<int:pk>/xac-nhan-muc-ro/", views.confirm_clear, name="confirm-clear"),
    path("<int:pk>/xac-nhan-phan/", views.confirm_group, name="confirm-group"),
    path("<int:pk>/them-phan/", views.add_item, name="add-item"),
    path("<int:pk>/bo-phan/", views.remove_item, name="remove-item"),
    path("<int:pk>/xem-lai/giu-nguyen/", check_views.leave, name="finding-leave"),
    path("<int:pk>/xem-lai/mo-lai/", check_views.again, name="finding-again"),
    path("<int:pk>/buoc/", views.step, name="step"),
    path("<int:pk>/tep-goc/", views.source, name="source"),
    path("<int:pk>/trang/<int:number>.jpg", views.page_picture, name="page-picture"),
    path("<int:pk>/ban-trinh-bay.pdf", views.preview, name="preview"),
]
