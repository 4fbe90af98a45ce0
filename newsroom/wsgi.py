import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

# Imports settings, so only now.
from newsroom.pagecache.layer import page_cached  # noqa: E402
from newsroom.work import ticker  # noqa: E402

application = page_cached(django_application)
ticker.start()
