"""Where a colleague's request comes from, for the lines of the audit log.

What is kept, and how long: the whole address and the browser's family stand in the lines of
colleagues' own actions and of attempts to log in, never in anything about readers. Ninety days is
the time in which a stolen password is usually noticed; after it the address is cut to its network,
which still tells the newsroom from another country, but no household from its neighbour.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

KEPT_WHOLE = timedelta(days=90)
# The part of an IPv6 address (written out) that belongs to one household: /64.
HOUSEHOLD = len("2001:0db8:0000:0000:")


class Origin(NamedTuple):
    address: str = ""
    """IPv6 is written out, so that a network is a prefix of the text."""
    browser: str = ""


NOWHERE = Origin()
ORIGIN: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
"""Of the request that is being answered; empty for readers, tasks and commands."""

# The first that is found counts: most of them also name those that they descend from.
_FAMILIES = {
    "edge": "Edg(?:e|A|iOS)?/",
    "opera": "OPR/|Opera",
    "samsung": "SamsungBrowser/",
    "firefox": "Firefox/|FxiOS/",
    "chrome": "Chrome/|CriOS/|Chromium/",
    "safari": "Safari/",
}
_BROWSERS: Mapping[str, object] = {
    "edge": pgettext_lazy("browser", "Edge"),
    "opera": pgettext_lazy("browser", "Opera"),
    "samsung": pgettext_lazy("browser", "Samsung Internet"),
    "firefox": pgettext_lazy("browser", "Firefox"),
    "chrome": pgettext_lazy("browser", "Chrome"),
    "safari": pgettext_lazy("browser", "Safari"),
    "other": gettext_lazy("another browser"),
}
_ON_A_PHONE = "-phone"


def origin_of(request: HttpRequest) -> Origin:
    return Origin(_client_address(request), browser_family(request.headers.get("User-Agent", "")))


def browser_family(agent: str) -> str:
    found = next((name for name, mark in _FAMILIES.items() if re.search(mark, agent)), "other")
    return found + _ON_A_PHONE if "Mobi" in agent else found


def browser_label(family: str) -> str:
    name = str(_BROWSERS.get(family.removesuffix(_ON_A_PHONE), ""))
    if not name or not family.endswith(_ON_A_PHONE):
        return name
    return _("%(browser)s on a phone") % {"browser": name}


def network(address: str) -> str:
    """What all addresses of one household begin with."""
    return address[:HOUSEHOLD] if ":" in address else address


def shortened(address: str) -> str:
    if "/" in address or not address:
        return address
    return str(ip_network(f"{address}/{24 if '.' in address else 48}", strict=False))


def printed(address: str) -> str:
    """As people write it."""
    return address if "/" in address or not address else str(ip_address(address))


def _client_address(request: HttpRequest) -> str:
    """Each proxy adds the address it was asked from: the outermost of ours saw the client."""
    seen = request.META.get("REMOTE_ADDR", "")
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.TRUSTED_PROXIES <= len(passed):
        seen = passed[-settings.TRUSTED_PROXIES]
    try:
        return _written_out(ip_address(seen.strip()))
    except ValueError:
        return ""  # a socket of this machine, or nonsense


def _written_out(address: IPv4Address | IPv6Address) -> str:
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).exploded.partition("%")[0]
