from django.apps import AppConfig


class GuidelineConfig(AppConfig):
    name = "rettesnor.guideline"
    verbose_name = "Rettesnoren"
