from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "ksbb.imports"
    label = "imports"
    verbose_name = "Impor"
