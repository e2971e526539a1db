"""All of `/api/v1/`, gathered from the apps: the names are `api:…`, whichever app an endpoint lives in."""

from django.urls import path

import donations.api.urls
import donations.api.urls_keys
import recipients.api.urls
import recipients.api.urls_office
import schools.api.urls
import verification.api.urls
from ksbb.api import docs

app_name = "api"

urlpatterns = [
    path("", docs.docs, name="docs"),
    path("schema/", docs.schema, name="schema"),
    *schools.api.urls.urlpatterns,
    *recipients.api.urls.urlpatterns,
    *recipients.api.urls_office.urlpatterns,
    *donations.api.urls_keys.urlpatterns,
    *donations.api.urls.urlpatterns,
    *verification.api.urls.urlpatterns,
]
