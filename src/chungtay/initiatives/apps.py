from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "chungtay.initiatives"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chungtay.initiatives.figures import recognised
        from chungtay.progress.offered import offered_by

        offered_by(recognised)
