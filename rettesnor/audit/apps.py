from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rettesnor.audit"
    verbose_name = "Log"
