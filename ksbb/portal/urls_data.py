"""Addresses of open data, widgets, the feed, and what search engines ask for."""

from django.urls import path

from ksbb.portal.views import data, feeds, widgets

urlpatterns = [
    path("data/", data.data_page, name="data_page"),
    path("data/<str:day>/<str:name>", data.data_file, name="data_file"),
    path("widget/angka/", widgets.widget_figures, name="widget_figures"),
    path("widget/peta/", widgets.widget_map, name="widget_map"),
    path("terbukti.rss", feeds.proven_feed, name="proven_feed"),
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
]
