from django.apps import AppConfig


class StationeryConfig(AppConfig):
    name = "chungtay.stationery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chungtay.documents import word
        from chungtay.stationery.queries import own_docx, own_number

        word.set_by(own_docx, own_number)
