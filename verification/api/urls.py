"""The public figures."""

from django.urls import path

from verification.api import figures

urlpatterns = [
    path("figures", figures.FigureList.as_view(), name="figures"),
    path("figures/months", figures.MonthList.as_view(), name="figure_months"),
]
