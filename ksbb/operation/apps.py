from django.apps import AppConfig


class OperationConfig(AppConfig):
    name = "ksbb.operation"
    label = "operation"
    verbose_name = "Operasi"
