"""Settings just large enough to show the components alone: django-admin runserver --settings web.web_settings."""

SECRET_KEY = "only-for-looking-at-components"
DEBUG = True
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "web.web_urls"
STATIC_URL = "/static/"
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
INSTALLED_APPS = ["django.contrib.staticfiles", "django_cotton", "chungtay.web"]
MIDDLEWARE = ["csp.middleware.CSPMiddleware"]
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'self'"], "frame-ancestors": ["'self'"]}}
LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
BUILTINS = ["django_cotton.templatetags.cotton", "django.templatetags.i18n", "chungtay.web.templatetags.ct"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", LOADERS)],
            "context_processors": ["django.template.context_processors.request", "web.web_settings.sample_frame"],
            "builtins": BUILTINS,
        },
    }
]


def sample_frame(request):
    steps = [
        {"label": "Kế hoạch", "url": "#1", "state": "done"},
        {"label": "Theo dõi", "url": "#2", "state": "now", "count": 7, "current": True},
        {"label": "Sáng kiến", "url": "#3", "state": "now", "count": 2},
        {"label": "Họp xét", "url": "#4", "state": "later"},
    ]
    shared = [
        {"label": "Sổ khen thưởng", "url": "#5", "icon": "book"},
        {"label": "Văn bản", "url": "#6", "icon": "doc"},
    ]
    movement = {"title": "Phong trào 6 tháng cuối năm 2025", "steps": steps}
    return {
        "reader": {"name": "Cán bộ mẫu 01", "locality": "UBND xã Hồng Vân"},
        "nav": {"today_count": 4, "movement": movement, "shared": shared},
    }
