from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rettesnor.practice"
    verbose_name = "Indsatser"

    def ready(self) -> None:
        from rettesnor.practice.actions import efforts_here, efforts_outside, notes_here, notes_outside
        from rettesnor.residency import recorded

        recorded.register("effort", efforts_outside)
        recorded.register("wellbeing", notes_outside)
        recorded.register_sign("effort", efforts_here)
        recorded.register_sign("wellbeing", notes_here)
