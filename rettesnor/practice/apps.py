from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rettesnor.practice"
    verbose_name = "Indsatser"

    def ready(self) -> None:
        from rettesnor.practice.actions import latest_effort
        from rettesnor.residency import recorded

        recorded.register("effort", latest_effort)
