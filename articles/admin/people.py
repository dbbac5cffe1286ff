"""People in the admin, and the question whether two of them are one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from articles import identities
from articles.addresses import number_in
from articles.models import Person

from .registers import CountryRegisterAdmin

#: Pairs that are asked about at once.
SHOWN = 40
SAME = "admin:articles_person_same"


@admin.register(Person)
class PersonAdmin(CountryRegisterAdmin):
    change_list_template = "admin/articles/person/change_list.html"

    def save_model(self, request: HttpRequest, obj: Person, form: ModelForm, change: bool) -> None:
        obj.name_settled = obj.name_settled or "name" in form.changed_data
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.same_view)
        return [path("same/", view, name="articles_person_same"), *super().get_urls()]

    def same_view(self, request: HttpRequest) -> HttpResponse:
        """Pairs who may be one person, to be merged or kept apart for ever."""
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request)
        shown, number = identities.suggestions(SHOWN)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": "Same person?",
            "opts": self.opts,
            "suggestions": shown,
            "number": number,
        }
        return TemplateResponse(request, "admin/articles/person/same.html", context)

    def _decide(self, request: HttpRequest) -> HttpResponse:
        kept, gone = (
            get_object_or_404(Person, pk=_number(request.POST.get(name, ""))) for name in ("kept", "gone")
        )
        if kept == gone:
            messages.error(request, "One person cannot be merged with nobody else.")
        elif request.POST.get("verdict") == "merge":
            name = str(gone)
            identities.merge(kept, gone)
            messages.success(request, f"{name} is {kept} now; the old address leads there.")
        else:
            identities.keep_apart(kept, gone, editor=request.user)
            messages.success(request, f"{gone} and {kept} are two people. You will not be asked again.")
        return redirect(SAME)


def _number(value: str) -> int:
    return number_in(value, digits=18) or 0
