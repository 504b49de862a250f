from django.apps import AppConfig


class PaperworkConfig(AppConfig):
    name = "chungtay.paperwork"
    default_auto_field = "django.db.models.BigAutoField"
