from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidencyConfig(AppConfig):
    name = "rettesnor.residency"
    verbose_name = "Beboere"

    def ready(self) -> None:
        from rettesnor.post import sources
        from rettesnor.residency.actions import notice
        from rettesnor.residency.models import Child, Resident
        from rettesnor.staff import subjects

        labels = {"admission": _("Orientering om optagelse"), "discharge": _("Orientering om udskrivning")}
        labels["changed"] = _("Orientering om en anden udskrivningsdag")
        for kind, document_kind in notice.KIND.items():
            sources.register(
                document_kind,
                notice.forbidden_for,
                labels[kind],
                notice.on_dispatched,
                notice.outdated,
                notice.left_behind,
                notice.on_recalled,
            )
        subjects.register("kvinde", Resident)
        subjects.register("barn", Child)
