"""What the header offers, by what the actor may do."""
from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, object]:
    return {"actor": getattr(request, "actor", None)}
