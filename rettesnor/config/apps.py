from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "rettesnor.config"
    verbose_name = "Wiring"
