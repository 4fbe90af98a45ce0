"""What nobody asks who means well."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.load.doors import Answer, Closed, Door
from tests.load.readers import CONTEXT

MARKER = "evil.example"
HEADERS = (
    "X-Forwarded-Host: {marker}",
    "X-Forwarded-Server: {marker}",
    "X-Forwarded-Proto: https",
    "X-Forwarded-Port: 666",
    "X-Forwarded-Prefix: /{marker}",
    "X_Forwarded_Host: {marker}",
    "Forwarded: host={marker};proto=https",
    "X-Original-URL: /{marker}/",
    "X-Rewrite-URL: /{marker}/",
    "X-Original-Host: {marker}",
    "X-Host: {marker}",
    "X-HTTP-Method-Override: POST",
    "Script-Name: /{marker}",
    "X-Request-ID: {marker}",
    "Host: {marker}",  # the second one
    "Referer: http://{marker}/",
    "Origin: http://{marker}",
    "User-Agent: {marker}",
    "Accept: {marker}",
    "Accept-Language: fr",
    "Accept-Encoding: {marker}, br",
    "Range: bytes=0-9",
    "If-None-Match: *",
    "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
    "Cookie: sessionid={marker}; csrftoken={marker}; django_language=fr",
    "Cookie: newsroom_staff=1:{marker}",
    "Cookie: messages={marker}",
    "Content-Length: 3\r\n\r\nabc",
    "Upgrade: {marker}\r\nConnection: Upgrade",
)
HOSTS = (
    "{marker}",
    "{marker}:{port}",
    "127.0.0.1.:{port}",
    "127.0.0.1:666",
    "127.0.0.1",
    "{marker}@127.0.0.1:{port}",
    "127.0.0.1:{port}@{marker}",
    "127.0.0.1:{port}/{marker}",
    "127.0.0.1:{port}, {marker}",
    "127.0.0.1:{port}\r\nHost: {marker}",
    "{marker}\r\nHost: 127.0.0.1:{port}",
    " 127.0.0.1:{port}\r\n {marker}",
    "",
)
TARGETS = (
    "http://{marker}{path}",
    "http://127.0.0.1:{port}{path}",
    "http://user:{marker}@127.0.0.1:{port}{path}",
    "//{marker}{path}",
    "/{marker}/..{path}",
    "/.{path}",
    "/{path}",
    "/%2F{marker}/",
    "/\\{marker}/",
    "{path}?page={marker}",
    "{path}?page=1&next=//{marker}/",
    "{path}?%00={marker}",
    "{path}#{marker}",
    "{path};{marker}",
    "{path}%00{marker}",
    "{path}%2F{marker}",
    "{path}%c0%af{marker}",
    "{path}%e0%80%af",
    "{path}%ff",
    "{path}%0d%0aX-Evil:%20{marker}",
    "{path}%E2%80%AE",
    "{lower}",
    "{upper}",
)


def odd_requests(port: int, paths: list[str]) -> list[tuple[bytes, str]]:
    """Each with the address whose page it might spoil; no two of one address."""
    host = f"127.0.0.1:{port}"
    forms = [("{path}", f"{host}\r\n{header}") for header in HEADERS]
    forms += [("{path}", of) for of in HOSTS] + [(target, host) for target in TARGETS]
    found = []
    for (target, of), path in zip(forms, paths, strict=False):
        lower = path.replace("%D", "%d").replace("%A", "%a")
        words = {"marker": MARKER, "port": port, "path": path, "lower": lower}
        request = f"GET {target} HTTP/1.1\r\nHost: {of}\r\n\r\n"
        found.append((request.format(**words, upper=path.upper()).encode(), path))
    if len(found) < len(forms):
        raise ValueError(f"{len(forms)} addresses are needed.")
    return found


def leads_elsewhere(answer: Answer) -> bool:
    where = answer.headers.get("location", "").replace("\\", "/")
    return where.startswith(("//", f"http://{MARKER}", f"https://{MARKER}"))


def asked(port: int, paths: list[str], *, count: int) -> Counter[str]:
    """So many requests, no two alike: query strings, then hosts, then paths."""
    said = CONTEXT.Queue()
    processes = [
        CONTEXT.Process(target=_ask, args=(port, paths, count, half, said)) for half in (0, 1)
    ]
    for process in processes:
        process.start()
    found: Counter[str] = Counter()
    for _ in processes:
        found.update(said.get(timeout=7200))
    for process in processes:
        process.join()
    return found


def _ask(port: int, paths: list[str], count: int, half: int, said: Any) -> None:
    def ask(first: int) -> Counter[str]:
        statuses, door = Counter[str](), Door(port)
        for number in range(first, count, 8):
            try:
                statuses[str(door.send(_request(port, paths, number, count)).status)] += 1
            except Closed as error:
                statuses[f"closed: {error}"] += 1
                door = Door(port)
        return statuses

    with ThreadPoolExecutor(max_workers=4) as pool:
        said.put(sum(pool.map(ask, range(half * 4, half * 4 + 4)), Counter()))


def _request(port: int, paths: list[str], number: int, count: int) -> bytes:
    host, path, kind = f"127.0.0.1:{port}", paths[number % len(paths)].partition("?")[0], number % 3
    if number < count // 3:
        path = "/" if number % 2 else path  # as everybody else does
        path += (f"?x{number}", f"?page=1&x={number}", f"?utm_source={number}&fbclid=a")[kind]
    elif number < 2 * count // 3:
        host = (f"127.0.0.1:{number}", f"host{number}.example", f"127.0.0.1.:{number}")[kind]
    else:
        cut = path.rstrip("/") or "/front"
        filling = "a" * 30_000 if number % 10 == 0 else ""
        path = (f"{cut}-{filling}{number}/", f"/{number}{path}", f"/s/{number}")[kind]
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
