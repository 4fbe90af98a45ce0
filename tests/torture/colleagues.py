"""Reporters and editors who work through the admin's forms, and note what they were told."""

import html
import random
import re
import threading
import time
from collections import deque
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from tests.load.doors import Answer, Closed

PACE = 0.03
STORIES = 3
"""So many does each of them have in hand."""
LONGEST_LIFE = 30
ZONE = ZoneInfo("Africa/Casablanca")
ADMIN = "/admin/articles/article"


@dataclass
class Act:
    """One request that changes something, and what was said to it."""

    do: str
    nonce: str
    story: int
    """By number of the colleague's own, as a story has no id before it is created."""
    pk: int = 0
    base: int = 0
    """The newest revision in the form. The next number is that of this act's text."""
    restored: int = 0
    due: float = 0.0
    began: float = 0.0
    ended: float = 0.0
    answer: str = "unknown"
    """acknowledged, refused, or unknown: then no answer came."""


@dataclass
class Story:
    number: int
    pk: int = 0
    acts: list[Act] = field(default_factory=list)
    rests_until: float = 0.0
    is_over: bool = False
    was_looked_at: bool = False


class NotLoggedIn(Exception):
    pass


class Colleague(threading.Thread):
    """``lock`` is held during each turn: whoever takes it makes the colleague wait."""

    def __init__(self, name: str, port: int, rng: random.Random, desk: "Desk") -> None:
        super().__init__(name=name, daemon=True)
        self.rng = rng
        self.desk = desk
        self.lock = threading.Lock()
        self.ends = threading.Event()
        self.stories: list[Story] = []
        self.done: list[Story] = []
        self.errors: list[str] = []
        self.cookies: dict[str, str] = {}
        self.connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self.count = 0

    # --- the browser ---------------------------------------------------------------------

    def request(self, method: str, path: str, body: bytes = b"") -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.connection.request(method, path, body or None, headers)
            response = self.connection.getresponse()
            answer = Answer(response.status, {}, response.read())
        except (OSError, HTTPException) as error:
            self.connection.close()
            raise Closed(str(error)) from error
        for name, value in response.getheaders():
            answer.headers[name.lower()] = value
            if name.lower() == "set-cookie":
                self._keep(SimpleCookie(value))
        return answer

    def _keep(self, sent: "SimpleCookie") -> None:
        for morsel in sent.values():
            self.cookies[morsel.key] = morsel.value

    def get(self, path: str) -> str:
        try:
            answer = self.request("GET", path)
        except Closed:  # a connection that was kept too long, mostly
            answer = self.request("GET", path)
        if answer.status == 302 and "/login/" in answer.headers["location"]:
            raise NotLoggedIn
        if answer.status != 200:
            self.errors.append(f"GET {path}: {answer.status}")
            raise Closed(str(answer.status))
        return answer.body.decode()

    def log_in(self) -> None:
        self.cookies.clear()
        token = _hidden(self.get("/admin/login/"), "csrfmiddlewaretoken")
        typed = {"username": self.name, "password": self.desk.password, "next": "/admin/"}
        body = urlencode({**typed, "csrfmiddlewaretoken": token}).encode()
        answer = self.request("POST", "/admin/login/", body)
        if answer.status != 302:
            raise RuntimeError(f"{self.name} cannot log in: {answer.status}")

    # --- the work ------------------------------------------------------------------------

    def run(self) -> None:
        while not self.ends.is_set():
            time.sleep(PACE)
            with self.lock:
                try:
                    self.turn()
                except Closed:
                    time.sleep(0.1)
                except NotLoggedIn:
                    if "sessionid" in self.cookies:
                        self.errors.append(f"{self.name} was logged out")
                    self._log_in_somehow()
                except Exception as error:  # it is told at the end
                    self.errors.append(f"{self.name}: {error!r}")

    def _log_in_somehow(self) -> None:
        try:
            self.log_in()
        except Closed:
            self.cookies.clear()

    def turn(self) -> None:
        if not self.cookies:
            self.log_in()
        awake = [story for story in self.stories if story.rests_until < time.time()]
        if handed := self.desk.taken_up(self):
            self.stories.append(handed)
        elif len(self.stories) < STORIES or not awake:
            if len(self.stories) < 3 * STORIES:
                self._begin()
        else:
            story = self.rng.choice(awake)
            self._go_on(story)
            is_old = len(story.acts) > LONGEST_LIFE
            if not story.is_over and (is_old or story.acts[-1].do == "submit"):
                self._let_go(story)

    def _let_go(self, story: Story) -> None:
        if story.acts[-1].do == "submit" and story.acts[-1].answer == "acknowledged":
            self.stories.remove(story)
            self.desk.hand_over(story)
        else:
            self._end(story)

    def _nonce(self) -> str:
        self.count += 1
        return f"{self.name}x{self.count}z"

    def _begin(self) -> None:
        """Editors publish some of their new stories by the same request."""
        page = self.get(f"{ADMIN}/add/")
        story = Story(self.desk.number())
        act = Act("create", self._nonce(), story.number)
        publishes = 'name="_publish"' in page and self.rng.random() < 0.3
        button = "_publish" if publishes else "_save"
        answer = self._send(story, act, f"{ADMIN}/add/", self._form(page, act, button))
        if answer is not None and act.answer == "acknowledged":
            found = re.search(r"/article/(\d+)/", answer.headers["location"])
            assert found is not None
            story.pk = act.pk = int(found[1])
        if publishes:
            story.acts.append(replace(act, do="publish", base=1))
        self.stories.append(story)
        if not story.pk:
            self._end(story)

    def _go_on(self, story: Story) -> None:
        path = f"{ADMIN}/{story.pk}/change/"
        page = self.get(path)
        offered = [name for name, mark in MARKS.items() if mark in page]
        if "claim" in offered:
            offered = ["claim"]
        if not offered:
            self._end(story)
            return
        act = Act(self.rng.choice(offered), self._nonce(), story.number, story.pk)
        act.base = int(_hidden(page, "base") or 0)
        if act.do == "restore":
            self._restore(story, act, page)
        elif act.do == "withdraw":
            path = f"{ADMIN}/{story.pk}/withdraw/"
            token = _hidden(page, "csrfmiddlewaretoken")
            self._send(story, act, path, self._reason(token, act))
        else:
            button, value = BUTTONS[act.do]
            if act.do in ("fix", "schedule"):
                value = self._soon(story, act)
            self._send(story, act, path, self._form(page, act, button, value))

    def _end(self, story: Story) -> None:
        self.stories.remove(story)
        self.done.append(story)

    def _soon(self, story: Story, act: Act) -> str:
        """The next full minute: the form knows no seconds."""
        at = datetime.now(ZONE) + timedelta(seconds=62)
        at = at.replace(second=0, microsecond=0)
        act.due = at.timestamp()
        story.rests_until = act.due + 25
        return f"{at:%Y-%m-%dT%H:%M}"

    def _restore(self, story: Story, act: Act, page: str) -> None:
        act.restored = self.rng.randint(1, max(1, act.base))
        token = _hidden(page, "csrfmiddlewaretoken")
        typed = {"revision": act.restored, "base": act.base, "csrfmiddlewaretoken": token}
        self._send(story, act, f"{ADMIN}/{story.pk}/restore/", typed)

    def _reason(self, token: str, act: Act) -> dict[str, Any]:
        return {"reason": "other", "note": act.nonce, "csrfmiddlewaretoken": token}

    def _form(self, page: str, act: Act, button: str, value: str = "1") -> dict[str, Any]:
        return {
            "csrfmiddlewaretoken": _hidden(page, "csrfmiddlewaretoken"),
            "base": _hidden(page, "base"),
            "draft_key": _hidden(page, "draft_key"),
            "headline": f"خبر {act.nonce}",
            "deck": f"مقدمة {act.nonce}",
            "lead_photo": self.rng.choice(["", *self.desk.photos]),
            "body": self._body(act),
            "category": self.rng.choice(self.desk.categories),
            "authors": self.rng.sample(self.desk.authors, k=self.rng.randint(0, 2)),
            "tags": "، ".join(self.rng.sample(TAGS, k=self.rng.randint(0, 3))),
            "kind": self.rng.choice(["minor", "substantive", "correction"]),
            "correction": f"الصحيح {act.nonce}",
            "review_note": act.nonce,
            button: value,
        }

    def _body(self, act: Act) -> str:
        lines = [f"<p>نص طويل {act.nonce}</p>"] * self.rng.randint(1, 30)
        linked = self.rng.sample(self.desk.links, k=self.rng.randint(0, 2))
        return "".join([*lines, *(f'<p><a data-article="{pk}">خبر</a></p>' for pk in linked)])

    def _send(self, story: Story, act: Act, path: str, typed: dict[str, Any]) -> Answer | None:
        story.acts.append(act)
        act.began = time.time()
        try:
            answer = self.request("POST", path, urlencode(typed, doseq=True).encode())
        except Closed:
            act.ended = time.time()
            return None
        act.ended = time.time()
        act.answer = "acknowledged" if answer.status in (200, 302) else "refused"
        if act.answer == "refused":
            self.desk.refused.append(f"{act.do}: {answer.status}")
            if answer.status >= 500:
                self.errors.append(f"{act.do} of {story.pk}: {answer.status}")
        if answer.status == 200:  # the form again, with what is wrong in it
            act.answer = "refused"
            found = re.findall(r"errorlist[^>]*>\s*<li>(.*?)</li>", answer.body.decode())
            self.errors.append(f"{act.do} of {story.pk}: 200 {found[:3]}")
        return answer


