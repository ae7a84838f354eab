import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rettesnor.config.settings")

application = get_wsgi_application()

if settings.SERVING:
    from rettesnor.config.start import refuse_if_unsafe

    refuse_if_unsafe()
