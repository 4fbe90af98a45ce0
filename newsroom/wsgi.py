import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

django_application = get_wsgi_application()

# Imports settings, so only now.
from newsroom.pagecache.layer import page_cached  # noqa: E402
from newsroom.work import ticker  # noqa: E402
from newsroom.work.supervisor import end_with_parent  # noqa: E402

# A process of granian that outlived the others would hold the port, and answer with old pages.
granian = multiprocessing.parent_process()
if granian is not None and granian.pid is not None:
    end_with_parent(granian.pid)

application = page_cached(django_application)
ticker.start()
