from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from newsroom.media.encoding import ENCODERS

TYPES = {encoder.ending: encoder.content_type for encoder in ENCODERS.values()}


@require_safe
def rendition(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the site. The address admits no other file; originals are never sent.

    A name is never used again, so that browsers and proxies may keep the file for ever.
    """
    try:
        with default_storage.open(name) as file:
            response = HttpResponse(file.read(), content_type=TYPES[name.rpartition(".")[2]])
    except FileNotFoundError:
        raise Http404 from None
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    # Feed readers and other sites' pages may show it.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
