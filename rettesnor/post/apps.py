from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "rettesnor.post"
    verbose_name = "Ud af huset"
