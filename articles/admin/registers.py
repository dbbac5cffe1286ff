"""The registers in the admin: names can be corrected; keys and addresses stay as they were given."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from articles import workflow
from articles.models import Country, Event, EventSeries, Office, Organization, Place, Source, Topic


class EntryAdmin(admin.ModelAdmin):
    """What articles speak of; the index follows each change of it."""

    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: workflow.Entry, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and form.changed_data:
            workflow.renamed(obj)

    def delete_model(self, request: HttpRequest, obj: workflow.Entry) -> None:
        workflow.delete_entry(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[workflow.Entry]) -> None:
        for entry in queryset:
            workflow.delete_entry(entry)


class RegisterAdmin(EntryAdmin):
    readonly_fields = ("slug", "key")
    list_per_page = 50


@admin.register(Source)
class SourceAdmin(RegisterAdmin):
    list_display = ("name", "kind", "slug")
    list_filter = ("kind",)


@admin.register(Topic)
class TopicAdmin(RegisterAdmin):
    list_display = ("name", "parent", "slug")
    list_select_related = ("parent",)
    autocomplete_fields = ("parent",)


@admin.register(Office)
class CountryRegisterAdmin(RegisterAdmin):
    list_display = ("name", "country", "slug")
    list_filter = (("country", admin.RelatedOnlyFieldListFilter),)
    autocomplete_fields = ("country",)


@admin.register(Organization, Place)
class KindRegisterAdmin(CountryRegisterAdmin):
    list_display = ("name", "kind", "country", "slug")
    list_filter = ("kind", ("country", admin.RelatedOnlyFieldListFilter))


@admin.register(Country)
class CountryAdmin(EntryAdmin):
    list_display = ("name", "code")
    search_fields = ("name", "code")


@admin.register(EventSeries)
class EventSeriesAdmin(RegisterAdmin):
    list_display = ("name", "first", "second", "slug")
    autocomplete_fields = ("first", "second")


@admin.register(Event)
class EventAdmin(EntryAdmin):
    list_display = ("name", "type", "series", "ordinal", "date", "place")
    list_filter = ("type",)
    readonly_fields = ("key",)
    autocomplete_fields = ("series", "country", "countries")
