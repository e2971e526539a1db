"""The trail's addresses."""

from django.urls import path

from ksbb.audit import views
from ksbb.audit.changing import change_list
from ksbb.audit.public import root_file, root_list
from ksbb.audit.reading import read_list

app_name = "audit"

urlpatterns = [
    path("jejak/", views.event_list, name="event_list"),
    path("jejak/perubahan/", change_list, name="change_list"),
    path("jejak/bacaan/", read_list, name="read_list"),
    path("jejak/akar/", root_list, name="root_list"),
    path("jejak/akar.json", root_file, name="root_file"),
]
