from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ksbb.audit"
    label = "audit"
    verbose_name = "Jejak"
