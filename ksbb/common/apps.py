from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "ksbb.common"
    label = "common"
    verbose_name = "Common"

    def ready(self) -> None:
        from ksbb.common import pulses  # noqa: F401 - listens to the worker's heartbeat
