from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "rettesnor.staff"
    verbose_name = "Personale"
