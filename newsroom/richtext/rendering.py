import re
from html import unescape

from django.utils.safestring import SafeString, mark_safe

from newsroom.richtext.sanitizer import blocks

_TABLE = re.compile(r"<table>(?:(?=\s*<caption>(?P<caption>.*?)</caption>))?", re.DOTALL)
_LINK_OUT = re.compile(r'<a(?= (?:[^>]* )?href="(?i:https?:)?//)(?P<attributes>[^>]*)>')
_TAG = re.compile(r"<[^>]*>")


def render(body: str) -> SafeString:
    """Stored HTML → what the page prints. ``body`` must come from ``clean``."""
    html = _TABLE.sub(_table, body).replace("</table>", "</table></div>")
    html = _LINK_OUT.sub(r'<a\g<attributes> rel="noopener">', html)
    return mark_safe(html)  # noqa: S308 (sanitised when it was stored)


def _table(match: re.Match[str]) -> str:
    """A wide table scrolls by itself, with a name and reachable by keyboard."""
    label = plain_text(match["caption"] or "")
    name = f' role="region" aria-label="{_quote(label)}"' if label else ""
    return f'<div class="table-wrap" tabindex="0"{name}>{match[0]}'


def _quote(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def plain_text(html: str) -> str:
    """The words of stored HTML, blocks separated by a line end."""
    text = re.sub(r"</(?:p|h2|h3|li|tr|blockquote|figcaption)>|<br>|<hr>", "\n", html)
    return re.sub(r"\n\s*", "\n", unescape(_TAG.sub("", text))).strip()


def editable(body: str) -> str:
    """Stored HTML as it is typed in a plain text area: a line is a paragraph.

    ``clean`` turns it back into the same body.
    """
    typed = (_typed(block) for block in blocks(body))
    return "\n".join(typed).rstrip("\n")


def _typed(block: str) -> str:
    if not block.startswith("<p>"):
        return block
    return block.removeprefix("<p>").removesuffix("</p>") + "\n"
