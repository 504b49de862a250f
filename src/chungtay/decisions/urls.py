from django.urls import path

from chungtay.decisions import certificate_views, register_files, round_archive, views

app_name = "decisions"
urlpatterns = [
    path("phong-trao/<int:movement>/", views.show_list, name="list"),
    path("phong-trao/<int:movement>/trinh", views.propose, name="propose"),
    path("phong-trao/<int:movement>/luu-tru", round_archive.archive, name="archive-round"),
    path("so/", views.register, name="register"),
    path("so/so-khen-thuong.xlsx", register_files.workbook, name="register-xlsx"),
    path("so/so-khen-thuong.pdf", register_files.paper, name="register-pdf"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ky", views.sign, name="sign"),
    path("<int:pk>/ban-giay", views.record_paper, name="record-signature"),
    path("<int:pk>/so", views.number, name="number"),
    path("<int:pk>/so-to-trinh", views.number_submission, name="number-proposal"),
    path("<int:pk>/cong-bo", views.publish, name="publish"),
    path("<int:pk>/bo", views.drop, name="drop"),
    path("<int:pk>/huy", views.annul, name="annul"),
    path("<int:pk>/trinh-cap-tren", views.send_up, name="send-up"),
    path("<int:pk>/tra-loi", views.answer, name="answer"),
    path("<int:pk>/bo-ho-so.zip", views.bundle, name="bundle"),
    path("<int:pk>/ban-ky", views.signed_copy, name="signed-copy"),
    path("<int:pk>/tien-thuong", views.make_payments, name="make-payments"),
    path("<int:pk>/tien-thuong.xlsx", views.payment_sheet, name="payment-sheet"),
    path("<int:pk>/in", certificate_views.print_run, name="print"),
    path("<int:pk>/in-lai", certificate_views.reissue, name="reissue"),
    path("<int:pk>/dinh-chinh/<int:award>/", certificate_views.correct, name="correct"),
    path("<int:pk>/trao", certificate_views.hand_over, name="hand-over"),
    path("<int:pk>/giay-khen.pdf", certificate_views.certificates, name="certificates"),
    path("<int:pk>/kiem-tra-in", certificate_views.check, name="print-check"),
    path("<int:pk>/nhat-ky-in", certificate_views.print_log, name="print-log"),
]
