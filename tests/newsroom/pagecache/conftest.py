import time
from collections.abc import Iterator

import pytest
from django.test import override_settings

from newsroom.pagecache import layer
from newsroom.pagecache.files import FileStore
from tests.newsroom.pagecache import nginx as nginx_runner
from tests.newsroom.pagecache import site

PRODUCTION = {
    "APPEND_SLASH": False,
    "ALLOWED_HOSTS": ["news.example"],
    "SITE_URL": "https://news.example",
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 365 * 24 * 3600,
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "TRUSTED_PROXIES": 1,
}


@pytest.fixture(scope="module")
def whole() -> Iterator[site.Site]:
    with override_settings(ROOT_URLCONF="tests.newsroom.pagecache.site", **PRODUCTION):
        port = nginx_runner.free_port()
        with nginx_runner.running(port) as nginx:
            store = FileStore(nginx.cache, 20_000_000)
            application = site.Application(store, port)
            try:
                yield site.Site(nginx, application, store)
            finally:
                application.stop()
                store.close()
                layer.query_of_view.cache_clear()


@pytest.fixture
def here(whole: site.Site) -> site.Site:
    whole.store.clear()
    site.RENDERED.clear()
    site.WITHDRAWN.clear()
    time.sleep(0.001)
    return whole
