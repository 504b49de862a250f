"""Settings from the environment; without any, one commune on an embedded database on this machine.

CHUNGTAY_MODE      demo (default of run.py) | production
CHUNGTAY_DATA      folder of the database, uploads and secrets; default: data/ in the checkout
CHUNGTAY_SECRET    secret key; demo mode makes one and keeps it in the data folder
CHUNGTAY_HOSTS     allowed host names, comma-separated
CHUNGTAY_BASE_URL  address printed into QR codes, e.g. https://thidua.example.vn
CHUNGTAY_TRUST     folder of certificates (.pem .crt .cer) and lists of revoked ones (.crl); default: trust/ in the data
CHUNGTAY_TSA_URL   timestamp service for signatures completed here; _USER and _PASSWORD if it asks; default: none
CHUNGTAY_TODAY     yyyy-mm-dd, demo mode only: the day on which the demonstration stands
DATABASE_URL       postgres://… (15 or newer); default: embedded SQLite
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("CHUNGTAY_DATA") or ROOT / "data")
MODE = os.environ.get("CHUNGTAY_MODE", "demo")
if MODE not in {"demo", "production"}:
    raise ImproperlyConfigured("CHUNGTAY_MODE must be demo or production")
PRODUCTION = MODE == "production"
DATA.mkdir(parents=True, exist_ok=True)


def _secret() -> str:
    if given := os.environ.get("CHUNGTAY_SECRET"):
        return given
    if PRODUCTION:
        raise ImproperlyConfigured("CHUNGTAY_SECRET must be set in production")
    kept = DATA / "secret.txt"
    try:
        with os.fdopen(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text().strip() or "being-written-by-a-sibling"


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("CHUNGTAY_HOSTS", "127.0.0.1,localhost,testserver").split(",")
BASE_URL = os.environ.get("CHUNGTAY_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

_fixed = os.environ.get("CHUNGTAY_TODAY")
if _fixed and PRODUCTION:
    raise ImproperlyConfigured("CHUNGTAY_TODAY belongs to demonstrations; production runs on the real date")
CHUNGTAY_TODAY = dt.date.fromisoformat(_fixed) if _fixed else None

# Digital signatures: whom to believe, and who stamps the time. Without a service nothing ever leaves this machine.
SIGNING_TRUST = Path(os.environ.get("CHUNGTAY_TRUST") or DATA / "trust")
SIGNING_TSA = {name: os.environ.get(f"CHUNGTAY_TSA_{name}", "") for name in ("URL", "USER", "PASSWORD")}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "chungtay.web",
    "chungtay.audit",
    "chungtay.accounts",
    "chungtay.localities",
    "chungtay.records",
    "chungtay.jobs",
    "chungtay.documents",
    "chungtay.stationery",
    "chungtay.plans",
    "chungtay.movements",
    "chungtay.progress",
    "chungtay.initiatives",
    "chungtay.nominations",
    "chungtay.councils",
    "chungtay.decisions",
    "chungtay.paperwork",
    "chungtay.outreach",
    "chungtay.rulebook",
    "chungtay.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chungtay.web.middleware.PrivacyMiddleware",
    "chungtay.web.middleware.LanguageMiddleware",
    "chungtay.web.upload_limit.UploadLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chungtay.localities.middleware.ReaderMiddleware",
    "chungtay.web.middleware.UserErrorMiddleware",
]

ROOT_URLCONF = "chungtay.config.urls"
WSGI_APPLICATION = "chungtay.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chungtay.web.navigation.shell",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "chungtay.web.templatetags.ct",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{DATA / 'chungtay.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL with immediate transactions is what makes concurrent writers wait instead of failing; synchronous FULL because
    # a ballot must survive a power cut (docs/adr/0003).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-64000; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;",
    }
    # Tests use a file too: threads and worker processes must meet in the same database.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
DEMO_LOGINS = "chungtay.demo.people.hints"  # what the sign-in page of a demonstration shows
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/dang-nhap/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
GUIDE = ROOT / "docs"  # the user guide and its pictures, shown inside the product
STATICFILES_DIRS = [("guide", GUIDE / "images")]
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "frame-src": [SELF],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"  # the page that previews a PDF frames it
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31536000

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []
