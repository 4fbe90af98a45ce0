"""Addresses that a link may have, and those of our own stories."""

import re
from urllib.parse import urlsplit

from newsroom.richtext.allowed import URL_SCHEMES

LONGEST = 2000
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# What browsers pass over at the ends of an address, and inside.
_EDGES = "".join(map(chr, range(0x21))) + "\u00a0"
_INSIDE = str.maketrans({"\t": None, "\n": None, "\r": None, " ": "%20"})
_ODD = re.compile(r"[\x00-\x1f\x7f\\]")


def address(href: str) -> str:
    """``href`` as it is stored; empty where it leads nowhere, or somewhere odd."""
    href = href.strip(_EDGES).translate(_INSIDE)
    if href.startswith("//"):
        href = f"https:{href}"
    elif href.lower().startswith("www."):
        href = f"https://{href}"
    if len(href) > LONGEST or _ODD.search(href):
        return ""
    scheme = _SCHEME.match(href)
    if scheme is None:
        return href if href.startswith("/") else ""
    name, rest = scheme[1].lower(), href[scheme.end() :]
    known = name in URL_SCHEMES and (_is_web(href) if name.startswith("http") else rest)
    return f"{name}:{rest}" if known else ""


def _is_web(href: str) -> bool:
    """With a host, and without a name and password that pretend to be one."""
    try:
        parts = urlsplit(href)
        return bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
