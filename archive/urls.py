"""Addresses of the site; they are promised in README and answer for ever."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
