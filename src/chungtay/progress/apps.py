from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "chungtay.progress"
    default_auto_field = "django.db.models.BigAutoField"
