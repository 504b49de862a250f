from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "chungtay.jobs"
    default_auto_field = "django.db.models.BigAutoField"
