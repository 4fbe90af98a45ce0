"""HTML written in Python, for what a page shows many times.

Django's ``format_html`` and ``escape`` look for lazy text in every value and cost three times as
much; a page of forty stories fills hundreds of forms.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def fill(form: str, *values: object, **named: object) -> SafeString:
    """``form`` as in ``str.format``; the values are escaped, unless they are safe."""
    escaped = {name: printed(value) for name, value in named.items()}
    return SafeString(form.format(*map(printed, values), **escaped))


def fill_each(form: str, rows: Iterable[tuple[object, ...]]) -> SafeString:
    """The form once for each row, one after the other."""
    return SafeString("".join([fill(form, *row) for row in rows]))


def printed(value: object) -> str:
    """As it stands in a page; what brings its own HTML is safe."""
    html = getattr(value, "__html__", None)
    return html() if html else escape(str(value))
