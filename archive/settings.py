"""Settings of the archive, and the only module that reads the environment.

Everything has a default, so that a fresh clone runs as it is; README lists the
variables. What the archive writes (database, index, secret key, collected
static files) lives under `ARCHIVE_DATA_DIR` and nowhere else.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from dj_database_url import DBConfig
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def _switch(name: str, default: str = "") -> bool:
    return (os.environ.get(name) or default).strip().lower() in {"1", "true", "yes", "on"}


def _names(name: str, default: str) -> list[str]:
    return [part.strip() for part in (os.environ.get(name) or default).split(",") if part.strip()]


def _secret_key(path: Path) -> str:
    """The key of this installation: made on the first run, readable by its owner alone.

    Two processes may start at once on an empty directory. The key is written
    whole under another name and then linked, which only one of them can do.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key(), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def _number(name: str, default: int) -> int:
    text = os.environ.get(name) or str(default)
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"{name} has to be a whole number, and is {text!r}.")
    return int(text)


def _data_dir() -> Path:
    """Made where it is missing, for its owner alone: password hashes and the secret key lie in it."""
    folder = Path(os.environ.get("ARCHIVE_DATA_DIR") or BASE_DIR / "var").expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _database(url: str) -> DBConfig:
    form = (
        "It should look like postgresql://user:password@host:5432/name, special characters percent-encoded."
    )
    try:
        database = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. {form}") from error
    if database["ENGINE"] not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(f"The archive runs on SQLite (no DATABASE_URL) or PostgreSQL. {form}")
    return database


def _mail(url: str) -> dict[str, object]:
    """Django's settings for a mail server, or for a folder that mails are written to."""
    form = "It should look like submission://user:password@mail.example.org, smtps://... or file:///folder."
    parts = urlsplit(url)
    backend = "django.core.mail.backends"
    if parts.scheme == "file" and parts.path:
        return {"EMAIL_BACKEND": f"{backend}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    ports = {"smtp": 25, "submission": 587, "smtps": 465}
    try:
        port = parts.port or ports[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(f"EMAIL_URL cannot be read. {form}") from error
    return {
        "EMAIL_BACKEND": f"{backend}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "submission",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


DEBUG = _switch("DEBUG")
try:
    DATA_DIR = _data_dir()
    SECRET_KEY = os.environ.get("SECRET_KEY") or _secret_key(DATA_DIR / "secret_key")
except OSError as error:
    raise ImproperlyConfigured(
        f"The data folder cannot be used: {error}. Set ARCHIVE_DATA_DIR to a folder that can be written to."
    ) from error
ALLOWED_HOSTS = _names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    # Before Haystack, whose rebuild_index empties the index first; ours builds beside it.
    "archive.search",
    "haystack",
    "articles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "articles.answers.kept_and_asked_after",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Storage ---------------------------------------------------------------

DATABASES = {
    "default": _database(os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'archive.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when it begins, so that it waits its turn (20 s)
        # rather than failing half way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # Readers go on while somebody writes; NORMAL is safe from corruption under WAL.
        # Nothing is mapped: an export of all would hold as much of the file as may be mapped.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "archive.search.backend.ArchiveEngine",
        "PATH": str(DATA_DIR / "index"),
        "AROUND_REBUILD": "articles.indexing.notes_served",
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "archive.static_files.StaticFiles"},
}

# --- Language and time -----------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# --- Security --------------------------------------------------------------

HTTPS = _switch("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
CSRF_TRUSTED_ORIGINS = (
    [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"] if HTTPS else []
)
CSRF_FAILURE_VIEW = "articles.views.without_token"
X_FRAME_OPTIONS = "DENY"
# An editor may paste a whole page: 32 MiB, the most that parsing reads at once.
DATA_UPLOAD_MAX_MEMORY_SIZE = 34 * 1024 * 1024

# Whom a library that harvests the archive may write to; its protocol asks for an address.
CONTACT = os.environ.get("CONTACT") or "archive@localhost"
# Requests of the API that one address has a minute; 0 for as many as it likes.
API_RATE = _number("API_RATE", 3000)
# Whether readers may leave comments; each waits for an editor.
COMMENTS = _switch("COMMENTS", "on")

# --- Accounts and mail -----------------------------------------------------

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "saved"
LOGOUT_REDIRECT_URL = "home"

# Where readers find the archive, for links in mails, which no request tells.
SITE_URL = (os.environ.get("SITE_URL") or "http://localhost:8000").rstrip("/")
# Without EMAIL_URL nothing is sent, and nobody is offered mail.
SENDS_MAIL = bool(os.environ.get("EMAIL_URL"))
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM") or CONTACT
EMAIL_TIMEOUT = 20
vars().update(_mail(os.environ.get("EMAIL_URL") or "smtp://localhost"))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "archive": {"level": "INFO"},
        "articles": {"level": "INFO"},
        # Crawlers ask for pages that never were; an operator needs to see what failed.
        "django.request": {"level": "ERROR"},
    },
}
