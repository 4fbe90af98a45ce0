from django.utils.functional import lazystr
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsroom.markup import fill, fill_each

UNSAFE = """<b>&"'"""


class Own:
    def __html__(self) -> str:
        return "<i>own</i>"


def test_fills_as_django_does() -> None:
    values = [UNSAFE, SafeString("<u>"), Own(), 3, None, lazystr(UNSAFE), ""]
    form = "<p>" + "{}" * len(values) + "</p>"
    assert fill(form, *values) == format_html(form, *values)


def test_named_values_are_escaped_too() -> None:
    assert fill("<p>{text}</p>", text="<b>") == "<p>&lt;b&gt;</p>"


def test_what_was_filled_is_safe_and_not_escaped_again() -> None:
    assert fill("{}", fill("<p>{}</p>", UNSAFE)) == fill("<p>{}</p>", UNSAFE)


def test_once_for_each_row() -> None:
    filled = fill_each("<li>{}: {}</li>", [("<a>", 1), ("b", SafeString("<br>"))])
    assert filled == "<li>&lt;a&gt;: 1</li><li>b: <br></li>"
    assert isinstance(filled, SafeString)
    assert fill_each("<li>{}</li>", []) == ""
