"""Addresses of the site; they are promised in README and answer for ever."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from articles.views.limits import limited

#: Passwords that one address may try in a minute, at both doors together.
guarded = limited("login", 10)

urlpatterns = [
    path("admin/login/", guarded(admin.site.login)),
    path("admin/", admin.site.urls),
    path("accounts/login/", guarded(LoginView.as_view(template_name="accounts/login.html")), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("", include("articles.urls")),
]

handler400 = "articles.views.bad_request"
handler403 = "articles.views.forbidden"
handler404 = "articles.views.not_found"
handler500 = "articles.views.server_error"
