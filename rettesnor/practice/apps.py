from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rettesnor.practice"
    verbose_name = "Indsatser"
