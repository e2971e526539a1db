"""Addresses of the public figures."""

from django.urls import path

from verification.views import figure_files, figures

urlpatterns = [
    path("angka/", figures.figures_page, name="figures"),
    path("angka/unduh/<str:name>.csv", figure_files.figures_file, name="figures_file"),
]
