"""All addresses. Indonesian outside, English names inside."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("teknis/", admin.site.urls),
]
