from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rettesnor.practice"
    verbose_name = "Indsatser"

    def ready(self) -> None:
        from rettesnor.practice.actions import efforts_here, latest_effort, notes_here
        from rettesnor.residency import recorded

        recorded.register("effort", latest_effort)
        recorded.register_sign("effort", efforts_here)
        recorded.register_sign("wellbeing", notes_here)
