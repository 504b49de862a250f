from django.apps import AppConfig


class LocalitiesConfig(AppConfig):
    name = "chungtay.localities"
    default_auto_field = "django.db.models.BigAutoField"
