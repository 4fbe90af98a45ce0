"""All settings. What differs between two sites is read from the environment (newsroom/env.py)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from pythonjsonlogger.core import RESERVED_ATTRS

from newsroom import env
from newsroom.platforms.hosts import FRAME_SOURCES

BASE_DIR = Path(__file__).resolve().parent.parent
env.load(BASE_DIR)

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", default="")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", default=())
if DEBUG:
    # Debug pages are for the machine they run on: other hosts must be named on purpose.
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
    SECRET_KEY = SECRET_KEY or "insecure-key-for-debug-on-loopback-only-" + "0" * 24
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is missing: set SECRET_KEY or SECRET_KEY_FILE.")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is missing: name the hosts of this site.")

# The public address of the site, used where no request is at hand and for every absolute link.
# Empty: the address of the request.
SITE_URL = env.text("SITE_URL", default="").rstrip("/")
EDITION = env.text("EDITION", default="MA")

INSTALLED_APPS = [
    # Before ours: our admin takes the place of what these register.
    "taggit",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "newsroom.apps.NewsroomConfig",
    "newsroom.apps.NewsroomAdminConfig",
    "newsroom.accounts",
    "newsroom.audit",
    "newsroom.embeds",
    "newsroom.media",
    "newsroom.pagecache",
    "newsroom.site",
    "newsroom.work",
    "articles",
    "articles.comments",
    "articles.copydesk",
    "articles.editing",
    "articles.frontpage",
    "articles.requests",
    "articles.shortlinks",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

# Sessions, users and messages exist below /admin/ only: a public page cannot read them (see
# newsroom/accounts/middleware.py), so it can never vary by cookie.
MIDDLEWARE = [
    "newsroom.middleware.request_ids",
    "newsroom.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Below those that give every answer its headers, above the first that would ask for the host.
    "newsroom.middleware.known_host",
    "newsroom.accounts.middleware.staff_origin",
    "newsroom.accounts.middleware.StaffSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.accounts.middleware.StaffAuthenticationMiddleware",
    "newsroom.accounts.middleware.keep_staff_cookie",
    "newsroom.accounts.middleware.staff_language",
    "newsroom.accounts.middleware.StaffMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.middleware.own_not_found_page",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.site.context_processors.site",
            ],
            "builtins": [
                "newsroom.site.templatetags.arabic",
                "newsroom.site.templatetags.constant",
                "newsroom.site.templatetags.icons",
            ],
        },
    },
]
# Own widgets have their templates in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": env.database("DATABASE_URL", default=BASE_DIR / "data" / "newsroom.sqlite3")
}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that hangs instead of refusing would hold every thread that asks it; milliseconds the
    # second. What the URL says wins.
    _patience = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
    DATABASES["default"]["OPTIONS"] = _patience | DATABASES["default"].get("OPTIONS", {})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORKERS = env.integer("WORKERS", default=1)

# Finished pages: in a folder that nginx serves too (deploy/nginx.conf), or in process memory.
_folder = env.text("PAGE_CACHE_DIR", default="")
PAGE_CACHE_DIR = BASE_DIR / _folder if _folder else None
# The most that they take, there or in each process; 0 renders every page for every reader.
PAGE_CACHE_BYTES = env.integer("PAGE_CACHE_MB", default=64) * 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["newsroom.accounts.backend.NewsroomBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Without a mail server nobody is offered to reset a password by mail.
_mail = env.mail("EMAIL_URL", default="consolemail://" if DEBUG else "dummymail://")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"] or "localhost"
EMAIL_PORT = _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail["EMAIL_FILE_PATH"] or None
EMAIL_TIMEOUT = 10
SENDS_MAIL = not EMAIL_BACKEND.endswith(".dummy.EmailBackend")
DEFAULT_FROM_EMAIL = (
    EMAIL_HOST_USER
    if "@" in EMAIL_HOST_USER
    else f"noreply@{urlsplit(SITE_URL).hostname or 'localhost'}"
)

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "django"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = env.text("TIME_ZONE", default="Africa/Casablanca")
USE_TZ = True

# Photos: below "originals" what nobody but the newsroom sees, below "renditions" what is served.
MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "data" / "media")
MEDIA_URL = "/media/"
# What strangers sent to the newsroom. No web server may hand it out.
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=BASE_DIR / "data" / "private")
PHOTO_MAX_BYTES = 30 * 1024 * 1024
PHOTO_MAX_PIXELS = 50_000_000
# What pages offer, best first; JPEG comes last, for every browser (newsroom/media/encoding.py).
PHOTO_FORMATS = ["avif", "jpeg"]

# Old revisions: so many of each story, and for so many days, are kept whatever they are (see
# articles/pruning.py for the others).
REVISIONS_KEPT = 20
REVISION_DAYS_KEPT = 30

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "newsroom.static_files.StaticFiles"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# A story of 400,000 letters with markup fits; the limit of one field is said in the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024

TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
TAGGIT_TAGS_FROM_STRING = "articles.tagging.parse_tags"
TAGGIT_STRING_FROM_TAGS = "articles.tagging.print_tags"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Loaded after a reader's click.
        "frame-src": [*FRAME_SOURCES],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS", default=())
# Number of proxies in front whose X-Forwarded-For and -Proto may be believed.
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
# TLS is taken for granted in production, unless the site says that it has none.
HTTPS = not DEBUG and not SITE_URL.startswith("http://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "newsroom.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Subdomains and browsers' preload lists bind more than this site: their owner decides, elsewhere.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Who may read /metrics; empty: nobody.
METRICS_TOKEN = env.secret("METRICS_TOKEN", default="")

LOG_FORMAT = env.text("LOG_FORMAT", default="plain" if DEBUG else "json")
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT must be plain or json, not {LOG_FORMAT!r}.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "newsroom.logs.AddIds"}},
    "formatters": {
        "plain": {
            "()": "newsroom.logs.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "levelname,name,message",
            "style": ",",
            "timestamp": "time",
            "rename_fields": {"levelname": "level", "name": "logger", "exc_info": "exception"},
            # Django hands whole requests to its records.
            "reserved_attrs": [*RESERVED_ATTRS, "request", "server_time", "status_code"],
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["ids"]}
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "NOTSET", "propagate": True},
        # Two lines a task, one a request: whoever starts the demo should see the addresses instead.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "newsroom.requests": {"level": "WARNING" if DEBUG else "NOTSET"},
    },
}
