from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rettesnor.demo"
    verbose_name = "Demo"
