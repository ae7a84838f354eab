from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "rettesnor.registers"
    verbose_name = "Registre"
