from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "rettesnor.network"
    verbose_name = "Netværk"
