from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "rettesnor.followup"
    verbose_name = "Opfølgning"
