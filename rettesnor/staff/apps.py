from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "rettesnor.staff"
    verbose_name = "Personale"

    def ready(self) -> None:
        from rettesnor.staff import signin

        signin.listen()
