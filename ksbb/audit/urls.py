"""The trail's address."""

from django.urls import path

from ksbb.audit import views

app_name = "audit"

urlpatterns = [path("jejak/", views.event_list, name="event_list")]
