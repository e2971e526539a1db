"""The directory."""

from django.urls import path

from schools.api import views

urlpatterns = [
    path("schools", views.SchoolList.as_view(), name="school_list"),
    path("schools/<str:npsn>", views.SchoolDetail.as_view(), name="school_detail"),
]
