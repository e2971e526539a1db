"""Addresses of the public figures."""

from django.urls import path

from verification.views import figures

urlpatterns = [path("angka/", figures.figures_page, name="figures")]
