"""The allow-list of rich text. Editor, sanitiser, importer and tests read it from here."""

BLOCKS = frozenset(
    ["p", "h2", "h3", "ul", "ol", "blockquote", "aside", "figure", "table", "hr"],
)
"""Elements that may stand at the top level of a body."""

ATTRIBUTES: dict[str, set[str]] = {
    "p": {"dir"},
    "h2": {"dir"},
    "h3": {"dir"},
    "strong": set(),
    "sub": set(),
    "sup": set(),
    "br": set(),
    "hr": set(),
    "a": {"href", "data-article"},
    "bdi": {"dir"},
    "ul": set(),
    "ol": {"start"},
    "li": {"dir"},
    "blockquote": {"dir"},
    "cite": set(),
    "aside": {"class", "data-article"},
    "figure": {"class", "data-photo", "data-embed"},
    "figcaption": {"dir"},
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
TAGS = frozenset(ATTRIBUTES)

CLASSES = {"aside": {"pullquote", "read-also"}, "figure": {"photo", "embed"}}

URL_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Their text is code or belongs to another page: it goes together with the element.
DROPPED_WITH_CONTENT = frozenset({"script", "style", "title", "template", "noscript", "iframe"})

# Left by word processors and older systems; kept in our spelling.
RENAMED = {"b": "strong", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
