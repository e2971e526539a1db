"""The addresses of the API; they are English, since programs read them, and end without a slash."""

from django.urls import path

from recipients.api import docs, views

app_name = "api"

urlpatterns = [
    path("", docs.docs, name="docs"),
    path("schema/", docs.schema, name="schema"),
    path("recipients/imports", views.ImportCreate.as_view(), name="import_create"),
    path("recipients/imports/<uuid:public_id>", views.ImportDetail.as_view(), name="import_detail"),
    path("recipients/imports/<uuid:public_id>/rows", views.ImportRows.as_view(), name="import_rows"),
    path("recipients/imports/<uuid:public_id>/apply", views.ImportApply.as_view(), name="import_apply"),
    path("recipients/imports/<uuid:public_id>/refuse", views.ImportRefuse.as_view(), name="import_refuse"),
]
