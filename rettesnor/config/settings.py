"""Every setting, driven by the environment.

RETTESNOR_MODE   serve (default) · demo · test
RETTESNOR_DATA   folder of the installation (SQLite file, collected static files)
RETTESNOR_KEYS   the key file; default: keys.json in the data folder of a demo or test, none when serving
DATABASE_URL     default: SQLite in the data folder
RETTESNOR_HOSTS  host names served, comma-separated
RETTESNOR_PROXIES  how many of the installation's own proxies stand in front of it (0)
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ

from rettesnor.vault import keys

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]

MODE = env.str("RETTESNOR_MODE", default="serve")
DEMO = MODE == "demo"
SERVING = MODE == "serve"
DEBUG = env.bool("RETTESNOR_DEBUG", default=False)
DATA = Path(env.str("RETTESNOR_DATA", default=str(ROOT / ".data"))).resolve()
KEY_FILE = Path(env.str("RETTESNOR_KEYS", default=str(DATA / "keys.json")))
SECRET_KEY = keys.read(KEY_FILE).django

ALLOWED_HOSTS = env.list("RETTESNOR_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("RETTESNOR_ORIGINS", default=[])

INSTALLED_APPS = [
    "rettesnor.config",
    *(["rettesnor.demo"] if DEMO or MODE == "test" else []),
    "rettesnor.today",
    "rettesnor.reports",
    "rettesnor.followup",
    "rettesnor.practice",
    "rettesnor.registers",
    "rettesnor.residency",
    "rettesnor.network",
    "rettesnor.guideline",
    "rettesnor.post",
    "rettesnor.staff",
    "rettesnor.audit",
    "rettesnor.vault",
    "rettesnor.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rettesnor.staff.middleware.NothingStays",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rettesnor.staff.middleware.Sitting",
    "rettesnor.staff.unsent.Writers",
    "rettesnor.staff.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rettesnor.staff.middleware.PlainAddress",
    "rettesnor.staff.middleware.SecondFactor",
    "rettesnor.staff.middleware.DefaultDeny",
    "rettesnor.staff.middleware.OneReading",
    "rettesnor.staff.unsent.StandsAgain",
]

ROOT_URLCONF = "rettesnor.config.urls"
WSGI_APPLICATION = "rettesnor.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rettesnor.config.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "rettesnor.ui.forms.HouseRenderer"

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url_config(env.str("DATABASE_URL", default="") or f"sqlite:///{DATA / 'rettesnor.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL + IMMEDIATE + FULL + a connection that is kept: the four go together (docs/decisions).
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8}} if MODE != "test" else {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.Employee"
AUTHENTICATION_BACKENDS = ["rettesnor.staff.signin.HouseBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# In the invented house everybody comes in by the door where one chooses whom to be.
LOGIN_URL = "demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "rettesnor.staff.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "rettesnor.staff.signin.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Rettesnor"
MFA_RECOVERY_CODES_SHOW_ONCE = True
ACCOUNT_FORMS = {
    "login": "rettesnor.staff.forms.SignInForm",
    "reauthenticate": "rettesnor.staff.forms.PasswordAgainForm",
    "change_password": "rettesnor.staff.forms.NewPasswordForm",
}
MFA_FORMS = {
    "authenticate": "rettesnor.staff.forms.CodeForm",
    "reauthenticate": "rettesnor.staff.forms.CodeAgainForm",
    "activate_totp": "rettesnor.staff.forms.EnrolForm",
}
# How many of our own proxies stand between the door and the outside: whose address is counted when a sign-in fails.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("RETTESNOR_PROXIES", default=0)

# What a session holds is sealed, and nothing of it lies in a cookie that the machine keeps.
SESSION_ENGINE = "rettesnor.staff.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rettesnor.staff.views.unsent.too_old"
# Which sign-in of this browser was whose, sealed: so that what is sent too late is kept for its writer alone.
WRITERS_COOKIE_NAME = "writers"
if SERVING:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    WRITERS_COOKIE_NAME = "__Host-writers"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("RETTESNOR_TLS_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
_PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
_MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": _MANIFEST if SERVING else _PLAIN},
}
WHITENOISE_USE_FINDERS = not SERVING

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "rate_cache",
        "KEY_FUNCTION": "rettesnor.staff.signin.counted_under",
    }
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
SILENCED_SYSTEM_CHECKS: list[str] = []

# Only what happened, never what was written: no request body, no query text, no SQL parameters, no error's own words,
# and no letter about it to anybody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "rettesnor.config.quiet.Formatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.db.backends": {"level": "ERROR"},
    },
}
