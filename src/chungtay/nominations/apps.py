from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "chungtay.nominations"
    default_auto_field = "django.db.models.BigAutoField"