TAGS = ["ميناء", "مطر", "سد", "مدرسة", "قطار", "حي", "شاطئ"]
MARKS = {
    "save": 'name="_save"',
    "publish": 'name="_publish"',
    "schedule": 'name="_schedule"',
    "update": 'name="_update"',
    "fix": 'name="_update_at"',
    "submit": 'name="_review" value="submit"',
    "claim": 'value="claim"',
    "withdraw": 'name="_withdraw"',
    "restore": 'name="_save"',
}
BUTTONS = {
    "save": ("_save", "1"),
    "publish": ("_publish", "1"),
    "schedule": ("_schedule", ""),
    "update": ("_update", "1"),
    "fix": ("_update_at", ""),
    "submit": ("_review", "submit"),
    "claim": ("_review", "claim"),
}


class Desk:
    """What the colleagues share."""

    def __init__(self, password: str, prepared: dict[str, list[int]]) -> None:
        self.password = password
        self.categories = prepared["categories"]
        self.authors = prepared["authors"]
        self.photos = prepared["photos"]
        self.links = prepared["links"]
        self.refused: list[str] = []
        self.submitted: deque[Story] = deque()
        self.numbers = iter(range(1, 1_000_000))
        self.lock = threading.Lock()

    def number(self) -> int:
        with self.lock:
            return next(self.numbers)

    def hand_over(self, story: Story) -> None:
        self.submitted.append(story)

    def taken_up(self, colleague: Colleague) -> Story | None:
        if colleague.name.startswith("editor") and self.submitted:
            with self.lock:
                return self.submitted.popleft() if self.submitted else None
        return None


def told(stories: list[Story]) -> list[list[dict[str, Any]]]:
    """For the judge."""
    return [[asdict(act) for act in story.acts] for story in stories]


def _hidden(page: str, name: str) -> str:
    for tag in re.findall(rf'<input[^>]*name="{name}"[^>]*>', page):
        if found := re.search(r'value="([^"]*)"', tag):
            return html.unescape(found[1])
    return ""
