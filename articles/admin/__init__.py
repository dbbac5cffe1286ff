"""The editors' side: paste, correct, publish, and say what is right about the facts."""

from django.contrib import admin

from . import articles, people, registers

__all__ = ["articles", "people", "registers"]

admin.site.site_header = "Dateline: the editors' desk"
admin.site.site_title = "Dateline"
admin.site.index_title = "The archive"
