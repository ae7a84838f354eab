from django.apps import AppConfig


class ResidencyConfig(AppConfig):
    name = "rettesnor.residency"
    verbose_name = "Beboere"
