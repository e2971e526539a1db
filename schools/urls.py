"""The addresses of schools. Both pages are public."""

from django.urls import path

from schools.views import directory

app_name = "schools"

urlpatterns = [
    path("sekolah/", directory.school_list, name="school_list"),
    path("sekolah/<str:npsn>/", directory.school_detail, name="school_detail"),
]
