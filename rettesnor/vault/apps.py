from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "rettesnor.vault"
    verbose_name = "Boks"
