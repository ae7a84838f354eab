from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "rettesnor.today"
    verbose_name = "I dag"
