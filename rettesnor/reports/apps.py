from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "rettesnor.reports"
    verbose_name = "Rapporter"

    def ready(self) -> None:
        from rettesnor.post import disclosures
        from rettesnor.reports.models import ResidentList

        disclosures.register("residentlist", ResidentList.objects.left_in)
