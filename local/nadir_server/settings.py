"""Django settings. The data folder comes from the environment, so that `django-admin` commands find the same one."""
from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from nadir_server.data_folder import DataFolder
from nadir_server.security.hosts import allowed_hosts

DATA = DataFolder(Path(os.environ["NADIR_SERVER_DATA"]).resolve())
DATA.make()
HOST = os.environ.get("NADIR_SERVER_HOST", "127.0.0.1")

SECRET_KEY = DATA.secret_key()
DEBUG = False
ALLOWED_HOSTS = allowed_hosts(HOST, os.environ.get("NADIR_SERVER_ALLOWED_HOSTS", "").split())
ROOT_URLCONF = "nadir_server.urls"
WSGI_APPLICATION = "nadir_server.wsgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "nadir_server.administration.apps.AdministrationConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "guardian",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "nadir_server.accounts",
    "nadir_server.projects",
    "nadir_server.nodes",
    "nadir_server.tasks",
    "nadir_server.rasters",
    "nadir_server.exports",
    "nadir_server.presets",
]
MIDDLEWARE = [
    "nadir_server.api.head.no_body_for_head",
    "nadir_server.security.sites.refuse_other_sites",
    "django.middleware.security.SecurityMiddleware",  # no guessing of types, no tokens in `Referer`
    "django.middleware.common.CommonMiddleware",
    # For the administration page; the API takes no cookie.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
STATIC_URL = "/static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]  # fmt: skip
AUTHENTICATION_BACKENDS = [
    "nadir_server.security.backend.SlowedModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]

DATABASES: dict[str, Any] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA.database,
        "OPTIONS": {
            # Writers wait for each other from the first statement on; a reader never waits (WAL).
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": None,
    }
}

# A survey is thousands of files and many gigabytes: no limit of number or size, and no file kept in memory.
DATA_UPLOAD_MAX_NUMBER_FILES = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = None
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024  # JSON and form fields; files do not count
FILE_UPLOAD_HANDLERS = ["nadir_server.uploads.handler.DiskUploadHandler"]
FILE_UPLOAD_TEMP_DIR = DATA.temporary

# Imports by address. A private network is closed to them unless an administrator opens it.
IMPORT_PRIVATE = os.environ.get("NADIR_SERVER_IMPORT_PRIVATE") == "1"
IMPORT_MOST_BYTES = 512 * 1024**3
IMPORT_MOST_SECONDS = 24 * 3600

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "nadir_server.accounts.authentication.TokenInHeader",
        "nadir_server.accounts.authentication.TokenInQuery",
        "nadir_server.accounts.authentication.UserNameAndPassword",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "nadir_server.api.parsing.StorableJsonParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": [],
    "EXCEPTION_HANDLER": "nadir_server.api.errors.answer_exception",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Nadir",
    "DESCRIPTION": "The local server of Nadir: photos in, maps out. Compatible with WebODM software.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["nadir_server.schema.parts.plain_tiles", "drf_spectacular.hooks.postprocess_schema_enums"],
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(hours=6),
    "AUTH_HEADER_TYPES": ("JWT",),
    "ALGORITHM": "HS256",
    "SIGNING_KEY": SECRET_KEY,
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "nadir_server.security.redaction.RedactingFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": DATA.log,
            "maxBytes": 2_000_000,
            "backupCount": 3,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "line",
        }
    },
    "root": {"handlers": ["file"], "level": "INFO"},
    "loggers": {
        # Their debug lines hold whole addresses, with the nodes' tokens in them.
        "urllib3": {"level": "ERROR"},
        "requests": {"level": "ERROR"},
        "django": {"handlers": [], "level": "INFO"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # each with a traceback: whoever asks could fill the log
        "django.request": {"level": "ERROR"},  # every map tile outside the data would be a line
        "numexpr": {"level": "WARNING"},
        "huey": {"level": "WARNING"},
        "rasterio": {"level": "ERROR"},
    },
}
