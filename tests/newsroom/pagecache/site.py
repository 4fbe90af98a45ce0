"""A tiny site behind the page cache, for the tests with nginx. Its pages say how often they were
rendered, and what the application was told of the request.
"""

import threading
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from newsroom.pagecache.files import FileStore
from newsroom.pagecache.layer import PageCache
from newsroom.pagecache.record import finished_page, tag
from newsroom.pagecache.stores import Store
from tests.newsroom.pagecache.nginx import Answer, Nginx

RENDERED: dict[str, int] = {}
"""How often, by address."""
WITHDRAWN: set[str] = set()
KINDS = {
    "/feed/": "application/rss+xml; charset=utf-8",
    "/feed/atom/": "application/atom+xml; charset=utf-8",
    "/sitemap.xml": "application/xml",
    "/robots.txt": "text/plain; charset=utf-8",
}


@csrf_exempt
def rendered(request: HttpRequest) -> HttpResponse:
    address = request.get_full_path()
    RENDERED[address] = count = RENDERED.get(address, 0) + 1
    tag(request, "all", f"page:{request.path}")
    status = 410 if request.path in WITHDRAWN else 200
    text = f"{request.get_host()} {address} rendered {count} times\n" * 40
    kind = KINDS.get(request.path, "text/html; charset=utf-8")
    return HttpResponse(text, status=status, content_type=kind)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("missing", status=404)


@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    told = {name: value for name, value in request.META.items() if isinstance(value, str)}
    return JsonResponse({"method": request.method, "body": request.body.decode(), "meta": told})


urlpatterns = [
    re_path(r"^(?:echo|media/renditions/x|comments/1|admin(?:/login)?)/$", echo),
    re_path(r"^list/.*$", finished_page(query=("page",))(rendered)),
    re_path(r"^(?!media|nothing|none).*(?:/|\.txt|\.xml)$|^$", finished_page()(rendered)),
]
handler400 = "newsroom.errors.bad_request"
handler404 = "tests.newsroom.pagecache.site.missing"


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


class Application:
    """The site on a port of this machine, which may go away and come back."""

    def __init__(self, store: Store, port: int) -> None:
        self.cache = PageCache(WSGIHandler(), store)
        self.requests = 0
        self.port = port
        self.start()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.requests += 1
        return self.cache(environ, start_response)

    def start(self) -> None:
        self.server = Server(("127.0.0.1", self.port), Quiet)
        self.server.set_app(self)
        serve = {"poll_interval": 0.01}
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs=serve)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Site:
    """nginx, the application behind it, and the store between them."""

    def __init__(self, nginx: Nginx, application: Application, store: FileStore) -> None:
        self.nginx = nginx
        self.get = nginx.get
        self.ask = nginx.ask
        self.application = application
        self.store = store

    def cached(self, path: str) -> Answer:
        """Make sure that nginx has the file."""
        self.get(path)
        requests = self.application.requests
        answer = self.get(path)
        assert answer.status == 200
        assert self.application.requests == requests
        return answer
